"""Reads tables that are JSON: the data within a descriptor, and files of the formats json and ndjson."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from exporter.validation.descriptors.model import Dialect
from exporter.validation.descriptors.quoting import quote
from exporter.validation.reports.log import Log

Json = Any
_ROWS = 1 << 14
_CELLS = 1 << 20
_SPARSE = 100
"""Of how many cells one at least must have a value, once a table has more than so many times _CELLS."""


class Rows(NamedTuple):
    """The labels of a table, and its rows in batches: one list of JSON values for each column, and row numbers."""

    labels: tuple[str, ...]
    batches: Iterator[tuple[tuple[list[Json], ...], Any]]


def read_rows(data: Json, dialect: Dialect, names: Sequence[str], log: Log, *, pointer: str) -> Rows | None:
    """Read a table from an array of arrays or of objects.

    Rows are numbered as in CSV: the first object is row 2, and so is the array after the header.

    Args:
        data: The value; what is wrong with it is written down.
        dialect: Where in the value the table is, which keys are columns, and whether there is a header.
        names: What the columns are called if there is no header.
        log: Gets the findings.
        pointer: Where the value stands.
    """
    if dialect.rows_property and isinstance(data, dict):
        data = data.get(dialect.rows_property)
    if not isinstance(data, list):
        message = f"no table (expected an array of rows, found {quote(data)})"
        log.add("descriptor-rule", message, pointer=pointer)
        return None
    wrong = next((index for index, row in enumerate(data) if not isinstance(row, list | dict)), None)
    if wrong is not None or (data and any(type(row) is not type(data[0]) for row in data)):
        message = "no table (expected rows that are all arrays or all objects, found another)"
        log.add("descriptor-rule", message, pointer=pointer)
        return None
    if data and isinstance(data[0], list):
        return _read_arrays(data, dialect, names, log)
    return _read_objects(data, dialect, names, log)


def _read_objects(
    data: list[Mapping[str, Json]], dialect: Dialect, names: Sequence[str], log: Log
) -> Rows | None:
    labels = dialect.item_keys or tuple(dict.fromkeys(key for row in data for key in row)) or tuple(names)
    given, wide = sum(map(len, data)), len(labels) * len(data)
    if wide > _SPARSE * max(given, _CELLS):
        message = f"expected values in at least 1 of {_SPARSE} cells, found {given:,} in {wide:,}"
        log.add("budget-count", f"the rows have too few keys in common, so none was checked ({message})")
        return None
    step = max(1, min(_ROWS, _CELLS // max(len(labels), 1)))
    batches = (
        (
            tuple([row.get(label) for row in data[start : start + step]] for label in labels),
            np.arange(start + 2, min(start + step, len(data)) + 2),
        )
        for start in range(0, max(len(data), 1), step)
    )
    return Rows(labels, batches)


def _read_arrays(data: list[list[Json]], dialect: Dialect, names: Sequence[str], log: Log) -> Rows | None:
    first = max(dialect.header_rows, default=0)
    header = [data[row - 1] for row in dialect.header_rows if row <= len(data)]
    if dialect.header_rows and not header:
        log.add("csv-header-missing", "the data is empty (expected a header, found nothing)")
        return None
    width = max(map(len, header or data[:1]))
    if header:
        parts = [[str(cell) for cell in row] + [""] * (width - len(row)) for row in header]
        labels = tuple(dialect.header_join.join(filter(None, cells)) for cells in zip(*parts, strict=True))
    else:
        labels = (*names, *(f"column {number + 1}" for number in range(len(names), width)))[:width]
    return Rows(labels, _iter_arrays(data, first, width, dialect, log))


def _iter_arrays(
    data: list[list[Json]], first: int, width: int, dialect: Dialect, log: Log
) -> Iterator[tuple[tuple[list[Json], ...], Any]]:
    good = []
    for number, row in enumerate(data[first:], start=first + 1):
        if number in dialect.comment_rows:
            continue
        if len(row) == width:
            good.append((number, row))
        else:
            message = f"wrong number of values (expected {width}, found {len(row)})"
            log.add("data-ragged-row", message, row=number)
    for start in range(0, max(len(good), 1), _ROWS):
        part = good[start : start + _ROWS]
        columns = tuple([row[index] for _, row in part] for index in range(width))
        yield columns, np.array([number for number, _ in part], np.int64)
