"""Reads Parquet files as Arrow batches with row numbers, and writes down all damage."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from exporter.validation.budget import Budget
from exporter.validation.descriptors.quoting import quote
from exporter.validation.reading.opening import File, open_regular
from exporter.validation.reports.log import Log

_ROWS = 1 << 15

Batches = Iterator[tuple[tuple[Any, ...], npt.NDArray[np.int64]]]


def read_parquet(paths: Sequence[File], budget: Budget, log: Log) -> tuple[pa.Schema, Batches] | None:
    """Open one Parquet file, or several with the same columns that follow one another; None if it cannot be read.

    Rows are numbered as in CSV: the first is row 2. The checksums of pages are verified where there are any.
    """
    try:
        file = _open(paths[0])
        schema = file.schema_arrow
    except (pa.ArrowException, OSError, ValueError) as error:
        _add_damage(error, log)
        return None
    rest = _open_others(paths[1:], schema, log)
    return schema, _iter_parquet([file, *rest], budget, log)


def _open_others(paths: Sequence[File], schema: pa.Schema, log: Log) -> list[Any]:
    """Open the files that follow the first, which must have the same columns."""
    files = []
    for path in paths:
        try:
            file = _open(path)
        except (pa.ArrowException, OSError, ValueError) as error:
            _add_damage(error, log)
            continue
        if file.schema_arrow.equals(schema):
            files.append(file)
        else:
            message = f"{path.name} has other columns (expected those of the first file, found {_name_columns(file)})"
            log.add("parquet-parts-differ", message)
    return files


def _open(file: File) -> Any:  # noqa: ANN401 - a Parquet file
    """Open a file by its handle where the system allows, so that it is the one that was checked, at full speed."""
    import pyarrow.parquet as pq

    opened = open_regular(file)
    handle = f"/dev/fd/{opened.fileno()}"
    is_same = _is_same(handle, opened.fileno())
    try:
        return pq.ParquetFile(
            handle if is_same else opened,
            page_checksum_verification=True,
            buffer_size=1 << 18,
            pre_buffer=False,
        )
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ValueError(str(error).replace(handle, file.name)) from error
    finally:
        if is_same:
            opened.close()


def _is_same(path: str, handle: int) -> bool:
    try:
        return os.path.samestat(Path(path).stat(), os.fstat(handle))
    except OSError:
        return False


def _name_columns(file: Any) -> str:  # noqa: ANN401 - a Parquet file
    return quote(", ".join(f"{field.name} {field.type}" for field in file.schema_arrow))


def _iter_parquet(files: Sequence[Any], budget: Budget, log: Log) -> Batches:
    row = 2
    try:
        for file in files:
            with file:
                for batch in file.iter_batches(batch_size=_ROWS):
                    yield tuple(batch.columns), np.arange(row, row + batch.num_rows)
                    row += batch.num_rows
                    budget.check_time()
        if row == 2:
            columns = (pa.nulls(0, kind) for kind in files[0].schema_arrow.types)
            yield tuple(columns), np.zeros(0, np.int64)
    except (pa.ArrowException, OSError) as error:
        _add_damage(error, log)


def _add_damage(error: Exception, log: Log) -> None:
    reason = " ".join(str(error).split())
    log.add("parquet-syntax", f"not Parquet, or damaged (expected a whole file, found {quote(reason)})")
