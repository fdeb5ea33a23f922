"""Writes tables where no release is wanted: as lines, as a new folder, or as brat files."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

import pyarrow as pa

from exporter.annotations import build_annotated_texts
from exporter.brat import build_files
from exporter.errors import PublishError
from exporter.packaging import Metadata, build_name, write_package
from exporter.packaging.cells import iter_csv
from exporter.releases.staging import explain_errors, stage_version
from exporter.tables import Tables

Kind = Literal["csv", "jsonl", "parquet", "brat"]

UNRELEASED = "0.0.0"
"""The version of a package that is no release."""


def iter_lines(table: pa.Table, kind: Literal["csv", "jsonl"]) -> Iterator[bytes]:
    """Yield a table in pieces, as canonical CSV with a header or as one JSON object a line, in UTF-8."""
    if kind == "csv":
        yield from iter_csv(table)
        return
    for batch in table.to_batches(max_chunksize=4096):
        rows = (json.dumps(row, ensure_ascii=False, default=_format) for row in batch.to_pylist())
        yield "".join(f"{row}\n" for row in rows).encode()


def check_folder(folder: str | Path) -> None:
    """Check that a folder can be made, or is there and empty.

    Raises:
        PublishError: There is something already.
    """
    folder = Path(folder)
    with explain_errors(folder):
        is_taken = any(folder.iterdir()) if folder.is_dir() else folder.exists() or folder.is_symlink()
    if is_taken:
        raise PublishError(
            f"{folder}: exists already (expected a new or empty folder)", hint="choose another one"
        )


def write_tables(tables: Tables, folder: str | Path, kind: Kind) -> None:
    """Write all tables into a new folder, whole or not at all.

    As CSV or Parquet it is a complete Data Package of version 0.0.0, named after the folder; as JSON Lines it
    holds NAME.jsonl for every table; as brat it holds the texts and their attributions, NAME.txt and NAME.ann
    for every document, which needs tables with texts.

    Raises:
        PublishError: The folder exists and is not empty, or cannot be written.
        TableError: The format is brat, and the tables have no texts.
    """
    folder = Path(folder).absolute()
    check_folder(folder)
    with explain_errors(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        if folder.is_dir():
            folder.rmdir()
        with stage_version(folder.parent, folder.name) as aside:
            _write(tables, aside, kind, Metadata(name=build_name(folder.name)))


def _write(tables: Tables, folder: Path, kind: Kind, metadata: Metadata) -> None:
    if kind == "brat":
        for name, content in build_files(build_annotated_texts(tables)):
            (folder / name).write_bytes(content.encode())
    elif kind == "jsonl":
        for name, table in tables:
            with (folder / f"{name}.jsonl").open("wb") as file:
                file.writelines(iter_lines(table, kind))
    else:
        write_package(tables, folder, format=kind, metadata=metadata, version=UNRELEASED)


def _format(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    raise TypeError(f"no JSON value: {value!r:.60}")
