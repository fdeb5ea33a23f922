"""Holds the values of one key of one table, encoded, as batches pass by; and writes them for findings."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from exporter.validation.keys.batch import TypedBatch
from exporter.validation.keys.encoding import (
    EncodedColumn,
    Hashes,
    convert_to_text,
    decode_values,
    fits_in_word,
    hash_keys,
)
from exporter.validation.keys.store import Indexes, KeyStore
from exporter.validation.model.messages import quote, shorten
from exporter.validation.model.package import Field
from exporter.validation.values.arrays import TEXT, read_valid

Rows = npt.NDArray[np.int64]


class KeyColumn:
    """One column of a key, batch by batch; if its batches are typed differently, all are held as canonical text."""

    def __init__(self, field: Field) -> None:
        """Start without values."""
        self.field = field
        self.kind: pa.DataType | None = None
        self.store = KeyStore()

    def add(self, encoded: EncodedColumn, kind: pa.DataType) -> bool:
        """Add the encoded values of one batch that are held as a type; tells whether earlier ones were converted."""
        kind, before = kind if fits_in_word(kind) else TEXT, self.kind
        self.kind = self.kind or kind
        must_convert = before is not None and before != kind and fits_in_word(before)
        if must_convert:
            self.store = self.store.convert(lambda part: convert_to_text(part, before, self.field))
            self.kind = TEXT
        self.store.add(convert_to_text(encoded, kind, self.field) if kind != self.kind else encoded)
        return must_convert

    def write(self, encoded: EncodedColumn, index: int) -> str:
        """Write one of these values as canonical CSV has it."""
        return str(decode_values(encoded[index : index + 1], self.kind or TEXT, self.field)[0].as_py())


class KeyValues(NamedTuple):
    """The values of a key in one batch, without those that have a null in them.

    Attributes:
        encoded: The values, column by column.
        kinds: What each column is held as.
        rows: The number of each row.
    """

    encoded: list[EncodedColumn]
    kinds: list[pa.DataType]
    rows: Rows


def read_key(names: Sequence[str], batch: TypedBatch, rows: Rows) -> KeyValues | None:
    """Read a key; None if one of its columns is not in the data."""
    if not all(name in batch for name in names):
        return None
    columns, encoded = [batch[name] for name in names], [batch.encode(name) for name in names]
    if any(column.null_count for column in columns):
        valid = np.logical_and.reduce([read_valid(column) for column in columns])
        encoded, rows = [part[valid] for part in encoded], rows[valid]
    return KeyValues(encoded, [column.type for column in columns], rows)


class Key:
    """The values of one key of one table, which may be several columns; a key with a null in it is left out.

    A hash of 64 bits for each value is held in memory; the values themselves may be in a file.
    """

    def __init__(self, fields: Sequence[Field]) -> None:
        """Take note of the columns."""
        self.names = tuple(field.name for field in fields)
        self.columns = tuple(KeyColumn(field) for field in fields)
        self._rows: list[tuple[int, Rows]] = []
        self._hashes: list[Hashes] = []
        self.length = 0
        self.is_present = False

    def take(self, batch: TypedBatch, rows: Rows) -> None:
        """Take one batch; nothing happens if a column is not in the data."""
        values = read_key(self.names, batch, rows)
        if values is None:
            return
        self.is_present = True
        if not len(values.rows):
            return
        added = [
            column.add(encoded, kind)
            for column, encoded, kind in zip(self.columns, values.encoded, values.kinds, strict=True)
        ]
        stores = [column.store for column in self.columns]
        if any(added):
            self._hashes = [hash_keys(parts) for parts in zip(*stores, strict=True)]
        else:
            self._hashes.append(hash_keys([store.get_last() for store in stores]))
        self._rows.append((self.length, shorten_rows(values.rows)))
        self.length += len(values.rows)

    def build_hashes(self) -> Hashes:
        """Give the hash of each value."""
        if len(self._hashes) != 1:
            self._hashes = [np.concatenate([np.zeros(0, np.uint64), *self._hashes])]
        return self._hashes[0]

    def read(self, places: Indexes) -> list[EncodedColumn]:
        """Give some values, by their numbers, encoded, column by column."""
        return [column.store.read(places) for column in self.columns]

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

    def clear(self) -> None:
        """Let all values go."""
        for column in self.columns:
            column.store = KeyStore()
        self._rows, self._hashes, self.length = [], [], 0


def shorten_rows(rows: Rows) -> Rows:
    """Keep only the first of row numbers that follow one another."""
    return rows[:1].copy() if rows[-1] - rows[0] == len(rows) - 1 else rows


def write_key(columns: Sequence[KeyColumn], encoded: Sequence[EncodedColumn], index: int) -> list[str]:
    """Write one value, column by column, as canonical CSV has it; encoded are all of them, or some."""
    return [column.write(part, index) for column, part in zip(columns, encoded, strict=True)]


def quote_key(parts: Sequence[str]) -> str:
    """Quote a value for a message."""
    return ", ".join(map(quote, parts))


def join_key(parts: Sequence[str]) -> str:
    """Write a value as the cell of a finding."""
    return shorten(", ".join(parts))
