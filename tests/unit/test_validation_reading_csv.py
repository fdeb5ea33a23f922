"""Reading CSV strictly: structure in blocks, the same cells as Python's csv module, damage with its place."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import examples

from exporter.validation.files.streams import HashingReader
from exporter.validation.model.budget import Budget
from exporter.validation.model.package import Dialect, Resource
from exporter.validation.reading.csv import reader as csv_reader
from exporter.validation.reading.csv import records as csv_records
from exporter.validation.reading.tables import read_table
from exporter.validation.report.findings_log import Collector


def read(path, data, budget=None, **resource):
    """Write a file, read it, and give back labels, rows with their numbers, and findings."""
    path.write_bytes(data)
    collector = Collector()
    log = collector.start(name="t", kind="table", place="t.csv", resource="t")
    resource = Resource(name="t", paths=("t.csv",), format="csv", **resource)
    files = HashingReader([path])
    table = read_table(resource, [path], files, budget or Budget(), log)
    rows = {}
    for batch in table.batches if table else ():
        cells = zip(*(column.to_pylist() for column in batch.columns), strict=True)
        rows |= dict(zip(batch.rows.tolist(), cells, strict=True))
    files.drain()
    found = [(item.code, item.row) for item in collector.build_report().findings]
    return table.labels if table else None, rows, found


def set_chunk(patch, size):
    """Let files be read in pieces of so many bytes."""
    patch.setattr(csv_reader, "_CHUNK", size)
    patch.setattr(csv_records, "_FIRST", size)
    patch.setattr(csv_records, "_CHUNK", size)


CELL = st.text(alphabet="ab\",\n\r é🦀;\t'", max_size=6)


@examples(2)
@given(
    rows=st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=8),
    size=st.integers(1, 9),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_cells_are_those_of_the_csv_module(tmp_path_factory, rows, size, end):
    """Whatever Python's csv module writes is read back cell by cell, wherever blocks are cut."""
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([["x", "y"], *rows])
    with pytest.MonkeyPatch.context() as patch:
        set_chunk(patch, size)
        path = tmp_path_factory.mktemp("csv") / "t.csv"
        labels, found, findings = read(path, stream.getvalue().encode())
    assert labels == ("x", "y")
    assert found == {number: tuple(row) for number, row in enumerate(rows, start=2)}
    assert findings == []


@examples(3)
@given(data=st.text(alphabet='ab",\n', max_size=30))
def test_what_is_accepted_means_the_same_to_the_csv_module(tmp_path_factory, data):
    """A file without findings has the same rows for Python's csv module in strict mode."""
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    labels, rows, findings = read(path, data.encode())
    if not findings:
        expected = list(csv.reader(io.StringIO(data, newline=""), strict=True))
        # Of an empty line, which is a row of one empty cell, that module makes a row without cells.
        assert [labels, *rows.values()] == [tuple(row or [""]) for row in expected]


@pytest.mark.parametrize("size", [1, 3, 1000], ids=["by-byte", "by-three", "whole"])
@pytest.mark.parametrize(
    ("data", "rows", "found"),
    [
        (b'a,b\n1,"x\ny"\n2,3\n', [2, 3], []),
        (b"a,b\n1\n2,3\n4,5,6\n7,8\n", [3, 5], [("csv-ragged-row", 2), ("csv-ragged-row", 4)]),
        (b'a,b\n1,"x\ny"\n2\n', [2], [("csv-ragged-row", 3)]),
        (
            b"a,b\n\n1,2\n\r\n3,4\n",
            [3, 5],
            [("csv-blank-row", 2), ("csv-blank-row", 4), ("csv-line-ends-mixed", 4)],
        ),
        (b"a,b\n1,\xff\n2,3\n4,\xc3\n", [3], [("encoding-error", 2), ("encoding-error", 4)]),
        (b'a,b\n1,2\n3,"4\n5,6\n', [2], [("csv-quote", 3)]),
        (b'a,b\n1,2\n3,"4"5\n6,7\n', [2], [("csv-quote", 3)]),
        (b"a,b\n1,2\x00\n", [2], [("csv-nul", 2)]),
        (b"a,b\r1,2\r", None, [("csv-line-end", 1)]),
        (b"a,b\n1,2\r3,4\n5,6\n", [3], [("csv-ragged-row", 2), ("csv-line-end", 2)]),
        (b"", None, [("csv-header-missing", None)]),
        (b"\n1,2\n", None, [("csv-blank-row", 1)]),
        (b"\xffa,b\n1,2\n", None, [("encoding-error", 1)]),
        (b'"a,b\n1,2\n', None, [("csv-quote", 1)]),
        (b"\xef\xbb\xbfa,b\n1,2\n", [2], [("csv-bom", 1)]),
        (b"a,b\n", [], []),
        (b"a,b", [], []),
    ],
    ids=[
        *(
            "quoted-newline",
            "ragged",
            "ragged-after-newline",
            "blank",
            "bad-bytes",
            "open-quote",
            "bad-quote",
        ),
        *("nul", "only-returns", "bare-return", "empty", "blank-header", "bad-header", "open-header", "bom"),
        *("no-rows", "no-rows-no-line-end"),
    ],
)
def test_damage_has_its_row(tmp_path, monkeypatch, data, rows, found, size):
    """Each kind of damage is found in its row, the rows around it are read, wherever blocks are cut."""
    set_chunk(monkeypatch, size)
    labels, read_rows, findings = read(tmp_path / "t.csv", data)
    assert (None if labels is None else list(read_rows)) == rows
    assert sorted(findings, key=str) == sorted(found, key=str)


def test_record_without_end_is_given_up(tmp_path, monkeypatch):
    """A record that grows beyond the bound ends the reading, so that an open quote cannot fill memory."""
    set_chunk(monkeypatch, 50)
    data = b'a,b\n1,2\n3,"' + b"x" * 1000 + b'"\n4,5\n'
    labels, rows, found = read(tmp_path / "t.csv", data, Budget(row_bytes=100))
    assert (labels, list(rows), found) == (("a", "b"), [2], [("csv-row-length", 3)])


@pytest.mark.parametrize(
    ("dialect", "data"),
    [
        (Dialect(delimiter=";"), b"a;b\n1,2;3\n"),
        (Dialect(delimiter="\t"), b"a\tb\n1,2\t3\n"),
        (Dialect(quote="'"), b"a,b\n'1,2',3\n"),
    ],
    ids=["semicolon", "tab", "apostrophe"],
)
def test_dialect_is_followed(tmp_path, dialect, data):
    """Delimiter and quotation mark are those of the dialect."""
    assert read(tmp_path / "t.csv", data, dialect=dialect) == (("a", "b"), {2: ("1,2", "3")}, [])


def test_rows_are_counted_from_one_without_a_header(tmp_path):
    """Without a header the first row is row 1."""
    labels, rows, _ = read(tmp_path / "t.csv", b"1,2\n3,4\n", dialect=Dialect(header_rows=()))
    assert (labels, list(rows)) == (("column 1", "column 2"), [1, 2])


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "cp1252"])
def test_other_encodings_are_decoded(tmp_path, encoding):
    """A file in another encoding is read by the encoding that is declared."""
    data = "a,b\n1,é\n".encode(encoding)
    assert read(tmp_path / "t.csv", data, encoding=encoding) == (("a", "b"), {2: ("1", "é")}, [])


def test_unknown_encoding_is_found(tmp_path):
    """An encoding that does not exist is a finding."""
    assert read(tmp_path / "t.csv", b"a\n", encoding="klingon")[2] == [("encoding-error", None)]
