"""Metadata: names of keys, typed fields, and the schema that judges them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from seed_files import document_of

from exporter.documents import iter_seeds
from exporter.documents.metadata import FIELDS
from exporter.documents.values import parse_authors, parse_moment
from exporter.records import Seed
from exporter.schemas import load_schema

SCHEMA = load_schema("document")
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def read(tmp_path: Path, metadata: dict[str, Any]) -> Seed:
    """Read a one-line collection with this metadata."""
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": "Text.", **metadata}))
    (seed,) = iter_seeds([path])
    return seed


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ("Mara Quist", ["Mara Quist"]),
        ("By Mara Quist", ["Mara Quist"]),
        ("Mara Quist and Ben Okoro", ["Mara Quist", "Ben Okoro"]),
        ("Mara Quist; Ben Okoro ;", ["Mara Quist", "Ben Okoro"]),
        ("Mara Quist, Ben Okoro and Zoë van der Berg", ["Mara Quist", "Ben Okoro", "Zoë van der Berg"]),
        ("Mara Quist, Ben Okoro, & Li Wei", ["Mara Quist", "Ben Okoro", "Li Wei"]),
        ("Quist, Mara", ["Quist, Mara"]),
        ("Mara Quist, Aldane Courier", ["Mara Quist, Aldane Courier"]),
        ("Staff and wire reports", ["Staff and wire reports"]),
        ("Simon and Garfunkel", ["Simon and Garfunkel"]),
        ("Alexander Sandy", ["Alexander Sandy"]),
        (["Quist and Sons", " Ben Okoro ", "", 5], ["Quist and Sons", "Ben Okoro"]),
        (5, []),
        ("By ", []),
    ],
)
def test_authors(given: object, names: list[str]) -> None:
    """Authors are cut where people are surely divided, and nowhere else."""
    assert list(parse_authors(given)) == names


@pytest.mark.parametrize(
    ("given", "moment", "is_naive"),
    [
        ("2024-03-05", (2024, 3, 5, 0, 0, 0), False),
        ("2024-03-05T06:30:00Z", (2024, 3, 5, 6, 30, 0), False),
        ("2024-03-05 06:30", (2024, 3, 5, 6, 30, 0), True),
        ("2024-03-05T06:30:59.999+0530", (2024, 3, 5, 1, 0, 59), False),
        ("2024-03-05T01:00:00-10", (2024, 3, 5, 11, 0, 0), False),
        (" 2024-02-29t23:59:00.5 +01:00 ", (2024, 2, 29, 22, 59, 0), False),
    ],
)
def test_moments(given: str, moment: tuple[int, ...], is_naive: bool) -> None:
    """Dates and times become UTC, with fractions cut and a missing zone told."""
    found = parse_moment(given)
    assert found is not None
    assert found.at == datetime(*moment, tzinfo=UTC)
    assert found.is_naive == is_naive


@pytest.mark.parametrize(
    "given", ["yesterday", "2024", "20240305", "05.03.2024", "2024-13-01", "2024-W10-2", 2024, None]
)
def test_what_is_no_moment(given: object) -> None:
    """What has not the form that the schema promises is left to the schema."""
    assert parse_moment(given) is None
    assert given is None or list(VALIDATOR.iter_errors({"text": "T", "published_at": given}))


@pytest.mark.parametrize(
    "given", ["2023-02-29", "0000-01-01", "0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00"]
)
def test_days_that_do_not_exist(tmp_path: Path, given: str) -> None:
    """A date of the right form that no calendar has is an error here, for the schema cannot tell."""
    seed = read(tmp_path, {"date": given})
    assert [(finding.code, finding.field) for finding in seed.findings] == [("metadata-date-invalid", "date")]
    assert document_of(seed).published_at is None
    assert not seed.is_valid


def test_missing_time_zone_is_reported(tmp_path: Path) -> None:
    """A time without a zone is taken as UTC with a warning at its key."""
    seed = read(tmp_path, {"published": "2024-03-05T06:30"})
    assert [(finding.code, finding.field) for finding in seed.findings] == [
        ("metadata-date-naive", "published")
    ]
    assert document_of(seed).published_at == datetime(2024, 3, 5, 6, 30, tzinfo=UTC)


def test_aliases_in_conflict(tmp_path: Path) -> None:
    """Of two names for one field the proper one counts, and a difference is reported."""
    seed = read(tmp_path, {"headline": "B", "title": "A", "licence": "X", "license": "X"})
    assert document_of(seed).title == "A"
    assert [(finding.code, finding.field) for finding in seed.findings] == [
        ("metadata-alias-conflict", "headline")
    ]


def test_absent_values(tmp_path: Path) -> None:
    """Null and blank strings count as not given, so another name may fill the field."""
    document = document_of(read(tmp_path, {"title": " ", "headline": "A", "id": "", "url": None}))
    assert (document.title, document.url) == ("A", None)
    assert document.document_id.startswith("d_")
    assert document.metadata == {"headline": "A"}


def test_values_of_other_tools(tmp_path: Path) -> None:
    """A source that is no string and a published that is a truth value are kept and not used."""
    given = {"source": {"path": "x"}, "published": True, "date": "2024-03-05"}
    seed = read(tmp_path, given)
    document = document_of(seed)
    assert (document.publisher, document.metadata) == (None, given)
    assert document.published_at == datetime(2024, 3, 5, tzinfo=UTC)
    assert seed.findings == ()
    assert VALIDATOR.is_valid({"text": "T", **given})


@pytest.mark.parametrize(
    ("key", "hint"),
    [("tilte", "'title'"), ("Author", "'author'"), ("shoe_size", "one of id,"), ("pulisher", "'publisher'")],
)
def test_unknown_keys(tmp_path: Path, key: str, hint: str) -> None:
    """An unknown key is kept, reported, and compared with those there are."""
    seed = read(tmp_path, {key: "x"})
    (finding,) = seed.findings
    assert (finding.code, finding.field) == ("metadata-unknown", key)
    assert f"expected {hint}" in finding.message
    assert document_of(seed).metadata == {key: "x"}


@pytest.mark.parametrize(
    ("own", "expected"), [("x-1", "x-1"), (7, "7"), (True, None), (1.5, None), (["a"], None)]
)
def test_own_ids(tmp_path: Path, own: object, expected: str | None) -> None:
    """A string or integer id is used as it is; anything else is left to the schema and the hash is used."""
    document_id = document_of(read(tmp_path, {"id": own})).document_id
    assert document_id == expected if expected else document_id.startswith("d_")


def test_schema_is_valid_itself() -> None:
    """The schema obeys JSON Schema 2020-12."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_schema_names_every_key() -> None:
    """The schema describes just the keys that are read, each with title, description and right examples."""
    properties = SCHEMA["properties"]
    assert set(properties) == {key for keys in FIELDS.values() for key in keys} | {"text"}
    for key, promise in properties.items():
        assert promise["title"]
        assert promise["description"]
        for example in promise["examples"]:
            VALIDATOR.validate({"text": "Text.", key: example})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("text", ""),
        ("text", " \n"),
        ("text", 5),
        ("id", "a b"),
        ("id", "a\n"),
        ("id", "\x07"),
        ("id", True),
        ("title", 5),
        ("headline", "bell \x07"),
        ("publisher", ["Courier"]),
        ("authors", [""]),
        ("author", [5]),
        ("byline", {"name": "Mara Quist"}),
        ("url", "example.org"),
        ("link", "ftp://example.org/x"),
        ("published_at", "March 5"),
        ("date", "2024-03-05T25:00:00Z"),
        ("published", 2024),
        ("language", "English please"),
        ("lang", "e"),
        ("license", 4),
        ("encoding", 8),
    ],
)
def test_schema_refuses(key: str, value: object) -> None:
    """The schema refuses values that the fields cannot hold."""
    assert not VALIDATOR.is_valid({"text": "Text.", key: value})


def test_schema_asks_for_a_text_only() -> None:
    """Nothing but the text is required, and other keys are allowed."""
    assert VALIDATOR.is_valid({"text": "Text."})
    assert VALIDATOR.is_valid({"text": "Text.", "shoe_size": 44})
    assert not VALIDATOR.is_valid({"title": "A"})


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30), timezones=st.timezones()))
def test_every_moment_survives(moment: datetime) -> None:
    """What Python writes in the form of the schema is read as the same second."""
    written = moment.isoformat()
    if VALIDATOR.is_valid({"text": "T", "date": written}):
        found = parse_moment(written)
        assert found is not None
        assert found.at == moment.astimezone(UTC).replace(microsecond=0)
    else:
        assert parse_moment(written) is None
