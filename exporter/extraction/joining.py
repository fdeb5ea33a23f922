"""Joins the entities of all documents into the entities of the package."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from exporter.extraction.entities import get_entity_key
from exporter.extraction.ids import build_id
from exporter.extraction.names import get_initials
from exporter.extraction.reading import ReadEntity, Reading
from exporter.extraction.spill import Spill
from exporter.records import Entity, EntityType

_MOST = 2 / 3
Key = tuple[EntityType, str]
Form = tuple[EntityType, str]


@dataclass(slots=True, kw_only=True)
class _Counted:
    names: Counter[str] = field(default_factory=Counter)
    mentions: int = 0
    documents: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The entities of all documents, by name, then id, and what each entity of a document has become."""

    entities: tuple[Entity, ...]
    ids: Mapping[Form, str]

    def get_id(self, read: ReadEntity) -> str:
        """Give the entity_id of an entity of one of the documents."""
        return self.ids[_get_form(read)]


class EntityJoiner:
    """Joins the entities of documents that are shown to it one after the other, in any order.

    Names of one type that agree are one entity. A short form that stands alone in its document ("Quist", "IMF")
    joins a full name found elsewhere if exactly one fits. The name of an entity is its form with most words, of
    several the most frequent. A name that has one type in most of its mentions has it in all of them.

    Memory grows with the names that differ, not with mentions or documents.
    """

    def __init__(self) -> None:
        """Begin without any documents."""
        # A form is the fullest name that a document has for an entity, and the type that it has there.
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

    def join(self) -> Joined:
        """Join what was added.

        Raises:
            ExtractionError: There was no room for a temporary file.
        """
        keys = self._settle_keys()
        index = _index_short_forms(keys.values(), self._collect_names(keys))
        targets = {form: _find_target(key, index) for form, key in keys.items()}
        joined = self._count(targets)
        entities = [_build_entity(key, counted) for key, counted in joined.items()]
        ids = {key: _entity_id(key) for key in joined}
        return Joined(
            entities=tuple(sorted(entities, key=lambda entity: (entity.name, entity.entity_id))),
            ids={form: ids[key] for form, key in targets.items()},
        )

    def _settle_keys(self) -> dict[Form, Key]:
        """Give a name that has one type in most of its mentions that type everywhere."""
        votes: dict[str, Counter[EntityType]] = {}
        for (kind, text), counted in self._forms.items():
            votes.setdefault(get_entity_key(text, kind), Counter())[kind] += counted.names.total()
        keys = {}
        for kind, text in self._forms:
            told = votes[get_entity_key(text, kind)]
            most = min(told, key=lambda each: (-told[each], each))
            settled = most if told[most] >= _MOST * told.total() else kind
            keys[kind, text] = settled, get_entity_key(text, settled)
        return keys

    def _collect_names(self, keys: Mapping[Form, Key]) -> dict[Key, set[str]]:
        names: dict[Key, set[str]] = {}
        for form, counted in self._forms.items():
            names.setdefault(keys[form], set()).update(counted.names)
        return names

    def _count(self, targets: Mapping[Form, Key]) -> dict[Key, _Counted]:
        joined: dict[Key, _Counted] = {}
        for form, counted in self._forms.items():
            each = joined.setdefault(targets[form], _Counted())
            each.names.update(counted.names)
            each.mentions += counted.mentions
        numbered = list(targets.values())
        for seen in self._documents:
            for key in {numbered[number] for number in seen}:
                joined[key].documents += 1
        return joined


def _get_form(read: ReadEntity) -> Form:
    return read.entity.type, read.entity.full_name.text


def _index_short_forms(keys: Iterable[Key], names: Mapping[Key, set[str]]) -> dict[Key, set[Key]]:
    """Map every short form to the full names it may stand for."""
    index: dict[Key, set[Key]] = {}
    for kind, key in keys:
        words = key.split()
        if len(words) < 2:
            continue
        forms = {words[-1]} if kind == "person" else set()
        if kind == "organization":
            forms = {get_initials(name).casefold() for name in names[kind, key]}
        for form in forms:
            if len(form) > 1:
                index.setdefault((kind, form), set()).add((kind, key))
    return index


def _find_target(key: Key, index: Mapping[Key, set[Key]]) -> Key:
    full = index.get(key, set())
    return next(iter(full)) if len(full) == 1 and " " not in key[1] else key


def _entity_id(key: Key) -> str:
    return build_id("e", *key)


def _build_entity(key: Key, counted: _Counted) -> Entity:
    name = min(counted.names, key=lambda text: (-len(text.split()), -counted.names[text], text))
    return Entity(
        entity_id=_entity_id(key),
        name=name,
        type=key[0],
        aliases=tuple(sorted(text for text in counted.names if text != name)),
        mention_count=counted.mentions,
        document_count=counted.documents,
    )
