"""Checks what the properties of a package or resource say together, by version 1 or 2 of the standard."""

import re
from collections.abc import Iterator
from typing import Literal

from exporter.validation.descriptors.forms import find_path_violation, guess_tab, is_url
from exporter.validation.descriptors.hints import build_hint
from exporter.validation.descriptors.shape import DOUBTFUL, RULE, Form, Violation, build_message, walk
from exporter.validation.model.json_types import JsonObject, JsonValue
from exporter.validation.model.messages import name_type, quote

Version = Literal[1, 2] | None
"""What version of the standard a package says that it follows; None is read as 2 with all that 1 allowed."""
_NAME = "descriptor-name"
_PROFILE = "profile-not-checked"
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._-/")
_STANDARD = re.compile(r"https?://datapackage\.org/profiles/([12])\.(\d+)/([a-z]+)\.json")
_OLD = re.compile(r"https?://(?:specs\.frictionlessdata\.io|frictionlessdata\.io)/schemas/([a-z-]+)\.json")
_PROFILES = {
    "package": ("data-package", "tabular-data-package"),
    "resource": ("data-resource", "tabular-data-resource"),
}
_OTHERS = ("fiscal-data-package",)


def find_version(descriptor: JsonObject) -> Version:
    """Find the version of the standard that a package says it follows: by its $schema, else by its profile."""
    schema = descriptor.get("$schema")
    if isinstance(schema, str):
        known = _STANDARD.fullmatch(schema)
        return 1 if known and known[1] == "1" else 2
    return 1 if isinstance(descriptor.get("profile"), str) else None


def is_tabular(descriptor: JsonObject) -> bool:
    """Tell whether a resource or package says that it is tabular, in the words of version 1 or 2."""
    profile = descriptor.get("profile")
    old = _OLD.fullmatch(profile) if isinstance(profile, str) else None
    name = old[1] if old else profile
    return descriptor.get("type") == "table" or name in ("tabular-data-package", "tabular-data-resource")


def iter_package(descriptor: JsonObject, version: Version) -> Iterator[Violation]:
    """Yield what is wrong with a package, resources apart; any property may have any form."""
    if "$schema" in descriptor:
        yield from _iter_schema_url(descriptor["$schema"])
    elif "profile" in descriptor:
        yield from _iter_profile(descriptor["profile"], "package", "")
    yield from iter_name(descriptor.get("name"), "", version)
    yield from _iter_titles(descriptor, "", version)


def _iter_schema_url(value: JsonValue) -> Iterator[Violation]:
    place = "/$schema"
    violations: list[Violation] = []
    walk(value, Form(("string",), "an absolute URL", is_url), place, violations)
    yield from violations
    if violations:
        return
    known = _STANDARD.fullmatch(value)
    if known is None or known[2] != "0":
        message = f"the profile is not fetched (expected one of the standard, found {quote(value)})"
        yield Violation(place, message, _PROFILE)
    elif known[3] != "datapackage":
        message = f"the profile is of something else (expected datapackage.json, found {quote(value)})"
        yield Violation(place, message, DOUBTFUL)


def _iter_profile(value: JsonValue, kind: str, pointer: str) -> Iterator[Violation]:
    place, names = f"{pointer}/profile", _PROFILES[kind]
    if isinstance(value, str) and (value in _OTHERS or is_url(value)):
        old = _OLD.fullmatch(value)
        if old is None or old[1] not in names:
            message = f"the profile is not fetched (expected {' or '.join(names)}, found {quote(value)})"
            yield Violation(place, message, _PROFILE)
    elif value not in names:
        yield Violation(place, build_message("value", f"{', '.join(names)} or a URL", value))


def iter_name(value: JsonValue, pointer: str, version: Version) -> Iterator[Violation]:
    """Yield what is wrong with the name of a package or resource: version 1 forbids what version 2 advises against."""
    if isinstance(value, str) and not _PLAIN.issuperset(value):
        message = f"not a plain name (expected lower-case letters, digits, . _ -, found {quote(value)})"
        yield Violation(f"{pointer}/name", message, RULE if version == 1 else _NAME)


def _iter_titles(descriptor: JsonObject, pointer: str, version: Version) -> Iterator[Violation]:
    for name in ("contributors", "sources") if version == 1 else ():
        items = descriptor.get(name)
        for index, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, dict) and item and "title" not in item:
                message = "a property is missing (expected 'title', which version 1 asks for, found none)"
                yield Violation(f"{pointer}/{name}/{index}", message)


def iter_resource(
    resource: JsonObject, pointer: str, version: Version, *, tabular: bool
) -> Iterator[Violation]:
    """Yield what is wrong with the names of a resource and with where its data is, which does not hinder reading it."""
    yield from iter_name(resource.get("name"), pointer, version)
    yield from _iter_titles(resource, pointer, version)
    if version != 2 and "profile" in resource:
        yield from _iter_profile(resource["profile"], "resource", pointer)
    if version == 1 and tabular and "schema" not in resource:
        message = "a property is missing (expected 'schema', because the profile is tabular, found none)"
        yield Violation(pointer, message)
    for name in ("path", "schema", "dialect"):
        yield from _iter_paths(resource.get(name), f"{pointer}/{name}")


def _iter_paths(value: JsonValue, pointer: str) -> Iterator[Violation]:
    paths = value if isinstance(value, list) else [value]
    urls = [isinstance(path, str) and "://" in path for path in paths]
    if any(urls) and not all(urls):
        index = urls.index(not urls[0])
        kinds = "only URLs" if urls[0] else "only paths"
        message = f"URLs and paths are mixed (expected {kinds} as the first, found {quote(paths[index])})"
        yield Violation(f"{pointer}/{index}", message)
    for index, path in enumerate(paths):
        expected = find_path_violation(path) if isinstance(path, str) else None
        # A path that could leave the package is found where the file would be opened.
        if expected is not None and not expected.startswith("a relative path"):
            place = f"{pointer}/{index}" if isinstance(value, list) else pointer
            yield Violation(place, build_message("value", expected, path))


def iter_location(
    resource: JsonObject, pointer: str, version: Version, *, tabular: bool
) -> Iterator[Violation]:
    """Yield what hinders reading the data of a resource: none or two places for it, or data of a wrong form."""
    if ("path" in resource) == ("data" in resource):
        found = "both" if "path" in resource else "neither"
        yield Violation(pointer, f"where the data is, is not clear (expected path or data, found {found})")
    if version != 1 and "type" in resource and resource["type"] != "table":
        message = build_message("value", "'table', or no type for other data", resource["type"])
        # Version 1 knew no type, so that anything may have it.
        yield Violation(f"{pointer}/type", message, RULE if version == 2 else DOUBTFUL)
    if "data" in resource:
        yield from _iter_data(resource, f"{pointer}/data", tabular=tabular)


def _iter_data(resource: JsonObject, pointer: str, *, tabular: bool) -> Iterator[Violation]:
    data, kind = resource["data"], name_type(resource["data"])
    if tabular:
        if kind != "array":
            yield Violation(pointer, build_message("type", "array of rows", data))
            return
        for index, row in enumerate(data):
            if not isinstance(row, dict | list):
                yield Violation(f"{pointer}/{index}", build_message("type", "array or object", row))
                return
    elif kind not in ("array", "object", "string"):
        yield Violation(pointer, build_message("type", "array, object or string", data))
    elif kind == "string" and "format" not in resource and "mediatype" not in resource:
        message = f"what the text is, is not told (expected format or mediatype, found {quote(data)})"
        yield Violation(pointer, message)


def iter_dialect(dialect: JsonObject, pointer: str) -> Iterator[Violation]:
    """Yield what is wrong with a dialect as a whole; a character with two meanings hinders reading by it."""
    delimiter, quoted = dialect.get("delimiter", ","), dialect.get("quoteChar", '"')
    for name, value in (("quoteChar", quoted), ("lineTerminator", dialect.get("lineTerminator", "\r\n"))):
        if delimiter == value:
            place = f"{pointer}/{'delimiter' if 'delimiter' in dialect else name}"
            yield Violation(place, f"delimiter and {name} are the same (expected two, found {quote(value)})")
    if "quoteChar" in dialect and "escapeChar" in dialect and dialect.get("doubleQuote", True):
        escape = quote(dialect["escapeChar"])
        message = f"both exclude each other (expected quoteChar or escapeChar, found {escape} too)"
        yield Violation(f"{pointer}/escapeChar", message, DOUBTFUL)
    if isinstance(delimiter, str) and (meant := guess_tab(delimiter)):
        message = build_message("value", "what separates cells", delimiter) + build_hint(meant)
        yield Violation(f"{pointer}/delimiter", message, DOUBTFUL)
    for name in ("headerRows", "headerJoin") if dialect.get("header") is False else ():
        if name in dialect:
            message = f"{name} has no effect (expected a header, found {quote(dialect[name])} without one)"
            yield Violation(f"{pointer}/{name}", message, DOUBTFUL)
