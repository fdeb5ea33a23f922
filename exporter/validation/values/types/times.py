"""Reads dates, times, moments, years and months, exactly.

A moment is held in microseconds since 1970 in UTC (without a zone it is taken as UTC), in nanoseconds where a
cell needs it; where neither will do, a batch is held as canonical text. Years are those of XML Schema 1.0: at least
four digits, negative or long where there is a need, and never 0000. Leap seconds do not exist there, and
24:00:00 is the start of the next day.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from exporter.validation.model.package import Field
from exporter.validation.values.arrays import (
    CLOCK,
    FINE_CLOCK,
    FINE_MOMENT,
    MOMENT,
    TEXT,
    build_array,
    build_scalar,
    convert_unique,
    has_all,
    has_any,
    join_texts,
    keep,
    keep_matching,
    map_unique,
    match_whole,
    read_numbers,
    read_valid,
)
from exporter.validation.values.types.days import count_days, find_day
from exporter.validation.values.types.decimals import read_integers
from exporter.validation.values.types.strptime import parse_any, parse_pattern, rewrite

_LEAP = r"(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
DATE = (
    r"(?:[0-9]{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)"
    rf"|(?:0[13578]|1[02])-31)|{_LEAP}-02-29)"
)
"""Every day of the years 0000 to 9999, and nothing else."""
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_YEAR = r"-?(?:[0-9]{4}|[1-9][0-9]{4,})"
_MOMENT = rf"{DATE}T{_CLOCK}(?:\.[0-9]{{1,6}})?{_ZONE}?"
_FINE_MOMENT = rf"(?:1[789]|20|21)[0-9]{{2}}.{{15}}(?:\.[0-9]{{1,9}})?{_ZONE}?"
_ANY_MOMENT = rf"{_YEAR}-[0-9]{{2}}-[0-9]{{2}}T(?:{_CLOCK}|24:00:00(?:\.0+)?)(?:\.[0-9]+)?{_ZONE}?"
_PARTS = re.compile(r"(-?\d+)-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))?")
_DAY_SECONDS = 86_400


def get_format(field: Field) -> str:
    """Give the format of a field without the prefix of old packages."""
    return field.format.removeprefix("fmt:")


def cast_date(cells: pa.Array, field: Field) -> pa.Array:
    """Read days, as date32."""
    return _cast_by_format(cells, field, _read_dates, "%Y-%m-%d")


def cast_moment(cells: pa.Array, field: Field) -> pa.Array:
    """Read moments."""
    return _cast_by_format(cells, field, _read_moments, "%Y-%m-%dT%H:%M:%S.%f%z")


def cast_time(cells: pa.Array, field: Field) -> pa.Array:
    """Read times of day, as time64."""
    return _cast_by_format(cells, field, _read_times, "%H:%M:%S.%f")


def _cast_by_format(
    cells: pa.Array, field: Field, read: Callable[[pa.Array], pa.Array], form: str
) -> pa.Array:
    pattern = get_format(field)
    if pattern == "default":
        return read(keep_matching(cells, _CLOCK) if field.type == "time" else cells)
    written = cells if pattern == "any" else rewrite(cells, pattern, field.type)
    values = read(written)
    rest = pc.and_(pc.is_null(values), pc.is_valid(cells))
    if not has_any(rest):
        return values
    parse = parse_any if pattern == "any" else parse_pattern
    others = map_unique(keep(cells, rest), lambda cell: _write(parse(cell, pattern, field.type), form), TEXT)
    return read(pc.if_else(rest, others, written))


def _write(moment: datetime, form: str) -> str:
    if "%z" in form:
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.replace(tzinfo=None).isoformat() + "Z"
    return (moment.date() if "%Y" in form else moment.time()).isoformat()


def _read_dates(cells: pa.Array) -> pa.Array:
    return pc.cast(_drop_year_zero(keep_matching(cells, DATE)), pa.date32())


def _drop_year_zero(cells: pa.Array) -> pa.Array:
    return keep(cells, pc.invert(pc.starts_with(cells, "0000-")))


def _read_times(cells: pa.Array) -> pa.Array:
    cells = keep_matching(cells, rf"{_CLOCK}(?:\.[0-9]{{1,6}})?")
    return pc.cast(pc.cast(join_texts("1970-01-01T", cells, "Z"), MOMENT), CLOCK)


def _read_moments(cells: pa.Array) -> pa.Array:
    plain = _drop_year_zero(keep_matching(cells, _MOMENT))
    if plain.null_count == cells.null_count:
        return pc.cast(_add_zone(plain), MOMENT)
    fine = keep_matching(cells, _FINE_MOMENT)
    fine = keep(fine, match_whole(fine, rf"{DATE}T{_CLOCK}.*"))
    if fine.null_count == cells.null_count:
        return shrink(pc.cast(_add_zone(fine), FINE_MOMENT))
    rest = keep(keep_matching(cells, _ANY_MOMENT), pc.is_null(plain))
    values = pc.cast(_add_zone(plain), MOMENT)
    if rest.null_count == len(rest):
        return values
    return _merge(values, convert_unique(rest, _parse_moment))


def _add_zone(cells: pa.Array) -> pa.Array:
    zoned = pc.match_substring_regex(cells, r"(?:Z|[+-][0-9]{2}:[0-9]{2})\z")
    return cells if has_all(zoned) else pc.if_else(zoned, cells, join_texts(cells, "Z"))


def _parse_moment(cell: str) -> tuple[int, str]:
    """Read a moment of any year and precision as seconds since 1970 and the digits of their fraction."""
    found = _PARTS.fullmatch(cell)
    if not found or int(found[1]) == 0:
        raise ValueError
    days = count_days(int(found[1]), int(found[2]), int(found[3]))
    seconds = days * _DAY_SECONDS + int(found[4]) * 3600 + int(found[5]) * 60 + int(found[6])
    if found[8]:
        shift = int(found[9]) * 3600 + int(found[10]) * 60
        seconds -= shift if found[8] == "+" else -shift
    return seconds, (found[7] or "").rstrip("0")


def _merge(values: pa.Array, others: list[tuple[int, str] | None]) -> pa.Array:
    """Put moments that needed Python among the plain ones, in the smallest unit that holds all of them."""
    for kind, digits in ((MOMENT, 6), (FINE_MOMENT, 9)):
        counts = [None if other is None else _count_units(other, digits) for other in others]
        if all(count is None or abs(count) < 2**63 for count in counts):
            try:
                column = pc.cast(values, kind)
            except pa.ArrowInvalid:
                continue
            if all(other is None or len(other[1]) <= digits for other in others):
                return pc.coalesce(build_array(counts, kind), column)
    texts = [None if other is None else write_moment(*other) for other in others]
    return pc.coalesce(build_array(texts, TEXT), write_canonical(values))


def _count_units(moment: tuple[int, str], digits: int) -> int:
    part = int(moment[1][:digits].ljust(digits, "0"))
    return int(moment[0] * 10**digits + part)


def write_moment(seconds: int, fraction: str) -> str:
    """Write seconds since 1970 and the digits of their fraction in canonical form."""
    days, rest = divmod(seconds, _DAY_SECONDS)
    date = write_date(days)
    clock = f"{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
    return f"{date}T{clock}{'.' * bool(fraction)}{fraction}Z"


def write_date(days: int) -> str:
    """Write days since 1970, whatever the year."""
    year, month, day = find_day(days)
    return f"{'-' * (year < 0)}{abs(year):04}-{month:02}-{day:02}"


def write_canonical(values: pa.Array) -> pa.Array:
    """Write moments, dates or times as canonical text, without the limits that Python's own have."""
    if values.type == TEXT:
        return values
    kind = values.type
    is_narrow = pa.types.is_date32(kind) or pa.types.is_time32(kind)
    numbers = read_numbers(values, np.int32 if is_narrow else np.int64).tolist()
    pairs = zip(numbers, read_valid(values), strict=True)
    return build_array([write_temporal(number, kind) if ok else None for number, ok in pairs], TEXT)


def write_temporal(count: int, kind: pa.DataType) -> str:
    """Write what an Arrow date, time or timestamp is held as in canonical form."""
    if pa.types.is_date(kind):
        return write_date(count if pa.types.is_date32(kind) else count // 86_400_000)
    digits = {"s": 0, "ms": 3, "us": 6, "ns": 9}[kind.unit]
    seconds, part = divmod(count, 10**digits)
    text = write_moment(seconds, f"{part:0{digits}}".rstrip("0") if digits else "")
    return text if pa.types.is_timestamp(kind) else text[11:-1]


def shrink(values: pa.Array) -> pa.Array:
    """Hold moments or times in microseconds if nothing is lost."""
    kind = MOMENT if pa.types.is_timestamp(values.type) else CLOCK
    try:
        return pc.cast(values, kind)
    except pa.ArrowInvalid:
        return values


def read_timestamps(values: pa.Array) -> pa.Array:
    """Read timestamps of Arrow as moments; without a zone they are taken as UTC."""
    unit = values.type.unit
    values = pc.cast(pc.cast(values, pa.int64()), pa.timestamp(unit, "UTC"))
    try:
        return shrink(values)
    except pa.ArrowInvalid:
        return write_canonical(values)


def read_clocks(values: pa.Array) -> pa.Array:
    """Read times of Arrow; null where one is not within a day."""
    counts = pc.cast(
        pc.cast(values, pa.int32() if pa.types.is_time32(values.type) else pa.int64()), pa.int64()
    )
    day = _DAY_SECONDS * 10 ** {"s": 0, "ms": 3, "us": 6, "ns": 9}[values.type.unit]
    is_within = pc.and_(
        pc.greater_equal(counts, build_scalar(0, pa.int64())), pc.less(counts, build_scalar(day, pa.int64()))
    )
    return shrink(pc.cast(keep(values, is_within), FINE_CLOCK))


def cast_year(cells: pa.Array, _: Field) -> pa.Array:
    """Read years; a zone is allowed and means nothing."""
    found = keep_matching(cells, f"{_YEAR}{_ZONE}?")
    plain = pc.replace_substring_regex(found, f"{_ZONE}\\z", "")
    return read_integers(keep(plain, pc.invert(match_whole(plain, "-?0000"))))


def cast_month(cells: pa.Array, _: Field) -> pa.Array:
    """Read months, as their first day; a zone is allowed and means nothing."""
    found = keep_matching(cells, f"{_YEAR}-(?:0[1-9]|1[0-2]){_ZONE}?")
    found = keep(found, pc.invert(pc.match_substring_regex(found, r"\A-?0000-")))
    # The month must not be taken for a zone.
    plain = pc.replace_substring_regex(found, rf"\A({_YEAR}-[0-9]{{2}}).*\z", r"\1")
    simple = match_whole(plain, "[0-9]{4}-[0-9]{2}")
    if has_all(simple):
        return pc.cast(join_texts(plain, "-01"), pa.date32())
    days = convert_unique(plain, _count_month)
    if all(day is None or abs(day) < 2**31 for day in days):
        return build_array(days, pa.date32())
    return build_array([None if day is None else write_date(day)[:-3] for day in days], TEXT)


def _count_month(cell: str) -> int:
    year, _, month = cell.rpartition("-")
    return count_days(int(year), int(month), 1)


def compare_moments(first: str, second: str) -> int:
    """Compare two canonical dates, times or moments: -1, 0 or 1."""
    one, other = _rank(first), _rank(second)
    return (one > other) - (one < other)


def _rank(text: str) -> tuple[int, str]:
    found = re.match(r"(-?\d+)-(.*)", text)
    return (int(found[1]), found[2].rstrip("Z")) if found else (0, text)
