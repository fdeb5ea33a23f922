"""Finds the lines on which the values of a JSON text stand."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

_TOKEN = re.compile(r'[{}\[\],:]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s{}\[\],:"]+', re.DOTALL)


@dataclass(slots=True)
class _Frame:
    """An object or array that is open; its pointer is None where nothing below it is looked for."""

    pointer: str | None
    is_list: bool
    index: int = 0
    child: str | None = None
    expects_key: bool = True


def find_pointer_lines(text: str, pointers: Iterable[str]) -> dict[str, int]:
    """Find the line of each JSON pointer; of what stands around it, where there is no such value.

    Args:
        text: JSON that is known to be right; in anything else, fewer pointers are found.
        pointers: What to find.

    Returns:
        The line, from 1, of each pointer: where the key of the value stands, or the value if it has none.
    """
    wanted = set(pointers)
    around = {pointer: list(_iter_around(pointer)) for pointer in wanted}
    places = _find_places(text, {name for names in around.values() for name in names})
    nearest = {
        pointer: next((places[name] for name in names if name in places), None)
        for pointer, names in around.items()
    }
    return {pointer: text.count("\n", 0, at) + 1 for pointer, at in nearest.items() if at is not None}


def _iter_around(pointer: str) -> Iterable[str]:
    yield pointer
    while pointer:
        pointer = pointer.rpartition("/")[0]
        yield pointer


def _find_places(text: str, wanted: set[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    frames: list[_Frame] = []
    for match in _TOKEN.finditer(text):
        token = match[0]
        top = frames[-1] if frames else None
        if token in "}]":
            frames[-1:] = []
        elif token == "," and top is not None:
            top.index, top.expects_key = top.index + 1, not top.is_list
        elif token not in ",:":
            pointer = _name(token, top, wanted)
            if pointer is not None:
                places.setdefault(pointer, match.start())
            if top is not None and not top.is_list and top.expects_key:
                top.child, top.expects_key = pointer, False
            elif token in "{[":
                frames.append(_Frame(pointer, token == "["))
    return places


def _name(token: str, top: _Frame | None, wanted: set[str]) -> str | None:
    """Name the value or key that a token starts, if it is wanted."""
    if top is None:
        return ""
    if top.pointer is None:
        return None
    if top.is_list:
        pointer = f"{top.pointer}/{top.index}"
    elif not top.expects_key:
        return top.child
    else:
        try:
            key = str(json.loads(token))
        except ValueError:
            return None
        pointer = f"{top.pointer}/{key.replace('~', '~0').replace('/', '~1')}"
    return pointer if pointer in wanted else None
