"""Checks primary, unique and foreign keys; only the columns that keys need are kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from exporter.validation.descriptors.model import ForeignKey, Resource, TableSchema
from exporter.validation.descriptors.rules import quote
from exporter.validation.reports.log import Log
from exporter.validation.values.comparing import unify, write_values
from exporter.validation.values.physical import format_value

Rows = npt.NDArray[np.int64]
_ROW = "row number"


@dataclass(frozen=True, slots=True)
class KeyColumns:
    """The typed columns of one table that keys need, gathered batch by batch."""

    names: frozenset[str]
    _chunks: dict[str, list[Any]] = field(default_factory=dict)
    _rows: list[Rows] = field(default_factory=list)

    def take(self, values: Mapping[str, Any], rows: Rows) -> None:
        """Keep what keys need of one batch."""
        for name in self.names & set(values):
            self._chunks.setdefault(name, []).append(values[name])
        if self.names:
            self._rows.append(rows)

    def has(self, names: Iterable[str]) -> bool:
        """Tell whether all of these columns are in the data."""
        return all(name in self._chunks for name in names)

    def build_table(self, names: Sequence[str]) -> pa.Table:
        """Build a table of key columns ("0", "1" and so on) and row numbers, without rows that have nulls."""
        columns = [_join_chunks(self._chunks[name]) for name in names]
        labels = [str(number) for number in range(len(columns))]
        # Adding makes a copy in Arrow's memory: its threads must not be the last to hold numpy's at exit.
        rows = pc.add(pa.array(np.concatenate(self._rows)), 0)
        table = pa.table([*columns, rows], names=[*labels, _ROW])
        if any(column.null_count for column in columns):
            table = table.drop_null()
        return table


def _join_chunks(chunks: list[Any]) -> pa.ChunkedArray:
    return pa.chunked_array(unify(chunks))


def find_key_names(resource: Resource, resources: Iterable[Resource]) -> frozenset[str]:
    """List the fields of a table that its own keys or the foreign keys of others need."""
    names: set[str] = set()
    if resource.schema is not None:
        schema = resource.schema
        names.update(schema.primary_key, *schema.unique_keys, *(key.fields for key in schema.foreign_keys))
        names.update(item.name for item in schema.fields if item.constraints.get("unique"))
    for other in resources:
        for key in other.schema.foreign_keys if other.schema else ():
            if key.resource == resource.name or (not key.resource and other.name == resource.name):
                names.update(key.reference)
    return frozenset(names)


def check_unique(schema: TableSchema, columns: KeyColumns, log: Log) -> None:
    """Check that the keys of a table are unique; a key with a null in it is exempt."""
    if schema.primary_key:
        _check_key(columns, schema.primary_key, "primary-key-duplicate", "the primary key stands twice", log)
    for names in schema.unique_keys:
        if names != schema.primary_key:
            _check_key(columns, names, "unique-key-duplicate", "the unique key stands twice", log)
    for item in schema.fields:
        if item.constraints.get("unique") and (item.name,) != schema.primary_key:
            _check_key(columns, (item.name,), "constraint-unique", "the value stands twice", log)


def _check_key(columns: KeyColumns, names: tuple[str, ...], code: str, message: str, log: Log) -> None:
    if not columns.has(names):
        return
    table = columns.build_table(names)
    labels = table.column_names[:-1]
    # Much faster than grouping, and all that a good table needs.
    if len(labels) == 1 and pc.count_distinct(table["0"]).as_py() == table.num_rows:
        return
    groups = table.group_by(labels).aggregate([(_ROW, "min"), (_ROW, "count")])
    if groups.num_rows == table.num_rows:
        return
    repeated = groups.filter(pc.greater(groups[f"{_ROW}_count"], 1))
    found = table.join(repeated, labels, join_type="inner")
    found = found.filter(pc.greater(found[_ROW], found[f"{_ROW}_min"])).sort_by(_ROW)
    firsts, quote_row = found[f"{_ROW}_min"], partial(_quote_key, found, labels)
    log.add_many(
        code,
        found[_ROW].to_numpy(),
        lambda index: f"{message} (expected a new one, found {quote_row(index)} as in row {firsts[index]})",
        field=", ".join(names),
    )


def _quote_key(table: pa.Table, labels: Sequence[str], index: int) -> str:
    return ", ".join(quote(format_value(table[label][index])) for label in labels)


def check_foreign(key: ForeignKey, columns: KeyColumns, target: KeyColumns, log: Log) -> None:
    """Check that every key of one table is among the keys of another; a key with a null in it is exempt."""
    if not columns.has(key.fields) or not target.has(key.reference):
        return
    table = columns.build_table(key.fields)
    there = target.build_table(key.reference).drop_columns([_ROW])
    labels = table.column_names[:-1]
    for label in labels:
        if table.schema.field(label).type != there.schema.field(label).type:
            table, there = _cast_text(table, label), _cast_text(there, label)
    if len(labels) == 1:
        lost = table.filter(pc.invert(pc.is_in(table["0"], there["0"])))
    else:
        lost = table.join(there, labels, join_type="left anti").sort_by(_ROW)
    expected = f"a {', '.join(key.reference)} of {key.resource or 'the same table'}"
    log.add_many(
        "foreign-key",
        lost[_ROW].to_numpy(),
        lambda index: f"no such row (expected {expected}, found {_quote_key(lost, labels, index)})",
        field=", ".join(key.fields),
    )


def _cast_text(table: pa.Table, label: str) -> pa.Table:
    index = table.column_names.index(label)
    return table.set_column(index, label, pa.chunked_array([write_values(table[label].combine_chunks())]))
