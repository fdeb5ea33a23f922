"""Looks up the foreign keys of one table among the keys of another, while batches of both pass by."""

from collections.abc import Sequence

import numpy as np

from exporter.validation.keys.batch import TypedBatch
from exporter.validation.keys.encoding import (
    EncodedColumn,
    convert_to_text,
    find_changes,
    fits_in_word,
    hash_keys,
    join_batches,
)
from exporter.validation.keys.key import (
    Key,
    KeyColumn,
    Rows,
    join_key,
    quote_key,
    read_key,
    shorten_rows,
    write_key,
)
from exporter.validation.keys.lookup import find_places
from exporter.validation.keys.store import Indexes, KeyStore
from exporter.validation.model.messages import shorten
from exporter.validation.model.package import Field, ForeignKey, Resource
from exporter.validation.report.findings_log import FindingsLog

_LEAST_LOOKUP = 1 << 18


class ReferencingKey:
    """The values of a foreign key as they pass by, each run of equal ones once; those with a null are left out."""

    def __init__(self, fields: Sequence[Field]) -> None:
        """Take note of the columns."""
        self.names = tuple(field.name for field in fields)
        self.columns = tuple(KeyColumn(field) for field in fields)
        self._runs: list[tuple[Rows, Indexes]] = []
        self.length = 0
        self.is_present = False

    def take(self, batch: TypedBatch, rows: Rows) -> None:
        """Take one batch; nothing happens if a column is not in the data."""
        values = read_key(self.names, batch, rows)
        self.is_present = values is not None
        if values is None or not len(values.rows):
            return
        starts = find_changes(values.encoded)
        for column, encoded, kind in zip(self.columns, values.encoded, values.kinds, strict=True):
            column.add(encoded[starts], kind)
        self._runs.append((shorten_rows(values.rows), np.append(starts, len(values.rows))))
        self.length += len(starts)

    def build_encoded(self) -> list[EncodedColumn]:
        """Join the batches of each column, one value for each run."""
        return [join_batches(list(column.store)) for column in self.columns]

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
            column.store = KeyStore()
        self._runs, self.length = [], 0


class ReferencedKey:
    """A key that others point at, once its table has been read."""

    def __init__(self, key: Key) -> None:
        """Take note of the key, which is still empty."""
        self.key = key
        self.is_done = False
        self._texts: dict[tuple[bool, ...], list[EncodedColumn]] = {}

    def find_missing(self, referencing: ReferencingKey) -> tuple[list[EncodedColumn], Indexes]:
        """Give the encoded values of a foreign key, and which of its runs, by index, this key does not have."""
        pairs = list(zip(referencing.columns, self.key.columns, strict=True))
        as_text = tuple(None not in (one.kind, two.kind) and one.kind != two.kind for one, two in pairs)
        found = referencing.build_encoded()
        asked = _convert(referencing.columns, found, as_text)
        if any(as_text):
            present = self._convert_all(as_text)
            hashes, read = hash_keys(present), lambda places: [encoded[places] for encoded in present]
        else:
            hashes, read = self.key.build_hashes(), self.key.read
        return found, np.flatnonzero(find_places(asked, hashes, read) < 0)

    def _convert_all(self, as_text: tuple[bool, ...]) -> list[EncodedColumn]:
        if as_text not in self._texts:
            encoded = self.key.read(np.arange(self.key.length))
            self._texts[as_text] = _convert(self.key.columns, encoded, as_text)
        return self._texts[as_text]


def _convert(
    columns: Sequence[KeyColumn], encoded: Sequence[EncodedColumn], as_text: Sequence[bool]
) -> list[EncodedColumn]:
    return [
        convert_to_text(part, column.kind, column.field)
        if must and column.kind and fits_in_word(column.kind)
        else part
        for column, part, must in zip(columns, encoded, as_text, strict=True)
    ]


class Reference:
    """The rows of one table that point at a key of another, or of the same."""

    def __init__(
        self, key: ForeignKey, referencing: ReferencingKey, referenced: ReferencedKey, log: FindingsLog
    ) -> None:
        """Take note of which values refer to which."""
        self._key, self.referencing, self._referenced, self._log = key, referencing, referenced, log

    def take(self, batch: TypedBatch, rows: Rows) -> None:
        """Take one batch, and look up what has gathered if the other table has been read."""
        self.referencing.take(batch, rows)
        if self._referenced.is_done and self.referencing.length >= _LEAST_LOOKUP:
            self.check()

    def check(self) -> None:
        """Look up everything that has gathered; both tables must have the columns."""
        if self._referenced.key.is_present and self.referencing.length:
            encoded, missing = self._referenced.find_missing(self.referencing)
            if len(missing):
                self._add_missing(encoded, missing)
        self.referencing.clear()

    def _add_missing(self, encoded: Sequence[EncodedColumn], missing: Indexes) -> None:
        rows, runs = self.referencing.expand(missing)
        table = shorten(self._key.resource) or "the same table"
        expected = f"a value of {shorten(', '.join(self._key.reference))} in {table}"

        def write(index: int) -> list[str]:
            return write_key(self.referencing.columns, encoded, int(runs[index]))

        self._log.add_many(
            "foreign-key",
            rows,
            lambda index: f"no such row (expected {expected}, found {quote_key(write(index))})",
            field=", ".join(self._key.fields),
            get_cell=lambda index: join_key(write(index)),
        )


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
            targets = dict.fromkeys(_list_referenced(last))
            found = [by_name[name] for name in targets if name in by_name]
            waiting.extend(other for other in found if other.pointer not in seen)
    return list(ordered.values())


def _list_referenced(resource: Resource) -> list[str]:
    return [key.resource for key in resource.schema.foreign_keys if key.resource] if resource.schema else []
