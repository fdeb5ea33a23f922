"""Finds the acronyms that a text introduces: "the Norland Growers' Union (NGU)"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from exporter.extraction.entities.model import Name
from exporter.extraction.lexicon.names import get_initials
from exporter.extraction.lexicon.nouns import BODIES
from exporter.records import EntityType, Span

_INTRODUCED = re.compile(
    r"""\s*(?:\(\s*["“'‘]?(?:or\s+|known\s+as\s+(?:the\s+)?|the\s+)?(?P<inside>[A-Z][\w&.-]{1,9})["”'’]?\s*[),;]
      | ,\s+(?:or|known\s+as)\s+(?:the\s+)?(?P<behind>[A-Z][\w&.-]{1,9})\s*,)""",
    re.VERBOSE,
)
_FEWEST_CAPITALS = 2
_BRACKETED = re.compile(r" ?\(([A-Z]{3,8})\)")
_WORD = re.compile(r"[\w&.'’-]+")
_SMALL = frozenset({"of", "the", "for", "and", "on", "in", "to", "de", "&"})
_LONGEST_FULL_NAME = 120  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Acronym:
    """An acronym where it is introduced, and the name that it is short for."""

    span: Span
    text: str
    full: Name


def settle_introduced(text: str, names: Sequence[Name]) -> list[Name]:
    """Take for an organization what the recognizer took for a person, or passed over, before "(SAM)".

    Returns:
        The names; those that lie within a longer one that was passed over are left out.
    """
    name_at = {offset: name for name in names for offset in range(name.span.start, name.span.end)}
    persons: set[Span] = set()
    found: list[Name] = []
    for bracket in _BRACKETED.finditer(text):
        start, end = _find_full_name(text, bracket.start(), bracket[1]), bracket.start()
        around = name_at.get(start) if start is not None else None
        if around is not None and around.span.end >= end:
            persons.add(around.span)
        elif start is not None and not BODIES.isdisjoint(text[start:end].casefold().split()):
            found.append(Name(span=Span(start=start, end=end), text=text[start:end], type="organization"))
    taken = {offset for name in found for offset in range(name.span.start, name.span.end)}
    settled = [
        replace(name, type="organization") if name.type == "person" and name.span in persons else name
        for name in names
        if taken.isdisjoint(range(name.span.start, name.span.end))
    ]
    return [*settled, *found]


def _find_full_name(text: str, end: int, short: str) -> int | None:
    """Find where the words begin whose initials are an acronym; None where there are none such."""
    first = max(end - _LONGEST_FULL_NAME, text.rfind("\n", 0, end) + 1)
    for word in reversed(list(_WORD.finditer(text, first, end))):
        if not word[0][0].isupper():
            if word[0] in _SMALL:
                continue
            return None
        if get_initials(text[word.start() : end]) == short:
            return word.start()
    return None


def find_acronyms(text: str, names: Sequence[Name]) -> dict[str, Acronym]:
    """Find the acronyms that stand in brackets, or as "or NGU", behind a name of several words.

    It begins with the letter with which one of the words of the name begins; "LONDON (AP)" introduces nothing.

    Returns:
        The acronyms by their texts; of one that is introduced twice the first.
    """
    found: dict[str, Acronym] = {}
    for name in names:
        match = _INTRODUCED.match(text, name.span.end) if " " in name.text and name.type != "person" else None
        if match is None:
            continue
        group = "inside" if match["inside"] else "behind"
        short = match[group].rstrip(".-")
        if sum(c.isupper() for c in short) >= _FEWEST_CAPITALS and _is_short_for(short, name.text):
            span = Span(start=match.start(group), end=match.start(group) + len(short))
            found.setdefault(short, Acronym(span=span, text=short, full=name))
    return found


def _is_short_for(short: str, full: str) -> bool:
    words = full.replace("-", " ").split()
    return any(word[0] == short[0] for word in words) and short.casefold() not in full.casefold().split()


def type_acronyms(names: Sequence[Name], acronyms: Mapping[str, Acronym]) -> list[Name]:
    """Give every acronym the type that the name which it is short for has by now."""
    types = {(name.span, name.text): name.type for name in reversed(names)}

    def find_type(name: Name) -> EntityType:
        full = acronyms[name.text].full if name.text in acronyms else name
        return types.get((full.span, full.text), full.type)

    return [replace(name, type=find_type(name)) for name in names]


def add_acronyms(doc: Doc, acronyms: Mapping[str, Acronym], names: Sequence[Name]) -> list[Name]:
    """Add every acronym that the recognizer passed over; each has the type of what it is short for, and no title."""
    if not acronyms:
        return list(names)
    typed = [replace(name, title=None) if name.text in acronyms else name for name in names]
    taken = {offset for name in names for offset in range(name.span.start, name.span.end)}
    missed = [
        Name(span=Span(start=token.idx, end=token.idx + len(token)), text=token.text, type="organization")
        for token in doc
        if token.text in acronyms and token.idx not in taken
    ]
    return type_acronyms([*typed, *missed], acronyms)
