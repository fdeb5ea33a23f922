"""The two files that make a folder a release: manifest.json and SHA256SUMS."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from exporter.errors import PackageError
from exporter.packaging.descriptor import hash_file
from exporter.packaging.package import DESCRIPTOR_NAME, format_json

MANIFEST_NAME = "manifest.json"
CHECKSUMS_NAME = "SHA256SUMS"

Manifest = dict[str, Any]


def write_manifest(folder: Path, head: Mapping[str, Any], tables: Mapping[str, Any]) -> bytes:
    """Write SHA256SUMS, then manifest.json, over all files of a folder; return the bytes of the manifest.

    Args:
        folder: The folder of the version, complete but for these two files.
        head: The first part of the manifest: name, version, created, tool and the rest.
        tables: Rows and content digest of each table.
    """
    manifest = {**head, "files": list(_iter_files(folder, tables)), "tables": dict(tables)}
    content = format_json(manifest)
    (folder / CHECKSUMS_NAME).write_bytes(build_checksums(manifest, content))
    (folder / MANIFEST_NAME).write_bytes(content)
    return content


def build_checksums(manifest: Mapping[str, Any], content: bytes) -> bytes:
    """Build SHA256SUMS: every file of the manifest and the manifest itself, for `sha256sum -c`."""
    lines = [(file["sha256"], file["path"]) for file in manifest["files"]]
    lines.append((hashlib.sha256(content).hexdigest(), MANIFEST_NAME))
    return "".join(f"{digest}  {path}\n" for digest, path in lines).encode()


def read_manifest(folder: Path) -> tuple[Manifest, bytes]:
    """Read the manifest of a version and return it together with its bytes.

    Raises:
        PackageError: It is missing, cannot be read, or names a file outside the folder.
    """
    path = folder / MANIFEST_NAME
    hint = "a folder without a manifest is no release; publish again or copy it again"
    try:
        content = path.read_bytes()
        manifest: Manifest = json.loads(content)
        paths = [file["path"] for file in manifest["files"]]
        _ = (manifest["name"] + manifest["version"], manifest["tables"].items(), manifest["created"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PackageError(f"{path}: cannot be read ({error!r:.120})", hint=hint) from error
    for name in paths:
        if not is_inside(name):
            raise PackageError(f"{path}: names a file outside the release ({name!r:.80})", hint=hint)
    return manifest, content


def is_inside(path: object) -> bool:
    """Tell whether a path in a descriptor or manifest stays below the folder that it is relative to."""
    if not isinstance(path, str) or not path or "\\" in path or ":" in path:
        return False
    pure = PurePosixPath(path)
    return not pure.is_absolute() and ".." not in pure.parts


def _iter_files(folder: Path, tables: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield path, digest and size of every file, in order of path, and of tables also rows and name."""
    files = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    for path in sorted(files):
        entry: dict[str, Any] = {
            "path": path,
            "sha256": hash_file(folder / path).removeprefix("sha256:"),
            "bytes": (folder / path).stat().st_size,
        }
        name = Path(path).stem
        if Path(path).parent.name == "data" and Path(path).name != DESCRIPTOR_NAME:
            entry |= {"rows": tables[name]["rows"], "resource": name}
        yield entry
