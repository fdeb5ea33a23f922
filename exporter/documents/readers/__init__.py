"""The formats of documents.

To add one, write a module here and name it in READERS by the suffix of its files. If a file holds one document, the
module has `read(data, declared) -> Content`; if it holds many, `iter_rows(stream) -> Iterator[Row]`. What cannot be
read is refused by raising RefusedError with a code of exporter/findings.py. Metadata in a sidecar, what is unknown
in them, limits of length and all that follows are the same for every format.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """How files of a suffix are read.

    Attributes:
        module: Name of the module here that reads them, which is imported when there is such a file.
        holds_many: Whether a file holds any number of documents, one after the other; it is read in a stream then,
            and has no sidecar.
        max_bytes: The largest file that is read, where it holds one document.
        is_markup: Whether tags and entities of HTML belong to the format.
    """

    module: str
    holds_many: bool = False
    max_bytes: int = 8_000_000  # four times what the longest text needs, and metadata
    is_markup: bool = False


READERS: Mapping[str, Reader] = {
    ".txt": Reader(module="text"),
    ".md": Reader(module="markdown", is_markup=True),
    ".docx": Reader(module="docx", max_bytes=64_000_000),
    ".jsonl": Reader(module="json_lines", holds_many=True),
    ".ndjson": Reader(module="json_lines", holds_many=True),
}
"""The readers by the suffix of files in small letters, in the order in which messages list them."""


def find_reader(name: str) -> Reader | None:
    """Find what reads a file, by the end of its name in letters of any size."""
    folded = name.casefold()
    return next((reader for suffix, reader in READERS.items() if folded.endswith(suffix)), None)


def list_single_suffixes() -> list[str]:
    """List the suffixes of files that hold one document each."""
    return [suffix for suffix, reader in READERS.items() if not reader.holds_many]
