"""Tables written without a release: every format of the registry, and one that is added to it."""

import json
import sys
from types import SimpleNamespace

import pytest

from exporter.errors import PublishError, TableError
from exporter.exports import WRITERS, Writer, writing
from exporter.exports.writing import iter_lines, write_tables
from exporter.schemas import TABLE_NAMES
from exporter.tables import build_tables


@pytest.fixture
def tables(build_records):
    """Give the tables of three documents, with texts."""
    return build_tables(build_records(("a", "b")), with_text=True)


PACKAGE = {"datapackage.json", "data"}
FILES = {
    "csv": PACKAGE,
    "parquet": PACKAGE,
    "jsonl": {f"{name}.jsonl" for name in TABLE_NAMES},
    "brat": {
        "annotation.conf",
        *(f"{name}.{kind}" for name in ("000", "001", "002") for kind in ("txt", "ann")),
    },
}


@pytest.mark.parametrize("kind", WRITERS)
def test_a_folder_holds_what_its_format_says(tables, tmp_path, kind):
    """Each format writes its files; the package among them is named after the folder and is no release."""
    write_tables(tables, tmp_path / "My Tables", kind)
    assert {path.name for path in (tmp_path / "My Tables").iterdir()} == FILES[kind]
    if "datapackage.json" in FILES[kind]:
        descriptor = json.loads((tmp_path / "My Tables" / "datapackage.json").read_bytes())
        assert (descriptor["name"], descriptor["version"]) == ("my-tables", "0.0.0")


@pytest.mark.parametrize("kind", [name for name, writer in WRITERS.items() if writer.is_printable])
def test_a_printable_format_gives_lines(tables, kind):
    """What is said to be printable is printed, a line for each row, and for csv one of names before them."""
    lines = b"".join(iter_lines(tables.sources, kind)).splitlines()
    assert len(lines) == tables.sources.num_rows + (kind == "csv")


@pytest.mark.parametrize("kind", WRITERS)
def test_texts_are_needed_where_it_is_said(build_records, tmp_path, kind):
    """Without texts a format that needs them is refused with nothing written, and the others are written."""
    tables = build_tables(build_records(("a",)))
    if WRITERS[kind].needs_text:
        with pytest.raises(TableError, match="no texts"):
            write_tables(tables, tmp_path / "out", kind)
    else:
        write_tables(tables, tmp_path / "out", kind)
    assert (tmp_path / "out").exists() is not WRITERS[kind].needs_text


def test_another_format_needs_a_module_and_a_line(tables, tmp_path, monkeypatch):
    """What is named in WRITERS is found by its name, and its folder too appears whole or not at all."""

    def write(tables, folder, metadata):
        (folder / "names.txt").write_text(metadata.name)
        if not tables.quotes.num_rows:
            raise TableError("no rows")

    monkeypatch.setitem(sys.modules, "exporter.exports.names", SimpleNamespace(write=write))
    monkeypatch.setitem(WRITERS, "names", Writer(holds="names"))
    write_tables(tables, tmp_path / "mine", "names")
    assert (tmp_path / "mine" / "names.txt").read_text() == "mine"
    with pytest.raises(PublishError, match="exists already"):
        write_tables(tables, tmp_path / "mine", "names")
    with pytest.raises(TableError):
        write_tables(build_tables(SimpleNamespace(documents=(), entities=())), tmp_path / "none", "names")
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_format_that_is_not_there_is_refused(tables, tmp_path):
    """A name that is not in the registry is refused with those that are."""
    with pytest.raises(ValueError, match=r"'xls': no format of tables .expected one of csv, jsonl"):
        writing.write_tables(tables, tmp_path / "out", "xls")
    assert not (tmp_path / "out").exists()
