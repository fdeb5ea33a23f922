"""Casts Parquet columns to the Arrow types that cells of text give, and tells which column fits which field."""

import json
from base64 import b64encode
from collections.abc import Callable
from decimal import Decimal
from math import isinf, isnan
from uuid import UUID

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from exporter.validation.model.package import Field
from exporter.validation.values.arrays import (
    BIG,
    TEXT,
    build_array,
    build_scalar,
    keep,
    map_unique,
)
from exporter.validation.values.types.cells import cast_cells
from exporter.validation.values.types.decimals import read_integers, read_numeric
from exporter.validation.values.types.durations import write_duration
from exporter.validation.values.types.lists import get_item_field
from exporter.validation.values.types.parquet_nested import cast_nested, is_list, is_point
from exporter.validation.values.types.times import read_clocks, read_timestamps, write_temporal

_is = pa.types
_UNITS = {"s": 0, "ms": 3, "us": 6, "ns": 9}


def is_text(kind: pa.DataType) -> bool:
    """Tell whether an Arrow type is text, dictionaries of text included."""
    kind = get_value_type(kind)
    return bool(_is.is_string(kind) or _is.is_large_string(kind) or _is.is_string_view(kind))


def get_value_type(kind: pa.DataType) -> pa.DataType:
    """Give the type that values have beneath a dictionary or an extension type."""
    while True:
        if _is.is_dictionary(kind) or _is.is_run_end_encoded(kind):
            kind = kind.value_type
        elif isinstance(kind, pa.BaseExtensionType):
            kind = kind.storage_type
        else:
            return kind


def _is_whole(kind: pa.DataType) -> bool:
    return bool(_is.is_integer(kind) or (_is.is_decimal(kind) and kind.scale == 0))


def _is_binary(kind: pa.DataType) -> bool:
    return bool(
        _is.is_binary(kind)
        or _is.is_large_binary(kind)
        or _is.is_fixed_size_binary(kind)
        or _is.is_binary_view(kind)
    )


_TESTS: dict[str, tuple[str, Callable[[pa.DataType], bool]]] = {
    "integer": ("an integer column", _is_whole),
    "number": (
        "a number column",
        lambda kind: _is.is_floating(kind) or _is.is_integer(kind) or _is.is_decimal(kind),
    ),
    "boolean": ("a boolean column", _is.is_boolean),
    "date": ("a date column", _is.is_date),
    "datetime": ("a timestamp column", _is.is_timestamp),
    "time": ("a time column", _is.is_time),
    "year": ("an integer or text column", lambda kind: _is.is_integer(kind) or is_text(kind)),
    "yearmonth": ("a date or text column", lambda kind: _is.is_date(kind) or is_text(kind)),
    "duration": (
        "a duration or text column",
        lambda kind: _is.is_duration(kind) or is_text(kind),
    ),
    "object": (
        "a struct, map or text column",
        lambda kind: _is.is_struct(kind) or _is.is_map(kind) or is_text(kind),
    ),
    "array": ("a list or text column", lambda kind: is_list(kind) or is_text(kind)),
    "list": ("a list or text column", lambda kind: is_list(kind) or is_text(kind)),
    "geopoint": ("a struct, list or text column", lambda kind: is_point(kind) or is_text(kind)),
    "geojson": ("a struct or text column", lambda kind: _is.is_struct(kind) or is_text(kind)),
}

EXPECTED = {name: words for name, (words, _) in _TESTS.items()}
"""What column a type of Data Package v2 asks for; all others ask for text."""


def fits(kind: pa.DataType, field: Field) -> bool:
    """Tell whether the physical type of a column can hold the values of a field; nulls fit every field."""
    value_type = get_value_type(kind)
    if field.type == "any" or _is.is_null(value_type):
        return True
    if field.type == "string":
        return is_text(value_type) or (_is_binary(value_type) and _fits_bytes(value_type, field))
    if field.type == "list" and is_list(value_type):
        return fits(value_type.value_type, get_item_field(field))
    return bool(_TESTS[field.type][1](value_type))


def _fits_bytes(kind: pa.DataType, field: Field) -> bool:
    is_uuid = _is.is_fixed_size_binary(kind) and kind.byte_width == 16
    return field.format == "binary" or (field.format == "uuid" and is_uuid)


def decode(column: pa.Array) -> pa.Array:
    """Give a column without dictionaries, runs and extension types."""
    while True:
        kind = column.type
        if isinstance(kind, pa.BaseExtensionType):
            column = column.storage
        elif _is.is_dictionary(kind):
            column = column.dictionary_decode()
        elif _is.is_run_end_encoded(kind):
            column = pc.run_end_decode(column)
        else:
            return column


def cast_column(column: pa.Array, field: Field) -> pa.Array:
    """Bring a column that fits a field to the type that cast_cells gives for it."""
    column = decode(column)
    kind = column.type
    if _is.is_null(kind):
        return (
            pc.cast(column, TEXT)
            if field.type in ("any", "string")
            else cast_cells(pc.cast(column, TEXT), field)
        )
    if is_text(kind):
        texts, broken = read_texts(column)
        values = cast_cells(texts, field)
        return values if broken is None else keep(values, pc.invert(broken))
    if _is.is_nested(kind):
        return cast_nested(column, field, cast_column, decode)
    return _cast_any(column) if field.type == "any" else _CASTS[field.type](column, field)


def read_texts(column: pa.Array) -> tuple[pa.Array, pa.Array | None]:
    """Give a column of text as large_string, and which cells are not UTF-8, if any; those are mended to be shown.

    Nobody makes sure that the text in a Parquet file is UTF-8, and Arrow does not look.
    """
    data = pc.cast(decode(column), pa.large_binary())
    try:
        return pc.cast(data, TEXT), None
    except pa.ArrowInvalid:
        cells = data.to_pylist()
    mended = build_array([None if cell is None else cell.decode("utf-8", "replace") for cell in cells], TEXT)
    return mended, pc.and_(pc.is_valid(data), pc.not_equal(pc.cast(mended, pa.large_binary()), data))


def _cast_any(column: pa.Array) -> pa.Array:
    kind = column.type
    for name in ("boolean", "integer", "number", "date", "datetime", "time", "duration"):
        if _TESTS[name][1](kind):
            return _CASTS[name](column, Field(name="", type=name))
    return _write_bytes(column, Field(name="", format="binary"))


def _cast_integer(column: pa.Array, _: Field) -> pa.Array:
    try:
        return pc.cast(column, pa.int64())
    except pa.ArrowInvalid:
        pass
    if _is.is_integer(column.type) or column.type.precision <= 38:
        return pc.cast(pc.cast(column, pa.decimal128(38, 0)), BIG)
    return read_integers(pc.cast(column, TEXT))


def _cast_year(column: pa.Array, field: Field) -> pa.Array:
    years = _cast_integer(column, field)
    return keep(years, pc.not_equal(years, build_scalar(0, years.type)))


def _cast_month(column: pa.Array, _: Field) -> pa.Array:
    """Take a date for its month if it is the first day of one."""
    days = pc.cast(column, pa.date32())
    return keep(days, pc.equal(pc.day(days), build_scalar(1, pa.int64())))


def _cast_duration(column: pa.Array, _: Field) -> pa.Array:
    unit = column.type.unit
    return map_unique(pc.cast(column, pa.int64()), lambda count: _write_span(count, unit), TEXT)


def _write_span(count: int, unit: str) -> str:
    digits = _UNITS[unit]
    seconds, part = divmod(abs(count), 10**digits)
    return write_duration("-" * (count < 0), 0, seconds, f"{part:0{digits}}" if digits else "")


def _write_bytes(column: pa.Array, field: Field) -> pa.Array:
    """Write bytes as the text that a format of string has for them."""
    if field.format == "uuid":
        return map_unique(column, lambda data: str(UUID(bytes=data)), TEXT)
    return map_unique(column, lambda data: b64encode(data).decode(), TEXT)


_CASTS: dict[str, Callable[[pa.Array, Field], pa.Array]] = {
    "integer": _cast_integer,
    "number": lambda column, _: read_numeric(column),
    "boolean": lambda column, _: column,
    "date": lambda column, _: pc.cast(column, pa.date32()),
    "datetime": lambda column, _: read_timestamps(column),
    "time": lambda column, _: read_clocks(column),
    "year": _cast_year,
    "yearmonth": _cast_month,
    "duration": _cast_duration,
    "string": _write_bytes,
}


def format_value(scalar: pa.Scalar) -> str:
    """Write a value as canonical CSV has it, whatever it is."""
    kind = scalar.type
    if isinstance(scalar, pa.DictionaryScalar | pa.ExtensionScalar):
        return format_value(scalar.value)
    if not scalar.is_valid:
        return ""
    if _is.is_duration(kind):
        return _write_span(scalar.value, kind.unit)
    if _is.is_temporal(kind):
        text = write_temporal(scalar.value, kind)
        is_naive = _is.is_timestamp(kind) and kind.tz is None
        return text.removesuffix("Z") if is_naive else text
    if _is.is_map(kind):
        return _format_python(dict(scalar.as_py()))
    if _is.is_floating(kind) and kind.bit_width < 64:
        return _format_python(_shorten(scalar))
    return _format_python(_read_python(scalar))


def _shorten(scalar: pa.Scalar) -> float:
    """Give the shortest decimal that reads back as a short float, which is what it stands for."""
    width = np.float32 if scalar.type.bit_width == 32 else np.float16
    return float(str(width(scalar.as_py())))


def _read_python(scalar: pa.Scalar) -> object:
    try:
        return scalar.as_py()
    except (OverflowError, ValueError):
        if is_text(scalar.type):
            return scalar.as_buffer().to_pybytes().decode("utf-8", "replace")
        # In a list or the like, a date that Python has not, or text that is not UTF-8.
        return f"a value of type {scalar.type}"


def _format_python(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return "NaN" if isnan(value) else ("-INF" if value < 0 else "INF") if isinf(value) else repr(value)
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, list | dict):
        return json.dumps(value, default=str, ensure_ascii=False)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
