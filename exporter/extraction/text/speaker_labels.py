"""Reads the labels of turns: whose words follow "MR. SMITH:", "Q:" or "The Courier:"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from exporter.extraction.lexicon.names import get_person_words
from exporter.extraction.lexicon.nouns import BODIES, OUTLET_ENDINGS, PEOPLE, list_words
from exporter.extraction.lexicon.titles import TITLES
from exporter.records import Span

_ROLES = list_words("""
    q a question questions answer answers host hosts co-host moderator interviewer interviewee narrator reporter
    reporters anchor operator analyst analysts speaker guest caller announcer clerk court witness prosecutor counsel
    attorney audience crowd protester protesters all both male female man woman boy girl voice presenter journalist
    correspondent translator interpreter chair chairman chairwoman chairperson president judge commentator panellist
    panelist participant respondent
""")
ANYBODY = list_words("question reporter unidentified unknown unidentifiable caller audience participant")
"""Labels behind which somebody else may stand each time."""
_SURNAMES = frozenset({"bishop", "cox", "guard", "head", "priest"})
_PARTICLES = list_words("of the de da di du la le van von der den bin ibn al el")
# Behind a label these are people.
_OUTLETS = OUTLET_ENDINGS - list_words("advocate citizen reporter voice")
# What stands before a colon and is nobody.
_NOBODY = list_words("""
    note notes update updates updated correction corrections clarification breaking editor's where when who what why
    how which tip tips time times date dates place address phone telephone tel email e-mail price prices cost costs
    serves ingredients method photo photos picture pictures image images video audio watch listen read more related
    also see warning disclaimer summary conclusion verdict result results background context winner winners loser
    losers score scores rating pros cons step steps day days chapter part section table figure number total name age
    job title cast genre fact facts myth myths claim claims latest poll analysis opinion exclusive live subject to
    from re cc topic today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday january
    february march april june july august september october november december morning afternoon evening credit
    source sources via edition published location venue duration difficulty advice example examples reason
    problem solution goal goals option options good bad best worst weather traffic sport sports business
""")
_WORD = re.compile(r"[^\W\d_][\w’'.-]*")
_MOST_WORDS = 5
_MOST_WORDS_OF_ROLE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Who speaks in a turn, as its label says it.

    Attributes:
        span: The label without what stands in brackets.
        text: The words at the span.
        key: What the labels of one speaker have in common, lower case: a surname or the role.
        words: The words of the name, lower case; none of a role.
        name: Where the name stands, without the role after a comma; None of a role.
        is_organization: Whether the name is that of an organisation, such as the outlet that asks.
        role: What stands after a comma: "CNN ANCHOR", "farmer".
        is_capitals: Whether the name, or the role without one, is in capitals throughout.
        is_sure: Whether it may be a speaker although the text says the word nowhere else.
    """

    span: Span
    text: str
    key: str
    words: frozenset[str]
    name: Span | None
    is_organization: bool
    role: str | None
    is_capitals: bool
    is_sure: bool

    @property
    def is_role(self) -> bool:
        """Tell whether it names nobody: "Q", "MODERATOR"."""
        return self.name is None


def read_label(text: str, span: Span) -> Label | None:
    """Read what stands before a colon; None where it cannot be a speaker.

    Args:
        text: The text.
        span: What stands there.
    """
    label = text[span.start : span.end].rstrip()
    name, comma, role = label.partition(",")
    words = name.split()
    folded = [word.casefold().rstrip(".") for word in words]
    is_capitals = name.isupper()
    if comma and not (is_capitals and len(role.split()) <= _MOST_WORDS_OF_ROLE):
        return None
    if not 0 < len(words) <= _MOST_WORDS or not _NOBODY.isdisjoint(folded):
        return None
    is_role = _is_role(folded)
    if not is_role and not all(_is_name_part(word) for word in words):
        return None
    if is_role and not words[0][0].isupper():
        return None
    return Label(
        span=Span(start=span.start, end=span.start + len(label)),
        text=label,
        key=" ".join(folded) if is_role else (get_person_words(name) or folded)[-1],
        words=frozenset() if is_role else frozenset(folded) - _PARTICLES - TITLES,
        name=None if is_role else Span(start=span.start, end=span.start + len(name.rstrip())),
        is_organization=_is_organization(name),
        role=role.strip() or None,
        is_capitals=is_capitals,
        is_sure=is_role or (is_capitals and len(folded[-1]) > 1) or len(words) > 1,
    )


def _is_role(words: Sequence[str]) -> bool:
    """Tell whether words say what somebody does there, not who he is: "moderator", "the court", "speaker 2"."""
    bare = [word for word in words if not word.isdigit() and word != "the"]
    if not bare:
        return False
    is_role = len(bare) == 1 and bare[0] in PEOPLE - _SURNAMES
    return is_role or bare[-1] in _ROLES or bare[0] in ANYBODY or all(word in TITLES for word in bare)


def _is_name_part(word: str) -> bool:
    return word in _PARTICLES or (_WORD.fullmatch(word) is not None and word[0].isupper())


def _is_organization(text: str) -> bool:
    words = text.casefold().split()
    return words[0] == "the" or words[-1] in BODIES or words[-1] in _OUTLETS
