"""Chooses the name and the metadata of a package: what is given, else what lies with the documents."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

from exporter.errors import InputError
from exporter.packaging.metadata import METADATA_NAMES, Metadata, build_name, check_metadata, read_metadata

_MAGIC = frozenset("*?[")


def choose_metadata(
    inputs: Sequence[str | Path],
    given: Metadata | str | Path | None,
    name: str | None,
    *,
    follow_links: bool = False,
) -> Metadata:
    """Choose the metadata of a package of documents.

    Args:
        inputs: The files, folders and patterns that name the documents, in order of their names.
        given: The metadata, or a file of them; by default those of the one folder that the inputs are or lie in.
        name: The name of the package; by default that of the metadata, else made from the folder's name.
        follow_links: Read metadata that lie with the documents also where they are a link out of the folder.

    Raises:
        InputError: The name is none for a package, the metadata cannot be read, or nothing tells what to choose.
        SchemaError: The metadata are not valid.
    """
    if name is not None and name != build_name(name):
        problem = f"{name!r:.60}: no name for a package (expected lower-case letters, digits and hyphens)"
        raise InputError(problem, hint=f"try {build_name(name)}")
    if given is None:
        metadata = _find_metadata(inputs, name, follow_links)
    else:
        metadata = given if isinstance(given, Metadata) else read_metadata(given)
        if isinstance(given, Metadata):
            check_metadata(given)
    return metadata if name is None else replace(metadata, name=name)


def _find_metadata(inputs: Sequence[str | Path], name: str | None, follow_links: bool) -> Metadata:
    folders = list({folder.resolve(): folder for folder in _iter_folders(inputs)}.values())
    described = [folder for folder in folders if any((folder / file).is_file() for file in METADATA_NAMES)]
    if len(described) > 1:
        found = " and ".join(folder.as_posix() for folder in described[:2])
        raise InputError(
            f"more than one description of the package (expected one, found {METADATA_NAMES[0]} in {found})",
            hint=f"choose one with --metadata {(described[0] / METADATA_NAMES[0]).as_posix()}",
        )
    candidates = described or folders
    if len(candidates) == 1:
        if not follow_links:
            _check_inside(candidates[0])
        return read_metadata(candidates[0])
    if name is None:
        raise InputError(
            f"no name for the package (expected one folder to take it from, found {len(folders)})",
            hint="add --name NAME",
        )
    return Metadata(name=name)


def _check_inside(folder: Path) -> None:
    """Check that the metadata that lie in a folder are no link out of it."""
    found = next((folder / name for name in METADATA_NAMES if (folder / name).is_file()), None)
    if found is not None and not found.resolve().is_relative_to(folder.resolve()):
        problem = f"{found}: is a link out of the folder and is not followed (expected a file)"
        raise InputError(problem, hint=f"name it with --metadata {found}, or add --follow-links")


def _iter_folders(inputs: Sequence[str | Path]) -> Iterator[Path]:
    """Yield the folder that each input is or lies in."""
    for given in inputs:
        path = Path(given)
        if str(given) == "-":
            continue
        if path.is_dir():
            yield path
        elif os.path.lexists(path):
            yield path.parent
        else:
            base = Path(*takewhile(lambda part: not _MAGIC & set(part), path.parts))
            yield base if base.is_dir() else base.parent
