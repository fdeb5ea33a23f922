"""Turns bytes into normalised text: decoded, line ends made one, nothing else changed."""

import codecs
import re
from typing import NamedTuple

from exporter.documents.notes import Note, RefusedError, show

MAX_CHARACTERS = 1_000_000
"""The longest text of a document, in code points."""

BOM = codecs.BOM_UTF8
WIDE_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
"""Byte order marks of what is not UTF-8; that of little-endian UTF-32 starts with the first."""

# UTF-32 before UTF-16: its little-endian mark starts with the other's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\x1f\x8b", b"GIF8", b"\xff\xd8\xff", b"{\\rtf")
# Codecs of Python that are no encodings of text files.
_NOT_FOR_FILES = {
    "idna",
    "punycode",
    "unicode-escape",
    "raw-unicode-escape",
    "undefined",
    "utf-7",
    "mbcs",
    "oem",
}
_ODD_CONTROL = re.compile("[\x01-\x08\x0e-\x1f\x7f]")  # those above are letters and marks in a wrong encoding
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"


class Decoded(NamedTuple):
    """Text with line ends made one, and what was noted on the way."""

    text: str
    notes: tuple[Note, ...]


def decode_text(data: bytes, *, declared: str | None = None) -> Decoded:
    """Decode bytes by their byte order mark, else as declared, else as UTF-8, else as windows-1252.

    Raises:
        RefusedError: The bytes are no text, or not in the encoding that was declared.
    """
    if data.startswith(_SIGNATURES):
        raise RefusedError(
            "document-binary", f"file is binary (expected text, found a file that starts {data[:5]!r})"
        )
    mark = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), None)
    if mark is not None:
        text, notes = _decode_marked(data[len(mark[0]) :], mark[1])
    elif declared is not None:
        text, notes = _decode_declared(data, declared)
    else:
        text, notes = _decode_guessed(data)
    return Decoded(normalise(text), notes)


def normalise(text: str) -> str:
    r"""Make \r\n and \r one \n; every other character stays."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def check_text(text: str) -> None:
    """See that a text can be a document's: neither binary, nor empty, nor too long, and encodable.

    Raises:
        RefusedError: It cannot.
    """
    if len(text) > MAX_CHARACTERS:
        raise RefusedError(
            "document-too-long",
            f"text is too long (expected at most {MAX_CHARACTERS} characters, found {len(text)})",
        )
    if "\0" in text:
        raise RefusedError(
            "document-binary", f"text is binary (expected no NUL, found one at {text.index(chr(0))})"
        )
    controls = len(_ODD_CONTROL.findall(text))
    if controls * 100 > len(text):
        raise RefusedError(
            "document-binary",
            f"text is binary (expected hardly any control characters, found {controls} in {len(text)})",
        )
    if not text.strip().strip(_INVISIBLE).strip():
        raise RefusedError(
            "document-empty", "no text (expected at least one word, found nothing but white space)"
        )
    if surrogate := find_surrogate(text):
        raise RefusedError("encoding-invalid", f"text is not Unicode (found a lone surrogate {surrogate!r})")


def find_surrogate(text: str) -> str | None:
    """Find the first character that no file can hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return text[error.start]
    return None


def _decode_marked(data: bytes, encoding: str) -> tuple[str, tuple[Note, ...]]:
    text = _decode_strictly(data, encoding)
    if encoding == "utf-8":
        note = Note("encoding-bom", "byte order mark removed (expected UTF-8 without one)")
    else:
        note = Note(
            "encoding-converted", f"text converted (expected UTF-8, found {encoding} by its byte order mark)"
        )
    return text, (note,)


def _decode_declared(data: bytes, declared: str) -> tuple[str, tuple[Note, ...]]:
    name = _find_codec(declared)
    if name is None:
        raise RefusedError(
            "encoding-invalid",
            f"unknown encoding (expected a name such as 'windows-1252', found {show(declared)})",
        )
    text = _decode_strictly(data, name)
    if name in ("utf-8", "ascii"):
        return text, ()
    return text, (Note("encoding-converted", f"text converted (expected UTF-8, found {name} as declared)"),)


def _find_codec(declared: str) -> str | None:
    try:
        name = codecs.lookup(declared).name
        b"x".decode(name)
    except UnicodeError:
        pass  # of the two bytes that a character takes, only one is here
    except (LookupError, ValueError):
        return None
    return None if name in _NOT_FOR_FILES else name


def _decode_guessed(data: bytes) -> tuple[str, tuple[Note, ...]]:
    if b"\0" in data:
        raise RefusedError(
            "document-binary",
            f"file is binary (expected text, found a NUL at byte {data.index(0)}; UTF-16 needs a mark)",
        )
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        found = f"{data[error.start : error.start + 1]!r} at byte {error.start}"
    try:
        text = data.decode("windows-1252")
    except UnicodeDecodeError:
        raise RefusedError(
            "encoding-invalid", f"text cannot be decoded (expected UTF-8 or windows-1252, found {found})"
        ) from None
    return text, (Note("encoding-converted", f"text read as windows-1252 (expected UTF-8, found {found})"),)


def _decode_strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeError as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        raise RefusedError(
            "encoding-invalid",
            f"text cannot be decoded (expected {encoding}, found {data[start:][:1]!r} at byte {start})",
        ) from error
