"""Walks a JSON value along rules that are data, and lists every violation of one, with its place."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from exporter.validation.descriptors.hints import Suggester, build_hint
from exporter.validation.model.json_types import JsonValue
from exporter.validation.model.messages import list_names, name_type, quote

MOST = 10_000
"""How many violations are looked for in one part of a descriptor."""
RULE = "descriptor-rule"
DOUBTFUL = "descriptor-doubtful"
PROPERTY = "descriptor-property"
_LONGEST = 200
# What is nobody's mistake: a name with a namespace, or in a language, as in title_de.
_CUSTOM = re.compile(r":|[_@-][a-z]{2}\Z")


class Violation(NamedTuple):
    """One thing to report of a descriptor: where, as a JSON pointer, what is wrong, and the code of the finding."""

    pointer: str
    message: str
    code: str = RULE


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A rule about a plain value.

    Attributes:
        kinds: The JSON types that are allowed, or none when all are.
        expected: What is expected beyond the type, in words.
        accepts: Tells whether a value of the right type is right; may raise ValueError if not.
        hint: Gives what was probably meant by a wrong value.
        code: Of the finding when the type is right and the value is not.
    """

    kinds: tuple[str, ...] = ()
    expected: str = ""
    accepts: Callable[[JsonValue], bool] | None = None
    hint: Callable[[JsonValue], str | None] | None = None
    code: str = RULE


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """A rule about an array: what its items are, how many there are at least, whether each stands once."""

    item: "Rule"
    least: int = 0
    unique: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """A rule about an object.

    Attributes:
        kind: What it is, for messages.
        properties: The properties that the standard knows; others are allowed.
        required: Which of them must be there.
        some: Of these one at least must be there.
        filled: Whether there must be any property at all.
        elsewhere: Properties that are known in another place, with that place in words.
    """

    kind: str
    properties: Mapping[str, "Rule"]
    required: tuple[str, ...] = ()
    some: tuple[str, ...] = ()
    filled: bool = False
    elsewhere: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Either:
    """A choice of rules by the JSON type of the value."""

    rules: Mapping[str, "Form | Listed | Record"]


Rule = Form | Listed | Record | Either


def walk(value: JsonValue, rule: Rule, pointer: str, violations: list[Violation]) -> None:
    """Add a violation for every rule that a value breaks, in order of place, as long as they are not too many."""
    if len(violations) >= MOST:
        return
    if isinstance(rule, Either):
        chosen = rule.rules.get(name_type(value))
        if chosen is None:
            violations.append(Violation(pointer, build_message("type", " or ".join(rule.rules), value)))
            return
        rule = chosen
    if isinstance(rule, Form):
        _check_form(value, rule, pointer, violations)
    elif isinstance(rule, Listed):
        _check_list(value, rule, pointer, violations)
    else:
        _check_record(value, rule, pointer, violations)


def build_message(what: str, expected: str, value: JsonValue) -> str:
    """Say that a type or value is wrong."""
    return f"wrong {what} (expected {expected}, found {quote(value)})"


def build_identity(value: JsonValue) -> JsonValue:
    """Build what is the same for two values only if JSON takes them for the same; it can be put into a set."""
    if isinstance(value, dict):
        return "object", frozenset((name, build_identity(item)) for name, item in value.items())
    if isinstance(value, list):
        return "array", tuple(build_identity(item) for item in value)
    # As text, because anyone can write numbers whose hashes are all the same.
    return name_type(value), str(int(value)) if name_type(value) == "integer" else str(value)


def find_repeated(values: list[JsonValue]) -> list[int]:
    """Find the indexes of the values that stand further ahead too."""
    seen: set[JsonValue] = set()
    repeated = []
    for index, value in enumerate(values):
        identity = build_identity(value)
        if identity in seen:
            repeated.append(index)
        seen.add(identity)
    return repeated


def _check_form(value: JsonValue, rule: Form, pointer: str, violations: list[Violation]) -> None:
    kind = name_type(value)
    if rule.kinds and kind not in rule.kinds and not (kind == "integer" and "number" in rule.kinds):
        violations.append(Violation(pointer, build_message("type", " or ".join(rule.kinds), value)))
    elif rule.accepts is not None and not _accepts(value, rule.accepts):
        hint = build_hint(rule.hint(value) if rule.hint else None)
        violations.append(Violation(pointer, build_message("value", rule.expected, value) + hint, rule.code))


def _accepts(value: JsonValue, accepts: Callable[[JsonValue], bool]) -> bool:
    try:
        return accepts(value)
    except ValueError:
        return False


def _check_list(value: JsonValue, rule: Listed, pointer: str, violations: list[Violation]) -> None:
    if not isinstance(value, list):
        violations.append(Violation(pointer, build_message("type", "array", value)))
        return
    if len(value) < rule.least:
        violations.append(Violation(pointer, build_message("value", "at least 1 item", value)))
    for index, item in enumerate(value):
        walk(item, rule.item, f"{pointer}/{index}", violations)
    for index in find_repeated(value) if rule.unique else ():
        message = f"an item is repeated (expected every item once, found {quote(value[index])} again)"
        violations.append(Violation(f"{pointer}/{index}", message))


def _check_record(value: JsonValue, rule: Record, pointer: str, violations: list[Violation]) -> None:
    if not isinstance(value, dict):
        violations.append(Violation(pointer, build_message("type", "object", value)))
        return
    for name in rule.required:
        if name not in value:
            violations.append(Violation(pointer, _describe_missing(repr(name), value)))
    if rule.some and not any(name in value for name in rule.some):
        violations.append(Violation(pointer, _describe_missing(" or ".join(rule.some), value)))
    if rule.filled and not value:
        violations.append(
            Violation(pointer, _describe_missing(f"one of {list_names(rule.properties)}", value))
        )
    for name, item in value.items():
        known = rule.properties.get(name)
        if known is not None:
            walk(item, known, f"{pointer}/{name}", violations)
        else:
            _check_unknown(name, rule, pointer, violations)


def _describe_missing(expected: str, value: Mapping[str, JsonValue]) -> str:
    names = f"[{', '.join(quote(name) for name in list(value)[:12])}]"
    return f"a property is missing (expected {expected}, found {names})"


def _check_unknown(name: str, rule: Record, pointer: str, violations: list[Violation]) -> None:
    place = f"{pointer}/{escape(name)}"
    if name in rule.elsewhere:
        message = f"the property has no meaning here (expected it in {rule.elsewhere[name]}, found it in {rule.kind})"
        violations.append(Violation(place, message, PROPERTY))
    elif not _CUSTOM.search(name) and (near := _build_suggester(rule).find(name)):
        message = f"the property has no meaning (expected a property of {rule.kind}, found {quote(name)})"
        violations.append(Violation(place, message + build_hint(near), PROPERTY))


@cache
def _build_suggester(rule: Record) -> Suggester:
    return Suggester(rule.properties)


def escape(name: str) -> str:
    """Write a key as a part of a JSON pointer, cut to a sane length."""
    plain = name[:_LONGEST] if name.isprintable() else quote(name)[1:-1]
    return plain.replace("~", "~0").replace("/", "~1")
