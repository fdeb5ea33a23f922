"""Lists what is in a folder: every file once, whatever links lead to it, and nothing that was made from documents."""

import errno
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from exporter.documents.made import CATALOG_NAME, is_catalog, is_made
from exporter.documents.readers import find_reader, list_single_suffixes

logger = logging.getLogger("exporter")

FOLLOW = "--follow-links (follow_links=True in Python)"
"""What lets links lead out of a folder, for messages."""

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
        outside: Links to folders and documents out of the folder, which were not followed.
    """

    files: tuple[str, ...]
    loops: tuple[str, ...] = ()
    failures: tuple[tuple[str, str], ...] = ()
    outside: tuple[str, ...] = ()


def list_folder(root: Path, *, within: str | None = None) -> Listing:
    """List a folder with all folders below it, but releases, other tables, and annotated texts.

    Real entries come before links, so a file that has both is known by its own name, and every real folder is
    entered once, also where it is mounted twice: links cannot make the walk long.

    Args:
        root: The folder.
        within: The real path of the folder that links may not lead out of; by default they may lead anywhere.
    """
    walk = _Walk(root, within)
    while walk.pending or walk.linked:
        walk.enter(*(walk.pending.pop() if walk.pending else (walk.linked.pop(0), True)))
    return Listing(
        _drop_repeated(root, walk.files),
        tuple(sorted(walk.loops)),
        tuple(sorted(walk.failures)),
        tuple(sorted(walk.outside)),
    )


def leads_out(path: str | Path, within: str | None) -> bool:
    """Tell whether a path leads out of a folder, whose real path is given; never, where there is none."""
    if within is None:
        return False
    return not (os.path.realpath(path) + os.sep).startswith(within.rstrip(os.sep) + os.sep)


class _Walk:
    def __init__(self, root: Path, within: str | None) -> None:
        self.pending: list[tuple[str, bool]] = [("", False)]
        self.linked: list[str] = []
        self.files: list[tuple[bool, str]] = []
        self.loops: list[str] = []
        self.failures: list[tuple[str, str]] = []
        self.outside: list[str] = []
        self._root, self._within = root, within
        self._entered: set[str | tuple[int, int]] = set()

    def enter(self, name: str, is_linked: bool) -> None:
        """Take down what is in a folder, unless it was entered before or holds no documents."""
        folder = self._root / name
        if self._is_known(folder):
            return
        try:
            entries = sorted(_iter_entries(folder))
        except OSError as error:
            self.failures.append((name or ".", error.strerror or str(error)))
            return
        if is_made(folder) or (name and any(entry.name == _CORPUS_MARK for entry in entries)):
            logger.info("%s: tables and annotated texts are no documents", folder)
            return
        catalog = is_catalog(folder)
        for entry in entries:
            if not (catalog and entry.name == CATALOG_NAME):
                self._take(f"{name}/{entry.name}" if name else entry.name, entry, is_linked)

    def _take(self, child: str, entry: "_Entry", is_linked: bool) -> None:
        if entry.is_loop:
            self.loops.append(child)
        elif entry.is_link and self._is_outside(child, entry):
            self.outside.append(child)
        elif not entry.is_folder:
            self.files.append((is_linked or entry.is_link, child))
        elif entry.is_link:
            self.linked.append(child)
        else:
            self.pending.append((child, is_linked))

    def _is_outside(self, child: str, entry: "_Entry") -> bool:
        is_wanted = entry.is_folder or (is_document(entry.name) and not is_companion(entry.name))
        return is_wanted and leads_out(self._root / child, self._within)

    def _is_known(self, folder: Path) -> bool:
        """Tell whether a folder was entered before, by another name, by a link, or where it is mounted again."""
        keys: set[str | tuple[int, int]] = {os.path.realpath(folder)}
        try:
            found = os.stat(folder)  # noqa: PTH116 - the path may be too long for the system
        except OSError:
            pass
        else:
            keys |= {(found.st_dev, found.st_ino)} if found.st_ino else set()
        is_known = not self._entered.isdisjoint(keys)
        self._entered |= keys
        return is_known


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


def find_orphans(files: tuple[str, ...], outside: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Find the sidecars in a listing that no text stands beside, not even one that is a link out of the folder."""
    known = {*files, *outside}
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
