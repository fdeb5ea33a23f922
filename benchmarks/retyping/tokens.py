"""Spaced tokens: a space around every mark and before every stop, and contractions in two."""

import re

from benchmarks.retyping.choosing import ABBREVIATION, each_line
from benchmarks.retyping.marks import MARK_FORMS, type_marks

_TOKENS = (
    (re.compile(r"(?<=\S)([,;:?!])(?=\s|$)"), r" \1"),
    (re.compile(r"([(\[])(?=\S)"), r"\1 "),
    (re.compile(r"(?<=\S)([)\]])"), r" \1"),
    (re.compile(r"(?<=\w)([%€])"), r" \1"),
    (re.compile(r"([$£€])(?=\d)"), r"\1 "),
    (re.compile(r"(?<=\S)—(?=\S)"), " — "),
)
_STOP = re.compile(r"(?<=\S)[.…](?=\s*$|\s+[\"'A-Z]|\s+\"?\s?\d)")
_CONTRACTIONS = (
    (re.compile(r"(?<=\w)(n[’']t)\b", re.IGNORECASE), r" \1"),
    (re.compile(r"(?<=\w)([’'](?:s|re|ve|ll|d|m))\b", re.IGNORECASE), r" \1"),
    (re.compile(r"\bcannot\b"), "can not"),
)


def space_tokens(text: str) -> str:
    """Type straight marks, and a space around every mark and before every stop, as tokenised corpora have them."""

    def retype(paragraph: str) -> str:
        for pattern, spaced in _TOKENS:
            paragraph = pattern.sub(spaced, paragraph)
        return _STOP.sub(lambda found: _space_stop(found, paragraph), paragraph)

    return each_line(retype)(type_marks(MARK_FORMS["spaced-straight-marks"])(text))


def _space_stop(found: re.Match[str], paragraph: str) -> str:
    is_last = not paragraph[found.end() :].strip(" \"'")
    is_short = ABBREVIATION.search(paragraph[: found.end()]) is not None and not is_last
    return found.group() if is_short else f" {found.group()}"


def split_contractions(text: str) -> str:
    """Type a space before the second half of a contraction, and before the s of a genitive."""
    for pattern, spaced in _CONTRACTIONS:
        text = pattern.sub(spaced, text)
    return text
