"""Publishes tables as a new version: whole or not at all, never over an old one."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from exporter.errors import PublishError, VersionExistsError
from exporter.packaging.card import build_card
from exporter.packaging.cells import digest_table
from exporter.packaging.citation import build_citation
from exporter.packaging.descriptor import Descriptor, build_descriptor, build_resource, format_datetime
from exporter.packaging.files import FORMATS
from exporter.packaging.metadata import Metadata
from exporter.packaging.package import build_schemas, format_json, write_package
from exporter.packaging.provenance import Provenance
from exporter.releases.catalog import Entry, build_entry, find_latest, read_entries, write_catalog
from exporter.releases.changelog import build_changelog
from exporter.releases.changes import Change, Difference, build_difference
from exporter.releases.manifest import write_manifest
from exporter.releases.release import Release, open_release
from exporter.releases.row_changes import compare_rows, describe_rows
from exporter.releases.schema_changes import compare_descriptors
from exporter.releases.staging import open_catalog_folder, stage_version
from exporter.releases.versions import FIRST, Version, bump_version, parse_version, parse_wanted
from exporter.tables import Tables
from exporter.validation import validate

CHANGELOG_NAME = "CHANGELOG.md"

_Summary = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What publishing came to.

    Attributes:
        name: Name of the package.
        version: The version that was made, or the standing one if nothing changed.
        path: The folder of that version.
        status: Whether a version was made.
        reasons: What changed since the version before, what weighs most first; empty if nothing did.
    """

    name: str
    version: str
    path: Path
    status: Literal["created", "unchanged"]
    reasons: tuple[str, ...]


def check_publishable(catalog: Path, version: str | None) -> None:
    """Refuse before long work what publishing into a catalog would refuse after it.

    Raises:
        PublishError: The version is none, or its folder cannot be written.
    """
    if version is not None:
        parse_wanted(version)
    place = next(folder for folder in (catalog, *catalog.parents) if os.path.lexists(folder))
    if not place.is_dir():
        raise PublishError(
            f"{place}: is no folder (expected a folder to write to)", hint="choose another --out"
        )
    if not os.access(place, os.W_OK | os.X_OK):
        raise PublishError(f"{place}: cannot be written to", hint="choose a folder that you may write to")


def publish_tables(
    tables: Tables,
    catalog: str | Path,
    *,
    metadata: Metadata,
    version: str | None = None,
    created: datetime | None = None,
    provenance: Provenance,
) -> Published:
    """Publish tables as the next version of a package.

    The difference with the newest version tells the least number that is allowed (see compare_descriptors and
    describe_rows). If there is no difference, nothing is written. The first version is 1.0.0 unless another
    is wanted. Two publishers wait for each other.

    Args:
        tables: What build_tables built.
        catalog: The folder of the package; its versions lie in it. It is made if it does not exist.
        metadata: What a person says about the package.
        version: The number that is wanted; it may be larger than needed.
        created: When the release is made, in UTC; by default what SOURCE_DATE_EPOCH says, else it stays open.
        provenance: How the tables were made.

    Raises:
        VersionExistsError: The wanted version is taken or smaller than the changes allow.
        PublishError: The catalog is of another package or cannot be written, or the release would not be
            valid; no part of a version stays.
        PackageError: The version to compare with is damaged.
    """
    catalog = Path(catalog)
    wanted = None if version is None else parse_wanted(version)
    created = _find_date(created)
    summary = {name: {"rows": table.num_rows, "digest": digest_table(table)} for name, table in tables}
    with open_catalog_folder(catalog):
        entries = read_entries(catalog, metadata.name)
        latest = find_latest(entries)
        base = None if latest is None else open_release(catalog / latest["version"])
        difference = _compare(base, latest, tables, summary, metadata)
        if latest is not None and not difference.changes:
            write_catalog(catalog, metadata.name, entries)
            return _report(catalog, metadata, latest["version"], "unchanged", difference)
        number = str(_choose_version(wanted, entries, difference))
        with stage_version(catalog, number) as folder:
            _write_contents(folder, tables, metadata, number, created, provenance)
            changelog = _build_changelog(metadata.name, number, created, difference, base)
            (folder / CHANGELOG_NAME).write_text(changelog, encoding="utf-8", newline="\n")
            head = _build_head(tables, metadata, number, created, provenance)
            manifest = {**head, "tables": summary}
            content = write_manifest(folder, head, summary)
            _check_staged(folder, catalog / number)
        write_catalog(catalog, metadata.name, [*entries, build_entry(manifest, content)])
        return _report(catalog, metadata, number, "created", difference)


def diff_tables(base: Release, tables: Tables, metadata: Metadata) -> Difference:
    """Compare tables that could be published with a release.

    Raises:
        PackageError: The release is damaged.
    """
    return build_difference(_iter_changes(base, tables, metadata, dict(tables)))


def _compare(
    base: Release | None, latest: Entry | None, tables: Tables, summary: _Summary, metadata: Metadata
) -> Difference:
    if base is None or latest is None:
        return Difference()
    # Tables of equal digests have equal rows, so they need not be read.
    digests = {name: facts["digest"] for name, facts in latest["tables"].items()}
    touched = {name: table for name, table in tables if summary[name]["digest"] != digests.get(name)}
    return build_difference(_iter_changes(base, tables, metadata, touched))


def _iter_changes(
    base: Release, tables: Tables, metadata: Metadata, touched: Mapping[str, Any]
) -> Iterator[Change]:
    new = _describe(tables, metadata)
    yield from compare_descriptors(base.descriptor, new)
    olds = {resource["name"]: resource["schema"] for resource in base.descriptor["resources"]}
    owners: dict[str, str] = {}
    if "quote_spans" in touched and "quotes" in olds:
        for quotes in (base.table("quotes"), tables.quotes):
            owners |= dict(
                zip(quotes["quote_id"].to_pylist(), quotes["document_id"].to_pylist(), strict=True)
            )
    for resource in new["resources"]:
        name, key = resource["name"], resource["schema"]["primaryKey"]
        if name in touched and name in olds and olds[name].get("primaryKey") == key:
            rows = compare_rows(base.table(name), touched[name], key)
            yield from describe_rows(name, rows, owners)


def _describe(tables: Tables, metadata: Metadata) -> Descriptor:
    schemas = build_schemas(tables).items()
    resources = [build_resource(name, schema, kind="csv", digest="", size=0) for name, schema in schemas]
    descriptor = build_descriptor(resources, metadata=metadata, version="", created=None)
    # As it would be read back: JSON knows no tuples.
    described: Descriptor = json.loads(format_json(descriptor))
    return described


def _choose_version(wanted: Version | None, entries: list[Entry], difference: Difference) -> Version:
    newest = parse_version(entries[-1]["version"]) if entries else None
    # Where every version is withdrawn there is nothing to compare with, so anything may have changed.
    least = bump_version(newest, difference.level or "major") if newest else FIRST
    if wanted is None:
        return least
    if newest is not None and wanted <= newest:
        existing = [entry["version"] for entry in entries]
        problem = (
            "exists already" if str(wanted) in existing else f"is older than the newest version, {newest}"
        )
        raise VersionExistsError(
            f"{wanted}: {problem} (expected at least {least})", hint=f"use {least} or newer"
        )
    if newest is not None and wanted < least:
        reason = f"{difference.reasons[0]!r} is a {difference.level} change (expected at least {least})"
        raise VersionExistsError(f"{wanted}: is too small: {reason}", hint=f"use {least} or newer")
    return wanted


def _write_contents(
    folder: Path,
    tables: Tables,
    metadata: Metadata,
    version: str,
    created: datetime | None,
    provenance: Provenance,
) -> None:
    for kind in FORMATS:
        write_package(tables, folder / kind, format=kind, metadata=metadata, version=version, created=created)
    card = build_card(tables, metadata=metadata, version=version, created=created, provenance=provenance)
    citation = build_citation(metadata, version=version, created=created)
    (folder / "README.md").write_text(card, encoding="utf-8", newline="\n")
    (folder / "CITATION.cff").write_text(citation, encoding="utf-8", newline="\n")


def _check_staged(folder: Path, place: Path) -> None:
    """Validate what was written as any reader would, before it becomes public."""
    report = validate(folder)
    if not report.valid:
        first = next(finding for finding in report.findings if finding.level == "error")
        where = ", ".join(part for part in (first.resource, first.field) if part)
        raise PublishError(
            f"{place}: would not be valid: {where + ': ' if where else ''}{first.message} [{first.code}]",
            hint="nothing was published; correct the tables, or report it if exporter made them",
        )


def _build_changelog(
    name: str, version: str, created: datetime | None, difference: Difference, base: Release | None
) -> str:
    date = f"{created:%Y-%m-%d}" if created else None
    path = base.path / CHANGELOG_NAME if base else None
    older = path.read_text(encoding="utf-8") if path and path.is_file() else ""
    return build_changelog(name, version, date, difference, older)


def _build_head(
    tables: Tables, metadata: Metadata, version: str, created: datetime | None, provenance: Provenance
) -> dict[str, Any]:
    return {
        "name": metadata.name,
        "version": version,
        "created": format_datetime(created) if created else None,
        **provenance.to_dict(),
        "inputs": tables.documents.select(["document_id", "path", "sha256"]).to_pylist(),
    }


def _report(
    catalog: Path,
    metadata: Metadata,
    version: str,
    status: Literal["created", "unchanged"],
    difference: Difference,
) -> Published:
    reasons = difference.reasons or (("first release",) if status == "created" else ())
    return Published(
        name=metadata.name, version=version, path=catalog / version, status=status, reasons=reasons
    )


def _find_date(created: datetime | None) -> datetime | None:
    if created is not None:
        return created.astimezone(UTC) if created.tzinfo else created.replace(tzinfo=UTC)
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return None
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        problem = f"SOURCE_DATE_EPOCH: no time (expected seconds since 1970, found {epoch!r:.60})"
        raise PublishError(problem, hint="set it to a whole number, or unset it") from error
