"""The JSON in cells: reads it strictly, and writes it in one canonical form for each value."""

import json
import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pyarrow as pa

from exporter.validation.model.package import Field
from exporter.validation.values.arrays import TEXT, map_unique

DEPTH = 200
"""How deep objects and arrays may be nested; deeper ones are refused, so that no reader of them can fail."""
_EXACT = 2**53
_DIGITS = 4000


def parse_json(text: str) -> Any:  # noqa: ANN401
    """Read JSON.

    Raises:
        ValueError: It is not JSON, repeats a key, holds NaN or infinity, or is nested too deeply.
    """
    if text.count("[") + text.count("{") > DEPTH and _measure(text) > DEPTH:
        raise ValueError
    return json.loads(
        text,
        object_pairs_hook=_build_object,
        parse_constant=_refuse,
        parse_float=_read_float,
        parse_int=_read_integer,
    )


def _measure(text: str) -> int:
    depth = deepest = 0
    is_text = is_escaped = False
    for char in text:
        if is_text:
            is_text = is_escaped or char != '"'
            is_escaped = char == "\\" and not is_escaped
        elif char == '"':
            is_text = True
        elif char in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif char in "]}":
            depth -= 1
    return deepest


def _build_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    built = dict(pairs)
    if len(built) < len(pairs):
        raise ValueError
    return built


def _refuse(_: str) -> None:
    raise ValueError


def _read_float(text: str) -> int | float | Decimal:
    number = float(text)
    if math.isinf(number):
        return Decimal(text)
    return int(number) if abs(number) < _EXACT and number.is_integer() else number


def _read_integer(text: str) -> int | Decimal:
    return int(text) if len(text) < _DIGITS else Decimal(text)


def write_json(value: object) -> str:
    """Write a JSON value in canonical form: keys sorted, no space.

    Raises:
        ValueError: It holds NaN or infinity.
    """
    text = _dump(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return _dump(value, ensure_ascii=True)
    return text


def _dump(value: object, *, ensure_ascii: bool) -> str:
    return json.dumps(
        value,
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=ensure_ascii,
        allow_nan=False,
        default=str,
    )


def cast_json(cells: pa.Array, field: Field) -> pa.Array:
    """Read JSON objects or arrays, as canonical JSON."""
    expected = list if field.type == "array" else dict
    return map_json(cells, lambda value: isinstance(value, expected))


def map_json(cells: pa.Array, is_right: Callable[[Any], bool]) -> pa.Array:
    """Read JSON that a function calls right, as canonical JSON."""

    def convert(cell: str) -> str:
        value = parse_json(cell)
        if not is_right(value):
            raise ValueError
        return write_json(value)

    return map_unique(cells, convert, TEXT)
