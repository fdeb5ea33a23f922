"""Reads what a run is about: all documents that are usable, in an order that does not depend on how they were named."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO

from exporter.documents import iter_seeds
from exporter.pipeline.seed_findings import SeedFindings
from exporter.records import Document, Seed
from exporter.validation.targets.documents import check_seeds


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What a run is about.

    Attributes:
        paths: Files, folders, patterns with * ? [] and **, or "-" for stdin; their order does not matter.
        stdin: What "-" stands for.
        strict: Whether an error in a document ends the run.
        follow_links: Whether links out of the folders are followed.
    """

    paths: tuple[str | Path, ...]
    stdin: BinaryIO | None = None
    strict: bool = False
    follow_links: bool = False

    def list_sorted(self) -> list[str | Path]:
        """List the paths by name, because a file that two of them name is called after the first."""
        return sorted(self.paths, key=lambda path: PurePath(path).as_posix())


def find_seeds(inputs: Inputs) -> Iterator[Seed]:
    """Find what the inputs name; files are opened as the seeds are asked for.

    Raises:
        InputError: An input does not exist or holds no documents.
    """
    return iter_seeds(inputs.list_sorted(), stdin=inputs.stdin, follow_links=inputs.follow_links)


def read_documents(seeds: Iterable[Seed], found: SeedFindings) -> list[Document]:
    """Read and check all seeds, and list the documents that are usable, by path.

    Raises:
        InputError: None is usable, or one has an error that ends the run.
    """
    documents = []
    for number, seed in enumerate(check_seeds(sorted(seeds, key=_build_key))):
        for finding in seed.findings:
            found.add(number, finding)
        if seed.is_withheld:
            found.withheld.append(seed)
        if seed.is_valid and seed.document is not None:
            documents.append(seed.document)
            found.note_seed(number, seed.path, seed.document)
    found.check_any(documents)
    return documents


def _build_key(seed: Seed) -> tuple[str, int, str]:
    path = seed.document.path if seed.document is not None else seed.path
    head, _, number = path.rpartition("#")
    if head and number.isascii() and number.isdigit():
        return head, int(number), seed.path
    return path, 0, seed.path
