"""Packs the values of key columns into 64-bit words, so that keys are held in little memory and compared exactly.

Two values of a column are equal exactly if their words are: numbers and times are one word, a text of up to
64 bytes is its own bytes, padded with NUL, and a longer one, or one with NUL in it, a BLAKE2b digest of 64 bytes.
"""

import hashlib
import os
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from exporter.validation.model.package import Field
from exporter.validation.values.arrays import (
    TEXT,
    build_numbers,
    build_scalar,
    fill_numbers,
    find_true,
    read_bytes,
)
from exporter.validation.values.types.comparing import write_values

Words = npt.NDArray[np.uint64]
"""An array of shape (values, words)."""

LONGEST = 64
"""The longest text that is packed as it is, in bytes."""

_is = pa.types
_EMPTY = build_scalar("", TEXT)
_WORD = 8
# Drawn anew in every process, so that nobody can make a file whose keys all mix to the same number.
_FACTORS = np.frombuffer(os.urandom(512), np.uint64) | np.uint64(1)


def is_word(kind: pa.DataType) -> bool:
    """Tell whether the values of a type are packed into one word each; all others are packed as canonical text."""
    return bool(
        _is.is_int64(kind) or _is.is_float64(kind) or _is.is_boolean(kind) or _is.is_date32(kind)
    ) or (_is.is_timestamp(kind) or _is.is_time64(kind))


def pack(values: pa.Array, field: Field) -> Words:
    """Pack the values of one column, typed as its field has them; what nulls become means nothing."""
    kind = values.type
    if _is.is_float64(kind):
        # Adding zero makes 0 of -0, which is the same number; there are many NaN, too.
        numbers = fill_numbers(values, np.float64) + 0.0
        return np.where(np.isnan(numbers), np.nan, numbers).view(np.uint64).reshape(-1, 1)
    if _is.is_date32(kind):
        return fill_numbers(values, np.int32).astype(np.int64).view(np.uint64).reshape(-1, 1)
    if is_word(kind):
        whole = pc.cast(values, pa.int64())
        return fill_numbers(whole, np.uint64).reshape(-1, 1)
    return _pack_text(write_values(values, field))


def unpack(words: Words, kind: pa.DataType, field: Field) -> pa.Array:
    """Give packed values back as canonical text; a text that was too long to be packed is described."""
    if _is.is_float64(kind):
        return write_values(build_numbers(words[:, 0].view(np.float64)), field)
    if _is.is_date32(kind):
        days = pc.cast(build_numbers(words[:, 0].view(np.int64)), pa.int32())
        return write_values(pc.cast(days, kind), field)
    if is_word(kind):
        return write_values(pc.cast(build_numbers(words[:, 0].view(np.int64)), kind), field)
    texts = [row.tobytes().rstrip(b"\0") for row in words]
    return pa.array([_decode(text) for text in texts], TEXT)


def _decode(text: bytes) -> str:
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return f"a text of more than {LONGEST} bytes"


def convert_to_text(words: Words, kind: pa.DataType, field: Field) -> Words:
    """Pack values as canonical text that were packed as words of another type."""
    return _pack_text(unpack(words, kind, field))


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


def find_changes(columns: Sequence[Words]) -> npt.NDArray[np.int64]:
    """Find where a key differs from the one before it; the first always does."""
    changed = np.zeros(len(columns[0]), np.bool_)
    changed[:1] = True
    # Word by word: to reduce an axis of two or three is ten times as slow.
    for words in columns:
        for index in range(words.shape[1]):
            changed[1:] |= words[1:, index] != words[:-1, index]
    return np.flatnonzero(changed)


def find_equal(left: Words, right: Words) -> npt.NDArray[np.bool_]:
    """Tell which rows of two arrays of words are equal, whatever the widths."""
    width = min(left.shape[1], right.shape[1])
    equal = np.ones(len(left), np.bool_)
    for index in range(width):
        equal &= left[:, index] == right[:, index]
    for words in (left, right):
        for index in range(width, words.shape[1]):
            equal &= words[:, index] == 0
    return equal


def _pack_text(values: pa.Array) -> Words:
    if values.null_count:
        values = pc.fill_null(values, _EMPTY)
    lengths = pc.binary_length(values)
    longest = pc.max(lengths).as_py() or 0
    if longest > LONGEST or not read_bytes(values)[1].all():
        return _pack_long(values, lengths)
    width = max(-(-longest // _WORD), 1) * _WORD
    if longest and pc.min(lengths).as_py() == longest:
        return _pad(values, longest, width)
    padded = read_bytes(pc.ascii_rpad(values, width, "\0"))[1]
    return padded.view(np.uint64).reshape(len(values), width // _WORD)


def _pad(values: pa.Array, length: int, width: int) -> Words:
    """Pack texts that all have the same length."""
    packed = np.zeros((len(values), width), np.uint8)
    packed[:, :length] = read_bytes(values)[1].reshape(len(values), length)
    return packed.view(np.uint64)


def _pack_long(values: pa.Array, lengths: pa.Array) -> Words:
    is_long = pc.or_(pc.greater(lengths, build_scalar(LONGEST, pa.int64())), pc.match_substring(values, "\0"))
    packed = np.zeros((len(values), LONGEST // _WORD), np.uint64)
    short = _pack_text(pc.if_else(is_long, _EMPTY, values))
    packed[:, : short.shape[1]] = short
    for place in find_true(is_long).tolist():
        digest = hashlib.blake2b(values[place].as_buffer(), digest_size=LONGEST).digest()
        packed[place] = np.frombuffer(digest, np.uint64)
    return packed
