"""Writes one folder that is a complete Data Package."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from exporter.packaging.descriptor import Descriptor, build_descriptor, build_resource, hash_file
from exporter.packaging.files import FORMATS
from exporter.packaging.metadata import Metadata
from exporter.tables import Tables, build_table_schema

DESCRIPTOR_NAME = "datapackage.json"

UNRELEASED = "0.0.0"
"""The version of a package that is no release."""


def write_package(
    tables: Tables,
    folder: str | Path,
    *,
    format: str,  # noqa: A002 - the word that the command line has for it
    metadata: Metadata,
    version: str,
    created: datetime | None = None,
) -> None:
    """Write data/NAME.FORMAT for every table, then datapackage.json; the format is one of FORMATS.

    The descriptor is written last, so a folder with one is complete. Files of the same names are replaced.
    The same arguments make the same bytes.

    Raises:
        TableError: A table holds what a package cannot hold.
        OSError: A file cannot be written.
    """
    folder = Path(folder)
    (folder / "data").mkdir(parents=True, exist_ok=True)
    resources = [_write_resource(name, table, folder, format) for name, table in tables]
    descriptor = build_descriptor(resources, metadata=metadata, version=version, created=created)
    write_json(folder / DESCRIPTOR_NAME, descriptor)


def build_schemas(tables: Tables) -> dict[str, Descriptor]:
    """Build the Table Schema of each table as it is, that is, with or without the text of documents."""
    with_text = "text" in tables.documents.column_names
    return {name: build_table_schema(name, with_text=with_text) for name, _ in tables}


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write JSON for people and machines: two spaces, every character as it is, a line feed at the end."""
    path.write_bytes(format_json(content))


def format_json(content: Mapping[str, Any]) -> bytes:
    """Format JSON as write_json writes it."""
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _write_resource(name: str, table: pa.Table, folder: Path, kind: str) -> Descriptor:
    with_text = "text" in table.column_names
    schema = build_table_schema(name, with_text=with_text)
    path = folder / "data" / f"{name}.{kind}"
    FORMATS[kind].write(table, path, schema)
    return build_resource(name, schema, kind=kind, digest=hash_file(path), size=path.stat().st_size)
