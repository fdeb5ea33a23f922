"""Reading documents: files of every format, and everything that can be wrong with one."""

import errno
import hashlib
import json
import os
import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from seed_files import codes_of, document_of, read, write

from exporter.documents import iter_seeds
from exporter.findings import CODES

ARTICLE = "Dockers vote to strike\n\nThe union said on Tuesday that it would not wait.\n"


def test_plain_text_is_a_document(tmp_path: Path) -> None:
    """A bare text file gives a document with the text as it is and ids from its hash."""
    seed = read(write(tmp_path / "strike.txt", ARTICLE))
    digest = hashlib.sha256(ARTICLE.encode()).hexdigest()
    document = document_of(seed)
    assert (document.text, document.path, document.sha256) == (ARTICLE, "strike.txt", digest)
    assert document.document_id == f"d_{digest[:12]}"
    assert seed.path == (tmp_path / "strike.txt").as_posix()
    assert seed.is_valid
    assert seed.findings == ()


def test_front_matter_is_metadata(tmp_path: Path) -> None:
    """Front matter becomes typed fields and is cut off the text with one blank line."""
    content = (
        "---\nid: strike-1\nheadline: Dockers vote\noutlet: Aldane Courier\n"
        "author: By Mara Quist and Ben Okoro\n"
        "link: https://example.org/strike\ndate: 2024-03-05T08:30:00.75+02:00\nlang: no\n"
        "licence: CC-BY-4.0\n---\n"
        "\n\nThe *union* said no.\n"
    )
    seed = read(write(tmp_path / "a.md", content))
    document = document_of(seed)
    assert document.text == "\nThe *union* said no.\n"
    assert document.document_id == "strike-1"
    assert (document.title, document.publisher) == ("Dockers vote", "Aldane Courier")
    assert document.authors == ("Mara Quist", "Ben Okoro")
    assert (document.url, document.language, document.license) == (
        "https://example.org/strike",
        "no",
        "CC-BY-4.0",
    )
    assert document.published_at == datetime(2024, 3, 5, 6, 30, tzinfo=UTC)
    assert document.metadata["date"] == "2024-03-05T08:30:00.75+02:00"
    assert seed.findings == ()


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param("No front matter.\n---\n", "No front matter.\n---\n", id="none"),
        pytest.param("---\n---\nText", "Text", id="empty"),
        pytest.param("---\r\ntitle: T\r\n---\r\n\r\nText", "Text", id="carriage-returns"),
        pytest.param("--- \ntitle: T\n...\n  \n\nText", "\nText", id="dots-and-spaces"),
        pytest.param("----\nText", "----\nText", id="a-rule-is-no-fence"),
    ],
)
def test_text_after_front_matter(tmp_path: Path, content: str, text: str) -> None:
    """The text is what stands after the front matter, less one blank line."""
    assert document_of(read(write(tmp_path / "a.md", content))).text == text


@pytest.mark.parametrize(
    ("content", "row"),
    [
        pytest.param("---\ntitle: [\n---\nText", 3, id="syntax"),
        pytest.param("---\n- a\n- b\n---\nText", 2, id="list"),
        pytest.param("---\njust words\n---\nText", 2, id="string"),
        pytest.param("---\ntitle: T\nText", 1, id="unclosed"),
        pytest.param("---", 1, id="only-a-fence"),
        pytest.param("---\na: &a [1]\nb: *a\n---\nText", 2, id="anchor"),
        pytest.param("---\na: 1\nb: *a\n---\nText", 3, id="alias"),
        pytest.param("---\na: 1\ntitle: T\na: 2\n---\nText", 4, id="duplicate-key"),
        pytest.param("---\na: !!python/object/apply:os.getcwd []\n---\nText", 2, id="python-tag"),
        pytest.param("---\na: !thing x\n---\nText", 2, id="custom-tag"),
        pytest.param("---\n2024: x\n---\nText", 2, id="key-not-a-string"),
        pytest.param("---\n? [a, b]\n: x\n---\nText", 2, id="key-is-a-list"),
        pytest.param("---\na: " + "[" * 10_000 + "]" * 10_000 + "\n---\nText", 2, id="deep-flow"),
        pytest.param(
            "---\n" + "".join(" " * n + "a:\n" for n in range(200)) + "---\nText", 52, id="deep-block"
        ),
        pytest.param('---\na: "\\ud800"\n---\nText', 1, id="surrogate"),
        pytest.param('---\na: "\\UFFFFFFFF"\n---\nText', 1, id="beyond-unicode"),
        pytest.param("---\na: \x07\n---\nText", 2, id="control"),
        pytest.param("---\na: " + "9" * 5000 + "\n---\nText", 1, id="endless-number"),
        pytest.param("---\na: 1e999\n---\nText", 1, id="infinite"),
        pytest.param("---\n" + "# comment\n" * 30_000 + "---\nText", 1, id="too-long"),
    ],
)
def test_malformed_front_matter(tmp_path: Path, content: str, row: int) -> None:
    """Front matter that is no plain YAML mapping is an error with its line, never an exception."""
    seed = read(write(tmp_path / "a.md", content))
    assert seed.document is None
    assert codes_of(seed) == ["frontmatter-malformed"]
    assert seed.findings[0].row == row
    assert "\n" not in seed.findings[0].message


def test_plain_yaml_values_keep_their_look(tmp_path: Path) -> None:
    """Dates, octal-looking and clock-looking values and bare words of YAML 1.1 stay strings."""
    front = "id: 007\na: 2024-03-05\nb: 12:30\nc: no\nd: 1_000\ne: 0x1F\nf: true\ng: 12\nh: 1.5\ni: ~"
    document = document_of(read(write(tmp_path / "a.md", f"---\n{front}\n---\nText")))
    assert document.document_id == "007"
    assert [document.metadata.get(key) for key in "abcdefghi"] == [
        "2024-03-05", "12:30", "no", "1_000", "0x1F", True, 12, 1.5, None,
    ]  # fmt: skip


def test_sidecar_beside_text(tmp_path: Path) -> None:
    """A sidecar of the same name gives a text its metadata."""
    write(tmp_path / "a.txt", ARTICLE)
    write(tmp_path / "a.meta.json", json.dumps({"title": "Dockers vote to strike", "id": 12}))
    document = document_of(read(tmp_path / "a.txt"))
    assert (document.title, document.document_id) == ("Dockers vote to strike", "12")


@pytest.mark.parametrize("suffix", [".meta.yaml", ".meta.yml"])
def test_front_matter_wins_over_sidecar(tmp_path: Path, suffix: str) -> None:
    """Where both give a field, under whatever key, front matter counts, and a warning tells of it."""
    write(tmp_path / "a.md", "---\nheadline: Front\nlang: en\n---\nText")
    write(tmp_path / f"a{suffix}", "title: Side\nlanguage: en\npublisher: Courier\n")
    seed = read(tmp_path / "a.md")
    document = document_of(seed)
    assert (document.title, document.publisher) == ("Front", "Courier")
    assert dict(document.metadata) == {"headline": "Front", "lang": "en", "publisher": "Courier"}
    assert [(finding.code, finding.field) for finding in seed.findings] == [("sidecar-conflict", "headline")]


@pytest.mark.parametrize(
    "content",
    ["[1]", '{"a": 1, "a": 2}', '{"a": NaN}', "{", '{"a": "\\ud800"}', b"\xff\xff", "[" * 100_000, b"\0"],
)
def test_malformed_sidecar(tmp_path: Path, content: str | bytes) -> None:
    """A sidecar that is no plain mapping is an error of its document."""
    write(tmp_path / "a.txt", ARTICLE)
    write(tmp_path / "a.meta.json", content)
    seed = read(tmp_path / "a.txt")
    assert seed.document is None
    assert codes_of(seed) == ["sidecar-malformed"]


def test_second_sidecar_and_orphan_are_reported(tmp_path: Path) -> None:
    """A sidecar that is not used is never lost in silence."""
    write(tmp_path / "a.txt", ARTICLE)
    write(tmp_path / "a.meta.json", '{"title": "J"}')
    write(tmp_path / "a.meta.yaml", "title: Y")
    write(tmp_path / "b.meta.yml", "title: B")
    orphan, seed = iter_seeds([tmp_path])
    assert codes_of(orphan) == ["sidecar-orphan"]
    assert orphan.path.endswith("/b.meta.yml")
    assert codes_of(seed) == ["sidecar-ignored"]
    assert document_of(seed).title == "J"


@pytest.mark.parametrize(
    ("data", "codes", "text"),
    [
        pytest.param("Zoë".encode(), [], "Zoë", id="utf-8"),
        pytest.param(b"\xef\xbb\xbfZo\xc3\xab", ["encoding-bom"], "Zoë", id="utf-8-mark"),
        pytest.param("\ufeffZoë".encode("utf-16-le"), ["encoding-converted"], "Zoë", id="utf-16-le"),
        pytest.param("\ufeffZoë".encode("utf-16-be"), ["encoding-converted"], "Zoë", id="utf-16-be"),
        pytest.param("\ufeffZoë".encode("utf-32-le"), ["encoding-converted"], "Zoë", id="utf-32-le"),
        pytest.param("\ufeffZoë".encode("utf-32-be"), ["encoding-converted"], "Zoë", id="utf-32-be"),
        pytest.param(b"\x93Zo\xeb\x94", ["encoding-converted"], "“Zoë”", id="windows-1252"),
        pytest.param(b"a\r\nb\rc\n\xe2\x80\xa8d\xc2\x85", [], "a\nb\nc\n\u2028d\x85", id="line-ends"),
    ],
)
def test_decoding(tmp_path: Path, data: bytes, codes: list[str], text: str) -> None:
    """Bytes are decoded by mark, as UTF-8 or as windows-1252, and only line ends change."""
    seed = read(write(tmp_path / "a.txt", data))
    assert codes_of(seed) == codes
    assert document_of(seed).text == text


def test_declared_encoding(tmp_path: Path) -> None:
    """An encoding that front matter or a sidecar declares is used, and the conversion reported."""
    front = read(write(tmp_path / "a.md", "---\nencoding: 'koi8-r'\ntitle: Мир\n---\nМир".encode("koi8-r")))
    assert (document_of(front).text, document_of(front).title) == ("Мир", "Мир")
    write(tmp_path / "b.meta.yaml", "encoding: utf-16-le")
    side = read(write(tmp_path / "b.txt", "Мир".encode("utf-16-le")))
    assert document_of(side).text == "Мир"
    assert codes_of(front) == codes_of(side) == ["encoding-converted"]


@pytest.mark.parametrize(
    "name",
    [
        "klingon",
        "base64",
        "rot13",
        "unicode_escape",
        "utf-7",
        "idna",
        "undefined",
        "ascii",
        "a b",
        "\0x",
        "é",
    ],
)
def test_unusable_declared_encoding(tmp_path: Path, name: str) -> None:
    """An encoding that does not exist, is none of text files, or does not fit is an error."""
    write(tmp_path / "a.meta.json", json.dumps({"encoding": name}))
    seed = read(write(tmp_path / "a.txt", "Zoë"))
    assert seed.document is None
    assert codes_of(seed) == ["encoding-invalid"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "document-empty", id="empty"),
        pytest.param(" \n\t\r\n\u00a0\u200b".encode(), "document-empty", id="blank"),
        pytest.param(b"\xef\xbb\xbf", "document-empty", id="only-a-mark"),
        pytest.param(b"text\0text", "document-binary", id="nul"),
        pytest.param("\ufefftext\0".encode("utf-16-le"), "document-binary", id="nul-in-utf-16"),
        pytest.param(bytes(range(1, 32)) * 3, "document-binary", id="controls"),
        pytest.param(b"%PDF-1.7 words", "document-binary", id="pdf"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "document-binary", id="png"),
        pytest.param(b"\x81\x8d\x90", "encoding-invalid", id="neither"),
        pytest.param(b"\xff\xfea", "encoding-invalid", id="cut-utf-16"),
        pytest.param(b"\xef\xbb\xbf\xff", "encoding-invalid", id="marked-but-not-utf-8"),
        pytest.param(b"a" * 1_000_001, "document-too-long", id="too-long"),
    ],
)
def test_text_that_is_none(tmp_path: Path, data: bytes, code: str) -> None:
    """What cannot be the text of an article is an error, and there is no document."""
    seed = read(write(tmp_path / "a.txt", data))
    assert seed.document is None
    assert codes_of(seed)[-1] == code
    assert [finding.code for finding in seed.findings if finding.level == "error"] == [code]


def test_longest_text(tmp_path: Path) -> None:
    """A text of just the longest length is read, whatever its characters weigh."""
    assert len(document_of(read(write(tmp_path / "a.txt", "\U0001f6a2" * 1_000_000))).text) == 1_000_000


def test_large_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of 50 MB is refused by its size alone."""
    path = write(tmp_path / "a.txt", b"")
    os.truncate(path, 50_000_000)
    asked: list[int] = []
    monkeypatch.setattr("exporter.documents.files.open_file", lambda path: _Counting(path.open("rb"), asked))
    seed = read(path)
    assert codes_of(seed) == ["document-too-long"]
    assert asked == []


class _Counting:
    """A file that notes how much was asked of it."""

    def __init__(self, stream, asked: list[int]) -> None:
        self._stream, self._asked = stream, asked

    def __enter__(self) -> "_Counting":
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def fileno(self) -> int:
        return self._stream.fileno()

    def read(self, size: int) -> bytes:
        self._asked.append(size)
        return self._stream.read(size)


def test_special_files_do_not_hang(tmp_path: Path) -> None:
    """A pipe, a socket, a device and a link to nowhere in a folder are errors that name the reason."""
    os.mkfifo(tmp_path / "a.txt")
    os.mkfifo(tmp_path / "b.jsonl")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.fspath(tmp_path / "c.txt"))
        (tmp_path / "d.txt").symlink_to("/dev/zero")
        (tmp_path / "e.txt").symlink_to(tmp_path / "missing")
        seeds = list(iter_seeds([tmp_path], follow_links=True))
    assert [codes_of(seed) for seed in seeds] == [["document-unreadable"]] * 5
    reasons = ["a FIFO", "a FIFO", "a socket", "a device", os.strerror(errno.ENOENT)]
    assert [reason in seed.findings[0].message for seed, reason in zip(seeds, reasons, strict=True)] == [
        True
    ] * 5


def test_fifo_as_sidecar_does_not_hang(tmp_path: Path) -> None:
    """A pipe in the place of a sidecar is an error of the document."""
    os.mkfifo(tmp_path / "a.meta.json")
    seed = read(write(tmp_path / "a.txt", ARTICLE))
    assert codes_of(seed) == ["sidecar-malformed"]


def test_refused_and_vanished_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be opened, or is gone by then, is an error with its reason; the rest is read."""
    for name in ("a", "b", "c"):
        write(tmp_path / f"{name}.txt", f"Text {name}.")
    real_open = os.open

    def refuse(path, *rest, **more) -> int:
        if str(path).endswith("a.txt"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real_open(path, *rest, **more)

    monkeypatch.setattr("exporter.documents.files.os.open", refuse)
    seeds = iter_seeds([tmp_path])
    (tmp_path / "b.txt").unlink()
    first, second, third = seeds
    assert os.strerror(errno.EACCES) in first.findings[0].message
    assert os.strerror(errno.ENOENT) in second.findings[0].message
    assert document_of(third).text == "Text c."


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "a.jsonl"]))
def test_any_bytes_give_seeds(tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str) -> None:
    """No bytes whatsoever raise; what is not a document is a finding with a code of the table."""
    path = write(tmp_path_factory.mktemp("any") / name, data)
    for seed in iter_seeds([path]):
        assert seed.document is not None or not seed.is_valid
        assert all(finding.code in CODES and "\n" not in finding.message for finding in seed.findings)


@given(
    st.text(max_size=200), st.sampled_from(["---\n{}\n---\nText", '{{"text": "T", {}}}\n', '{{"text": {}}}'])
)
def test_any_metadata_gives_seeds(tmp_path_factory: pytest.TempPathFactory, inner: str, form: str) -> None:
    """Whatever stands in front matter or a line, nothing raises."""
    path = tmp_path_factory.mktemp("any") / ("a.md" if form.startswith("---") else "a.jsonl")
    write(path, form.format(inner).encode("utf-8", "surrogatepass"))
    assert all(seed.document is not None or seed.findings for seed in iter_seeds([path]))
