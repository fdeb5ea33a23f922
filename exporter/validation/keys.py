"""Checks primary, unique and foreign keys; of each key only its packed words are held, and no longer than needed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from exporter.validation.arrays import TEXT, fill_null_numbers, from_bools, from_numbers, to_numbers, to_valid
from exporter.validation.descriptors.model import ForeignKey, Resource
from exporter.validation.descriptors.rules import quote
from exporter.validation.packing import Words, find_equal, join_words, mix, pack, unpack
from exporter.validation.reports.log import Log

Rows = npt.NDArray[np.int64]
Indexes = npt.NDArray[np.int64]
_LEAST_LOOKUP = 1 << 20


class Key:
    """The values of one key of one table, which may be several columns; a key with a null in it is left out."""

    def __init__(self, names: tuple[str, ...], *, as_text: bool = False) -> None:
        """Take note of the columns, and whether they are compared as text, because types differ."""
        self.names = names
        self._as_text = as_text
        self._columns: list[list[Words]] = [[] for _ in names]
        self._kinds: list[Any] = [TEXT] * len(names)
        self._rows: list[tuple[int, Rows]] = []
        self.length = 0
        self.is_there = False

    def take(self, values: Mapping[str, Any], rows: Rows) -> None:
        """Pack one batch."""
        if not all(name in values for name in self.names):
            return
        self.is_there = True
        columns = [values[name] for name in self.names]
        if any(column.null_count for column in columns):
            valid = np.logical_and.reduce([to_valid(column) for column in columns])
            columns = [column.filter(from_bools(valid)) for column in columns]
            rows = rows[valid]
        if not len(rows):
            return
        for index, column in enumerate(columns):
            if self._as_text and column.type != TEXT:
                column = pc.cast(column, TEXT)
            if not self.length or column.type != self._kinds[index]:
                self._kinds[index] = column.type
            self._columns[index].append(pack(column))
        self._rows.append((self.length, _shorten_rows(rows)))
        self.length += len(rows)

    def build_words(self) -> list[Words]:
        """Join the batches of each column."""
        for parts in self._columns:
            parts[:] = [join_words(parts)] if parts else [np.zeros((0, 1), np.uint64)]
        return [parts[0] for parts in self._columns]

    def find_rows(self, indexes: Indexes) -> Rows:
        """Give the row numbers of values."""
        starts = np.array([start for start, _ in self._rows], np.int64)
        batches = np.searchsorted(starts, indexes, side="right") - 1
        found = np.zeros(len(indexes), np.int64)
        for batch in np.unique(batches).tolist():
            start, rows = self._rows[batch]
            chosen = batches == batch
            inside = indexes[chosen] - start
            found[chosen] = rows[0] + inside if len(rows) == 1 else rows[inside]
        return found

    def write(self, words: Sequence[Words], index: int) -> str:
        """Write one value for a message; words are those of build_words, or of some of its rows."""
        return ", ".join(quote(self.write_cell(words, index, column)) for column in range(len(words)))

    def write_cell(self, words: Sequence[Words], index: int, column: int) -> str:
        """Write one column of a value."""
        return unpack(words[column][index], self._kinds[column])

    def clear(self) -> None:
        """Let all values go."""
        self._columns = [[] for _ in self.names]
        self._rows, self.length = [], 0


def _shorten_rows(rows: Rows) -> Rows:
    """Keep only the first of row numbers that follow one another."""
    return rows[:1].copy() if rows[-1] - rows[0] == len(rows) - 1 else rows


def check_unique(key: Key, code: str, message: str, log: Log) -> None:
    """Write down every value that stands a second time."""
    if key.length < 2:
        return
    words = key.build_words()
    repeats, firsts = _find_repeats(words)
    if not len(repeats):
        return
    rows, first_rows = key.find_rows(repeats), key.find_rows(firsts)

    def describe(index: int) -> str:
        found = f"{key.write(words, int(repeats[index]))} as in row {first_rows[index]}"
        return f"{message} (expected a new one, found {found})"

    log.add_many(
        code,
        rows,
        describe,
        field=", ".join(key.names),
        get_cell=lambda index: _write(key, words, repeats[index]),
    )


def _write(key: Key, words: Sequence[Words], index: int) -> str:
    return ", ".join(key.write_cell(words, int(index), column) for column in range(len(words)))


def _find_repeats(words: Sequence[Words]) -> tuple[Indexes, Indexes]:
    """Find every value that stood before, and where it stood first."""
    mixed = mix(words)
    ordered = np.sort(mixed)
    suspects = ordered[1:][ordered[1:] == ordered[:-1]]
    if not len(suspects):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    places = np.flatnonzero(np.isin(mixed, np.unique(suspects)))
    chosen = [column[places] for column in words]
    # What mixes to the same number is compared word by word: a collision is never taken for a repetition.
    rows = np.ascontiguousarray(np.hstack(chosen)).view(
        np.dtype((np.void, 8 * sum(c.shape[1] for c in chosen)))
    )
    _, first, group = np.unique(rows.ravel(), return_index=True, return_inverse=True)
    firsts = places[first[group.ravel()]]
    repeated = firsts != places
    return places[repeated], firsts[repeated]


class Reference:
    """The rows of one table that point at a key of another, or of the same."""

    def __init__(self, key: ForeignKey, source: Key, target: "Target", log: Log) -> None:
        """Take note of what points where; source gets the batches of the pointing table."""
        self.key, self.source, self._target, self._log = key, source, target, log

    def take(self, values: Mapping[str, Any], rows: Rows) -> None:
        """Take one batch, and look up what has gathered if the other table has been read."""
        self.source.take(values, rows)
        if self._target.is_done and self.source.length >= max(_LEAST_LOOKUP, self._target.key.length):
            self.check()

    def check(self) -> None:
        """Look up everything that has gathered; both tables must have the columns."""
        if not self._target.key.is_there or not self.source.length:
            return
        words = self.source.build_words()
        lost = self._target.find_lost(words)
        if len(lost):
            self._add_lost(words, lost)
        self.source.clear()

    def _add_lost(self, words: Sequence[Words], lost: Indexes) -> None:
        rows = self.source.find_rows(lost)
        order = np.argsort(rows, kind="stable")
        rows, lost = rows[order], lost[order]
        chosen = [column[lost] for column in words]
        expected = f"a {', '.join(self.key.reference)} of {self.key.resource or 'the same table'}"
        self._log.add_many(
            "foreign-key",
            rows,
            lambda index: f"no such row (expected {expected}, found {self.source.write(chosen, index)})",
            field=", ".join(self.key.fields),
            get_cell=lambda index: _write(self.source, chosen, index),
        )


class Target:
    """A key that others point at, once its table has been read."""

    def __init__(self, key: Key) -> None:
        """Take note of the key, which is still empty."""
        self.key = key
        self.is_done = False
        self._words: list[Words] = []
        self._mixed: Any = None

    def finish(self) -> None:
        """Get ready for look-ups: the table has been read."""
        self._words = self.key.build_words()
        self._mixed = from_numbers(mix(self._words))
        self.is_done = True

    def find_lost(self, words: Sequence[Words]) -> Indexes:
        """Find the values, by index, that this key does not have."""
        starts = _find_changes(words)
        asked = [column[starts] for column in words]
        places = pc.index_in(from_numbers(mix(asked)), value_set=self._mixed)
        is_lost = ~to_valid(places)
        found = fill_null_numbers(places)
        if len(self._mixed):
            equal = np.logical_and.reduce(
                [find_equal(column, there[found]) for column, there in zip(asked, self._words, strict=True)]
            )
            for index in np.flatnonzero(~equal & ~is_lost).tolist():
                is_lost[index] = not self._has([column[index : index + 1] for column in asked])
        lengths = np.diff(np.append(starts, len(words[0])))
        return np.flatnonzero(np.repeat(is_lost, lengths))

    def _has(self, value: Sequence[Words]) -> bool:
        """Look through all values that mix to the same number, which is hardly ever more than one."""
        places = np.flatnonzero(to_numbers(self._mixed) == mix(value)[0])
        pairs = zip(value, self._words, strict=True)
        equal = [find_equal(np.repeat(column, len(places), axis=0), there[places]) for column, there in pairs]
        return bool(np.logical_and.reduce(equal).any())


def _find_changes(words: Sequence[Words]) -> Indexes:
    """Find where a value differs from the one before it."""
    changed = np.ones(len(words[0]), np.bool_)
    changed[1:] = np.logical_or.reduce([(column[1:] != column[:-1]).any(axis=1) for column in words])
    return np.flatnonzero(changed)


class TableKeys:
    """All keys of one table; gets its batches."""

    def __init__(self) -> None:
        """Start without keys."""
        self._keys: dict[tuple[tuple[str, ...], bool], Key] = {}
        self._targets: dict[tuple[tuple[str, ...], bool], Target] = {}
        self._references: list[Reference] = []
        self._unique: list[tuple[Key, str, str]] = []

    def take(self, values: Mapping[str, Any], rows: Rows) -> None:
        """Take one batch."""
        for key in self._keys.values():
            key.take(values, rows)
        for reference in self._references:
            reference.take(values, rows)

    def add_unique(self, resource: Resource) -> None:
        """Add the keys of a table that must be unique."""
        schema = resource.schema
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
        self._unique.append((self._find_key(names, as_text=False), code, message))

    def _find_key(self, names: tuple[str, ...], *, as_text: bool) -> Key:
        return self._keys.setdefault((names, as_text), Key(names, as_text=as_text))

    def find_target(self, names: tuple[str, ...], *, as_text: bool) -> Target:
        """Give a key of this table for others to point at."""
        key = self._find_key(names, as_text=as_text)
        return self._targets.setdefault((names, as_text), Target(key))

    def add_reference(self, key: ForeignKey, target: Target, log: Log, *, as_text: bool) -> None:
        """Add a foreign key of this table."""
        self._references.append(Reference(key, Key(key.fields, as_text=as_text), target, log))

    def finish(self, log: Log) -> None:
        """Check what must be unique, after the last batch; others may now look up what they point at."""
        for key, code, message in self._unique:
            check_unique(key, code, message, log)
        for target in self._targets.values():
            target.finish()
        kept = {id(target.key) for target in self._targets.values()}
        for key in self._keys.values():
            if id(key) not in kept:
                key.clear()

    def check_references(self) -> None:
        """Look up everything that has gathered; all tables have been read."""
        for reference in self._references:
            reference.check()


def add_references(
    resource: Resource, keys: TableKeys, tables: Mapping[str, tuple[Resource, TableKeys]], log: Log
) -> None:
    """Connect the foreign keys of a table with what they point at."""
    if resource.schema is None:
        return
    for key in resource.schema.foreign_keys:
        target = tables.get(key.resource) if key.resource else (resource, keys)
        if target is None or target[0].schema is None or len(key.fields) != len(key.reference):
            continue
        as_text = _list_types(resource, key.fields) != _list_types(target[0], key.reference)
        keys.add_reference(key, target[1].find_target(key.reference, as_text=as_text), log, as_text=as_text)


def _list_types(resource: Resource, names: Iterable[str]) -> list[str]:
    types = {item.name: item.type for item in resource.schema.fields} if resource.schema else {}
    return [types.get(name, "") for name in names]


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
            new = [by_name[name] for name in _list_targets(last) if name in by_name]
            new = [] if last.pointer in seen else [other for other in new if other.pointer not in seen]
            seen.add(last.pointer)
            if new:
                waiting.extend(new)
            else:
                ordered.setdefault(last.pointer, waiting.pop())
    return list(ordered.values())


def _list_targets(resource: Resource) -> list[str]:
    return [key.resource for key in resource.schema.foreign_keys if key.resource] if resource.schema else []
