"""Stops a build that would tell its readers that documents were removed which only cannot be read now."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from exporter.errors import InputError
from exporter.records import Document, Seed
from exporter.releases import InputFile, read_inputs

_SHOWN = 3


def check_none_withheld(
    catalog: Path, name: str, documents: Iterable[Document], withheld: Sequence[Seed]
) -> None:
    """Check that the newest release of a package has no documents that are withheld now.

    A file that is gone was taken away, and its document is left out of the next release. One that is there but
    cannot be read may come back, and a release that was made without it would stay.

    Args:
        catalog: The folder of the package; it may not exist yet.
        name: Name of the package.
        documents: Those that were read.
        withheld: The seeds that may be there, only that they were not read.

    Raises:
        InputError: It has.
        PublishError: The catalog is damaged or of another package.
        PackageError: The newest release is damaged.
    """
    if not withheld:
        return
    version, before = read_inputs(catalog, name)
    present = {document.document_id for document in documents}
    gone = [file for file in before if file.document_id not in present]
    lost = [(seed, number) for seed in withheld if (number := sum(_is_of(file, seed) for file in gone))]
    if lost:
        places = "; ".join(_describe(seed, number, version) for seed, number in lost[:_SHOWN])
        more = f"; and {len(lost) - _SHOWN} more" if len(lost) > _SHOWN else ""
        hint = "run it again when that is mended, or add --allow-missing (allow_missing=True in Python)"
        raise InputError(f"{places}{more}", hint=f"{hint} to release without what cannot be read")


def _is_of(file: InputFile, seed: Seed) -> bool:
    """Tell whether a document of a release was read from the file that a seed names, or from the folder.

    Documents are named relative to the folder that was named, so their paths end the whole path of their files.
    """
    head, mark, number = file.path.rpartition("#")
    is_member = mark and number.isascii() and number.isdigit()
    full = PurePosixPath(os.path.abspath(seed.path)).parts  # noqa: PTH100 - links must not be resolved
    parts = PurePosixPath(head if is_member and full[-1:] != (file.path,) else file.path).parts
    return any(full[-length:] == parts[:length] for length in range(1, len(parts) + 1))


def _describe(seed: Seed, number: int, version: str) -> str:
    documents = "a document" if number == 1 else f"{number} documents"
    problem = seed.findings[0].message
    return f"{seed.path}: {problem}, but version {version} has {documents} of it"
