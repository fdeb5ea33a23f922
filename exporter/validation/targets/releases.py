"""Checks releases and catalogs: manifest, checksums, both packages, and that they hold the same."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from exporter.schemas import load_schema
from exporter.validation.descriptors.descriptor import read_descriptor
from exporter.validation.descriptors.json_schema import build_validator, find_violations
from exporter.validation.files.checksums import CHECKSUMS_NAME, check_checksums
from exporter.validation.files.find import find_file
from exporter.validation.files.hashes import FileHashes, check_bytes
from exporter.validation.model.messages import quote
from exporter.validation.model.opening import measure
from exporter.validation.report.findings_log import FindingsLog
from exporter.validation.targets.context import Context
from exporter.validation.targets.package import DESCRIPTOR_NAME, TableSummary, check_package

CATALOG_NAME = "versions.json"
MANIFEST_NAME = "manifest.json"
_FORMATS = ("csv", "parquet")

Tables = dict[str, TableSummary]


def check_release(folder: Path, context: Context) -> dict[str, Any] | None:
    """Check one release and give back its manifest, if it can be read and has the right shape.

    Spans are compared in the CSV package only, because the Parquet package must hold the same values.
    """
    place = (folder / MANIFEST_NAME).as_posix()
    log = context.collector.start(name=folder.absolute().name, kind="release", place=place)
    manifest = None
    with log.guard("checking the manifest"):
        manifest = read_valid_json(folder / MANIFEST_NAME, "manifest", log)
        files = set(_iter_files(folder))
        if manifest is not None:
            _check_files(manifest, folder, files, context.hashes, log)
        check_checksums(folder, files, context.hashes, log)
    packages = {kind: _check_format(folder, kind, context, log) for kind in _FORMATS}
    with log.guard("comparing the packages"):
        if manifest is not None:
            _check_tables(manifest, packages, folder, context.hashes, log)
        _compare(packages, log)
    return manifest


def read_valid_json(path: Path, schema: str, log: FindingsLog) -> dict[str, Any] | None:
    """Read a JSON object and validate it by one of our schemas; None if it violates a rule."""
    found = find_file(path.parent, path.name, log)
    value = read_descriptor(found, log) if found is not None else None
    if value is None:
        return None
    violations = find_violations(build_validator(load_schema(schema)), value)
    for violation in violations:
        log.add("manifest-rule", violation.message, pointer=violation.pointer)
    return None if violations else value


def _iter_files(folder: Path) -> Iterator[str]:
    """List everything in a release that is not a folder; links are listed, never followed."""
    for where, folders, files in os.walk(folder):
        links = [name for name in folders if (Path(where) / name).is_symlink()]
        for name in (*files, *links):
            yield (Path(where) / name).relative_to(folder).as_posix()


def _check_files(
    manifest: Mapping[str, Any], folder: Path, files: set[str], hashes: FileHashes, log: FindingsLog
) -> None:
    listed: set[str] = set()
    for index, entry in enumerate(manifest["files"]):
        pointer = f"/files/{index}"
        if entry["path"] in listed:
            log.add(
                "manifest-rule", f"a file is listed twice (found {quote(entry['path'])})", pointer=pointer
            )
        listed.add(entry["path"])
        found = find_file(folder, entry["path"], log, pointer=f"{pointer}/path")
        if found is None:
            continue
        log.add_file(found.path)
        check_bytes(measure(found), entry["bytes"], log, pointer=f"{pointer}/bytes")
        hashes.check_hash([found], entry["sha256"], log, pointer=f"{pointer}/sha256")
    for path in sorted(files - listed - {MANIFEST_NAME, CHECKSUMS_NAME}):
        message = "not in the manifest (expected every file to be listed, found one that is not)"
        log.add("file-unlisted", message, path=(folder / path).as_posix())


def _check_format(folder: Path, kind: str, context: Context, log: FindingsLog) -> Tables | None:
    path = f"{kind}/{DESCRIPTOR_NAME}"
    if not os.path.lexists(folder / path):
        log.add("release-incomplete", f"a package is missing (expected {quote(path)}, found none)")
        return None
    found = find_file(folder, path, log)
    if found is None:
        return None
    return check_package(found.path, context, with_spans=kind == "csv", with_digests=True)


def _check_tables(
    manifest: Mapping[str, Any],
    packages: Mapping[str, Tables | None],
    folder: Path,
    hashes: FileHashes,
    log: FindingsLog,
) -> None:
    _check_rows(manifest, packages, log)
    for kind, tables in packages.items():
        for name in sorted(set(manifest["tables"]) ^ set(tables or {})) if tables is not None else ():
            where = "package" if name in manifest["tables"] else "manifest"
            message = f"a table is not in the {where} (expected {quote(name)} in both, {kind} and manifest)"
            log.add("release-tables-differ", message, pointer="/tables")
    for name, facts in manifest["tables"].items():
        table = (packages["csv"] or {}).get(name)
        path = find_file(folder / "csv", table.path, log) if table is not None and table.path else None
        # The content digest of a table is that of its canonical CSV, which is what a release holds.
        if path is not None and f"sha256:{hashes.hash([path], 'sha256')}" != facts["digest"]:
            found = f"sha256:{hashes.hash([path], 'sha256')}"
            message = f"another content (expected {facts['digest']}, found {found})"
            log.add("table-digest", message, pointer=f"/tables/{name}/digest")


def _check_rows(manifest: Mapping[str, Any], packages: Mapping[str, Tables | None], log: FindingsLog) -> None:
    found = {
        f"{kind}/{table.path}": table.rows
        for kind, tables in packages.items()
        for table in (tables or {}).values()
    }
    declared = [
        (f"/files/{index}/rows", entry["path"], entry["rows"])
        for index, entry in enumerate(manifest["files"])
        if "rows" in entry
    ]
    for name, facts in manifest["tables"].items():
        for kind, tables in packages.items():
            if name in (tables or {}):
                declared.append(
                    (f"/tables/{name}/rows", f"{kind}/{(tables or {})[name].path}", facts["rows"])
                )
    for pointer, path, expected in declared:
        if found.get(path) not in (None, expected):
            message = f"another number of rows in {quote(path)} (expected {expected}, found {found[path]})"
            log.add("file-rows", message, pointer=pointer)


def _compare(packages: Mapping[str, Tables | None], log: FindingsLog) -> None:
    csv, parquet = packages["csv"], packages["parquet"]
    if csv is None or parquet is None:
        return
    for name in sorted(set(csv) ^ set(parquet)):
        message = f"a table is in one package only (expected {quote(name)} in csv and parquet)"
        log.add("release-tables-differ", message)
    for name in sorted(set(csv) & set(parquet)):
        left, right = csv[name], parquet[name]
        if None in (left.rows, right.rows):
            continue
        if left.rows != right.rows:
            found = f"{left.rows} rows in csv and {right.rows} in parquet"
        else:
            names = {**left.digests, **right.digests}
            found = ", ".join(item for item in names if left.digests.get(item) != right.digests.get(item))
        if found:
            message = (
                f"table {name} is not the same in both packages (expected equal values, found other {found})"
            )
            log.add("release-tables-differ", message)


def check_catalog(folder: Path, context: Context) -> None:
    """Check versions.json and every version in it that is current."""
    place = (folder / CATALOG_NAME).as_posix()
    log = context.collector.start(name=folder.absolute().name, kind="catalog", place=place)
    catalog = None
    with log.guard("checking the catalog"):
        catalog = read_valid_json(folder / CATALOG_NAME, "versions", log)
        if catalog is not None:
            versions = [entry["version"] for entry in catalog["versions"]]
            _check_order(versions, log)
            _check_listed(folder, set(versions), log)
    if catalog is None:
        return
    for index, entry in enumerate(catalog["versions"]):
        if entry["state"] != "current":
            continue
        with log.guard("checking a version", is_timed=False):
            _check_version(folder, catalog["name"], entry, f"/versions/{index}", context, log)


def _check_order(versions: list[str], log: FindingsLog) -> None:
    numbers = [tuple(map(int, version.split("."))) for version in versions]
    for index in range(1, len(numbers)):
        if numbers[index - 1] >= numbers[index]:
            message = f"not in order (expected more than {versions[index - 1]}, found {versions[index]})"
            log.add("catalog-order", message, pointer=f"/versions/{index}/version")


def _check_listed(folder: Path, listed: set[str], log: FindingsLog) -> None:
    for path in sorted(folder.iterdir()):
        if (
            path.name not in listed
            and not path.name.startswith(".")
            and os.path.lexists(path / MANIFEST_NAME)
        ):
            message = f"a release is not listed (expected {quote(path.name)} in {CATALOG_NAME})"
            log.add("catalog-unlisted", message, path=path.as_posix())


def _check_version(
    folder: Path,
    name: str,
    entry: Mapping[str, Any],
    pointer: str,
    context: Context,
    log: FindingsLog,
) -> None:
    version = entry["version"]
    found = find_file(folder, f"{version}/{MANIFEST_NAME}", log, pointer=f"{pointer}/version")
    if found is None:
        return
    sha256 = context.hashes.hash([found], "sha256")
    if sha256 != entry["manifest_sha256"]:
        message = f"another manifest (expected {entry['manifest_sha256']}, found {sha256})"
        log.add("catalog-mismatch", message, pointer=f"{pointer}/manifest_sha256")
    manifest = check_release(found.path.parent, context)
    for key, expected in (("name", name), ("version", version), ("tables", entry["tables"])):
        if manifest is not None and manifest[key] != expected:
            message = (
                f"{key} differs from the manifest (expected {quote(manifest[key])}, found {quote(expected)})"
            )
            log.add("catalog-mismatch", message, pointer=f"{pointer}/{key}")
