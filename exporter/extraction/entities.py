"""Joins the names of one document into entities."""

import bisect
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from exporter.extraction.evidence import collect_votes
from exporter.extraction.names import (
    TITLES,
    get_initials,
    get_key,
    get_person_words,
    get_words,
    strip_name,
)
from exporter.extraction.nouns import BODIES, get_gender, get_kind
from exporter.records import EntityType, MentionKind, Span

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
_OWNER = re.compile(r"(\w[\w ]*)['’]s\s+")
LONGEST_NAME = 100
"""Characters; what is longer is no name."""
_SHORTEST_REPEATED = 3
_FEWEST_LETTERS = 2
_MARKS = frozenset("\"“”„«»‘’'")
_MOST_NAMESAKES = 100


@dataclass(slots=True, kw_only=True)
class Name:
    """One name as printed, without title, article and possessive."""

    span: Span
    text: str
    type: EntityType
    title: str | None = None


@dataclass(slots=True, kw_only=True)
class LocalEntity:
    """What the names of one document refer to; mentions that are no names are added by source resolution."""

    type: EntityType
    names: list[Name] = field(default_factory=list)
    others: list[tuple[Span, MentionKind]] = field(default_factory=list)
    gender: str | None = None
    _fullest: Name | None = field(default=None, repr=False, compare=False)

    @property
    def full_name(self) -> Name:
        """The first of the names with most words."""
        return self._fullest or max(self.names, key=_measure)

    def add(self, name: Name) -> None:
        """Add a name."""
        self._fullest = max(self.full_name, name, key=_measure) if self.names else name
        self.names.append(name)

    def retype(self, kind: EntityType) -> None:
        """Change the type, of the entity and of its names."""
        self.type = kind
        for name in self.names:
            name.type = kind

    @property
    def key(self) -> str:
        """What the fullest name has in common with its other forms, in any document."""
        return _key_of(self.full_name)


def _measure(name: Name) -> tuple[int, int]:
    return len(name.text.split()), -name.span.start


def find_entities(doc: Doc, text: str, is_inside: Callable[[int], bool]) -> list[LocalEntity]:
    """Find the entities that are named in a text, in order of their first name.

    Args:
        doc: A text with named entities set.
        text: The same as a string, which a Doc takes long to give.
        is_inside: Whether an offset lies in a part of the text that counts.
    """
    names = [name for name in map(_read_name, doc.ents) if name is not None]
    names = list(_split_owners([*_add_datelines(text, names)]))
    names = [name for name in names if is_inside(name.span.start)]
    _agree_on_types(names, {})
    names += [name for name in _find_repeated(doc, names) if is_inside(name.span.start)]
    groups = [name.text for name in names if name.type == "group"]
    _agree_on_types(names, collect_votes(doc, [(name.span.start, name.text) for name in names], groups))
    index = _Index()
    # Full names first, whatever their place: "Quist" in a headline is the "Mara Quist" of the text.
    for name in sorted(names, key=lambda each: (-len(get_words(each.text)), each.span.start)):
        index.add(name)
    entities = index.entities
    for entity in entities:
        entity.names.sort(key=lambda name: name.span.start)
    return sorted(entities, key=lambda entity: entity.names[0].span.start)


def _add_datelines(text: str, names: Sequence[Name]) -> Iterator[Name]:
    """Add the place and the agency of "PORT ALDANE (Norland Wire) — "; what the tagger saw there gives way."""
    found = [
        Name(span=Span(start=start, end=end), text=text[start:end], type=kind)
        for line in _DATELINE.finditer(text)
        for group, kind in _DATELINE_TYPES
        for start, end in [line.span(group)]
        if start >= 0
    ]
    covered = sorted((name.span.start, name.span.end) for name in found)
    for name in names:
        place = bisect.bisect_left(covered, (name.span.end, -1)) - 1
        if place < 0 or covered[place][1] <= name.span.start:
            yield name
    yield from found


def _split_owners(names: Sequence[Name]) -> Iterator[Name]:
    """Split "Calveria's Foreign Ministry" where Calveria has a name of its own elsewhere."""
    known = {name.text: name.type for name in names}
    for name in names:
        owner = _OWNER.match(name.text)
        if owner is None or owner[1] not in known:
            yield name
            continue
        for start, end, kind in (
            (*owner.span(1), known[owner[1]]),
            (owner.end(), len(name.text), name.type),
        ):
            span = Span(start=name.span.start + start, end=name.span.start + end)
            yield replace(name, span=span, text=name.text[start:end], type=kind, title=None)


def _find_repeated(doc: Doc, names: Sequence[Name]) -> Iterator[Name]:
    """Find names the tagger saw once and missed later: a full name again, or the surname of a person."""
    forms: dict[str, Name] = {}
    for name in names:
        words = name.text.split()
        if len(words) > 1 or (
            name.type in {"place", "organization"} and len(name.text) >= _SHORTEST_REPEATED
        ):
            forms.setdefault(name.text, name)
            if name.type == "person" and len(words) > 1:
                forms.setdefault(words[-1], name)
    if not forms:
        return
    taken = {token.i for ent in doc.ents for token in ent}
    for name in names:
        piece = doc.char_span(name.span.start, name.span.end, alignment_mode="expand")
        taken.update(token.i for token in piece or ())
    longest = max(len(form.split()) for form in forms)
    for token in doc:
        if token.i in taken or not token.text[:1].isupper() or token.tag_ not in {"NNP", "NNPS"}:
            continue
        for length in range(longest, 0, -1):
            piece = doc[token.i : token.i + length]
            if piece.text in forms and taken.isdisjoint(range(piece.start, piece.end)):
                taken.update(range(piece.start, piece.end))
                span = Span(start=piece.start_char, end=piece.end_char)
                before = doc[token.i - 1].text.rstrip(".") if token.i else ""
                title = before if get_gender(before) else None
                yield Name(span=span, text=piece.text, type=forms[piece.text].type, title=title)
                break


def _read_name(ent: DocSpan) -> Name | None:
    kind = "person" if _is_called_person(ent) else _TYPES.get(ent.label_)
    text = ent.text
    if kind is None or "\n" in text or len(text) > LONGEST_NAME or not any(c.isalpha() for c in text):
        return None
    is_title = kind == "work" and ent.start > 0 and ent.doc[ent.start - 1].text in _MARKS
    left, right = (0, 0) if is_title else strip_name(text, is_person=kind == "person")
    start, end = ent.start_char + left, ent.end_char - right
    name = text[left : len(text) - right]
    name, start, end = _strip_marks(name, start)
    if (
        not name
        or name.lower() == name != name.upper()
        or sum(c.isalpha() for c in name) < _FEWEST_LETTERS
        or all(word.casefold().rstrip(".") in TITLES for word in name.split())
    ):
        return None
    before = ent.doc[ent.start - 1].text if ent.start > 0 else ""
    title = text[:left].strip() or (before if get_gender(before.rstrip(".")) else "")
    return Name(
        span=Span(start=start, end=end), text=name, type=kind, title=title.split()[0] if title else None
    )


def _is_called_person(ent: DocSpan) -> bool:
    """Tell whether the words around a name of two or three words call it a person: "spokeswoman Ilse Karam"."""
    if not 2 <= len(ent) <= 3 or not all(token.text[:1].isupper() and token.is_alpha for token in ent):
        return False
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


def _strip_marks(name: str, start: int) -> tuple[str, int, int]:
    bare = _BEFORE.sub("", name)
    start += len(name) - len(bare)
    bare = _AFTER.sub("", bare)
    return bare, start, start + len(bare)


def _agree_on_types(names: Iterable[Name], evidence: Mapping[str, Counter[EntityType]]) -> None:
    """Give equal names of one text one type: what most speaks for, a full name's before a short one's."""
    names = list(names)
    votes: dict[str, Counter[EntityType]] = {}
    surnames = {
        get_person_words(name.text)[-1]
        for name in names
        if name.type == "person" and len(name.text.split()) > 1
    }
    for name in names:
        votes.setdefault(get_key(name.text), Counter())[name.type] += 1
    for text, told in evidence.items():
        votes[get_key(text)].update(told)
    for name in names:
        counted = votes[get_key(name.text)]
        name.type = max(sorted(counted), key=lambda kind: counted[kind])
        is_surname = get_key(name.text) in surnames and " " not in name.text
        is_place = name.type == "place" and (not evidence or evidence[name.text]["place"] > 0)
        if is_surname and (counted["person"] > 0 or not (is_place or name.type in {"group", "event"})):
            name.type = "person"


class _Index:
    """The entities found so far, by the forms under which their names come back."""

    def __init__(self) -> None:
        self.entities: list[LocalEntity] = []
        self._by_key: dict[tuple[EntityType, str], list[LocalEntity]] = {}
        self._by_short_form: dict[tuple[EntityType, str], list[LocalEntity]] = {}
        self._starts: dict[int, list[int]] = {}

    def add(self, name: Name) -> None:
        """Add a name to the entity it fits, or make one."""
        entity = self._find(name)
        if entity is None:
            entity = LocalEntity(type=name.type)
            self.entities.append(entity)
            for form in _short_forms(name):
                namesakes = self._by_short_form.setdefault((name.type, form), [])
                if len(namesakes) < _MOST_NAMESAKES:
                    namesakes.append(entity)
        same = self._by_key.setdefault((name.type, _key_of(name)), [])
        if not any(each is entity for each in same):
            same.append(entity)
        entity.add(name)
        bisect.insort(self._starts.setdefault(id(entity), []), name.span.start)
        entity.gender = entity.gender or (get_gender(name.title) if name.title else None)

    def _find(self, name: Name) -> LocalEntity | None:
        key = (name.type, _key_of(name))
        same = self._by_key.get(key, [])
        short = [entity for entity in self._by_short_form.get(key, []) if _is_short_form(name, entity)]
        if name.type == "person":
            fitting = [
                entity
                for entity in {id(each): each for each in same + short}.values()
                if _agrees(name, entity)
            ]
            return self._nearest(name, fitting) if fitting else None
        if same:
            return self._nearest(name, same)
        return short[0] if len(short) == 1 else None

    def _nearest(self, name: Name, entities: list[LocalEntity]) -> LocalEntity:
        """Of several, the one named last before this name; else the first named after it."""

        def distance(entity: LocalEntity) -> tuple[bool, int]:
            starts = self._starts[id(entity)]
            before = bisect.bisect_right(starts, name.span.start)
            return (False, name.span.start - starts[before - 1]) if before else (True, starts[0])

        return min(entities, key=distance)


def _agrees(name: Name, entity: LocalEntity) -> bool:
    gender = get_gender(name.title) if name.title else None
    return gender is None or entity.gender is None or gender == entity.gender


def _short_forms(name: Name) -> set[str]:
    """The keys under which a full name may come back; _is_short_form decides."""
    if name.type == "person":
        words = get_person_words(name.text)
        return {words[0], *(" ".join(words[start:]) for start in range(1, len(words)))} if words else set()
    words = get_words(name.text)
    if name.type != "organization" or len(words) < 2:
        return set()
    return {words[0], words[-1], get_initials(name.text).casefold()}


def _key_of(name: Name) -> str:
    key = get_key(name.text, is_person=name.type == "person")
    # "an American" and "Americans" are one group.
    return key.removesuffix("s") if name.type == "group" else key


def _is_short_form(name: Name, entity: LocalEntity) -> bool:
    full = entity.full_name.text
    if name.type == "person":
        words, whole = get_person_words(name.text), get_person_words(full)
        return len(words) < len(whole) and (words == whole[-len(words) :] or words == whole[:1])
    if name.type == "organization":
        words, whole = get_words(name.text), get_words(full)
        if name.text.isupper() and len(name.text) > 1:
            return get_initials(full) == name.text.replace(".", "")
        return len(words) == 1 < len(whole) and _is_short_body(words[0], whole)
    return False


def _is_short_body(word: str, whole: list[str]) -> bool:
    """Tell "Brannock" for "Brannock Lines" and "Ministry" for "Foreign Ministry" from "Calveria" in its bank."""
    if "of" in whole or len(word) < 4:
        return False
    if word == whole[-1]:
        return word in BODIES and word not in {"house", "senate", "congress"}
    return word == whole[0] and word not in BODIES and not word.endswith(("ian", "ish", "ese"))
