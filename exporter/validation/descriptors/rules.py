"""Reads JSON strictly and judges values by a JSON Schema, with one line for each rule that is broken."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

_QUOTE_LENGTH = 60
_CELL_LENGTH = 200


class Breach(NamedTuple):
    """One broken rule: where in the value, as a JSON pointer, and what is wrong."""

    pointer: str
    message: str


def quote(value: object) -> str:
    """Quote a value for a message, cut to a sane length and on one line."""
    text = repr(value)
    return text if len(text) <= _QUOTE_LENGTH else f"{text[: _QUOTE_LENGTH - 4]}...{text[-1]}"


def shorten(text: str) -> str:
    """Cut a text to the length of what a report shows of one cell."""
    return text if len(text) <= _CELL_LENGTH else text[: _CELL_LENGTH - 3] + "..."


def parse_json(data: bytes) -> dict[str, Any]:
    """Parse a JSON object strictly.

    Raises:
        ValueError: It is not UTF-8 or not JSON, repeats a key, holds NaN, infinity or half a character,
            is nested too deeply, or is not an object; the message has the form of a finding's.
    """
    try:
        value = json.loads(
            data.decode("utf-8"), object_pairs_hook=_build_object, parse_constant=_refuse_constant
        )
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 (expected text, found byte {data[error.start]:#04x})") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON at line {error.lineno}, column {error.colno} ({error.msg})") from error
    except RecursionError as error:
        raise ValueError("nested too deeply (expected a plain descriptor)") from error
    if b"\\u" in data and not _is_encodable(value):
        raise ValueError("a text holds half of a surrogate pair (expected whole characters)")
    if not isinstance(value, dict):
        raise ValueError(f"not an object (expected an object, found {_name_type(value)})")
    return value


def _is_encodable(value: object) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _build_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    built = dict(pairs)
    if len(built) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"a key is repeated (expected it once, found {quote(twice)} twice)")
    return built


def _refuse_constant(name: str) -> None:
    raise ValueError(f"a number is not finite (expected JSON numbers, found {name})")


def build_validator(schema: Mapping[str, Any]) -> Draft202012Validator:
    """Build a validator that checks formats too."""
    return Draft202012Validator(schema, format_checker=_FORMATS)


def find_breaches(validator: Draft202012Validator, value: object) -> list[Breach]:
    """List every rule that a value breaks, in order of place."""
    errors = validator.iter_errors(value)
    return sorted({Breach(build_pointer(error.absolute_path), _describe(error)) for error in errors})


def build_pointer(parts: Iterable[str | int]) -> str:
    """Build a JSON pointer from keys and indexes."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def _describe(error: ValidationError) -> str:
    keyword = str(error.validator)
    found: Any = error.instance
    rule: Any = error.validator_value
    if keyword == "required":
        missing = next(name for name in rule if name not in found and repr(name) in error.message)
        return f"a property is missing (expected {missing!r}, found {quote(sorted(found, key=str))})"
    describe = _EXPECTED.get(keyword)
    expected = _find_words(error) or (describe(rule) if describe else f"{keyword} {quote(rule)}")
    return f"wrong {'type' if keyword == 'type' else 'value'} (expected {expected}, found {quote(found)})"


def _find_words(error: ValidationError) -> str | None:
    """Find words for a rule that says little by itself: its comment, else the start of its description."""
    schema = error.schema
    if not isinstance(schema, dict) or error.validator not in ("pattern", "not"):
        return None
    words = str(schema.get("$comment") or schema.get("description", "").split(".")[0])
    return words[:1].lower() + words[1:] if words and "$comment" not in schema else words or None


_FORMAT_WORDS: dict[str, str] = {
    "date": "a date like 2024-03-05",
    "date-time": "a time like 2024-03-05T06:30:00Z",
    "uri": "an absolute URL",
    "email": "an email address",
    "regex": "a regular expression",
}

_EXPECTED: dict[str, Callable[[Any], str]] = {
    "type": lambda rule: rule if isinstance(rule, str) else " or ".join(rule),
    "enum": lambda rule: "one of " + ", ".join(map(str, rule)),
    "const": lambda rule: repr(rule),
    "pattern": lambda rule: f"text like {rule}",
    "format": lambda rule: _FORMAT_WORDS.get(rule, rule),
    "minLength": lambda rule: f"at least {rule} character{'s' * (rule != 1)}",
    "maxLength": lambda rule: f"at most {rule} characters",
    "minItems": lambda rule: f"at least {rule} item{'s' * (rule != 1)}",
    "maxItems": lambda rule: f"at most {rule} items",
    "minimum": lambda rule: f"at least {rule}",
    "maximum": lambda rule: f"at most {rule}",
    "uniqueItems": lambda rule: "every item once",
}


def _name_type(value: object) -> str:
    names = {list: "a list", str: "a text", bool: "a boolean", int: "a number", float: "a number"}
    return names.get(type(value), "null")


_FORMATS = FormatChecker(formats=())


@_FORMATS.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    if isinstance(value, str):
        date.fromisoformat(value)
        return re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII) is not None
    return True


@_FORMATS.checks("date-time", raises=ValueError)
def _is_datetime(value: object) -> bool:
    if isinstance(value, str):
        form = r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})"
        datetime.fromisoformat(re.sub(r"\.\d+", "", value.upper()))
        return re.fullmatch(form, value, re.ASCII) is not None
    return True


@_FORMATS.checks("uri", raises=ValueError)
def _is_uri(value: object) -> bool:
    if not isinstance(value, str):
        return True
    parts = urlsplit(value)
    return bool(parts.scheme and (parts.netloc or parts.path)) and not re.search(r"[\s<>\"{}|\\^`]", value)


@_FORMATS.checks("email")
def _is_email(value: object) -> bool:
    return not isinstance(value, str) or re.fullmatch(r"[^@\s]+@[^@\s]+", value) is not None


@_FORMATS.checks("regex")
def _is_regex(value: object) -> bool:
    # Arrow takes long to import, and few descriptors have patterns.
    from exporter.validation.values.patterns import is_regex

    return not isinstance(value, str) or is_regex(value)
