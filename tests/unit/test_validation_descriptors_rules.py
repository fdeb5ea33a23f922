"""The rules of Data Package v2 about packages, resources, keys and dialects, one small change for each.

Each case gives a change, as a pointer and what to put there, and what must be found: the code, the pointer and
words of the message; nothing else may be found. Expected values are of the standard, not of a run.
"""

import pytest
from descriptors import DOUBT, MISSING, NEAR, RULE, V2, F, R, S, assert_alone, case, change, check

BROKEN = [
    # package
    case("/resources", MISSING, RULE, "", "expected 'resources'"),
    case("/resources", [], RULE, words="at least 1 item"),
    case("/resources", {}, RULE, words="expected array"),
    case("/name", 7, RULE, words="expected string, found 7"),
    case("/name", "Port Aldane", "descriptor-name", words="'Port Aldane'"),
    case("/title", ["x"], RULE, words="expected string"),
    case("/created", "2024-03-05", RULE, words="a time like"),
    case("/created", "2024-02-30T00:00:00Z", RULE, words="a time like"),
    case("/version", "1", DOUBT, words="a version like 1.0.0"),
    case("/$schema", 2, RULE, words="expected string"),
    case("/$schema", "datapackage.json", RULE, words="an absolute URL"),
    case("/$schema", V2.replace("2.0", "2.7"), "profile-not-checked", words="not fetched"),
    case("/$schema", "https://example.org/p.json", "profile-not-checked", words="not fetched"),
    case("/$schema", V2.replace("datapackage.json", "tableschema.json"), DOUBT, words="datapackage.json"),
    case("/homepage", "aldane", DOUBT, words="an absolute URL"),
    case("/image", "../x.png", RULE, words="a URL or a relative path"),
    case("/keywords", "ships", RULE, words="expected array"),
    case("/keywords", [1], RULE, "/keywords/0"),
    case("/licenses", [{"title": "x"}], RULE, "/licenses/0", "expected name or path"),
    case("/licenses", [{"name": "CC BY 4.0"}], RULE, "/licenses/0/name", "CC-BY-4.0"),
    case("/licenses", [{"path": "file:///etc/passwd"}], RULE, "/licenses/0/path"),
    case("/licenses", {"name": "MIT"}, RULE, words="expected array"),
    case("/contributors", [{}], RULE, "/contributors/0", "expected one of title"),
    case("/contributors", [{"title": "A", "email": "a"}], RULE, "/contributors/0/email", "email"),
    case("/contributors", [{"title": "A", "roles": "author"}], RULE, "/contributors/0/roles", "array"),
    case("/contributors", [{"title": "A", "path": "a.html"}], DOUBT, "/contributors/0/path", "URL"),
    case("/sources", [{}], RULE, "/sources/0"),
    case("/sources", ["x"], RULE, "/sources/0", "expected object"),
    # resource
    case(f"{R}/name", MISSING, RULE, R, "expected 'name'"),
    case(f"{R}/name", "Ships 1", "descriptor-name"),
    case(f"{R}/name", "ports", "resource-duplicate", "/resources/1/name", "'ports'"),
    case(f"{R}/path", MISSING, RULE, R, "found neither"),
    case(f"{R}/data", [], RULE, R, "found both"),
    case(f"{R}/path", [], RULE, words="at least 1 item"),
    case(f"{R}/path", 1, RULE, words="string or array"),
    case(f"{R}/path", ["a.csv", "https://example.org/b.csv"], RULE, f"{R}/path/1", "only paths as the first"),
    case(f"{R}/path", ".git/ships.csv", RULE, words="without hidden"),
    case(f"{R}/path", "http://[", RULE, words="a URL with a host"),
    case(f"{R}/path", "s3://bucket/ships.csv", RULE, words="http, https, ftp or ftps"),
    case(f"{R}/type", "tabel", RULE, words="'table'"),
    case(f"{R}/mediatype", "csv", RULE, words="text/csv"),
    case(f"{R}/encoding", "iso-8859-l", RULE, words="did you mean iso-8859-1?"),
    case(f"{R}/encoding", "rot13", RULE, words="an encoding that exists"),
    case(f"{R}/encoding", "zlib", RULE, words="an encoding that exists"),
    case(f"{R}/bytes", "12", RULE, words="expected integer, found '12'"),
    case(f"{R}/bytes", True, RULE, words="expected integer"),
    case(f"{R}/bytes", -1, RULE, words="at least 0"),
    case(f"{R}/bytes", 1.5, RULE, words="expected integer"),
    case(f"{R}/hash", "123", RULE),
    case(f"{R}/hash", "sha256:12", RULE),
    case(f"{R}/hash", "md5:" + "g" * 32, RULE),
    case(f"{R}/schema", [], RULE, words="object or string"),
    # schema
    case(f"{S}/fields", MISSING, RULE, S, "expected 'fields'"),
    case(f"{S}/fields", [], RULE, words="at least 1 item"),
    case(f"{S}/fields/1", "port", RULE, words="expected object"),
    case(f"{S}/fields/1/name", MISSING, RULE, f"{S}/fields/1", "expected 'name'"),
    case(f"{S}/fieldsMatch", "exakt", RULE, words="did you mean exact?"),
    case(f"{S}/fieldsMatch", ["exact", "subset"], RULE, words="1 item, found 2"),
    case(f"{S}/missingValues", "", RULE, words="expected array"),
    case(f"{S}/missingValues", [0], RULE, f"{S}/missingValues/0", "string or object"),
    case(f"{S}/missingValues", ["", "-", ""], RULE, f"{S}/missingValues/2", "repeated"),
    case(f"{S}/missingValues", ["", {"value": "-"}], RULE, f"{S}/missingValues/1", "no item an object"),
    case(f"{S}/missingValues", [{"label": "x"}], RULE, f"{S}/missingValues/0", "expected 'value'"),
    case(
        f"{S}/missingValues",
        [{"value": "", "label": "x"}, {"value": "-", "label": "x"}],
        RULE,
        f"{S}/missingValues/1/label",
        "a label is repeated",
    ),
    # keys
    case(
        f"{S}/primaryKey",
        ["prot"],
        "key-unknown",
        words="expected one of id, port, found 'prot'); did you mean port?",
    ),
    case(f"{S}/primaryKey", ["id", "id"], RULE, f"{S}/primaryKey/1", "repeated"),
    case(f"{S}/primaryKey", [], RULE, words="at least 1 item"),
    case(f"{S}/primaryKey", {"fields": "id"}, RULE, words="string or array"),
    case(f"{S}/uniqueKeys", [], RULE, words="at least 1 item"),
    case(f"{S}/uniqueKeys", ["id"], RULE, f"{S}/uniqueKeys/0", "expected array"),
    case(f"{S}/uniqueKeys", [["id"], ["id"]], RULE, f"{S}/uniqueKeys/1", "repeated"),
    case(f"{S}/uniqueKeys", [["x"]], "key-unknown", f"{S}/uniqueKeys/0"),
    case(f"{S}/foreignKeys/0/fields", MISSING, RULE, f"{S}/foreignKeys/0", "expected 'fields'"),
    case(f"{S}/foreignKeys/0/reference", "ports", RULE, words="expected object"),
    case(f"{S}/foreignKeys/0/reference/fields", MISSING, RULE, f"{S}/foreignKeys/0/reference"),
    case(f"{S}/foreignKeys/0/fields", ["ports"], "key-unknown", words="did you mean port?"),
    case(f"{S}/foreignKeys/0/reference/resource", "Ports", "key-unknown", words="did you mean ports?"),
    case(f"{S}/foreignKeys/0/reference/fields", ["name"], "key-unknown", words="one of code, found 'name'"),
    case(
        f"{S}/foreignKeys/0/fields",
        ["id", "port"],
        "key-unknown",
        f"{S}/foreignKeys/0/reference/fields",
        "expected 2, found 1",
    ),
    case(
        f"{S}/foreignKeys/0/reference/resource",
        "",
        "key-unknown",
        f"{S}/foreignKeys/0/reference/fields",
        "id, port",
    ),
    case(
        f"{S}/foreignKeys/0/reference/package",
        "https://example.org/p.json",
        "path-remote",
        words="not fetched",
    ),
    # dialect
    case(f"{R}/dialect", 1, RULE, words="object or string"),
    case(f"{R}/dialect/delimiter", "", RULE, words="at least 1 character"),
    case(f"{R}/dialect/delimiter", "\\t", DOUBT, words="did you mean a tab"),
    case(f"{R}/dialect/delimiter", '"', RULE, words="delimiter and quoteChar are the same"),
    case(f"{R}/dialect/quoteChar", "''", RULE, words="1 character"),
    case(f"{R}/dialect/quoteChar", "", RULE, words="1 character"),
    case(f"{R}/dialect/escapeChar", "\\", DOUBT, words="exclude each other"),
    case(f"{R}/dialect/header", "true", RULE, words="expected boolean"),
    case(f"{R}/dialect/headerRows", [0], RULE, f"{R}/dialect/headerRows/0", "at least 1"),
    case(f"{R}/dialect/headerRows", 1, RULE, words="expected array"),
    case(f"{R}/dialect/commentRows", ["1"], RULE, f"{R}/dialect/commentRows/0", "expected integer"),
    case(f"{R}/dialect/commentChar", "", RULE, words="at least 1 character"),
    case(f"{R}/dialect/itemType", "arrays", RULE, words="did you mean array?"),
    case(f"{R}/dialect/sheetNumber", 0, RULE, words="at least 1"),
    case(f"{R}/dialect", {"header": False, "headerRows": [1]}, DOUBT, f"{R}/dialect/headerRows", "no effect"),
    # near misses
    case("/licences", [], NEAR, words="did you mean licenses?"),
    case("/Keywords", [], NEAR, words="did you mean keywords?"),
    case("/missingValues", [""], NEAR, words="expected it in the schema of a resource"),
    case(f"{R}/primaryKey", ["id"], NEAR, words="expected it in the schema"),
    case(f"{R}/delimiter", ";", NEAR, words="expected it in the dialect"),
    case(f"{R}/media_type", "text/csv", NEAR, words="did you mean mediatype?"),
    case(f"{S}/primarykey", ["id"], NEAR, words="did you mean primaryKey?"),
    case(f"{S}/missing_values", [""], NEAR, words="did you mean missingValues?"),
    case(f"{S}/foreign_keys", [], NEAR, words="did you mean foreignKeys?"),
    case(f"{S}/feilds", [], NEAR, words="did you mean fields?"),
    case(f"{S}/foreignKeys/0/resource", "ports", NEAR, words="expected it in reference"),
    case(f"{F}/tpye", "integer", NEAR, words="did you mean type?"),
    case(f"{F}/required", True, NEAR, words="expected it in constraints"),
    case(f"{F}/constraints/min_length", 1, NEAR, words="did you mean minLength?"),
    case(f"{F}/constraints/maximun", 1, NEAR, words="did you mean maximum?"),
    case(f"{R}/dialect/quotechar", "'", NEAR, words="did you mean quoteChar?"),
]


@pytest.mark.parametrize(("pointer", "value", "code", "where", "words"), BROKEN)
def test_broken_rule_is_found_alone_and_in_its_place(tmp_path, pointer, value, code, where, words):
    """What breaks one rule gives one finding, at the exact place, that names what was expected and found."""
    assert_alone(change(pointer, value), tmp_path, code, where, words)


DATA = [
    ({"data": [{"id": 1}]}, None),
    ({"data": {"id": 1}}, None),
    ({"data": "id\n1\n", "format": "csv"}, None),
    ({"data": "id\n1\n"}, f"{R}/data"),
    ({"data": 1}, f"{R}/data"),
    ({"data": None}, f"{R}/data"),
    ({"data": [[1]], "type": "table"}, None),
    ({"data": [1], "type": "table"}, f"{R}/data/0"),
    ({"data": {"id": 1}, "type": "table"}, f"{R}/data"),
    ({"data": "id\n1\n", "format": "csv", "profile": "tabular-data-resource"}, f"{R}/data"),
]


@pytest.mark.parametrize(("resource", "where"), DATA, ids=[str(resource) for resource, _ in DATA])
def test_data_in_a_descriptor_has_the_form_of_its_kind(tmp_path, resource, where):
    """Data in a descriptor is an array or object, text with a format, and rows if it is a table."""
    findings, _ = check({"$schema": V2, "resources": [{"name": "ships", **resource}]}, tmp_path)
    assert [place for _, place, _ in findings] == ([where] if where else [])


def test_broken_resource_is_known_to_the_keys_of_others(tmp_path):
    """A key into a resource that breaks a rule is not said to lead nowhere."""
    findings, built = check(change("/resources/1/bytes", "12"), tmp_path)
    assert [(code, pointer) for code, pointer, _ in findings] == [(RULE, "/resources/1/bytes")]
    assert [resource.name for resource in built] == ["ships"]


def test_what_is_for_people_does_not_hinder_reading(tmp_path):
    """A resource whose license is wrong is found and built all the same."""
    findings, built = check(change(f"{R}/licenses", [{}]), tmp_path)
    assert [code for code, _, _ in findings] == [RULE]
    assert len(built) == 2
