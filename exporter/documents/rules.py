"""What a rule about a whole line is, and what such rules share.

Every pattern must fit a whole line, stripped of white space and Markdown's marks, so a sentence that
merely contains "subscribe" or "copyright" fits none. Repetitions are bounded or possessive and lines are
bounded in length, so the time is linear in the text.
"""

import re
from typing import Literal, NamedTuple

MAX_LINE = 600
"""Lines longer than this are article text, whatever they say."""


class Rule(NamedTuple):
    """One kind of line.

    Attributes:
        name: Permanent and kebab-case.
        pattern: Fits the whole line.
        reach: Whether the rule is about the line only, or the line heads a block that it takes with it.
        is_speech_free: Whether a line that reports speech is article text all the same.
    """

    name: str
    pattern: re.Pattern[str]
    reach: Literal["line", "block"] = "line"
    is_speech_free: bool = True


def compile_rule(pattern: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """Compile the pattern of a rule; case does not matter unless flags are given."""
    return re.compile(pattern, flags)


AGENCY = r"(?:AP|AFP|Reuters|REUTERS|Getty(?: Images)?|EPA|dpa|DPA|UPI|TASS|Xinhua|Bloomberg|Shutterstock|Unsplash)"
"""Agencies that are named in credits and datelines."""

NAME = r"(?![a-z])[^\W\d_][\w.'’-]*+"
"""A word of a name."""
