"""Writes tables in one of the formats: a folder whole or not at all, or one table in pieces."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow as pa

from exporter.errors import PublishError
from exporter.exports import WRITERS
from exporter.packaging import Metadata, build_name
from exporter.releases.staging import explain_errors, stage_version
from exporter.tables import Tables


def iter_lines(table: pa.Table, kind: str) -> Iterator[bytes]:
    """Yield a table in pieces, in UTF-8.

    Args:
        table: Any table.
        kind: One of WRITERS that is printable: csv, canonical with a header, or jsonl, one JSON object a line.
    """
    yield from _import_writer(kind).iter_lines(table)


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


def write_tables(tables: Tables, folder: str | Path, kind: str) -> None:
    """Write all tables into a new folder, whole or not at all.

    Args:
        tables: All tables; some formats need them with texts.
        folder: The folder to make; a package is named after it.
        kind: One of WRITERS, which says what the folder then holds.

    Raises:
        PublishError: The folder exists and is not empty, or cannot be written.
        TableError: The format needs texts, and the tables have none.
    """
    folder = Path(folder).absolute()
    check_folder(folder)
    with explain_errors(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        if folder.is_dir():
            folder.rmdir()
        with stage_version(folder.parent, folder.name) as aside:
            _import_writer(kind).write(tables, aside, Metadata(name=build_name(folder.name)))


def _import_writer(kind: str) -> Any:  # noqa: ANN401 - a module
    if kind not in WRITERS:
        raise ValueError(f"{kind!r}: no format of tables (expected one of {', '.join(WRITERS)})")
    return import_module(f"exporter.exports.{kind}")
