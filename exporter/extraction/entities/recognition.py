"""Finds the names of one document, and types them by all that the text tells of them."""

import bisect
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from exporter.extraction.entities.acronyms import (
    Acronym,
    add_acronyms,
    find_acronyms,
    settle_introduced,
    type_acronyms,
)
from exporter.extraction.entities.metonyms import (
    iter_missed,
    mark_metonyms,
    place_names,
    separate_namesakes,
)
from exporter.extraction.entities.missed_names import add_missed, find_repeated
from exporter.extraction.entities.model import Name
from exporter.extraction.entities.toponyms import find_countries, is_people_name
from exporter.extraction.entities.typing import FIRM, collect_votes, follow_companies
from exporter.extraction.lexicon.gazetteer import find_places
from exporter.extraction.lexicon.gender import is_first_name
from exporter.extraction.lexicon.names import (
    get_key,
    get_person_words,
    has_letters_behind,
    is_month,
    is_word,
    strip_name,
)
from exporter.extraction.lexicon.nouns import PEOPLE, get_gender, get_kind, is_government_name, list_words
from exporter.extraction.lexicon.titles import PERSONAL, TITLES
from exporter.extraction.text.layout import Layout
from exporter.records import EntityType, Span

_TYPES: dict[str, EntityType] = {
    "PERSON": "person",
    "ORG": "organization",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "group",
    "EVENT": "event",
    "WORK_OF_ART": "work",
    "LAW": "work",
    "PRODUCT": "other",
}
_AROUND = r"[\s\"'`“”‘’()\[\]{}@#*,;:\-–—/]+"
_BEFORE, _AFTER = re.compile(f"^{_AROUND}"), re.compile(f"{_AROUND}$")
_DATELINE = re.compile(
    r"^([A-Z][A-Z.'’ -]{2,40}[A-Z.])(?:,\s[A-Z][\w. ]{1,20})?\s*(?:\(([A-Z][\w .&-]{1,40})\)\s*)?(?:—|–|--?)\s",
    re.MULTILINE,
)
_DATELINE_TYPES: tuple[tuple[int, EntityType], ...] = ((1, "place"), (2, "organization"))
_OWNER = re.compile(r"(\w(?:[\w -]|['’ʼʻ](?!s\b))*)['’]s\s+")
LONGEST_NAME = 100
"""Characters; what is longer is no name."""
_FEWEST_LETTERS = 2
_MOST_WORDS = 3
_HEADLINE_VERBS = list_words(
    "says said tells told calls called vows vowed urges warns warned claims claimed denies denied slams wants asks "
    "backs blasts defends insists admits hopes thinks believes knows rejects accuses blames praises demands promises"
)
_QUOTATION_MARKS = frozenset("\"“”„«»‘’'")


def find_names(doc: Doc, layout: Layout) -> list[Name]:
    """Find the names that stand in a text, with the types that the recognizer sees in them.

    Args:
        doc: A text with named entities set.
        layout: Names are looked for in what is read.
    """

    def keep(names: Iterable[Name]) -> list[Name]:
        return [name for name in names if layout.is_read(name.span.start)]

    names = [name for name in map(_read_name, doc.ents) if name is not None]
    names = keep(_split_owners([*_add_datelines(layout.text, names)]))
    names += keep(iter_missed(doc, names))
    return _strip_strangers(keep(add_missed(doc, layout.text, names)))


def add_introduced(doc: Doc, layout: Layout, names: Sequence[Name]) -> tuple[list[Name], dict[str, Acronym]]:
    """Add the names that other names introduce: acronyms, and full names that return in short.

    Returns:
        All names, and the acronyms that the text introduces.
    """

    def keep(names: Iterable[Name]) -> list[Name]:
        return [name for name in names if layout.is_read(name.span.start)]

    names = keep(settle_introduced(layout.text, names))
    acronyms = find_acronyms(layout.text, names)
    names = _agree_on_types(keep(add_acronyms(doc, acronyms, names)), {})
    return [*names, *keep(find_repeated(doc, names))], acronyms


def type_names(
    doc: Doc, text: str, names: Sequence[Name], acronyms: Mapping[str, Acronym], speaking: Iterable[Span]
) -> list[Name]:
    """Type names by all that the text tells of them, and find the places that they mean.

    Args:
        doc: The text.
        text: The same as a string, which a Doc takes long to give.
        names: The names.
        acronyms: The acronyms that the text introduces.
        speaking: The spans of sources. A city or a building named there stands for a government.

    Returns:
        The names, one for each span.
    """
    countries = find_countries((name.text, name.type) for name in names)
    groups = [name.text for name in names if name.type == "group"]
    votes = collect_votes(doc, [(name.span.start, name.text) for name in names], groups, countries)
    for dateline in _iter_datelines(text):
        if dateline.type == "place" and dateline.text in votes:
            votes[dateline.text]["place"] += FIRM
    typed = follow_companies(doc, _agree_on_types(names, votes))
    typed = separate_namesakes(doc, type_acronyms(typed, acronyms))
    typed = mark_metonyms(doc, place_names(text, typed, countries), speaking)
    return list({name.span: name for name in typed}.values())


def _iter_datelines(text: str) -> Iterator[Name]:
    """Yield the place and the agency of "PORT ALDANE (Norland Wire) — "."""
    for line in _DATELINE.finditer(text):
        for group, kind in _DATELINE_TYPES:
            start, end = line.span(group)
            if start >= 0:
                yield Name(span=Span(start=start, end=end), text=text[start:end], type=kind)


def _add_datelines(text: str, names: Sequence[Name]) -> Iterator[Name]:
    """Add the names of datelines; what the recognizer saw there gives way."""
    found = list(_iter_datelines(text))
    covered = sorted((name.span.start, name.span.end) for name in found)
    for name in names:
        place = bisect.bisect_left(covered, (name.span.end, -1)) - 1
        if place < 0 or covered[place][1] <= name.span.start:
            yield name
    yield from found


def _split_owners(names: Sequence[Name]) -> Iterator[Name]:
    """Split "Calveria's Foreign Ministry" where Calveria has a name of its own elsewhere."""
    known: dict[str, EntityType] = {
        name.text.split()[-1]: name.type for name in names if name.type == "person"
    }
    known |= {name.text: name.type for name in names}
    for name in names:
        owner = _OWNER.match(name.text)
        if owner is None or not (owner[1] in known or find_places(owner[1])):
            yield from _split_people(name)
            continue
        for start, end, kind in (
            (*owner.span(1), known.get(owner[1], "place")),
            (owner.end(), len(name.text), name.type),
        ):
            span = Span(start=name.span.start + start, end=name.span.start + end)
            yield replace(name, span=span, text=name.text[start:end], type=kind, title=None)


def _split_people(name: Name) -> Iterator[Name]:
    """Split "French Foreign Ministry", which is the ministry of a people; "American Airlines" is one name."""
    first, _, rest = name.text.partition(" ")
    if name.type != "organization" or not (is_people_name(first) and is_government_name(rest)):
        yield name
        return
    cut = name.span.end - len(rest)
    people = Span(start=name.span.start, end=name.span.start + len(first))
    yield replace(name, span=people, text=first, type="group", title=None)
    yield replace(name, span=Span(start=cut, end=name.span.end), text=rest, title=None)


def _read_name(ent: DocSpan) -> Name | None:
    is_person = _is_called_person(ent) or has_letters_behind(ent.text) or _has_title(ent)
    kind = "person" if is_person else _TYPES.get(ent.label_)
    text = ent.text.partition(" (")[0]
    if kind is None or "\n" in text or len(text) > LONGEST_NAME or not any(c.isalpha() for c in text):
        return None
    is_title = kind == "work" and ent.start > 0 and ent.doc[ent.start - 1].text in _QUOTATION_MARKS
    left, right = (0, 0) if is_title else strip_name(text, is_person=kind == "person")
    start, end = ent.start_char + left, ent.end_char - right
    name = text[left : len(text) - right]
    name, start, end = _strip_marks(_strip_verb(name) if kind == "person" else name, start)
    if (
        not name
        or name.lower() == name != name.upper()
        or sum(c.isalpha() for c in name) < _FEWEST_LETTERS
        or all(word.casefold().rstrip(".") in TITLES for word in name.split())
        or (name.isupper() and name.lower() in PEOPLE)  # "GP"
        or is_month(name)
    ):
        return None
    before = ent.doc[ent.start - 1].text if ent.start > 0 else ""
    is_title = before.rstrip(".").casefold() in TITLES and kind == "person"
    title = text[:left].strip() or (before if is_title or get_gender(before.rstrip(".")) else "")
    return Name(
        span=Span(start=start, end=end), text=name, type=kind, title=title.split()[0] if title else None
    )


def _is_called_person(ent: DocSpan) -> bool:
    """Tell whether the words around a name of two or three words call it a person: "spokeswoman Ilse Karam"."""
    words = ent.text.split()
    if len(words) > _MOST_WORDS or not all(word[0].isupper() and is_word(word) for word in words):
        return False
    if len(words) == 1:
        return (
            ent.start > 1
            and ent.doc[ent.start - 1].text == ","
            and ent.doc[ent.start - 2].lower_ in {"man", "woman"}
        )
    if ent.start > ent.sent.start + 1:
        before, comma = ent.doc[ent.start - 2 : ent.start]
        noun, tags = (before, {"NN"}) if comma.text == "," else (comma, {"NN", "NNP"})
        is_joined = comma.text == "," or noun.dep_ == "compound"
        if is_joined and noun.tag_ in tags and get_kind(noun.lower_, is_plural=False) == "person":
            return True
    return any(
        child.dep_ == "appos" and child.tag_ == "NN" and get_kind(child.lower_, is_plural=False) == "person"
        for child in ent.root.children
    )


def _has_title(ent: DocSpan) -> bool:
    """Tell whether a name of two or three words begins as only those of people do: "Dr Holm"."""
    words = ent.text.split()
    is_short = 1 < len(words) <= _MOST_WORDS and all(word[0].isupper() for word in words)
    return is_short and ent[0].lower_.rstrip(".") in PERSONAL


def _strip_strangers(names: Sequence[Name]) -> list[Name]:
    """Cut a word off a name that the text has without it, too: "Universe" of "Miss Universe Alba Rehn"."""
    texts = {name.text for name in names}

    def strip(name: Name) -> Name:
        first, _, rest = name.text.partition(" ")
        if name.type != "person" or " " not in rest or rest not in texts or is_first_name(first):
            return name
        return replace(name, span=Span(start=name.span.end - len(rest), end=name.span.end), text=rest)

    return [strip(name) for name in names]


def _strip_verb(name: str) -> str:
    """Cut the verb off "Mara Quist Says", as headlines capitalise it."""
    words, _, last = name.rpartition(" ")
    return words if words and last.lower() in _HEADLINE_VERBS else name


def _strip_marks(name: str, start: int) -> tuple[str, int, int]:
    bare = _BEFORE.sub("", name)
    start += len(name) - len(bare)
    bare = _AFTER.sub("", bare)
    return bare, start, start + len(bare)


def _agree_on_types(names: Sequence[Name], evidence: Mapping[str, Counter[EntityType]]) -> list[Name]:
    """Give equal names of one text one type: what most speaks for, a full name's before a short one's."""
    votes: dict[str, Counter[EntityType]] = {}
    surnames = {
        get_person_words(name.text)[-1].replace("-", " ")
        for name in names
        if name.type == "person" and len(name.text.split()) > 1
    }
    for name in names:
        votes.setdefault(get_key(name.text), Counter())[name.type] += 1
    for text, counted in evidence.items():
        votes[get_key(text)].update(counted)

    def choose_type(name: Name) -> EntityType:
        counted = votes[get_key(name.text)]
        most = max(sorted(counted), key=lambda kind: counted[kind])
        is_surname = get_key(name.text, is_person=True) in surnames and not set(" .") & set(name.text)
        is_place = most == "place" and (not evidence or evidence[name.text]["place"] > 0)
        may_be_person = counted["person"] > 0 or not (is_place or most in {"group", "event"})
        return "person" if is_surname and may_be_person else most

    return [replace(name, type=choose_type(name)) for name in names]
