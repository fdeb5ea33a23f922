"""Reads Parquet files as Arrow batches with row numbers, and writes down all damage."""

import os
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from exporter.validation.model.budget import Budget
from exporter.validation.model.messages import quote
from exporter.validation.model.opening import File, open_regular
from exporter.validation.reading.parquet_size import ROWS, SMALL, choose_rows, is_same, list_texts
from exporter.validation.report.findings_log import FindingsLog

Batches = Iterator[tuple[tuple[Any, ...], npt.NDArray[np.int64]]]


def read_parquet(paths: Sequence[File], budget: Budget, log: FindingsLog) -> tuple[pa.Schema, Batches] | None:
    """Open one Parquet file, or several with the same columns that follow one another; None if it cannot be read.

    Rows are numbered as in CSV: the first is row 2. The checksums of pages are verified where there are any.
    """
    try:
        file = _open(paths[0])
        schema = file.schema
        schema.names  # noqa: B018 - fails where one is not UTF-8
    except (pa.ArrowException, OSError, ValueError) as error:
        _add_damage(error, log)
        return None
    rest = _open_others(paths[1:], schema, log)
    return schema, _iter_parquet([file, *rest], budget, log)


def _open_others(paths: Sequence[File], schema: pa.Schema, log: FindingsLog) -> list["_Opened"]:
    """Open the files that follow the first, which must have the same columns."""
    files = []
    for path in paths:
        try:
            file = _open(path)
        except (pa.ArrowException, OSError, ValueError) as error:
            _add_damage(error, log)
            continue
        if file.schema.equals(schema):
            files.append(file)
        else:
            message = f"{path.name} has other columns (expected those of the first file, found {_name_columns(file)})"
            log.add("parquet-parts-differ", message)
    return files


def _open(file: File) -> "_Opened":
    """Open a file by its handle where the system allows, so that it is the one that was checked, at full speed."""
    import pyarrow.parquet as pq

    options = {"page_checksum_verification": True, "buffer_size": 1 << 18, "pre_buffer": False}
    opened = open_regular(file)
    size = os.fstat(opened.fileno()).st_size
    handle = f"/dev/fd/{opened.fileno()}"
    is_path = is_same(handle, opened.fileno())
    try:
        found = pq.ParquetFile(handle if is_path else opened, **options)
        texts = list_texts(found)
        rows = ROWS
        if is_path and texts and size < SMALL:
            with pq.ParquetFile(handle, read_dictionary=texts, metadata=found.metadata, **options) as probe:
                rows = choose_rows(found, probe, texts)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ValueError(str(error).replace(handle, file.name)) from error
    finally:
        if is_path:
            opened.close()
    return _Opened(found, rows, size)


class _Opened(NamedTuple):
    """A Parquet file, how many of its rows may be read at once, and its size."""

    file: Any
    rows: int
    size: int

    @property
    def schema(self) -> pa.Schema:
        """Give its columns."""
        return self.file.schema_arrow


def _name_columns(file: _Opened) -> str:
    return quote(", ".join(f"{field.name} {field.type}" for field in file.schema))


def _iter_parquet(files: Sequence[_Opened], budget: Budget, log: FindingsLog) -> Batches:
    row, inflated, compressed = 2, 0, 0
    try:
        for file in files:
            compressed += file.size
            start = row
            with file.file as opened:
                announced = opened.metadata.num_rows
                for batch in opened.iter_batches(batch_size=file.rows, use_threads=False):
                    yield tuple(batch.columns), np.arange(row, row + batch.num_rows)
                    row += batch.num_rows
                    budget.check_time()
                    inflated += batch.nbytes
                    excess = budget.find_excess(inflated, compressed, is_parquet=True)
                    if excess:
                        log.add("compression-error", f"the rows take too much memory (expected {excess})")
                        return
            if row - start != announced:  # Of some damage Arrow says nothing, and ends.
                found = f"expected {announced:,} as in the footer, found {row - start:,}"
                log.add("parquet-syntax", f"another number of rows ({found})")
        if row == 2:
            columns = (pa.nulls(0, kind) for kind in files[0].schema.types)
            yield tuple(columns), np.zeros(0, np.int64)
    except (pa.ArrowException, OSError) as error:
        _add_damage(error, log)


def _add_damage(error: Exception, log: FindingsLog) -> None:
    reason = " ".join(str(error).split())
    log.add("parquet-syntax", f"not Parquet, or damaged (expected a whole file, found {quote(reason)})")
