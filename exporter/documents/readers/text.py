"""Plain text: the whole file is the text."""

from exporter.documents.decoding import decode_text
from exporter.documents.readers.content import Content


def read(data: bytes, declared: str | None) -> Content:
    """Read a file in the encoding that is declared beside it, else in the one that it seems to have.

    Raises:
        RefusedError: It is no text, or not in that encoding.
    """
    text, notes = decode_text(data, declared=declared)
    return Content(text, {}, notes)
