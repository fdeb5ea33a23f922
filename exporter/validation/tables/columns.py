"""Checks the cells of one column, batch by batch: types, constraints, hazards."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from exporter.validation.model.budget import Budget
from exporter.validation.model.messages import quote, shorten
from exporter.validation.model.package import Field
from exporter.validation.report.findings_log import FindingsLog
from exporter.validation.values.arrays import TEXT, build_array, find_true, has_any, keep, read_valid
from exporter.validation.values.constraints.check import build_checks
from exporter.validation.values.hazards import HazardFinder
from exporter.validation.values.types.cells import cast_cells
from exporter.validation.values.types.fast_paths import find_fast_check, try_fast_cast
from exporter.validation.values.types.json_values import cast_json_cells, write_json_cells
from exporter.validation.values.types.parquet_columns import (
    cast_column,
    decode,
    format_value,
    is_text,
    read_texts,
)

Rows = npt.NDArray[np.int64]
_NULL = pa.nulls(1, TEXT)[0]


class ColumnCheck:
    """A column of the data that belongs to a field of the schema, and what is checked in it."""

    def __init__(
        self,
        field: Field,
        *,
        null: str | None,
        is_key: bool,
        is_typed: bool,
        budget: Budget,
        log: FindingsLog,
    ) -> None:
        """Get ready for the first batch.

        Args:
            field: The field.
            null: What stands for null beside the missing values of the field, if anything.
            is_key: Whether the field is a part of the primary key.
            is_typed: Whether the file has types of its own, so that nobody has looked whether its text is UTF-8.
            budget: How long a cell may be, and how long a check may take.
            log: Gets the findings.
        """
        self.field = field
        self._missing = build_array([*field.missing_values, *([] if null is None else [null])], TEXT)
        self._checks = [
            (check, find_fast_check(field, check.code))
            for check in build_checks(field, budget.check_time).checks
        ]
        self._hazards = HazardFinder(field)
        self._is_required, self._is_key = bool(field.constraints.get("required")), is_key
        self._is_typed, self._longest, self._log = is_typed, budget.cell_bytes, log

    def check(self, column: Any, rows: Rows) -> pa.Array:  # noqa: ANN401 - an array, or a list of JSON values
        """Check one batch and give back its values, typed; null where a cell is missing or not of its type."""
        cells, values = self._read(column)
        if cells.null_count:
            self._add_nulls(cells, rows)
        if values.null_count > cells.null_count:
            mask = pc.and_(pc.is_null(values), pc.is_valid(cells))
            self._add("type-error", f"not of its type (expected {self._name_type()}", mask, cells, rows)
        for check, is_fine in self._checks:
            if is_fine is not None and is_fine(values):
                continue
            mask = check.find_bad(values)
            if has_any(mask):
                self._add(check.code, f"not allowed (expected {check.expected}", mask, cells, rows)
        for hazard in self._hazards.find(cells, values):
            self._add(hazard.code, hazard.message, hazard.mask, cells, rows)
        return values

    def _read(self, column: Any) -> tuple[pa.Array, pa.Array]:  # noqa: ANN401
        """Give the cells as they are to be shown, and their values."""
        if isinstance(column, list):
            return write_json_cells(column, self.field), cast_json_cells(column, self.field)
        if not is_text(column.type):
            return column, cast_column(column, self.field)
        cells, broken = read_texts(column) if self._is_typed else (column, None)
        cells = self._drop_missing(cells)
        values = try_fast_cast(cells, self.field)
        if values is None:
            values = cast_cells(cells, self.field)
        return cells, values if broken is None else keep(values, pc.invert(broken))

    def _drop_missing(self, cells: pa.Array) -> pa.Array:
        missing = self._missing
        if not len(missing):
            return cells
        mask = pc.equal(cells, missing[0]) if len(missing) == 1 else pc.is_in(cells, missing)
        return pc.if_else(mask, _NULL, cells) if has_any(mask) else cells

    def find_long(self, column: Any, rows: Rows) -> None:  # noqa: ANN401
        """Write down the cells that are longer than allowed."""
        if isinstance(column, list) or not is_text(column.type) or column.nbytes <= self._longest:
            return
        column = decode(column)
        lengths = pc.binary_length(column)
        mask = pc.greater(lengths, pc.cast(build_array([self._longest], pa.int64())[0], lengths.type))
        places = find_true(mask)
        self._log.add_many(
            "cell-length",
            rows[places],
            lambda index: (
                f"too long (expected at most {self._longest:,} bytes, found {lengths[int(places[index])]})"
            ),
            field=self.field.name,
        )

    def _add_nulls(self, cells: pa.Array, rows: Rows) -> None:
        if not (self._is_required or self._is_key):
            return
        nulls, name = rows[~read_valid(cells)], self.field.name
        if self._is_required:
            message = "is null (expected a value, found none)"
            self._log.add_many("constraint-required", nulls, lambda _: message, field=name)
        else:
            message = "a part of the primary key is null (expected a value, found none)"
            self._log.add_many("primary-key-null", nulls, lambda _: message, field=name)

    def _add(self, code: str, start: str, mask: pa.Array, cells: pa.Array, rows: Rows) -> None:
        places = find_true(mask)

        def get_cell(index: int) -> str:
            return format_value(cells[int(places[index])])

        def describe(index: int) -> str:
            return f"{start}, found {quote(get_cell(index))})"

        self._log.add_many(code, rows[places], describe, field=self.field.name, get_cell=_cut(get_cell))

    def _name_type(self) -> str:
        field = self.field
        return field.type if field.format == "default" else f"{field.type} of format {field.format}"


def _cut(get_cell: Callable[[int], str]) -> Callable[[int], str]:
    return lambda index: shorten(get_cell(index))
