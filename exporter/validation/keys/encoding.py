"""Encodes the values of key columns as 64-bit words and hashes keys, so that they take little memory and compare fast.

Two values of a column are equal exactly if their encodings are: numbers and times are one word, a text of up to
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

EncodedColumn = npt.NDArray[np.uint64]
"""The values of one column of a key, encoded: an array of shape (values, words)."""
Hashes = npt.NDArray[np.uint64]
"""One number for each key; those of equal keys are equal, those of others nearly never."""

LONGEST = 64
"""The longest text that is encoded as it is, in bytes."""

_is = pa.types
_EMPTY = build_scalar("", TEXT)
_WORD = 8
# Drawn anew in every process, so that nobody can make a file whose keys all have the same hash.
_FACTORS = np.frombuffer(os.urandom(512), np.uint64) | np.uint64(1)


def fits_in_word(kind: pa.DataType) -> bool:
    """Tell whether each value of a type is encoded as one word; all others are encoded as canonical text."""
    return bool(
        _is.is_int64(kind) or _is.is_float64(kind) or _is.is_boolean(kind) or _is.is_date32(kind)
    ) or (_is.is_timestamp(kind) or _is.is_time64(kind))


def encode_values(values: pa.Array, field: Field) -> EncodedColumn:
    """Encode the values of one column, typed as its field has them; what nulls become means nothing."""
    kind = values.type
    if _is.is_float64(kind):
        # Adding zero makes 0 of -0, which is the same number; there are many NaN, too.
        numbers = fill_numbers(values, np.float64) + 0.0
        return np.where(np.isnan(numbers), np.nan, numbers).view(np.uint64).reshape(-1, 1)
    if _is.is_date32(kind):
        return fill_numbers(values, np.int32).astype(np.int64).view(np.uint64).reshape(-1, 1)
    if fits_in_word(kind):
        whole = pc.cast(values, pa.int64())
        return fill_numbers(whole, np.uint64).reshape(-1, 1)
    return _encode_text(write_values(values, field))


def decode_values(encoded: EncodedColumn, kind: pa.DataType, field: Field) -> pa.Array:
    """Decode values as canonical text; a text that was too long to be encoded as it is is described."""
    if _is.is_float64(kind):
        return write_values(build_numbers(encoded[:, 0].view(np.float64)), field)
    if _is.is_date32(kind):
        days = pc.cast(build_numbers(encoded[:, 0].view(np.int64)), pa.int32())
        return write_values(pc.cast(days, kind), field)
    if fits_in_word(kind):
        return write_values(pc.cast(build_numbers(encoded[:, 0].view(np.int64)), kind), field)
    texts = [row.tobytes().rstrip(b"\0") for row in encoded]
    return pa.array([_decode_text(text) for text in texts], TEXT)


def _decode_text(text: bytes) -> str:
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return f"a text of more than {LONGEST} bytes"


def convert_to_text(encoded: EncodedColumn, kind: pa.DataType, field: Field) -> EncodedColumn:
    """Encode values as canonical text that were encoded as another type."""
    return _encode_text(decode_values(encoded, kind, field))


def hash_keys(columns: Sequence[EncodedColumn]) -> Hashes:
    """Hash each key, over all its columns; words of zero at the end change nothing."""
    hashes = np.zeros(len(columns[0]), np.uint64)
    place = 0
    for column in columns:
        for index in range(column.shape[1]):
            product = column[:, index] * _FACTORS[(place + index) % len(_FACTORS)]
            hashes += product ^ (product >> np.uint64(29))
        hashes = (hashes ^ (hashes >> np.uint64(32))) * _FACTORS[-1 - place % len(_FACTORS)]
        place += LONGEST // _WORD
    return hashes ^ (hashes >> np.uint64(32))


def join_batches(parts: Sequence[EncodedColumn]) -> EncodedColumn:
    """Join several batches of one column; narrow ones are padded."""
    width = max((part.shape[1] for part in parts), default=1)
    if len(parts) == 1:
        return parts[0]
    joined = np.zeros((sum(map(len, parts)), width), np.uint64)
    start = 0
    for part in parts:
        joined[start : start + len(part), : part.shape[1]] = part
        start += len(part)
    return joined


def find_changes(columns: Sequence[EncodedColumn]) -> npt.NDArray[np.int64]:
    """Find where a key differs from the one before it; the first always does."""
    changed = np.zeros(len(columns[0]), np.bool_)
    changed[:1] = True
    # Word by word: to reduce an axis of two or three is ten times as slow.
    for column in columns:
        for index in range(column.shape[1]):
            changed[1:] |= column[1:, index] != column[:-1, index]
    return np.flatnonzero(changed)


def find_equal(left: EncodedColumn, right: EncodedColumn) -> npt.NDArray[np.bool_]:
    """Tell which values of two encoded columns are equal, row by row, whatever the widths."""
    width = min(left.shape[1], right.shape[1])
    equal = np.ones(len(left), np.bool_)
    for index in range(width):
        equal &= left[:, index] == right[:, index]
    for column in (left, right):
        for index in range(width, column.shape[1]):
            equal &= column[:, index] == 0
    return equal


def _encode_text(values: pa.Array) -> EncodedColumn:
    if values.null_count:
        values = pc.fill_null(values, _EMPTY)
    lengths = pc.binary_length(values)
    longest = pc.max(lengths).as_py() or 0
    if longest > LONGEST or not read_bytes(values)[1].all():
        return _encode_long(values, lengths)
    width = max(-(-longest // _WORD), 1) * _WORD
    if longest and pc.min(lengths).as_py() == longest:
        return _pad(values, longest, width)
    padded = read_bytes(pc.ascii_rpad(values, width, "\0"))[1]
    return padded.view(np.uint64).reshape(len(values), width // _WORD)


def _pad(values: pa.Array, length: int, width: int) -> EncodedColumn:
    """Encode texts that all have the same length."""
    encoded = np.zeros((len(values), width), np.uint8)
    encoded[:, :length] = read_bytes(values)[1].reshape(len(values), length)
    return encoded.view(np.uint64)


def _encode_long(values: pa.Array, lengths: pa.Array) -> EncodedColumn:
    is_long = pc.or_(pc.greater(lengths, build_scalar(LONGEST, pa.int64())), pc.match_substring(values, "\0"))
    encoded = np.zeros((len(values), LONGEST // _WORD), np.uint64)
    short = _encode_text(pc.if_else(is_long, _EMPTY, values))
    encoded[:, : short.shape[1]] = short
    for place in find_true(is_long).tolist():
        digest = hashlib.blake2b(values[place].as_buffer(), digest_size=LONGEST).digest()
        encoded[place] = np.frombuffer(digest, np.uint64)
    return encoded
