"""What a reader gives: the text and the metadata of a document, or why there is none."""

from typing import Any, NamedTuple

from exporter.documents.notes import Note


class Content(NamedTuple):
    """What stands in the place of one document.

    Attributes:
        text: With line ends made one, and nothing else changed.
        metadata: As they are written there, without keys that say nothing; empty if the format has none.
        notes: What was found on the way.
    """

    text: str
    metadata: dict[str, Any]
    notes: tuple[Note, ...]


class Row(NamedTuple):
    """One of the documents of a file.

    Attributes:
        number: Where it stands, from 1; the document is called after it.
        content: The document, or why it cannot be read.
    """

    number: int
    content: Content | Note
