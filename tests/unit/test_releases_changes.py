"""The version recipe: what each kind of change weighs, and what it is called."""

import copy
from dataclasses import replace
from datetime import UTC, datetime

import pyarrow as pa
import pytest

from exporter.errors import PublishError
from exporter.packaging import Metadata, write_package
from exporter.records import Entity, QuoteSpan, Records
from exporter.releases import diff_tables, open_release
from exporter.releases.row_changes import compare_rows
from exporter.releases.schema_changes import compare_descriptors
from exporter.releases.versions import Version, bump_version, is_version, parse_version
from exporter.tables import build_tables

METADATA = Metadata(name="x", title="X", keywords=("a",))


@pytest.mark.parametrize("text", ["0.0.0", "1.0.0", "1.10.3", "123456789.0.1"])
def test_versions_are_read_and_written(text):
    """A version number is written as it was read."""
    assert is_version(text)
    assert str(parse_version(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "1.0",
        "v1.0.0",
        "1.0.0-rc1",
        "01.0.0",
        "1.0.0\n",
        "1.0.x",
        "¹.0.0",
        " 1.0.0",
        "-1.0.0",
        "../1",
    ],
)
def test_what_is_no_version(text):
    """Anything but three plain numbers is refused with a hint."""
    assert not is_version(text)
    with pytest.raises(PublishError, match="expected MAJOR") as caught:
        parse_version(text)
    assert caught.value.hint


def test_versions_compare_by_number():
    """The newest of versions is found by number, not by text."""
    assert max(map(parse_version, ["1.9.0", "1.10.0", "1.2.30"])) == Version(1, 10, 0)


@pytest.mark.parametrize(("level", "expected"), [("major", "2.0.0"), ("minor", "1.3.0"), ("patch", "1.2.4")])
def test_bump(level, expected):
    """The numbers after the one that rises go back to zero."""
    assert str(bump_version(Version(1, 2, 3), level)) == expected


DESCRIPTOR = {
    "name": "x",
    "version": "1.0.0",
    "title": "X",
    "resources": [
        {
            "name": "t",
            "path": "data/t.csv",
            "title": "T",
            "hash": "sha256:0",
            "schema": {
                "fields": [
                    {
                        "name": "a",
                        "type": "string",
                        "title": "A",
                        "constraints": {"required": True, "minLength": 2, "enum": ["aa", "bb"]},
                        "categories": ["aa", "bb"],
                    },
                    {
                        "name": "b",
                        "type": "integer",
                        "unit": "word",
                        "constraints": {"maximum": 9, "unique": True},
                    },
                ],
                "primaryKey": ["a"],
                "uniqueKeys": [["b"]],
                "foreignKeys": [{"fields": ["a"], "reference": {"resource": "u", "fields": ["a"]}}],
                "missingValues": [""],
            },
        },
        {"name": "u", "schema": {"fields": [{"name": "a", "type": "string"}], "primaryKey": ["a"]}},
    ],
}


def table(descriptor):
    """Give the schema of the first resource."""
    return descriptor["resources"][0]["schema"]


def a(descriptor):
    """Give its first field."""
    return table(descriptor)["fields"][0]


def b(descriptor):
    """Give its second field."""
    return table(descriptor)["fields"][1]


RECIPE = {
    "nothing": (lambda d: None, []),
    "version": (lambda d: d.update(version="1.0.1", created="2024-03-05T00:00:00Z"), []),
    "file moved": (lambda d: d["resources"][0].update(path="other.csv", hash="sha256:1", bytes=5), []),
    "resources in another order": (lambda d: d["resources"].reverse(), []),
    "package name": (lambda d: d.update(name="y"), ["major package: name changed"]),
    "package id": (lambda d: d.update(id="urn:y"), ["major package: id changed"]),
    "package title": (lambda d: d.update(title="Y"), ["patch package: title changed"]),
    "licence added": (lambda d: d.update(licenses=[{"name": "MIT"}]), ["patch package: licenses changed"]),
    "title gone": (lambda d: d.pop("title"), ["patch package: title changed"]),
    "resource removed": (lambda d: d["resources"].pop(), ["major u: table removed"]),
    "resource renamed": (
        lambda d: d["resources"][1].update(name="v"),
        ["major u: table removed", "minor v: table added"],
    ),
    "resource title": (
        lambda d: d["resources"][0].update(title="U"),
        ["patch t: title of the table changed"],
    ),
    "field added": (
        lambda d: table(d)["fields"].append({"name": "c", "type": "string"}),
        ["major t: fields added (c)"],
    ),
    "field removed": (lambda d: table(d)["fields"].pop(), ["major t: fields removed (b)"]),
    "field renamed": (
        lambda d: b(d).update(name="c"),
        ["major t: fields added (c)", "major t: fields removed (b)"],
    ),
    "fields re-ordered": (lambda d: table(d)["fields"].reverse(), ["major t: fields re-ordered"]),
    "type": (lambda d: b(d).update(type="number"), ["major t.b: type changed from 'integer' to 'number'"]),
    "format": (lambda d: a(d).update(format="uri"), ["major t.a: format changed from None to 'uri'"]),
    "unit": (lambda d: b(d).update(unit="line"), ["major t.b: unit changed from 'word' to 'line'"]),
    "field title": (lambda d: a(d).update(title="B"), ["patch t.a: title changed"]),
    "field example": (lambda d: a(d).update(example="aa"), ["patch t.a: example changed"]),
    "no longer required": (
        lambda d: a(d)["constraints"].update(required=False),
        ["minor t.a: required allows more"],
    ),
    "now required": (
        lambda d: b(d)["constraints"].update(required=True),
        ["major t.b: required allows less"],
    ),
    "no longer unique": (lambda d: b(d)["constraints"].pop("unique"), ["minor t.b: unique allows more"]),
    "longer at least": (
        lambda d: a(d)["constraints"].update(minLength=3),
        ["major t.a: minLength allows less"],
    ),
    "shorter at least": (
        lambda d: a(d)["constraints"].update(minLength=1),
        ["minor t.a: minLength allows more"],
    ),
    "larger at most": (lambda d: b(d)["constraints"].update(maximum=10), ["minor t.b: maximum allows more"]),
    "smaller at most": (lambda d: b(d)["constraints"].update(maximum=8), ["major t.b: maximum allows less"]),
    "new bound": (lambda d: b(d)["constraints"].update(minimum=0), ["major t.b: minimum allows less"]),
    "no bound": (lambda d: b(d)["constraints"].pop("maximum"), ["minor t.b: maximum allows more"]),
    "pattern added": (lambda d: a(d)["constraints"].update(pattern="a+"), ["major t.a: pattern allows less"]),
    "word added": (
        lambda d: (a(d)["constraints"]["enum"].append("cc"), a(d)["categories"].append("cc")),
        ["minor t.a: enum allows more"],
    ),
    "word removed": (
        lambda d: (a(d)["constraints"]["enum"].pop(), a(d)["categories"].pop()),
        ["major t.a: enum allows less"],
    ),
    "primary key": (lambda d: table(d).update(primaryKey=["a", "b"]), ["major t: primaryKey changed"]),
    "null values": (lambda d: table(d).update(missingValues=["", "NA"]), ["major t: missingValues changed"]),
    "unique key added": (lambda d: table(d)["uniqueKeys"].append(["a"]), ["major t: uniqueKeys added"]),
    "unique key removed": (lambda d: table(d).pop("uniqueKeys"), ["minor t: uniqueKeys removed"]),
    "foreign key removed": (lambda d: table(d).pop("foreignKeys"), ["minor t: foreignKeys removed"]),
    "foreign key changed": (
        lambda d: table(d)["foreignKeys"][0]["reference"].update(resource="w"),
        ["major t: foreignKeys added", "minor t: foreignKeys removed"],
    ),
}


@pytest.mark.parametrize(("change", "expected"), RECIPE.values(), ids=RECIPE.keys())
def test_recipe_of_descriptors(change, expected):
    """Each change of a descriptor has the level of the standard's recipe and names its place."""
    new = copy.deepcopy(DESCRIPTOR)
    change(new)
    changes = compare_descriptors(DESCRIPTOR, new)
    assert [f"{change.level} {change.message}" for change in changes] == expected


def read(records, number):
    """Give what was read from one document."""
    return records.documents[number]


def with_read(records, number, **changes):
    """Change what was read from one document."""
    documents = list(records.documents)
    documents[number] = replace(documents[number], **changes)
    return replace(records, documents=tuple(documents))


def with_quotes(records, number, change):
    """Change the quotes of one document."""
    return with_read(records, number, quotes=change(read(records, number).quotes))


def renumber(quote, number):
    """Give the same quote another id."""
    return replace(quote, quote_id=f"q_f{number:015x}")


ENTITY = Entity(entity_id="e_f", name="F", type="place", aliases=(), mention_count=1, document_count=1)

ROWS = {
    "nothing": (lambda r: r, None, []),
    "document removed": (
        lambda r: replace(r, documents=r.documents[:-1]),
        "major",
        ["documents: 1 row removed (007)"],
    ),
    "document without rows in other tables added": (
        lambda r: replace(
            r,
            documents=(
                *r.documents,
                replace(read(r, -1), document=replace(read(r, -1).document, document_id="n", path="n")),
            ),
        ),
        "minor",
        ["documents: 1 row added (n)"],
    ),
    "document corrected": (
        lambda r: with_read(r, 0, document=replace(read(r, 0).document, title="T", language=None)),
        "patch",
        ["documents: 1 row changed (title, language)"],
    ),
    "null filled": (
        lambda r: with_read(
            r, -1, document=replace(read(r, -1).document, published_at=datetime(2024, 3, 5, tzinfo=UTC))
        ),
        "patch",
        ["documents: 1 row changed (published_at)"],
    ),
    "quote added to a document that stays": (
        lambda r: with_quotes(r, 0, lambda q: (*q, replace(renumber(q[0], 1), spans=()))),
        "minor",
        ["quotes: 1 row added"],
    ),
    "quote removed from a document that stays": (
        lambda r: with_quotes(r, 0, lambda q: q[:1]),
        "patch",
        ["quotes: 1 row removed", "quote_spans: 1 row removed"],
    ),
    "quote replaced in a document that stays": (
        lambda r: with_quotes(r, 0, lambda q: (q[0], renumber(q[1], 1))),
        "patch",
        ["quotes: 1 row replaced by 1", "quote_spans: 1 row replaced by 1"],
    ),
    "more quotes in one document, fewer in another": (
        lambda r: with_quotes(
            with_quotes(r, 0, lambda q: q[:1]),
            1,
            lambda q: (*q, replace(renumber(q[0], 1), spans=())),
        ),
        "minor",
        ["quotes: 1 row added, 1 removed", "quote_spans: 1 row removed"],
    ),
    "quotes corrected": (
        lambda r: with_quotes(r, 0, lambda q: tuple(replace(one, confidence=0.9, cue=None) for one in q)),
        "patch",
        ["quotes: 2 rows changed (cue, confidence)"],
    ),
    "piece added": (
        lambda r: with_quotes(
            r,
            0,
            lambda q: (
                replace(q[0], spans=(*q[0].spans, QuoteSpan(role="cue", part=1, start=0, end=1, text="N"))),
                q[1],
            ),
        ),
        "minor",
        ["quote_spans: 1 row added"],
    ),
    "piece corrected": (
        lambda r: with_quotes(
            r, 0, lambda q: (replace(q[0], spans=(replace(q[0].spans[0], end=9), *q[0].spans[1:])), q[1])
        ),
        "patch",
        ["quote_spans: 1 row changed (end)"],
    ),
    "quotes re-ordered": (
        lambda r: with_quotes(r, 0, lambda q: q[::-1]),
        "patch",
        ["quotes: rows re-ordered", "quote_spans: rows re-ordered"],
    ),
    "entity added": (
        lambda r: replace(r, entities=(*r.entities, ENTITY)),
        "minor",
        ["entities: 1 row added"],
    ),
    "entity replaced": (
        lambda r: replace(r, entities=(*r.entities[:-1], ENTITY)),
        "patch",
        ["entities: 1 row replaced by 1"],
    ),
    "entity removed": (
        lambda r: replace(r, entities=r.entities[:-1]),
        "patch",
        ["entities: 1 row removed"],
    ),
    "mention corrected": (
        lambda r: with_read(r, 0, mentions=(replace(read(r, 0).mentions[0], kind="nominal"),)),
        "patch",
        ["mentions: 1 row changed (kind)"],
    ),
    "everything gone": (
        lambda r: Records(),
        "major",
        [
            "documents: 4 rows removed (doc-0, doc-1, doc-2 ...)",
            "sources: 3 rows removed",
            "quotes: 6 rows removed",
            "quote_spans: 12 rows removed",
            "entities: 3 rows removed",
            "mentions: 3 rows removed",
        ],
    ),
}


@pytest.mark.parametrize(("change", "level", "reasons"), ROWS.values(), ids=ROWS.keys())
def test_recipe_of_rows(tmp_path, build_records, change, level, reasons):
    """Each change of rows has its level and names the table, the number and the fields."""
    old = build_records(("NA", "b", "c"))
    write_package(build_tables(old), tmp_path, format="parquet", metadata=METADATA, version="1.0.0")
    difference = diff_tables(open_release(tmp_path), build_tables(change(old)), METADATA)
    assert difference.level == level
    assert list(difference.reasons) == reasons


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_nasty_values_do_not_differ_from_themselves(tmp_path, records, kind):
    """What was written and read back is no change, nor are tuples where JSON has lists."""
    metadata = replace(METADATA, contributors=({"title": "M", "roles": ("author",)},))
    write_package(build_tables(records), tmp_path, format=kind, metadata=metadata, version="1.0.0")
    assert diff_tables(open_release(tmp_path), build_tables(records), metadata).changes == ()


def test_changes_of_highest_level_come_first(tmp_path, build_records):
    """Reasons start with what decides the version."""
    write_package(
        build_tables(build_records(("a",))), tmp_path, format="csv", metadata=METADATA, version="1.0.0"
    )
    tables = build_tables(build_records(("b", "c")), with_text=True)
    difference = diff_tables(open_release(tmp_path), tables, replace(METADATA, title="Y"))
    levels = [change.level for change in difference.changes]
    assert levels == sorted(levels, key=["major", "minor", "patch"].index)
    assert difference.reasons[0] == "documents: fields added (text)"
    assert difference.level == "major"


def test_rows_are_paired_by_key_over_chunks():
    """Rows are found by key wherever they stand, in any chunks, and reported in order."""
    old = pa.table({"k": list("abcdef"), "v": [1, 2, 3, None, None, 6]})
    new = pa.concat_tables(
        [
            pa.table({"k": list("yx"), "v": [0, 0]}),
            pa.table({"k": list("bdef"), "v": [2, 4, None, 7]}),
        ]
    )
    rows = compare_rows(old, new, ["k"])
    assert rows.added["k"].to_pylist() == ["y", "x"]
    assert rows.removed["k"].to_pylist() == ["a", "c"]
    assert (rows.changed, rows.fields, rows.is_reordered) == (2, ("v",), False)
    assert compare_rows(new, new.take([1, 0, 2, 3, 4, 5]), ["k"]).is_reordered
