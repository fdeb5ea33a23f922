"""Turns cells of text into typed Arrow arrays, by the lexical rules of Data Package v2.

Every function takes an array of text (nulls are missing values) and gives an array of the same length that is
null where a cell is not of the type. Types: string and what is kept as text is large_string, integer and year
int64 (decimal256 where int64 is too small), number float64, boolean bool, date and yearmonth date32, datetime
timestamp[us, UTC] (without a zone it is taken as UTC), time time64[us].
"""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from exporter.validation.arrays import TEXT as TEXT
from exporter.validation.descriptors.model import Field

MOMENT = pa.timestamp("us", "UTC")
BIG = pa.decimal256(76, 0)

_ZONE = r"(Z|[+-](0[0-9]|1[0-4]):?[0-5][0-9])?"
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?"
_DATE = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_DURATION = r"-?P([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]+)?S)?)?"
_STRING_FORMATS = {
    "email": r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)*",
    "uri": r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+",
    "uuid": r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}",
    "binary": r"([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
}


def cast_cells(cells: pa.Array, field: Field) -> pa.Array:
    """Cast text cells to the type of a field; null where a cell is null or not of the type."""
    return _CASTS[field.type](cells, field)


def describe_gap(field: Field) -> str | None:
    """Tell what of a field's type or format is not checked here, or None if all of it is."""
    if field.type == "geojson":
        return "only that it is a JSON object is checked, not that it is GeoJSON"
    if field.type in ("date", "datetime", "time") and field.format == "any":
        return "format 'any' allows every form"
    known = {"string": ("default", *_STRING_FORMATS), "geopoint": ("default", "array", "object")}
    if field.type in known and field.format not in known[field.type]:
        return f"format {field.format!r} is not known"
    if "jsonSchema" in field.constraints:
        return "the constraint jsonSchema is not checked"
    bounds = [name for name in ("minimum", "maximum") if name in field.constraints]
    return "its bounds are not checked" if field.type == "duration" and bounds else None


def map_unique(cells: pa.Array, convert: Callable[[str], Any], kind: pa.DataType) -> pa.Array:
    """Convert each different cell once by a Python function; what it refuses with ValueError becomes null."""
    encoded = pc.dictionary_encode(cells)
    values = [_convert(convert, cell) for cell in encoded.dictionary.to_pylist()]
    return pa.array(values, kind).take(encoded.indices)


def _convert(convert: Callable[[str], object], cell: str) -> object:
    try:
        return convert(cell)
    except (ValueError, RecursionError, OverflowError):
        return None


def match_whole(cells: pa.Array, pattern: str) -> pa.Array:
    """Tell which cells match an RE2 pattern as a whole."""
    return pc.match_substring_regex(cells, rf"\A(?:{pattern})\z")


def _keep(cells: pa.Array, mask: pa.Array) -> pa.Array:
    if pc.all(mask, min_count=0).as_py():
        return cells
    return pc.if_else(mask, cells, pa.scalar(None, cells.type))


def _keep_matching(cells: pa.Array, pattern: str) -> pa.Array:
    return _keep(cells, match_whole(cells, pattern))


def _cast_each(cells: pa.Array, kind: pa.DataType) -> pa.Array:
    """Cast, halving the array until only the cells that cannot be cast are left, which become null."""
    try:
        return pc.cast(cells, kind)
    except pa.ArrowInvalid:
        if len(cells) == 1:
            return pa.nulls(1, kind)
        half = len(cells) // 2
        return pa.concat_arrays([_cast_each(cells[:half], kind), _cast_each(cells[half:], kind)])


def _cast_string(cells: pa.Array, field: Field) -> pa.Array:
    pattern = _STRING_FORMATS.get(field.format)
    return _keep_matching(cells, pattern) if pattern else cells


def _strip_number(cells: pa.Array, field: Field) -> pa.Array:
    if field.options.get("bareNumber") is False:
        cells = pc.replace_substring_regex(cells, r"^[^-+0-9]+|[^0-9]+$", "")
    group = field.options.get("groupChar")
    return pc.replace_substring(cells, group, "") if group else cells


def _cast_integer(cells: pa.Array, field: Field) -> pa.Array:
    cells = _keep_matching(_strip_number(cells, field), r"[+-]?[0-9]+")
    cells = pc.utf8_ltrim(cells, "+")
    try:
        return pc.cast(cells, pa.int64())
    except pa.ArrowInvalid:
        return _cast_each(cells, BIG)


def _cast_number(cells: pa.Array, field: Field) -> pa.Array:
    special = r"(?i)(NaN|-?INF)"
    decimal = field.options.get("decimalChar", ".")
    if pc.any(match_whole(cells, special)).as_py():
        stripped = pc.if_else(match_whole(cells, special), cells, _strip_number(cells, field))
    else:
        stripped = _strip_number(cells, field)
    if decimal != ".":
        stripped = pc.replace_substring(stripped, ".", "?")
        stripped = pc.replace_substring(stripped, decimal, ".")
    form = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|(?i:NaN|-?INF)"
    return _cast_each(_keep_matching(stripped, form), pa.float64())


def _cast_boolean(cells: pa.Array, field: Field) -> pa.Array:
    true = pa.array(field.options.get("trueValues", ["true", "True", "TRUE", "1"]), cells.type)
    false = pa.array(field.options.get("falseValues", ["false", "False", "FALSE", "0"]), cells.type)
    is_true, is_false = pc.is_in(cells, true), pc.is_in(cells, false)
    return pc.if_else(pc.or_(is_true, is_false), is_true, pa.scalar(None, pa.bool_()))


def _cast_date(cells: pa.Array, field: Field) -> pa.Array:
    if field.format == "default":
        return _cast_each(_keep_matching(cells, _DATE), pa.date32())
    if field.format == "any":
        return cells
    return map_unique(cells, lambda cell: datetime.strptime(cell, field.format).date(), pa.date32())


def _cast_datetime(cells: pa.Array, field: Field) -> pa.Array:
    if field.format == "any":
        return cells
    if field.format != "default":
        return map_unique(cells, lambda cell: _read_moment(cell, field.format), MOMENT)
    cells = _cut_fractions(_keep_matching(cells, f"{_DATE}T{_TIME}{_ZONE}"))
    zoned = pc.match_substring_regex(cells, r"(Z|[+-][0-9]{2}:?[0-9]{2})$")
    if not pc.all(zoned, min_count=0).as_py():
        cells = pc.if_else(
            zoned, cells, pc.binary_join_element_wise(cells, pa.scalar("Z", TEXT), pa.scalar("", TEXT))
        )
    return _cast_each(cells, MOMENT)


def _read_moment(cell: str, form: str) -> datetime:
    moment = datetime.strptime(cell, form)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _cut_fractions(cells: pa.Array) -> pa.Array:
    return pc.replace_substring_regex(cells, r"(\.[0-9]{6})[0-9]+", r"\1")


def _cast_time(cells: pa.Array, field: Field) -> pa.Array:
    if field.format == "any":
        return cells
    if field.format != "default":
        return map_unique(cells, lambda cell: datetime.strptime(cell, field.format).time(), pa.time64("us"))
    cells = _cut_fractions(_keep_matching(cells, _TIME + _ZONE))
    return map_unique(cells, _read_time, pa.time64("us"))


def _read_time(cell: str) -> time:
    moment = datetime.combine(date(2000, 1, 2), time.fromisoformat(cell))
    return moment.astimezone(UTC).time() if moment.tzinfo else moment.time()


def _cast_year(cells: pa.Array, _: Field) -> pa.Array:
    return _cast_each(_keep_matching(cells, r"-?[0-9]{4}|-?[1-9][0-9]{4,17}"), pa.int64())


def _cast_yearmonth(cells: pa.Array, _: Field) -> pa.Array:
    cells = _keep_matching(cells, r"[0-9]{4}-(0[1-9]|1[0-2])")
    return _cast_each(
        pc.binary_join_element_wise(cells, pa.scalar("01", TEXT), pa.scalar("-", TEXT)), pa.date32()
    )


def _cast_duration(cells: pa.Array, _: Field) -> pa.Array:
    cells = _keep_matching(cells, _DURATION)
    return _keep(cells, pc.match_substring_regex(cells, r"[0-9][A-Z]\z"))


def _cast_json(cells: pa.Array, field: Field) -> pa.Array:
    expected = list if field.type == "array" else dict
    return map_unique(cells, lambda cell: _read_json(cell, expected), cells.type)


def _read_json(cell: str, expected: type) -> str:
    if not isinstance(json.loads(cell), expected):
        raise ValueError
    return cell


def _cast_geopoint(cells: pa.Array, field: Field) -> pa.Array:
    return map_unique(cells, lambda cell: _read_point(cell, field.format), cells.type)


def _read_point(cell: str, form: str) -> str:
    parts: Any = re.split(r", ?", cell) if form == "default" else json.loads(cell)
    if form == "object":
        if not isinstance(parts, dict) or set(parts) != {"lon", "lat"}:
            raise ValueError
        parts = [parts["lon"], parts["lat"]]
    if (
        not isinstance(parts, list)
        or len(parts) != 2
        or not all(isinstance(p, str | int | float) for p in parts)
    ):
        raise ValueError
    longitude, latitude = map(float, parts)
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise ValueError
    return cell


def _cast_list(cells: pa.Array, field: Field) -> pa.Array:
    item = Field(name=field.name, type=field.options.get("itemType", "string"))
    parts = pc.split_pattern(cells, field.options.get("delimiter", ","))
    items, owners = pc.list_flatten(parts), pc.list_parent_indices(parts)
    items = pc.cast(items, TEXT)
    wrong = pc.unique(owners.filter(pc.is_null(cast_cells(items, item))))
    return _keep(cells, pc.invert(pc.is_in(pa.array(range(len(cells)), owners.type), wrong)))


_CASTS: dict[str, Callable[[pa.Array, Field], pa.Array]] = {
    "string": _cast_string,
    "integer": _cast_integer,
    "number": _cast_number,
    "boolean": _cast_boolean,
    "date": _cast_date,
    "datetime": _cast_datetime,
    "time": _cast_time,
    "year": _cast_year,
    "yearmonth": _cast_yearmonth,
    "duration": _cast_duration,
    "object": _cast_json,
    "array": _cast_json,
    "geojson": _cast_json,
    "geopoint": _cast_geopoint,
    "list": _cast_list,
    "any": lambda cells, _: cells,
}
