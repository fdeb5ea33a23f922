"""The catalog of a package: versions.json, which lists every version, and the folders beside it."""

import hashlib
import json
import logging
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from exporter.errors import PackageError, PublishError
from exporter.packaging.package import format_json
from exporter.releases.manifest import MANIFEST_NAME, read_manifest
from exporter.releases.staging import replace_file
from exporter.releases.versions import is_version, parse_version

CATALOG_NAME = "versions.json"

Entry = dict[str, Any]


class InputFile(NamedTuple):
    """A document of a release: its id, and the file that it was read from, as `documents.path` has it."""

    document_id: str
    path: str


_logger = logging.getLogger("exporter")


def read_entries(catalog: Path, name: str | None = None) -> list[Entry]:
    """Read the versions of a catalog, oldest first; a catalog that does not exist yet has none.

    Complete versions that the catalog misses, because a run was killed before its last step, are among them.

    Args:
        catalog: The folder of the catalog.
        name: The package that the catalog must be of, or None for any.

    Raises:
        PublishError: versions.json cannot be read, or the catalog is of another package.
        PackageError: The manifest of a version that the catalog misses cannot be read.
    """
    content = read_catalog(catalog)
    entries: list[Entry] = content.get("versions", [])
    known = {entry["version"] for entry in entries}
    found = [path.parent for path in catalog.glob(f"*/{MANIFEST_NAME}") if is_version(path.parent.name)]
    missed = [build_entry(*read_manifest(folder)) for folder in found if folder.name not in known]
    names = {content["name"]} if "name" in content else {read_manifest(folder)[0]["name"] for folder in found}
    if name is not None and names - {name}:
        problem = f"{catalog}: holds another package (expected {name!r}, found {min(names)!r:.80})"
        raise PublishError(problem, hint="choose another folder, or correct the name in datapackage.yaml")
    for entry in missed:
        _logger.warning(
            "%s: %s was complete but not listed; it is now", catalog / CATALOG_NAME, entry["version"]
        )
    return sort_entries([*entries, *missed])


def read_inputs(catalog: Path, name: str) -> tuple[str, tuple[InputFile, ...]]:
    """Read the number of the newest version that is not withdrawn, and its documents; none if there is none.

    Raises:
        PublishError: versions.json cannot be read, or the catalog is of another package.
        PackageError: The manifest of a version cannot be read.
    """
    latest = find_latest(read_entries(catalog, name))
    if latest is None:
        return "", ()
    folder = catalog / latest["version"]
    try:
        inputs = read_manifest(folder)[0]["inputs"]
        return latest["version"], tuple(
            InputFile(str(one["document_id"]), str(one["path"])) for one in inputs
        )
    except (KeyError, TypeError) as error:
        problem = f"{folder / MANIFEST_NAME}: does not say what it was made from ({error!r:.80})"
        raise PackageError(problem, hint="bring the version back to what was published") from error


def read_catalog(catalog: Path) -> dict[str, Any]:
    """Read versions.json as it is, or an empty dict if there is none.

    Raises:
        PublishError: It cannot be read or has another shape.
    """
    path = catalog / CATALOG_NAME
    if not path.exists():
        return {}
    try:
        content: dict[str, Any] = json.loads(path.read_bytes())
        for entry in content["versions"]:
            parse_version(entry["version"])
            _ = (content["name"], entry["state"], entry["manifest_sha256"])
    except (OSError, ValueError, KeyError, TypeError, PublishError) as error:
        hint = "bring back the last good versions.json; the versions themselves are not harmed"
        raise PublishError(f"{path}: cannot be read ({error!r:.120})", hint=hint) from error
    return content


def write_catalog(catalog: Path, name: str, entries: Iterable[Entry]) -> None:
    """Write versions.json, newest version last; not at all if nothing would change."""
    content = format_json({"name": name, "versions": sort_entries(entries)})
    path = catalog / CATALOG_NAME
    if not path.exists() or path.read_bytes() != content:
        replace_file(path, content)


def build_entry(manifest: Mapping[str, Any], content: bytes) -> Entry:
    """Build what the catalog says about a version from its manifest and the manifest's bytes."""
    created = manifest["created"]
    return {
        "version": manifest["version"],
        "date": created[:10] if created else None,
        "state": "current",
        "manifest_sha256": hashlib.sha256(content).hexdigest(),
        "tables": manifest["tables"],
    }


def find_latest(entries: Iterable[Entry]) -> Entry | None:
    """Find the newest version that is not withdrawn, or None."""
    current = [entry for entry in entries if entry["state"] == "current"]
    return sort_entries(current)[-1] if current else None


def sort_entries(entries: Iterable[Entry]) -> list[Entry]:
    """Sort versions by number, newest last."""
    return sorted(entries, key=lambda entry: parse_version(entry["version"]))
