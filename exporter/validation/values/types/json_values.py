"""Casts JSON values, from inline data or from a descriptor, to the typed arrays that cells of text give.

A text is read like a cell of a CSV file, by the rules of its field, for that is how JSON writes what it has no type
for. A number, boolean, array or object is a value already: it is of the type, or it is wrong, and the characters
and words that a field allows in text do not matter. So 1 is an integer and "1" too, but 1 is neither a string nor
a boolean. 1.0 is an integer, for JSON does not tell it from 1.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from exporter.validation.model.json_types import JsonValue
from exporter.validation.model.package import Field
from exporter.validation.values.arrays import TEXT, build_array, build_mask
from exporter.validation.values.types import geo
from exporter.validation.values.types.canonical_json import parse_json, write_json
from exporter.validation.values.types.cells import cast_cells
from exporter.validation.values.types.comparing import unify, write_values
from exporter.validation.values.types.lists import get_item_field

_KINDS: dict[str, tuple[type, ...]] = {
    "integer": (int, float),
    "number": (int, float),
    "boolean": (bool,),
    "year": (int, float),
    "any": (bool, int, float, list, dict),
    "object": (dict,),
    "geojson": (dict,),
    "array": (list,),
    "list": (list,),
    "geopoint": (list, dict),
}


def write_json_cells(values: Sequence[JsonValue], field: Field) -> pa.Array:
    """Write JSON values as text, for reports; null where one is null or means it."""
    missing = set(field.missing_values)
    texts = [
        None
        if value is None
        else (None if value in missing else value)
        if isinstance(value, str)
        else write_json(value)
        for value in values
    ]
    return build_array(texts, TEXT)


def cast_json_cells(values: Sequence[JsonValue], field: Field) -> pa.Array:
    """Cast JSON values to the type of a field; null where one is null, means it, or is not of the type."""
    missing = set(field.missing_values)
    values = [None if isinstance(value, str) and value in missing else value for value in values]
    return cast_json_values(values, field)


def cast_json_values(values: Sequence[JsonValue], field: Field) -> pa.Array:
    """Cast JSON values to the type of a field, whatever means null there; null where one is not of the type."""
    is_text = [isinstance(value, str) for value in values]
    texts = build_array([value if ok else None for value, ok in zip(values, is_text, strict=True)], TEXT)
    from_texts = cast_cells(texts, field)
    if all(is_text):
        return from_texts
    written = build_array(
        [None if ok else _write(v, field) for v, ok in zip(values, is_text, strict=True)], TEXT
    )
    if field.type in ("list", "geopoint", "geojson", "array", "object"):
        from_values = written
    else:
        from_values = cast_cells(written, Field(name=field.name, type=field.type))
    from_values, from_texts = unify((from_values, from_texts), field)
    return pc.if_else(build_mask(np.array(is_text)), from_texts, from_values)


def _write(value: JsonValue, field: Field) -> str | None:
    """Write a value that is not text in the default form of its type, or None where it is not of it."""
    if value is None or not isinstance(value, _KINDS.get(field.type, ())):
        return None
    if isinstance(value, bool) and field.type not in ("boolean", "any"):
        return None
    try:
        return _write_right(value, field)
    except (ValueError, ArithmeticError):
        return None


def _write_right(value: JsonValue, field: Field) -> str | None:
    if field.type == "year":
        return f"{'-' * (value < 0)}{abs(int(value)):04}" if value == int(value) else None
    if field.type == "integer":
        return str(int(value)) if value == int(value) else None
    if field.type == "geopoint":
        return geo.write_point(geo.take_point(value, field.format))
    if field.type == "geojson" and not geo.get_validator(field)(value):
        return None
    # Reading it again makes 1 of 1.0, as reading a cell does.
    return _write_list(value, field) if field.type == "list" else write_json(parse_json(write_json(value)))


def _write_list(value: list[JsonValue], field: Field) -> str | None:
    item = get_item_field(field)
    items = cast_json_values(value, item)
    if items.null_count:
        return None
    texts = write_values(items, item).to_pylist()
    bare = item.type in ("integer", "number", "boolean")
    return "[" + ",".join(text if bare else write_json(text) for text in texts) + "]"
