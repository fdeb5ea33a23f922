"""How the parts of this room tell each other what they found, before a path is known."""

from typing import NamedTuple

from exporter.findings import Finding

_SHOWN = 60


class Note(NamedTuple):
    """A finding without its path.

    Attributes:
        row: A line of the file, counted from 1.
        is_withheld: Whether the document is probably there, only that something else keeps it from being read.
    """

    code: str
    message: str
    row: int | None = None
    field: str | None = None
    is_withheld: bool = False


class RefusedError(Exception):
    """There is no document to be had; never leaves this room, where it becomes a finding."""

    def __init__(self, code: str, message: str, *, row: int | None = None, is_withheld: bool = False) -> None:
        """Keep what will become the finding."""
        super().__init__(message)
        self.note = Note(code, message, row, is_withheld=is_withheld)


def show(value: object) -> str:
    """Quote a value for a message: one line, cut to a sane length."""
    if isinstance(value, str) and len(value) > _SHOWN:
        return f"{value[:_SHOWN]!r}..."
    shown = repr(value)
    return shown if len(shown) <= 2 * _SHOWN else f"{shown[:_SHOWN]}..."


def build_finding(note: Note, path: str) -> Finding:
    """Give a note its place."""
    return Finding(code=note.code, message=note.message, path=path, row=note.row, field=note.field)
