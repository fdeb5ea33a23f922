"""Writes files and reads them as seeds, for the tests of the documents room."""

from pathlib import Path

from exporter.documents import iter_seeds
from exporter.records import Document, Seed


def write(path: Path, content: str | bytes) -> Path:
    """Write a file with the folders above it, line ends as they are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(path: Path | str) -> Seed:
    """Read the only seed of an input."""
    (seed,) = iter_seeds([path])
    return seed


def document_of(seed: Seed) -> Document:
    """Take the document out of a seed that must have one."""
    assert seed.document is not None, seed.findings
    return seed.document


def codes_of(seed: Seed) -> list[str]:
    """List the codes of a seed's findings."""
    return [finding.code for finding in seed.findings]
