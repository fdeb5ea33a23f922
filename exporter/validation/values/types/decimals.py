"""Reads integers and numbers, exactly.

A number is held as float64 as long as every cell is the shortest decimal that reads back as its float64: then
different numbers are different floats, and in the same order. An integer is held as int64, or as decimal256 where
a cell needs it. A batch with a cell beyond that is held as text, in one canonical form for each value.
"""

import re
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from exporter.validation.model.package import Field
from exporter.validation.values.arrays import (
    BIG,
    TEXT,
    build_scalar,
    escape,
    has_all,
    has_any,
    keep,
    keep_matching,
    map_unique,
    match_whole,
    read_numbers,
)

_INTEGER = r"[+-]?[0-9]+"
_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_SPECIAL = r"(?i:nan|-?inf)"
_SAFE_LENGTH = 15
"""So many digits always survive in a float64."""
_BIG_LENGTH = 76
_PLAIN = r"[+-]?0*(?:[1-9][0-9]{0,39}(?:\.[0-9]*)?|0?\.0{0,5}[1-9][0-9]*|0\.?0*)"
_NEEDLESS = (
    (r"\A(-?)0+([0-9])", r"\1\2"),
    (r"\A(-?)\.", r"\10."),
    (r"(\.[0-9]*?)0+\z", r"\1"),
    (r"\.\z", ""),
    (r"\A-0\z", "0"),
)
_TINY = 1e-290
_PLAIN_LENGTH = 40


class Decimal(NamedTuple):
    """A number as 0.digits times a power of ten; digits neither start nor end with 0, and are empty for 0."""

    sign: int
    power: int
    digits: str


def cast_integer(cells: pa.Array, field: Field) -> pa.Array:
    """Read integers, with the group and surrounding text that a field allows."""
    return read_integers(_rewrite(cells, field, ""))


def cast_number(cells: pa.Array, field: Field) -> pa.Array:
    """Read numbers, with the decimal and group characters and surrounding text that a field allows."""
    return read_decimals(_rewrite(cells, field, str(field.options.get("decimalChar") or ".")))


def _rewrite(cells: pa.Array, field: Field, point: str) -> pa.Array:
    """Write cells as plain numbers; what does not have the form that the field asks for becomes null."""
    group = str(field.options.get("groupChar") or "")
    is_bare = field.options.get("bareNumber", True) is not False
    if is_bare and not group and point in (".", ""):
        return cells
    form = _build_form(group, point)
    if not is_bare:
        form = _build_loose_form(form, point)
    special = match_whole(cells, _SPECIAL) if point else None
    written = pc.replace_substring_regex(keep_matching(cells, form), rf"\A(?:{form})\z", r"\1\2")
    if group:
        written = pc.replace_substring(written, group, "")
    if point not in (".", ""):
        written = pc.replace_substring(written, point, ".")
    return written if special is None or not has_any(special) else pc.if_else(special, cells, written)


def _build_form(group: str, point: str) -> str:
    digits = rf"[0-9]+(?:{escape(group)}[0-9]+)*" if group else "[0-9]+"
    if not point:
        return rf"([+-]?)({digits})"
    mark = escape(point)
    return rf"([+-]?)((?:{digits}(?:{mark}(?:{digits})?)?|{mark}{digits})(?:[eE][+-]?[0-9]+)?)"


def _build_loose_form(form: str, point: str) -> str:
    """Allow text before and after a number; a sign may stand before or after the text that is before it."""
    mark = escape(point[:1])
    other = rf"(?:[^0-9+\-{mark}]|{mark}+[^0-9+\-{mark}])*" if point else r"[^0-9+\-]*"
    number = form.removeprefix("([+-]?)")
    return rf"{other}([+-]?){other}{number}[^0-9]*"


def read_integers(cells: pa.Array) -> pa.Array:
    """Read plain integers of any length; null where a cell is none."""
    cells = pc.ascii_ltrim(keep_matching(cells, _INTEGER), "+")
    try:
        return pc.cast(cells, pa.int64())
    except pa.ArrowInvalid:
        cells = pc.replace_substring_regex(cells, r"\A(-?)0+([0-9])", r"\1\2")
    longest = pc.max(pc.binary_length(pc.ascii_ltrim(cells, "-"))).as_py()
    if longest <= _BIG_LENGTH:
        return pc.cast(cells, BIG)
    return pc.replace_substring_regex(cells, r"\A-0\z", "0")


def read_decimals(cells: pa.Array) -> pa.Array:
    """Read plain numbers; null where a cell is none."""
    cells = keep_matching(cells, f"{_NUMBER}|{_SPECIAL}")
    # Adding 0 makes 0 of -0, which is the same number.
    values = pc.add(pc.cast(cells, pa.float64()), build_scalar(0.0, pa.float64()))
    return values if _are_exact(cells, values) else _canonize_cells(cells)


def _are_exact(cells: pa.Array, values: pa.Array) -> bool:
    """Tell whether each float stands for its cell and for no other number."""
    length = pc.binary_length(cells)
    extreme = pc.or_(pc.is_inf(values), pc.less(pc.abs(values), build_scalar(_TINY, pa.float64())))
    doubtful = pc.or_(
        pc.greater(length, build_scalar(_SAFE_LENGTH, pa.int64())),
        pc.and_(extreme, pc.greater(length, build_scalar(4, pa.int64()))),
    )
    if not has_any(doubtful):
        return True
    cells, values = cells.filter(doubtful), values.filter(doubtful)
    texts = pc.cast(values, TEXT)
    if has_all(same := pc.equal(cells, texts)):
        return True
    others = pc.invert(same)
    cells, texts = cells.filter(others), texts.filter(others)
    return has_all(pc.equal(_strip(cells), _strip(texts)))


def _strip(cells: pa.Array) -> pa.Array:
    """Leave the digits that count: two numbers that have them in common and round to one float are the same."""
    return pc.ascii_trim(pc.replace_substring_regex(cells, r"[eE].*|[^0-9]", ""), "0")


def _canonize_cells(cells: pa.Array) -> pa.Array:
    """Write numbers in their canonical form, which is without needless characters for those of common length."""
    plain = match_whole(cells, _PLAIN)
    written = pc.ascii_ltrim(keep(cells, plain), "+")
    for pattern, text in _NEEDLESS:
        written = pc.replace_substring_regex(written, pattern, text)
    if has_all(plain):
        return written
    others = keep(cells, pc.invert(plain))
    return pc.if_else(plain, written, map_unique(others, _canonize, TEXT))


@lru_cache(maxsize=4096)
def parse_decimal(text: str) -> Decimal:
    """Take a plain number apart, whatever its length.

    Raises:
        ValueError: It is NaN or infinite.
    """
    found = re.fullmatch(r"([+-]?)([0-9]*)\.?([0-9]*)(?:[eE]([+-]?[0-9]+))?", text)
    if not found:
        raise ValueError
    sign, whole, fraction, exponent = found.groups()
    digits = (whole + fraction).lstrip("0")
    power = len(whole) - (len(whole + fraction) - len(digits)) + int(exponent or 0)
    digits = digits.rstrip("0")
    return Decimal((-1 if sign == "-" else 1) if digits else 0, power if digits else 0, digits)


def _canonize(text: str) -> str:
    try:
        number = parse_decimal(text)
    except ValueError:
        lowered = text.lower()
        if lowered in ("nan", "inf", "-inf"):
            return {"nan": "NaN", "inf": "INF", "-inf": "-INF"}[lowered]
        raise
    sign = "-" if number.sign < 0 else ""
    if not number.digits:
        return "0"
    if 0 < number.power <= _PLAIN_LENGTH:
        whole = number.digits[: number.power].ljust(number.power, "0")
        fraction = number.digits[number.power :]
        return f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}"
    if -6 < number.power <= 0:
        return f"{sign}0.{'0' * -number.power}{number.digits}"
    first, rest = number.digits[0], number.digits[1:]
    return f"{sign}{first}{'.' * bool(rest)}{rest}e{number.power - 1}"


def write_canonical(values: pa.Array) -> pa.Array:
    """Write integers or numbers of any type as canonical text."""
    if values.type == TEXT:
        return values
    return map_unique(pc.cast(values, TEXT), _canonize, TEXT)


def compare_decimals(first: str, second: str) -> int | None:
    """Compare two canonical numbers: -1, 0 or 1, or None where one is NaN."""
    if "NaN" in (first, second):
        return None
    if first == second:
        return 0
    one, other = _rank(first), _rank(second)
    if one.sign != other.sign or not one.sign:
        return -1 if one.sign < other.sign else 1 if one.sign > other.sign else 0
    return one.sign if (one.power, one.digits) > (other.power, other.digits) else -one.sign


def _rank(text: str) -> Decimal:
    if text.endswith("INF"):
        return Decimal(-2 if text[0] == "-" else 2, 0, "")
    return parse_decimal(text)


def read_numeric(values: pa.Array) -> pa.Array:
    """Read integers, decimals or floats of Arrow as numbers.

    A short float stands for the shortest decimal that reads back as it, which is how CSV writers write it.
    """
    kind = values.type
    if kind == pa.float64():
        return pc.add(values, build_scalar(0.0, kind))
    if kind == pa.float16():
        # Arrow would widen these before it writes them.
        return map_unique(pc.cast(values, pa.float32()), _shorten_half, pa.float64())
    if pa.types.is_integer(kind) and kind.bit_width <= 32:
        return pc.cast(values, pa.float64())
    if pa.types.is_decimal(kind) and kind.precision <= _SAFE_LENGTH and 0 <= kind.scale <= _SAFE_LENGTH:
        return _divide(values)
    return read_decimals(pc.cast(values, TEXT))


def _shorten_half(value: float) -> float:
    return float(str(np.float16(value)))


def _divide(values: pa.Array) -> pa.Array:
    """Divide the integers that decimals are held as, which rounds right where casting does not."""
    words = read_numbers(pc.cast(values, pa.decimal128(38, values.type.scale)), np.dtype((np.int64, 2)))
    floats = words[:, 0] / 10.0**values.type.scale + 0.0
    column = pa.Array.from_buffers(pa.float64(), len(floats), [None, pa.py_buffer(floats)])
    return keep(column, pc.is_valid(values)) if values.null_count else column
