"""Compares descriptors by the version recipe of the Data Package standard."""

from collections.abc import Iterator, Mapping
from typing import Any

from exporter.releases.changes import Change
from exporter.releases.versions import Level

_Properties = Mapping[str, Any]

# What is new in every release, and what tells only where and how the files lie.
_COMPUTED = {"$schema", "version", "created", "resources"}
_LOWER_BOUNDS = {"minLength", "minimum", "exclusiveMinimum"}
_UPPER_BOUNDS = {"maxLength", "maximum", "exclusiveMaximum"}
_SHAPE = ("type", "format", "unit")
_NO_PROPERTIES: _Properties = {}


def compare_descriptors(old: _Properties, new: _Properties) -> Iterator[Change]:
    """Yield what differs between two descriptors, apart from rows.

    Major: another name or id of the package; a resource taken away; fields added, removed or re-ordered;
    another type, format or unit; a constraint or key that allows less. Minor: a resource added; a constraint
    or key that allows more. Patch: words for people. Where and how files are written does not count.
    """
    for key in sorted((old.keys() | new.keys()) - _COMPUTED):
        if old.get(key) != new.get(key):
            level: Level = "major" if key in ("name", "id") else "patch"
            yield Change(level=level, message=f"package: {key} changed")
    olds = {resource["name"]: resource for resource in old["resources"]}
    news = {resource["name"]: resource for resource in new["resources"]}
    for name in (name for name in olds if name not in news):
        yield Change(level="major", message=f"{name}: table removed")
    for name, resource in news.items():
        if name not in olds:
            yield Change(level="minor", message=f"{name}: table added")
        else:
            yield from _compare_resources(name, olds[name], resource)


def _compare_resources(name: str, old: _Properties, new: _Properties) -> Iterator[Change]:
    for key in ("title", "description"):
        if old.get(key) != new.get(key):
            yield Change(level="patch", message=f"{name}: {key} of the table changed")
    yield from _compare_keys(name, old["schema"], new["schema"])
    olds = {field["name"]: field for field in old["schema"]["fields"]}
    news = {field["name"]: field for field in new["schema"]["fields"]}
    yield from _compare_order(name, list(olds), list(news))
    for field in (field for field in news if field in olds):
        yield from _compare_fields(f"{name}.{field}", olds[field], news[field])


def _compare_order(name: str, old: list[str], new: list[str]) -> Iterator[Change]:
    added = [field for field in new if field not in old]
    removed = [field for field in old if field not in new]
    if added:
        yield Change(level="major", message=f"{name}: fields added ({', '.join(added)})")
    if removed:
        yield Change(level="major", message=f"{name}: fields removed ({', '.join(removed)})")
    if [field for field in old if field in new] != [field for field in new if field in old]:
        yield Change(level="major", message=f"{name}: fields re-ordered")


def _compare_keys(name: str, old: _Properties, new: _Properties) -> Iterator[Change]:
    for key in ("primaryKey", "missingValues", "fieldsMatch"):
        if old.get(key) != new.get(key):
            yield Change(level="major", message=f"{name}: {key} changed")
    for key in ("uniqueKeys", "foreignKeys"):
        olds, news = old.get(key, []), new.get(key, [])
        if any(one not in olds for one in news):
            yield Change(level="major", message=f"{name}: {key} added")
        if any(one not in news for one in olds):
            yield Change(level="minor", message=f"{name}: {key} removed")


def _compare_fields(place: str, old: _Properties, new: _Properties) -> Iterator[Change]:
    for key in _SHAPE:
        if old.get(key) != new.get(key):
            problem = f"{place}: {key} changed from {old.get(key)!r} to {new.get(key)!r}"
            yield Change(level="major", message=problem)
    olds, news = old.get("constraints", _NO_PROPERTIES), new.get("constraints", _NO_PROPERTIES)
    for key in sorted(olds.keys() | news.keys()):
        if olds.get(key) != news.get(key):
            yield _compare_constraint(place, key, olds.get(key), news.get(key))
    # Categories repeat the enumeration, which has been compared.
    words = (old.keys() | new.keys()) - {*_SHAPE, "constraints", "categories", "name"}
    for key in sorted(words):
        if old.get(key) != new.get(key):
            yield Change(level="patch", message=f"{place}: {key} changed")


def _compare_constraint(place: str, key: str, old: object, new: object) -> Change:
    if _is_looser(key, old, new):
        return Change(level="minor", message=f"{place}: {key} allows more")
    return Change(level="major", message=f"{place}: {key} allows less")


def _is_looser(key: str, old: Any, new: Any) -> bool:  # noqa: ANN401 - any JSON value
    if new is None or new is False:
        return True
    if old is None or old is False:
        return False
    if key in _LOWER_BOUNDS:
        return bool(new < old)
    if key in _UPPER_BOUNDS:
        return bool(new > old)
    # Of two patterns nobody can tell which allows more, so every other change counts as a restriction.
    return key == "enum" and set(old) <= set(new)
