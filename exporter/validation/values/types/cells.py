"""Turns cells of text into typed Arrow arrays, by the lexical rules of Data Package v2.

Every function takes an array of text (nulls are missing values) and gives an array of the same length that is
null where a cell is not of the type. Types:

- string, any and what is of an unknown format: large_string, as it is
- integer and year: int64, or decimal256 where a cell of the batch needs it
- number: float64
- boolean: bool
- date and yearmonth: date32; datetime: timestamp[us, UTC], or ns where a cell needs it; time: time64[us]
- duration: large_string, in months and seconds; object, array, list, geopoint, geojson: large_string, canonical JSON

A batch with a value that its type cannot hold exactly is large_string too, in a canonical form; so batches of one
field may differ, and unify in comparing.py brings them together.
"""

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from exporter.validation.model.package import Field
from exporter.validation.values.arrays import (
    BIG,
    MOMENT,
    TEXT,
    build_array,
    map_unique,
    match_whole,
)
from exporter.validation.values.types.canonical_json import cast_json
from exporter.validation.values.types.decimals import cast_integer, cast_number
from exporter.validation.values.types.durations import cast_duration
from exporter.validation.values.types.geo import cast_geojson, cast_geopoint
from exporter.validation.values.types.lists import get_item_field, join_items, split_cells
from exporter.validation.values.types.strings import FORMATS, cast_string
from exporter.validation.values.types.strptime import is_pattern
from exporter.validation.values.types.times import (
    cast_date,
    cast_moment,
    cast_month,
    cast_time,
    cast_year,
    get_format,
)

__all__ = ["BIG", "MOMENT", "TEXT", "cast_cells", "describe_gap", "map_unique", "match_whole"]

_TRUE = ("true", "True", "TRUE", "1")
_FALSE = ("false", "False", "FALSE", "0")
_FORMATS = {
    "string": ("default", *FORMATS),
    "geopoint": ("default", "array", "object"),
    "geojson": ("default", "topojson"),
}
_BY_PATTERN = ("date", "datetime", "time")


def cast_cells(cells: pa.Array, field: Field) -> pa.Array:
    """Cast text cells to the type of a field; null where a cell is null or not of the type."""
    return _CASTS[field.type](cells, field) if is_readable(field) else cells


def describe_gap(field: Field) -> str | None:
    """Tell what of a field's type or format is not checked here, or None if all of it is."""
    known = _FORMATS.get(field.type)
    return None if known is None or field.format in known else f"format {field.format!r} is not known"


def is_readable(field: Field) -> bool:
    """Tell whether the format of a field is known, so that its cells can be read."""
    if field.type in _BY_PATTERN:
        return get_format(field) in ("default", "any") or is_pattern(get_format(field))
    return describe_gap(field) is None


def _cast_boolean(cells: pa.Array, field: Field) -> pa.Array:
    true = build_array(field.options.get("trueValues") or _TRUE, TEXT)
    false = build_array(field.options.get("falseValues") or _FALSE, TEXT)
    is_true, is_false = pc.is_in(cells, true), pc.is_in(cells, false)
    return pc.if_else(pc.or_(is_true, is_false), is_true, pa.nulls(1, pa.bool_())[0])


def _cast_list(cells: pa.Array, field: Field) -> pa.Array:
    item = get_item_field(field)
    lists = split_cells(cells, field)
    values = cast_cells(pc.cast(pc.list_flatten(lists), TEXT), item)
    joined = join_items(lists, values, pc.is_null(values), item)
    return pc.if_else(pc.is_valid(cells), joined, pa.nulls(1, TEXT)[0])


_CASTS: dict[str, Callable[[pa.Array, Field], pa.Array]] = {
    "string": cast_string,
    "integer": cast_integer,
    "number": cast_number,
    "boolean": _cast_boolean,
    "date": cast_date,
    "datetime": cast_moment,
    "time": cast_time,
    "year": cast_year,
    "yearmonth": cast_month,
    "duration": cast_duration,
    "object": cast_json,
    "array": cast_json,
    "geojson": cast_geojson,
    "geopoint": cast_geopoint,
    "list": _cast_list,
    "any": lambda cells, _: cells,
}
