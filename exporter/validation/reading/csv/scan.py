"""Finds the records of plain CSV in blocks of bytes, strictly by RFC 4180, before Arrow reads the cells.

Arrow's own reader is lenient about quotes and counts lines, not records. So the structure is looked at first, by a
few passes of numpy over each block: find_regular_end tells whether a block is beyond doubt, which nearly all are,
and scan finds the records of one that is not.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Positions = npt.NDArray[np.int64]

_LF, _CR = 10, 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Whole records.

    Attributes:
        starts: Where each record starts; one more position than records, the last being the end.
        cells: How many cells each record has.
        is_blank: Whether each record is an empty line.
        bare_returns: Records that hold a carriage return outside quotes that does not end the line.
        broken_quote: Where the quoting breaks, which ends the reading; after all these records.
    """

    starts: Positions
    cells: Positions
    is_blank: npt.NDArray[np.bool_]
    bare_returns: Positions
    broken_quote: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Regular:
    """The part of a block that is beyond doubt: where it ends, and the length of its line ends."""

    end: int
    line_end: int


def find_regular_end(view: Bytes, delimiter: int, quote: int) -> Regular | None:
    """Find the end of the last record, if all quotes and line ends are as they should be and no NUL is there."""
    places = np.flatnonzero(view == quote) if quote >= 0 else np.zeros(0, np.int64)
    end = _find_last_end(view, places)
    view = view[:end]
    places = places[: np.searchsorted(places, end)]
    if not end or not view.all() or not _has_good_quotes(view, places, delimiter, quote):
        return None
    returns = np.flatnonzero(view == _CR)
    if not len(returns):
        return Regular(end=end, line_end=1)
    # All line feeds, those within quotes too, come after a carriage return, and none stands alone.
    newlines = np.flatnonzero(view == _LF)
    is_uniform = np.array_equal(newlines, returns + 1)
    return Regular(end=end, line_end=2) if is_uniform else None


def _find_last_end(view: Bytes, quotes: Positions) -> int:
    """Find where the last line feed outside quotes ends, looking back from the end; 0 if there is none."""
    for reach in (1 << 12, 1 << 18, len(view)):
        start = max(0, len(view) - reach)
        last = np.flatnonzero(view[start:] == _LF) + start
        outside = last[np.searchsorted(quotes, last) % 2 == 0]
        if len(outside):
            return int(outside[-1]) + 1
    return 0


def _has_good_quotes(view: Bytes, places: Positions, delimiter: int, quote: int) -> bool:
    if not len(places):
        return True
    opening, closing = places[::2], places[1::2]
    before, after = _list_allowed(delimiter, _LF, quote), _list_allowed(delimiter, _LF, _CR, quote)
    first = before[view[opening - 1]]
    if opening[0] == 0:
        first[0] = True
    return bool(first.all() and after[view[closing + 1]].all())


def _list_allowed(*chars: int) -> npt.NDArray[np.bool_]:
    allowed = np.zeros(256, np.bool_)
    allowed[list(chars)] = True
    return allowed


def scan(view: Bytes, delimiter: int, quote: int, *, is_last: bool) -> Block:
    """Find all whole records, up to the first whose quoting is broken.

    Args:
        view: The bytes, from the start of a record.
        delimiter: The byte between cells.
        quote: The byte around cells, or -1.
        is_last: Whether nothing follows, so that the last record needs no line end.
    """
    inside, wrong = _find_quoted(view, delimiter, quote, is_last)
    is_newline = view == _LF
    if inside is not None:
        is_newline &= ~inside
    ends = np.flatnonzero(is_newline) + 1
    if wrong is not None:
        ends = ends[ends <= wrong]
    elif is_last and (ends[-1] if len(ends) else 0) < len(view):
        ends = np.append(ends, len(view))
    used = int(ends[-1]) if len(ends) else 0
    starts = np.concatenate([np.zeros(1, np.int64), ends])
    view, inside = view[:used], None if inside is None else inside[:used]
    return Block(
        starts=starts,
        cells=_count_outside(view == delimiter, inside, starts) + 1,
        is_blank=_find_blank(view, starts),
        bare_returns=_find_bare_returns(view, inside, starts),
        broken_quote=wrong,
    )


def _find_quoted(
    view: Bytes, delimiter: int, quote: int, is_last: bool
) -> tuple[npt.NDArray[np.bool_] | None, int | None]:
    """Tell which bytes stand inside quotes, and where the first quote is that may not stand where it does."""
    is_quote = view == quote
    places = np.flatnonzero(is_quote) if quote >= 0 else np.zeros(0, np.int64)
    if not len(places):
        return None, None
    inside = np.bitwise_xor.accumulate(is_quote.view(np.uint8)).view(np.bool_)
    opening, closing = places[::2], places[1::2]
    before, after = _list_allowed(delimiter, _LF, quote), _list_allowed(delimiter, _LF, _CR, quote)
    good = (opening == 0) | before[view[opening - 1]]
    wrong = [int(opening[np.argmin(good)])] if not good.all() else []
    good = (closing + 1 == len(view)) | after[view[np.minimum(closing + 1, len(view) - 1)]]
    wrong += [int(closing[np.argmin(good)])] if not good.all() else []
    if not wrong and is_last and len(places) % 2:
        wrong = [int(places[-1])]
    return inside, min(wrong, default=None)


def _count_outside(
    mask: npt.NDArray[np.bool_], inside: npt.NDArray[np.bool_] | None, starts: Positions
) -> Positions:
    places = np.flatnonzero(mask if inside is None else mask & ~inside)
    return np.diff(np.searchsorted(places, starts))


def _find_blank(view: Bytes, starts: Positions) -> npt.NDArray[np.bool_]:
    lengths = np.diff(starts)
    blank = (lengths == 1) & (view[starts[:-1]] == _LF) if len(lengths) else np.zeros(0, np.bool_)
    pairs = lengths == 2
    if pairs.any():
        blank[pairs] = (view[starts[:-1][pairs]] == _CR) & (view[starts[:-1][pairs] + 1] == _LF)
    return blank


def _find_bare_returns(view: Bytes, inside: npt.NDArray[np.bool_] | None, starts: Positions) -> Positions:
    mask = view == _CR
    if inside is not None:
        mask &= ~inside
    places = np.flatnonzero(mask)
    if not len(places):
        return places
    after = view[np.minimum(places + 1, len(view) - 1)]
    bare = places[(after != _LF) | (places + 1 == len(view))]
    return np.unique(np.searchsorted(starts, bare, side="right") - 1)


def find_other_ends(view: Bytes, starts: Positions, line_end: int) -> Positions:
    """Find the records whose line end, if they have one, is not of the given length."""
    ends = starts[1:]
    has_end = view[ends - 1] == _LF
    is_long = has_end & (ends - starts[:-1] > 1) & (view[np.maximum(ends - 2, 0)] == _CR)
    return np.flatnonzero(has_end & (is_long if line_end == 1 else ~is_long))
