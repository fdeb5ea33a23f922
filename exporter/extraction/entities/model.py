"""The entities of one document while it is read, and how a short form finds its full name."""

import bisect
from collections.abc import Mapping
from dataclasses import dataclass, field

from exporter.extraction.entities.toponyms import find_country_of_building
from exporter.extraction.lexicon.gazetteer import Place, find_country_of_people
from exporter.extraction.lexicon.gender import get_gender_of_name
from exporter.extraction.lexicon.names import get_initials, get_key, get_person_words, get_words
from exporter.extraction.lexicon.nouns import BODIES, get_gender
from exporter.records import EntityType, MentionKind, Span

_MOST_NAMESAKES = 100


@dataclass(slots=True, kw_only=True)
class Name:
    """One name as printed, without title, article and possessive.

    Attributes:
        place: The place of the gazetteer that is meant, or for whose government it stands; None where not known.
        is_metonym: Whether it is the name of a city or a building that stands for a government: "Paris hopes".
    """

    span: Span
    text: str
    type: EntityType
    title: str | None = None
    place: Place | None = None
    is_metonym: bool = False


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

    @property
    def key(self) -> str:
        """What the fullest name has in common with its other forms, in any document."""
        return _key_of(self.full_name)

    @property
    def identity(self) -> str:
        """What tells it from all others of its type: its place in the world where that is known, else its key."""
        return _identify_name(self.full_name)

    @property
    def is_metonym(self) -> bool:
        """Tell whether its names are those of a city or a building that stands for a government."""
        return self.full_name.is_metonym

    @property
    def place(self) -> Place | None:
        """The place that it is, or for whose government it stands; None where that is not known."""
        return self.full_name.place if self.is_metonym or self.type == "place" else None


def _measure(name: Name) -> tuple[int, int]:
    return len(name.text.split()), -name.span.start


class EntityIndex:
    """The entities of one document, by the forms under which their names come back."""

    def __init__(self, acronyms: Mapping[str, str]) -> None:
        """Begin without entities; names are added longest first, so that short forms find their full names.

        Args:
            acronyms: The acronyms that the text itself introduces, each with the name that it is short for.
        """
        self._acronyms = acronyms
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
        same = self._by_key.setdefault((name.type, _identify_name(name)), [])
        if not any(each is entity for each in same):
            same.append(entity)
        entity.add(name)
        bisect.insort(self._starts.setdefault(id(entity), []), name.span.start)
        if name.type == "person":
            entity.gender = entity.gender or _get_gender(name) or get_gender_of_name(name.text)

    def _find(self, name: Name) -> LocalEntity | None:
        full = self._by_key.get((name.type, get_key(self._acronyms.get(name.text, name.text))), [])
        key = (name.type, _identify_name(name))
        same = self._by_key.get(key, []) or (full if name.text in self._acronyms else [])
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
        shortest = min((len(each.full_name.text.split()) for each in short), default=0)
        short = [each for each in short if len(each.full_name.text.split()) == shortest]
        return short[0] if len(short) == 1 else None

    def _nearest(self, name: Name, entities: list[LocalEntity]) -> LocalEntity:
        """Of several, the one named last before this name; else the first named after it."""

        def distance(entity: LocalEntity) -> tuple[bool, int]:
            starts = self._starts[id(entity)]
            before = bisect.bisect_right(starts, name.span.start)
            return (False, name.span.start - starts[before - 1]) if before else (True, starts[0])

        return min(entities, key=distance)


def identify(text: str, kind: EntityType, place: Place | None, *, is_metonym: bool) -> str:
    """Give what tells an entity from others of its type: its place in the world where that is known, else its key."""
    is_placed = place is not None and (kind == "place" or is_metonym)
    known = f"geonames {place.geonames_id}" if place and is_placed else get_entity_key(text, kind)
    return f"metonym {known}" if is_metonym else known


def find_country(text: str, kind: EntityType, place: Place | None, *, is_metonym: bool) -> str | None:
    """Find the code of the country that an entity is, lies in, is the people or the government of, if known."""
    if kind == "group":
        return find_country_of_people(text)
    if place is not None:
        return place.country
    return find_country_of_building(text) if is_metonym else None


def _identify_name(name: Name) -> str:
    return identify(name.text, name.type, name.place, is_metonym=name.is_metonym)


def _agrees(name: Name, entity: LocalEntity) -> bool:
    gender = _get_gender(name)
    return gender is None or entity.gender is None or gender == entity.gender


def _get_gender(name: Name) -> str | None:
    return get_gender(name.title) if name.title else None


def _short_forms(name: Name) -> set[str]:
    """The keys under which a full name may come back; _is_short_form decides."""
    if name.type == "person":
        words = get_person_words(name.text)
        return {words[0], *(" ".join(words[start:]) for start in range(1, len(words)))} if words else set()
    words = get_words(name.text)
    if name.type != "organization" or len(words) < 2:
        return set()
    parts = name.text.split()
    beginnings = {_begin(parts, length) for length in range(2, len(parts))}
    return {words[0], words[-1], get_initials(name.text).casefold()} | beginnings


def _begin(words: list[str], length: int) -> str:
    return get_key(" ".join(words[:length]).removesuffix("'s").removesuffix("’s"))


def get_entity_key(text: str, kind: EntityType) -> str:
    """Give what a name has in common with its other forms, if it names an entity of this type."""
    key = get_key(text, is_person=kind == "person")
    if kind != "group":
        return key
    # "Dane", "Danes" and "Danish" are one people; the English and the Scots have one country, but are two.
    country = find_country_of_people(text)
    return key.removesuffix("s") if country in {None, "GB"} else f"people of {country}"


def _key_of(name: Name) -> str:
    return get_entity_key(name.text, name.type)


def _is_short_form(name: Name, entity: LocalEntity) -> bool:
    full = entity.full_name.text
    if name.type == "person":
        words, whole = get_person_words(name.text), get_person_words(full)
        return len(words) < len(whole) and (words == whole[-len(words) :] or words == whole[:1])
    if name.type == "organization":
        words, whole = get_words(name.text), get_words(full)
        if name.text.isupper() and len(name.text) > 1:
            return get_initials(full) == name.text.replace(".", "")
        if 1 < len(words) < len(whole):  # "St. Brendan" for "St. Brendan's Hospital"
            return get_key(name.text) == _begin(full.split(), len(words))
        return len(words) == 1 < len(whole) and _is_short_body(words[0], whole)
    return False


def _is_short_body(word: str, whole: list[str]) -> bool:
    """Tell "Brannock" for "Brannock Lines" and "Ministry" for "Foreign Ministry" from "Calveria" in its bank."""
    if "of" in whole or len(word) < 4:
        return False
    if word == whole[-1]:
        return word in BODIES and word not in {"house", "senate", "congress"}
    return word == whole[0] and word not in BODIES and not word.endswith(("ian", "ish", "ese"))
