"""Connects the tables of a package: what each must know of its keys, and what points at what."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from exporter.validation.descriptors.model import Field, ForeignKey, Resource
from exporter.validation.descriptors.rules import shorten
from exporter.validation.keys import Indexes, Key, Rows, check_unique, join_key, quote_key
from exporter.validation.packing import Words, convert_to_text, find_equal, is_word, mix
from exporter.validation.reports.log import Log
from exporter.validation.values.arrays import build_numbers, fill_numbers, read_numbers, read_valid

_LEAST_LOOKUP = 1 << 20


class Target:
    """A key that others point at, once its table has been read."""

    def __init__(self, key: Key) -> None:
        """Take note of the key, which is still empty."""
        self.key = key
        self.is_done = False
        self._forms: dict[tuple[bool, ...], tuple[list[Words], pa.Array]] = {}

    def find_lost(self, source: Key) -> tuple[list[Words], Indexes]:
        """Give the words of another key, and which of its values, by index, this key does not have."""
        pairs = list(zip(source.columns, self.key.columns, strict=True))
        as_text = tuple(None not in (one.kind, two.kind) and one.kind != two.kind for one, two in pairs)
        found = source.build_words()
        words = _convert(source, found, as_text)
        there, mixed = self._build_form(as_text)
        starts = _find_changes(words)
        asked = [column[starts] for column in words]
        places = pc.index_in(build_numbers(mix(asked)), value_set=mixed)
        is_lost = ~read_valid(places)
        if len(mixed):
            _confirm(asked, there, mixed, is_lost, fill_numbers(places, np.int32))
        lengths = np.diff(np.append(starts, len(words[0])))
        return found, np.flatnonzero(np.repeat(is_lost, lengths))

    def _build_form(self, as_text: tuple[bool, ...]) -> tuple[list[Words], pa.Array]:
        if as_text not in self._forms:
            words = _convert(self.key, self.key.build_words(), as_text)
            self._forms[as_text] = words, build_numbers(mix(words))
        return self._forms[as_text]


def _convert(key: Key, words: Sequence[Words], as_text: Sequence[bool]) -> list[Words]:
    return [
        convert_to_text(part, column.kind, column.field)
        if must and column.kind and is_word(column.kind)
        else part
        for column, part, must in zip(key.columns, words, as_text, strict=True)
    ]


def _find_changes(words: Sequence[Words]) -> Indexes:
    """Find where a value differs from the one before it."""
    changed = np.ones(len(words[0]), np.bool_)
    changed[1:] = np.logical_or.reduce([(column[1:] != column[:-1]).any(axis=1) for column in words])
    return np.flatnonzero(changed)


def _confirm(
    asked: Sequence[Words],
    there: Sequence[Words],
    mixed: pa.Array,
    is_lost: npt.NDArray[np.bool_],
    places: npt.NDArray[np.int32],
) -> None:
    """Compare words where mixed numbers are the same: a collision is never taken for the value itself."""
    pairs = list(zip(asked, there, strict=True))
    equal = np.logical_and.reduce([find_equal(column, others[places]) for column, others in pairs])
    for index in np.flatnonzero(~equal & ~is_lost).tolist():
        value = [column[index : index + 1] for column in asked]
        same = np.flatnonzero(read_numbers(mixed, np.uint64) == mix(value)[0])
        found = [
            find_equal(np.repeat(column, len(same), axis=0), others[same])
            for column, others in zip(value, there, strict=True)
        ]
        is_lost[index] = not np.logical_and.reduce(found).any()


class Reference:
    """The rows of one table that point at a key of another, or of the same."""

    def __init__(self, key: ForeignKey, source: Key, target: Target, log: Log) -> None:
        """Take note of what points where."""
        self._key, self._source, self._target, self._log = key, source, target, log

    def take(self, values: Mapping[str, Any], rows: Rows) -> None:
        """Take one batch, and look up what has gathered if the other table has been read."""
        self._source.take(values, rows)
        if self._target.is_done and self._source.length >= max(_LEAST_LOOKUP, self._target.key.length):
            self.check()

    def check(self) -> None:
        """Look up everything that has gathered; both tables must have the columns."""
        if self._target.key.is_there and self._source.length:
            words, lost = self._target.find_lost(self._source)
            if len(lost):
                self._add_lost(words, lost)
        self._source.clear()

    def _add_lost(self, words: Sequence[Words], lost: Indexes) -> None:
        source = self._source
        table = shorten(self._key.resource) or "the same table"
        expected = f"a value of {shorten(', '.join(self._key.reference))} in {table}"

        def write(index: int) -> list[str]:
            return source.write(words, int(lost[index]))

        self._log.add_many(
            "foreign-key",
            source.find_rows(lost),
            lambda index: f"no such row (expected {expected}, found {quote_key(write(index))})",
            field=", ".join(self._key.fields),
            get_cell=lambda index: join_key(write(index)),
        )


class TableKeys:
    """All keys of one table; gets its batches."""

    def __init__(self, resource: Resource) -> None:
        """Add the keys that must be unique."""
        schema = resource.schema
        self._fields = {field.name: field for field in schema.fields} if schema else {}
        self._keys: dict[tuple[str, ...], Key] = {}
        self._targets: dict[tuple[str, ...], Target] = {}
        self._references: list[Reference] = []
        self._unique: list[tuple[Key, str, str]] = []
        if schema is None:
            return
        if schema.primary_key:
            self._add(schema.primary_key, "primary-key-duplicate", "the primary key stands twice")
        for names in schema.unique_keys:
            if names != schema.primary_key:
                self._add(names, "unique-key-duplicate", "the unique key stands twice")
        for item in schema.fields:
            if item.constraints.get("unique") and (item.name,) != schema.primary_key:
                self._add((item.name,), "constraint-unique", "the value stands twice")

    def _add(self, names: tuple[str, ...], code: str, message: str) -> None:
        self._unique.append((self._find_key(names), code, message))

    def _find_key(self, names: tuple[str, ...]) -> Key:
        return self._keys.setdefault(names, self._build_key(names))

    def _build_key(self, names: tuple[str, ...]) -> Key:
        return Key([self._fields.get(name) or Field(name=name) for name in names])

    def find_target(self, names: tuple[str, ...]) -> Target:
        """Give a key of this table for others to point at."""
        key = self._find_key(names)
        return self._targets.setdefault(names, Target(key))

    def add_references(self, resource: Resource, tables: Mapping[str, "TableKeys"], log: Log) -> None:
        """Connect the foreign keys of this table, whose resource is given, with what they point at."""
        for key in resource.schema.foreign_keys if resource.schema else ():
            target = tables.get(key.resource) if key.resource else self
            if target is not None and len(key.fields) == len(key.reference):
                source = self._build_key(key.fields)
                self._references.append(Reference(key, source, target.find_target(key.reference), log))

    def take(self, values: Mapping[str, Any], rows: Rows) -> None:
        """Take one batch."""
        for key in self._keys.values():
            key.take(values, rows)
        for reference in self._references:
            reference.take(values, rows)

    def finish(self, log: Log) -> None:
        """Check what must be unique, after the last batch; others may now look up what they point at."""
        for key, code, message in self._unique:
            check_unique(key, code, message, log)
        for names, key in self._keys.items():
            if names in self._targets:
                self._targets[names].is_done = True
            else:
                key.clear()

    def check_references(self) -> None:
        """Look up everything that has gathered; all tables have been read."""
        for reference in self._references:
            reference.check()


def sort_resources(resources: Sequence[Resource]) -> list[Resource]:
    """Sort resources so that what others point at is read first, as far as possible; else in their order."""
    by_name: dict[str, Resource] = {}
    for item in resources:
        by_name.setdefault(item.name, item)
    ordered: dict[str, Resource] = {}
    seen: set[str] = set()
    for item in resources:
        waiting = [item]
        while waiting:
            last = waiting[-1]
            if last.pointer in seen:
                ordered.setdefault(last.pointer, waiting.pop())
                continue
            seen.add(last.pointer)
            targets = dict.fromkeys(_list_targets(last))
            found = [by_name[name] for name in targets if name in by_name]
            waiting.extend(other for other in found if other.pointer not in seen)
    return list(ordered.values())


def _list_targets(resource: Resource) -> list[str]:
    return [key.resource for key in resource.schema.foreign_keys if key.resource] if resource.schema else []
