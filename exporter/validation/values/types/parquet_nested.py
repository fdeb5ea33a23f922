"""Casts nested Parquet columns to the canonical JSON that cells of text give; for parquet_columns.py."""

from base64 import b64encode
from collections.abc import Callable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from exporter.validation.model.json_types import JsonValue
from exporter.validation.model.package import Field
from exporter.validation.values.arrays import TEXT, build_array, keep
from exporter.validation.values.types import geo
from exporter.validation.values.types.canonical_json import write_json
from exporter.validation.values.types.comparing import write_values
from exporter.validation.values.types.lists import get_item_field, join_items

_is = pa.types
Caster = Callable[[pa.Array, Field], pa.Array]


def is_list(kind: pa.DataType) -> bool:
    """Tell whether an Arrow type is a list of whatever kind."""
    tests = (_is.is_list, _is.is_large_list, _is.is_fixed_size_list, _is.is_list_view, _is.is_large_list_view)
    return any(test(kind) for test in tests)


def is_point(kind: pa.DataType) -> bool:
    """Tell whether a nested type can hold longitude and latitude."""
    if is_list(kind):
        return _is_number(kind.value_type)
    return (
        bool(_is.is_struct(kind))
        and {item.name for item in kind} == {"lon", "lat"}
        and all(_is_number(item.type) for item in kind)
    )


def _is_number(kind: pa.DataType) -> bool:
    return bool(_is.is_floating(kind) or _is.is_integer(kind) or _is.is_decimal(kind))


def cast_nested(
    column: pa.Array, field: Field, cast: Caster, decode: Callable[[pa.Array], pa.Array]
) -> pa.Array:
    """Bring a nested column that fits a field to canonical JSON; null where a value is not of the type.

    Args:
        column: Lists, structs or maps.
        field: The field.
        cast: Brings a column of items to the type of theirs.
        decode: Takes dictionaries and the like from a column.
    """
    if field.type == "list":
        item = get_item_field(field)
        items = pc.list_flatten(column)
        values = cast(items, item)
        wrong = pc.and_(pc.is_null(values), pc.is_valid(items))
        return keep(join_items(column, values, wrong, item), pc.is_valid(column))
    texts = (_write(value, field) for value in _read(column, decode))
    return build_array(list(texts), TEXT)


def _write(value: JsonValue, field: Field) -> str | None:
    if value is None:
        return None
    try:
        if field.type == "geopoint":
            return geo.write_point(geo.take_point(value, "object" if isinstance(value, dict) else "array"))
        if field.type == "geojson":
            value = _drop_empty(value)
            return write_json(value) if geo.get_validator(field)(value) else None
        return write_json(value)
    except (ValueError, RecursionError):
        return None


def _drop_empty(value: JsonValue) -> JsonValue:
    """Leave out members that are null: a struct has all of its members in every row."""
    if isinstance(value, list):
        return [_drop_empty(item) for item in value]
    if not isinstance(value, dict):
        return value
    needed = ("geometry", "properties") if value.get("type") == "Feature" else ()
    return {name: _drop_empty(item) for name, item in value.items() if item is not None or name in needed}


def _read(column: pa.Array, decode: Callable[[pa.Array], pa.Array]) -> list[JsonValue]:
    column = decode(column)
    kind = column.type
    if _is.is_struct(kind):
        members = [_read(child, decode) for child in column.flatten()]
        rows = zip(*members, strict=True) if members else ((),) * len(column)
        names = [item.name for item in kind]
        values: Iterator[JsonValue] = (dict(zip(names, row, strict=True)) for row in rows)
    elif _is.is_map(kind):
        names, items = _read(column.keys, decode), _read(column.items, decode)
        pairs = iter(zip(names, items, strict=True))
        values = (_build_object(rows) for rows in _group(pairs, column))
    elif is_list(kind):
        values = _group(iter(_read(pc.list_flatten(column), decode)), column)
    else:
        return _read_plain(column)
    return [value if ok else None for value, ok in zip(values, pc.is_valid(column).to_pylist(), strict=True)]


def _group(items: Iterator[JsonValue], column: pa.Array) -> Iterator[list[JsonValue]]:
    lengths = column.offsets if _is.is_map(column.type) else None
    counts = (
        [last - first for first, last in zip(lengths.to_pylist(), lengths.to_pylist()[1:], strict=False)]
        if lengths is not None
        else pc.list_value_length(column).to_pylist()
    )
    for count in counts:
        yield [next(items) for _ in range(count or 0)]


def _build_object(pairs: list[tuple[JsonValue, JsonValue]]) -> JsonValue:
    built = {name if isinstance(name, str) else write_json(name): item for name, item in pairs}
    # Two members of one name are no JSON object.
    return built if len(built) == len(pairs) else float("nan")


def _read_plain(column: pa.Array) -> list[JsonValue]:
    kind = column.type
    if _is.is_decimal(kind):
        return [None if v is None else int(v) if v == int(v) else float(v) for v in column.to_pylist()]
    if _is.is_floating(kind):
        return [int(v) if v is not None and v.is_integer() else v for v in column.to_pylist()]
    if _is.is_temporal(kind):
        return list(write_values(column).to_pylist())
    if _is.is_string(kind) or _is.is_large_string(kind):
        # Nobody makes sure that it is UTF-8; what is not JSON marks a value as wrong.
        return [_decode(value) for value in pc.cast(column, pa.large_binary()).to_pylist()]
    return [b64encode(value).decode() if isinstance(value, bytes) else value for value in column.to_pylist()]


def _decode(data: bytes | None) -> JsonValue:
    try:
        return None if data is None else data.decode("utf-8")
    except UnicodeDecodeError:
        return float("nan")
