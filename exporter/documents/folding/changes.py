"""Counts what is changed in a text for reading, so that it can be told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from exporter.documents.folding.fold import Edit, Fold
from exporter.records import Span

ChangeKind = Literal["encoding", "entity", "tag", "line", "page", "token"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How often something of one kind was changed.

    Attributes:
        count: The number of places; for pages that of the lines between them which are left out.
        first: Where the first of them stands in the text as it is.
    """

    count: int
    first: Span


@dataclass(slots=True)
class ChangeCounter:
    """Takes down what is changed, edits of one text after the other."""

    changes: dict[ChangeKind, Change] = field(default_factory=dict)

    def add(self, kind: ChangeKind, fold: Fold, edits: Sequence[Edit]) -> None:
        """Take down edits that are about to be made in a folded text."""
        if not edits:
            return
        first = fold.unfold(Span(start=edits[0].start, end=edits[0].end))
        known = self.changes.get(kind, Change(count=0, first=first))
        self.changes[kind] = Change(count=known.count + len(edits), first=known.first)

    def add_breaks(self, fold: Fold, edits: Sequence[Edit]) -> None:
        """Take down the lines that are about to be joined, and those between pages that are about to be left out."""
        broken = [edit for edit in edits if "\n" in fold.text[edit.start : edit.end]]
        self.add("line", fold, [edit for edit in broken if edit.start and "\n" not in edit.text])
        pages = [(edit, _count_lines(fold.text, edit)) for edit in broken]
        passed = [edit for edit, count in pages for _ in range(count)]
        self.add("page", fold, passed)


def _count_lines(text: str, edit: Edit) -> int:
    """Count the whole lines in an edit that are not blank."""
    lines = text[edit.start : edit.end].split("\n")
    return sum(bool(line.strip()) for line in lines[1 if edit.start else 0 :])
