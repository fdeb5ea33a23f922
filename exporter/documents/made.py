"""Tells the folders that were made from documents, so that a build never reads what a build has written."""

import json
import os
import re
from pathlib import Path
from typing import Any

CATALOG_NAME = "versions.json"
_MANIFEST = "manifest.json"
_CHECKSUMS = "SHA256SUMS"
_DESCRIPTOR = "datapackage.json"
_VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")
_TABLES = ("documents", "quotes", "quote_spans")  # what no folder of articles has all of
_MAX_BYTES = 64_000_000


def is_made(folder: Path) -> bool:
    """Tell whether a folder is a release, a version that a catalog lies beside, a package of ours, or holds tables.

    What is in the folder tells, not where it lies: so links, other spellings of its path and mounts change nothing.
    """
    return is_release(folder) or _is_package(folder) or _has_tables(folder)


def is_release(folder: Path) -> bool:
    """Tell whether a folder is a release, or what is left of one in the folder of its catalog."""
    # A manifest that cannot be read is not known to be ours, but with checksums beside it nothing else is likely.
    if _has(folder, _MANIFEST) and (
        _has(folder, _CHECKSUMS) or {"files", "tables"} <= _read(folder / _MANIFEST).keys()
    ):
        return True
    real = Path(os.path.realpath(folder))
    if _VERSION.fullmatch(real.name) is None:
        return False
    # A folder that is called after a day may look like a version, so it has to be listed or laid out as one.
    return real.name in _list_versions(real.parent) or any(
        _has(real, f"{kind}/{_DESCRIPTOR}") for kind in ("csv", "parquet")
    )


def is_catalog(folder: Path) -> bool:
    """Tell whether a folder is that of a catalog; articles may lie there, too, beside the versions."""
    return _has(folder, CATALOG_NAME) and "versions" in _read(folder / CATALOG_NAME)


def _list_versions(folder: Path) -> set[str]:
    versions = _read(folder / CATALOG_NAME).get("versions") if _has(folder, CATALOG_NAME) else None
    entries = versions if isinstance(versions, list) else []
    return {str(entry.get("version")) for entry in entries if isinstance(entry, dict)}


def is_in_release(path: str) -> bool:
    """Tell whether a file lies in a release, at any depth."""
    return any(is_release(folder) for folder in Path(os.path.realpath(path)).parents)


def _is_package(folder: Path) -> bool:
    if not _has(folder, _DESCRIPTOR):
        return False
    resources = _read(folder / _DESCRIPTOR).get("resources")
    items = resources if isinstance(resources, list) else []
    return set(_TABLES) <= {str(item.get("name")) for item in items if isinstance(item, dict)}


def _has_tables(folder: Path) -> bool:
    return any(
        all(_has(folder, table + suffix) for table in _TABLES) for suffix in (".jsonl", ".csv", ".parquet")
    )


def _has(folder: Path, name: str) -> bool:
    return os.path.lexists(folder / name)


def _read(path: Path) -> dict[str, Any]:
    try:
        if not path.is_file() or path.stat().st_size > _MAX_BYTES:
            return {}
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
