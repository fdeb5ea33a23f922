"""Checks the rows of one resource: header, types, constraints, and the columns that keys need."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from exporter.validation.descriptors.model import Field, Resource, TableSchema
from exporter.validation.descriptors.rules import quote, shorten
from exporter.validation.reading.resources import Batch, Table
from exporter.validation.reports.log import Log
from exporter.validation.values.arrays import TEXT, build_array, find_true, has_any, read_valid
from exporter.validation.values.cells import cast_cells
from exporter.validation.values.constraints import Check, build_checks
from exporter.validation.values.physical import EXPECTED, cast_column, fits, format_value, is_text
from exporter.validation.values.plain import Quick, cast_plain, find_quick

Rows = npt.NDArray[np.int64]


class Tap(Protocol):
    """Whoever wants the typed columns of a table as they pass by."""

    def take(self, values: Mapping[str, Any], rows: Rows) -> None:
        """Take one batch: typed arrays by field name, and the number of each row."""


class Column(NamedTuple):
    """A column of the data that belongs to a field of the schema, and what is checked in it."""

    place: int
    field: Field
    checks: list[tuple[Check, Quick | None]]
    missing: Any
    is_key: bool


def check_table(resource: Resource, table: Table, log: Log, taps: Sequence[Tap] = ()) -> None:
    """Check the rows of a resource in one pass; log.rows and log.labels are set on the way.

    Args:
        resource: What the descriptor says.
        table: Its rows.
        log: Gets the findings.
        taps: Get every batch, typed; cells that are not of their type are null there.
    """
    log.labels, log.rows = table.labels, 0
    _check_header(table.labels, log)
    schema = resource.schema or TableSchema(fields=tuple(Field(name=name) for name in table.labels))
    null = resource.dialect.null
    columns = _match_columns(table, schema, null, log) if resource.schema else _build_columns(schema, null)
    for batch in table.batches:
        log.rows += len(batch.rows)
        values = {column.field.name: _check_column(column, batch, log) for column in columns}
        for tap in taps:
            tap.take(values, batch.rows)


def _build_columns(schema: TableSchema, null: str | None) -> list[Column]:
    return [_build_column(index, field, schema, null) for index, field in enumerate(schema.fields)]


def _build_column(index: int, field: Field, schema: TableSchema, null: str | None) -> Column:
    missing = build_array([*field.missing_values, *([] if null is None else [null])], TEXT)
    checks = [(check, find_quick(field, check.code)) for check in build_checks(field).checks]
    return Column(index, field, checks, missing, field.name in schema.primary_key)


def _match_columns(table: Table, schema: TableSchema, null: str | None, log: Log) -> list[Column]:
    """Match the header with the schema and give back the columns that can be checked."""
    _check_labels(table.labels, schema, log)
    columns = []
    places = {label: index for index, label in reversed(list(enumerate(table.labels)))}
    for field in schema.fields:
        index = places.get(field.name)
        if index is None:
            continue
        if table.kinds is not None and not fits(table.kinds[index], field):
            expected = EXPECTED.get(field.type, "a text column")
            message = (
                f"wrong physical type (expected {expected} for {field.type}, found {table.kinds[index]})"
            )
            log.add("field-type", message, field=field.name)
            continue
        columns.append(_build_column(index, field, schema, null))
    return columns


def _check_header(labels: tuple[str, ...], log: Log) -> None:
    seen: set[str] = set()
    for index, label in enumerate(labels):
        if not label or label in seen:
            message = f"the name of column {index + 1} is empty or repeated (found {quote(label)})"
            log.add("csv-header-name", message, row=1, field=label or None)
        seen.add(label)


def _check_labels(labels: tuple[str, ...], schema: TableSchema, log: Log) -> None:
    names = tuple(field.name for field in schema.fields)
    there, known = set(labels), set(names)
    missing = [name for name in names if name not in there]
    extra = [label for label in labels if label not in known]
    if schema.match == "partial":
        missing = missing if len(missing) == len(names) else []
    if schema.match in ("exact", "equal", "subset", "partial"):
        found = quote(", ".join(labels))
        for name in missing:
            log.add("field-missing", f"not in the data (expected {quote(name)}, found {found})", field=name)
    if schema.match in ("exact", "equal", "superset"):
        expected = quote(", ".join(names))
        for label in extra:
            log.add(
                "field-extra", f"not in the schema (expected {expected}, found {quote(label)})", field=label
            )
    if schema.match == "exact" and not missing and not extra and labels != names:
        message = f"wrong order (expected {quote(', '.join(names))}, found {quote(', '.join(labels))})"
        log.add("field-order", message)


def _check_column(column: Column, batch: Batch, log: Log) -> pa.Array:
    """Check one column of a batch and give back its values, typed."""
    field = column.field
    cells = batch.columns[column.place]
    values = None
    if is_text(cells.type):
        cells = _drop_missing(cells if cells.type == TEXT else pc.cast(cells, TEXT), column.missing)
        values = cast_plain(cells, field)
    if values is None:
        values = cast_cells(cells, field) if cells.type == TEXT else cast_column(cells, field)
    if cells.null_count:
        _check_nulls(column, cells, batch.rows, log)
    if values.null_count > cells.null_count:
        mask = pc.and_(pc.is_null(values), pc.is_valid(cells))
        _add_cells(
            "type-error",
            f"not of its type (expected {_name_type(field)}",
            mask,
            cells,
            batch.rows,
            log,
            field,
        )
    for check, is_fine in column.checks:
        if is_fine is not None and is_fine(values):
            continue
        mask = check.find_bad(values)
        if has_any(mask):
            _add_cells(
                check.code, f"not allowed (expected {check.expected}", mask, cells, batch.rows, log, field
            )
    return values


def _drop_missing(cells: pa.Array, missing: pa.Array) -> pa.Array:
    if not len(missing):
        return cells
    mask = pc.equal(cells, missing[0]) if len(missing) == 1 else pc.is_in(cells, missing)
    return pc.if_else(mask, pa.nulls(1, cells.type)[0], cells) if has_any(mask) else cells


def _check_nulls(column: Column, cells: pa.Array, rows: Rows, log: Log) -> None:
    name = column.field.name
    if not (column.is_key or column.field.constraints.get("required")):
        return
    nulls = rows[~read_valid(cells)]
    if column.field.constraints.get("required"):
        log.add_many(
            "constraint-required", nulls, lambda _: "is null (expected a value, found none)", field=name
        )
    elif column.is_key:
        message = "a part of the primary key is null (expected a value, found none)"
        log.add_many("primary-key-null", nulls, lambda _: message, field=name)


def _add_cells(
    code: str, start: str, mask: pa.Array, cells: pa.Array, rows: Rows, log: Log, field: Field
) -> None:
    places = find_true(mask)

    def get_cell(index: int) -> str:
        return format_value(cells[int(places[index])])

    log.add_many(
        code,
        rows[places],
        lambda index: f"{start}, found {quote(get_cell(index))})",
        field=field.name,
        get_cell=lambda index: shorten(get_cell(index)),
    )


def _name_type(field: Field) -> str:
    return field.type if field.format == "default" else f"{field.type} of format {field.format}"
