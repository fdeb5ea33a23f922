"""Reads and writes the files of tables: canonical CSV, and Parquet that every reader understands.

To add a format of packages, write how a table is written and read, and name both in FORMATS.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from exporter.errors import PackageError
from exporter.packaging.cells import iter_csv
from exporter.tables import convert_schema

_ROWS_PER_GROUP = 65_536
_LEAST_BLOCK = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How the tables of a package are kept.

    Attributes:
        mediatype: As a descriptor names it.
        encoding: Of text; None where the files are none.
        dialect: The Table Dialect, None where there is none to tell.
        write: Writes a table into a file, by its Table Schema.
        read: Reads it back; the Arrow schema is what is expected.
    """

    mediatype: str
    encoding: str | None = None
    dialect: Mapping[str, Any] | None = None
    write: Callable[[pa.Table, Path, Mapping[str, Any]], None]
    read: Callable[[Path, pa.Schema], pa.Table]


def write_csv(table: pa.Table, path: Path) -> None:
    """Write the canonical CSV of a table; the same rows make the same bytes everywhere."""
    with path.open("wb") as file:
        for piece in iter_csv(table):
            file.write(piece)


def write_parquet(table: pa.Table, path: Path, schema: Mapping[str, Any]) -> None:
    """Write a table as Parquet; the same rows and the same Arrow version make the same bytes.

    The file uses what the oldest readers know: pages of version 1, Snappy, plain UTF-8 strings. Each page has
    a checksum. Title and description of each field are in the Arrow schema that the file carries.
    """
    # Chunks would show in the pages, and so in the bytes.
    table = table.cast(_describe_fields(table.schema, schema)).combine_chunks()
    pq.write_table(
        table,
        path,
        row_group_size=_ROWS_PER_GROUP,
        version="2.6",
        data_page_version="1.0",
        compression="snappy",
        write_page_checksum=True,
    )


def read_table(path: str | Path, schema: Mapping[str, Any]) -> pa.Table:
    """Read a CSV or Parquet file of a package back into the Arrow table that it was written from.

    Args:
        path: The file; its suffix is the name of its format, without a dot.
        schema: Its Table Schema, as the descriptor has it.

    Raises:
        PackageError: The file is missing or damaged, or its columns or types are not those of the schema.
    """
    path = Path(path)
    expected = convert_schema(schema)
    hint = f"check it with: exporter validate {path.parent}"
    format_ = FORMATS.get(path.suffix.removeprefix("."))
    if format_ is None:
        expected_suffix = " or ".join(f".{name}" for name in FORMATS)
        raise PackageError(f"{path}: no such format (expected {expected_suffix})", hint=hint)
    try:
        table = format_.read(path, expected)
    except (OSError, ValueError, pa.ArrowException) as error:
        problem = " ".join(str(error).split())
        raise PackageError(f"{path}: cannot be read ({problem:.200})", hint=hint) from error
    if table.column_names != expected.names:
        found, names = ", ".join(table.column_names), ", ".join(expected.names)
        raise PackageError(f"{path}: wrong columns (expected {names}; found {found})", hint=hint)
    for found, field in zip(table.schema, expected, strict=True):
        if found.type != field.type:
            problem = f"{field.name}: wrong type (expected {field.type}, found {found.type})"
            raise PackageError(f"{path}: {problem}", hint=hint)
        if not field.nullable and table[field.name].null_count:
            raise PackageError(f"{path}: {field.name}: a required value is missing", hint=hint)
    return pa.Table.from_arrays(table.columns, schema=expected)


def _read_csv(path: Path, schema: pa.Schema) -> pa.Table:
    # A row has to fit into one block, and rows hold whole articles; the file's size is the upper bound.
    block = max(_LEAST_BLOCK, min(path.stat().st_size, 2**30))
    return pyarrow.csv.read_csv(
        path,
        read_options=pyarrow.csv.ReadOptions(block_size=block),
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=schema,
            null_values=[""],
            strings_can_be_null=True,
            true_values=["true"],
            false_values=["false"],
        ),
    )


def _read_parquet(path: Path, _: pa.Schema) -> pa.Table:
    table = pq.ParquetFile(path, page_checksum_verification=True).read()
    return table.replace_schema_metadata(None)


def _describe_fields(arrow: pa.Schema, schema: Mapping[str, Any]) -> pa.Schema:
    fields = {field["name"]: field for field in schema["fields"]}
    return pa.schema([field.with_metadata(_list_words(fields.get(field.name, {}))) for field in arrow])


def _list_words(field: Mapping[str, Any]) -> dict[str, str]:
    return {key: field[key] for key in ("title", "description") if key in field}


FORMATS: Mapping[str, Format] = {
    "csv": Format(
        mediatype="text/csv",
        encoding="utf-8",
        dialect={
            "$schema": "https://datapackage.org/profiles/2.0/tabledialect.json",
            "header": True,
            "delimiter": ",",
            "lineTerminator": "\n",
            "quoteChar": '"',
            "doubleQuote": True,
        },
        write=lambda table, path, _: write_csv(table, path),
        read=_read_csv,
    ),
    "parquet": Format(mediatype="application/vnd.apache.parquet", write=write_parquet, read=_read_parquet),
}
"""The formats of packages, by the name that is also the suffix of their files; a release holds a package in each."""
