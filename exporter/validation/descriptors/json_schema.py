"""Validates documents and manifests by a JSON Schema, with one sentence for each rule that is violated."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from exporter.validation.descriptors.formats import FORMAT_CHECKS
from exporter.validation.model.messages import quote

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, FormatChecker
    from jsonschema.exceptions import ValidationError


class SchemaViolation(NamedTuple):
    """One rule that is violated: where in the value, as a JSON pointer, and what is wrong."""

    pointer: str
    message: str


def build_validator(schema: Mapping[str, Any]) -> "Draft202012Validator":
    """Build a validator of one of our schemas that checks formats too, and that knows where a text ends."""
    validator: Draft202012Validator = _build_class()(schema, format_checker=_build_formats())
    return validator


def find_violations(validator: "Draft202012Validator", value: object) -> list[SchemaViolation]:
    """List every rule that a value violates, in order of place."""
    errors = validator.iter_errors(value)
    return sorted({SchemaViolation(build_pointer(error.absolute_path), _describe(error)) for error in errors})


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


@cache
def _build_class() -> Any:  # noqa: ANN401 - a class that is made here
    from jsonschema import Draft202012Validator  # slow to import, and no package needs it
    from jsonschema.validators import extend

    return extend(Draft202012Validator, {"pattern": _check_pattern})  # type: ignore[no-untyped-call]


def _check_pattern(
    validator: "Draft202012Validator", pattern: str, instance: object, _: object
) -> "Iterator[ValidationError]":
    """Check a pattern as JSON Schema has it: its last $ is the end of the text, not a line feed before that."""
    from jsonschema.exceptions import ValidationError

    ended = re.sub(r"\$\Z", r"\\Z", pattern)
    if validator.is_type(instance, "string") and not re.search(ended, str(instance)):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


@cache
def _build_formats() -> "FormatChecker":
    from jsonschema import FormatChecker

    checker = FormatChecker(formats=())
    for name, (is_right, raises) in FORMAT_CHECKS.items():
        checker.checks(name, raises=raises)(_allow_others(is_right))
    return checker


def _allow_others(is_right: Callable[[str], bool]) -> Callable[[object], bool]:
    return lambda value: not isinstance(value, str) or is_right(value)
