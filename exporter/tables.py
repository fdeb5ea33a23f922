"""Turns records into Arrow tables of the types that the Table Schemas promise."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from exporter.errors import TableError
from exporter.records import (
    Document,
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

    Args:
        records: All that was read. Foreign keys are taken as they are.
        with_text: Publish the whole text of every document, too.

    Raises:
        TableError: A value does not fit its field: an empty string, a null where one is required, an offset
            beyond int32, a number that is not finite, a word outside the field's enumeration; or a primary
            key stands in two rows. Each of these means a bug upstream, since absence is always null.
    """
    rows = {
        "documents": (_document_row(read.document) for read in records.documents),
        "sources": (_copy_fields(source) for read in records.documents for source in read.sources),
        "quotes": (_copy_fields(quote) for read in records.documents for quote in read.quotes),
        "quote_spans": (row for read in records.documents for row in _span_rows(read)),
        "entities": (_entity_row(entity) for entity in records.entities),
        "mentions": (_copy_fields(mention) for read in records.documents for mention in read.mentions),
    }
    return Tables(**{name: _build_table(name, rows[name], with_text) for name in TABLE_NAMES})


def _document_row(document: Document) -> Row:
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


def _build_table(name: str, rows: Iterable[Row], with_text: bool) -> pa.Table:
    schema = build_table_schema(name, with_text=with_text)
    names = [field["name"] for field in schema["fields"]]
    cells = list(zip(*([row[column] for column in names] for row in rows), strict=True)) or [()] * len(names)
    arrays = [
        _build_column(name, field, values) for field, values in zip(schema["fields"], cells, strict=True)
    ]
    table = pa.Table.from_arrays(arrays, schema=convert_schema(schema))
    _check_key(name, table.select(schema["primaryKey"]))
    return table


def _check_key(name: str, keys: pa.Table) -> None:
    counts = keys.group_by(keys.column_names).aggregate([([], "count_all")])
    twice = counts.filter(pc.greater(counts["count_all"], 1)).drop_columns("count_all")
    if twice.num_rows:
        value = ", ".join(f"{key} {cell!r:.60}" for key, cell in min(twice.to_pylist(), key=str).items())
        raise TableError(f"{name}: a primary key stands in two rows ({value})", hint=_HINT)


def _build_column(table: str, field: Mapping[str, Any], values: tuple[Any, ...]) -> pa.Array:
    kind = _convert_field(field).type
    try:
        column = pa.array(values, kind)
    except (pa.ArrowException, OverflowError, UnicodeError, TypeError, ValueError) as error:
        row, value = next((i, v) for i, v in enumerate(values) if not _is_convertible(v, kind))
        raise _misfit(table, row, field, f"does not fit (expected {kind}, found {value!r:.60})") from error
    for problem, is_wrong in _list_checks(field, column):
        row = pc.index(is_wrong, True).as_py()
        if row >= 0:
            raise _misfit(table, row, field, problem.format(values[row]))
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
