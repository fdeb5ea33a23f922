"""Reads YAML and JSON that strangers wrote: no surprises, no bombs, no last key wins.

Plain YAML values are read as JSON would read them: dates, "no", 012 and 12:30 stay strings.
"""

import json
import math
import re
from collections.abc import Hashable
from typing import Any, NoReturn

import yaml

MAX_DEPTH = 50
"""How deep mappings and lists may nest."""


class MalformedError(ValueError):
    """The text is not what it should be; line is counted from 1, where it is known."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        """Keep the reason and the line apart."""
        super().__init__(reason)
        self.reason = reason
        self.line = line


class _Loader(yaml.SafeLoader):
    """A safe loader that knows the plain values of JSON only and refuses keys given twice."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - as in the base class

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys: set[str] = set()
        for key, _ in node.value:
            line = key.start_mark.line + 1
            if key.tag != "tag:yaml.org,2002:str":
                raise MalformedError("a key is not a string", line)
            if key.value in keys:
                raise MalformedError(f"the key {key.value[:60]!r} is given twice", line)
            keys.add(key.value)
        return super().construct_mapping(node, deep)


for _tag, _pattern, _first in (
    ("null", r"null|Null|NULL|~|", ["n", "N", "~", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?(?:0|[1-9][0-9]*)", list("-+0123456789")),
    ("float", r"[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?", list("-+0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})\Z"), _first)


def parse_yaml(text: str) -> dict[str, Any]:
    """Parse one YAML mapping; no text at all is an empty one.

    Raises:
        MalformedError: It is not YAML, not a mapping, nests too deep, repeats a key, or uses aliases or tags.
    """
    try:
        _check_events(text)
        value = yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = (error.problem or error.context or "bad syntax").replace("\n", " ")
        raise MalformedError(reason, mark.line + 1 if mark else None) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise MalformedError("a character that YAML does not allow", line) from error
    except MalformedError:
        raise
    except (ValueError, OverflowError, RecursionError) as error:
        raise MalformedError(f"a value that cannot be read, {type(error).__name__}") from error
    return _check_mapping({} if value is None else value)


def parse_json(text: str) -> dict[str, Any]:
    """Parse one JSON object.

    Raises:
        MalformedError: It is not JSON, not an object, nests too deep, repeats a key, or holds NaN or half a
            character.
    """
    try:
        value = json.loads(text, object_pairs_hook=_build_object, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise MalformedError(f"{error.msg} at column {error.colno}", error.lineno) from error
    except MalformedError:
        raise
    except (ValueError, RecursionError) as error:
        raise MalformedError(f"a value that cannot be read, {type(error).__name__}") from error
    return _check_mapping(value)


def _check_events(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else None
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise MalformedError("anchors and aliases are not allowed", line)
        if tag := getattr(event, "tag", None):
            raise MalformedError(f"tags are not allowed, found {tag[:60]!r}", line)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise MalformedError(f"nested deeper than {MAX_DEPTH} levels", line)


def _check_mapping(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise MalformedError(f"expected a mapping, found {_name_type(value)}", 1)
    # A stack of our own: the values may nest deeper than Python recurses.
    pending: list[tuple[object, int]] = [(value, 1)]
    while pending:
        item, depth = pending.pop()
        if depth > MAX_DEPTH + 1:
            raise MalformedError(f"nested deeper than {MAX_DEPTH} levels")
        if isinstance(item, dict):
            pending += [(part, depth + 1) for pair in item.items() for part in pair]
        elif isinstance(item, list):
            pending += [(part, depth + 1) for part in item]
        elif isinstance(item, float) and math.isinf(item):
            raise MalformedError("a number is too large")
        elif isinstance(item, str) and re.search("[\ud800-\udfff]", item):
            raise MalformedError("a string holds half a character, a lone surrogate")
    return value


def _build_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    built: dict[str, Any] = {}
    for key, value in pairs:
        if key in built:
            raise MalformedError(f"the key {key[:60]!r} is given twice")
        built[key] = value
    return built


def _refuse_constant(name: str) -> NoReturn:
    raise MalformedError(f"{name} is not JSON")


def _name_type(value: object) -> str:
    names = {list: "a list", str: "a string", bool: "a truth value", type(None): "nothing"}
    return names.get(type(value), "a number")
