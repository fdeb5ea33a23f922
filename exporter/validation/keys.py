"""Holds the keys of tables as packed words, and tells which values stand twice."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from exporter.validation.descriptors.model import Field
from exporter.validation.descriptors.rules import quote, shorten
from exporter.validation.packing import Words, convert_to_text, is_word, join_words, mix, pack, unpack
from exporter.validation.reports.log import Log
from exporter.validation.values.arrays import TEXT, build_mask, read_valid

Rows = npt.NDArray[np.int64]
Indexes = npt.NDArray[np.int64]


class KeyColumn:
    """One column of a key, batch by batch; if its batches are typed differently, all are held as canonical text."""

    def __init__(self, field: Field) -> None:
        """Start without values."""
        self.field = field
        self.kind: pa.DataType | None = None
        self._parts: list[Words] = []

    def add(self, values: pa.Array) -> None:
        """Pack one batch."""
        kind = values.type if is_word(values.type) else TEXT
        if self.kind is None:
            self.kind = kind
        elif kind != self.kind and is_word(self.kind):
            self._parts = [convert_to_text(part, self.kind, self.field) for part in self._parts]
            self.kind = TEXT
        words = pack(values, self.field)
        self._parts.append(convert_to_text(words, kind, self.field) if kind != self.kind else words)

    def build_words(self) -> Words:
        """Join the batches."""
        self._parts = [join_words(self._parts)] if self._parts else [np.zeros((0, 1), np.uint64)]
        return self._parts[0]

    def write(self, words: Words, index: int) -> str:
        """Write one of these values as canonical CSV has it."""
        return str(unpack(words[index : index + 1], self.kind or TEXT, self.field)[0].as_py())

    def clear(self) -> None:
        """Let all values go."""
        self._parts = []


class Key:
    """The values of one key of one table, which may be several columns; a key with a null in it is left out."""

    def __init__(self, fields: Sequence[Field]) -> None:
        """Take note of the columns."""
        self.names = tuple(field.name for field in fields)
        self.columns = tuple(KeyColumn(field) for field in fields)
        self._rows: list[tuple[int, Rows]] = []
        self.length = 0
        self.is_there = False

    def take(self, values: Mapping[str, Any], rows: Rows) -> None:
        """Pack one batch; nothing happens if a column is not in the data."""
        if not all(name in values for name in self.names):
            return
        self.is_there = True
        columns = [values[name] for name in self.names]
        if any(column.null_count for column in columns):
            valid = np.logical_and.reduce([read_valid(column) for column in columns])
            columns = [column.filter(build_mask(valid)) for column in columns]
            rows = rows[valid]
        if not len(rows):
            return
        for column, found in zip(self.columns, columns, strict=True):
            column.add(found)
        self._rows.append((self.length, _shorten_rows(rows)))
        self.length += len(rows)

    def build_words(self) -> list[Words]:
        """Join the batches of each column."""
        return [column.build_words() for column in self.columns]

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

    def write(self, words: Sequence[Words], index: int) -> list[str]:
        """Write one value, column by column; words are those of build_words, or of some of its rows."""
        pairs = zip(self.columns, words, strict=True)
        return [column.write(part, index) for column, part in pairs]

    def clear(self) -> None:
        """Let all values go."""
        for column in self.columns:
            column.clear()
        self._rows, self.length = [], 0


def _shorten_rows(rows: Rows) -> Rows:
    """Keep only the first of row numbers that follow one another."""
    return rows[:1].copy() if rows[-1] - rows[0] == len(rows) - 1 else rows


def quote_key(parts: Sequence[str]) -> str:
    """Quote a value for a message."""
    return ", ".join(map(quote, parts))


def join_key(parts: Sequence[str]) -> str:
    """Write a value as the cell of a finding."""
    return shorten(", ".join(parts))


def check_unique(key: Key, code: str, message: str, log: Log) -> None:
    """Write down every value that stands a second time."""
    words = key.build_words()
    repeats, firsts = find_repeats(words)
    if not len(repeats):
        return
    rows, first_rows = key.find_rows(repeats), key.find_rows(firsts)

    def describe(index: int) -> str:
        found = f"{quote_key(key.write(words, int(repeats[index])))} as in row {first_rows[index]}"
        return f"{message} (expected a new one, found {found})"

    log.add_many(
        code,
        rows,
        describe,
        field=", ".join(key.names),
        get_cell=lambda index: join_key(key.write(words, int(repeats[index]))),
    )


def find_repeats(words: Sequence[Words]) -> tuple[Indexes, Indexes]:
    """Find every value that stood before, and where it stood first."""
    nothing = np.zeros(0, np.int64)
    if len(words[0]) < 2:
        return nothing, nothing
    mixed = mix(words)
    ordered = np.sort(mixed)
    suspects = ordered[1:][ordered[1:] == ordered[:-1]]
    if not len(suspects):
        return nothing, nothing
    places = np.flatnonzero(np.isin(mixed, np.unique(suspects)))
    # What mixes to the same number is compared word by word: a collision is never taken for a repetition.
    chosen = np.ascontiguousarray(np.hstack([column[places] for column in words]))
    _, first, group = np.unique(
        chosen.view(np.dtype((np.void, chosen.shape[1] * 8))).ravel(), return_index=True, return_inverse=True
    )
    firsts = places[first[group.ravel()]]
    repeated = firsts != places
    return places[repeated], firsts[repeated]
