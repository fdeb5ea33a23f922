"""Word documents (Office Open XML): each paragraph of word/document.xml is one of the text, with a blank line between.

Read is what a reader of the printed page sees: no deleted or moved text, nothing hidden, no field codes, comments,
footnotes, headers or footers. Cells of tables and boxes of text are paragraphs where they stand. The title, author and
date in the properties of a file are often those of its template: what is known of an article stands in a sidecar.
"""

import io
import zipfile
import zlib
from collections.abc import Callable
from xml.parsers import expat

from exporter.documents.decoding import MAX_CHARACTERS
from exporter.documents.notes import RefusedError, show
from exporter.documents.readers.content import Content

_TEXT = "word/document.xml"

_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",  # the strict form of the standard
)
_SPACE = "http://www.w3.org/XML/1998/namespace space"
# Whose text is not the document's: what was deleted, moved away or set otherwise before, the stops of tabs, the
# readings above characters, and what stands only for programs that do not know the first choice.
_PASSED_OVER = {
    *(f"{space} {tag}" for space in _WORD for tag in ("del", "moveFrom", "rPrChange", "pPr", "rt")),
    "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback",
}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\N{NON-BREAKING HYPHEN}"}
_OFF = ("0", "false", "off")

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # what holds .doc files, and .docx files with a password
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # all that the standard allows
_MAX_BYTES = 16_000_000  # of a part, unpacked: sixteen for each character of the longest text
_MAX_DEPTH = 256
_MAX_NAMES = 10_000  # of elements and attributes; Word has some hundreds
_CHUNK = 1 << 16

Start = Callable[[str, dict[str, str]], object]


def read(data: bytes, declared: str | None) -> Content:
    """Read a file; no encoding can be declared beside it, because its XML names it.

    Raises:
        RefusedError: It is no Word document, damaged, encrypted or too long.
    """
    if data.startswith(_OLD):
        raise _damaged("an old .doc file or one with a password", expected="a .docx file without password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            text = _read_text(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise _damaged(f"no zip archive or a damaged one: {error}") from error
    return Content(text, {}, ())


def _damaged(found: str, *, expected: str = "a .docx file") -> RefusedError:
    return RefusedError(
        "document-damaged", f"file cannot be opened (expected {expected}, found {found:.200})"
    )


def _read_text(archive: zipfile.ZipFile) -> str:
    if _TEXT not in archive.namelist():
        raise _damaged(f"a zip archive without {_TEXT}")
    gatherer = _Gatherer()
    _parse(archive, _TEXT, gatherer.start, gatherer.end, gatherer.add)
    return "\n\n".join(paragraph for paragraph in gatherer.paragraphs if paragraph.strip())


def _parse(
    archive: zipfile.ZipFile,
    part: str,
    start: Start,
    end: Callable[[str], object],
    add: Callable[[str], object],
) -> None:
    """Give a part of an archive to functions, piece by piece, so that nothing in it can take much memory."""
    info = archive.getinfo(part)
    if info.flag_bits & 1:
        raise _damaged(f"{part} encrypted")
    if info.compress_type not in _METHODS:
        raise _damaged(f"{part} compressed by an unknown method ({info.compress_type})")
    names: dict[str, str] = {}
    depth = 0

    def go_down(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH or len(names) > _MAX_NAMES:
            raise _damaged(f"{part} with too many levels or names")
        start(name, attributes)

    def go_up(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name)

    def refuse(*_: object) -> None:
        raise _damaged(f"{part} with a DOCTYPE")

    parser = expat.ParserCreate(namespace_separator=" ", intern=names)
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = go_down, go_up, add
    parser.StartDoctypeDeclHandler = refuse  # Word writes none; with it go all entities.
    try:
        with archive.open(info) as stream:
            left = _MAX_BYTES
            while chunk := stream.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise RefusedError(
                        "document-too-long", f"{part} is too long (expected at most {_MAX_BYTES} bytes)"
                    )
                parser.Parse(chunk)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError) as error:
        raise _damaged(f"{part} that is no XML: {error}") from error


class _Gatherer:
    """Gathers the paragraphs of a document; one within another, in a box of text, comes before it."""

    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self._open: list[list[str]] = []
        self._text: list[str] | None = None
        self._keeps_space = False
        self._hidden: list[bool] = []  # of each run that is open
        self._passing = 0
        self._length = 0
        self._is_first = True

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Enter an element."""
        space, _, tag = name.partition(" ")
        if self._is_first and (space not in _WORD or tag != "document"):
            raise _damaged(f"{_TEXT} that starts with {show(name)}")
        self._is_first = False
        if self._passing or name in _PASSED_OVER:
            self._passing += 1
        elif space not in _WORD:
            return
        elif tag == "p":
            self._open.append([])
        elif tag == "r":
            self._hidden.append(self._hidden[-1:] == [True])
        elif tag == "vanish" and self._hidden:
            self._hidden[-1] = attributes.get(f"{space} val", "1") not in _OFF
        elif tag == "t":
            self._text, self._keeps_space = [], attributes.get(_SPACE) == "preserve"
        elif tag in _SIGNS:
            self._write(_SIGNS[tag])

    def end(self, name: str) -> None:
        """Leave an element."""
        if self._passing:
            self._passing -= 1
            return
        space, _, tag = name.partition(" ")
        if space in _WORD and tag == "t" and self._text is not None:
            text = "".join(self._text).translate({9: " ", 10: " ", 13: " "})
            self._write(text if self._keeps_space else text.strip(" "))
            self._text = None
        elif space in _WORD and tag == "r":
            self._hidden.pop()
        elif space in _WORD and tag == "p":
            self.paragraphs.append("".join(self._open.pop()))

    def add(self, data: str) -> None:
        """Take text, of which only that in runs is the document's."""
        if self._text is not None and not self._passing:
            self._text.append(data)

    def _write(self, text: str) -> None:
        if not self._open or self._hidden[-1:] != [False]:
            return
        self._open[-1].append(text)
        self._length += len(text)
        if self._length > MAX_CHARACTERS:
            raise RefusedError(
                "document-too-long", f"text is too long (expected at most {MAX_CHARACTERS} characters)"
            )
