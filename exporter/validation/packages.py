"""Checks one Data Package: descriptor, files, tables, keys and spans."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exporter.validation.content import ContentDigest
from exporter.validation.context import Context
from exporter.validation.descriptors.descriptor import check_descriptor, read_descriptor
from exporter.validation.descriptors.model import Resource
from exporter.validation.descriptors.rules import parse_json
from exporter.validation.keys import KeyColumns, check_foreign, check_unique, find_key_names
from exporter.validation.reading.files import Measures, find_file
from exporter.validation.reading.resources import FORMATS
from exporter.validation.reports.log import Collector, Log
from exporter.validation.reports.report import Kind
from exporter.validation.spans import SpanCheck
from exporter.validation.tables import Tap, check_table

DESCRIPTOR_NAME = "datapackage.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was learned of one table: its path in the package, its rows, a digest of each column if asked."""

    path: str
    rows: int | None
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Part:
    """A resource while it is being checked."""

    resource: Resource
    paths: list[Path]
    log: Log
    keys: KeyColumns
    digest: ContentDigest


def check_package(
    path: Path,
    context: Context,
    *,
    content: bytes | None = None,
    with_spans: bool = True,
    with_digests: bool = False,
) -> dict[str, Checked]:
    """Check the package of a descriptor and give back what was learned of its tables, by name.

    Args:
        path: The descriptor; nothing outside its folder is read.
        context: Its collector gets one log for the package and one for each resource.
        content: The descriptor itself, if it is in no file; path then only names it.
        with_spans: Whether to compare spans with texts.
        with_digests: Whether to digest the values.
    """
    log = context.collector.start(name=path.absolute().parent.name, kind="package", place=path.as_posix())
    resources: list[Resource] = []
    with log.guard("checking the descriptor"):
        descriptor = _read(path, log) if content is None else _parse(content, log)
        resources = check_descriptor(descriptor, path.parent, log) if descriptor is not None else []
    parts = [_start_part(item, resources, path.parent, context.collector) for item in resources]
    _check_parts(parts, log, context, with_spans=with_spans, with_digests=with_digests)
    return {
        part.resource.name: Checked(
            path=part.resource.paths[0] if part.resource.paths else "",
            rows=part.log.rows,
            digests=part.digest.build_digests(),
        )
        for part in parts
    }


def _read(path: Path, log: Log) -> dict[str, Any] | None:
    found = find_file(path.parent, path.name, log)
    return read_descriptor(found, log) if found is not None else None


def _parse(content: bytes, log: Log) -> dict[str, Any] | None:
    try:
        return parse_json(content)
    except ValueError as error:
        log.add("json-syntax", str(error))
    return None


def _start_part(resource: Resource, resources: list[Resource], root: Path, collector: Collector) -> _Part:
    place = (root / resource.paths[0]).as_posix() if resource.paths else (root / DESCRIPTOR_NAME).as_posix()
    kind: Kind = "table" if resource.format in FORMATS else "file"
    log = collector.start(name=resource.name, kind=kind, place=place, resource=resource.name)
    log.quote = _find_quote(resource)
    keys = KeyColumns(find_key_names(resource, resources))
    pointer = f"{resource.pointer}/path"
    found = [find_file(root, path, log, pointer=pointer) for path in resource.paths]
    paths = [path for path in found if path is not None]
    return _Part(resource, paths if len(paths) == len(found) else [], log, keys, ContentDigest())


def _find_quote(resource: Resource) -> str | None:
    """Find the quote character that tells which line ends of a file end a row; None if nothing simple does."""
    if resource.format != "csv" or len(resource.paths) != 1 or resource.dialect.unknown:
        return None
    try:
        is_plain = "\n".encode(resource.encoding) == b"\n"  # In UTF-16, say, a line end has two bytes.
    except (LookupError, ValueError):
        return None
    return resource.dialect.quote if is_plain else None


def _check_parts(
    parts: list[_Part], log: Log, context: Context, *, with_spans: bool, with_digests: bool
) -> None:
    by_name = {part.resource.name: part for part in parts}
    spans = SpanCheck([part.resource for part in parts], context.texts if with_spans else None, log)
    for resource in spans.sort(part.resource for part in parts):
        part = next(part for part in parts if part.resource is resource)
        tap = spans.build_tap(resource.name, part.log) if with_spans else None
        taps: list[Tap] = [part.keys, *([tap] if tap else []), *([part.digest] if with_digests else [])]
        with part.log.guard("checking the file"):
            _check_file(part, context.measures)
            _check_rows(part, taps)
    if with_spans:
        spans.finish()
    for part in parts:
        with part.log.guard("checking the keys"):
            _check_keys(part, by_name)


def _check_file(part: _Part, measures: Measures) -> None:
    resource, pointer = part.resource, part.resource.pointer
    if not part.paths:
        return
    for path in part.paths:
        part.log.add_file(path)
    part.log.bytes = sum(path.stat().st_size for path in part.paths)
    if resource.bytes is not None:
        measures.check_bytes(part.paths, resource.bytes, part.log, pointer=f"{pointer}/bytes")
    if resource.hash is not None:
        measures.check_hash(part.paths, resource.hash, part.log, pointer=f"{pointer}/hash")


def _check_rows(part: _Part, taps: list[Tap]) -> None:
    resource = part.resource
    if resource.paths and not part.paths:
        return
    gap = None
    if resource.format not in FORMATS or not resource.paths:
        gap = (
            f"format {resource.format!r} is not read"
            if resource.paths
            else "data within a descriptor is not read"
        )
    elif resource.format == "parquet" and len(part.paths) > 1:
        gap = "Parquet in more than one file is not read"
    elif resource.format == "csv" and resource.dialect.unknown:
        gap = f"the dialect's {', '.join(resource.dialect.unknown)} is not known"
    if gap and (resource.schema or resource.format in FORMATS):
        part.log.add("table-not-checked", f"rows were not checked ({gap})", pointer=resource.pointer)
    elif not gap:
        check_table(resource, part.paths, part.log, taps)


def _check_keys(part: _Part, by_name: Mapping[str, _Part]) -> None:
    schema = part.resource.schema
    if schema is None:
        return
    check_unique(schema, part.keys, part.log)
    for key in schema.foreign_keys:
        target = by_name.get(key.resource) if key.resource else part
        if target is not None and len(key.fields) == len(key.reference):
            check_foreign(key, part.keys, target.keys, part.log)
