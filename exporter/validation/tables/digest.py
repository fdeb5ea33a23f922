"""Digests the values of a table column by column, so that two files of different formats can be compared."""

import hashlib
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from exporter.validation.keys.batch import TypedBatch
from exporter.validation.values.types.cells import BIG, TEXT

_LEAST, _MOST = -(2**63), 2**63 - 1


class _ColumnDigest:
    """Three running hashes, of which values are null, of lengths, and of values; batches leave no trace."""

    def __init__(self) -> None:
        self._nulls, self._lengths, self._values = hashlib.sha256(), hashlib.sha256(), hashlib.sha256()

    def update(self, values: pa.Array) -> None:
        """Add the values of one batch."""
        self._nulls.update(pc.is_null(values).cast(pa.uint8()).to_numpy().tobytes())
        if values.type == BIG:
            is_long = pc.or_(
                pc.less(values, pa.scalar(_LEAST, BIG)), pc.greater(values, pa.scalar(_MOST, BIG))
            )
            self._lengths.update(repr(values.filter(is_long).to_pylist()).encode())
            values = pc.cast(pc.if_else(is_long, pa.scalar(0, BIG), values), pa.int64())
        if values.type == TEXT:
            self._update_text(pc.fill_null(values, ""))
        elif pa.types.is_nested(values.type):
            self._values.update(repr(values.to_pylist()).encode())
        else:
            self._update_numbers(values)

    def _update_text(self, values: pa.Array) -> None:
        _, offsets, data = values.buffers()
        places = np.frombuffer(offsets, np.int64)[values.offset : values.offset + len(values) + 1]
        self._lengths.update(np.diff(places).tobytes())
        if data is not None and len(places):
            self._values.update(memoryview(data)[places[0] : places[-1]])

    def _update_numbers(self, values: pa.Array) -> None:
        kind = values.type
        if pa.types.is_boolean(kind):
            values = pc.cast(values, pa.uint8())
        elif pa.types.is_date32(kind):
            values = pc.cast(values, pa.int32())
        elif pa.types.is_temporal(kind):
            values = pc.cast(values, pa.int64())
        self._values.update(pc.fill_null(values, 0).to_numpy(zero_copy_only=False).tobytes())

    def hexdigest(self) -> str:
        """Give the digest of all values so far."""
        return hashlib.sha256(
            self._nulls.digest() + self._lengths.digest() + self._values.digest()
        ).hexdigest()


@dataclass(frozen=True, slots=True)
class ContentDigest:
    """Digests every column of one table as its batches pass by."""

    _columns: dict[str, _ColumnDigest] = field(default_factory=dict)

    def take(self, batch: TypedBatch, rows: npt.NDArray[np.int64]) -> None:
        """Add one batch."""
        for name, column in batch.items():
            self._columns.setdefault(name, _ColumnDigest()).update(column)

    def build_digests(self) -> dict[str, str]:
        """Give the digest of each column."""
        return {name: column.hexdigest() for name, column in self._columns.items()}
