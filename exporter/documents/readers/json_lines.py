"""JSON Lines: on each line an object with the text under the key "text"; all other keys are metadata."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from exporter.documents.decoding import BOM, WIDE_BOMS, decode_text, normalise
from exporter.documents.files import MAX_BYTES, iter_lines
from exporter.documents.metadata import drop_absent
from exporter.documents.notes import RefusedError, show
from exporter.documents.readers.content import Content, Row
from exporter.documents.strict import MalformedError, parse_json


def iter_rows(stream: BinaryIO) -> Iterator[Row]:
    """Yield a document for each line that is not blank; holds one line at most.

    Raises:
        RefusedError: It cannot be read, is in a wide encoding, or all lines are blank.
    """
    yield from iter_line_rows(iter_lines(stream))


def iter_line_rows(lines: Iterable[bytes | None]) -> Iterator[Row]:
    """Do the same for lines, of which None stands for one that is too long.

    Raises:
        RefusedError: They are in a wide encoding, or all blank.
    """
    number = 0
    is_empty = True
    for number, line in enumerate(lines, start=1):
        if line is not None and number == 1 and line.startswith(WIDE_BOMS):
            raise RefusedError(
                "encoding-invalid", "collection cannot be decoded (expected UTF-8, found UTF-16 or UTF-32)"
            )
        if line is None or line.removeprefix(BOM if number == 1 else b"").strip():
            is_empty = False
            yield _read_row(number, line)
    if is_empty:
        raise RefusedError(
            "document-empty", f"no documents (expected one a line, found {number} blank lines)"
        )


def _read_row(number: int, line: bytes | None) -> Row:
    try:
        if line is None:
            message = f"line is too long (expected at most {MAX_BYTES} bytes)"
            raise RefusedError("document-too-long", message)
        return Row(number, _parse(line))
    except RefusedError as error:
        return Row(number, error.note)


def _parse(line: bytes) -> Content:
    decoded, notes = decode_text(line)
    try:
        row = parse_json(decoded)
    except MalformedError as error:
        raise RefusedError("json-malformed", f"line is not one plain JSON object ({error.reason})") from error
    text = row.pop("text", None)
    if not isinstance(text, str):
        found = "none" if text is None else show(text)
        raise RefusedError(
            "document-text-invalid", f"no text (expected a string under the key 'text', found {found})"
        )
    return Content(normalise(text), drop_absent(row), notes)
