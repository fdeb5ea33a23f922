"""Reads durations as XML Schema 1.0 defines them and compares them by its partial order."""

import re
from decimal import Decimal

import pyarrow as pa

from exporter.validation.model.package import Field
from exporter.validation.values.arrays import TEXT, keep_matching, map_unique
from exporter.validation.values.types.days import count_days

_FORM = (
    r"-?P(?:[0-9]+Y(?:[0-9]+M)?(?:[0-9]+D)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)?"
    r"(?:T(?:[0-9]+H(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?|[0-9]+M(?:[0-9]+(?:\.[0-9]+)?S)?|[0-9]+(?:\.[0-9]+)?S))?"
)
_PARTS = re.compile(
    r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?)?"
)
_DAY = 86_400
_STARTS = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))
"""The months at whose start XML Schema tries durations out, because months differ most there."""


def cast_duration(cells: pa.Array, _: Field) -> pa.Array:
    """Read durations as canonical text: months and seconds, such as P14MT36.5S."""
    return map_unique(keep_matching(cells, _FORM), _canonize, TEXT)


def _canonize(cell: str) -> str:
    found = _PARTS.fullmatch(cell)
    if not found or cell[-1] in "PT":
        raise ValueError
    years, months, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:7])
    whole = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    return write_duration(found[1], years * 12 + months, whole, found[8] or "")


def write_duration(sign: str, months: int, seconds: int, fraction: str) -> str:
    """Write a duration as canonical text; sign is empty or a minus."""
    fraction = fraction.rstrip("0")
    time = f"T{seconds}{'.' * bool(fraction)}{fraction}S" if seconds or fraction else ""
    if not months and not time:
        return "PT0S"
    return f"{sign}P{f'{months}M' if months else ''}{time}"


def compare_durations(first: str, second: str) -> int | None:
    """Compare two canonical durations: -1, 0 or 1, or None where it depends on the months they fall into."""
    if first == second:
        return 0
    one, other = _measure(first), _measure(second)
    if one[1] < other[0] or one[0] > other[1]:
        return -1 if one[1] < other[0] else 1
    signs = set()
    for start in _STARTS:
        ends = _add(start, first), _add(start, second)
        signs.add((ends[0] > ends[1]) - (ends[0] < ends[1]))
    return signs.pop() if len(signs) == 1 else None


def _measure(duration: str) -> tuple[int, int]:
    """Give the least and the most seconds that a duration may have."""
    found = re.fullmatch(r"(-?)P(?:(\d+)M)?(?:T(\d+)(?:\.\d+)?S)?", duration)
    months, seconds = (int(found[2] or 0), int(found[3] or 0)) if found else (0, 0)
    least, most = months * 28 * _DAY + seconds, months * 31 * _DAY + seconds + 1
    return (-most, -least) if found and found[1] else (least, most)


def _add(start: tuple[int, int], duration: str) -> tuple[int, Decimal]:
    """Add a duration to a moment, and give the end in seconds and their fraction."""
    found = re.fullmatch(r"(-?)P(?:(\d+)M)?(?:T(\d+)(?:\.(\d+))?S)?", duration)
    if not found:
        raise ValueError
    sign = -1 if found[1] else 1
    months = start[0] * 12 + start[1] - 1 + sign * int(found[2] or 0)
    days = count_days(months // 12, months % 12 + 1, 1)
    return days * _DAY + sign * int(found[3] or 0), sign * Decimal(f"0.{found[4] or 0}")
