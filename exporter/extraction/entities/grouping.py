"""Groups the names of one document into entities, by how a short form finds its full name."""

import bisect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from exporter.extraction.entities.model import LocalEntity, Name, measure
from exporter.extraction.lexicon.gender import get_gender_of_name
from exporter.extraction.lexicon.names import get_initials, get_key, get_person_words, get_words
from exporter.extraction.lexicon.nouns import BODIES, get_gender
from exporter.records import EntityType

_MOST_NAMESAKES = 100


def group_names(names: Iterable[Name], acronyms: Mapping[str, str]) -> list[LocalEntity]:
    """Group names into entities, in order of their first name.

    Args:
        names: The names, in any order.
        acronyms: The acronyms that the text itself introduces, each with the name that it is short for.
    """
    entities = _Entities(acronyms)
    # Full names first, whatever their place: "Quist" in a headline is the "Mara Quist" of the text.
    for name in sorted(names, key=lambda each: (-len(get_words(each.text)), each.span.start)):
        entities.add(name)
    grown = [
        LocalEntity(
            type=each.type, names=sorted(each.names, key=lambda name: name.span.start), gender=each.gender
        )
        for each in entities.found
    ]
    return sorted(grown, key=lambda entity: entity.names[0].span.start)


@dataclass(slots=True, kw_only=True)
class _Growing:
    type: EntityType
    full_name: Name
    names: list[Name] = field(default_factory=list)
    gender: str | None = None


class _Entities:
    """The entities of one document while names are added, by the forms under which their names come back."""

    def __init__(self, acronyms: Mapping[str, str]) -> None:
        self._acronyms = acronyms
        self.found: list[_Growing] = []
        self._by_key: dict[tuple[EntityType, str], list[_Growing]] = {}
        self._by_short_form: dict[tuple[EntityType, str], list[_Growing]] = {}
        self._starts: dict[int, list[int]] = {}

    def add(self, name: Name) -> None:
        entity = self._find(name)
        if entity is None:
            entity = _Growing(type=name.type, full_name=name)
            self.found.append(entity)
            for form in _short_forms(name):
                namesakes = self._by_short_form.setdefault((name.type, form), [])
                if len(namesakes) < _MOST_NAMESAKES:
                    namesakes.append(entity)
        same = self._by_key.setdefault((name.type, name.identity), [])
        if not any(each is entity for each in same):
            same.append(entity)
        entity.names.append(name)
        entity.full_name = max(entity.full_name, name, key=measure)
        bisect.insort(self._starts.setdefault(id(entity), []), name.span.start)
        if name.type == "person":
            entity.gender = entity.gender or _get_gender(name) or get_gender_of_name(name.text)

    def _find(self, name: Name) -> _Growing | None:
        full = self._by_key.get((name.type, get_key(self._acronyms.get(name.text, name.text))), [])
        key = (name.type, name.identity)
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

    def _nearest(self, name: Name, entities: list[_Growing]) -> _Growing:
        """Of several, the one named last before this name; else the first named after it."""

        def distance(entity: _Growing) -> tuple[bool, int]:
            starts = self._starts[id(entity)]
            before = bisect.bisect_right(starts, name.span.start)
            return (False, name.span.start - starts[before - 1]) if before else (True, starts[0])

        return min(entities, key=distance)


def _agrees(name: Name, entity: _Growing) -> bool:
    gender = _get_gender(name)
    return gender is None or entity.gender is None or gender == entity.gender


def _get_gender(name: Name) -> str | None:
    return get_gender(name.title) if name.title else None


def _short_forms(name: Name) -> set[str]:
    """The keys under which a full name may come back; _is_short_form decides."""
    if name.type == "person":
        words = get_person_words(name.text)
        ends = (" ".join(words[start:]).replace("-", " ") for start in range(1, len(words)))
        return {words[0], *ends} if words else set()
    words = get_words(name.text)
    if name.type != "organization" or len(words) < 2:
        return set()
    parts = name.text.split()
    beginnings = {_begin(parts, length) for length in range(2, len(parts))}
    return {words[0], words[-1], get_initials(name.text).casefold()} | beginnings


def _begin(words: list[str], length: int) -> str:
    return get_key(" ".join(words[:length]).removesuffix("'s").removesuffix("’s"))


def _is_short_form(name: Name, entity: _Growing) -> bool:
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
        return len(words) == 1 < len(whole) and _is_short_organization(words[0], whole)
    return False


def _is_short_organization(word: str, whole: list[str]) -> bool:
    """Tell "Brannock" for "Brannock Lines" and "Ministry" for "Foreign Ministry" from "Calveria" in its bank."""
    if "of" in whole or len(word) < 4:
        return False
    if word == whole[-1]:
        return word in BODIES and word not in {"house", "senate", "congress"}
    return word == whole[0] and word not in BODIES and not word.endswith(("ian", "ish", "ese"))
