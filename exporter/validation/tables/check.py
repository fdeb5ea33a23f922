"""Checks the rows of one resource in one pass: header and columns; keys, spans and digests get every batch, too."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from exporter.validation.keys.batch import TypedBatch
from exporter.validation.model.budget import Budget
from exporter.validation.model.messages import quote
from exporter.validation.model.package import Field, Resource, TableSchema
from exporter.validation.reading.tables import Table
from exporter.validation.report.findings_log import FindingsLog
from exporter.validation.tables.columns import ColumnCheck
from exporter.validation.values.types.parquet_columns import EXPECTED, fits

Rows = npt.NDArray[np.int64]


class Tap(Protocol):
    """Whoever wants the typed columns of a table as they pass by."""

    def take(self, values: TypedBatch, rows: Rows) -> None:
        """Take one batch: its columns, and the number of each row."""


def check_table(
    resource: Resource, table: Table, budget: Budget, log: FindingsLog, taps: Sequence[Tap] = ()
) -> None:
    """Check the rows of a resource in one pass; log.rows and log.labels are set on the way.

    Args:
        resource: What the descriptor says.
        table: Its rows.
        budget: How long cells may be.
        log: Gets the findings.
        taps: Get every batch, typed; cells that are not of their type are null there.
    """
    log.labels, log.rows = table.labels, 0
    schema = resource.schema or TableSchema(fields=tuple(Field(name=name) for name in table.labels))
    # Where the schema names its fields alike, the header may do so, too.
    if not resource.schema or table.labels != tuple(field.name for field in schema.fields):
        _check_header(table.labels, max(resource.dialect.header_rows, default=None), log)
        _check_labels(table.labels, schema, log)
    places = _find_places(table, schema, log)
    columns = {
        place: ColumnCheck(
            field,
            null=resource.dialect.null if resource.format == "csv" else None,
            is_key=field.name in schema.primary_key,
            is_typed=table.kinds is not None,
            budget=budget,
            log=log,
        )
        for place, field in places.items()
    }
    for batch in table.batches:
        log.rows += len(batch.rows)
        values: dict[str, tuple[Field, Any]] = {}
        for place, column in columns.items():
            budget.check_time()
            column.find_long(batch.columns[place], batch.rows)
            values[column.field.name] = column.field, column.check(batch.columns[place], batch.rows)
        typed_batch = TypedBatch(values)
        for tap in taps:
            tap.take(typed_batch, batch.rows)


def _find_places(table: Table, schema: TableSchema, log: FindingsLog) -> dict[int, Field]:
    """Find the columns that can be checked, and the field of each."""
    by_label = {label: index for index, label in reversed(list(enumerate(table.labels)))}
    is_in_order = table.labels == tuple(field.name for field in schema.fields)
    places: dict[int, Field] = {}
    for index, field in enumerate(schema.fields):
        place = index if is_in_order else by_label.get(field.name)
        if place is None:
            continue
        if table.kinds is None or fits(table.kinds[place], field):
            places[place] = field
            continue
        expected = f"{EXPECTED.get(field.type, 'a text column')} for {field.type}"
        message = f"wrong physical type (expected {expected}, found {table.kinds[place]})"
        log.add("field-type", message, field=field.name)
    return places


def _check_header(labels: tuple[str, ...], row: int | None, log: FindingsLog) -> None:
    seen: set[str] = set()
    for index, label in enumerate(labels):
        if not label or label in seen:
            message = f"the name of column {index + 1} is empty or repeated (found {quote(label)})"
            log.add("csv-header-name", message, row=row, field=label or None)
        seen.add(label)


def _check_labels(labels: tuple[str, ...], schema: TableSchema, log: FindingsLog) -> None:
    names = tuple(field.name for field in schema.fields)
    there, known = set(labels), set(names)
    missing = [name for name in names if name not in there]
    extra = [label for label in labels if label not in known]
    if schema.match == "partial":
        missing = missing if len(missing) == len(names) else []
    if schema.match in ("exact", "equal", "subset", "partial"):
        found = quote(", ".join(labels)) + _suggest_delimiter(labels, known)
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


def _suggest_delimiter(labels: tuple[str, ...], names: set[str]) -> str:
    """Tell that the only label holds names of fields, if it does: then cells are parted by something else."""
    if len(labels) != 1:
        return ""
    parted = (char for char in ";\t|," if len(names & set(labels[0].split(char))) > 1)
    char = next(parted, None)
    return "" if char is None else f"; if cells are parted by {quote(char)}, say so in the dialect"
