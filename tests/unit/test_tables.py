"""Tables: what records become, and which records are refused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pyarrow as pa
import pytest

from exporter.errors import SchemaError, TableError
from exporter.records import DocumentRecords, Entity, QuoteSpan, Records, Zone
from exporter.schemas import TABLE_NAMES
from exporter.tables import build_arrow_schema, build_table_schema, build_tables, convert_schema


def test_schema_types():
    """Every type of a Table Schema becomes one Arrow type, and only required fields refuse nulls."""
    schema = build_arrow_schema("documents")
    assert schema.field("document_id") == pa.field("document_id", pa.string(), nullable=False)
    assert schema.field("title") == pa.field("title", pa.string())
    assert schema.field("word_count") == pa.field("word_count", pa.int32(), nullable=False)
    assert schema.field("published_at") == pa.field("published_at", pa.timestamp("us", "UTC"))
    assert build_arrow_schema("quotes").field("confidence").type == pa.float64()


def test_schema_of_other_types():
    """Booleans and dates have their Arrow types; a field without a type is text."""
    fields = [{"name": "a", "type": "boolean"}, {"name": "b", "type": "date"}, {"name": "c"}]
    assert convert_schema({"fields": fields}).types == [pa.bool_(), pa.date32(), pa.string()]


def test_schema_of_an_unknown_type():
    """A type that is not promised is refused by name."""
    with pytest.raises(TableError, match=r"'x': no such type .*found 'geojson'"):
        convert_schema({"fields": [{"name": "x", "type": "geojson"}]})


def test_schema_of_an_unknown_table():
    """A table that does not exist is refused."""
    with pytest.raises(SchemaError, match="no such schema"):
        build_arrow_schema("speeches")


def test_text_is_published_on_demand_only(records):
    """The text of a document is a field only if it was asked for."""
    assert "text" not in build_tables(records).documents.column_names
    tables = build_tables(records, with_text=True)
    assert tables.documents["text"][0].as_py() == "NA he said"
    assert tables.documents.schema == build_arrow_schema("documents", with_text=True)
    assert "text" in build_tables(records).quotes.column_names


def test_schemas_are_not_shared():
    """Changing a built schema does not change the next one."""
    build_table_schema("documents")["fields"].clear()
    assert build_table_schema("documents")["fields"]


def test_tables_come_in_order_with_promised_schemas(records):
    """Iteration yields name and table in the descriptor's order, each exactly of its schema."""
    tables = dict(build_tables(records))
    assert tuple(tables) == TABLE_NAMES
    for name, table in tables.items():
        table.validate(full=True)
        assert table.schema == build_arrow_schema(name)


def test_no_records_make_empty_tables():
    """No documents give tables of no rows and of the promised schemas."""
    for name, table in build_tables(Records()):
        assert table.num_rows == 0
        assert table.schema == build_arrow_schema(name)


def test_rows_of_a_document(build_document):
    """A document's row counts words and code points and spans its body zones."""
    zones = (
        Zone(kind="headline", start=0, end=6),
        Zone(kind="body", start=6, end=12),
        Zone(kind="boilerplate", start=12, end=13),
        Zone(kind="body", start=13, end=15),
    )
    local = datetime(2024, 3, 5, 8, 30, tzinfo=timezone(timedelta(hours=2)))
    document = build_document(
        1, "Title\n🦀 and \n b", zones=zones, authors=("Mara Quist", "Ben Okoro"), published_at=local
    )
    (row,) = build_tables(
        Records(documents=(DocumentRecords(document=document, cluster_id="c_1"),))
    ).documents.to_pylist()
    assert row == {
        "document_id": "doc-1",
        "path": "folder/001.txt",
        "title": None,
        "publisher": None,
        "authors": "Mara Quist; Ben Okoro",
        "url": None,
        "published_at": datetime(2024, 3, 5, 6, 30, tzinfo=UTC),
        "language": None,
        "detected_language": None,
        "license": None,
        "word_count": 4,
        "char_count": 15,
        "body_start": 6,
        "body_end": 15,
        "sha256": document.sha256,
        "cluster_id": "c_1",
    }


def test_document_without_a_body(build_document):
    """A document without a body zone has the empty body 0, 0, and no authors are null."""
    document = build_document(1, "", zones=())
    (row,) = build_tables(
        Records(documents=(DocumentRecords(document=document, cluster_id="c_1"),))
    ).documents.to_pylist()
    assert (row["body_start"], row["body_end"], row["word_count"], row["authors"]) == (0, 0, 0, None)


def test_rows_stand_by_document_then_in_order(records):
    """Rows keep the order of the documents and, within one, the order of the records."""
    tables = build_tables(records)
    documents = tables.documents["document_id"].to_pylist()
    assert documents[:3] == ["doc-0", "doc-1", "doc-2"]
    assert tables.quotes["document_id"].to_pylist() == [d for d in documents[:-1] for _ in range(2)]
    first = tables.quote_spans.slice(0, 4).select(["role", "part", "text"]).to_pylist()
    assert first == [
        {"role": "content", "part": 0, "text": "NA"},
        {"role": "content", "part": 1, "text": "he"},
        {"role": "cue", "part": 0, "text": "said"},
        {"role": "content", "part": 0, "text": "NA"},
    ]


def test_aliases_are_joined():
    """Aliases are one cell, and no aliases are null."""
    entities = [
        Entity(entity_id=f"e_{n}", name="A", type="place", aliases=aliases, mention_count=1, document_count=1)
        for n, aliases in enumerate([(), ("B",), ("B", "C")])
    ]
    tables = build_tables(Records(entities=tuple(entities)))
    assert tables.entities["aliases"].to_pylist() == [None, "B", "B; C"]


BAD = {
    "empty": ({"cue": ""}, r"quotes, row 1, cue: is empty \(expected text or None, found ''\)"),
    "empty in a required field": ({"text": ""}, "quotes, row 1, text: is empty"),
    "missing": ({"text": None}, "quotes, row 1, text: is missing"),
    "too large": ({"end": 2**31}, r"quotes, row 1, end: does not fit \(expected int32, found 2147483648\)"),
    "wrong type": ({"cue": 5}, "quotes, row 1, cue: does not fit .*expected string, found 5"),
    "not text": ({"cue": "\ud800"}, "quotes, row 1, cue: does not fit"),
    "not finite": ({"confidence": float("nan")}, "quotes, row 1, confidence: is not a finite number"),
    "not in the enumeration": (
        {"act": "song"},
        "quotes, row 1, act: is not in the enumeration .*found 'song'",
    ),
}


@pytest.mark.parametrize(("fields", "message"), BAD.values(), ids=BAD.keys())
def test_what_is_refused(build_document, build_quote, fields, message):
    """A value that does not fit is refused with its table, row, field and value."""
    document = build_document(1, "text")
    quotes = (build_quote(1, "doc-1", "text"), replace(build_quote(2, "doc-1", "text"), **fields))
    with pytest.raises(TableError, match=message) as caught:
        build_tables(
            Records(documents=(DocumentRecords(document=document, cluster_id="c_1", quotes=quotes),))
        )
    assert caught.value.hint


def test_primary_keys_are_unique(build_document, build_quote):
    """Two rows of one primary key are refused, also if the key has several fields."""
    read = DocumentRecords(document=build_document(1, "text"), cluster_id="c_1")
    with pytest.raises(TableError, match=r"documents: a primary key .*document_id 'doc-1'"):
        build_tables(Records(documents=(read, read)))
    spans = build_quote(1, "doc-1", "text").spans * 2
    read = replace(read, quotes=(build_quote(1, "doc-1", "text", spans=spans),))
    with pytest.raises(TableError, match=r"quote_spans: a primary key .*role 'content', part 0"):
        build_tables(Records(documents=(read,)))


def test_refusal_names_the_row_in_the_whole_table(records):
    """Rows are counted over all documents, from 0."""
    last = records.documents[-2]
    quote = replace(last.quotes[1], spans=(QuoteSpan(role="cue", part=0, start=0, end=0, text=""),))
    broken = replace(last, quotes=(last.quotes[0], quote))
    spans = sum(len(q.spans) for read in records.documents for q in read.quotes)
    with pytest.raises(TableError, match=f"quote_spans, row {spans - 1}, text: is empty"):
        build_tables(replace(records, documents=(*records.documents[:-2], broken)))


def test_rows_may_be_many(build_document, build_quote):
    """Rows of more documents than are built at once are all there, in order, and a refusal counts them all."""
    quote = build_quote(1, "x", "text")
    reads = [
        DocumentRecords(
            document=build_document(number, "text"),
            cluster_id="c_1",
            quotes=(replace(quote, quote_id=f"q_{number}"),) * (number % 2),
        )
        for number in range(10_001)
    ]
    tables = build_tables(Records(documents=tuple(reads)))
    assert tables.documents["document_id"].to_pylist() == [f"doc-{number}" for number in range(10_001)]
    assert tables.quotes["quote_id"].to_pylist() == [f"q_{number}" for number in range(1, 10_001, 2)]
    assert tables.mentions.num_rows == 0
    reads[9999] = replace(reads[9999], quotes=(replace(quote, cue=""),))
    with pytest.raises(TableError, match="quotes, row 4999, cue: is empty"):
        build_tables(Records(documents=tuple(reads)))
    with pytest.raises(TableError, match=r"documents: a primary key .*document_id 'doc-0'"):
        build_tables(Records(documents=(*reads[:9999], reads[0])))


def test_documents_are_gone_through_once(records):
    """Documents that can only be gone through once make the same tables."""
    once = replace(records, documents=iter(records.documents))
    assert all(
        one.equals(two) for (_, one), (_, two) in zip(build_tables(once), build_tables(records), strict=True)
    )
