"""Joins the entities of all documents into the entities of the package."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from exporter.extraction.corpus.spill import Spill
from exporter.extraction.entities.model import find_country, get_entity_key, identify
from exporter.extraction.ids import build_id
from exporter.extraction.lexicon.gazetteer import Place
from exporter.extraction.rows import ReadEntity, Reading
from exporter.records import Entity, EntityType

_MOST = 2 / 3
_DOMINANT, _OFTEN = 0.8, 10
Key = tuple[EntityType, str]


class Form(NamedTuple):
    """How one document knows an entity: by its fullest name there, its type, and its place in the world if known."""

    type: EntityType
    name: str
    place: Place | None
    is_metonym: bool


@dataclass(slots=True, kw_only=True)
class _Counted:
    names: Counter[str] = field(default_factory=Counter)
    mentions: int = 0
    documents: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedEntities:
    """The entities of all documents, by name, then id, and what each entity of a document has become."""

    entities: tuple[Entity, ...]
    ids: Mapping[Form, str]

    def get_id(self, read: ReadEntity) -> str:
        """Give the entity_id of an entity of one of the documents."""
        return self.ids[_get_form(read)]


class EntityResolver:
    """Joins the entities of documents that are shown to it one after the other, in any order.

    Names of one type that agree are one entity, and so are all names of one place in the world. A surname that stands
    alone in its document joins a full name found elsewhere if exactly one fits, or if one of them is named far more
    often than all others; an acronym does if another document tells what it is short for; and the name of a place that
    a document leaves open does if it is one place everywhere else. The name of an entity is its form with most words,
    of several the most frequent. A name that has one type in most of its mentions has it in all of them.

    Memory grows with the names that differ, not with mentions or documents.
    """

    def __init__(self) -> None:
        """Begin without any documents."""
        self._forms: dict[Form, _Counted] = {}
        self._numbers: dict[Form, int] = {}
        self._documents: Spill[set[int]] = Spill()

    def add(self, reading: Reading) -> None:
        """Count the entities of a document.

        Raises:
            ExtractionError: There is no room for a temporary file.
        """
        seen = set()
        for read in reading.entities:
            form = _get_form(read)
            seen.add(self._numbers.setdefault(form, len(self._numbers)))
            counted = self._forms.setdefault(form, _Counted())
            counted.names.update(name.text for name in read.entity.names)
            counted.mentions += len(read.mentions)
        self._documents.append(seen)

    def resolve(self) -> ResolvedEntities:
        """Join what was added.

        Raises:
            ExtractionError: There was no room for a temporary file.
        """
        keys = self._settle_keys()
        index = self._index_short_forms(keys)
        targets = {form: _find_target(form, key, index) for form, key in keys.items()}
        resolved = self._count(targets)
        known = {targets[form]: form for form in sorted(self._forms, key=_rank)}
        entities = [_build_entity(key, known[key], counted) for key, counted in resolved.items()]
        ids = {key: _entity_id(key) for key in resolved}
        return ResolvedEntities(
            entities=tuple(sorted(entities, key=lambda entity: (entity.name, entity.entity_id))),
            ids={form: ids[key] for form, key in targets.items()},
        )

    def _settle_keys(self) -> dict[Form, Key]:
        """Give a name that has one type in most of its mentions that type everywhere."""
        votes: dict[str, Counter[EntityType]] = {}
        for form, counted in self._forms.items():
            if not form.is_metonym:
                types = votes.setdefault(get_entity_key(form.name, form.type), Counter())
                types[form.type] += counted.names.total()
        return {form: _settle(form, votes) for form in self._forms}

    def _index_short_forms(self, keys: Mapping[Form, Key]) -> dict[Key, Counter[Key]]:
        """Map every short form to the full names it may stand for, with how often these are mentioned."""
        index: dict[Key, Counter[Key]] = {}
        for form, key in keys.items():
            counted = self._forms[form]
            for short in _iter_short_forms(form, key, counted.names):
                index.setdefault((key[0], short), Counter())[key] += counted.mentions
        return index

    def _count(self, targets: Mapping[Form, Key]) -> dict[Key, _Counted]:
        resolved: dict[Key, _Counted] = {}
        for form, counted in self._forms.items():
            each = resolved.setdefault(targets[form], _Counted())
            each.names.update(counted.names)
            each.mentions += counted.mentions
        numbered = list(targets.values())
        for seen in self._documents:
            for key in {numbered[number] for number in seen}:
                resolved[key].documents += 1
        return resolved


def _get_form(read: ReadEntity) -> Form:
    entity = read.entity
    return Form(entity.type, entity.full_name.text, entity.place, entity.is_metonym)


def _settle(form: Form, votes: Mapping[str, Counter[EntityType]]) -> Key:
    if form.is_metonym:
        return form.type, identify(form.name, form.type, form.place, is_metonym=True)
    types = votes[get_entity_key(form.name, form.type)]
    most = min(types, key=lambda each: (-types[each], each))
    settled = most if types[most] >= _MOST * types.total() else form.type
    return settled, identify(form.name, settled, form.place, is_metonym=False)


def _iter_short_forms(form: Form, key: Key, names: Iterable[str]) -> Iterator[str]:
    words = key[1].split()
    if key[0] == "person" and len(words) > 1:
        yield words[-1]
    elif key[0] == "place" and form.place is not None:
        yield get_entity_key(form.name, "place")
    elif key[0] == "organization" and not form.is_metonym and len(words) > 1:
        yield from {
            get_entity_key(name, "organization") for name in names if name.isupper() and " " not in name
        }


def _find_target(form: Form, key: Key, index: Mapping[Key, Counter[Key]]) -> Key:
    full = index.get(key, Counter())
    if not full or form.is_metonym or (key[0] != "place" and " " in key[1]):
        return key
    most = min(full, key=lambda each: (-full[each], each))
    is_dominant = full[most] >= max(_OFTEN, _DOMINANT * full.total())
    return most if len(full) == 1 or (is_dominant and key[0] == "person") else key


def _rank(form: Form) -> tuple[bool, str]:
    """Forms that tell a place come last, whose facts an entity takes over."""
    return form.place is not None, form.name


def _entity_id(key: Key) -> str:
    return build_id("e", *key)


def _build_entity(key: Key, form: Form, counted: _Counted) -> Entity:
    name = min(counted.names, key=lambda text: (-len(text.split()), -counted.names[text], text))
    place = form.place if form.is_metonym or key[0] == "place" else None
    return Entity(
        entity_id=_entity_id(key),
        name=name,
        type=key[0],
        aliases=tuple(sorted(text for text in counted.names if text != name)),
        mention_count=counted.mentions,
        document_count=counted.documents,
        geonames_id=str(place.geonames_id) if place else None,
        country_code=find_country(name, key[0], place, is_metonym=form.is_metonym),
        metonym=form.is_metonym,
    )
