"""Judges documents and manifests by a JSON Schema, with one line for each rule that is broken."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from exporter.validation.model.messages import quote

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, FormatChecker
    from jsonschema.exceptions import ValidationError


class Breach(NamedTuple):
    """One broken rule: where in the value, as a JSON pointer, and what is wrong."""

    pointer: str
    message: str


def build_validator(schema: Mapping[str, Any]) -> "Draft202012Validator":
    """Build a validator that checks formats too."""
    from jsonschema import Draft202012Validator  # slow to import, and no package needs it

    return Draft202012Validator(schema, format_checker=_build_formats())


def find_breaches(validator: "Draft202012Validator", value: object) -> list[Breach]:
    """List every rule that a value breaks, in order of place."""
    errors = validator.iter_errors(value)
    return sorted({Breach(build_pointer(error.absolute_path), _describe(error)) for error in errors})


def build_pointer(parts: Iterable[str | int]) -> str:
    """Build a JSON pointer from keys and indexes."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def _describe(error: "ValidationError") -> str:
    keyword = str(error.validator)
    found: Any = error.instance
    rule: Any = error.validator_value
    if keyword == "required":
        missing = next(name for name in rule if name not in found and repr(name) in error.message)
        return f"a property is missing (expected {missing!r}, found {quote(sorted(found, key=str))})"
    describe = _EXPECTED.get(keyword)
    expected = _find_words(error) or (describe(rule) if describe else f"{keyword} {quote(rule)}")
    return f"wrong {'type' if keyword == 'type' else 'value'} (expected {expected}, found {quote(found)})"


def _find_words(error: "ValidationError") -> str | None:
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


@cache
def _build_formats() -> "FormatChecker":
    from jsonschema import FormatChecker

    checker = FormatChecker(formats=())
    for name, (is_right, raises) in _FORMATS.items():
        checker.checks(name, raises=raises)(_allow_others(is_right))
    return checker


def _allow_others(is_right: Callable[[str], bool]) -> Callable[[object], bool]:
    return lambda value: not isinstance(value, str) or is_right(value)


def is_date(value: str) -> bool:
    """Tell whether a text is a date like 2024-03-05.

    Raises:
        ValueError: There is no such day.
    """
    date.fromisoformat(value)
    return re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII) is not None


def is_datetime(value: str) -> bool:
    """Tell whether a text is a time as RFC 3339 has it.

    Raises:
        ValueError: There is no such time.
    """
    form = r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})"
    # RFC 3339 allows leap seconds, Python does not.
    datetime.fromisoformat(re.sub(r"(\d\d:\d\d):60", r"\1:59", re.sub(r"\.\d+", "", value.upper())))
    return re.fullmatch(form, value, re.ASCII) is not None


def is_uri(value: str) -> bool:
    """Tell whether a text is an absolute URL.

    Raises:
        ValueError: Its host is malformed.
    """
    parts = urlsplit(value)
    return bool(parts.scheme and (parts.netloc or parts.path)) and not re.search(r"[\s<>\"{}|\\^`]", value)


def is_email(value: str) -> bool:
    """Tell whether a text has the form of an email address."""
    return re.fullmatch(r"[^@\s]+@[^@\s]+", value) is not None


def is_regex(value: str) -> bool:
    """Tell whether a text is a regular expression."""
    # Arrow takes long to import, and few descriptors have patterns.
    from exporter.validation.values.constraints.patterns import is_regex

    return is_regex(value)


_FORMATS: dict[str, tuple[Callable[[str], bool], tuple[type[Exception], ...]]] = {
    "date": (is_date, (ValueError,)),
    "date-time": (is_datetime, (ValueError,)),
    "uri": (is_uri, (ValueError,)),
    "email": (is_email, ()),
    "regex": (is_regex, ()),
}
