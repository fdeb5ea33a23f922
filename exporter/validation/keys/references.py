"""Connects the tables of a package: what each must know of its keys, and what points at what."""

from collections.abc import Mapping, Sequence

import numpy as np

from exporter.validation.keys.batch import TypedColumns
from exporter.validation.keys.confusables import Lookalikes
from exporter.validation.keys.encoding import (
    Words,
    convert_to_text,
    find_changes,
    is_word,
    join_words,
    mix,
)
from exporter.validation.keys.keys import (
    Indexes,
    Key,
    KeyColumn,
    Rows,
    check_unique,
    find_places,
    join_key,
    quote_key,
    read_key,
    shorten_rows,
    write_key,
)
from exporter.validation.keys.store import WordStore
from exporter.validation.model.messages import shorten
from exporter.validation.model.package import Field, ForeignKey, Resource
from exporter.validation.report.findings_log import FindingsLog

_LEAST_LOOKUP = 1 << 18


class Source:
    """The values of a foreign key as they pass by, each run of equal ones once; those with a null are left out."""

    def __init__(self, fields: Sequence[Field]) -> None:
        """Take note of the columns."""
        self.names = tuple(field.name for field in fields)
        self.columns = tuple(KeyColumn(field) for field in fields)
        self._runs: list[tuple[Rows, Indexes]] = []
        self.length = 0
        self.is_there = False

    def take(self, values: TypedColumns, rows: Rows) -> None:
        """Take one batch; nothing happens if a column is not in the data."""
        found = read_key(self.names, values, rows)
        self.is_there = found is not None
        if found is None or not len(found.rows):
            return
        starts = find_changes(found.words)
        for column, words, kind in zip(self.columns, found.words, found.kinds, strict=True):
            column.add(words[starts], kind)
        self._runs.append((shorten_rows(found.rows), np.append(starts, len(found.rows))))
        self.length += len(starts)

    def build_words(self) -> list[Words]:
        """Join the batches of each column, one value for each run."""
        return [join_words(list(column.store)) for column in self.columns]

    def expand(self, runs: Indexes) -> tuple[Rows, Indexes]:
        """Give the rows of some runs, and the run that each belongs to."""
        rows, owners, first = [], [], 0
        for numbers, edges in self._runs:
            mine = runs[(runs >= first) & (runs < first + len(edges) - 1)]
            for run in mine.tolist():
                places = np.arange(edges[run - first], edges[run - first + 1])
                rows.append(numbers[0] + places if len(numbers) == 1 else numbers[places])
                owners.append(np.full(len(places), run))
            first += len(edges) - 1
        return np.concatenate(rows), np.concatenate(owners)

    def clear(self) -> None:
        """Let all values go."""
        for column in self.columns:
            column.store = WordStore()
        self._runs, self.length = [], 0


class Target:
    """A key that others point at, once its table has been read."""

    def __init__(self, key: Key) -> None:
        """Take note of the key, which is still empty."""
        self.key = key
        self.is_done = False
        self._texts: dict[tuple[bool, ...], list[Words]] = {}

    def find_lost(self, source: Source) -> tuple[list[Words], Indexes]:
        """Give the words of a foreign key, and which of its runs, by index, this key does not have."""
        pairs = list(zip(source.columns, self.key.columns, strict=True))
        as_text = tuple(None not in (one.kind, two.kind) and one.kind != two.kind for one, two in pairs)
        found = source.build_words()
        asked = _convert(source.columns, found, as_text)
        if any(as_text):
            there = self._convert_all(as_text)
            mixed, read = mix(there), lambda places: [words[places] for words in there]
        else:
            mixed, read = self.key.build_mixed(), self.key.read
        return found, np.flatnonzero(find_places(asked, mixed, read) < 0)

    def _convert_all(self, as_text: tuple[bool, ...]) -> list[Words]:
        if as_text not in self._texts:
            words = self.key.read(np.arange(self.key.length))
            self._texts[as_text] = _convert(self.key.columns, words, as_text)
        return self._texts[as_text]


def _convert(columns: Sequence[KeyColumn], words: Sequence[Words], as_text: Sequence[bool]) -> list[Words]:
    return [
        convert_to_text(part, column.kind, column.field)
        if must and column.kind and is_word(column.kind)
        else part
        for column, part, must in zip(columns, words, as_text, strict=True)
    ]


class Reference:
    """The rows of one table that point at a key of another, or of the same."""

    def __init__(self, key: ForeignKey, source: Source, target: Target, log: FindingsLog) -> None:
        """Take note of what points where."""
        self._key, self.source, self._target, self._log = key, source, target, log

    def take(self, values: TypedColumns, rows: Rows) -> None:
        """Take one batch, and look up what has gathered if the other table has been read."""
        self.source.take(values, rows)
        if self._target.is_done and self.source.length >= _LEAST_LOOKUP:
            self.check()

    def check(self) -> None:
        """Look up everything that has gathered; both tables must have the columns."""
        if self._target.key.is_there and self.source.length:
            words, lost = self._target.find_lost(self.source)
            if len(lost):
                self._add_lost(words, lost)
        self.source.clear()

    def _add_lost(self, words: Sequence[Words], lost: Indexes) -> None:
        rows, runs = self.source.expand(lost)
        table = shorten(self._key.resource) or "the same table"
        expected = f"a value of {shorten(', '.join(self._key.reference))} in {table}"

        def write(index: int) -> list[str]:
            return write_key(self.source.columns, words, int(runs[index]))

        self._log.add_many(
            "foreign-key",
            rows,
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
        self._lookalikes: dict[tuple[str, ...], Lookalikes] = {}
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
        self._lookalikes.setdefault(names, Lookalikes(self._list_fields(names)))

    def _find_key(self, names: tuple[str, ...]) -> Key:
        return self._keys.setdefault(names, Key(self._list_fields(names)))

    def _list_fields(self, names: tuple[str, ...]) -> list[Field]:
        return [self._fields.get(name) or Field(name=name) for name in names]

    def find_target(self, names: tuple[str, ...]) -> Target:
        """Give a key of this table for others to point at."""
        key = self._find_key(names)
        return self._targets.setdefault(names, Target(key))

    def add_references(self, resource: Resource, tables: Mapping[str, "TableKeys"], log: FindingsLog) -> None:
        """Connect the foreign keys of this table, whose resource is given, with what they point at."""
        for key in resource.schema.foreign_keys if resource.schema else ():
            target = tables.get(key.resource) if key.resource else self
            if target is not None and len(key.fields) == len(key.reference):
                source = Source(self._list_fields(key.fields))
                self._references.append(Reference(key, source, target.find_target(key.reference), log))

    def take(self, values: TypedColumns, rows: Rows) -> None:
        """Take one batch."""
        for key in self._keys.values():
            key.take(values, rows)
        for lookalikes in self._lookalikes.values():
            lookalikes.take(values, rows)
        for reference in self._references:
            reference.take(values, rows)

    def finish(self, log: FindingsLog) -> None:
        """Check what must be unique, after the last batch; others may now look up what they point at."""
        self._add_absent(log)
        for key, code, message in self._unique:
            check_unique(key, code, message, log)
        for names, lookalikes in self._lookalikes.items():
            lookalikes.check(self._keys[names], log)
        for names, key in self._keys.items():
            if names in self._targets:
                self._targets[names].is_done = True
            else:
                key.clear()

    def _add_absent(self, log: FindingsLog) -> None:
        """Write down which keys could not be checked although nothing else is wrong with their columns."""
        if log.rows is None or log.has("field-missing", "field-type"):
            return
        keys: dict[tuple[str, ...], Key | Source] = {
            item.source.names: item.source for item in self._references
        }
        keys.update(self._keys)
        for names, key in keys.items():
            if not key.is_there and set(names) <= self._fields.keys():
                found = f"expected columns {quote_key(names)}, found not all of them"
                log.add("key-not-checked", f"a key was not checked ({found})", field=", ".join(names))

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
