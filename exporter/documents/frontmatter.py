"""Metadata beside the text: YAML front matter in the file itself, and sidecar files."""

import errno
import re
from pathlib import Path
from typing import Any, NamedTuple

from exporter.documents.decoding import decode_text
from exporter.documents.files import read_bytes, unreadable
from exporter.documents.folders import FOLLOW, leads_out
from exporter.documents.notes import Note, RefusedError
from exporter.documents.strict import MalformedError, parse_json, parse_yaml

SIDECAR_SUFFIXES = (".meta.json", ".meta.yaml", ".meta.yml")
"""What follows the name of a document in the name of its sidecar; the first that exists is read."""

MAX_METADATA = 200_000
"""The longest front matter or sidecar, in bytes or characters."""

_OPEN = re.compile(r"---[ \t]*\n")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_BLANK = re.compile(r"[ \t]*\n")
# The encoding must be known before the front matter can be decoded, so it is looked for in the bytes.
_ENCODING = re.compile(rb"""^encoding:[ \t]*["']?([\w.:-]{1,40})["']?[ \t]*(?:#.*)?\r?$""", re.MULTILINE)
_CLOSE_BYTES = re.compile(rb"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)


class Parted(NamedTuple):
    """A file in two: its metadata and its text."""

    metadata: dict[str, Any]
    text: str


def split_front_matter(text: str) -> Parted:
    """Cut front matter, and one blank line after it, off a normalised text.

    Raises:
        RefusedError: The front matter has no end or is not a plain YAML mapping.
    """
    opening = _OPEN.match(text) or re.match(r"---[ \t]*\Z", text)
    if opening is None:
        return Parted({}, text)
    closing = _CLOSE.search(text, opening.end(), opening.end() + MAX_METADATA)
    if closing is None:
        raise RefusedError(
            "frontmatter-malformed", "front matter has no end (expected a line '---', found none)", row=1
        )
    try:
        metadata = parse_yaml(text[opening.end() : closing.start()])
    except MalformedError as error:
        row = 1 + (error.line or 0)
        raise RefusedError(
            "frontmatter-malformed",
            f"front matter is not a plain YAML mapping (line {row}: {error.reason})",
            row=row,
        ) from error
    rest = text[closing.end() + 1 :]
    blank = _BLANK.match(rest)
    return Parted(metadata, rest[blank.end() :] if blank else rest)


def find_declared_encoding(data: bytes) -> str | None:
    """Find the value of the key encoding in the front matter of an undecoded file, if it has one."""
    if not data.startswith(b"---"):
        return None
    closing = _CLOSE_BYTES.search(data, 3, MAX_METADATA)
    match = _ENCODING.search(data, 3, closing.start() if closing else 3)
    return match.group(1).decode("ascii", "replace") if match else None


def find_sidecars(path: Path, *, within: str | None = None) -> tuple[Path, ...]:
    """Find the sidecars of a document, the one that counts first; there may be none.

    Args:
        path: The document.
        within: The real path of the folder that links may not lead out of; by default they may lead anywhere.

    Raises:
        RefusedError: The operating system does not tell, or the one that counts is a link out of the folder.
    """
    candidates = (path.with_name(path.stem + suffix) for suffix in SIDECAR_SUFFIXES)
    sidecars = tuple(candidate for candidate in candidates if _is_there(candidate))
    if sidecars and leads_out(sidecars[0], within):
        message = (
            f"sidecar {sidecars[0].name!r} is a link out of the folder and is not followed (add {FOLLOW})"
        )
        raise RefusedError("sidecar-malformed", message, is_withheld=True)
    return sidecars


def _is_there(path: Path) -> bool:
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError) as error:
        # The longest name of a document leaves no room for that of a sidecar, so there can be none.
        if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
            return False
        raise unreadable(error) from error
    return True


def read_sidecar(path: Path) -> dict[str, Any]:
    """Read the metadata in one sidecar.

    Raises:
        RefusedError: It cannot be read, or is not a plain JSON or YAML mapping.
    """
    try:
        text = decode_text(read_bytes(path, limit=MAX_METADATA), declared="utf-8").text
        return parse_json(text) if path.suffix == ".json" else parse_yaml(text)
    except RefusedError as error:
        message = f"sidecar {path.name!r}: {error.note.message}"
        raise RefusedError("sidecar-malformed", message, is_withheld=error.note.is_withheld) from error
    except MalformedError as error:
        at = f"line {error.line}: " if error.line else ""
        message = f"sidecar {path.name!r} is not a plain mapping ({at}{error.reason})"
        raise RefusedError("sidecar-malformed", message) from error


def note_spare_sidecars(sidecars: tuple[Path, ...]) -> tuple[Note, ...]:
    """Note the sidecars that are not read because another comes before them."""
    return tuple(
        Note(
            "sidecar-ignored",
            f"second sidecar is not read (expected {sidecars[0].name!r} only, found {spare.name!r})",
        )
        for spare in sidecars[1:]
    )
