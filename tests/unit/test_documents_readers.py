"""Formats of documents are what the registry of readers names, and nothing else."""

import io
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from exporter.documents import iter_seeds, readers
from exporter.documents.notes import RefusedError
from exporter.documents.readers import READERS, Reader, find_reader
from exporter.documents.readers.content import Content, Row


def read_archive(data, declared):
    """Read the one text of an archive, with where it was written as metadata."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        raise RefusedError("document-binary", "file is no archive (expected a zip)")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return Content(archive.read("text").decode(declared or "utf-8"), {"publisher": "Archive"}, ())


def iter_archive(stream):
    """Yield every text of an archive as a document of its own."""
    with zipfile.ZipFile(stream) as archive:
        for number, name in enumerate(archive.namelist(), start=1):
            yield Row(number, Content(archive.read(name).decode(), {}, ()))


@pytest.fixture
def register(monkeypatch):
    """Give a function that adds a module to the readers, as a new file and a new line would."""

    def add(suffix, *, holds_many=False, **functions):
        monkeypatch.setitem(sys.modules, f"{readers.__name__}.added", SimpleNamespace(**functions))
        monkeypatch.setitem(READERS, suffix, Reader(module="added", holds_many=holds_many))

    return add


def write_archive(path, **texts):
    """Write an archive of texts."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text)


def test_a_new_format_of_one_document(tmp_path, register):
    """A format that is added is found in folders, has sidecars, and what it refuses is a finding."""
    register(".news", read=read_archive)
    write_archive(tmp_path / "a.NEWS", text="Rain fell, he said.")
    (tmp_path / "a.meta.json").write_text('{"title": "Rain"}')
    (tmp_path / "b.news").write_text("Snow")
    good, bad = iter_seeds([tmp_path])
    assert (good.document.text, good.document.title, good.document.publisher) == (
        "Rain fell, he said.",
        "Rain",
        "Archive",
    )
    assert good.findings == ()
    assert [(finding.code, Path(finding.path).name) for finding in bad.findings] == [
        ("document-binary", "b.news")
    ]


def test_a_new_format_of_many_documents(tmp_path, register):
    """Documents of one file are numbered as its reader numbers them."""
    register(".bundle", holds_many=True, iter_rows=iter_archive)
    write_archive(tmp_path / "a.bundle", one="Rain fell.", two="Snow fell.")
    seeds = list(iter_seeds([tmp_path]))
    assert [(seed.document.path, seed.document.text) for seed in seeds] == [
        ("a.bundle#1", "Rain fell."),
        ("a.bundle#2", "Snow fell."),
    ]


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("a.txt", "text"),
        ("A.MD", "markdown"),
        ("a.b.jsonl", "json_lines"),
        ("a.NdJson", "json_lines"),
        ("a.pdf", None),
    ],
)
def test_the_suffix_tells_the_reader(name, module):
    """A file is read by the end of its name, in letters of any size; of another suffix by nothing."""
    reader = find_reader(name)
    assert (None if reader is None else reader.module) == module
