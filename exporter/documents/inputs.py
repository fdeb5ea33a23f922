"""Turns what the user named into the list of files to read, before any of them is opened."""

import fnmatch
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

from exporter.documents.folders import (
    Listing,
    find_orphans,
    is_companion,
    is_document,
    list_folder,
)
from exporter.documents.notes import Note, show
from exporter.documents.readers import READERS, list_single_suffixes
from exporter.errors import InputError

STDIN = "-"

_MAGIC = re.compile(r"[*?\[]")
_TEXT = " or ".join(list_single_suffixes())
_EXPECTED = f"a file ending in {', '.join(READERS)}"


class Item(NamedTuple):
    """One thing to read or to say.

    Attributes:
        path: As the user would name it, posix.
        name: What the document will be called: relative to the folder that was named.
        note: Something to say instead of something to read.
    """

    path: str
    name: str
    note: Note | None = None


def find_items(inputs: Sequence[str | Path]) -> list[Item]:
    """List what the inputs name: in their order, within a folder by posix path, every real file once.

    Raises:
        InputError: An input does not exist, names nothing, or holds no documents.
    """
    if not inputs:
        raise InputError(
            "no input (expected files, folders, patterns or '-')", hint="name a folder of articles"
        )
    kept: dict[str, Item] = {}
    for path in inputs:
        for item in _expand(path):
            key = STDIN if item.path == STDIN else os.path.realpath(item.path)
            kept.setdefault(f"{item.note.code}:{key}" if item.note else key, item)
    items = list(kept.values())
    if all(item.note is not None and item.note.code == "input-companion" for item in items):
        raise InputError(
            f"{items[0].path}: no documents (expected {_EXPECTED})", hint="name the articles themselves"
        )
    return _tell_apart(items)


def _expand(path: str | Path) -> list[Item]:
    shown = path.as_posix() if isinstance(path, Path) else path
    if path == STDIN:
        return [Item(STDIN, STDIN)]
    if os.path.isdir(path):  # noqa: PTH112 - the empty string is no folder
        return _expand_folder(shown)
    if os.path.lexists(path):
        return [_build_named(PurePath(path).as_posix())]
    if _MAGIC.search(shown):
        return _expand_pattern(shown)
    raise InputError(f"{shown!r}: no such file or folder", hint=_build_hint(Path(path)))


def _build_hint(path: Path) -> str:
    near = path.parent.is_dir() and any(path.parent.glob(f"{_quote(path.name)}.*"))
    return "add the suffix of the file's name" if near else "check the name and the working folder"


def _quote(name: str) -> str:
    return re.sub(r"([*?\[])", r"[\1]", name) or "*"


def _build_named(path: str) -> Item:
    name = PurePath(path).name
    if is_document(name):
        return Item(path, name)
    if is_companion(name):
        message = f"not a document but a companion of some (expected {_EXPECTED}, found {show(name)})"
        return Item(path, name, Note("input-companion", message))
    found = PurePath(name).suffix or name
    return Item(
        path,
        name,
        Note("document-format-unknown", f"unknown format (expected {_EXPECTED}, found {show(found)})"),
    )


def _expand_folder(shown: str) -> list[Item]:
    listing = list_folder(Path(shown))
    if listing.failures[:1] and listing.failures[0][0] == ".":
        raise InputError(
            f"{shown!r}: cannot be listed ({listing.failures[0][1]})", hint="check its permissions"
        )
    items = list(_iter_listed(shown, listing))
    if not any(item.note is None for item in items):
        raise InputError(
            f"{shown!r}: no documents (expected {_EXPECTED}, found {len(listing.files)} other files)",
            hint="name another folder",
        )
    return items


def _iter_listed(shown: str, listing: Listing) -> Iterator[Item]:
    root = PurePath(shown)
    for name in listing.loops:
        note = Note(
            "input-loop",
            "link leads back to a folder above it and is not followed (expected a folder or file)",
        )
        yield Item((root / name).as_posix(), name, note)
    for name, reason in listing.failures:
        yield Item(
            (root / name).as_posix(), name, Note("document-unreadable", f"folder cannot be listed ({reason})")
        )
    for name in find_orphans(listing.files):
        message = f"sidecar stands alone (expected a {_TEXT} file of the same name beside it)"
        yield Item((root / name).as_posix(), name, Note("sidecar-orphan", message))
    ignored = [name for name in listing.files if not (_is_companion_path(name) or is_document(name))]
    if ignored:
        yield Item(root.as_posix(), ".", _note_ignored(ignored))
    for name in listing.files:
        if is_document(name) and not _is_companion_path(name):
            yield Item((root / name).as_posix(), name)


def _is_companion_path(name: str) -> bool:
    return is_companion(name.rpartition("/")[2])


def _note_ignored(names: list[str]) -> Note:
    counts = Counter(PurePath(name).suffix or "no suffix" for name in names)
    shown = [f"{count} {suffix}" for suffix, count in sorted(counts.items())]
    more = f" and {len(shown) - 10} more kinds" if len(shown) > 10 else ""
    files = "1 file" if len(names) == 1 else f"{len(names)} files"
    return Note(
        "input-ignored",
        f"{files} passed over (expected {_EXPECTED}, found {show(', '.join(shown[:10]))}{more})",
    )


def _expand_pattern(pattern: str) -> list[Item]:
    parts = PurePath(pattern).parts
    fixed = next(index for index, part in enumerate(parts) if _MAGIC.search(part))
    base = PurePath(*parts[:fixed])
    matches = sorted({path.as_posix() for path in _match(Path(base), parts[fixed:])})
    folders = [path for path in matches if Path(path).is_dir()]
    files = [PurePath(path).relative_to(base).as_posix() for path in matches if path not in set(folders)]
    # Folders last: a file that the pattern names itself is known by that name first.
    items = list(_iter_listed(base.as_posix(), Listing(tuple(files), (), ())))
    items += [_rename(item, base) for path in folders for item in _iter_listed(path, list_folder(Path(path)))]
    if not any(item.note is None for item in items):
        what = "matches no documents" if matches else "matches nothing"
        raise InputError(f"{pattern!r}: pattern {what} (expected {_EXPECTED})", hint="check the pattern")
    return sorted(items, key=lambda item: (item.note is None, item.path))


def _rename(item: Item, base: PurePath) -> Item:
    return item._replace(name=PurePath(item.path).relative_to(base).as_posix())


def _match(folder: Path, parts: tuple[str, ...]) -> Iterator[Path]:
    if not parts:
        yield folder
        return
    if parts[0] == "**":
        rest = parts[1:]
        while rest[:1] == ("**",):
            rest = rest[1:]
        names = list_folder(folder).files
        folders = {folder} | {folder / parent for name in names for parent in PurePath(name).parents}
        for below in sorted(folders):
            yield from _match(below, rest)
        return
    try:
        names = tuple(sorted(entry.name for entry in folder.iterdir()))
    except OSError:
        return
    for name in names:
        is_hidden = name.startswith(".") and not parts[0].startswith(".")
        if not is_hidden and fnmatch.fnmatchcase(name, parts[0]):
            yield from _match(folder / name, parts[1:])


def _tell_apart(items: list[Item]) -> list[Item]:
    """Lengthen the names that several files share by the folders above them, until no two are the same."""
    depths = dict.fromkeys(range(len(items)), 0)
    while True:
        names = {index: _lengthen(items[index], depth) for index, depth in depths.items()}
        counts = Counter(name for index, name in names.items() if items[index].note is None)
        shared = [index for index, name in names.items() if items[index].note is None and counts[name] > 1]
        if not shared:
            return [item._replace(name=names[index]) for index, item in enumerate(items)]
        for index in shared:
            depths[index] += 1


def _lengthen(item: Item, depth: int) -> str:
    if depth == 0:
        return item.name
    parts = PurePath(os.path.abspath(item.path)).parts  # noqa: PTH100 - links must not be resolved
    return "/".join(parts[-(len(PurePath(item.name).parts) + depth) :]).lstrip("/")
