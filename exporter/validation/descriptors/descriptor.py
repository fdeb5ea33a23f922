"""Checks a Data Package descriptor: its shape, its names, and that what its keys name exists."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from exporter.validation.descriptors.resources import (
    find_version,
    is_tabular,
    iter_dialect,
    iter_location,
    iter_package,
    iter_resource,
)
from exporter.validation.descriptors.schemas import Names, iter_keys, iter_schema
from exporter.validation.descriptors.shape import RULE, Violation, walk
from exporter.validation.descriptors.standard import DIALECT, PACKAGE, RESOURCE, SCHEMA
from exporter.validation.files.find import find_file
from exporter.validation.model.budget import Budget
from exporter.validation.model.json_types import JsonValue
from exporter.validation.model.messages import quote
from exporter.validation.model.opening import PackageFile, open_regular
from exporter.validation.model.package import Resource, TableSchema, build_resource, build_schema
from exporter.validation.model.strict_json import SIZE, parse_json
from exporter.validation.report.findings_log import FindingsLog

_MOST = 50_000
# What must be right for the file of a resource to be read; all else is for people.
_NEEDED = ("", "name", "path", "data", "type", "format", "encoding", "bytes", "hash", "schema", "dialect")


def read_descriptor(file: PackageFile, log: FindingsLog) -> dict[str, Any] | None:
    """Read a JSON object, or write down why it is none."""
    log.add_file(file.path)
    place = file.path.as_posix()
    try:
        with open_regular(file) as opened:
            return parse_json(opened.read(SIZE + 1))
    except ValueError as error:
        log.add("json-syntax", str(error), path=place)
    except FileNotFoundError:
        log.add("path-missing", "no such file", path=place)
    except OSError as error:
        log.add("path-not-a-file", f"cannot be read ({error.strerror or error})", path=place)
    return None


def check_descriptor(
    descriptor: dict[str, Any], root: Path, log: FindingsLog, budget: Budget | None = None
) -> list[Resource]:
    """Check a descriptor and give back the resources whose own part obeys the rules, in order.

    A schema or dialect that is given as a path is read from the package and checked as if it stood in place, where
    it is named first.

    Raises:
        OutOfTimeError: The time of the budget is up.
    """
    try:
        return _Check(descriptor, root, log, budget or Budget()).run()
    except _TooManyError:
        message = f"so much is wrong that the rest was not checked (expected fewer than {_MOST:,} faults, found more)"
        log.add("budget-count", message)
        return []


class _TooManyError(Exception):
    """More is wrong than is worth listing."""


class _Check:
    """The check of one descriptor."""

    def __init__(self, descriptor: dict[str, Any], root: Path, log: FindingsLog, budget: Budget) -> None:
        self._descriptor, self._root, self._log = descriptor, root, log
        self._budget, self._written = budget, 0
        self._version = find_version(descriptor)
        self._tabular = is_tabular({"profile": descriptor.get("profile")})
        self._files: dict[PackageFile, JsonValue] = {}
        self._schemas: dict[PackageFile, TableSchema | None] = {}
        self._fields: dict[int, Names] = {}

    def run(self) -> list[Resource]:
        """Check everything, in order of place."""
        violations: list[Violation] = []
        walk(self._descriptor, PACKAGE, "", violations)
        self._write([*violations, *iter_package(self._descriptor, self._version)])
        items = self._descriptor.get("resources")
        if not isinstance(items, list):
            return []
        names = [
            item["name"] for item in items if isinstance(item, dict) and isinstance(item.get("name"), str)
        ]
        built = [self._check_resource(item, f"/resources/{index}") for index, item in enumerate(items)]
        self._check_names(items)
        resources = [resource for resource in built if resource is not None]
        self._check_keys(resources, Names(names))
        return resources

    def _write(self, violations: Iterable[Violation]) -> bool:
        """Write findings down and tell whether a rule was broken; ends when there are very many."""
        is_broken = False
        self._budget.check_time()
        for violation in violations:
            self._written += 1
            if self._written > _MOST:
                raise _TooManyError
            self._log.add(violation.code, violation.message, pointer=violation.pointer)
            is_broken |= violation.code == RULE
        return is_broken

    def _check_resource(self, item: JsonValue, pointer: str) -> Resource | None:
        violations: list[Violation] = []
        walk(item, RESOURCE, pointer, violations)
        is_broken = self._write(violations) and any(
            _is_needed(violation, pointer) for violation in violations
        )
        if not isinstance(item, dict):
            return None
        resource = dict(item)
        url = item.get("url")
        if isinstance(url, str) and url and "path" not in item and "data" not in item:
            resource["path"] = url  # as version 0 called it
        tabular = is_tabular(item) or self._tabular
        self._write(iter_resource(resource, pointer, self._version, tabular=tabular))
        is_broken |= self._write(iter_location(resource, pointer, self._version, tabular=tabular))
        is_broken |= self._resolve_dialect(resource, pointer)
        schema, is_schema_broken = self._resolve_schema(resource, pointer, is_broken=is_broken)
        if is_broken or is_schema_broken:
            return None
        return build_resource(resource, pointer, schema)

    def _resolve_dialect(self, resource: dict[str, JsonValue], pointer: str) -> bool:
        """Put a dialect that is given as a path in its place and tell whether a rule is broken."""
        place = f"{pointer}/dialect"
        violations: list[Violation] = []
        if isinstance(resource.get("dialect"), str) and resource["dialect"]:
            path, value = self._read(resource["dialect"], place)
            resource["dialect"] = value
            if path is None or value is None:
                del resource["dialect"]
                return path is not None
            walk(value, DIALECT, place, violations)
        dialect = resource.get("dialect")
        if isinstance(dialect, dict) and not violations:
            violations = list(iter_dialect(dialect, place))
        return self._write(violations)

    def _resolve_schema(
        self, resource: dict[str, JsonValue], pointer: str, *, is_broken: bool
    ) -> tuple[TableSchema | None, bool]:
        """Build the schema of a resource, and tell whether a rule is broken; a file is checked only once."""
        declared, place = resource.pop("schema", None), f"{pointer}/schema"
        if isinstance(declared, dict):
            return (None, True) if is_broken else self._check_schema(declared, place)
        if not isinstance(declared, str) or not declared:
            return None, False
        path, value = self._read(declared, place)
        if path is None or value is None:
            return None, path is not None
        if path not in self._schemas:
            violations: list[Violation] = []
            walk(value, SCHEMA, place, violations)
            is_wrong = self._write(violations)
            self._schemas[path] = None if is_wrong else self._check_schema(value, place)[0]
        return self._schemas[path], self._schemas[path] is None

    def _check_schema(self, schema: dict[str, JsonValue], pointer: str) -> tuple[TableSchema | None, bool]:
        pause = self._budget.check_time
        if self._write(iter_schema(schema, pointer, is_v2=self._version == 2, pause=pause)):
            return None, True
        return build_schema(schema, pointer), False

    def _read(self, path: str, pointer: str) -> tuple[PackageFile | None, JsonValue]:
        found = find_file(self._root, path, self._log, pointer=pointer)
        if found is None:
            return None, None
        if found not in self._files:
            self._files[found] = read_descriptor(found, self._log)
        return found, self._files[found]

    def _check_names(self, items: list[JsonValue]) -> None:
        seen: set[str] = set()
        for index, item in enumerate(items):
            name = item.get("name") if isinstance(item, dict) else None
            if not isinstance(name, str):
                continue
            if name in seen:
                message = f"the name is taken (expected a new name, found {quote(name)})"
                self._log.add("resource-duplicate", message, pointer=f"/resources/{index}/name")
            seen.add(name)

    def _check_keys(self, resources: list[Resource], names: Names) -> None:
        schemas = {resource.name: resource.schema for resource in resources}

        def find(name: str) -> Names | None:
            schema = schemas.get(name)
            return None if schema is None else self._list_fields(schema)

        for resource in resources:
            if resource.schema is not None:
                own = self._list_fields(resource.schema)
                place = f"{resource.pointer}/schema"
                # Where two resources have one name, the name does not tell which of them is meant.
                name = resource.name if schemas[resource.name] is resource.schema else ""
                self._write(iter_keys(resource.schema, name, place, own, names, find))

    def _list_fields(self, schema: TableSchema) -> Names:
        if id(schema) not in self._fields:
            self._fields[id(schema)] = Names(field.name for field in schema.fields)
        return self._fields[id(schema)]


def _is_needed(violation: Violation, pointer: str) -> bool:
    """Tell whether a violation concerns what must be right for the file of a resource to be read."""
    return violation.code == RULE and violation.pointer[len(pointer) :].strip("/").split("/")[0] in _NEEDED
