"""Finds the line in a file on which a finding stands, where that is known for sure."""

import os
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np

from exporter.findings import Finding
from exporter.validation.model.opening import open_regular
from exporter.validation.report.positions import find_pointer_lines
from exporter.validation.report.results import Results, Task

_CHUNK = 1 << 20
_LARGEST_JSON = 1 << 25
_COMPRESSED = (b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")


class Place(NamedTuple):
    """Where a finding stands.

    Attributes:
        path: The file, as the user would name it.
        line: The line in it, from 1, or None if it is not known for sure.
        byte: How many bytes of the file stand before it, or None if that is not known.
    """

    path: str
    line: int | None = None
    byte: int | None = None


class _Marks(NamedTuple):
    """What is looked for in one file, and the lines on which it was found."""

    rows: dict[int, int | None]
    bytes: dict[int, int | None]
    pointers: dict[str, int | None]


def find_places(results: Results) -> list[tuple[Task, Finding, Place]]:
    """Find the place of every listed finding, in the order of the report.

    A row of a CSV file is looked up in the file, because cells may hold line breaks; a pointer is looked up in
    the descriptor. Each file is read once, up to the last place that is asked for. There is no line for
    what is compressed, not plain text, or not there any more.
    """
    located = list(_iter_located(results))
    files: dict[tuple[str, str], _Marks] = defaultdict(lambda: _Marks({}, {}, {}))
    for task, finding, path in located:
        marks = files[path, task.quote or ""]
        if finding.row is None and finding.pointer is not None:
            marks.pointers[finding.pointer] = None
        elif finding.byte is not None and task.quote is not None:
            marks.bytes[finding.byte] = None
        elif finding.row is not None and task.quote is not None:
            marks.rows[finding.row] = None
    for (path, quote), marks in files.items():
        if any(marks):
            _find_lines(path, marks, quote)
    return [
        (task, finding, _build(task, finding, path, files[path, task.quote or ""]))
        for task, finding, path in located
    ]


def relate(path: str) -> str | None:
    """Give a path relative to the root of the checkout that a CI runner works in, else to the working folder.

    None stands for a path outside both.
    """
    full = os.path.abspath(path)  # noqa: PTH100 - does not resolve links, and takes any text
    for root in (os.environ.get("GITHUB_WORKSPACE"), os.getcwd()):  # noqa: PTH109
        if root and Path(full).is_relative_to(root):
            return Path(full).relative_to(root).as_posix()
    return None


def _iter_located(results: Results) -> Iterator[tuple[Task, Finding, str]]:
    """Yield every finding with the file that it is to be seen in: the descriptor for what has a pointer."""
    descriptor = ""
    for task in results.tasks:
        is_part = task.kind in ("table", "file")
        descriptor = descriptor if is_part else task.place
        for finding in task.findings:
            path = finding.path
            if is_part and finding.row is None and finding.pointer is not None and path == task.place:
                path = descriptor or path
            if task.kind == "documents" and not os.path.lexists(path):
                path = re.sub(r"#[0-9]+\Z", "", path)
            yield task, finding, path


def _build(task: Task, finding: Finding, path: str, marks: _Marks) -> Place:
    if finding.row is None and finding.pointer is not None:
        return Place(path, marks.pointers.get(finding.pointer))
    if task.kind == "documents":
        return Place(path, finding.row)
    if finding.byte is not None:
        line = marks.bytes.get(finding.byte)
        return Place(path, line, None if line is None else finding.byte)
    return Place(path, None if finding.row is None else marks.rows.get(finding.row))


def _find_lines(path: str, marks: _Marks, quote: str) -> None:
    # The file may be gone, may never have been there, or may have an impossible name.
    with suppress(OSError, ValueError), open_regular(Path(path)) as file:
        if file.read(6).startswith(_COMPRESSED):
            return
        file.seek(0)
        if marks.pointers:
            _find_pointers(file, marks.pointers)
            file.seek(0)
        if marks.bytes:
            _count_to_bytes(file, marks.bytes)
            file.seek(0)
        if marks.rows:
            _count_to_rows(file, marks.rows, quote)


def _find_pointers(file: BinaryIO, pointers: dict[str, int | None]) -> None:
    data = file.read(_LARGEST_JSON + 1)
    if len(data) <= _LARGEST_JSON:
        pointers.update(find_pointer_lines(data.decode("utf-8-sig"), pointers))


def _count_to_bytes(file: BinaryIO, offsets: dict[int, int | None]) -> None:
    at, line = 0, 1
    for offset in sorted(offsets):
        while at < offset and (chunk := file.read(min(_CHUNK, offset - at))):
            at, line = at + len(chunk), line + chunk.count(b"\n")
        if at == offset:
            offsets[offset] = line


def _count_to_rows(file: BinaryIO, rows: dict[int, int | None], quote: str) -> None:
    """Count lines up to the records with these numbers; a line end between quotes does not end a record."""
    if 1 in rows:
        rows[1] = 1
    wanted = sorted(row for row in rows if row > 1)
    line, records, is_inside = 1, 0, False
    while wanted and (chunk := file.read(_CHUNK)):
        data = np.frombuffer(chunk, np.uint8)
        newlines = np.flatnonzero(data == 10)
        ends = np.arange(len(newlines))
        if quote:
            quotes = np.flatnonzero(data == ord(quote))
            ends = np.flatnonzero((np.searchsorted(quotes, newlines) + is_inside) % 2 == 0)
            is_inside = (is_inside + len(quotes)) % 2 == 1
        reached = bisect_right(wanted, records + len(ends) + 1)
        rows.update({row: line + int(ends[row - 2 - records]) + 1 for row in wanted[:reached]})
        wanted = wanted[reached:] if reached else wanted
        line, records = line + len(newlines), records + len(ends)
