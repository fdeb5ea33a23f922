"""Delimited text in other dialects: Python's csv module writes it, and every cell is read back."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import examples

from exporter.validation import validate
from exporter.validation.files.streams import HashingReader
from exporter.validation.model.budget import Budget
from exporter.validation.model.package import Dialect, Resource
from exporter.validation.reading.csv import reader as csv_reader
from exporter.validation.reading.csv import records as csv_records
from exporter.validation.reading.tables import read_table
from exporter.validation.report.findings_log import Collector


def read(path, dialect, names=()):
    """Read a file and give back labels, rows with their numbers, and findings as code, row and byte."""
    collector = Collector()
    log = collector.start(name="t", kind="table", place="t.csv", resource="t")
    files = HashingReader([path])
    resource = Resource(name="t", paths=("t.csv",), format="csv", dialect=dialect)
    table = read_table(resource, [path], files, Budget(), log)
    rows = {}
    for batch in table.batches if table else ():
        cells = zip(*(column.to_pylist() for column in batch.columns), strict=True)
        rows |= dict(zip(batch.rows.tolist(), cells, strict=True))
    files.drain()
    found = [(item.code, item.row, item.byte) for item in collector.build_report().findings]
    return table.labels if table else None, rows, found


CELL = st.text(alphabet="ab\",\n é🦀;\t'\\|", min_size=1, max_size=5)
ROWS = st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("dialect", "writing"),
    [
        (Dialect(quote="", escape="\\"), {"quoting": csv.QUOTE_NONE, "escapechar": "\\"}),
        (
            Dialect(double_quote=False, escape="\\"),
            {"doublequote": False, "escapechar": "\\", "quoting": csv.QUOTE_ALL},
        ),
        (Dialect(quote="'", delimiter="|"), {"quotechar": "'", "delimiter": "|"}),
        (Dialect(skips_space=True), {"quoting": csv.QUOTE_ALL, "delimiter": ","}),
        (Dialect(delimiter="é"), {"delimiter": "é", "quoting": csv.QUOTE_ALL}),
        (Dialect(line_end="\r"), {"lineterminator": "\r", "quoting": csv.QUOTE_ALL}),
        (Dialect(line_end=";;"), {"lineterminator": ";;", "quoting": csv.QUOTE_ALL}),
    ],
    ids=["escape", "escaped-quotes", "other-characters", "spaces", "not-ascii", "returns", "two-characters"],
)
@examples(0.6)
@given(rows=ROWS, size=st.integers(1, 9))
def test_cells_are_read_back(tmp_path_factory, dialect, writing, rows, size):
    """Whatever the csv module writes in a dialect is read back, wherever the text is cut."""
    stream = io.StringIO(newline="")
    csv.writer(stream, **{"lineterminator": "\n", **writing}).writerows([["x", "y"], *rows])
    text = stream.getvalue()
    if dialect.skips_space:
        quoted = ([f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in [["x", "y"], *rows])
        text = "".join(",  ".join(row) + "\n" for row in quoted)
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    path.write_bytes(text.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_reader, "_CHUNK", size)
        patch.setattr(csv_records, "_FIRST", size)
        patch.setattr(csv_records, "_CHUNK", size)
        labels, found, findings = read(path, dialect)
    assert (labels, findings) == (("x", "y"), [])
    assert found == {number: tuple(row) for number, row in enumerate(rows, start=2)}


@pytest.mark.parametrize(
    ("dialect", "data", "labels", "rows"),
    [
        (Dialect(header_rows=(1, 2)), "fruit\nid,name\n1,a\n", ("fruit id", "fruit name"), {3: ("1", "a")}),
        (
            Dialect(header_rows=(1, 2), header_join="-"),
            "f,g\nid,name\n1,a\n",
            ("f-id", "g-name"),
            {3: ("1", "a")},
        ),
        (Dialect(header_rows=(2,)), "made by hand\nid,name\n1,a\n", ("id", "name"), {3: ("1", "a")}),
        (
            Dialect(comment_rows=frozenset({2, 4})),
            'a,b\n#\n1,2\n"\n3,4\n',
            ("a", "b"),
            {3: ("1", "2"), 5: ("3", "4")},
        ),
        (Dialect(comment="#"), "# it's\na,b\n#,\"\n1,2\n", ("a", "b"), {4: ("1", "2")}),
        (Dialect(comment="//"), "a,b\n/1,2\n// 3,4\n", ("a", "b"), {2: ("/1", "2")}),
        (Dialect(header_rows=(), comment="#"), "#x\n1,2\n", ("column 1", "column 2"), {2: ("1", "2")}),
        (Dialect(skips_space=True), 'a, b\n1,  "x, y"\n', ("a", "b"), {2: ("1", "x, y")}),
        (Dialect(quote=""), 'a,b\n"1,2"\n', ("a", "b"), {2: ('"1', '2"')}),
        (Dialect(delimiter="::"), "a::b\n1:::2\n", ("a", "b"), {2: ("1", ":2")}),
    ],
)
def test_rows_that_are_no_data(tmp_path, dialect, data, labels, rows):
    """Header rows are joined, comments are left out, and the others keep the numbers that they have in the file."""
    (tmp_path / "t.csv").write_text(data, encoding="utf-8", newline="")
    assert read(tmp_path / "t.csv", dialect) == (labels, rows, [])


@pytest.mark.parametrize(
    ("dialect", "data", "found"),
    [
        (Dialect(comment="#"), b'a,b\n1,2\n"3"x,4\n', ("csv-quote", 3, 11)),
        (Dialect(comment="#"), b"a,b\n1\n", ("csv-ragged-row", 2, 4)),
        (Dialect(comment="#"), b"a,b\n\n", ("csv-blank-row", 2, 4)),
        (Dialect(comment="#"), b"a,b\n1,\xff\n", ("encoding-error", 2, 4)),
        (Dialect(comment="#"), b'a,b\n1,"2\n', ("csv-quote", 2, 6)),
        (Dialect(escape="\\", quote=""), b"a,b\n1,2\\", ("csv-quote", 2, 6)),
        (Dialect(), b'a,b\n1,2\n3,"4"5\n6,7\n', ("csv-quote", 3, 12)),
        (Dialect(), b"a,b\n1,2\n3\n", ("csv-ragged-row", 3, 8)),
        (Dialect(), b"a,b\n1,2\n\xff,3\n", ("encoding-error", 3, 8)),
        (Dialect(), b"a,b\n1,2\n3,\x004\n", ("csv-nul", 3, 8)),
        (Dialect(), b"a,b\n1,2\r\n", ("csv-line-ends-mixed", 2, 4)),
        (Dialect(), b"a,b\n1,2\n3,4\r5,6\n", ("csv-line-end", 3, 8)),
    ],
)
def test_damage_has_row_and_byte(tmp_path, dialect, data, found):
    """Damage is found with the number of its row and the byte at which the row, or the break in it, starts."""
    (tmp_path / "t.csv").write_bytes(data)
    assert found in read(tmp_path / "t.csv", dialect)[2]


def test_null_sequence_is_null(tmp_path):
    """What the dialect calls null is null in every field, beside the missing values."""
    (tmp_path / "t.csv").write_text("id,name\n1,NA\n-,b\n", encoding="utf-8")
    fields = [{"name": "id", "type": "integer"}, {"name": "name", "constraints": {"required": True}}]
    resource = {
        "name": "t",
        "path": "t.csv",
        "dialect": {"nullSequence": "NA"},
        "schema": {"fields": fields, "missingValues": ["-"]},
    }
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
    (finding,) = validate(tmp_path).findings
    assert (finding.code, finding.row, finding.field) == ("constraint-required", 2, "name")
