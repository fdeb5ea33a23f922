"""Lists what is in a folder: every file once, whatever links lead to it."""

import errno
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from exporter.documents.readers import find_reader, list_single_suffixes

logger = logging.getLogger("exporter")

_SIDECARS = (".meta.json", ".meta.yaml", ".meta.yml")
_COMPANIONS = {"datapackage.json", "datapackage.yaml", "datapackage.yml", "annotation.conf"}
# Brat's configuration: the texts beside it serve their annotations. Named itself, such a folder is read.
_CORPUS_MARK = "annotation.conf"
_ABOUT = {"readme", "license", "licence"}


class Listing(NamedTuple):
    """What a folder holds, all relative to it, posix and in order.

    Attributes:
        files: Every file that is not hidden and not reached by an earlier name.
        loops: Links that lead back to a folder above themselves.
        failures: Folders that could not be listed, with the operating system's reason.
    """

    files: tuple[str, ...]
    loops: tuple[str, ...]
    failures: tuple[tuple[str, str], ...]


def list_folder(root: Path) -> Listing:
    """List a folder with all folders below it, but those of annotated texts.

    Real entries come before links, so a file that has both is known by its own name, and every real folder is
    entered once: links cannot make the walk long.
    """
    files: list[tuple[bool, str]] = []
    loops: list[str] = []
    failures: list[tuple[str, str]] = []
    entered: set[str] = set()
    pending = [("", False)]
    linked: list[str] = []
    while pending or linked:
        name, is_linked = pending.pop() if pending else (linked.pop(0), True)
        real = os.path.realpath(root / name)
        if real in entered:
            continue
        entered.add(real)
        try:
            entries = sorted(_iter_entries(root / name))
        except OSError as error:
            failures.append((name or ".", error.strerror or str(error)))
            continue
        if name and any(entry.name == _CORPUS_MARK for entry in entries):
            logger.info("%s: annotated texts are no documents", name)
            continue
        for entry in entries:
            child = f"{name}/{entry.name}" if name else entry.name
            if entry.is_loop:
                loops.append(child)
            elif not entry.is_folder:
                files.append((is_linked or entry.is_link, child))
            elif entry.is_link:
                linked.append(child)
            else:
                pending.append((child, is_linked))
    return Listing(_drop_repeated(root, files), tuple(sorted(loops)), tuple(sorted(failures)))


def is_companion(name: str) -> bool:
    """Tell whether a file of this name goes with documents and is none itself."""
    stem = name.partition(".")[0]
    return (
        name.casefold() in _COMPANIONS
        or name.casefold().endswith((*_SIDECARS, ".ann"))
        or name.startswith(("README", "LICENSE", "LICENCE"))
        or stem.casefold() in _ABOUT
    )


def is_document(name: str) -> bool:
    """Tell whether a file of this name is a document or a collection of them, if it is no companion."""
    return find_reader(name) is not None


def find_orphans(files: tuple[str, ...]) -> tuple[str, ...]:
    """Find the sidecars in a listing that no text stands beside."""
    known = set(files)
    kinds = [kind for suffix in list_single_suffixes() for kind in (suffix, suffix.upper())]
    return tuple(
        name
        for name in files
        for suffix in _SIDECARS
        if name.endswith(suffix) and not any(name.removesuffix(suffix) + kind in known for kind in kinds)
    )


_HIDDEN = (".", "~$")  # the second is what Word writes beside a file that is open


class _Entry(NamedTuple):
    name: str
    is_folder: bool
    is_link: bool
    is_loop: bool


def _iter_entries(folder: Path) -> Iterator[_Entry]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.name.startswith(_HIDDEN):
                is_link = entry.is_symlink()
                yield _Entry(entry.name, _is_folder(entry), is_link, is_link and _is_loop(entry))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_loop(link: os.DirEntry[str]) -> bool:
    try:
        os.stat(link.path)  # noqa: PTH116 - a path that may lead nowhere
    except OSError as error:
        return error.errno == errno.ELOOP
    target = os.path.realpath(link.path)
    parent = os.path.realpath(os.path.dirname(link.path))  # noqa: PTH120
    return parent == target or parent.startswith(target.rstrip(os.sep) + os.sep)


def _drop_repeated(root: Path, files: list[tuple[bool, str]]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for _, name in sorted(files):
        kept.setdefault(os.path.realpath(root / name), name)
    return tuple(sorted(kept.values()))
