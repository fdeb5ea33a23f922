"""Reads dates and times that are written by a pattern of strptime, or in any form that can be read."""

import re
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from exporter.validation.values.arrays import escape, keep_matching

_DIGITS = {
    "Y": "[0-9]{4}",
    "m": "1[0-2]|0[1-9]|[1-9]",
    "d": "3[01]|[12][0-9]|0[1-9]|[1-9]",
    "H": "2[0-3]|[01][0-9]|[0-9]",
    "M": "[0-5][0-9]|[0-9]",
    "S": "[0-5][0-9]|[0-9]",
    "f": "[0-9]{1,6}",
}
_DIRECTIVES = frozenset("aAwdbBmyYHIpMSfzZjUWcxXGuV%")
_LONGEST = 200
"""How long a date or time may be whose form the field does not give; to read it takes long."""
_FIRST, _SECOND = datetime(1904, 1, 1), datetime(2008, 10, 30, 11, 22, 33, 444)


def is_pattern(form: str) -> bool:
    """Tell whether a format can be a pattern of strptime: it has directives, and only such that exist."""
    found = re.findall(r"%(:?.?)", form, re.DOTALL)
    return any(name != "%" for name in found) and all(name in _DIRECTIVES for name in found)


def rewrite(cells: pa.Array, pattern: str, kind: str) -> pa.Array:
    """Write cells in the default form of date, datetime or time, where a pattern is simple enough.

    Cells that this cannot tell become null; they need not be wrong.
    """
    parts = re.split(r"%(.)", pattern, flags=re.DOTALL)
    names, literals = parts[1::2], parts[0::2]
    is_apart = all(text and not text[0].isdigit() for text in literals[1:-1])
    if not is_apart or len(set(names)) < len(names) or not set(names) <= set(_DIGITS):
        return pa.nulls(len(cells), cells.type)
    groups = {name: number for number, name in enumerate(names, 1)}
    form = escape(literals[0])
    for name, literal in zip(names, literals[1:], strict=True):
        form += f"({_DIGITS[name]}){escape(literal)}"
    date = _build_part("Ymd", "-", groups, {"Y": "1900", "m": "01", "d": "01"})
    time = _build_part("HMS", ":", groups, dict.fromkeys("HMS", "00"))
    time += rf".\{groups['f']}" if "f" in groups else ""
    written = {"date": date, "time": f"T{time}"}.get(kind, f"{date}T{time}")
    found = pc.replace_substring_regex(keep_matching(cells, form), rf"\A(?:{form})\z", written)
    # Numbers of one digit got the 0 they need, and those of two got one too many.
    found = pc.replace_substring_regex(found, r"([-T:])0([0-9]{2})", r"\1\2")
    return pc.utf8_ltrim(found, "T")


def _build_part(names: str, mark: str, groups: dict[str, int], missing: dict[str, str]) -> str:
    parts = (f"{'0' * (name != 'Y')}\\{groups[name]}" if name in groups else missing[name] for name in names)
    return mark.join(parts)


def parse_pattern(cell: str, pattern: str, _: str) -> datetime:
    """Read a cell by a pattern, as Python does.

    Raises:
        ValueError: It cannot be read.
    """
    try:
        return datetime.strptime(cell, pattern)
    except (re.error, IndexError, KeyError) as error:
        raise ValueError from error


def parse_any(cell: str, _: str, kind: str) -> datetime:
    """Read a date or time in whatever form, as python-dateutil does.

    A date needs its day and a time its hour; a moment without a time is the start of its day.

    Raises:
        ValueError: It cannot be read.
    """
    from dateutil import parser

    if len(cell) > _LONGEST:
        raise ValueError
    try:
        moment: datetime = parser.parse(cell, default=_FIRST)
        other: datetime = parser.parse(cell, default=_SECOND)
    except (ValueError, TypeError, AttributeError, IndexError, ArithmeticError, AssertionError) as error:
        raise ValueError from error
    if kind != "time" and moment.date() != other.date():
        raise ValueError
    if kind == "time" and moment.hour != other.hour:
        raise ValueError
    return moment
