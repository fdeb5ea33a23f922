"""Fast paths for cells that are beyond doubt, which nearly all are; the exact ways are in cells.py and constraints/.

Every function here may decline to answer, and answers only what its exact counterpart would.
"""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from exporter.validation.model.package import Field
from exporter.validation.values.arrays import MOMENT, TEXT, build_scalar, fill_numbers, read_bytes

Bytes = npt.NDArray[np.uint8]
FastCheck = Callable[[Any], bool]
"""Tells of typed values that all of them are as they should be; False means that it does not know."""

_OPTIONS = {"groupChar", "decimalChar", "bareNumber", "trueValues", "falseValues"}
_TRUE, _FALSE = build_scalar("true", TEXT), build_scalar("false", TEXT)
_ZERO = build_scalar(0.0, pa.float64())
_EXACT_LENGTH = 15
_FIRST_DAY = -719_162
"""The first day of the year 1, from that of 1970."""
_MOMENT_LENGTH = len("2024-03-05T06:30:00Z")


def try_fast_cast(cells: pa.Array, field: Field) -> pa.Array | None:
    """Cast text cells as cast_cells does, if all of them are written in the most usual way; None if not."""
    cast = _CASTS.get(field.type)
    if cast is None or field.format != "default" or _OPTIONS & field.options.keys():
        return None
    try:
        values: pa.Array | None = cast(cells)
    except pa.ArrowInvalid:
        return None
    return values


def _is_within(data: Bytes, first: str, last: str) -> bool:
    return bool(((data - np.uint8(ord(first))) <= np.uint8(ord(last) - ord(first))).all())


def _cast_integer(cells: pa.Array) -> pa.Array | None:
    return pc.cast(cells, pa.int64()) if _is_within(read_bytes(cells)[1], "-", "9") else None


def _cast_number(cells: pa.Array) -> pa.Array | None:
    """Cast numbers of so few digits that each has a float64 of its own."""
    if not _is_within(read_bytes(cells)[1], "-", "9") or _find_longest(cells) > _EXACT_LENGTH:
        return None
    return pc.add(pc.cast(cells, pa.float64()), _ZERO)


def _cast_date(cells: pa.Array) -> pa.Array | None:
    if not _is_within(read_bytes(cells)[1], "-", "9"):
        return None
    values = pc.cast(cells, pa.date32())
    # Arrow knows a year 0, the standard does not.
    return values if fill_numbers(values, np.int32).min(initial=0) >= _FIRST_DAY else None


def _cast_datetime(cells: pa.Array) -> pa.Array | None:
    rows = _get_matrix(cells, _MOMENT_LENGTH)
    if rows is None or not ((rows[:, 10] == ord("T")) & (rows[:, -1] == ord("Z"))).all():
        return None
    if (rows[:, :4] == ord("0")).all(axis=1).any():
        return None
    return pc.cast(cells, MOMENT)


def _cast_boolean(cells: pa.Array) -> pa.Array | None:
    is_true = pc.equal(cells, _TRUE)
    known = is_true.true_count + pc.equal(cells, _FALSE).true_count
    return is_true if known == len(cells) - cells.null_count else None


_CASTS: dict[str, Callable[[pa.Array], pa.Array | None]] = {
    "string": lambda cells: cells,
    "any": lambda cells: cells,
    "integer": _cast_integer,
    "number": _cast_number,
    "date": _cast_date,
    "datetime": _cast_datetime,
    "boolean": _cast_boolean,
}


def _get_matrix(cells: pa.Array, length: int) -> Bytes | None:
    """Give the bytes of all cells that are not null as rows, if each has this length."""
    data, number = read_bytes(cells)[1], len(cells) - cells.null_count
    if len(data) != number * length or _find_longest(cells) > length:
        return None
    return data.reshape(number, length)


def _find_longest(cells: pa.Array) -> int:
    return pc.max(pc.binary_length(cells)).as_py() or 0


def find_fast_check(field: Field, code: str) -> FastCheck | None:
    """Find the fast check of one constraint of a text field; None if there is none."""
    if field.type != "string":
        return None
    constraints = field.constraints
    if code == "constraint-pattern":
        return _build_pattern(constraints["pattern"])
    if code == "constraint-max-length":
        most = constraints["maxLength"]
        return lambda values: values.type == TEXT and (pc.max(pc.binary_length(values)).as_py() or 0) <= most
    if code == "constraint-min-length":
        if constraints["minLength"] == 1 and "" in field.missing_values:  # Then an empty cell is null.
            return lambda values: values.type == TEXT
        # A character has at most four bytes.
        least = 4 * (constraints["minLength"] - 1) + 1
        return lambda values: (
            values.type == TEXT and (pc.min(pc.binary_length(values)).as_py() or least) >= least
        )
    return None


_CLASS = r"\[(?P<first>[A-Za-z0-9])-(?P<last>[A-Za-z0-9])\]"
_PIECE = re.compile(rf"(?:{_CLASS}|(?P<char>[A-Za-z0-9_:/-]))(?:\{{(?P<times>[0-9]{{1,3}})\}})?")


def _build_pattern(pattern: str) -> FastCheck | None:
    """Build a test for a pattern that is a row of characters and ranges, as those of identifiers mostly are."""
    first, last = [], []
    place = 0
    while place < len(pattern):
        piece = _PIECE.match(pattern, place)
        if piece is None:
            return None
        times = int(piece["times"] or 1)
        first += [ord(piece["first"] or piece["char"])] * times
        last += [ord(piece["last"] or piece["char"])] * times
        place = piece.end()
    lowest, reach = np.array(first, np.uint8), np.array(last, np.int64) - np.array(first, np.int64)
    if not len(lowest) or (reach < 0).any():
        return None
    widest = reach.astype(np.uint8)

    def is_fine(values: pa.Array) -> bool:
        rows = _get_matrix(values, len(lowest)) if values.type == TEXT else None
        return rows is not None and bool(((rows - lowest) <= widest).all())

    return is_fine
