"""What Data Package v2 and its older versions allow, and what the version that a package names decides."""

import pytest
from descriptors import DOUBT, RULE, V2, F, R, S, change, check

ALLOWED = [
    ("/id", "https://doi.org/10.1594/PANGAEA.726855"),
    ("/created", "1985-04-12T23:20:50.52Z"),
    ("/created", "1990-12-31T23:59:60Z"),
    ("/created", "1996-12-19t16:39:57-08:00"),
    ("/homepage", "https://example.org"),
    ("/image", "images/port.png"),
    ("/image", "https://example.org/port.png"),
    ("/licenses", [{"path": "LICENSE.md"}, {"name": "ODC-PDDL-1.0"}]),
    ("/contributors", [{"givenName": "A", "familyName": "B", "roles": ["creator"], "organization": "C"}]),
    ("/contributors", [{"title": "A", "role": "author"}]),
    ("/sources", []),
    ("/sources", [{"title": "A", "path": "https://example.org/a", "email": "a@example.org", "version": "1"}]),
    ("/dc:temporal", {"name": "19th century"}),
    ("/temporal", 3),
    ("/dc:titel", "x"),
    ("/description_de", "x"),
    ("/title@fr", "x"),
    (f"{R}/path", ["ships.csv", "data/ships.csv"]),
    (f"{R}/path", "https://example.org/ships.csv"),
    (f"{R}/path", "./ships.csv"),
    (f"{R}/path", "a..b.csv"),
    (f"{R}/type", "table"),
    (f"{R}/encoding", "ISO-8859-1"),
    (f"{R}/encoding", "windows-1252"),
    (f"{R}/mediatype", "application/vnd.ms-excel"),
    (f"{R}/bytes", 0),
    (f"{R}/bytes", 12.0),
    (f"{R}/hash", "8843d7f92416211de9ebb963ff4ce281"),
    (f"{R}/hash", "sha1:8843d7f92416211de9ebb963ff4ce28125932878"),
    (f"{R}/hash", "crc32:12ab"),
    (f"{R}/scheme", "file"),
    (f"{R}/date", "2024"),
    (f"{S}/fieldsMatch", "partial"),
    (f"{S}/fieldsMatch", ["subset"]),
    (f"{S}/missingValues", []),
    (f"{S}/missingValues", [{"value": "", "label": "OMITTED"}, {"value": "-99"}]),
    (f"{S}/primaryKey", "id"),
    (f"{S}/foreignKeys/0/fields", "port"),
    (f"{S}/foreignKeys/0/reference", {"fields": ["id"]}),
    (f"{S}/foreignKeys/0/reference", {"resource": "", "fields": "id"}),
    (f"{S}/title", "Ships"),
    (f"{S}/version", 7),
    (F, {"name": "id"}),
    (F, {"name": "id", "type": "date", "format": "%d/%m/%Y"}),
    (F, {"name": "id", "type": "date", "format": "fmt:%Y"}),
    (F, {"name": "id", "type": "datetime", "format": "any"}),
    (F, {"name": "id", "type": "geojson", "format": "topojson"}),
    (F, {"name": "id", "type": "number", "decimalChar": ",", "groupChar": "."}),
    (F, {"name": "id", "type": "boolean", "trueValues": ["y"], "falseValues": ["n"]}),
    (F, {"name": "id", "type": "boolean", "constraints": {"unique": True}}),
    (
        F,
        {
            "name": "id",
            "type": "list",
            "itemType": "integer",
            "delimiter": "|",
            "constraints": {"minLength": 1},
        },
    ),
    (F, {"name": "id", "type": "integer", "constraints": {"minimum": "1", "maximum": 2}}),
    (F, {"name": "id", "type": "integer", "constraints": {"minimum": 1, "maximum": 1}}),
    (F, {"name": "id", "type": "string", "constraints": {"pattern": "[A-Z]{2}[0-9]*"}}),
    (F, {"name": "id", "type": "object", "constraints": {"jsonSchema": {"type": "object"}}}),
    (
        F,
        {
            "name": "id",
            "type": "integer",
            "categories": [{"value": 1, "label": "a"}],
            "categoriesOrdered": False,
        },
    ),
    (F, {"name": "id", "type": "string", "categories": ["a", "b"], "constraints": {"enum": ["b"]}}),
    (F, {"name": "id", "missingValues": [{"value": "-"}], "rdfType": "http://schema.org/Country"}),
    (F, {"name": "id", "unit": "m", "example": 5}),
    (f"{R}/dialect", {"delimiter": "||", "lineTerminator": "\n", "commentChar": "//", "headerRows": [1, 2]}),
    (f"{R}/dialect", {"csvddfVersion": 1.2, "caseSensitiveHeader": False, "nullSequence": "\\N"}),
    (
        f"{R}/dialect",
        {"property": "rows", "itemType": "object", "itemKeys": ["id"], "sheetName": "a", "table": "b"},
    ),
]


@pytest.mark.parametrize(
    ("pointer", "value"), ALLOWED, ids=[f"{place}={value!r}"[:80] for place, value in ALLOWED]
)
def test_what_the_standard_allows_is_not_found(tmp_path, pointer, value):
    """What the standard allows gives no finding, and every resource is built."""
    findings, built = check(change(pointer, value), tmp_path)
    assert findings == []
    assert [resource.name for resource in built] == ["ships", "ports"]


V1_NAME, V1_TITLE = {"name": "Port Aldane"}, {"contributors": [{"path": "https://example.org"}]}
V1_DOUBLE = {
    "resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "a"}, {"name": "a"}]}}]
}
V1 = "https://datapackage.org/profiles/1.0/datapackage.json"
VERSIONS = [
    ({"$schema": V2, **V1_NAME}, "descriptor-name", "/name"),
    (V1_NAME, "descriptor-name", "/name"),
    ({"$schema": V1, **V1_NAME}, RULE, "/name"),
    ({"profile": "data-package", **V1_NAME}, RULE, "/name"),
    ({"profile": "data-package", "$schema": V2, **V1_NAME}, "descriptor-name", "/name"),
    ({"$schema": V2, **V1_TITLE}, None, None),
    (V1_TITLE, None, None),
    ({"profile": "data-package", **V1_TITLE}, RULE, "/contributors/0"),
    ({"profile": "data-package", "sources": [{"path": "a.txt"}]}, RULE, "/sources/0"),
    ({"$schema": V2, **V1_DOUBLE}, "field-duplicate", "/resources/0/schema/fields/1/name"),
    (V1_DOUBLE, DOUBT, "/resources/0/schema/fields/1/name"),
    ({"profile": "data-package", **V1_DOUBLE}, DOUBT, "/resources/0/schema/fields/1/name"),
    ({"profile": "tabular-data-package"}, RULE, "/resources/0"),
    (
        {"profile": "https://specs.frictionlessdata.io/schemas/tabular-data-package.json"},
        RULE,
        "/resources/0",
    ),
    ({"profile": "fiscal-data-package"}, "profile-not-checked", "/profile"),
    ({"profile": "https://example.org/p.json"}, "profile-not-checked", "/profile"),
    ({"profile": "data-packages"}, RULE, "/profile"),
    ({"profile": 1}, RULE, "/profile"),
    ({"resources": [{"name": "t", "path": "t.csv", "profile": "tabular-data-resource"}]}, None, None),
    ({"resources": [{"name": "t", "url": "https://example.org/t.csv"}]}, None, None),
    ({"profile": "data-package", "resources": [{"name": "t", "path": "t.csv", "type": "x"}]}, None, None),
]


@pytest.mark.parametrize(
    ("given", "code", "where"), VERSIONS, ids=[f"{given}"[:90] for given, _, _ in VERSIONS]
)
def test_version_of_the_standard_decides(tmp_path, given, code, where):
    """Version 1 is what a profile or $schema says; without either, what either version allows is allowed."""
    findings, built = check({"resources": [{"name": "t", "path": "t.csv"}], **given}, tmp_path)
    assert [(found, place) for found, place, _ in findings] == ([(code, where)] if code else [])
    assert len(built) == 1


def test_address_of_version_0_is_the_path(tmp_path):
    """The url of a resource stands for its path when there is none."""
    _, (resource,) = check({"resources": [{"name": "t", "url": "https://example.org/t.csv"}]}, tmp_path)
    assert resource.paths == ("https://example.org/t.csv",)


def test_schema_of_many_resources_is_checked_once(tmp_path):
    """What is wrong with a schema in a file is found where it is named first, and not again."""
    (tmp_path / "schema.json").write_text('{"fields": [{"name": "a", "type": "int"}]}', encoding="utf-8")
    (tmp_path / "right.json").write_text('{"fields": [{"name": "a"}]}', encoding="utf-8")
    names = ["schema.json", "right.json", "schema.json", "right.json"]
    resources = [{"name": f"t{i}", "path": "t.csv", "schema": name} for i, name in enumerate(names)]
    findings, built = check({"resources": resources}, tmp_path)
    assert [pointer for _, pointer, _ in findings] == ["/resources/0/schema/fields/0/type"]
    assert [resource.name for resource in built] == ["t1", "t3"]
    assert built[0].schema is built[1].schema


def test_broken_dialect_in_a_file_is_found(tmp_path):
    """A dialect in a file is judged as if it stood in place."""
    (tmp_path / "dialect.json").write_text('{"delimiter": 1}', encoding="utf-8")
    findings, built = check(change(f"{R}/dialect", "dialect.json"), tmp_path)
    assert [(code, pointer) for code, pointer, _ in findings] == [(RULE, f"{R}/dialect/delimiter")]
    assert [resource.name for resource in built] == ["ports"]


def test_messages_stay_short(tmp_path):
    """Neither a long value nor many names make a message long."""
    fields = [{"name": f"{i}" + "x" * 1000, "type": "y" * 100_000} for i in range(50)]
    findings, _ = check(
        {"z" * 5000: 1, "resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]}, tmp_path
    )
    assert len(findings) == 50
    right = [{"name": f"{i}" + "x" * 1000} for i in range(50)]
    schema = {"fields": right, "primaryKey": ["k" * 1000]}
    more, _ = check({"resources": [{"name": "t", "path": "t.csv", "schema": schema}]}, tmp_path)
    assert [code for code, _, _ in more] == ["key-unknown"]
    assert all(len(message) < 1000 for _, _, message in findings + more)


@pytest.mark.parametrize("url", ["", 1, None, [1], ["https://example.org/t.csv"]])
def test_address_of_another_form_is_no_path(tmp_path, url):
    """A url that is no text does not tell where the data is."""
    findings, built = check({"resources": [{"name": "t", "url": url}]}, tmp_path)
    assert [(code, pointer) for code, pointer, _ in findings] == [(RULE, "/resources/0")]
    assert built == []
