"""Opening releases: from which folders, with which dtypes, and what is refused."""

import json
import shutil
from datetime import UTC, datetime

import pandas as pd
import pytest

from exporter.errors import PackageError
from exporter.packaging import Metadata, Provenance
from exporter.records import DocumentRecords, QuoteSpan, Records
from exporter.releases import open_release, publish_tables
from exporter.schemas import TABLE_NAMES, load_schema
from exporter.tables import build_tables


@pytest.fixture
def publish(tmp_path):
    """Give a function that publishes records into one catalog."""

    def publish_records(records):
        return publish_tables(
            build_tables(records, with_text=True),
            tmp_path / "x",
            metadata=Metadata(name="x"),
            created=datetime(2024, 3, 5, tzinfo=UTC),
            provenance=Provenance(pipeline="p", pipeline_version="1"),
        )

    return publish_records


@pytest.fixture
def catalog(publish, build_records, records):
    """Give a catalog of two versions, the newer one with all nasty values."""
    publish(build_records(("a",)))
    return publish(records).path.parent


@pytest.mark.parametrize(
    ("path", "version", "opened", "rows"),
    [
        (".", None, "2.0.0", 70),
        (".", "1.0.0", "1.0.0", 2),
        ("1.0.0", None, "1.0.0", 2),
        ("1.0.0", "1.0.0", "1.0.0", 2),
        ("2.0.0/csv", None, "2.0.0", 70),
        ("2.0.0/parquet", None, "2.0.0", 70),
    ],
)
def test_where_a_release_is_found(tmp_path, publish, build_records, records, path, version, opened, rows):
    """A catalog opens at its newest version or the one named; versions and packages open as they are."""
    publish(build_records(("z",)))
    publish(Records(documents=records.documents[:-1], entities=records.entities))
    catalog = tmp_path / "x"
    release = open_release(catalog / path, version)
    assert release.version == opened
    assert len(release.quotes) == rows
    assert release.descriptor["name"] == "x"


def test_path_of_a_release(catalog):
    """The path is the folder of the version; the text form names it."""
    release = open_release(str(catalog))
    assert release.path == catalog / "1.1.0"
    assert repr(release) == f"<Release x 1.1.0 at {str(catalog / '1.1.0')!r}>"


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_tables_come_back(catalog, records, kind):
    """Tables as Arrow are what was published, from CSV and from Parquet."""
    release = open_release(catalog / "1.1.0" / kind)
    for name, table in build_tables(records, with_text=True):
        assert release.table(name).equals(table)


DTYPES = {
    "string": "string",
    "boolean": "boolean",
    "integer": "Int32",
    "number": "float64",
    "datetime": "datetime64[us, UTC]",
}


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize("name", TABLE_NAMES)
def test_dtypes(catalog, kind, name):
    """Every column has the dtype of its field: nullable, or categorical with all words of the enumeration."""
    frame = getattr(open_release(catalog / "1.1.0" / kind), name)
    fields = load_schema(name)["fields"]
    assert list(frame.columns) == [field["name"] for field in fields]
    for field in fields:
        dtype = frame[field["name"]].dtype
        if "enum" in field.get("constraints", {}):
            assert list(dtype.categories) == field["constraints"]["enum"]
            assert dtype.ordered is False
        else:
            assert str(dtype) == DTYPES[field["type"]], field["name"]
            assert field["type"] != "string" or dtype.na_value is pd.NA


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_values(catalog, records, kind):
    """Cells are what was published: `NA` is text, absence is missing, offsets are whole numbers."""
    release = open_release(catalog / "1.1.0" / kind)
    tables = build_tables(records, with_text=True)
    assert list(release.sources["name"]) == tables.sources["name"].to_pylist()
    assert release.sources["affiliation"].isna().all()
    assert list(release.quotes["source_id"].isna()) == [False, True] * 35
    assert list(release.documents["document_id"])[-1] == "007"
    assert release.quotes["end"].iloc[0] == 2
    assert list(release.quotes["confidence"]) == tables.quotes["confidence"].to_pylist()
    assert release.documents["published_at"].iloc[1] == pd.Timestamp("2024-03-05T06:30:01.000250Z")


def test_categories_of_a_table_without_rows(publish):
    """Without rows the dtypes are the same."""
    release = open_release(publish(Records()).path)
    assert list(release.quotes["type"].dtype.categories) == ["direct", "indirect", "mixed"]
    assert str(release.documents["published_at"].dtype) == "datetime64[us, UTC]"
    assert release.quotes_with_sources().empty


def test_frames_are_kept(catalog):
    """A table is read once."""
    release = open_release(catalog)
    frame = release.quotes
    shutil.rmtree(catalog)
    assert release.quotes is frame


JOINED = [
    *("content", "source_entity_id", "source_name", "source_kind", "source_naming", "source_count"),
    *("source_role", "source_affiliation", "source_anonymity_reason"),
    *("document_title", "document_publisher", "document_published_at"),
]


def test_quotes_with_sources(catalog):
    """Each quote has one row, in order, with its content, its source if there is one, and its document."""
    release = open_release(catalog)
    joined = release.quotes_with_sources()
    assert list(joined.columns) == [*release.quotes.columns, *JOINED]
    pd.testing.assert_frame_equal(joined[release.quotes.columns], release.quotes)
    assert list(joined.index) == list(range(70))
    first, second = joined.iloc[0], joined.iloc[1]
    assert (first["content"], first["source_name"], first["document_title"]) == ("NA he", "NA", "NA")
    assert second["content"] == "NA"
    assert second[["source_name", "source_kind", "source_count"]].isna().all()
    assert second["document_publisher"] == "NA"
    assert str(joined["content"].dtype) == "string"
    assert list(joined["source_kind"].dtype.categories) == load_schema("sources")["fields"][4]["categories"]
    assert str(joined["source_count"].dtype) == "Int32"
    assert str(joined["document_published_at"].dtype) == "datetime64[us, UTC]"


def test_joining_does_not_change_the_tables(catalog):
    """The joined view is new each time and leaves the tables alone."""
    release = open_release(catalog)
    joined = release.quotes_with_sources()
    joined["content"] = "x"
    assert "content" not in release.quotes.columns
    assert release.quotes_with_sources()["content"].iloc[0] == "NA he"


def test_many_pieces_are_joined_in_order(publish, build_document, build_quote):
    """Pieces of the content are joined by number, ten after nine."""
    text = "abcdefghijk"
    spans = tuple(
        QuoteSpan(role="content", part=n, start=n, end=n + 1, text=letter) for n, letter in enumerate(text)
    )
    quote = build_quote(1, "doc-1", text, spans=spans[::-1])
    read = DocumentRecords(document=build_document(1, text), cluster_id="c_1", quotes=(quote,))
    release = open_release(publish(Records(documents=(read,))).path)
    assert release.quotes_with_sources()["content"].iloc[0] == "a b c d e f g h i j k"


def break_catalog(catalog):
    """Damage versions.json."""
    (catalog / "versions.json").write_text("[")


def withdraw_all(catalog):
    """Withdraw every version."""
    content = json.loads((catalog / "versions.json").read_bytes())
    for entry in content["versions"]:
        entry["state"] = "withdrawn"
    (catalog / "versions.json").write_text(json.dumps(content))


def change_resource(**properties):
    """Give a function that changes the first resource of the newest Parquet package."""

    def change(catalog):
        path = catalog / "1.1.0" / "parquet" / "datapackage.json"
        descriptor = json.loads(path.read_bytes())
        descriptor["resources"][0] |= properties
        path.write_text(json.dumps(descriptor))

    return change


REFUSED = {
    "no such folder": ("none", None, None, "no such folder"),
    "unknown version": (".", "9.0.0", None, r"no version '9\.0\.0' \(expected one of 1\.0\.0, 1\.1\.0\)"),
    "version with a way out": (".", "../x/1.0.0", None, "no version"),
    "other version": ("1.0.0", "1.1.0", None, r"another version \(expected '1\.1\.0', found '1\.0\.0'\)"),
    "empty folder": ("1.0.0/csv/data", None, None, "no release"),
    "a file": ("1.0.0/README.md", None, None, "no release"),
    "damaged catalog": (".", None, break_catalog, "cannot be read"),
    "all withdrawn": (".", None, withdraw_all, "no current version"),
    "version gone": (".", None, lambda c: shutil.rmtree(c / "1.1.0"), "no release"),
    "file gone": (
        ".",
        None,
        lambda c: (c / "1.1.0/parquet/data/documents.parquet").unlink(),
        "documents.parquet: cannot be read",
    ),
    "file changed": (
        "1.1.0/csv",
        None,
        lambda c: (
            (c / "1.1.0/csv/data/documents.csv").open("a").close()
            or (c / "1.1.0/csv/data/documents.csv").write_text("document_id\n")
        ),
        "is not the file that was published",
    ),
    "path with a way out": (".", None, change_resource(path="../../x"), "not one file below the package"),
    "absolute path": (".", None, change_resource(path="/etc/passwd"), "not one file below the package"),
    "several files": (".", None, change_resource(path=["a", "b"]), "not one file below the package"),
    "schema elsewhere": (".", None, change_resource(schema="s.json"), "not one file below the package"),
    "other name": (".", None, change_resource(name="speeches"), "no table 'documents' .*found speeches"),
    "no descriptor": (
        ".",
        None,
        lambda c: (c / "1.1.0/parquet/datapackage.json").write_text("{}"),
        "cannot be read",
    ),
}


@pytest.mark.parametrize(("path", "version", "damage", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_opened(catalog, path, version, damage, message):
    """What is missing, damaged or not of ours is refused with its place and a hint."""
    if damage:
        damage(catalog)
    with pytest.raises(PackageError, match=message) as caught:
        _ = open_release(catalog / path, version).documents
    assert caught.value.hint


def test_words_outside_the_enumeration(catalog):
    """A word that the categories lack is refused, since pandas would turn it into a missing value."""
    path = catalog / "1.1.0" / "csv" / "datapackage.json"
    text = path.read_text(encoding="utf-8").replace('"indirect"', '"reported"')
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PackageError, match=r"type: not in the enumeration .*found 'indirect'"):
        _ = open_release(path.parent).quotes
