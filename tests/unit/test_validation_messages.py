"""What findings say is true and names what was expected and found, in the words of the file."""

import json

import pytest

from exporter.validation import validate


def find(folder, field, text, **properties):
    """List the findings in a package of one file with the field id and one more."""
    schema = {"fields": [{"name": "id", "type": "integer"}, {"name": "value", **field}]}
    resource = {"name": "t", "path": "t.csv", "schema": schema, **properties}
    (folder / resource["path"]).write_text(text, encoding="utf-8", newline="")
    (folder / "datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
    return validate(folder).findings


@pytest.mark.parametrize(
    ("field", "cell", "message"),
    [
        (
            {"type": "boolean", "constraints": {"enum": [True]}},
            "false",
            "not allowed (expected one of true, found 'false')",
        ),
        (
            {"type": "array", "constraints": {"enum": [[1, None]]}},
            "[2]",
            "not allowed (expected one of [1,null], found '[2]')",
        ),
        ({"constraints": {"enum": ["a", "b"]}}, "c", "not allowed (expected one of a, b, found 'c')"),
    ],
    ids=["boolean", "array", "text"],
)
def test_values_of_a_descriptor_are_shown_as_json(tmp_path, field, cell, message):
    """What is not text is shown as it stands in the descriptor."""
    (finding,) = find(tmp_path, field, f"id,value\n1,{cell}\n")
    assert finding.message == message


@pytest.mark.parametrize(
    ("dialect", "text", "row", "message"),
    [
        ({"headerRows": [2]}, "made by hand\nvalue,value\n", 2, "the name of column 2 is empty or repeated"),
        ({"headerRows": [5]}, "id,value\n1,a\n", None, "expected it to end in row 5, found 2 in all"),
        ({}, "\ufeff", None, "the file is empty"),
        ({}, "\ufeffid,value\n", 1, "found U+FEFF"),
    ],
    ids=["repeated", "beyond", "mark-alone", "mark"],
)
def test_headers_are_where_the_dialect_has_them(tmp_path, dialect, text, row, message):
    """A finding about the header has its row, and one about a missing header says where it was looked for."""
    places = [(item.row, item.message) for item in find(tmp_path, {}, text, dialect=dialect)]
    assert any(found == row and message in words for found, words in places), places


@pytest.mark.parametrize(
    ("properties", "code", "message"),
    [
        ({"path": "t"}, "table-not-checked", "ndjson, found none)"),
        ({"path": "t.xlsx"}, "table-not-checked", "ndjson, found 'xlsx')"),
        ({"path": "t", "mediatype": "text/csv"}, "type-error", "found 'x')"),
        ({"compression": "gzip"}, "descriptor-doubtful", "did you mean gz?"),
        ({"compression": "bz2"}, "descriptor-doubtful", "gz or zip, which alone can be read, found 'bz2'"),
    ],
    ids=["no-suffix", "other", "media-type", "gzip", "bz2"],
)
def test_formats_that_are_not_read_are_told(tmp_path, properties, code, message):
    """A format or compression that cannot be read is named, and so are those that can."""
    found = [(item.code, item.message) for item in find(tmp_path, {}, "id,value\nx,a\n", **properties)]
    assert any(name == code and message in words for name, words in found), found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected a value, found nothing"),
        ("resources:\n- name: t\n", "expected a value, found 'resources:'"),
    ],
    ids=["empty", "yaml"],
)
def test_what_is_no_json_is_shown(tmp_path, text, message):
    """A descriptor that is not JSON is quoted where that begins."""
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    (finding,) = validate(tmp_path).findings
    assert (finding.code, message in finding.message) == ("json-syntax", True)


def test_the_own_name_in_a_foreign_key_is_a_warning(tmp_path):
    """The standard asks to leave out the resource of a key into its own table."""
    resources = [
        {
            "name": name,
            "path": "t.csv",
            "schema": {
                "fields": [{"name": "id"}],
                "foreignKeys": [{"fields": ["id"], "reference": {"resource": "t", "fields": ["id"]}}],
            },
        }
        for name in ("t", "u")
    ]
    (tmp_path / "t.csv").write_text("id\n1\n", encoding="utf-8")
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
    (finding,) = validate(tmp_path).findings
    assert finding.code == "descriptor-doubtful"
    assert finding.pointer == "/resources/0/schema/foreignKeys/0/reference/resource"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("id;value\n1;a\n", "if cells are parted by ';', say so in the dialect"),
        ("id\tvalue\n1\ta\n", "if cells are parted by '\\t', say so in the dialect"),
        ("id and value\n1\n", None),
    ],
    ids=["semicolon", "tab", "another-name"],
)
def test_another_delimiter_is_recognised(tmp_path, text, hint):
    """Where the only name in the header holds the names of several fields, the message says what to do."""
    messages = [item.message for item in find(tmp_path, {}, text) if item.code == "field-missing"]
    assert len(messages) == 2
    assert all((hint in message) if hint else ("dialect" not in message) for message in messages)


def test_rows_of_json_lines_are_lines(tmp_path):
    """A finding has the number of the line, blank lines counted, and a line that is no JSON hides no other."""
    text = '{"id": 1}\n\n{"id": "x"}\n{"id":\n{"id": 2.5}\n'
    found = [(item.code, item.row) for item in find(tmp_path, {}, text, path="t.ndjson")]
    assert [place for place in found if place[0] != "field-missing"] == [
        ("type-error", 3),
        ("json-syntax", 4),
        ("type-error", 5),
    ]
