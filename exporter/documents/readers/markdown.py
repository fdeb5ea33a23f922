"""Markdown with YAML front matter, which may declare the encoding of the file; the text stays as it is."""

from exporter.documents.decoding import decode_text
from exporter.documents.frontmatter import find_declared_encoding, split_front_matter
from exporter.documents.metadata import drop_absent
from exporter.documents.readers.content import Content


def read(data: bytes, declared: str | None) -> Content:
    """Read a file in the encoding that it declares, else in the one declared beside it, else as it seems to be.

    Raises:
        RefusedError: It is no text, not in that encoding, or its front matter is malformed.
    """
    text, notes = decode_text(data, declared=find_declared_encoding(data) or declared)
    front, text = split_front_matter(text)
    return Content(text, drop_absent(front), notes)
