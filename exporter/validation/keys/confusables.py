"""Finds keys that are confusable: the same but for characters that are not seen or differ only in normal form.

These are the surest of the confusables of UTS 39; letters that merely look like others are not looked at.
"""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from exporter.validation.keys.batch import TypedBatch
from exporter.validation.keys.encoding import (
    EncodedColumn,
    encode_values,
    find_equal,
    hash_keys,
    join_batches,
)
from exporter.validation.keys.key import Key, Rows, join_key, quote_key, write_key
from exporter.validation.keys.lookup import find_places
from exporter.validation.keys.store import Indexes
from exporter.validation.keys.unique import find_duplicates
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
"""So many keys are held that are not in normalized form; of a column with more, the others are not compared."""


def normalize(text: str) -> str:
    """Give the normalized form of a text: normal form C, without the characters that are not seen."""
    return unicodedata.normalize("NFC", re.sub(_IGNORED, "", text))


class Confusables:
    """The values of one key that are not in normalized form, which are few; they are compared with all others."""

    def __init__(self, fields: Sequence[Field]) -> None:
        """Take note of the columns of the key."""
        self._fields = fields
        self._names = tuple(field.name for field in fields)
        self._originals: list[list[EncodedColumn]] = []
        self._normalized: list[list[EncodedColumn]] = []
        self._rows: list[Rows] = []
        self._held = 0

    def take(self, batch: TypedBatch, rows: Rows) -> None:
        """Take one batch; nothing happens if a column is not in the data."""
        if self._held >= _MOST or not all(name in batch for name in self._names):
            return
        texts = [field for field in self._fields if batch[field.name].type == TEXT]
        suspicious = [
            ~_is_ascii(batch[field.name])
            for field in texts
            if (read_bytes(batch[field.name])[1] >= 0x80).any()
        ]
        if not suspicious:
            return
        places = np.flatnonzero(np.logical_or.reduce(suspicious))
        originals = {field.name: batch[field.name].take(build_numbers(places)).to_pylist() for field in texts}
        normalized = {
            name: [None if text is None else normalize(text) for text in found]
            for name, found in originals.items()
        }
        changed = np.array(
            [[a != b for a, b in zip(originals[name], normalized[name], strict=True)] for name in originals]
        )
        chosen = np.flatnonzero(changed.any(axis=0))
        if len(chosen):
            self._hold(
                batch,
                rows,
                places[chosen],
                {name: [normalized[name][i] for i in chosen] for name in normalized},
            )

    def _hold(
        self, batch: TypedBatch, rows: Rows, places: Indexes, normalized: dict[str, list[str | None]]
    ) -> None:
        columns = [batch[name].take(build_numbers(places)) for name in self._names]
        valid = np.logical_and.reduce([read_valid(column) for column in columns])
        originals = [batch.encode(name)[places][valid] for name in self._names]
        self._originals.append(originals)
        self._normalized.append(
            [
                encode_values(build_array(normalized[field.name], TEXT), field)[valid]
                if field.name in normalized
                else encoded
                for field, encoded in zip(self._fields, originals, strict=True)
            ]
        )
        self._rows.append(rows[places][valid])
        self._held += int(valid.sum())

    def check(self, key: Key, log: FindingsLog) -> None:
        """Write down every value that is confusable with another; key holds all values."""
        if not self._rows:
            return
        originals = [join_batches(parts) for parts in zip(*self._originals, strict=True)]
        normalized = [join_batches(parts) for parts in zip(*self._normalized, strict=True)]
        rows, hashes = np.concatenate(self._rows), hash_keys(normalized)
        matches = np.zeros(len(rows), np.int64)
        places = find_places(normalized, key.build_hashes(), key.read)
        matches[places >= 0] = key.find_rows(places[places >= 0])
        # Others are confusable without any that is normalized.
        later, first = find_duplicates(hashes, lambda chosen: [encoded[chosen] for encoded in normalized])
        pairs = [find_equal(encoded[later], encoded[first]) for encoded in originals]
        is_other = ~np.logical_and.reduce(pairs) & (matches[later] == 0)
        matches[later[is_other]] = rows[first[is_other]]
        confusable = np.flatnonzero(matches)

        def write(index: int, encoded: list[EncodedColumn]) -> list[str]:
            return write_key(key.columns, encoded, int(confusable[index]))

        log.add_many(
            "key-lookalike",
            rows[confusable],
            lambda index: (
                f"looks like the key in row {matches[confusable[index]]}, but is not the same "
                f"(expected {quote_key(write(index, normalized))}, found {_quote_escaped(write(index, originals))})"
            ),
            field=", ".join(self._names),
            get_cell=lambda index: join_key(write(index, originals)),
        )


def _is_ascii(values: pa.Array) -> npt.NDArray[np.bool_]:
    return read_mask(pc.string_is_ascii(values)) | ~read_valid(values)


def _quote_escaped(parts: Sequence[str]) -> str:
    """Quote a value with escapes for what is not ASCII, which is where the difference is."""
    return ", ".join(f"'{shorten(part.encode('ascii', 'backslashreplace').decode())}'" for part in parts)
