"""Reads and writes the files of tables: canonical CSV, and Parquet that every reader understands."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from exporter.errors import PackageError
from exporter.packaging.cells import iter_csv
from exporter.tables import convert_schema

Format = Literal["csv", "parquet"]

_ROWS_PER_GROUP = 65_536
_LEAST_BLOCK = 16 * 1024 * 1024


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
        path: The file; its suffix, .csv or .parquet, tells the format.
        schema: Its Table Schema, as the descriptor has it.

    Raises:
        PackageError: The file is missing or damaged, or its columns or types are not those of the schema.
    """
    path = Path(path)
    expected = convert_schema(schema)
    hint = f"check it with: exporter validate {path.parent}"
    try:
        table = _read_csv(path, expected) if path.suffix == ".csv" else _read_parquet(path)
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


def _read_parquet(path: Path) -> pa.Table:
    table = pq.ParquetFile(path, page_checksum_verification=True).read()
    return table.replace_schema_metadata(None)


def _describe_fields(arrow: pa.Schema, schema: Mapping[str, Any]) -> pa.Schema:
    fields = {field["name"]: field for field in schema["fields"]}
    return pa.schema([field.with_metadata(_list_words(fields.get(field.name, {}))) for field in arrow])


def _list_words(field: Mapping[str, Any]) -> dict[str, str]:
    return {key: field[key] for key in ("title", "description") if key in field}
