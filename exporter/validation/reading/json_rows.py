"""Reads the rows of tables that are JSON: data within a descriptor, and files of the formats json and ndjson."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from exporter.validation.model.json_types import JsonValue
from exporter.validation.model.messages import name_type, quote
from exporter.validation.model.package import Dialect
from exporter.validation.report.findings_log import FindingsLog

_ROWS = 1 << 14
_CELLS = 1 << 20
_SPARSE = 100
"""Of how many cells one at least must have a value, once a table has more than so many times _CELLS."""


class JsonRows(NamedTuple):
    """The labels of a table, and its rows in batches: one list of JSON values for each column, and row numbers."""

    labels: tuple[str, ...]
    batches: Iterator[tuple[tuple[list[JsonValue], ...], Any]]


def read_rows(
    data: JsonValue,
    dialect: Dialect,
    names: Sequence[str],
    log: FindingsLog,
    *,
    pointer: str,
    lines: Sequence[int] | None = None,
) -> JsonRows | None:
    """Read a table from an array of arrays or of objects.

    Rows are numbered as in CSV: the first object is row 2, and so is the array after the header. Where each has a
    line, it has the number of that.

    Args:
        data: The value; what is wrong with it is written down.
        dialect: Where in the value the table is, which keys are columns, and whether there is a header.
        names: What the columns are called if there is no header.
        log: Gets the findings.
        pointer: Where the value stands.
        lines: The line of each item, if each has one.
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
    if data and dialect.item_type not in ("", name_type(data[0])):
        message = (
            f"other rows (expected {dialect.item_type}s as the dialect says, found {name_type(data[0])}s)"
        )
        log.add("descriptor-rule", message, pointer=pointer)
        return None
    if data and isinstance(data[0], list):
        return _read_arrays(data, lines or range(1, len(data) + 1), dialect, names, log)
    return _read_objects(data, lines or range(2, len(data) + 2), dialect, names, log)


def _read_objects(
    data: list[Mapping[str, JsonValue]],
    numbers: Sequence[int],
    dialect: Dialect,
    names: Sequence[str],
    log: FindingsLog,
) -> JsonRows | None:
    labels = dialect.item_keys or _sort_keys(data, names) or tuple(names)
    filled, wide = sum(map(len, data)), len(labels) * len(data)
    if wide > _SPARSE * max(filled, _CELLS):
        message = f"expected values in at least 1 of {_SPARSE} cells, found {filled:,} in {wide:,}"
        log.add("budget-count", f"the rows have too few keys in common, so none was checked ({message})")
        return None
    step = max(1, min(_ROWS, _CELLS // max(len(labels), 1)))
    batches = (
        (
            tuple([row.get(label) for row in data[start : start + step]] for label in labels),
            np.array(numbers[start : start + step], np.int64),
        )
        for start in range(0, max(len(data), 1), step)
    )
    return JsonRows(labels, batches)


def _sort_keys(data: list[Mapping[str, JsonValue]], names: Sequence[str]) -> tuple[str, ...]:
    """List the keys of all rows, fields first and in their order, for the keys of a JSON object have none."""
    keys = dict.fromkeys(key for row in data for key in row)
    return (
        *(name for name in dict.fromkeys(names) if name in keys),
        *(key for key in keys if key not in names),
    )


def _read_arrays(
    data: list[list[JsonValue]],
    numbers: Sequence[int],
    dialect: Dialect,
    names: Sequence[str],
    log: FindingsLog,
) -> JsonRows:
    # What a dialect says of rows of the header and of comments is not for JSON.
    first, width = int(bool(dialect.header_rows)), len(data[0])
    if first:
        labels = tuple("" if cell is None else str(cell) for cell in data[0])
    else:
        labels = (*names, *(f"column {number + 1}" for number in range(len(names), width)))[:width]
    return JsonRows(labels, _iter_arrays(data[first:], numbers[first:], width, log))


def _iter_arrays(
    data: list[list[JsonValue]], numbers: Sequence[int], width: int, log: FindingsLog
) -> Iterator[tuple[tuple[list[JsonValue], ...], Any]]:
    good = []
    for number, row in zip(numbers, data, strict=True):
        if len(row) == width:
            good.append((number, row))
        else:
            message = f"wrong number of values (expected {width}, found {len(row)})"
            log.add("data-ragged-row", message, row=number)
    for start in range(0, max(len(good), 1), _ROWS):
        part = good[start : start + _ROWS]
        columns = tuple([row[index] for _, row in part] for index in range(width))
        yield columns, np.array([number for number, _ in part], np.int64)
