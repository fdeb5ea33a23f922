"""Reads a resource as Arrow batches with row numbers, whatever its format."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from exporter.validation.budget import Budget
from exporter.validation.descriptors.model import Resource
from exporter.validation.descriptors.rules import quote
from exporter.validation.reading.csv_reader import CsvReader
from exporter.validation.reading.streams import Measured, Stream, is_known
from exporter.validation.reports.log import Log

_ROWS = 1 << 15
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


def read_table(
    resource: Resource, paths: Sequence[Path], files: Measured, budget: Budget, log: Log
) -> Table | None:
    """Open a CSV or Parquet resource; damage is written down, and what can be read before it is given.

    Args:
        resource: What the descriptor says.
        paths: Its files.
        files: The same, if they are to be hashed as they are read.
        budget: What may be used up.
        log: Gets the findings.
    """
    if resource.format == "parquet":
        return _read_parquet(paths, budget, log)
    if not is_known(resource.encoding):
        expected = f"expected utf-8 or another, found {quote(resource.encoding)}"
        log.add("encoding-error", f"no such encoding ({expected})")
        return None
    stream = Stream(
        files, paths, compression=resource.compression, encoding=resource.encoding, budget=budget, log=log
    )
    fields = resource.schema.fields if resource.schema else ()
    found = CsvReader(stream, resource.dialect, budget=budget, log=log).read([field.name for field in fields])
    if found is None:
        return None
    labels, batches = found
    ready = (Batch(columns=columns, rows=rows) for columns, rows in batches)
    return Table(labels=labels, kinds=None, batches=_read_ahead(ready))


def _read_ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """Read the next batch in another thread while one is being checked."""
    with ThreadPoolExecutor(1) as pool:
        ahead = pool.submit(next, batches, None)
        while (batch := ahead.result()) is not None:
            ahead = pool.submit(next, batches, None)
            yield batch


def _read_parquet(paths: Sequence[Path], budget: Budget, log: Log) -> Table | None:
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(
            paths[0], page_checksum_verification=True, buffer_size=1 << 18, pre_buffer=False
        )
        schema = file.schema_arrow
    except (pa.ArrowException, OSError, ValueError) as error:
        _add_damage(error, log)
        return None
    labels, kinds = tuple(schema.names), tuple(schema.types)
    rest = _open_others(paths[1:], schema, log)
    return Table(labels=labels, kinds=kinds, batches=_read_ahead(_iter_parquet([file, *rest], budget, log)))


def _open_others(paths: Sequence[Path], schema: pa.Schema, log: Log) -> list[Any]:
    """Open the files that follow the first, which must have the same columns."""
    import pyarrow.parquet as pq

    files = []
    for path in paths:
        try:
            file = pq.ParquetFile(
                path, page_checksum_verification=True, buffer_size=1 << 18, pre_buffer=False
            )
        except (pa.ArrowException, OSError, ValueError) as error:
            _add_damage(error, log)
            continue
        if file.schema_arrow.equals(schema):
            files.append(file)
        else:
            message = f"{path.name} has other columns (expected those of the first file, found {_name_columns(file)})"
            log.add("parquet-parts-differ", message)
    return files


def _name_columns(file: Any) -> str:  # noqa: ANN401 - a Parquet file
    return quote(", ".join(f"{field.name} {field.type}" for field in file.schema_arrow))


def _iter_parquet(files: Sequence[Any], budget: Budget, log: Log) -> Iterator[Batch]:
    row = 2
    try:
        for file in files:
            with file:
                for batch in file.iter_batches(batch_size=_ROWS):
                    yield Batch(columns=tuple(batch.columns), rows=np.arange(row, row + batch.num_rows))
                    row += batch.num_rows
                    if budget.is_over():
                        log.add(
                            "budget-time", f"the time is up (expected an end within {budget.seconds:g} s)"
                        )
                        return
        if row == 2:
            columns = (pa.nulls(0, kind) for kind in files[0].schema_arrow.types)
            yield Batch(columns=tuple(columns), rows=np.zeros(0, np.int64))
    except (pa.ArrowException, OSError) as error:
        _add_damage(error, log)


def _add_damage(error: Exception, log: Log) -> None:
    reason = " ".join(str(error).split())
    log.add("parquet-syntax", f"not Parquet, or damaged (expected a whole file, found {quote(reason)})")
