"""A text written again for reading, with a map that leads every offset back."""

import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Self

from exporter.records import Span


class Edit(NamedTuple):
    """A stretch of a text that is written otherwise.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last character.
        text: What stands there instead; empty where it is left out.
        is_foreign: Whether what is left out is no part of what stands around it, as the header of a page is none.
    """

    start: int
    end: int
    text: str
    is_foreign: bool = False


class Step:
    """One rewriting: where its edits are in the text before, and where what replaces them is in the text after."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        """Keep where edits, in order and without overlap, start and end on both sides."""
        self.starts = [edit.start for edit in edits]
        self.ends = [edit.end for edit in edits]
        self.new_starts: list[int] = []
        self.new_ends: list[int] = []
        moved = 0
        for edit in edits:
            self.new_starts.append(edit.start + moved)
            self.new_ends.append(edit.start + moved + len(edit.text))
            moved += len(edit.text) - (edit.end - edit.start)

    def unfold_start(self, offset: int) -> int:
        """Lead back to the start of the character at an offset of the text after."""
        number = bisect.bisect_right(self.new_starts, offset) - 1
        if number < 0:
            return offset
        if offset < self.new_ends[number]:
            return self.starts[number]
        return offset - self.new_ends[number] + self.ends[number]

    def unfold_end(self, offset: int) -> int:
        """Lead back to the end of the character before an offset of the text after."""
        number = bisect.bisect_left(self.new_starts, offset) - 1
        if number < 0:
            return offset
        if offset <= self.new_ends[number]:
            return self.ends[number]
        return offset - self.new_ends[number] + self.ends[number]

    def fold(self, offset: int) -> int:
        """Lead forward: the start of the character at an offset, or of what comes next where that is left out."""
        number = bisect.bisect_right(self.starts, offset) - 1
        if number < 0:
            return offset
        if offset < self.ends[number]:
            return self.new_starts[number]
        return offset - self.ends[number] + self.new_ends[number]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """A text that was rewritten in steps.

    Attributes:
        text: The text as it is read, the folded text; other offsets are those of the source, the text as it is.
        steps: What was rewritten, one step after the other.
    """

    text: str
    steps: tuple[Step, ...] = ()
    _foreign: tuple[Span, ...] = ()

    def rewrite(self, edits: Iterable[Edit]) -> Self:
        """Rewrite the folded text once more.

        Args:
            edits: In order, without overlap, with offsets of the folded text.
        """
        ordered = list(edits)
        if not ordered:
            return self
        foreign = (self.unfold(Span(start=edit.start, end=edit.end)) for edit in ordered if edit.is_foreign)
        return type(self)(
            text="".join(_iter_text(self.text, ordered)),
            steps=(*self.steps, Step(ordered)),
            _foreign=tuple(sorted((*self._foreign, *foreign), key=lambda span: span.start)),
        )

    def recase(self, text: str) -> Self:
        """Put another text of the same length, with the same characters in other letters, in the folded one's place."""
        assert len(text) == len(self.text)
        return replace(self, text=text)

    def unfold(self, span: Span) -> Span:
        """Find the stretch of the source that a stretch of the folded text was made of; not for an empty one."""
        start, end = span.start, span.end
        for step in reversed(self.steps):
            start, end = step.unfold_start(start), step.unfold_end(end)
        return Span(start=start, end=max(start, end))

    def unfold_pieces(self, pieces: Iterable[Span]) -> tuple[Span, ...]:
        """Find the stretches of the source that pieces were made of, each cut where something foreign stands in it."""
        return tuple(part for piece in pieces for part in self._cut(self.unfold(piece)))

    def _cut(self, whole: Span) -> Iterator[Span]:
        start = whole.start
        first = bisect.bisect_right(self._foreign, start, key=lambda hole: hole.start)
        for hole in self._foreign[first:]:
            if hole.end >= whole.end:
                break
            yield Span(start=start, end=hole.start)
            start = hole.end
        yield Span(start=start, end=whole.end)

    def fold(self, offset: int, *, since: int = 0) -> int:
        """Lead an offset forward to the folded text, from the source or from the text after a number of steps."""
        for step in self.steps[since:]:
            offset = step.fold(offset)
        return offset

    def fold_span(self, span: Span) -> Span:
        """Lead a stretch of the source forward; it is empty where all of it is left out."""
        return Span(start=self.fold(span.start), end=self.fold(span.end))


def _iter_text(text: str, edits: Iterable[Edit]) -> Iterator[str]:
    done = 0
    for edit in edits:
        yield text[done : edit.start]
        yield edit.text
        done = edit.end
    yield text[done:]
