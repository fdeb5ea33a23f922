"""Checks what the properties of one field say together: format, options, constraints, categories."""

import re
import warnings
from collections.abc import Iterator, Sequence

from exporter.validation.descriptors.formats import is_regex
from exporter.validation.descriptors.hints import Suggester, build_hint
from exporter.validation.descriptors.shape import (
    DOUBTFUL,
    Violation,
    build_identity,
    build_message,
    find_repeated,
)
from exporter.validation.descriptors.standard import APPLIES, FORMATS, FREE_FORMATS, OPTIONS
from exporter.validation.model.json_types import JsonObject, JsonValue
from exporter.validation.model.messages import list_names, name_type, quote
from exporter.validation.model.package import build_field, build_missing

UNFIT = "constraint-unfit"
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_DIRECTIVE = re.compile(r"%(.?)", re.DOTALL)
_DIRECTIVES = "aAwdbBmyYHIpMSfzZjUWcxXGuV%"
_WORDS = re.compile(r"[YyMmDdHhSs]{2,4}([-/.: T][YyMmDdHhSs]{1,4})+")


def iter_field(field: JsonObject, pointer: str) -> Iterator[Violation]:
    """Yield what is wrong with a field whose properties have the right form each.

    A violation with the code descriptor-rule means that its values cannot be read.
    """
    own = list(_iter_own(field, field.get("type", "any"), pointer))
    yield from own
    has_values = "constraints" in field or "categories" in field
    if has_values and not any(violation.code != DOUBTFUL for violation in own):
        yield from _iter_values(field, field.get("type", "any"), pointer)


def _iter_own(field: JsonObject, kind: str, pointer: str) -> Iterator[Violation]:
    yield from _iter_format(field, kind, pointer)
    yield from _iter_options(field, kind, pointer)
    if "missingValues" in field:
        yield from iter_missing(field["missingValues"], f"{pointer}/missingValues")
    if "categories" in field:
        yield from _iter_categories(field, f"{pointer}/categories")
    constraints = field.get("constraints", {})
    yield from _iter_unfit(constraints, kind, f"{pointer}/constraints")
    yield from _iter_forms(constraints, f"{pointer}/constraints")


def _iter_format(field: JsonObject, kind: str, pointer: str) -> Iterator[Violation]:
    form = field.get("format", "default")
    place = f"{pointer}/format"
    if kind not in FREE_FORMATS:
        known = FORMATS.get(kind, ("default",))
        if form not in known and form:
            hint = build_hint(Suggester(known).find(form))
            yield Violation(
                place, build_message("value", f"{' or '.join(known)} for type {kind}", form) + hint
            )
        return
    form = form.removeprefix("fmt:")
    if kind == "any" or form in ("default", "any", ""):
        return
    for match in _DIRECTIVE.finditer(form):
        if match[1] == "" or match[1] not in _DIRECTIVES:
            yield Violation(place, build_message("value", "directives of strptime like %Y", match[0]))
            return
    if "%" not in form:
        hint = "; did you mean a pattern like %Y-%m-%d?" if _WORDS.fullmatch(form) else ""
        yield Violation(place, build_message("value", "a pattern of strptime like %Y", form) + hint)


def _iter_options(field: JsonObject, kind: str, pointer: str) -> Iterator[Violation]:
    for name, kinds in OPTIONS.items():
        if name in field and kind not in kinds:
            # Categories restrict the values of a field, so it matters that they do not; options only lose their effect.
            code = UNFIT if name == "categories" else DOUBTFUL
            message = f"{name} does not apply (expected type {' or '.join(kinds)}, found {kind})"
            yield Violation(f"{pointer}/{name}", message, code)
    decimal = field.get("decimalChar", "." if kind == "number" else None)
    if kind in ("number", "integer") and "groupChar" in field and field["groupChar"] == decimal:
        message = f"groupChar is decimalChar too (expected another one, found {quote(decimal)})"
        yield Violation(f"{pointer}/groupChar", message, DOUBTFUL)
    if kind == "boolean":
        false = set(field.get("falseValues", ("false", "False", "FALSE", "0")))
        true = field.get("trueValues", ("true", "True", "TRUE", "1"))
        name = "trueValues" if "trueValues" in field else "falseValues"
        for both in list(dict.fromkeys(value for value in true if value in false))[:1]:
            message = f"a text means both true and false (expected one of them, found {quote(both)})"
            yield Violation(f"{pointer}/{name}", message, DOUBTFUL)
    if "categoriesOrdered" in field and "categories" not in field and kind in OPTIONS["categoriesOrdered"]:
        message = "categoriesOrdered has no effect (expected categories too, found none)"
        yield Violation(f"{pointer}/categoriesOrdered", message, DOUBTFUL)


def iter_missing(values: Sequence[JsonValue], pointer: str) -> Iterator[Violation]:
    """Yield what is wrong with missing values that have the right form each."""
    yield from _iter_mixed(values, pointer)
    for index in find_repeated(list(build_missing(values))):
        message = f"a missing value is repeated (expected every one once, found {quote(values[index])} again)"
        yield Violation(f"{pointer}/{index}", message)
    yield from _iter_labels(values, pointer)


def _iter_mixed(items: Sequence[JsonValue], pointer: str) -> Iterator[Violation]:
    labelled = [isinstance(item, dict) for item in items]
    if any(labelled) and not all(labelled):
        index = labelled.index(not labelled[0])
        expected = "every item an object" if labelled[0] else "no item an object"
        yield Violation(
            f"{pointer}/{index}", build_message("value", f"{expected} like the first", items[index])
        )


def _iter_labels(items: Sequence[JsonValue], pointer: str) -> Iterator[Violation]:
    labelled = [index for index, item in enumerate(items) if isinstance(item, dict) and "label" in item]
    for which in find_repeated([items[index]["label"] for index in labelled]):
        place = f"{pointer}/{labelled[which]}/label"
        label = quote(items[labelled[which]]["label"])
        yield Violation(place, f"a label is repeated (expected every label once, found {label} again)")


def _iter_categories(field: JsonObject, pointer: str) -> Iterator[Violation]:
    categories = field["categories"]
    yield from _iter_mixed(categories, pointer)
    yield from _iter_labels(categories, pointer)
    values = [item["value"] if isinstance(item, dict) else item for item in categories]
    for index in find_repeated(values):
        message = f"a category is repeated (expected every one once, found {quote(values[index])} again)"
        yield Violation(f"{pointer}/{index}", message)
    kind = field.get("type", "any")
    for index, value in enumerate(values) if kind in OPTIONS["categories"] else ():
        if name_type(value) != kind:
            yield Violation(f"{pointer}/{index}", build_message("type", kind, value), UNFIT)
    known = {build_identity(value) for value in values}
    for index, value in enumerate(field.get("constraints", {}).get("enum", ())):
        # Text can mean one of the categories without being the same, which is checked once it is read.
        is_read = name_type(value) == kind or kind not in OPTIONS["categories"]
        if is_read and build_identity(value) not in known:
            place = f"{pointer.removesuffix('/categories')}/constraints/enum/{index}"
            expected = list_names(map(str, values[:20]))
            yield Violation(place, f"not a category (expected one of {expected}, found {quote(value)})")


def _iter_unfit(constraints: JsonObject, kind: str, pointer: str) -> Iterator[Violation]:
    for name, kinds in APPLIES.items():
        if name in constraints and kind not in kinds:
            message = f"{name} does not apply (expected type {' or '.join(kinds)}, found {kind})"
            yield Violation(f"{pointer}/{name}", message, UNFIT)


def _iter_forms(constraints: JsonObject, pointer: str) -> Iterator[Violation]:
    if "pattern" in constraints and not is_regex(constraints["pattern"]):
        yield Violation(
            f"{pointer}/pattern", build_message("value", "a regular expression", constraints["pattern"])
        )
    if "jsonSchema" in constraints:
        problem = _find_schema_problem(constraints["jsonSchema"])
        if problem is not None:
            yield Violation(f"{pointer}/jsonSchema", f"not a valid JSON Schema ({problem})")
    least, most = constraints.get("minLength"), constraints.get("maxLength")
    if least is not None and most is not None and least > most:
        message = f"no value can have this length (expected at least {least}, found at most {most})"
        yield Violation(f"{pointer}/maxLength", message, DOUBTFUL)


def _find_schema_problem(schema: JsonValue) -> str | None:
    from jsonschema.exceptions import SchemaError  # slow to import
    from jsonschema.validators import Draft202012Validator, validator_for

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a draft that is not known
            validator_for(schema, default=Draft202012Validator).check_schema(schema)
    except SchemaError as error:
        return f"expected one, {quote(error.message)[1:-1]}"
    except RecursionError:
        return None
    except Exception as error:
        # Its regular expressions and references are the package's own, so anything can come of them.
        return f"expected one, found {type(error).__name__}"
    return None


def _iter_values(field: JsonObject, kind: str, pointer: str) -> Iterator[Violation]:
    """Yield what is wrong with the values of constraints and categories, which must be of the field's type."""
    constraints = field.get("constraints", {})
    bounds = {name: constraints[name] for name in _BOUNDS if name in constraints}
    values: JsonObject = bounds
    if not _is_plain(field, kind, [*bounds.values(), *constraints.get("enum", ())]):
        from exporter.validation.values.constraints.check import build_checks
        from exporter.validation.values.types.json_values import cast_json_values

        built = build_field(field, pointer=pointer)
        problems = build_checks(built).problems
        yield from (
            Violation(pointer + problem.pointer, problem.message, problem.code) for problem in problems
        )
        if problems or len(bounds) < 2:
            return
        values = dict(zip(bounds, cast_json_values(list(bounds.values()), built).to_pylist(), strict=True))
    yield from _iter_contradictions(bounds, values, f"{pointer}/constraints")


def _is_plain(field: JsonObject, kind: str, values: Sequence[JsonValue]) -> bool:
    """Tell whether the values of all constraints are of the type at first sight, as nearly always."""
    if "categories" in field or any(
        name in field.get("constraints", {}) for name in ("pattern", "jsonSchema")
    ):
        return False
    if kind == "string":
        return field.get("format", "default") == "default" and all(type(value) is str for value in values)
    if kind == "integer":
        return all(type(value) is int and abs(value) < 2**63 for value in values)
    return not values


def _iter_contradictions(bounds: JsonObject, values: JsonObject, pointer: str) -> Iterator[Violation]:
    for low in ("minimum", "exclusiveMinimum"):
        for high in ("maximum", "exclusiveMaximum"):
            is_open = (low, high) != ("minimum", "maximum")
            if _is_empty(values.get(low), values.get(high), is_open=is_open):
                expected, found = f"{low} {quote(bounds[low])}", f"{high} {quote(bounds[high])}"
                message = f"no value is in this range (expected {expected}, found {found})"
                yield Violation(f"{pointer}/{high}", message, DOUBTFUL)


def _is_empty(least: JsonValue, most: JsonValue, *, is_open: bool) -> bool:
    """Tell whether no value is between two bounds; what has no order, such as text, never is."""
    if least is None or most is None or isinstance(least, str) or isinstance(most, str):
        return False
    try:
        return bool(least > most or (is_open and least == most))
    except TypeError:
        return False
