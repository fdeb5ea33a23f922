"""Checks one Data Package: descriptor, files, tables, keys and spans."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exporter.validation.descriptors.descriptor import check_descriptor, read_descriptor
from exporter.validation.files.find import find_file
from exporter.validation.files.hashes import check_bytes
from exporter.validation.files.streams import HashingReader
from exporter.validation.keys.references import sort_resources
from exporter.validation.keys.table_keys import TableKeys
from exporter.validation.model.messages import quote
from exporter.validation.model.opening import PackageFile, measure
from exporter.validation.model.package import Resource
from exporter.validation.model.strict_json import parse_json
from exporter.validation.reading.bounds import limit_keys
from exporter.validation.reading.tables import READABLE, is_table, read_table
from exporter.validation.report.findings_log import FindingsLog
from exporter.validation.report.results import Kind
from exporter.validation.tables.check import Tap, check_table
from exporter.validation.tables.digest import ContentDigest
from exporter.validation.tables.spans import SpanCheck
from exporter.validation.targets.context import Context

if TYPE_CHECKING:
    from exporter.validation.files.remote import Remote

DESCRIPTOR_NAME = "datapackage.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSummary:
    """What a check learned of one table: its path in the package, its rows, a digest of each column if asked."""

    path: str
    rows: int | None
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Part:
    """A resource while it is being checked; paths are empty if one of its files cannot be read."""

    resource: Resource
    paths: list[PackageFile]
    log: FindingsLog
    keys: TableKeys
    digest: ContentDigest = field(default_factory=ContentDigest)


def check_package(
    path: Path,
    context: Context,
    *,
    content: bytes | None = None,
    with_spans: bool = True,
    with_digests: bool = False,
) -> dict[str, TableSummary]:
    """Check the package of a descriptor and give back a summary of each of its tables, by name.

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
        resources = (
            check_descriptor(descriptor, path.parent, log, context.budget) if descriptor is not None else []
        )
    parts: list[_Part] = []
    with log.guard("checking the package", is_timed=False), _open_remote(context) as remote:
        parts += [_start_part(item, path.parent, remote, context) for item in resources]
        _check_parts(parts, log, context, with_spans=with_spans, with_digests=with_digests)
    return {
        part.resource.name: TableSummary(
            path=part.resource.paths[0] if part.resource.paths else "",
            rows=part.log.rows,
            digests=part.digest.build_digests(),
        )
        for part in parts
    }


def _read(path: Path, log: FindingsLog) -> dict[str, Any] | None:
    found = find_file(path.parent, path.name, log)
    return read_descriptor(found, log) if found is not None else None


def _parse(content: bytes, log: FindingsLog) -> dict[str, Any] | None:
    try:
        return parse_json(content)
    except ValueError as error:
        log.add("json-syntax", str(error))
    return None


def _open_remote(context: Context) -> AbstractContextManager["Remote | None"]:
    """Open the way to other machines if the user allows any; what it needs is slow to import."""
    if not context.hosts:
        return nullcontext()
    from exporter.validation.files.remote import Remote

    return Remote(context.hosts, context.budget)


def _start_part(resource: Resource, root: Path, remote: "Remote | None", context: Context) -> _Part:
    place = (root / resource.paths[0]).as_posix() if resource.paths else (root / DESCRIPTOR_NAME).as_posix()
    kind: Kind = "table" if is_table(resource) else "file"
    log = context.collector.start(name=resource.name, kind=kind, place=place, resource=resource.name)
    log.quote = _find_quote(resource)
    pointer = f"{resource.pointer}/path"
    if len(resource.paths) > context.budget.files:
        expected = f"expected at most {context.budget.files:,}, found {len(resource.paths):,}"
        log.add("budget-count", f"too many files, so none was checked ({expected})", pointer=pointer)
        return _Part(resource, [], log, TableKeys(resource))
    found = [
        remote.find_file(path, log, pointer=pointer)
        if remote is not None and remote.allows(path)
        else find_file(root, path, log, pointer=pointer)
        for path in resource.paths
    ]
    paths = [path for path in found if path is not None]
    resource = limit_keys(resource, context.budget, log)
    return _Part(resource, paths if len(paths) == len(found) else [], log, TableKeys(resource))


def _find_quote(resource: Resource) -> str | None:
    """Find the quote character that tells which line ends of a file end a row; None if nothing simple does."""
    if (
        resource.format != "csv"
        or len(resource.paths) != 1
        or resource.compression
        or not resource.dialect.is_plain
        or resource.dialect.comment_rows  # In a comment a quote means nothing.
    ):
        return None
    try:
        is_plain = "\n".encode(resource.encoding) == b"\n"  # In UTF-16, say, a line end has two bytes.
    except (LookupError, ValueError):
        return None
    return resource.dialect.quote if is_plain else None


def _check_parts(
    parts: list[_Part], log: FindingsLog, context: Context, *, with_spans: bool, with_digests: bool
) -> None:
    _connect_keys(parts)
    spans = SpanCheck([part.resource for part in parts], context.texts if with_spans else None, log)
    by_pointer = {part.resource.pointer: part for part in parts}
    for resource in spans.sort(sort_resources([part.resource for part in parts])):
        part = by_pointer[resource.pointer]
        tap = spans.build_tap(resource.name, part.log) if with_spans else None
        taps: list[Tap] = [part.keys, *([tap] if tap else []), *([part.digest] if with_digests else [])]
        with part.log.guard("checking the file"):
            _check_file(part, context, taps)
        with part.log.guard("checking the keys"):
            part.keys.finish(part.log)
    if with_spans:
        spans.finish()
    for part in parts:
        with part.log.guard("checking the keys"):
            part.keys.check_references()


def _connect_keys(parts: list[_Part]) -> None:
    tables: dict[str, TableKeys] = {}
    for part in parts:
        tables.setdefault(part.resource.name, part.keys)
    for part in parts:
        part.keys.add_references(part.resource, tables, part.log)


def _check_file(part: _Part, context: Context, taps: list[Tap]) -> None:
    """Check the bytes and the rows of a resource; its files are read once, if their format allows."""
    resource, log, hashes = part.resource, part.log, context.hashes
    context.budget.check_time()
    for path in part.paths:
        log.add_file(path.path)
    if part.paths:
        log.bytes = sum(measure(path) for path in part.paths)
        if resource.bytes is not None:
            check_bytes(log.bytes, resource.bytes, log, pointer=f"{resource.pointer}/bytes")
    running = hashes.start(part.paths, resource.hash) if resource.format == "csv" else []
    files = HashingReader(part.paths, running)
    _check_rows(part, files, context, taps)
    files.drain(context.budget)
    hashes.store(part.paths, running)
    if part.paths and resource.hash is not None:
        hashes.check_hash(part.paths, resource.hash, log, pointer=f"{resource.pointer}/hash")


def _check_rows(part: _Part, files: HashingReader, context: Context, taps: list[Tap]) -> None:
    resource = part.resource
    if resource.paths and not part.paths:
        return
    if not is_table(resource):
        if (resource.schema or resource.is_tabular) and resource.paths:
            found = quote(resource.format) if resource.format else "none"
            message = f"rows were not checked (expected {READABLE}, found {found})"
            part.log.add("table-not-checked", message, pointer=resource.pointer)
        return
    table = read_table(resource, part.paths, files, context.budget, part.log)
    if table is not None:
        check_table(resource, table, context.budget, part.log, taps)
