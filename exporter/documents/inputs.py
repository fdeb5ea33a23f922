"""Turns what the user named into the list of files to read, before any of them is opened."""

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

from exporter.documents.folders import (
    FOLLOW,
    Listing,
    find_orphans,
    is_companion,
    is_document,
    list_folder,
)
from exporter.documents.made import is_in_release, is_made
from exporter.documents.notes import Note, show
from exporter.documents.patterns import MAGIC, match_pattern
from exporter.documents.readers import READERS, list_single_suffixes
from exporter.errors import InputError

STDIN = "-"

_TEXT = " or ".join(list_single_suffixes())
_OUTSIDE = Note(
    "input-link",
    f"link leads out of the folder that was named and is not followed (add {FOLLOW} to follow it)",
    is_withheld=True,
)
_EXPECTED = f"a file ending in {', '.join(READERS)}"


class Item(NamedTuple):
    """One thing to read or to say.

    Attributes:
        path: As the user would name it, posix.
        name: What the document will be called: relative to the folder that was named.
        note: Something to say instead of something to read.
        within: The real path of the folder that links beside it may not lead out of; None if they are followed.
    """

    path: str
    name: str
    note: Note | None = None
    within: str | None = None


def find_items(inputs: Sequence[str | Path], *, follow_links: bool = False) -> list[Item]:
    """List what the inputs name: in their order, within a folder by posix path, every real file once.

    An input that is a link is followed, for the user named it.

    Args:
        inputs: As the user named them.
        follow_links: Follow links out of the folders, too.

    Raises:
        InputError: An input does not exist, names nothing, or holds no documents.
    """
    if not inputs:
        raise InputError(
            "no input (expected files, folders, patterns or '-')", hint="name a folder of articles"
        )
    kept: dict[str, Item] = {}
    for path in inputs:
        for item in _expand(path, follow_links):
            kept.setdefault(_build_key(item), item)
    items = list(kept.values())
    if all(item.note is not None and item.note.code == "input-companion" for item in items):
        raise InputError(
            f"{items[0].path}: no documents (expected {_EXPECTED})", hint="name the articles themselves"
        )
    return _tell_apart(items)


def _expand(path: str | Path, follow_links: bool) -> list[Item]:
    shown = path.as_posix() if isinstance(path, Path) else path
    if path == STDIN:
        return [Item(STDIN, STDIN)]
    if os.path.isdir(path):  # noqa: PTH112 - the empty string is no folder
        return _expand_folder(shown, None if follow_links else os.path.realpath(path))
    if os.path.lexists(path):
        folder = None if follow_links else os.path.realpath(Path(path).parent)
        return [_build_named(PurePath(path).as_posix())._replace(within=folder)]
    if MAGIC.search(shown):
        return _expand_pattern(shown, follow_links)
    raise InputError(f"{shown!r}: no such file or folder", hint=_build_hint(Path(path)))


def _build_key(item: Item) -> str:
    """Build what is the same for all names of a file, and for all paths to a link that was not followed."""
    if item.note is _OUTSIDE:
        folder, name = os.path.split(item.path)
        return f"{item.note.code}:{os.path.realpath(folder)}/{name}"
    key = STDIN if item.path == STDIN else os.path.realpath(item.path)
    return f"{item.note.code}:{key}" if item.note else key


def _build_hint(path: Path) -> str:
    near = path.parent.is_dir() and any(path.parent.glob(f"{_quote(path.name)}.*"))
    return "add the suffix of the file's name" if near else "check the name and the working folder"


def _quote(name: str) -> str:
    return re.sub(r"([*?\[])", r"[\1]", name) or "*"


def _build_named(path: str) -> Item:
    name = PurePath(path).name
    is_release = is_in_release(path)
    if is_document(name) and not is_release:
        return Item(path, name)
    if is_companion(name) or is_release:
        what = "a part of a release" if is_release else "a companion of some"
        message = f"not a document but {what} (expected {_EXPECTED}, found {show(name)})"
        return Item(path, name, Note("input-companion", message))
    found = PurePath(name).suffix or name
    return Item(
        path,
        name,
        Note("document-format-unknown", f"unknown format (expected {_EXPECTED}, found {show(found)})"),
    )


def _expand_folder(shown: str, within: str | None) -> list[Item]:
    listing = list_folder(Path(shown), within=within)
    items = list(_iter_listed(shown, listing, within))
    if not any(item.note is None for item in items):
        _check_listed(shown, listing)
        raise InputError(
            f"{shown!r}: no documents (expected {_EXPECTED}, found {_count_others(shown, listing)})",
            hint=f"add {FOLLOW}" if listing.outside else "name another folder",
        )
    return items


def _check_listed(shown: str, listing: Listing) -> None:
    """Check that nothing kept the folders, in which there seems to be nothing, from being listed."""
    for name, reason in listing.failures[:1]:
        place = shown if name == "." else (PurePath(shown) / name).as_posix()
        raise InputError(f"{place!r}: cannot be listed ({reason})", hint="check its permissions")


def _count_others(shown: str, listing: Listing) -> str:
    if is_made(Path(shown)):
        return "a release or other tables"
    links = f" and {len(listing.outside)} links out of it" if listing.outside else ""
    return f"{len(listing.files)} other files{links}"


def _iter_listed(shown: str, listing: Listing, within: str | None) -> Iterator[Item]:
    root = PurePath(shown)
    for name in listing.outside:
        yield Item((root / name).as_posix(), name, _OUTSIDE)
    for name in listing.loops:
        note = Note(
            "input-loop",
            "link leads back to a folder above it and is not followed (expected a folder or file)",
        )
        yield Item((root / name).as_posix(), name, note)
    for name, reason in listing.failures:
        message = f"folder cannot be listed ({reason})"
        note = Note("document-unreadable", message, is_withheld=True)
        yield Item((root / name).as_posix(), name, note)
    for name in find_orphans(listing.files, listing.outside):
        message = f"sidecar stands alone (expected a {_TEXT} file of the same name beside it)"
        yield Item((root / name).as_posix(), name, Note("sidecar-orphan", message))
    ignored = [name for name in listing.files if not (_is_companion_path(name) or is_document(name))]
    if ignored:
        yield Item(root.as_posix(), ".", _note_ignored(ignored))
    for name in listing.files:
        if is_document(name) and not _is_companion_path(name):
            yield Item((root / name).as_posix(), name, within=within)


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


def _expand_pattern(pattern: str, follow_links: bool) -> list[Item]:
    parts = PurePath(pattern).parts
    fixed = next(index for index, part in enumerate(parts) if MAGIC.search(part))
    base = PurePath(*parts[:fixed])
    within = None if follow_links else os.path.realpath(base)
    matches = match_pattern(Path(base), parts[fixed:], within)
    # Folders last: a file that the pattern names itself is known by that name first.
    items = list(_iter_listed(base.as_posix(), matches.listing, within))
    for path in matches.folders:
        listed = list_folder(Path(path), within=within)
        items += [_rename(item, base) for item in _iter_listed(path, listed, within)]
    if not any(item.note is None for item in items):
        _check_listed(base.as_posix(), matches.listing)
        what = "matches no documents" if matches.listing.files or matches.folders else "matches nothing"
        raise InputError(f"{pattern!r}: pattern {what} (expected {_EXPECTED})", hint="check the pattern")
    return sorted(items, key=lambda item: (item.note is None, item.path))


def _rename(item: Item, base: PurePath) -> Item:
    return item._replace(name=PurePath(item.path).relative_to(base).as_posix())


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
