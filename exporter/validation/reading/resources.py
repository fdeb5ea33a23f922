"""Reads a resource as Arrow batches with row numbers, whatever its format."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from exporter.validation.descriptors.model import Resource
from exporter.validation.descriptors.rules import quote
from exporter.validation.reading.csv_reader import read_csv
from exporter.validation.reports.log import Log

_ROWS = 65_536
FORMATS = ("csv", "parquet")
"""The formats whose rows can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some rows.

    Attributes:
        columns: One array per label; text for CSV (never null), any type for Parquet.
        rows: The number of each row in the file; a header is row 1, and the first row of a Parquet file is 2.
    """

    columns: tuple[Any, ...]
    rows: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """An opened resource: column names, physical types (none for text), and rows in at least one batch."""

    labels: tuple[str, ...]
    kinds: tuple[Any, ...] | None
    batches: Iterator[Batch]


def read_table(resource: Resource, paths: Sequence[Path], log: Log) -> Table | None:
    """Open a CSV or Parquet resource; damage is written down, and what can be read before it is given."""
    if resource.format == "parquet":
        return _read_parquet(paths[0], log)
    fields = resource.schema.fields if resource.schema else ()
    found = read_csv(
        paths,
        dialect=resource.dialect,
        encoding=resource.encoding,
        names=tuple(field.name for field in fields),
        log=log,
    )
    if found is None:
        return None
    labels, batches = found
    return Table(
        labels=labels, kinds=None, batches=(Batch(columns=columns, rows=rows) for columns, rows in batches)
    )


def _read_parquet(path: Path, log: Log) -> Table | None:
    try:
        file = pq.ParquetFile(path, page_checksum_verification=True)
        schema = file.schema_arrow
    except (pa.ArrowException, OSError, ValueError) as error:
        _add_damage(error, log)
        return None
    return Table(labels=tuple(schema.names), kinds=tuple(schema.types), batches=_iter_parquet(file, log))


def _iter_parquet(file: pq.ParquetFile, log: Log) -> Iterator[Batch]:
    row = 2
    try:
        with file:
            for batch in file.iter_batches(batch_size=_ROWS):
                yield Batch(columns=tuple(batch.columns), rows=np.arange(row, row + batch.num_rows))
                row += batch.num_rows
            if row == 2:
                columns = (pa.array([], kind) for kind in file.schema_arrow.types)
                yield Batch(columns=tuple(columns), rows=np.zeros(0, np.int64))
    except (pa.ArrowException, OSError) as error:
        _add_damage(error, log)


def _add_damage(error: Exception, log: Log) -> None:
    reason = " ".join(str(error).split())
    log.add("parquet-syntax", f"not Parquet, or damaged (expected a whole file, found {quote(reason)})")
