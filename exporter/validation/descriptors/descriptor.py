"""Checks a Data Package descriptor: its shape, its names, and that what its keys name exists."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from exporter.schemas import load_schema
from exporter.validation.descriptors.model import Field, Resource, TableSchema, Value, build_resource
from exporter.validation.descriptors.rules import build_validator, find_breaches, parse_json, quote
from exporter.validation.reading.files import find_file, is_remote, open_regular
from exporter.validation.reports.log import Log
from exporter.validation.values.constraints import build_checks

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._-/")


def read_descriptor(path: Path, log: Log) -> dict[str, Any] | None:
    """Read a JSON object, or write down why it is none."""
    log.add_file(path)
    try:
        with open_regular(path) as file:
            return parse_json(file.read())
    except ValueError as error:
        log.add("json-syntax", str(error))
    except FileNotFoundError:
        log.add("path-missing", "no such file")
    except OSError as error:
        log.add("path-not-a-file", f"cannot be read ({error.strerror or error})")
    return None


def check_descriptor(descriptor: dict[str, Any], root: Path, log: Log) -> list[Resource]:
    """Check a descriptor and give back the resources whose own part obeys the rules, in order.

    A schema or dialect that is given as a path is read from the package and judged as if it stood in place.
    """
    resources = descriptor.get("resources")
    if isinstance(resources, list):
        whole = {
            **descriptor,
            "resources": [_resolve(item, root, log, index) for index, item in enumerate(resources)],
        }
    else:
        whole = descriptor
    broken = _check_shape(whole, log)
    if not isinstance(whole.get("resources"), list):
        return []
    built = [
        build_resource(item, f"/resources/{index}")
        for index, item in enumerate(whole["resources"])
        if index not in broken
    ]
    _check_names(descriptor, built, log)
    _check_schemas(built, log)
    return built


def _resolve(resource: Value, root: Path, log: Log, index: int) -> Value:
    """Put a schema and dialect that are given as paths in their place; what cannot be read is left out."""
    if not isinstance(resource, dict):
        return resource
    resolved = dict(resource)
    for key in ("schema", "dialect"):
        if isinstance(resource.get(key), str) and resource[key]:
            found = find_file(root, resource[key], log, pointer=f"/resources/{index}/{key}")
            value = read_descriptor(found, log) if found else None
            if value is None:
                del resolved[key]
            else:
                resolved[key] = value
    return resolved


def _check_shape(descriptor: dict[str, Any], log: Log) -> set[int]:
    """Write down every rule that is broken and give back which resources are concerned."""
    broken = set()
    for breach in find_breaches(build_validator(load_schema("descriptor")), descriptor):
        log.add("descriptor-rule", breach.message, pointer=breach.pointer)
        parts = breach.pointer.split("/")
        if len(parts) > 2 and parts[1] == "resources":
            broken.add(int(parts[2]))
    for index, resource in enumerate(_iter_objects(descriptor.get("resources"))):
        if ("path" in resource) == ("data" in resource):
            found = "both" if "path" in resource else "neither"
            message = f"where the data is, is not clear (expected path or data, found {found})"
            log.add("descriptor-rule", message, pointer=f"/resources/{index}")
            broken.add(index)
    return broken


def _iter_objects(value: Value) -> Iterator[dict[str, Any]]:
    for item in value if isinstance(value, list) else []:
        yield item if isinstance(item, dict) else {"path": None}


def _check_names(descriptor: dict[str, Any], resources: list[Resource], log: Log) -> None:
    given = [("/name", descriptor["name"])] if isinstance(descriptor.get("name"), str) else []
    given += [(f"{resource.pointer}/name", resource.name) for resource in resources]
    for pointer, name in given:
        if not _PLAIN.issuperset(name):
            message = f"not a plain name (expected lower-case letters, digits, . _ -, found {quote(name)})"
            log.add("descriptor-name", message, pointer=pointer)
    seen: set[str] = set()
    for resource in resources:
        if resource.name in seen:
            message = f"the name is taken (expected a new name, found {quote(resource.name)})"
            log.add("resource-duplicate", message, pointer=f"{resource.pointer}/name")
        seen.add(resource.name)


def _check_schemas(resources: list[Resource], log: Log) -> None:
    schemas = {resource.name: resource.schema for resource in resources}
    for resource in resources:
        if resource.schema is None:
            continue
        seen: set[str] = set()
        for field in resource.schema.fields:
            if field.name in seen:
                message = f"the name is taken (expected a new name, found {quote(field.name)})"
                log.add("field-duplicate", message, pointer=f"{field.pointer}/name")
            seen.add(field.name)
            _check_constraints(field, log)
        _check_keys(resource, resource.schema, schemas, log)


def _check_constraints(field: Field, log: Log) -> None:
    for problem in build_checks(field).problems:
        log.add(problem.code, problem.message, field=field.name, pointer=field.pointer + problem.pointer)


def _check_keys(
    resource: Resource, schema: TableSchema, schemas: dict[str, TableSchema | None], log: Log
) -> None:
    pointer = f"{resource.pointer}/schema"
    _check_fields(schema, schema.primary_key, log, f"{pointer}/primaryKey")
    for index, names in enumerate(schema.unique_keys):
        _check_fields(schema, names, log, f"{pointer}/uniqueKeys/{index}")
    for index, key in enumerate(schema.foreign_keys):
        place = f"{pointer}/foreignKeys/{index}"
        _check_fields(schema, key.fields, log, f"{place}/fields")
        if key.resource and key.resource not in schemas:
            if not is_remote(key.resource):
                message = (
                    f"no such resource (expected one of {', '.join(schemas)}, found {quote(key.resource)})"
                )
                log.add("key-unknown", message, pointer=f"{place}/reference/resource")
            continue
        target = schemas[key.resource] if key.resource else schema
        if target is not None:
            _check_fields(target, key.reference, log, f"{place}/reference/fields")
        if len(key.fields) != len(key.reference):
            message = f"not as many fields (expected {len(key.fields)}, found {len(key.reference)})"
            log.add("key-unknown", message, pointer=f"{place}/reference/fields")


def _check_fields(schema: TableSchema, names: tuple[str, ...], log: Log, pointer: str) -> None:
    known = [field.name for field in schema.fields]
    for name in names:
        if name not in known:
            message = f"no such field (expected one of {', '.join(known)}, found {quote(name)})"
            log.add("key-unknown", message, pointer=pointer)
