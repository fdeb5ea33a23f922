"""Arrow from numpy and Python, and back, by way of buffers.

pyarrow's own conversions import pandas when it is installed, which takes longer than to check a small package.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

TEXT = pa.large_string()

_KINDS = {
    np.dtype(np.int64): pa.int64(),
    np.dtype(np.uint64): pa.uint64(),
    np.dtype(np.float64): pa.float64(),
}


def build_texts(texts: Sequence[str | None]) -> pa.Array:
    """Build an array of text; None is null."""
    pieces = [(text or "").encode("utf-8", "surrogatepass") for text in texts]
    ends = np.zeros(len(pieces) + 1, np.int64)
    np.cumsum([len(piece) for piece in pieces], out=ends[1:])
    valid = _pack_bools(np.array([text is not None for text in texts], np.bool_)) if None in texts else None
    return pa.Array.from_buffers(TEXT, len(pieces), [valid, _copy(ends), pa.py_buffer(b"".join(pieces))])


def build_text(text: str | None) -> pa.Scalar:
    """Build a single text."""
    return build_texts([text])[0]


def build_bool(value: bool) -> pa.Scalar:
    """Build a single truth value."""
    return from_bools(np.array([value]))[0]


def build_null(kind: pa.DataType) -> pa.Scalar:
    """Build a null of a type."""
    return pa.nulls(1, kind)[0]


def from_numbers(numbers: npt.NDArray[Any]) -> pa.Array:
    """Build an array of int64, uint64 or float64 without nulls; the numbers are copied into Arrow's memory."""
    return pa.Array.from_buffers(_KINDS[numbers.dtype], len(numbers), [None, _copy(numbers)])


def from_bools(values: npt.NDArray[np.bool_]) -> pa.Array:
    """Build an array of truth values without nulls."""
    return pa.Array.from_buffers(pa.bool_(), len(values), [None, _pack_bools(values)])


def to_bools(values: pa.Array) -> npt.NDArray[np.bool_]:
    """Give truth values as numpy has them; null is false."""
    bits = _unpack_bits(values.buffers()[1], values)
    return bits & to_valid(values) if values.null_count else bits


def to_valid(values: pa.Array) -> npt.NDArray[np.bool_]:
    """Tell which values are not null."""
    if not values.null_count:
        return np.ones(len(values), np.bool_)
    bits = values.buffers()[0]
    return np.zeros(len(values), np.bool_) if bits is None else _unpack_bits(bits, values)


def to_numbers(values: pa.Array) -> npt.NDArray[Any]:
    """Give numbers of a fixed width as numpy has them, without a copy; what nulls are means nothing."""
    dtype = np.dtype(values.type.to_pandas_dtype())
    found = np.frombuffer(values.buffers()[1] or b"", dtype)
    return found[values.offset : values.offset + len(values)]


def has_any(mask: pa.Array) -> bool:
    """Tell whether any value is true; null is not."""
    return bool(mask.true_count)


def _unpack_bits(bits: pa.Buffer, values: pa.Array) -> npt.NDArray[np.bool_]:
    end = values.offset + len(values)
    unpacked = np.unpackbits(np.frombuffer(bits or b"", np.uint8), count=end, bitorder="little")
    return unpacked[values.offset :].view(np.bool_)


def _pack_bools(values: npt.NDArray[np.bool_]) -> pa.Buffer:
    return _copy(np.packbits(values, bitorder="little"))


def _copy(numbers: npt.NDArray[Any]) -> pa.Buffer:
    """Copy into memory of Arrow's own: its threads must not be the last to hold Python's when the process ends."""
    sink = pa.BufferOutputStream()
    sink.write(np.ascontiguousarray(numbers).tobytes())
    return sink.getvalue()


def fill_null_numbers(values: pa.Array) -> npt.NDArray[Any]:
    """Give numbers as numpy has them, in an array of its own, with zero where they are null."""
    numbers = to_numbers(values).copy()
    if values.null_count:
        numbers[~to_valid(values)] = 0
    return numbers


def find_true(mask: pa.Array) -> npt.NDArray[np.int64]:
    """Find the places of what is true; null is not."""
    return np.flatnonzero(to_bools(mask)) if has_any(mask) else np.zeros(0, np.int64)


def take(values: pa.Array, places: npt.NDArray[np.int64]) -> pa.Array:
    """Take values at places."""
    return pc.take(values, from_numbers(places))
