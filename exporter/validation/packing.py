"""Packs the values of key columns into 64-bit words, so that keys are held in little memory and compared exactly.

Two values of a column are equal exactly if their words are: numbers and times are one word, a text of up to
64 bytes is its own bytes, padded with NUL, and a longer one, or one with NUL in it, a BLAKE2b digest of 64 bytes.
"""

import hashlib
import secrets
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from exporter.validation.arrays import TEXT, build_text, fill_null_numbers, find_true, from_numbers, take
from exporter.validation.values.cells import BIG
from exporter.validation.values.physical import format_value

Words = npt.NDArray[np.uint64]
"""An array of shape (values, words)."""

LONGEST = 64
"""The longest text that is packed as it is, in bytes."""

_EMPTY = build_text("")
_is = pa.types
_WORD = 8
_LEAST, _MOST = -(2**63), 2**63 - 1
# Drawn anew in every process, so that nobody can make a file whose keys all mix to the same number.
_FACTORS = np.array([secrets.randbits(64) | 1 for _ in range(64)], np.uint64)


def pack(values: pa.Array) -> Words:
    """Pack the values of one column; what nulls become means nothing."""
    kind = values.type
    if kind == TEXT:
        return _pack_text(values)
    if kind == BIG:
        return _pack_big(values)
    if _is.is_floating(kind):
        numbers = fill_null_numbers(pc.cast(values, pa.float64())) + 0.0
        return np.where(np.isnan(numbers), np.nan, numbers).view(np.uint64).reshape(-1, 1)
    if _is.is_integer(kind) or _is.is_temporal(kind) or _is.is_boolean(kind):
        return _view_words(values).reshape(-1, 1)
    return _pack_text(pc.cast(values, TEXT))


def unpack(words: Words, kind: pa.DataType) -> str:
    """Write a packed value as canonical CSV has it; words are those of one value."""
    if (
        kind != TEXT
        and not words[1:].any()
        and (_is.is_integer(kind) or _is.is_temporal(kind) or _is.is_boolean(kind))
    ):
        return format_value(_cast_back(from_numbers(words[:1].view(np.int64)), kind)[0])
    if _is.is_floating(kind):
        return repr(float(words[:1].view(np.float64)[0]))
    try:
        return words.tobytes().rstrip(b"\0").decode("utf-8")
    except UnicodeDecodeError:
        return f"a text of more than {LONGEST} bytes"


def mix(columns: Sequence[Words]) -> npt.NDArray[np.uint64]:
    """Mix the words of each key, over all its columns, into one number; words of zero at the end change nothing."""
    mixed = np.zeros(len(columns[0]), np.uint64)
    place = 0
    for words in columns:
        for index in range(words.shape[1]):
            product = words[:, index] * _FACTORS[(place + index) % len(_FACTORS)]
            mixed += product ^ (product >> np.uint64(29))
        mixed = (mixed ^ (mixed >> np.uint64(32))) * _FACTORS[-1 - place % len(_FACTORS)]
        place += LONGEST // _WORD
    return mixed ^ (mixed >> np.uint64(32))


def join_words(parts: Sequence[Words]) -> Words:
    """Join the words of several batches of one column; narrow ones are padded."""
    width = max((part.shape[1] for part in parts), default=1)
    if len(parts) == 1:
        return parts[0]
    joined = np.zeros((sum(map(len, parts)), width), np.uint64)
    start = 0
    for part in parts:
        joined[start : start + len(part), : part.shape[1]] = part
        start += len(part)
    return joined


def find_equal(left: Words, right: Words) -> npt.NDArray[np.bool_]:
    """Tell which rows of two arrays of words are equal, whatever the widths."""
    width = min(left.shape[1], right.shape[1])
    equal: npt.NDArray[np.bool_] = (left[:, :width] == right[:, :width]).all(axis=1)
    for rest in (left[:, width:], right[:, width:]):
        if rest.shape[1]:
            equal &= ~rest.any(axis=1)
    return equal


def _view_words(values: pa.Array) -> Words:
    if _is.is_boolean(values.type):
        values = pc.cast(values, pa.int64())
    elif _is.is_date32(values.type) or _is.is_time32(values.type):
        values = pc.cast(pc.cast(values, pa.int32()), pa.int64())
    elif values.type != pa.uint64():
        values = pc.cast(values, pa.int64())
    return fill_null_numbers(values).view(np.uint64)


def _cast_back(numbers: pa.Array, kind: pa.DataType) -> pa.Array:
    if _is.is_date32(kind) or _is.is_time32(kind):
        return pc.cast(pc.cast(numbers, pa.int32()), kind)
    return pc.cast(numbers, kind)


def _pack_big(values: pa.Array) -> Words:
    """Pack whole numbers so that those that fit into 64 bits have the same words as in a column of int64."""
    is_long = pc.or_(pc.less(values, pa.scalar(_LEAST, BIG)), pc.greater(values, pa.scalar(_MOST, BIG)))
    short = pc.cast(pc.if_else(is_long, pa.scalar(0, BIG), values), pa.int64())
    places = find_true(is_long)
    words = pack(short)
    if not len(places):
        return words
    texts = pack(pc.cast(take(values, places), TEXT))
    packed = np.zeros((len(values), texts.shape[1]), np.uint64)
    packed[:, :1] = words
    packed[places] = texts
    return packed


def _pack_text(values: pa.Array) -> Words:
    if values.null_count:
        values = pc.fill_null(values, _EMPTY)
    lengths = pc.binary_length(values)
    longest = pc.max(lengths).as_py() or 0
    if longest > LONGEST or _has_nul(values):
        return _pack_long(values, lengths)
    width = max(-(-longest // _WORD), 1) * _WORD
    padded = pc.ascii_rpad(values, width, "\0")
    start = np.frombuffer(padded.buffers()[1], np.int64)[padded.offset] if len(padded) else 0
    data = padded.buffers()[2]
    if not len(padded) or data is None:
        return np.zeros((len(padded), 1), np.uint64)
    cells = np.frombuffer(data, np.uint8)[start : start + width * len(padded)]
    return cells.view(np.uint64).reshape(len(padded), width // _WORD)


def _has_nul(values: pa.Array) -> bool:
    offsets, data = values.buffers()[1:]
    if data is None:
        return False
    ends = np.frombuffer(offsets, np.int64)[values.offset : values.offset + len(values) + 1]
    return b"\0" in memoryview(data)[int(ends[0]) : int(ends[-1])].tobytes()


def _pack_long(values: pa.Array, lengths: pa.Array) -> Words:
    is_long = pc.or_(pc.greater(lengths, LONGEST), pc.match_substring(values, "\0"))
    places = find_true(is_long)
    packed = np.zeros((len(values), LONGEST // _WORD), np.uint64)
    short = _pack_text(pc.if_else(is_long, _EMPTY, values))
    packed[:, : short.shape[1]] = short
    for place in places.tolist():
        digest = hashlib.blake2b(values[place].as_buffer(), digest_size=LONGEST).digest()
        packed[place] = np.frombuffer(digest, np.uint64)
    return packed
