"""Brings Parquet columns to the same Arrow types as text cells, or tells why they do not fit a field."""

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from exporter.validation.descriptors.model import Field
from exporter.validation.values.cells import BIG, MOMENT, TEXT, cast_cells

_is = pa.types

_TESTS: dict[str, Callable[[pa.DataType], bool]] = {
    "integer": lambda kind: _is.is_integer(kind) or (_is.is_decimal(kind) and kind.scale == 0),
    "number": lambda kind: _is.is_floating(kind) or _is.is_integer(kind) or _is.is_decimal(kind),
    "boolean": _is.is_boolean,
    "date": _is.is_date,
    "datetime": _is.is_timestamp,
    "time": _is.is_time,
    "year": _is.is_integer,
    "yearmonth": _is.is_date,
}

_KINDS = {
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "datetime": MOMENT,
    "time": pa.time64("us"),
    "year": pa.int64(),
    "yearmonth": pa.date32(),
}

EXPECTED = {
    "integer": "an integer column",
    "number": "a number column",
    "boolean": "a boolean column",
    "date": "a date column",
    "datetime": "a timestamp column",
    "time": "a time column",
    "year": "an integer column",
    "yearmonth": "a date or text column",
}
"""What column a type of Data Package v2 asks for; all others ask for text."""


def is_text(kind: pa.DataType) -> bool:
    """Tell whether an Arrow type is text, dictionaries of text included."""
    if _is.is_dictionary(kind):
        kind = kind.value_type
    return bool(_is.is_string(kind) or _is.is_large_string(kind) or _is.is_string_view(kind))


def fits(kind: pa.DataType, field: Field) -> bool:
    """Tell whether the physical type of a column can hold the values of a field; nulls fit every field."""
    if field.type == "any" or _is.is_null(kind):
        return True
    if field.type in ("list", "array") and (_is.is_list(kind) or _is.is_large_list(kind)):
        return True
    if field.type in ("object", "geojson", "geopoint") and _is.is_struct(kind):
        return True
    return is_text(kind) if field.type not in _KINDS and field.type != "integer" else _fits_value(kind, field)


def _fits_value(kind: pa.DataType, field: Field) -> bool:
    return _TESTS[field.type](kind) or (field.type in ("year", "yearmonth") and is_text(kind))


def cast_column(column: pa.Array, field: Field) -> pa.Array:
    """Bring a column that fits a field to the type that cast_cells gives for it."""
    if is_text(column.type):
        return cast_cells(pc.cast(column, TEXT), field)
    if field.type == "integer":
        return _cast_integer(column)
    kind = _KINDS.get(field.type)
    if kind is None or _is.is_null(column.type):
        return pa.nulls(len(column), kind or TEXT) if _is.is_null(column.type) else column
    return pc.cast(column, kind, safe=False)


def _cast_integer(column: pa.Array) -> pa.Array:
    try:
        return pc.cast(column, pa.int64())
    except pa.ArrowInvalid:
        return pc.cast(column, BIG)


def format_value(scalar: pa.Scalar) -> str:
    """Write a value as canonical CSV has it."""
    value = scalar.as_py()
    if isinstance(value, bool):
        return "true" if value else "false"
    if _is.is_timestamp(scalar.type):
        return str(value.isoformat().replace("+00:00", "Z"))
    return repr(value) if isinstance(value, float) else str(value)
