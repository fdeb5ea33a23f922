"""Checks the constraints of a field on typed Arrow arrays, whatever file they came from."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from exporter.validation.model.messages import quote, shorten
from exporter.validation.model.package import Field
from exporter.validation.values.arrays import build_scalar, map_unique
from exporter.validation.values.constraints.character_classes import PatternError, UnsupportedError
from exporter.validation.values.constraints.json_schemas import build_validator
from exporter.validation.values.constraints.patterns import build_matcher
from exporter.validation.values.types.canonical_json import parse_json, write_json
from exporter.validation.values.types.cells import is_readable
from exporter.validation.values.types.comparing import find_others, find_outside
from exporter.validation.values.types.json_values import cast_json_values

_BOUNDED = ("integer", "number", "date", "datetime", "time", "year", "yearmonth", "duration")
_MEASURED = ("string", "list", "array", "object")
_NESTED = ("object", "array")
_BOUNDS = {
    "minimum": ("constraint-minimum", "at least"),
    "exclusiveMinimum": ("constraint-minimum", "more than"),
    "maximum": ("constraint-maximum", "at most"),
    "exclusiveMaximum": ("constraint-maximum", "less than"),
}


class Check(NamedTuple):
    """One constraint: its code, what it expects in words, and which values break it (null means no)."""

    code: str
    expected: str
    find_bad: Callable[[Any], Any]


class Problem(NamedTuple):
    """A constraint that does not apply or cannot be checked; pointer is relative to the field."""

    pointer: str
    message: str
    code: str = "constraint-unfit"


class Checks(NamedTuple):
    """The constraints of a field that are checked cell by cell, and those that make no sense."""

    checks: list[Check]
    problems: list[Problem]


def build_checks(field: Field, pause: Callable[[], None] | None = None) -> Checks:
    """Build the checks of a field's constraints; required, unique and keys are checked elsewhere.

    Args:
        field: The field.
        pause: Is called now and then by what may take long, and may raise to end it.
    """
    checks: list[Check] = []
    problems: list[Problem] = []
    schemas = partial(_iter_schemas, pause=pause)
    for builder in (_iter_formats, _iter_lengths, _iter_bounds, _iter_patterns, schemas, _iter_lists):
        for item in builder(field):
            (checks if isinstance(item, Check) else problems).append(item)  # type: ignore[arg-type]
    return Checks(checks, problems)


def _refuse(field: Field, name: str, kinds: Sequence[str]) -> Problem:
    message = f"{name} does not apply (expected type {' or '.join(kinds)}, found {field.type})"
    return Problem(f"/constraints/{name}", message)


def _iter_formats(field: Field) -> Iterator[Problem]:
    if field.type in ("date", "datetime", "time") and not is_readable(field):
        expected = "default, any or a pattern such as %Y-%m-%d"
        message = f"not a format of {field.type} (expected {expected}, found {quote(field.format)})"
        yield Problem("/format", message, "descriptor-rule")


def _iter_lengths(field: Field) -> Iterator[Check | Problem]:
    names = [name for name in ("minLength", "maxLength") if name in field.constraints]
    for name in names:
        if field.type not in _MEASURED:
            yield _refuse(field, name, _MEASURED)
            continue
        limit, measure = int(field.constraints[name]), _build_measure(field)
        is_least = name == "minLength"
        yield Check(
            f"constraint-{'min' if is_least else 'max'}-length",
            f"a length of at {'least' if is_least else 'most'} {limit}",
            _build_length_check(measure, limit, pc.less if is_least else pc.greater),
        )


def _build_length_check(
    measure: Callable[[Any], Any], limit: int, find_bad: Callable[[Any, Any], Any]
) -> Callable[[Any], Any]:
    bound = build_scalar(limit, pa.int64())
    return lambda values: find_bad(measure(values), bound)


def _build_measure(field: Field) -> Callable[[Any], Any]:
    if field.type == "string":
        return lambda values: pc.utf8_length(values)
    return lambda values: map_unique(values, lambda cell: len(parse_json(cell)), pa.int64())


def _iter_bounds(field: Field) -> Iterator[Check | Problem]:
    for name, (code, words) in _BOUNDS.items():
        if name not in field.constraints:
            continue
        if field.type not in _BOUNDED:
            yield _refuse(field, name, _BOUNDED)
            continue
        limit = field.constraints[name]
        bound = cast_json_values([limit], field)
        if bound.null_count:
            message = f"{name} is not of the field's type (expected {field.type}, found {quote(limit)})"
            yield Problem(f"/constraints/{name}", message)
        elif is_readable(field):
            yield Check(code, f"{words} {shorten(str(limit))}", _build_comparison(bound, name, field))


def _build_comparison(bound: pa.Array, name: str, field: Field) -> Callable[[Any], Any]:
    return lambda values: find_outside(values, bound, name, field)


def _iter_patterns(field: Field) -> Iterator[Check | Problem]:
    pattern = field.constraints.get("pattern")
    if pattern is None:
        return
    if field.type != "string":
        yield _refuse(field, "pattern", ("string",))
        return
    try:
        matcher = build_matcher(pattern)
    except PatternError as error:
        message = f"not a regular expression (expected one of XML Schema, found {error})"
        yield Problem("/constraints/pattern", message)
    except UnsupportedError as error:
        message = (
            f"pattern is not checked (expected one of XML Schema that runs in linear time, found {error})"
        )
        yield Problem("/constraints/pattern", message, "constraint-not-checked")
    else:
        yield Check("constraint-pattern", f"all of it like {shorten(pattern)}", matcher.find_others)


def _iter_schemas(field: Field, pause: Callable[[], None] | None) -> Iterator[Check | Problem]:
    schema = field.constraints.get("jsonSchema")
    if schema is None:
        return
    if field.type not in _NESTED:
        yield _refuse(field, "jsonSchema", _NESTED)
        return
    try:
        find_bad = build_validator(schema, pause)
    except UnsupportedError as error:
        message = f"jsonSchema is not checked (expected what can be checked here, found {error})"
        yield Problem("/constraints/jsonSchema", message, "constraint-not-checked")
    except ValueError as error:
        message = f"not a JSON Schema (expected one that is valid, found {quote(str(error))})"
        yield Problem("/constraints/jsonSchema", message)
    else:
        yield Check("constraint-json-schema", "what the JSON Schema allows", find_bad)


def _iter_lists(field: Field) -> Iterator[Check | Problem]:
    enum = list(field.constraints.get("enum", ()))
    categories = list(field.categories)
    if enum:
        yield from _iter_membership(field, enum, "constraint-enum", "/constraints/enum")
    if categories and field.type not in ("string", "integer"):
        message = f"categories do not apply (expected type string or integer, found {field.type})"
        yield Problem("/categories", message)
    elif categories and categories != enum:
        yield from _iter_membership(field, categories, "constraint-categories", "/categories")
        yield from _iter_uncategorized(field, enum, categories)


def _iter_membership(field: Field, items: list[Any], code: str, pointer: str) -> Iterator[Check | Problem]:
    values = cast_json_values(items, field)
    for index, item in enumerate(items):
        if not values[index].is_valid:
            message = f"not of the field's type (expected {field.type}, found {quote(item)})"
            yield Problem(f"{pointer}/{index}", message)
    if is_readable(field) or field.type == "string":
        allowed = values.drop_null()
        first = ", ".join(shorten(_write_item(item)) for item in items[:20])
        words = f"one of {first}{', ...' if len(items) > 20 else ''}"
        yield Check(code, words, lambda found: find_others(found, allowed, field))


def _write_item(value: Any) -> str:  # noqa: ANN401 - any JSON value
    return value if isinstance(value, str) else write_json(value)


def _iter_uncategorized(field: Field, enum: list[Any], categories: list[Any]) -> Iterator[Problem]:
    """Find values of an enum that are no categories, which they must be."""
    values = cast_json_values(enum, field)
    uncategorized = find_others(values, cast_json_values(categories, field).drop_null(), field).to_pylist()
    for index, item in enumerate(enum):
        if uncategorized[index]:
            message = f"not one of the categories (expected a subset of them, found {quote(item)})"
            yield Problem(f"/constraints/enum/{index}", message)
