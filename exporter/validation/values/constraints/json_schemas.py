"""Validates JSON values by a JSON Schema, without the network and in time that a hostile schema cannot stretch."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, cast

import pyarrow as pa
import pyarrow.compute as pc

from exporter.validation.model.json_types import JsonObject, JsonValue
from exporter.validation.values.arrays import TEXT, build_array, has_any, map_unique
from exporter.validation.values.constraints.character_classes import UnsupportedError
from exporter.validation.values.types.canonical_json import parse_json, write_json

_STEPS = 200_000
"""How many keywords are looked at for one value; one that needs more is taken for wrong."""
_REFERENCE = 20
"""How many steps it counts to follow a reference, which may lead anywhere."""
_PAUSE = 256
_LARGEST = 10_000
"""How many objects a schema may have."""
_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")


def build_validator(
    schema: JsonObject, pause: Callable[[], None] | None = None
) -> Callable[[pa.Array], pa.Array]:
    """Build a function that tells which canonical JSON values do not conform to a schema.

    Args:
        schema: The schema.
        pause: Is called now and then while values are validated, and may raise to end that.

    Raises:
        ValueError: It is not a JSON Schema; the message says why.
        UnsupportedError: It refers to other documents, or has what cannot run in linear time.
    """
    # What is needed here takes long to import.
    from jsonschema import Draft202012Validator, FormatChecker, validators
    from jsonschema.exceptions import SchemaError

    base = validators.validator_for(schema, default=Draft202012Validator)
    objects = list(islice(_iter_objects(schema), _LARGEST + 1))
    if len(objects) > _LARGEST:
        raise UnsupportedError(f"more than {_LARGEST:,} objects")
    _refuse_unsupported(objects)
    try:
        cast(Any, base).check_schema(schema, format_checker=FormatChecker(formats=()))
    except (SchemaError, RecursionError) as error:
        raise ValueError(getattr(error, "message", "nested too deeply")) from error
    run = _build_run(base, schema, pause)
    run({})
    run([])
    return lambda values: map_unique(values, lambda cell: not run(parse_json(cell)), pa.bool_())


def _iter_objects(value: JsonValue) -> Iterator[JsonObject]:
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def _refuse_unsupported(objects: list[JsonObject]) -> None:
    references = [item[name] for item in objects for name in _REFERENCES if isinstance(item.get(name), str)]
    for reference in references:
        if not reference.startswith("#"):
            raise UnsupportedError("a reference to another document")
    patterns = [item["pattern"] for item in objects if isinstance(item.get("pattern"), str)]
    keyed = [
        name
        for item in objects
        if isinstance(item.get("patternProperties"), dict)
        for name in item["patternProperties"]
    ]
    if (references or keyed) and any(
        name in item for item in objects for name in ("unevaluatedProperties", "unevaluatedItems")
    ):
        raise UnsupportedError("what is unevaluated after references or patterns")
    for pattern in (*patterns, *keyed):
        try:
            _search(pattern, "")
        except pa.ArrowInvalid as error:
            raise UnsupportedError("a pattern that RE2 does not know") from error


@lru_cache(maxsize=4096)
def _search(pattern: str, text: str) -> bool:
    return has_any(pc.match_substring_regex(build_array([text], TEXT), pattern))


def _build_run(
    base: Any,  # noqa: ANN401
    schema: JsonObject,
    pause: Callable[[], None] | None,
) -> Callable[[JsonValue], bool]:
    from jsonschema import ValidationError, validators
    from referencing import Registry
    from referencing.exceptions import Unresolvable

    steps = 0

    def count(follow: Callable[..., Iterator[Any]], weight: int) -> Callable[..., Iterator[Any]]:
        def step(*args: JsonValue) -> Iterator[Any]:
            nonlocal steps
            if pause is not None and steps % _PAUSE < weight:
                pause()
            steps += weight
            if steps > _STEPS:
                yield ValidationError("too many steps")
                return
            yield from follow(*args) or ()

        return step

    own: dict[str, Any] = {
        "pattern": _check_pattern,
        "patternProperties": _check_pattern_properties,
        "additionalProperties": _check_additional,
        "uniqueItems": _check_unique,
    }
    own = {
        name: count(check, _REFERENCE if name in _REFERENCES else 1)
        for name, check in {**base.VALIDATORS, **own}.items()
    }
    validator = cast(Any, validators).extend(base, own)(schema, registry=Registry())

    def run(value: JsonValue) -> bool:
        nonlocal steps
        steps = 0
        try:
            return bool(validator.is_valid(value))
        except Unresolvable as error:
            raise ValueError("a reference leads nowhere") from error
        except RecursionError as error:
            raise ValueError("a reference leads back to itself") from error

    return run


def _fail() -> Any:  # noqa: ANN401
    from jsonschema import ValidationError

    return ValidationError("not allowed")


def _check_pattern(_: JsonValue, pattern: str, value: JsonValue, __: JsonValue) -> Iterator[Any]:
    if isinstance(value, str) and not _search(pattern, value):
        yield _fail()


def _check_pattern_properties(
    validator: JsonValue, patterns: JsonValue, value: JsonValue, _: JsonValue
) -> Iterator[Any]:
    for pattern, schema in patterns.items() if isinstance(value, dict) else ():
        for name, item in value.items():
            if _search(pattern, name):
                yield from validator.descend(item, schema, path=name)


def _check_additional(
    validator: JsonValue, rule: JsonValue, value: JsonValue, schema: JsonValue
) -> Iterator[Any]:
    known, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    for name, item in value.items() if isinstance(value, dict) else ():
        if name not in known and not any(_search(pattern, name) for pattern in patterns):
            yield from validator.descend(item, rule, path=name)


def _check_unique(_: JsonValue, rule: JsonValue, value: JsonValue, __: JsonValue) -> Iterator[Any]:
    if rule and isinstance(value, list) and len({write_json(item) for item in value}) < len(value):
        yield _fail()
