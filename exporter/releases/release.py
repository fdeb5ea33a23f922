"""Opens a release, wherever it lies, as pandas DataFrames or Arrow tables."""

import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from exporter.errors import PackageError, PublishError
from exporter.packaging.descriptor import hash_file
from exporter.packaging.files import read_table
from exporter.packaging.package import DESCRIPTOR_NAME
from exporter.releases.catalog import CATALOG_NAME, find_latest, read_catalog
from exporter.releases.frames import build_frame, join_columns, join_contents
from exporter.releases.manifest import is_inside

# Parquet first: it needs no guessing and reads faster.
_PACKAGES = ("parquet", "csv")

_SOURCE_COLUMNS = ("entity_id", "name", "kind", "naming", "count", "role", "affiliation", "anonymity_reason")
_DOCUMENT_COLUMNS = ("title", "publisher", "published_at")


class Release:
    """One version of a package, opened for reading.

    Tables are read when they are first asked for, checked against their digest, and kept. DataFrames have
    nullable dtypes: string, Int32, boolean; float64; datetime64[us, UTC]; and category, with every word of
    the enumeration, where the schema has one. They are shared: copy one before changing it.

    Attributes:
        path: The folder that was opened: of a version or of one package.
        descriptor: The datapackage.json that the tables are read by.
    """

    def __init__(self, path: Path, package: Path) -> None:
        """Open the package in a folder; open_release finds the folder."""
        self.path = path
        self._package = package
        self.descriptor = _read_descriptor(package / DESCRIPTOR_NAME)
        self._tables: dict[str, pa.Table] = {}

    def __repr__(self) -> str:
        """Show the name, the version and the folder."""
        return f"<Release {self.descriptor.get('name')} {self.version} at {str(self.path)!r}>"

    @property
    def version(self) -> str | None:
        """Give the version that the descriptor names, if it names one."""
        version = self.descriptor.get("version")
        return None if version is None else str(version)

    def table(self, name: str) -> pa.Table:
        """Read one table as Arrow.

        Raises:
            PackageError: There is no such table, its file is missing, or it is not what was published.
        """
        if name not in self._tables:
            resource = self._find_resource(name)
            path = self._package / resource["path"]
            _check_hash(path, resource)
            self._tables[name] = read_table(path, resource["schema"])
        return self._tables[name]

    @cached_property
    def documents(self) -> pd.DataFrame:
        """Give one row per article."""
        return self._build_frame("documents")

    @cached_property
    def sources(self) -> pd.DataFrame:
        """Give one row per source within one document."""
        return self._build_frame("sources")

    @cached_property
    def quotes(self) -> pd.DataFrame:
        """Give one row per attribution."""
        return self._build_frame("quotes")

    @cached_property
    def quote_spans(self) -> pd.DataFrame:
        """Give one row per piece of a quote."""
        return self._build_frame("quote_spans")

    @cached_property
    def entities(self) -> pd.DataFrame:
        """Give one row per entity of the package."""
        return self._build_frame("entities")

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """Give one row per mention of an entity."""
        return self._build_frame("mentions")

    def quotes_with_sources(self) -> pd.DataFrame:
        """Join quotes with their sources and documents; a new DataFrame each time.

        One row per quote, in the order of quotes, those without a source included. After the columns of
        quotes come `content`, the pieces of the content joined by a space; source_entity_id, source_name,
        source_kind, source_naming, source_count, source_role, source_affiliation, source_anonymity_reason;
        document_title, document_publisher, document_published_at.
        """
        table = join_contents(self.table("quotes"), self.table("quote_spans"))
        table = join_columns(table, self.table("sources"), "source_id", _SOURCE_COLUMNS, "source_")
        table = join_columns(table, self.table("documents"), "document_id", _DOCUMENT_COLUMNS, "document_")
        added = [{**f, "name": f"source_{f['name']}"} for f in self._list_fields("sources", _SOURCE_COLUMNS)]
        return build_frame(table, [*self._list_fields("quotes"), *added])

    def _build_frame(self, name: str) -> pd.DataFrame:
        return build_frame(self.table(name), self._list_fields(name))

    def _list_fields(self, name: str, names: Iterable[str] | None = None) -> list[Mapping[str, Any]]:
        fields = self._find_resource(name)["schema"]["fields"]
        return [field for field in fields if names is None or field["name"] in names]

    def _find_resource(self, name: str) -> Mapping[str, Any]:
        resources: dict[str, Mapping[str, Any]] = {r["name"]: r for r in self.descriptor["resources"]}
        if name not in resources:
            problem = f"{self._package}: no table {name!r} (found {', '.join(resources) or 'none'})"
            raise PackageError(problem, hint="choose one of the tables that are there")
        resource = resources[name]
        if not is_inside(resource.get("path")) or "fields" not in resource.get("schema", {}):
            problem = f"{self._package}: {name}: not one file below the package with a schema"
            raise PackageError(problem, hint="only packages that exporter wrote can be opened")
        return resource


def open_release(path: str | Path, version: str | None = None) -> Release:
    """Open a release.

    Args:
        path: The folder of a catalog, of a version, or of one package (csv/ or parquet/).
        version: Which version; without it the newest of a catalog that is not withdrawn.

    Raises:
        PackageError: There is no release, not that version, or the package is damaged.
    """
    path = Path(path)
    if not path.exists():
        raise PackageError(f"{path}: no such folder", hint="name the folder of a catalog, version or package")
    folder = _find_version(path, version) if (path / CATALOG_NAME).is_file() else path
    candidates = (folder, *(folder / name for name in _PACKAGES))
    package = next((one for one in candidates if (one / DESCRIPTOR_NAME).is_file()), None)
    if package is None:
        problem = f"{folder}: no release (expected {CATALOG_NAME} or {DESCRIPTOR_NAME} in it)"
        raise PackageError(problem, hint="name the folder of a catalog, version or package")
    release = Release(folder, package)
    if version not in (None, release.version):
        problem = f"{folder}: another version (expected {version!r}, found {release.version!r})"
        raise PackageError(problem, hint="name the folder of the catalog, or leave the version out")
    return release


def _find_version(catalog: Path, version: str | None) -> Path:
    try:
        entries = read_catalog(catalog)["versions"]
    except PublishError as error:
        raise PackageError(str(error), hint=error.hint) from error
    known = [entry["version"] for entry in entries]
    latest = find_latest(entries)
    if version is None and latest is None:
        problem = f"{catalog}: no current version (found {', '.join(known) or 'none'})"
        raise PackageError(problem, hint="name a version to open one that was withdrawn")
    if version is None and latest is not None:
        version = latest["version"]
    if version not in known:
        problem = f"{catalog}: no version {version!r:.60} (expected one of {', '.join(known)})"
        raise PackageError(problem, hint="leave the version out to open the newest")
    return catalog / str(version)


def _read_descriptor(path: Path) -> dict[str, Any]:
    try:
        descriptor: dict[str, Any] = json.loads(path.read_bytes())
        _ = [resource["name"] for resource in descriptor["resources"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        hint = f"check it with: exporter validate {path.parent}"
        raise PackageError(f"{path}: cannot be read ({error!r:.120})", hint=hint) from error
    return descriptor


def _check_hash(path: Path, resource: Mapping[str, Any]) -> None:
    expected = resource.get("hash")
    if not isinstance(expected, str) or not expected.startswith("sha256:"):
        return
    try:
        found = hash_file(path)
    except OSError as error:
        raise PackageError(
            f"{path}: cannot be read ({error.strerror})", hint="copy the package again"
        ) from error
    if found != expected:
        problem = f"{path}: is not the file that was published (expected {expected}, found {found})"
        raise PackageError(problem, hint="copy the package again from where it was published")
