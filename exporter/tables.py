"""Turns records into Arrow tables of the types that the Table Schemas promise."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from exporter.errors import TableError
from exporter.records import (
    DocumentRecords,
    Entity,
    Mention,
    Quote,
    QuoteSpan,
    Records,
    Source,
)
from exporter.schemas import TABLE_NAMES, Schema, load_schema

LIST_SEPARATOR = "; "
"""What stands between the parts of a list that is kept in one cell (authors, aliases)."""

_ROWS_AT_ONCE = 4096

_ARROW_TYPES = {
    "string": pa.string(),
    "integer": pa.int32(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "datetime": pa.timestamp("us", "UTC"),
    "date": pa.date32(),
}

_FIELDS = {
    kind: [field.name for field in fields(kind)] for kind in (Source, Quote, QuoteSpan, Entity, Mention)
}

_HINT = "this is a bug in the step that made the records, not in the documents: please report it"

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The tables of a package. Rows stand by document, then in order of appearance; entities by name."""

    documents: pa.Table
    sources: pa.Table
    quotes: pa.Table
    quote_spans: pa.Table
    entities: pa.Table
    mentions: pa.Table

    def __iter__(self) -> Iterator[tuple[str, pa.Table]]:
        """Yield name and table, in the order in which a descriptor lists them."""
        for field in fields(self):
            yield field.name, getattr(self, field.name)


def build_table_schema(name: str, *, with_text: bool = False) -> Schema:
    """Build the Table Schema of one table as it is written into a package; a new dict each time.

    Args:
        name: One of schemas.TABLE_NAMES.
        with_text: Keep the field that holds the whole text of a document.
    """
    schema = dict(load_schema(name))
    is_left_out = name == "documents" and not with_text
    schema["fields"] = [f for f in schema["fields"] if not (is_left_out and f["name"] == "text")]
    return schema


def build_arrow_schema(name: str, *, with_text: bool = False) -> pa.Schema:
    """Build the Arrow schema of one table; a field is nullable unless its constraints require it."""
    return convert_schema(build_table_schema(name, with_text=with_text))


def convert_schema(schema: Mapping[str, Any]) -> pa.Schema:
    """Convert a Table Schema into an Arrow schema: one string type, int32, float64, microseconds in UTC.

    Raises:
        TableError: A field has a type that exporter does not write.
    """
    return pa.schema([_convert_field(field) for field in schema["fields"]])


def _convert_field(field: Mapping[str, Any]) -> pa.Field:
    kind = field.get("type", "string")
    if kind not in _ARROW_TYPES:
        raise TableError(
            f"field {field['name']!r}: no such type (expected {', '.join(_ARROW_TYPES)}, found {kind!r})"
        )
    is_required = field.get("constraints", {}).get("required", False)
    return pa.field(field["name"], _ARROW_TYPES[kind], nullable=not is_required)


def build_tables(records: Records, *, with_text: bool = False) -> Tables:
    """Build all tables; rows by document, then in order of appearance.

    The documents are gone through once; of their rows, a few thousand at a time are Python objects.

    Args:
        records: All that was read. Foreign keys are taken as they are.
        with_text: Publish the whole text of every document, too.

    Raises:
        TableError: A value does not fit its field: an empty string, a null where one is required, an offset
            beyond int32, a number that is not finite, a word outside the field's enumeration; or a primary
            key stands in two rows. Each of these means a bug upstream, since absence is always null.
    """
    builders = {name: _TableBuilder(name, with_text=with_text) for name in TABLE_NAMES}
    for read in records.documents:
        for name, rows in _list_rows(read).items():
            builders[name].add(rows)
    builders["entities"].add(map(_entity_row, records.entities))
    return Tables(**{name: builder.build() for name, builder in builders.items()})


def _list_rows(read: DocumentRecords) -> dict[str, Iterable[Row]]:
    return {
        "documents": [_document_row(read)],
        "sources": map(_copy_fields, read.sources),
        "quotes": map(_copy_fields, read.quotes),
        "quote_spans": _span_rows(read),
        "mentions": map(_copy_fields, read.mentions),
    }


def _document_row(read: DocumentRecords) -> Row:
    document = read.document
    bodies = [zone for zone in document.zones if zone.kind == "body"]
    return {
        "document_id": document.document_id,
        "path": document.path,
        "title": document.title,
        "publisher": document.publisher,
        "authors": _join(document.authors),
        "url": document.url,
        "published_at": document.published_at,
        "language": document.language,
        "detected_language": document.detected_language,
        "license": document.license,
        "word_count": len(document.text.split()),
        "char_count": len(document.text),
        "body_start": bodies[0].start if bodies else 0,
        "body_end": bodies[-1].end if bodies else 0,
        "sha256": document.sha256,
        "cluster_id": read.cluster_id,
        "text": document.text or None,
    }


def _copy_fields(record: Source | Quote | QuoteSpan | Entity | Mention) -> dict[str, Any]:
    return {name: getattr(record, name) for name in _FIELDS[type(record)]}


def _span_rows(read: DocumentRecords) -> Iterator[Row]:
    for quote in read.quotes:
        for span in quote.spans:
            yield {"quote_id": quote.quote_id, **_copy_fields(span)}


def _entity_row(entity: Entity) -> Row:
    return _copy_fields(entity) | {"aliases": _join(entity.aliases)}


def _join(parts: tuple[str, ...]) -> str | None:
    return LIST_SEPARATOR.join(parts) if parts else None


class _TableBuilder:
    """Builds a table of rows, of which it keeps but a number as Python objects at a time."""

    def __init__(self, name: str, *, with_text: bool) -> None:
        self._name = name
        self._schema = build_table_schema(name, with_text=with_text)
        self._arrow = convert_schema(self._schema)
        self._columns: list[list[Any]] = [[] for _ in self._arrow]
        self._batches: list[pa.RecordBatch] = []
        self._done = 0

    def add(self, rows: Iterable[Row]) -> None:
        """Add rows at the end."""
        for row in rows:
            for name, column in zip(self._arrow.names, self._columns, strict=True):
                column.append(row[name])
        if len(self._columns[0]) >= _ROWS_AT_ONCE:
            self._flush()

    def build(self) -> pa.Table:
        """Build the table of all rows, once."""
        self._flush()
        table = pa.Table.from_batches(self._batches, self._arrow)
        _check_key(self._name, table.select(self._schema["primaryKey"]))
        return table

    def _flush(self) -> None:
        arrays = [
            _build_column(self._name, field, values, self._done)
            for field, values in zip(self._schema["fields"], self._columns, strict=True)
        ]
        self._batches.append(pa.RecordBatch.from_arrays(arrays, schema=self._arrow))
        self._done += len(self._columns[0])
        self._columns = [[] for _ in self._arrow]


def _check_key(name: str, keys: pa.Table) -> None:
    counts = keys.group_by(keys.column_names).aggregate([([], "count_all")])
    twice = counts.filter(pc.greater(counts["count_all"], 1)).drop_columns("count_all")
    if twice.num_rows:
        value = ", ".join(f"{key} {cell!r:.60}" for key, cell in min(twice.to_pylist(), key=str).items())
        raise TableError(f"{name}: a primary key stands in two rows ({value})", hint=_HINT)


def _build_column(table: str, field: Mapping[str, Any], values: Sequence[Any], first: int) -> pa.Array:
    """Build a column of some rows of a table, of which the first has a number in the whole table."""
    kind = _convert_field(field).type
    try:
        column = pa.array(values, kind)
    except (pa.ArrowException, OverflowError, UnicodeError, TypeError, ValueError) as error:
        row, value = next((i, v) for i, v in enumerate(values) if not _is_convertible(v, kind))
        raise _misfit(
            table, first + row, field, f"does not fit (expected {kind}, found {value!r:.60})"
        ) from error
    for problem, is_wrong in _list_checks(field, column):
        row = pc.index(is_wrong, True).as_py()
        if row >= 0:
            raise _misfit(table, first + row, field, problem.format(values[row]))
    return column


def _is_convertible(value: object, kind: pa.DataType) -> bool:
    try:
        pa.array([value], kind)
    except (pa.ArrowException, OverflowError, UnicodeError, TypeError, ValueError):
        return False
    return True


def _list_checks(field: Mapping[str, Any], column: pa.Array) -> Iterator[tuple[str, pa.Array]]:
    """Yield what could be wrong and a mask of the rows in which it is."""
    constraints = field.get("constraints", {})
    if constraints.get("required"):
        yield "is missing (expected a value, found None)", column.is_null()
    if pa.types.is_string(column.type):
        yield "is empty (expected text or None, found '')", pc.equal(column, "")
    if pa.types.is_floating(column.type):
        yield "is not a finite number (found {!r})", pc.invert(pc.is_finite(column))
    if "enum" in constraints:
        known = pc.is_in(column, pa.array(constraints["enum"], column.type))
        problem = f"is not in the enumeration (expected {', '.join(constraints['enum'])}, found {{!r:.60}})"
        yield problem, pc.and_(column.is_valid(), pc.invert(known))


def _misfit(table: str, row: int, field: Mapping[str, Any], problem: str) -> TableError:
    return TableError(f"{table}, row {row}, {field['name']}: {problem}", hint=_HINT)
