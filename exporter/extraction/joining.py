"""Joins the entities of all documents into the entities of the package."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from exporter.extraction.ids import build_id
from exporter.extraction.names import get_initials
from exporter.extraction.reading import Reading
from exporter.records import DocumentRecords, Entity, EntityType, Mention, Records

_MOST = 2 / 3
Key = tuple[EntityType, str]


@dataclass(slots=True, kw_only=True)
class _Joined:
    names: Counter[str] = field(default_factory=Counter)
    mentions: int = 0
    documents: int = 0


def join_entities(readings: Sequence[Reading]) -> Records:
    """Join entities of one type whose names agree; the result does not depend on the order of the readings.

    A short form that stands alone in its document ("Quist", "IMF") joins a full name found elsewhere if
    exactly one fits. The name of an entity is its form with most words, of several the most frequent.
    Where most mentions of a name have another type, its entities in the readings are retyped in place.
    """
    _agree_on_types(readings)
    keys = {(read.entity.type, read.entity.key) for reading in readings for read in reading.entities}
    names = _collect_names(readings)
    target = {key: _find_target(key, index) for index in [_index_short_forms(keys, names)] for key in keys}
    joined: dict[Key, _Joined] = {}
    documents = []
    for reading in readings:
        ids = [_entity_id(target[(read.entity.type, read.entity.key)]) for read in reading.entities]
        documents.append(_build_records(reading, ids))
        _count(reading, target, joined)
    entities = [_build_entity(key, each) for key, each in joined.items()]
    return Records(
        documents=tuple(documents),
        entities=tuple(sorted(entities, key=lambda entity: (entity.name, entity.entity_id))),
    )


def _agree_on_types(readings: Iterable[Reading]) -> None:
    """Give a name that has one type in most of its mentions that type everywhere."""
    votes: dict[str, Counter[EntityType]] = {}
    for reading in readings:
        for read in reading.entities:
            votes.setdefault(read.entity.key, Counter())[read.entity.type] += len(read.entity.names)
    for reading in readings:
        for read in reading.entities:
            counted = votes[read.entity.key]
            kind = min(counted, key=lambda each: (-counted[each], each))
            if counted[kind] >= _MOST * counted.total():
                read.entity.retype(kind)


def _collect_names(readings: Iterable[Reading]) -> dict[Key, set[str]]:
    names: dict[Key, set[str]] = {}
    for reading in readings:
        for read in reading.entities:
            texts = {name.text for name in read.entity.names}
            names.setdefault((read.entity.type, read.entity.key), set()).update(texts)
    return names


def _index_short_forms(keys: Iterable[Key], names: dict[Key, set[str]]) -> dict[Key, set[Key]]:
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


def _find_target(key: Key, index: dict[Key, set[Key]]) -> Key:
    full = index.get(key, set())
    return next(iter(full)) if len(full) == 1 and " " not in key[1] else key


def _entity_id(key: Key) -> str:
    return build_id("e", *key)


def _count(reading: Reading, target: dict[Key, Key], joined: dict[Key, _Joined]) -> None:
    seen = set()
    for read in reading.entities:
        key = target[(read.entity.type, read.entity.key)]
        each = joined.setdefault(key, _Joined())
        each.names.update(name.text for name in read.entity.names)
        each.mentions += len(read.mentions)
        each.documents += key not in seen
        seen.add(key)


def _build_entity(key: Key, joined: _Joined) -> Entity:
    name = min(joined.names, key=lambda text: (-len(text.split()), -joined.names[text], text))
    return Entity(
        entity_id=_entity_id(key),
        name=name,
        type=key[0],
        aliases=tuple(sorted(text for text in joined.names if text != name)),
        mention_count=joined.mentions,
        document_count=joined.documents,
    )


def _build_records(reading: Reading, ids: Sequence[str]) -> DocumentRecords:
    document_id = reading.document.document_id
    mentions = [
        Mention(
            mention_id=mention.mention_id,
            entity_id=entity_id,
            document_id=document_id,
            start=mention.span.start,
            end=mention.span.end,
            text=mention.text,
            kind=mention.kind,
        )
        for read, entity_id in zip(reading.entities, ids, strict=True)
        for mention in read.mentions
    ]
    return DocumentRecords(
        document=reading.document,
        sources=tuple(
            replace(
                source,
                entity_id=_get_id(ids, reading.entity_of, source.source_id),
                affiliation_id=_get_id(ids, reading.affiliation_of, source.source_id),
            )
            for source in reading.sources
        ),
        quotes=tuple(
            replace(quote, addressee_id=_get_id(ids, reading.addressee_of, quote.quote_id))
            for quote in reading.quotes
        ),
        mentions=tuple(sorted(mentions, key=lambda mention: (mention.start, mention.end))),
    )


def _get_id(ids: Sequence[str], places: Mapping[str, int], key: str) -> str | None:
    """The identifier of the entity that a source or a quote is tied to, if it is tied to one."""
    return ids[places[key]] if key in places else None
