"""The words of a text and its quotation marks, by which attributions are compared."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from exporter.records import Span

Ranges = tuple[tuple[int, int], ...]
"""Numbers of words as half-open ranges, which are in order, not empty, and neither overlap nor touch."""

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

    def find_ranges(self, pieces: Iterable[Span]) -> Ranges:
        """Find the words of which pieces touch at least one character."""
        return unite(
            (bisect_right(self._ends, piece.start), bisect_left(self._starts, piece.end)) for piece in pieces
        )

    def is_quoted(self, pieces: Iterable[Span]) -> bool:
        """Tell whether a double quotation mark lies in a piece or touches it."""
        return any(
            _has_between(self._marks, piece.start - 1, piece.end + 1)
            or _has_between(self._typed_marks, piece.start - 2, piece.end + 1)
            for piece in pieces
        )


def unite(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Unite ranges, which may be empty, overlap and come in any order."""
    united: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if start >= end:
            continue
        if united and start <= united[-1][1]:
            united[-1] = united[-1][0], max(united[-1][1], end)
        else:
            united.append((start, end))
    return tuple(united)


def count_words(ranges: Ranges) -> int:
    """Count the words in ranges."""
    return sum(end - start for start, end in ranges)


def count_shared(first: Ranges, second: Ranges) -> int:
    """Count the words that are in both."""
    return count_words(first) + count_words(second) - count_words(unite((*first, *second)))


def count_all_shared(first: Sequence[Ranges], second: Sequence[Ranges]) -> dict[tuple[int, int], int]:
    """Count the words that are in both, for every pair that shares any, by their positions.

    Time grows with the number of ranges and of pairs, not with that of words.
    """
    pieces = [
        (start, end, side, position)
        for side, all_ranges in enumerate((first, second))
        for position, ranges in enumerate(all_ranges)
        for start, end in ranges
    ]
    shared: dict[tuple[int, int], int] = {}
    # For each side the ranges that may reach what comes next: their ends and positions.
    open_ranges: list[list[tuple[int, int]]] = [[], []]
    for start, end, side, position in sorted(pieces):
        others = open_ranges[1 - side] = [each for each in open_ranges[1 - side] if each[0] > start]
        for other_end, other in others:
            pair = (other, position) if side else (position, other)
            shared[pair] = shared.get(pair, 0) + min(end, other_end) - start
        open_ranges[side].append((end, position))
    return shared


def _has_between(offsets: list[int], start: int, end: int) -> bool:
    """Tell whether one of some sorted offsets is in a half-open range."""
    position = bisect_left(offsets, start)
    return position < len(offsets) and offsets[position] < end
