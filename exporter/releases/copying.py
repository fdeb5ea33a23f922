"""Copies releases from one catalog to another, each whole or not at all."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from exporter.errors import PackageError, PublishError, VersionExistsError
from exporter.releases.catalog import CATALOG_NAME, Entry, read_catalog, read_entries, write_catalog
from exporter.releases.manifest import CHECKSUMS_NAME, MANIFEST_NAME, build_checksums, read_manifest
from exporter.releases.staging import open_catalog_folder, stage_version

_BYTES_AT_ONCE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What copying came to: versions, oldest first.

    Attributes:
        name: Name of the package.
        path: The folder of the target catalog.
        copied: Versions that the target lacked and now has.
        skipped: Versions that the target had already, with the same manifest.
    """

    name: str
    path: Path
    copied: tuple[str, ...]
    skipped: tuple[str, ...]


def copy_releases(source: str | Path, target: str | Path) -> Copied:
    """Copy the versions that a catalog lacks, oldest first; versions.json is written last.

    Every file is checked against its digest while it is copied. Versions that the target has are not touched.

    Args:
        source: The folder of a catalog, with versions.json in it.
        target: The folder of another catalog of the same package; it is made if it does not exist.

    Raises:
        VersionExistsError: A version is in both with another content; nothing is copied then.
        PackageError: The source is no catalog, or a file of it is not what was published.
        PublishError: The target is of another package or cannot be written; what was copied before stays.
    """
    source, target = Path(source), Path(target)
    name, offered = _read_source(source)
    with open_catalog_folder(target):
        entries = read_entries(target, name)
        present = {entry["version"]: entry["manifest_sha256"] for entry in entries}
        _check_same(target, offered, present)
        missing = [entry for entry in offered if entry["version"] not in present]
        for entry in missing:
            with stage_version(target, entry["version"]) as folder:
                _copy_version(source / entry["version"], folder, entry)
        write_catalog(target, name, [*entries, *missing])
    skipped = tuple(entry["version"] for entry in offered if entry["version"] in present)
    copied = tuple(entry["version"] for entry in missing)
    return Copied(name=name, path=target, copied=copied, skipped=skipped)


def _read_source(source: Path) -> tuple[str, list[Entry]]:
    try:
        content = read_catalog(source)
        entries = read_entries(source)
    except PublishError as error:
        raise PackageError(str(error), hint=error.hint) from error
    if not content:
        problem = f"{source}: no catalog (expected {CATALOG_NAME} in it)"
        raise PackageError(problem, hint="name the folder that `exporter build` wrote to")
    return str(content["name"]), entries


def _check_same(target: Path, offered: list[Entry], present: dict[str, str]) -> None:
    for entry in offered:
        version, digest = entry["version"], entry["manifest_sha256"]
        if present.get(version, digest) != digest:
            problem = f"{target / version}: is another release (expected {digest}, found {present[version]})"
            raise VersionExistsError(
                problem, hint="a release is never changed: publish yours under a newer version"
            )


def _copy_version(source: Path, folder: Path, entry: Entry) -> None:
    manifest, content = read_manifest(source)
    _check_digest(source / MANIFEST_NAME, hashlib.sha256(content).hexdigest(), entry["manifest_sha256"])
    for file in manifest["files"]:
        path = folder / file["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        _check_digest(source / file["path"], _copy_file(source / file["path"], path), file["sha256"])
    (folder / CHECKSUMS_NAME).write_bytes(build_checksums(manifest, content))
    (folder / MANIFEST_NAME).write_bytes(content)


def _copy_file(source: Path, target: Path) -> str:
    """Copy a file and return the digest of the bytes that were written."""
    digest = hashlib.sha256()
    try:
        original = source.open("rb")
    except OSError as error:
        raise PackageError(f"{source}: cannot be read ({error.strerror})", hint=_HINT) from error
    with original, target.open("wb") as copy:
        while piece := original.read(_BYTES_AT_ONCE):
            digest.update(piece)
            copy.write(piece)
    return digest.hexdigest()


_HINT = "bring the version back to what was published; nothing of it was copied"


def _check_digest(path: Path, found: str, expected: str) -> None:
    if found != expected:
        problem = f"{path}: is not the file that was published (expected {expected}, found {found})"
        raise PackageError(problem, hint=_HINT)
