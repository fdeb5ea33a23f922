"""A list in a temporary file: it gives back what it was given, leaves nothing behind, and tells when room runs out."""

import gc
import tempfile

import pytest

from exporter.errors import ExtractionError
from exporter.extraction.corpus.spill import Spill


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Give the folder that temporary files are made in, which TMPDIR names."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def test_items_come_back_in_order_any_number_of_times():
    """Items come back equal, by number and one after the other, also when more are added between."""
    spill = Spill()
    items = ["a", {"b": (1, 2)}, b"c" * 100_000, None]
    for item in items:
        spill.append(item)
        assert spill[0] == "a"
    assert (len(spill), list(spill), list(spill)) == (4, items, items)
    assert [spill[number] for number in (2, 0, 3)] == [items[2], "a", None]
    assert [(one, two) for one in spill for two in spill] == [(one, two) for one in items for two in items]


def test_nothing_was_added():
    """An empty list has no items."""
    assert (len(Spill()), list(Spill())) == (0, [])
    with pytest.raises(IndexError):
        Spill()[0]


def test_an_item_is_a_copy():
    """What is changed after it was appended, or after it was read, does not change the list."""
    spill, item = Spill(), [1]
    spill.append(item)
    item.append(2)
    spill[0].append(3)
    assert spill[0] == [1]


def test_nothing_is_left_behind(folder, monkeypatch):
    """The file lies where TMPDIR says and is gone with the list."""
    monkeypatch.setattr(tempfile, "TemporaryFile", tempfile.NamedTemporaryFile)
    spill = Spill()
    spill.append("a")
    (file,) = folder.iterdir()
    assert file.name.startswith("exporter-")
    del spill
    gc.collect()
    assert list(folder.iterdir()) == []


def test_lack_of_room_is_told_with_what_to_do(folder, full_disk):
    """Where a file cannot grow, the error names the folder and what to do; closing the file is no second error."""
    tempfile.gettempdir()
    spill = Spill()
    with pytest.raises(
        ExtractionError, match=r"cannot be written or read \(No space left on device\)"
    ) as caught:
        spill.append(b"a" * 1_000_000)
    assert str(caught.value).startswith(str(folder))
    assert "TMPDIR" in caught.value.hint
    del spill, caught
    gc.collect()


def test_lack_of_room_is_told_late(full_disk):
    """What was kept back in a buffer and finds no room is told when it is asked for."""
    spill = Spill()
    spill.append("a")
    with pytest.raises(ExtractionError, match="cannot be written"):
        list(spill)


def test_no_folder_for_temporary_files(monkeypatch):
    """Where no temporary file can be made at all, that is told, too."""

    def refuse(*, prefix):
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    with pytest.raises(ExtractionError, match="No usable temporary directory"):
        Spill()
