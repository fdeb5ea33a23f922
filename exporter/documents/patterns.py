"""Finds what a pattern with * ? [] and ** matches."""

import fnmatch
import os
import re
from pathlib import Path, PurePath
from typing import NamedTuple

from exporter.documents.folders import Listing, is_companion, is_document, leads_out, list_folder
from exporter.documents.made import is_made

MAGIC = re.compile(r"[*?\[]")
"""What makes a name a pattern, if there is no such file."""


class Matches(NamedTuple):
    """What a pattern matches.

    Attributes:
        listing: The files, what could not be listed on the way, and links out of the base; relative to the base.
        folders: The folders, as paths.
    """

    listing: Listing
    folders: tuple[str, ...]


def match_pattern(base: Path, parts: tuple[str, ...], within: str | None) -> Matches:
    """Match the parts of a pattern one after the other, starting in a folder.

    Args:
        base: The folder before the first part that has special characters.
        parts: That part and all after it.
        within: The real path of the folder that links may not lead out of; None if they may.
    """
    search = _Search(base, within)
    if base.is_dir():
        search.match(base, parts)
    is_folder = {path: path.is_dir() for path in sorted(search.found)}
    listing = Listing(
        files=tuple(search.name(path) for path, is_one in is_folder.items() if not is_one),
        failures=tuple(sorted(search.failures.items())),
        outside=tuple(sorted(search.outside)),
    )
    return Matches(listing, tuple(path.as_posix() for path, is_one in is_folder.items() if is_one))


class _Search:
    def __init__(self, base: Path, within: str | None) -> None:
        self.found: set[Path] = set()
        self.failures: dict[str, str] = {}
        self.outside: set[str] = set()
        self._base, self._within = base, within

    def name(self, path: Path) -> str:
        """Name a path relative to the base."""
        return PurePath(path).relative_to(self._base).as_posix()

    def match(self, folder: Path, parts: tuple[str, ...]) -> None:
        """Collect what matches the parts below a folder."""
        if not parts:
            self.found.add(folder)
        elif is_made(folder):
            return
        elif parts[0] == "**":
            rest = parts[1:]
            while rest[:1] == ("**",):
                rest = rest[1:]
            for below in self._list_below(folder):
                self.match(below, rest)
        else:
            self._match_names(folder, parts)

    def _list_below(self, folder: Path) -> list[Path]:
        listing = list_folder(folder, within=self._within)
        self.failures |= {self.name(folder / name): reason for name, reason in listing.failures}
        # Links to documents are told where their names match.
        self.outside |= {self.name(folder / name) for name in listing.outside if not is_document(name)}
        return sorted(
            {folder, *(folder / parent for name in listing.files for parent in PurePath(name).parents)}
        )

    def _match_names(self, folder: Path, parts: tuple[str, ...]) -> None:
        try:
            with os.scandir(folder) as entries:
                names = sorted(entry.name for entry in entries)
        except NotADirectoryError:
            return
        except OSError as error:
            self.failures[self.name(folder)] = error.strerror or str(error)
            return
        for name in names:
            is_hidden = name.startswith(".") and not parts[0].startswith(".")
            if is_hidden or not fnmatch.fnmatchcase(name, parts[0]):
                continue
            path = folder / name
            if not leads_out(path, self._within):
                self.match(path, parts[1:])
            elif path.is_dir() or (len(parts) == 1 and is_document(name) and not is_companion(name)):
                self.outside.add(self.name(path))
