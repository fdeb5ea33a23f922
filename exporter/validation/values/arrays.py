"""Builds and reads small Arrow arrays, and applies patterns and functions to whole columns.

pyarrow imports pandas as soon as it converts a Python list, a scalar or a numpy array, which takes longer than
to check a small package. Everything here goes through buffers instead.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

TEXT = pa.large_string()
MOMENT = pa.timestamp("us", "UTC")
FINE_MOMENT = pa.timestamp("ns", "UTC")
CLOCK = pa.time64("us")
FINE_CLOCK = pa.time64("ns")
BIG = pa.decimal256(76, 0)

_NUMBERS = {
    np.dtype(np.int64): pa.int64(),
    np.dtype(np.uint64): pa.uint64(),
    np.dtype(np.float64): pa.float64(),
}
_WIDTHS = {pa.date32(): np.int32, pa.int8(): np.int8, pa.float64(): np.float64}


def build_array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Build an array of text, bytes, booleans, numbers or moments; None is null.

    Args:
        values: Texts as str, bytes as bytes; days, microseconds and the like as int; decimals of scale 0 as int.
        kind: TEXT, large_binary, bool, BIG, or a type of fixed width that is held as a number.
    """
    valid = np.fromiter((value is not None for value in values), np.bool_, len(values))
    nulls = None if valid.all() else _pack(valid)
    if pa.types.is_large_string(kind) or pa.types.is_large_binary(kind):
        parts = [b"" if v is None else v.encode() if isinstance(v, str) else v for v in values]
        offsets = np.zeros(len(parts) + 1, np.int64)
        np.cumsum(np.fromiter(map(len, parts), np.int64, len(parts)), out=offsets[1:])
        return pa.Array.from_buffers(
            kind, len(parts), [nulls, pa.py_buffer(offsets), pa.py_buffer(b"".join(parts))]
        )
    if pa.types.is_boolean(kind):
        data = _pack(np.fromiter((bool(value) for value in values), np.bool_, len(values)))
    elif kind == BIG:
        data = pa.py_buffer(b"".join((v or 0).to_bytes(32, "little", signed=True) for v in values))
    else:
        width = _WIDTHS.get(kind, np.int64)
        data = pa.py_buffer(np.fromiter((value or 0 for value in values), width, len(values)))
    return pa.Array.from_buffers(kind, len(values), [nulls, data])


def build_scalar(value: Any, kind: pa.DataType) -> pa.Scalar:  # noqa: ANN401
    """Build one value, as build_array builds many."""
    return build_array([value], kind)[0]


def _pack(mask: npt.NDArray[np.bool_]) -> pa.Buffer:
    return pa.py_buffer(np.packbits(mask, bitorder="little"))


def build_mask(mask: npt.NDArray[np.bool_]) -> pa.Array:
    """Build a boolean array from numpy's."""
    return pa.Array.from_buffers(pa.bool_(), len(mask), [None, _pack(mask)])


def read_mask(mask: pa.Array) -> npt.NDArray[np.bool_]:
    """Read a boolean array as numpy's; null is false."""
    nulls, data = mask.buffers()
    bits = _unpack(data, mask)
    return bits if nulls is None or not mask.null_count else bits & _unpack(nulls, mask)


def read_valid(array: pa.Array) -> npt.NDArray[np.bool_]:
    """Tell which values of an array are not null."""
    if not array.null_count:
        return np.ones(len(array), np.bool_)
    return read_mask(pc.is_valid(array))


def _unpack(buffer: pa.Buffer, array: pa.Array) -> npt.NDArray[np.bool_]:
    if buffer is None:
        return np.zeros(len(array), np.bool_)
    raw = np.frombuffer(buffer, np.uint8)
    bits = np.unpackbits(raw, count=array.offset + len(array), bitorder="little")
    return bits[array.offset :].view(np.bool_)


def read_numbers(array: pa.Array, width: npt.DTypeLike) -> npt.NDArray[Any]:
    """Read what the values of an array of fixed width are held as; what stands at a null is arbitrary."""
    data = array.buffers()[1]
    if data is None:
        return np.zeros(len(array), width)
    return np.frombuffer(data, width)[array.offset : array.offset + len(array)]


def build_numbers(numbers: npt.NDArray[Any]) -> pa.Array:
    """Build an array of int64, uint64 or float64 from numpy's, without nulls."""
    data = pa.py_buffer(np.ascontiguousarray(numbers))
    return pa.Array.from_buffers(_NUMBERS[numbers.dtype], len(numbers), [None, data])


def fill_numbers(array: pa.Array, width: npt.DTypeLike) -> npt.NDArray[Any]:
    """Read what the values of an array of fixed width are held as, into an array of its own; null is zero."""
    numbers = read_numbers(array, width).copy()
    if array.null_count:
        numbers[~read_valid(array)] = 0
    return numbers


def find_true(mask: pa.Array) -> npt.NDArray[np.int64]:
    """Find the places of what is true; null is not."""
    return np.flatnonzero(read_mask(mask)) if has_any(mask) else np.zeros(0, np.int64)


def has_any(mask: pa.Array) -> bool:
    """Tell whether any value is true."""
    return bool(mask.true_count)


def has_all(mask: pa.Array) -> bool:
    """Tell whether no value is false; nulls do not count."""
    return bool(pc.all(mask, min_count=0).as_py())


def read_bytes(texts: pa.Array) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    """Read a large_string array: where each text starts and the last one ends, and the bytes of all of them."""
    _, places, data = texts.buffers()
    if not len(texts):
        return np.zeros(1, np.int64), np.zeros(0, np.uint8)
    offsets = np.frombuffer(places, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    return offsets - offsets[0], np.frombuffer(data or b"", np.uint8)[offsets[0] : offsets[-1]]


def holds_utf8(data: pa.Buffer) -> bool:
    """Tell whether bytes are UTF-8."""
    ends = pa.py_buffer(np.array([0, data.size]))
    try:
        pa.Array.from_buffers(TEXT, 1, [None, ends, data]).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def map_unique(cells: pa.Array, convert: Callable[[Any], Any], kind: pa.DataType) -> pa.Array:
    """Convert each different cell once by a Python function; what it refuses with ValueError becomes null."""
    encoded = pc.dictionary_encode(cells)
    return build_array([_convert(convert, cell) for cell in encoded.dictionary.to_pylist()], kind).take(
        encoded.indices
    )


def convert_unique(cells: pa.Array, convert: Callable[[Any], Any]) -> list[Any]:
    """Convert each different cell once by a Python function; None where it is null or refused by ValueError."""
    encoded = pc.dictionary_encode(cells)
    values = [_convert(convert, cell) for cell in encoded.dictionary.to_pylist()]
    return [None if index is None else values[index] for index in encoded.indices.to_pylist()]


def _convert(convert: Callable[[Any], object], cell: object) -> object:
    try:
        return None if cell is None else convert(cell)
    except (ValueError, RecursionError, ArithmeticError):
        return None


def match_whole(cells: pa.Array, pattern: str) -> pa.Array:
    """Tell which cells match an RE2 pattern as a whole."""
    return pc.match_substring_regex(cells, rf"\A(?:{pattern})\z")


def keep(cells: pa.Array, mask: pa.Array) -> pa.Array:
    """Make null what a mask does not hold for."""
    return cells if has_all(mask) else pc.if_else(mask, cells, pa.nulls(1, cells.type)[0])


def keep_matching(cells: pa.Array, pattern: str) -> pa.Array:
    """Make null what does not match an RE2 pattern as a whole."""
    return keep(cells, match_whole(cells, pattern))


def join_texts(*parts: pa.Array | str) -> pa.Array:
    """Join columns of text and constants, row by row."""
    items = [build_scalar(part, TEXT) if isinstance(part, str) else part for part in parts]
    return pc.binary_join_element_wise(*items, build_scalar("", TEXT))


def escape(text: str) -> str:
    """Write a text as an RE2 pattern that matches it."""
    return "".join(rf"\x{{{ord(char):x}}}" if not char.isalnum() else char for char in text)
