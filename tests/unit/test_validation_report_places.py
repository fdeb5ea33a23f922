"""Lines: where a finding stands in its file, if that can be told for sure."""

import csv
import gzip
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import examples

from exporter.findings import Finding
from exporter.validation import Report, Task, validate
from exporter.validation.report import places
from exporter.validation.report.places import find_places
from exporter.validation.report.positions import find_pointer_lines

CELLS = st.text(st.sampled_from('a,"\n\r;'), max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.sampled_from('a/~"\\é'), max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


def find_lines(path, rows, *, quote='"', offsets=()):
    """Find the lines of rows, and then of byte offsets, of a CSV file."""
    marks = [{"row": row} for row in rows] + [{"row": 2, "byte": byte} for byte in offsets]
    findings = tuple(Finding(code="type-error", message="", path=str(path), **mark) for mark in marks)
    task = Task(name="t", kind="table", place=str(path), findings=findings, quote=quote)
    return [place.line for _, _, place in find_places(Report(tasks=(task,)))]


@examples(2)
@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=3), min_size=1, max_size=8),
    st.sampled_from(["\n", "\r\n"]),
    st.integers(1, 9),
)
def test_rows_are_found_whatever_stands_in_cells(tmp_path_factory, rows, end, chunk):
    """A row stands on the line that comes after all line feeds before it, wherever the file is cut in reading."""
    path = tmp_path_factory.getbasetemp() / "rows.csv"
    records = []
    for row in rows:
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator=end, quoting=csv.QUOTE_ALL).writerow(row)
        records.append(buffer.getvalue())
    path.write_bytes("".join(records).encode())
    expected = ["".join(records[:index]).count("\n") + 1 for index in range(len(records))]
    offsets = [len("".join(records[:index]).encode()) for index in range(len(records))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "_CHUNK", chunk)
        assert find_lines(path, range(1, len(rows) + 1)) == expected
        assert find_lines(path, [], offsets=offsets) == expected
        assert find_lines(path, range(len(rows), 0, -1)) == expected[::-1]


def test_without_quoting_every_line_is_a_row(tmp_path):
    """Without a quote character a quotation mark means nothing; where there is another, only that counts."""
    path = tmp_path / "t.csv"
    path.write_text("a\n\"b\n'c\n'd\n")
    assert find_lines(path, [1, 2, 3, 4], quote="") == [1, 2, 3, 4]
    assert find_lines(path, [1, 2, 3], quote="'") == [1, 2, 3]
    assert find_lines(path, [3, 4], quote='"') == [None, None]


@pytest.mark.parametrize(
    ("content", "rows"),
    [(gzip.compress(b"a\nb\n"), [2]), (b"PK\x03\x04a\nb\n", [2]), (b"a\n", [5]), (b"", [2])],
    ids=["gzip", "zip", "too short", "empty"],
)
def test_what_cannot_be_told_is_left_out(tmp_path, content, rows):
    """There is no line in a compressed file, nor beyond the end."""
    (tmp_path / "t.csv").write_bytes(content)
    assert find_lines(tmp_path / "t.csv", rows) == [None]
    assert find_lines(tmp_path / "t.csv", [], offsets=[99]) == [None]


@pytest.mark.parametrize("name", ["gone.csv", "a\0b", "a\udc80", "."], ids=ascii)
def test_what_is_no_file_has_no_lines(tmp_path, name):
    """A file that is gone, or never could be, has no lines, and nothing is raised."""
    assert find_lines(f"{tmp_path}/{name}", [2]) == [None]


def test_a_file_whose_rows_cannot_be_counted_has_no_lines(tmp_path):
    """In UTF-16, and in Parquet, no line is given."""
    fields = [{"name": "id", "type": "integer"}]
    resource = {"name": "t", "path": "t.csv", "encoding": "utf-16", "schema": {"fields": fields}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}))
    (tmp_path / "t.csv").write_text("id\nx\n", encoding="utf-16")
    report = validate(tmp_path)
    assert [(item.code, item.row) for item in report.findings] == [("type-error", 2)]
    assert [place.line for _, _, place in find_places(report)] == [None]


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({}, 4),
        ({"encoding": "iso-8859-1"}, 4),
        ({"dialect": {"delimiter": ";"}}, 4),
        ({"dialect": {"quoteChar": "'"}}, 4),
        ({"dialect": {"commentRows": [9]}}, None),
        ({"dialect": {"commentChar": "#"}}, None),
        ({"dialect": {"escapeChar": "\\"}}, None),
        ({"path": ["t.csv", "u.csv"]}, None),
        ({"path": "t.csv.gz"}, None),
    ],
    ids=str,
)
def test_lines_are_given_for_plain_csv_only(tmp_path, given, line):
    """Where a dialect, an encoding or more than one file makes it hard to tell the line of a row, none is given."""
    fields = [{"name": "id", "type": "integer"}]
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": fields}, **given}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}))
    content = b'id\n"1\n"\nx\n'
    for name in ("t.csv", "u.csv"):
        (tmp_path / name).write_bytes(content)
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress(content))
    found = [place.line for _, finding, place in find_places(validate(tmp_path)) if finding.cell == "x"]
    assert found
    assert found[0] == line


def test_a_pointer_of_a_table_is_in_the_descriptor(tmp_path):
    """A finding about a file that is missing stands where the descriptor names the file."""
    (tmp_path / "datapackage.json").write_text(
        '{"resources": [\n{"name": "a",\n"path": "a.csv"},\n{"name": "b",\n"path":\n"b.csv"}]}'
    )
    found = find_places(validate(tmp_path))
    assert [(finding.code, place.path, place.line) for _, finding, place in found] == [
        ("path-missing", f"{tmp_path}/datapackage.json", 3),
        ("path-missing", f"{tmp_path}/datapackage.json", 5),
    ]


def test_the_line_of_a_collection_is_its_row(tmp_path):
    """A document in a collection stands on the line of its number, in the file without that number."""
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "It rained, he said."}\n{"title": "x"}\n')
    ((_, finding, place),) = find_places(validate(path))
    assert (finding.code, finding.path) == ("document-text-invalid", f"{path}#2")
    assert (place.path, place.line) == (str(path), 2)


class Writer:
    """Writes JSON with line breaks in odd places, and notes the line of every pointer."""

    def __init__(self, draw):
        """Take what draws from strategies."""
        self.draw, self.text, self.lines = draw, "", {}

    def break_line(self):
        """Write some white space."""
        self.text += self.draw(st.sampled_from(["", " ", "\n", "\r\n\t"]))

    def note(self, pointer):
        """Note that a value starts here."""
        self.lines.setdefault(pointer, self.text.count("\n") + 1)

    def write(self, value, pointer=""):
        """Write a value."""
        self.note(pointer)
        if isinstance(value, dict):
            self.write_items("{}", [(key, pointer, item) for key, item in value.items()])
        elif isinstance(value, list):
            self.write_items("[]", [(index, pointer, item) for index, item in enumerate(value)])
        else:
            self.text += json.dumps(value, ensure_ascii=False)

    def write_items(self, brackets, items):
        """Write the items of an object or array."""
        self.text += brackets[0]
        for number, (key, parent, item) in enumerate(items):
            self.text += "," if number else ""
            self.break_line()
            pointer = f"{parent}/{str(key).replace('~', '~0').replace('/', '~1')}"
            self.note(pointer)
            if isinstance(key, str):
                self.text += json.dumps(key)
                self.break_line()
                self.text += ":"
                self.break_line()
            self.write(item, pointer)
        self.break_line()
        self.text += brackets[1]


@given(VALUES, st.data())
def test_pointers_are_found_whatever_the_layout(value, data):
    """Every value is found on the line of its key, or of itself in a list, however the text is laid out."""
    writer = Writer(data.draw)
    writer.break_line()
    writer.write(value)
    assert json.loads(writer.text) == value
    assert find_pointer_lines(writer.text, writer.lines) == writer.lines


def test_what_is_missing_is_where_it_would_be():
    """A pointer to what is not there leads to what is nearest around it."""
    text = '{\n"a": [\n{},\n{"b": 1}\n]}'
    pointers = ["/a/1/c", "/a/7", "/z/0", ""]
    assert find_pointer_lines(text, pointers) == {"/a/1/c": 4, "/a/7": 2, "/z/0": 1, "": 1}


@pytest.mark.parametrize(
    "text", ["", "[", '{"a"', '{"a": "', "]}", '{"\\x": 1}', "[" * 100_000, '{"a":' * 50_000], ids=len
)
def test_broken_json_has_fewer_lines(text):
    """In what is no JSON something may not be found, but nothing is raised."""
    assert find_pointer_lines(text, ["/a/b"]).get("/a/b", 1) == 1
