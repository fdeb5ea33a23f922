"""Finds keys that people cannot tell apart, being the same but for how their characters are written."""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from exporter.validation.keys.batch import TypedColumns
from exporter.validation.keys.encoding import Words, find_equal, join_words, mix, pack
from exporter.validation.keys.keys import (
    Indexes,
    Key,
    Rows,
    find_places,
    find_repeats,
    join_key,
    quote_key,
    write_key,
)
from exporter.validation.model.messages import shorten
from exporter.validation.model.package import Field
from exporter.validation.report.findings_log import FindingsLog
from exporter.validation.values.arrays import (
    TEXT,
    build_array,
    build_numbers,
    read_bytes,
    read_mask,
    read_valid,
)

_IGNORED = (
    "[\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069"
    "\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]"
)
_MOST = 100_000
"""So many keys are held that are not in their plain form; of a column with more, the others are not compared."""


def fold(text: str) -> str:
    """Give the plain form of a text: normal form C, without the characters that are not seen."""
    return unicodedata.normalize("NFC", re.sub(_IGNORED, "", text))


class Lookalikes:
    """The values of one key that are not in their plain form, which are few; they are compared with all others."""

    def __init__(self, fields: Sequence[Field]) -> None:
        """Take note of the columns of the key."""
        self._fields = fields
        self._names = tuple(field.name for field in fields)
        self._given: list[list[Words]] = []
        self._plain: list[list[Words]] = []
        self._rows: list[Rows] = []
        self._held = 0

    def take(self, values: TypedColumns, rows: Rows) -> None:
        """Take one batch; nothing happens if a column is not in the data."""
        if self._held >= _MOST or not all(name in values for name in self._names):
            return
        texts = [field for field in self._fields if values[field.name].type == TEXT]
        special = [
            ~_is_ascii(values[field.name])
            for field in texts
            if (read_bytes(values[field.name])[1] >= 0x80).any()
        ]
        if not special:
            return
        places = np.flatnonzero(np.logical_or.reduce(special))
        given = {field.name: values[field.name].take(build_numbers(places)).to_pylist() for field in texts}
        plain = {
            name: [None if text is None else fold(text) for text in found] for name, found in given.items()
        }
        changed = np.array(
            [[a != b for a, b in zip(given[name], plain[name], strict=True)] for name in given]
        )
        chosen = np.flatnonzero(changed.any(axis=0))
        if len(chosen):
            self._hold(
                values, rows, places[chosen], {name: [plain[name][i] for i in chosen] for name in plain}
            )

    def _hold(
        self, values: TypedColumns, rows: Rows, places: Indexes, plain: dict[str, list[str | None]]
    ) -> None:
        columns = [values[name].take(build_numbers(places)) for name in self._names]
        valid = np.logical_and.reduce([read_valid(column) for column in columns])
        given = [values.pack(name)[places][valid] for name in self._names]
        self._given.append(given)
        self._plain.append(
            [
                pack(build_array(plain[field.name], TEXT), field)[valid] if field.name in plain else words
                for field, words in zip(self._fields, given, strict=True)
            ]
        )
        self._rows.append(rows[places][valid])
        self._held += int(valid.sum())

    def check(self, key: Key, log: FindingsLog) -> None:
        """Write down every value that looks like another; key holds all values."""
        if not self._rows:
            return
        given = [join_words(parts) for parts in zip(*self._given, strict=True)]
        plain = [join_words(parts) for parts in zip(*self._plain, strict=True)]
        rows, mixed = np.concatenate(self._rows), mix(plain)
        twins = np.zeros(len(rows), np.int64)
        places = find_places(plain, key.build_mixed(), key.read)
        twins[places >= 0] = key.find_rows(places[places >= 0])
        # Others are alike without any that is plain.
        later, first = find_repeats(mixed, lambda chosen: [words[chosen] for words in plain])
        pairs = [find_equal(words[later], words[first]) for words in given]
        is_other = ~np.logical_and.reduce(pairs) & (twins[later] == 0)
        twins[later[is_other]] = rows[first[is_other]]
        found = np.flatnonzero(twins)

        def write(index: int, words: list[Words]) -> list[str]:
            return write_key(key.columns, words, int(found[index]))

        log.add_many(
            "key-lookalike",
            rows[found],
            lambda index: (
                f"looks like the key in row {twins[found[index]]}, but is not the same "
                f"(expected {quote_key(write(index, plain))}, found {_spell(write(index, given))})"
            ),
            field=", ".join(self._names),
            get_cell=lambda index: join_key(write(index, given)),
        )


def _is_ascii(values: pa.Array) -> npt.NDArray[np.bool_]:
    return read_mask(pc.string_is_ascii(values)) | ~read_valid(values)


def _spell(parts: Sequence[str]) -> str:
    """Quote a value with escapes for what is not plain, which is what cannot be told by eye."""
    return ", ".join(f"'{shorten(part.encode('ascii', 'backslashreplace').decode())}'" for part in parts)
