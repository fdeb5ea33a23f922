"""Checks the constraints of a field on typed Arrow arrays, whatever file they came from."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from exporter.validation.descriptors.model import Field
from exporter.validation.descriptors.rules import quote
from exporter.validation.values.cells import TEXT, cast_cells, map_unique, match_whole

_BOUNDED = ("integer", "number", "date", "datetime", "time", "year", "yearmonth", "duration")
_MEASURED = ("string", "list", "array", "object")
_BOUNDS: dict[str, tuple[str, str, Callable[[Any, Any], Any]]] = {
    "minimum": ("constraint-minimum", "at least", pc.less),
    "exclusiveMinimum": ("constraint-minimum", "more than", pc.less_equal),
    "maximum": ("constraint-maximum", "at most", pc.greater),
    "exclusiveMaximum": ("constraint-maximum", "less than", pc.greater_equal),
}
# What Python and RE2 understand differently, so that Python has to judge it.
_PYTHON_ONLY = re.compile(r"\\[A-Za-z0-9]|\(\?|\$|\[\[|[*+?}]\+")


class Check(NamedTuple):
    """One constraint: its code, what it expects in words, and which values break it (null means no)."""

    code: str
    expected: str
    find_bad: Callable[[Any], Any]


class Problem(NamedTuple):
    """A constraint that does not apply; pointer is relative to the field."""

    pointer: str
    message: str


class Checks(NamedTuple):
    """The constraints of a field that are checked cell by cell, and those that make no sense."""

    checks: list[Check]
    problems: list[Problem]


def build_checks(field: Field) -> Checks:
    """Build the checks of a field's constraints; required, unique and keys are checked elsewhere."""
    checks: list[Check] = []
    problems: list[Problem] = []
    for builder in (_iter_lengths, _iter_bounds, _iter_patterns, _iter_lists):
        for item in builder(field):
            (checks if isinstance(item, Check) else problems).append(item)  # type: ignore[arg-type]
    return Checks(checks, problems)


def _refuse(field: Field, name: str, kinds: Sequence[str]) -> Problem:
    message = f"{name} does not apply (expected type {' or '.join(kinds)}, found {field.type})"
    return Problem(f"/constraints/{name}", message)


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
    return lambda values: find_bad(measure(values), limit)


def _build_measure(field: Field) -> Callable[[Any], Any]:
    if field.type == "string":
        return lambda values: pc.utf8_length(values)
    delimiter = field.options.get("delimiter", ",")

    def measure(values: pa.Array) -> pa.Array:
        if pa.types.is_list(values.type) or pa.types.is_large_list(values.type):
            return pc.list_value_length(values)
        if field.type == "list":
            return pc.add(pc.count_substring(values, delimiter), 1)
        return map_unique(values, lambda cell: len(json.loads(cell)), pa.int64())

    return measure


def _iter_bounds(field: Field) -> Iterator[Check | Problem]:
    for name, (code, words, find_bad) in _BOUNDS.items():
        if name not in field.constraints:
            continue
        if field.type not in _BOUNDED:
            yield _refuse(field, name, _BOUNDED)
            continue
        given = field.constraints[name]
        bound = cast_given([given], field)
        if bound.null_count:
            message = f"{name} is not of the field's type (expected {field.type}, found {quote(given)})"
            yield Problem(f"/constraints/{name}", message)
        elif field.type != "duration" and field.format != "any":
            yield Check(code, f"{words} {given}", _build_comparison(find_bad, bound[0]))


def _build_comparison(find_bad: Callable[[Any, Any], Any], bound: pa.Scalar) -> Callable[[Any], Any]:
    return lambda values: find_bad(values, bound)


def cast_given(given: Sequence[Any], field: Field) -> pa.Array:
    """Cast values from a descriptor to the type of a field; what is not of it becomes null."""
    texts = [item if isinstance(item, str) else json.dumps(item) for item in given]
    plain = Field(name=field.name, type=field.type, format=field.format, options=field.options)
    direct = Field(name=field.name, type=field.type)
    values = cast_cells(pa.array(texts, TEXT), plain)
    # A JSON number or boolean is a value, not a text in the field's own notation.
    native = [not isinstance(item, str) for item in given]
    if not any(native):
        return values
    return pc.if_else(pa.array(native), cast_cells(pa.array(texts, TEXT), direct), values)


def _iter_patterns(field: Field) -> Iterator[Check | Problem]:
    pattern = field.constraints.get("pattern")
    if pattern is None:
        return
    if field.type != "string":
        yield _refuse(field, "pattern", ("string",))
        return
    yield Check("constraint-pattern", f"all of it like {pattern}", build_matcher(pattern))


def build_matcher(pattern: str) -> Callable[[Any], Any]:
    """Build a function that tells which values do not match a pattern as a whole, as Python reads it."""
    if not _PYTHON_ONLY.search(pattern):
        try:
            match_whole(pa.array([""], TEXT), pattern)
            return lambda values: pc.invert(match_whole(values, pattern))
        except pa.ArrowInvalid:
            pass
    compiled = re.compile(pattern)
    return lambda values: map_unique(values, lambda cell: compiled.fullmatch(cell) is None, pa.bool_())


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


def _iter_membership(field: Field, given: list[Any], code: str, pointer: str) -> Iterator[Check | Problem]:
    values = cast_given(given, field)
    for index, item in enumerate(given):
        if not values[index].is_valid:
            message = f"not of the field's type (expected {field.type}, found {quote(item)})"
            yield Problem(f"{pointer}/{index}", message)
    allowed = values.drop_null()
    words = "one of " + ", ".join(str(item) for item in given[:20]) + (", ..." if len(given) > 20 else "")
    yield Check(code, words, lambda found: _find_others(found, allowed))


def _find_others(found: pa.Array, allowed: pa.Array) -> pa.Array:
    if found.type != allowed.type:
        allowed = pc.cast(allowed, found.type)
    return pc.and_(pc.invert(pc.is_in(found, allowed)), pc.is_valid(found))
