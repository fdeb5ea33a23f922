"""The words of a text and its quotation marks, by which attributions are compared."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from exporter.records import Span

_WORD = re.compile(r"\w+(?:['’.,\-]\w+)*")
_MARK = re.compile('["“”„‟«»＂]')
# Some texts write two apostrophes, or two grave accents, for a double mark.
_TYPED_MARK = re.compile(r"(?=''|``)")


class Words:
    """The words of one text, numbered from 0; all questions are answered in logarithmic time."""

    def __init__(self, text: str) -> None:
        """Find words and quotation marks once."""
        bounds = [found.span() for found in _WORD.finditer(text)]
        self._starts = [start for start, _ in bounds]
        self._ends = [end for _, end in bounds]
        self._marks = [found.start() for found in _MARK.finditer(text)]
        self._typed_marks = [found.start() for found in _TYPED_MARK.finditer(text)]

    def __len__(self) -> int:
        """Count the words."""
        return len(self._starts)

    def find_numbers(self, pieces: Iterable[Span]) -> frozenset[int]:
        """Find the numbers of the words of which pieces touch at least one character."""
        return frozenset(
            number
            for piece in pieces
            for number in range(bisect_right(self._ends, piece.start), bisect_left(self._starts, piece.end))
        )

    def is_quoted(self, pieces: Iterable[Span]) -> bool:
        """Tell whether a double quotation mark lies in a piece or touches it."""
        return any(
            _has_between(self._marks, piece.start - 1, piece.end + 1)
            or _has_between(self._typed_marks, piece.start - 2, piece.end + 1)
            for piece in pieces
        )


def _has_between(offsets: list[int], start: int, end: int) -> bool:
    """Tell whether one of some sorted offsets is in a half-open range."""
    position = bisect_left(offsets, start)
    return position < len(offsets) and offsets[position] < end
