"""Packages: the descriptor, the data card and the citation, and what others say about them."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import duckdb
import frictionless
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from exporter.packaging import (
    Metadata,
    Provenance,
    build_card,
    build_citation,
    digest_table,
    read_table,
    write_package,
)
from exporter.records import Records
from exporter.schemas import TABLE_NAMES
from exporter.tables import build_tables
from exporter.version import __version__

METADATA = Metadata(
    name="port-aldane",
    id="https://doi.org/10.5555/aldane",
    title='The "strike": who said what',
    description="Two lines\nof text.",
    homepage="https://example.org/strike",
    licenses=({"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"},),
    sources=({"title": "Aldane Courier"},),
    contributors=(
        {"title": "Mara Quist", "givenName": "Mara", "familyName": "Quist", "roles": ["author"]},
        {"title": "Ben Okoro", "roles": ["editor"]},
    ),
    keywords=("strike", "2024"),
)
GEONAMES = {"title": "GeoNames, under CC BY 4.0", "path": "https://www.geonames.org"}
CREATED = datetime(2024, 3, 5, 6, 30, tzinfo=UTC)
PROVENANCE = Provenance(pipeline="en_x", pipeline_version="3.8.0", configuration={"with_text": True})


def write(records, folder, kind, **changes):
    """Write the package of records and return its descriptor."""
    arguments = {"metadata": METADATA, "version": "1.0.0", "created": CREATED} | changes
    write_package(build_tables(records, with_text=True), folder, format=kind, **arguments)
    return json.loads((folder / "datapackage.json").read_bytes())


def test_descriptor_properties(tmp_path, records):
    """A descriptor has the properties of Data Package v2 in a fixed order, with all that the metadata say."""
    descriptor = write(records, tmp_path, "csv")
    resources = descriptor.pop("resources")
    assert [resource["name"] for resource in resources] == list(TABLE_NAMES)
    assert list(descriptor.items()) == [
        ("$schema", "https://datapackage.org/profiles/2.0/datapackage.json"),
        ("name", "port-aldane"),
        ("id", "https://doi.org/10.5555/aldane"),
        ("title", 'The "strike": who said what'),
        ("description", "Two lines\nof text."),
        ("version", "1.0.0"),
        ("created", "2024-03-05T06:30:00Z"),
        ("homepage", "https://example.org/strike"),
        ("licenses", list(METADATA.licenses)),
        ("sources", [*METADATA.sources, GEONAMES]),
        ("contributors", list(METADATA.contributors)),
        ("keywords", ["strike", "2024"]),
    ]


def test_absent_properties_are_left_out(tmp_path):
    """What is not known is not in the descriptor, not even as null; GeoNames is always credited."""
    descriptor = write(Records(), tmp_path, "csv", metadata=Metadata(name="x"), created=None)
    assert list(descriptor) == ["$schema", "name", "version", "sources", "resources"]
    assert descriptor["sources"] == [GEONAMES]


@pytest.mark.parametrize(
    ("created", "expected"),
    [
        (datetime(2024, 3, 5), "2024-03-05T00:00:00Z"),
        (datetime(2024, 3, 5, 8, 30, 1, 999, timezone(timedelta(hours=2))), "2024-03-05T06:30:01Z"),
    ],
    ids=["without zone", "other zone"],
)
def test_created(tmp_path, created, expected):
    """The moment is written in UTC to the second; without a zone it is taken as UTC."""
    assert write(Records(), tmp_path, "csv", created=created)["created"] == expected


def test_csv_resource(tmp_path, records):
    """A CSV resource says all that a reader needs, and its digest is the content digest of its table."""
    resource = write(records, tmp_path, "csv")["resources"][2]
    schema = resource.pop("schema")
    path = tmp_path / "data" / "quotes.csv"
    assert resource == {
        "name": "quotes",
        "type": "table",
        "path": "data/quotes.csv",
        "title": "Quotes",
        "description": resource["description"],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": digest_table(build_tables(records).quotes),
        "dialect": {
            "$schema": "https://datapackage.org/profiles/2.0/tabledialect.json",
            "header": True,
            "delimiter": ",",
            "lineTerminator": "\n",
            "quoteChar": '"',
            "doubleQuote": True,
        },
    }
    assert list(schema) == ["$schema", "fields", "primaryKey", "foreignKeys", "missingValues"]
    kind = next(field for field in schema["fields"] if field["name"] == "type")
    assert kind["categories"] == kind["constraints"]["enum"] == ["direct", "indirect", "mixed"]


def test_parquet_resource(tmp_path, records):
    """A Parquet resource has no encoding and no dialect."""
    resource = write(records, tmp_path, "parquet")["resources"][0]
    assert resource["path"] == "data/documents.parquet"
    assert resource["mediatype"] == "application/vnd.apache.parquet"
    assert not {"encoding", "dialect"} & resource.keys()


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_same_input_same_bytes(tmp_path, records, kind):
    """Written twice, a package has the same bytes in every file."""
    write(records, tmp_path / "a", kind)
    write(records, tmp_path / "b", kind)
    files = [path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*.*")]
    assert len(files) == 7
    for name in files:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize("values", ["nasty", "none"])
def test_package_reads_back(tmp_path, records, kind, values):
    """Every table comes back from its file by the schema in the descriptor."""
    records = records if values == "nasty" else Records()
    resources = write(records, tmp_path, kind)["resources"]
    for (_, table), resource in zip(build_tables(records, with_text=True), resources, strict=True):
        assert read_table(tmp_path / resource["path"], resource["schema"]).equals(table)


def test_text_of_documents_is_in_the_schema_only_if_published(tmp_path, records):
    """The inline schema has exactly the columns of the file."""
    write_package(build_tables(records), tmp_path, format="csv", metadata=METADATA, version="1.0.0")
    resource = json.loads((tmp_path / "datapackage.json").read_bytes())["resources"][0]
    head = (tmp_path / "data" / "documents.csv").read_text(encoding="utf-8").split("\n")[0]
    assert [field["name"] for field in resource["schema"]["fields"]] == head.split(",")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("values", ["nasty", "none"])
def test_frictionless_accepts_csv(tmp_path, records, values):
    """Frictionless finds nothing wrong: digests, sizes, types, constraints, keys."""
    write(records if values == "nasty" else Records(), tmp_path, "csv")
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.flatten(["type", "message"]) == []
    assert len(report.tasks) == 6


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_frictionless_finds_what_was_changed(tmp_path, records):
    """The judge of the test above is awake: a cell changed by hand is found by digest."""
    write(records, tmp_path, "csv")
    path = tmp_path / "data" / "quotes.csv"
    path.write_bytes(path.read_bytes().replace(b"direct", b"indirect", 1))
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert {"hash-count", "byte-count"} <= {kind for (kind,) in report.flatten(["type"])}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_frictionless_reads_parquet(tmp_path, records):
    """Frictionless reads the Parquet package, apart from sizes, which it does not count there."""
    descriptor = write(records, tmp_path, "parquet")
    for resource in descriptor["resources"]:
        del resource["bytes"]
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor))
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.flatten(["type", "message"]) == []


def test_card_says_what_is_needed(records):
    """The data card has version, rows, making, licence, citation, confidence and every field."""
    tables = build_tables(records)
    card = build_card(tables, metadata=METADATA, version="1.2.0", created=CREATED, provenance=PROVENANCE)
    for part in (
        '# The "strike": who said what\n\nVersion 1.2.0 · 2024-03-05',
        "| `quotes` | 70 |",
        f"exporter {__version__} from 36 news articles",
        'en_x 3.8.0. Configuration: `{"with_text": true}`',
        "[CC-BY-4.0](https://creativecommons.org/licenses/by/4.0/)",
        "[GeoNames](https://www.geonames.org), which is licensed\nunder [CC BY 4.0]",
        '> Mara Quist (2024). *The "strike": who said what*, version 1.2.0 [data set]. <https://doi.org/',
        "`quotes.confidence` is an estimate, from 0 to 1",
        "| `start` | integer, code points | Offset of the first character of the content",
        "One of: direct, indirect, mixed.",
    ):
        assert part in card
    for _, table in tables:
        assert all(f"| `{name}` |" in card for name in table.column_names)
    assert "`text`" not in card.split("## Table `documents`")[1].split("## Table")[0]


def test_card_without_metadata():
    """A package of which nothing is known has a card that does not pretend."""
    tables = build_tables(Records())
    card = build_card(
        tables, metadata=Metadata(name="x"), version="1.0.0", created=None, provenance=PROVENANCE
    )
    assert card.startswith("# x\n\nVersion 1.0.0\n\n## ")
    assert "No licence is given" in card
    assert "> Contributors to x. *x*, version 1.0.0 [data set].\n" in card
    assert "None" not in card


def test_openings_in_the_card_work(tmp_path, monkeypatch, records):
    """Each line by which the card opens the quotes reads all rows, and CSV cells as they were."""
    tables = build_tables(records)
    for kind in ("csv", "parquet"):
        write_package(tables, tmp_path / kind, format=kind, metadata=METADATA, version="1.0.0")
    monkeypatch.chdir(tmp_path)
    card = build_card(tables, metadata=METADATA, version="1.0.0", created=None, provenance=PROVENANCE)
    lines = re.findall(r"^import (?:pandas|polars|duckdb); (.*)$", card, re.MULTILINE)
    assert len(lines) == 6
    expected = tables.quotes["text"].to_pylist()
    for line in lines:
        found = eval(line, {"pandas": pd, "polars": pl, "duckdb": duckdb})
        if isinstance(found, duckdb.DuckDBPyRelation):
            found = found.pl()
        assert list(found["text"]) == expected, line
        assert sum(pd.isna(cell) for cell in found["source_id"]) == tables.quotes["source_id"].null_count


def cite(metadata, created=CREATED):
    """Build a citation and parse it."""
    return yaml.safe_load(build_citation(metadata, version="1.2.0", created=created))


def test_citation():
    """A citation has what Citation File Format 1.2.0 wants and what the metadata give."""
    assert cite(METADATA) == {
        "cff-version": "1.2.0",
        "message": "If you use these data, please cite them as below.",
        "type": "dataset",
        "title": 'The "strike": who said what',
        "authors": [{"family-names": "Quist", "given-names": "Mara"}],
        "version": "1.2.0",
        "date-released": "2024-03-05",
        "abstract": "Two lines\nof text.",
        "keywords": ["strike", "2024"],
        "url": "https://example.org/strike",
        "doi": "10.5555/aldane",
        "license": "CC-BY-4.0",
    }


def test_citation_of_little():
    """Without metadata a citation has only what is required, and a stand-in for the authors."""
    assert cite(Metadata(name="x"), created=None) == {
        "cff-version": "1.2.0",
        "message": "If you use these data, please cite them as below.",
        "type": "dataset",
        "title": "x",
        "authors": [{"name": "Contributors to x"}],
        "version": "1.2.0",
    }


CITATIONS = {
    "body": ({"contributors": ({"title": "Desk"},)}, {"authors": [{"name": "Desk"}]}),
    "web address": (
        {"contributors": ({"title": "Desk", "path": "https://example.org"},)},
        {"authors": [{"name": "Desk", "website": "https://example.org"}]},
    ),
    "orcid": (
        {"contributors": ({"familyName": "Q", "path": "https://orcid.org/0000-0002-1825-0097"},)},
        {"authors": [{"family-names": "Q", "orcid": "https://orcid.org/0000-0002-1825-0097"}]},
    ),
    "nobody has a name": (
        {"contributors": ({"email": "a@example.org"},)},
        {"authors": [{"name": "Contributors to x"}]},
    ),
    "licence in lower case": ({"licenses": ({"name": "cc0-1.0"},)}, {"license": "CC0-1.0"}),
    "two licences": (
        {"licenses": ({"name": "MIT"}, {"name": "CC0-1.0"})},
        {"license": ["MIT", "CC0-1.0"]},
    ),
    "unknown licence": (
        {"licenses": ({"name": "own", "path": "https://example.org/l"},)},
        {"license-url": "https://example.org/l"},
    ),
    "address as id": (
        {"id": "https://example.org/x"},
        {"identifiers": [{"type": "url", "value": "https://example.org/x"}]},
    ),
    "other id": ({"id": "urn:x"}, {"identifiers": [{"type": "other", "value": "urn:x"}]}),
    "bare doi": ({"id": "10.5555/x.y"}, {"doi": "10.5555/x.y"}),
}


@pytest.mark.parametrize(("changes", "expected"), CITATIONS.values(), ids=CITATIONS.keys())
def test_citation_of_variants(changes, expected):
    """Each way to name contributors, licences and ids goes where the citation format has it."""
    cff = cite(replace(Metadata(name="x"), **changes), created=None)
    rest = {"cff-version", "message", "type", "title", "version", "authors"} - expected.keys()
    assert {key: value for key, value in cff.items() if key not in rest} == expected


def test_package_without_pyarrow_types(tmp_path, records):
    """No column of a package is a dictionary or another type that only Arrow knows."""
    write(records, tmp_path, "parquet")
    plain = {pa.string(), pa.bool_(), pa.int32(), pa.float64(), pa.timestamp("us", "UTC")}
    for path in (tmp_path / "data").iterdir():
        assert set(pq.read_schema(path).types) <= plain
