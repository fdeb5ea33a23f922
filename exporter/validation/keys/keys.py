"""Holds the keys of tables as packed words, and tells which values stand twice."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from exporter.validation.keys.batch import TypedColumns
from exporter.validation.keys.encoding import Words, convert_to_text, find_equal, is_word, mix, unpack
from exporter.validation.keys.store import WordStore
from exporter.validation.model.messages import quote, shorten
from exporter.validation.model.package import Field
from exporter.validation.report.findings_log import FindingsLog
from exporter.validation.values.arrays import TEXT, build_numbers, fill_numbers, read_valid

Rows = npt.NDArray[np.int64]
Indexes = npt.NDArray[np.int64]


class KeyColumn:
    """One column of a key, batch by batch; if its batches are typed differently, all are held as canonical text."""

    def __init__(self, field: Field) -> None:
        """Start without values."""
        self.field = field
        self.kind: pa.DataType | None = None
        self.store = WordStore()

    def add(self, words: Words, kind: pa.DataType) -> bool:
        """Add the packed values of one batch that are held as a type; tells whether earlier ones were converted."""
        kind, before = kind if is_word(kind) else TEXT, self.kind
        self.kind = self.kind or kind
        must_convert = before is not None and before != kind and is_word(before)
        if must_convert:
            self.store = self.store.convert(lambda part: convert_to_text(part, before, self.field))
            self.kind = TEXT
        self.store.add(convert_to_text(words, kind, self.field) if kind != self.kind else words)
        return must_convert

    def write(self, words: Words, index: int) -> str:
        """Write one of these values as canonical CSV has it."""
        return str(unpack(words[index : index + 1], self.kind or TEXT, self.field)[0].as_py())


class KeyValues(NamedTuple):
    """The values of a key in one batch, without those that have a null in them.

    Attributes:
        words: Packed, column by column.
        kinds: What each column is held as.
        rows: The number of each row.
    """

    words: list[Words]
    kinds: list[pa.DataType]
    rows: Rows


def read_key(names: Sequence[str], values: TypedColumns, rows: Rows) -> KeyValues | None:
    """Read a key; None if one of its columns is not in the data."""
    if not all(name in values for name in names):
        return None
    columns, words = [values[name] for name in names], [values.pack(name) for name in names]
    if any(column.null_count for column in columns):
        valid = np.logical_and.reduce([read_valid(column) for column in columns])
        words, rows = [part[valid] for part in words], rows[valid]
    return KeyValues(words, [column.type for column in columns], rows)


class Key:
    """The values of one key of one table, which may be several columns; a key with a null in it is left out.

    One mixed number of 64 bits for each value is held in memory; the values themselves may be in a file.
    """

    def __init__(self, fields: Sequence[Field]) -> None:
        """Take note of the columns."""
        self.names = tuple(field.name for field in fields)
        self.columns = tuple(KeyColumn(field) for field in fields)
        self._rows: list[tuple[int, Rows]] = []
        self._mixed: list[npt.NDArray[np.uint64]] = []
        self.length = 0
        self.is_there = False

    def take(self, values: TypedColumns, rows: Rows) -> None:
        """Take one batch; nothing happens if a column is not in the data."""
        found = read_key(self.names, values, rows)
        if found is None:
            return
        self.is_there = True
        if not len(found.rows):
            return
        added = [
            column.add(words, kind)
            for column, words, kind in zip(self.columns, found.words, found.kinds, strict=True)
        ]
        stores = [column.store for column in self.columns]
        if any(added):
            self._mixed = [mix(parts) for parts in zip(*stores, strict=True)]
        else:
            self._mixed.append(mix([store.get_last() for store in stores]))
        self._rows.append((self.length, shorten_rows(found.rows)))
        self.length += len(found.rows)

    def build_mixed(self) -> npt.NDArray[np.uint64]:
        """Give the mixed number of each value."""
        if len(self._mixed) != 1:
            self._mixed = [np.concatenate([np.zeros(0, np.uint64), *self._mixed])]
        return self._mixed[0]

    def read(self, places: Indexes) -> list[Words]:
        """Give the words of some values, by their numbers, column by column."""
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
            column.store = WordStore()
        self._rows, self._mixed, self.length = [], [], 0


def shorten_rows(rows: Rows) -> Rows:
    """Keep only the first of row numbers that follow one another."""
    return rows[:1].copy() if rows[-1] - rows[0] == len(rows) - 1 else rows


def write_key(columns: Sequence[KeyColumn], words: Sequence[Words], index: int) -> list[str]:
    """Write one value, column by column; words are all of them, or some."""
    return [column.write(part, index) for column, part in zip(columns, words, strict=True)]


def quote_key(parts: Sequence[str]) -> str:
    """Quote a value for a message."""
    return ", ".join(map(quote, parts))


def join_key(parts: Sequence[str]) -> str:
    """Write a value as the cell of a finding."""
    return shorten(", ".join(parts))


def check_unique(key: Key, code: str, message: str, log: FindingsLog) -> None:
    """Write down every value that stands a second time."""
    repeats, firsts = find_repeats(key.build_mixed(), key.read)
    if not len(repeats):
        return
    rows, first_rows = key.find_rows(repeats), key.find_rows(firsts)

    def write(index: int) -> list[str]:
        return write_key(key.columns, key.read(repeats[index : index + 1]), 0)

    def describe(index: int) -> str:
        found = f"{quote_key(write(index))} as in row {first_rows[index]}"
        return f"{message} (expected a new one, found {found})"

    log.add_many(
        code,
        rows,
        describe,
        field=", ".join(key.names),
        get_cell=lambda index: join_key(write(index)),
    )


def find_repeats(
    mixed: npt.NDArray[np.uint64], read: Callable[[Indexes], list[Words]]
) -> tuple[Indexes, Indexes]:
    """Find every value that stood before, and where it stood first.

    Args:
        mixed: A number for each value; those of equal values are equal.
        read: Gives the words of some values.
    """
    ordered = np.sort(mixed)
    suspects = ordered[1:][ordered[1:] == ordered[:-1]]
    del ordered
    if not len(suspects):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    places = np.flatnonzero(np.isin(mixed, np.unique(suspects)))
    # What mixes to the same number is compared word by word: a collision is never taken for a repetition.
    chosen = np.ascontiguousarray(np.hstack(read(places)))
    _, first, group = np.unique(
        chosen.view(np.dtype((np.void, chosen.shape[1] * 8))).ravel(), return_index=True, return_inverse=True
    )
    firsts = places[first[group.ravel()]]
    repeated = firsts != places
    return places[repeated], firsts[repeated]


def find_places(
    asked: Sequence[Words], mixed: npt.NDArray[np.uint64], read: Callable[[Indexes], list[Words]]
) -> Indexes:
    """Find where values stand among others; -1 if nowhere.

    Args:
        asked: The words of the values, column by column.
        mixed: A number for each of the others; those of equal values are equal.
        read: Gives the words of some of the others.
    """
    wanted = mix(asked)
    if not len(mixed):
        return np.full(len(wanted), -1)
    found = pc.index_in(build_numbers(wanted), value_set=build_numbers(mixed))
    places = np.where(read_valid(found), fill_numbers(found, np.int32), -1)
    return confirm_places(places, asked, wanted, mixed, read)


def confirm_places(
    places: Indexes,
    asked: Sequence[Words],
    wanted: npt.NDArray[np.uint64],
    mixed: npt.NDArray[np.uint64],
    read: Callable[[Indexes], list[Words]],
) -> Indexes:
    """Compare values word by word with those that mix to the same number; give where they do stand.

    Thus a collision is never taken for the value itself.

    Args:
        places: Where something that mixes to the same number stands; -1 if nowhere.
        asked: The words of the values.
        wanted: What they mix to.
        mixed: What the others mix to.
        read: Gives the words of some of the others.
    """
    pairs = zip(asked, read(np.maximum(places, 0)), strict=True)
    equal = np.logical_and.reduce([find_equal(one, two) for one, two in pairs])
    found = np.where(equal, places, -1)
    for index in np.flatnonzero(~equal & (places >= 0)).tolist():
        same = np.flatnonzero(mixed == wanted[index])
        pairs = zip(asked, read(same), strict=True)
        there = same[
            np.logical_and.reduce(
                [find_equal(np.repeat(one[index : index + 1], len(same), axis=0), two) for one, two in pairs]
            )
        ]
        found[index] = there[0] if len(there) else -1
    return found
