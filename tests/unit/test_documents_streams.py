"""Reading many documents from one place: collections and standard input."""

import io
from pathlib import Path

import pytest
from seed_files import codes_of, document_of, read, write

from exporter.documents import iter_seeds
from exporter.documents.files import MAX_BYTES
from exporter.errors import InputError


def test_json_lines(tmp_path: Path) -> None:
    """Every line of a collection is a document of its own, and a bad one harms no other."""
    lines = [
        '{"text": "One.\\r\\nTwo.", "id": "a", "title": "", "publisher": null}',
        "",
        '{"text": "cut',
        '{"text": 5}',
        '{"title": "no text"}',
        '["text"]',
        '{"text": "x", "text": "y"}',
        '{"text": "x", "n": NaN}',
        '{"text": "half \\ud83d"}',
        '{"text": "whole \\ud83d\\udea2"}',
        '{"text": " "}',
        '{"text": "nul \\u0000"}',
        '{"text": "x", "deep": ' + "[" * 100 + "]" * 100 + "}",
        '{"text": "x", "n": 1e999}',
        '{"text": "x", "n": ' + "9" * 5000 + "}",
        '{"text": "last"}',
    ]
    seeds = list(iter_seeds([write(tmp_path / "feed.jsonl", "\n".join(lines))]))
    assert [seed.path.rpartition("#")[2] for seed in seeds] == [str(n) for n in range(1, 17) if n != 2]
    assert [codes_of(seed) for seed in seeds] == [
        [], ["json-malformed"], ["document-text-invalid"], ["document-text-invalid"], ["json-malformed"],
        ["json-malformed"], ["json-malformed"], ["json-malformed"], [], ["document-empty"],
        ["document-binary"],
        ["json-malformed"], ["json-malformed"], ["json-malformed"], [],
    ]  # fmt: skip
    assert [seed.document.path for seed in seeds if seed.document] == [
        "feed.jsonl#1",
        "feed.jsonl#10",
        "feed.jsonl#16",
    ]
    first = document_of(seeds[0])
    assert (first.text, first.document_id, first.metadata) == ("One.\nTwo.", "a", {"id": "a"})
    assert seeds[1].findings[0].row == 3


def test_deeply_nested_json_line(tmp_path: Path) -> None:
    """A line that nests deeper than Python recurses is an error, not a crash."""
    seed = read(write(tmp_path / "a.ndjson", '{"text": "x", "a": ' + "[" * 200_000 + "]" * 200_000 + "}"))
    assert codes_of(seed) == ["json-malformed"]


class _Endless(io.RawIOBase):
    """A stream of one line of 1 GB that cannot be read at once, then one good line."""

    def __init__(self) -> None:
        self.left = 1_000_000_000
        self.tail = b'\n{"text": "after"}\n'
        self.largest = 0

    def readline(self, size: int | None = -1) -> bytes:
        assert size is not None
        assert 0 < size <= MAX_BYTES + 1
        self.largest = max(self.largest, size)
        if self.left > 0:
            self.left -= size
            return b'{"text": "' if self.left + size == 1_000_000_000 and size < 11 else b" " * size
        line, newline, self.tail = self.tail.partition(b"\n")
        return line + newline


def test_huge_line_is_skipped_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line beyond the bound is passed over in bounded pieces, and the next one is read."""
    stream = _Endless()
    monkeypatch.setattr("exporter.documents.seeds.open_file", lambda _: stream)
    first, second = iter_seeds([write(tmp_path / "a.jsonl", "")])
    assert codes_of(first) == ["document-too-long"]
    assert first.path.endswith("#1")
    assert document_of(second).text == "after"
    assert second.path.endswith("#2")


def test_collection_encodings(tmp_path: Path) -> None:
    """A mark is removed, a line in windows-1252 converted, and a collection in UTF-16 refused as a whole."""
    data = b'\xef\xbb\xbf{"text": "One"}\n{"text": "Zo\xeb"}\n'
    first, second = iter_seeds([write(tmp_path / "a.jsonl", data)])
    assert (codes_of(first), codes_of(second)) == (["encoding-bom"], ["encoding-converted"])
    assert document_of(second).text == "Zoë"
    wide = read(write(tmp_path / "b.jsonl", '{"text": "One"}\n{"text": "Two"}'.encode("utf-16")))
    assert codes_of(wide) == ["encoding-invalid"]


@pytest.mark.parametrize("content", ["", "\n\n \n"])
def test_collection_without_documents(tmp_path: Path, content: str) -> None:
    """A collection without a single line that is not blank is an error."""
    assert codes_of(read(write(tmp_path / "a.jsonl", content))) == ["document-empty"]


def test_unknown_key_is_said_once_per_collection(tmp_path: Path) -> None:
    """A key that all lines share is reported at the first line only."""
    seeds = list(iter_seeds([write(tmp_path / "a.jsonl", '{"text": "a", "tilte": 1}\n' * 3)]))
    assert [codes_of(seed) for seed in seeds] == [["metadata-unknown"], [], []]
    assert "expected 'title', found 'tilte'" in seeds[0].findings[0].message


@pytest.mark.parametrize(
    ("data", "paths", "texts"),
    [
        pytest.param(b"Plain text.\n{not json}\n", ["-"], ["Plain text.\n{not json}\n"], id="text"),
        pytest.param(b"{sic} said the mayor\n", ["-"], ["{sic} said the mayor\n"], id="brace"),
        pytest.param(b'\n {"text": "a"}\n{"text": "b"}', ["-#2", "-#3"], ["a", "b"], id="lines"),
        pytest.param(b'\xef\xbb\xbf{"text": "a"}', ["-#1"], ["a"], id="marked-lines"),
        pytest.param("\ufeffa\nb".encode("utf-16-le"), ["-"], ["a\nb"], id="utf-16-text"),
    ],
)
def test_standard_input(data: bytes, paths: list[str], texts: list[str]) -> None:
    """Standard input is JSON Lines when its first line looks so, else one text."""
    documents = [document_of(seed) for seed in iter_seeds(["-"], stdin=io.BytesIO(data))]
    assert [document.path for document in documents] == paths
    assert [document.text for document in documents] == texts


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "document-empty", id="empty"),
        pytest.param(b"\n" * 10, "document-empty", id="blank"),
        pytest.param(b"a" * (MAX_BYTES + 1), "document-too-long", id="one-line"),
        pytest.param(b"ab\n" * (MAX_BYTES // 3 + 1), "document-too-long", id="many-lines"),
        pytest.param(b"{\n", "json-malformed", id="pretty-printed"),
    ],
)
def test_standard_input_that_is_no_document(data: bytes, code: str) -> None:
    """What cannot be read from standard input is an error under the path -."""
    (seed,) = iter_seeds(["-"], stdin=io.BytesIO(data))
    assert codes_of(seed) == [code]
    assert seed.path in ("-", "-#1")


def test_standard_input_must_be_given() -> None:
    """The name - without a stream is a wrong call."""
    with pytest.raises(InputError, match="not given"):
        iter_seeds(["-"])
