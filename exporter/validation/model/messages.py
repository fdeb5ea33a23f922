"""Quotes values and names in messages: on one line, cut to a sane length."""

from collections.abc import Iterable
from itertools import islice

_QUOTE_LENGTH = 60
_CELL_LENGTH = 200
_LISTED = 12


def quote(value: object) -> str:
    """Quote a value for a message, cut to a sane length and on one line."""
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()  # As JSON writes them.
    if isinstance(value, str) and len(value) > _QUOTE_LENGTH:
        value = value[:_QUOTE_LENGTH]
        text = repr(value)
        return f"{text[: _QUOTE_LENGTH - 4]}...{text[-1]}"
    text = repr(value)
    return text if len(text) <= _QUOTE_LENGTH else f"{text[: _QUOTE_LENGTH - 4]}...{text[-1]}"


def shorten(text: str) -> str:
    """Cut a text to the length of what a report shows of one cell."""
    return text if len(text) <= _CELL_LENGTH else text[: _CELL_LENGTH - 3] + "..."


def list_names(names: Iterable[str]) -> str:
    """List names for a message: the first of them, without quotes, on one line."""
    first = list(islice(names, _LISTED + 1))
    listed = ", ".join(quote(name)[1:-1] for name in first[:_LISTED])
    return (listed + ", ..." if len(first) > _LISTED else listed) or "none"


def name_type(value: object) -> str:
    """Name the JSON type of a value, with integer for every number that is whole."""
    if isinstance(value, float):
        return "integer" if value.is_integer() else "number"
    return _TYPES.get(type(value), "null")


_TYPES = {dict: "object", list: "array", str: "string", bool: "boolean", int: "integer"}
