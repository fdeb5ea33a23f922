"""Joins the names of one document into entities."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from exporter.extraction.names import get_initials, get_key, get_person_words, get_words, strip_name
from exporter.extraction.nouns import get_gender
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
_LONGEST_NAME = 100


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

    @property
    def full_name(self) -> Name:
        """The first of the names with most words."""
        return max(self.names, key=lambda name: (len(name.text.split()), -name.span.start))

    @property
    def key(self) -> str:
        """What the fullest name has in common with its other forms, in any document."""
        return _key_of(self.full_name)


def find_entities(doc: Doc, is_inside: Callable[[int], bool]) -> list[LocalEntity]:
    """Find the entities that are named in a text, in order of their first name.

    Args:
        doc: A text with named entities set.
        is_inside: Whether an offset lies in a part of the text that counts.
    """
    names = [name for name in map(_read_name, doc.ents) if name is not None and is_inside(name.span.start)]
    _agree_on_types(names)
    entities: list[LocalEntity] = []
    # Full names first, whatever their place: "Quist" in a headline is the "Mara Quist" of the text.
    for name in sorted(names, key=lambda each: (-len(get_words(each.text)), each.span.start)):
        entity = _find_match(name, entities)
        if entity is None:
            entity = LocalEntity(type=name.type)
            entities.append(entity)
        entity.names.append(name)
        entity.gender = entity.gender or (get_gender(name.title) if name.title else None)
    for entity in entities:
        entity.names.sort(key=lambda name: name.span.start)
    return sorted(entities, key=lambda entity: entity.names[0].span.start)


def _read_name(ent: DocSpan) -> Name | None:
    kind = _TYPES.get(ent.label_)
    text = ent.text
    if kind is None or "\n" in text or len(text) > _LONGEST_NAME or not any(c.isalpha() for c in text):
        return None
    left, right = strip_name(text, is_person=kind == "person")
    start, end = ent.start_char + left, ent.end_char - right
    name = text[left : len(text) - right]
    name, start, end = _strip_marks(name, start)
    if not name or not (name[0].isupper() or any(c.isupper() for c in name)) or not any(c.isalpha() for c in name):
        return None
    before = ent.doc[ent.start - 1].text if ent.start > 0 else ""
    title = text[:left].strip() or (before if get_gender(before.rstrip(".")) else "")
    return Name(span=Span(start=start, end=end), text=name, type=kind, title=title.split()[0] if title else None)


def _strip_marks(name: str, start: int) -> tuple[str, int, int]:
    bare = name.lstrip(" \"'“”‘’([@#-–—")
    start += len(name) - len(bare)
    bare = bare.rstrip(" \"“”‘([,;:-–—")
    return bare, start, start + len(bare)


def _agree_on_types(names: Iterable[Name]) -> None:
    """Give equal names of one text one type: the tagger's most frequent, a full name's before a short one's."""
    names = list(names)
    votes: dict[str, Counter[EntityType]] = {}
    surnames = {
        get_person_words(name.text)[-1] for name in names if name.type == "person" and len(name.text.split()) > 1
    }
    for name in names:
        votes.setdefault(get_key(name.text), Counter())[name.type] += 1
    for name in names:
        counted = votes[get_key(name.text)]
        is_surname = get_key(name.text) in surnames and " " not in name.text
        if is_surname and (counted["person"] > 0 or name.type in {"organization", "work", "other"}):
            name.type = "person"
        else:
            name.type = max(sorted(counted), key=lambda kind: counted[kind])


def _find_match(name: Name, entities: list[LocalEntity]) -> LocalEntity | None:
    candidates = [entity for entity in entities if entity.type == name.type]
    key = _key_of(name)
    same = [entity for entity in candidates if any(_key_of(other) == key for other in entity.names)]
    if same:
        return _nearest(name, same)
    short = [entity for entity in candidates if _is_short_form(name, entity)]
    if name.type == "person":
        return _nearest(name, short) if short else None
    return short[0] if len(short) == 1 else None


def _key_of(name: Name) -> str:
    key = get_key(name.text, is_person=name.type == "person")
    # "an American" and "Americans" are one group.
    return key.removesuffix("s") if name.type == "group" else key


def _is_short_form(name: Name, entity: LocalEntity) -> bool:
    full = entity.full_name.text
    if name.type == "person":
        gender = get_gender(name.title) if name.title else None
        if gender and entity.gender and gender != entity.gender:
            return False
        words, whole = get_person_words(name.text), get_person_words(full)
        return len(words) < len(whole) and (words == whole[-len(words) :] or words == whole[:1])
    if name.type == "organization":
        words, whole = get_words(name.text), get_words(full)
        if name.text.isupper() and len(name.text) > 1:
            return get_initials(full) == name.text.replace(".", "")
        return len(words) == 1 < len(whole) and len(words[0]) > 3 and words[0] in {whole[0], whole[-1]}
    return False


def _nearest(name: Name, entities: list[LocalEntity]) -> LocalEntity:
    """Of several, the one named last before this name; else the first named after it."""

    def distance(entity: LocalEntity) -> tuple[bool, int]:
        before = [other.span.start for other in entity.names if other.span.start <= name.span.start]
        if before:
            return False, name.span.start - max(before)
        return True, min(other.span.start for other in entity.names)

    return min(entities, key=distance)
