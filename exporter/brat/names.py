"""Names documents as the files of one folder may be called, no two the same."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

_LONGEST = 200
"""The most bytes of a name, so that a suffix and a number have room in the name of a file."""


def name_documents(paths: Sequence[str]) -> list[str]:
    """Name documents by their paths, as files of one folder may be called; no two names are the same.

    The name is that of the file without suffix, and for a document of a collection its number after a hyphen:
    "desk/bridge.txt" is bridge, "briefs.jsonl#2" is briefs-2, "-" is stdin. Documents that would share a name
    get the folders before it, then numbers. Names differ also where letters in upper and lower case do not, nor
    letters with marks that are one character or two: file systems take such names for one.
    """
    short = [_shorten(_split_path(path)[-1]) for path in paths]
    shared = Counter(map(_fold, short))
    names, taken = [], {_fold(name) for name in short if shared[_fold(name)] == 1}
    for path, name in zip(paths, short, strict=True):
        if shared[_fold(name)] > 1:
            name = _number(_shorten("-".join(_split_path(path))), taken)
            taken.add(_fold(name))
        names.append(name)
    return names


def _split_path(path: str) -> list[str]:
    """Split a document's path into its folders and the name that stands for it."""
    if path == "-" or path.startswith("-#"):
        path = f"stdin{path[1:]}"
    head, mark, number = path.rpartition("#")
    is_member = bool(mark) and number.isascii() and number.isdigit()
    file = PurePosixPath(head if is_member else path)
    name = file.stem.lstrip(".") or "document"
    return [*(part for part in file.parent.parts if part != "/"), f"{name}-{number}" if is_member else name]


def _shorten(name: str) -> str:
    name = "".join(char if char.isprintable() else "_" for char in name)
    return name.encode("utf-8", "replace")[-_LONGEST:].decode("utf-8", "ignore")


def _number(name: str, taken: set[str]) -> str:
    number, numbered = 1, name
    while _fold(numbered) in taken:
        number += 1
        numbered = f"{name}-{number}"
    return numbered


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
