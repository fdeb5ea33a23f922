"""Finds who is interviewed: the one whom headline and introduction name."""

import re
from collections import Counter
from collections.abc import Sequence

from exporter.extraction.lexicon.gender import is_first_name
from exporter.extraction.lexicon.nouns import PEOPLE
from exporter.extraction.lexicon.titles import TITLES
from exporter.extraction.text.speaker_labels import Label, read_label
from exporter.records import Span

_PARTICLES = r"(?:de|da|di|du|la|le|van|von|der|den|al|bin|ibn|el)"
_NAME = re.compile(rf"[A-Z](?:[\w’'-]+|\.)(?: (?:{_PARTICLES} )?[A-Z](?:[\w’'-]+|\.)){{1,4}}")
_INTRODUCED = re.compile(
    r"(?i:interview(?:s|ed|ing)?(?: with)?|questions (?:for|to|with)|conversation with|chat(?:s|ted)? (?:to|with)"
    r"|talk(?:s|ed|ing)? (?:to|with)|sp(?:eak(?:s|ing)?|oke) (?:to|with)|sat down with|caught up with|we (?:asked|met)"
    r"|meets?|met|Q ?& ?A(?: with)?)[: ]+(?:[^\W\d_][\w’'-]*,? ){0,6}?$"
)
_BY = re.compile(r"(?i:\bby |photos?: |text: |interview: )$")
_OWNED = re.compile(r"['’]s?$")
_LONGEST_LOOK = 100


def find_interviewee(text: str, introduction: Sequence[Span]) -> Label | None:
    """Find who answers the questions of an interview: whom it says so of, else the one named most before them.

    Args:
        text: The text.
        introduction: The paragraphs before the first question, the headline among them, in order.

    Returns:
        The name as a label, at the place where it stands; None where nobody or several may be meant.
    """
    names: dict[str, Span] = {}
    counts: Counter[str] = Counter()
    for paragraph in introduction:
        for found in _NAME.finditer(text, paragraph.start, paragraph.end):
            before = text[max(paragraph.start, found.start() - _LONGEST_LOOK) : found.start()]
            span = None if _BY.search(before) else _trim(text, Span(start=found.start(), end=found.end()))
            if span is None:
                continue
            if _INTRODUCED.search(before + text[found.start() : span.start]):
                return read_label(text, span)
            key = text[span.start : span.end].split()[-1]
            names.setdefault(key, span)
            counts[key] += 1 + is_first_name(text[span.start : span.end].split()[0])
    best = counts.most_common(2)
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return None
    return read_label(text, names[best[0][0]])


def _trim(text: str, span: Span) -> Span | None:
    """Cut off what is no name: "Novelist" before it, and the words of a headline in capitals behind it."""
    words = text[span.start : span.end].split(" ")
    start, end = span.start, span.end
    while len(words) > 1 and _is_common(words[0], text):
        start += len(words[0]) + 1
        words = words[1:]
    while len(words) > 1 and _is_common(words[-1], text):
        end -= len(words[-1]) + 1
        words = words[:-1]
    owned = _OWNED.search(words[-1])
    end -= len(owned[0]) if owned else 0
    return Span(start=start, end=end) if len(words) > 1 else None


def _is_common(word: str, text: str) -> bool:
    """Tell whether a word with a capital is no part of a name: a role, or a word that the text has without it, too."""
    lower = word.casefold().rstrip(".,")
    if is_first_name(lower):
        return False
    return lower in PEOPLE or lower in TITLES or re.search(rf"\b{re.escape(lower)}\b", text) is not None
