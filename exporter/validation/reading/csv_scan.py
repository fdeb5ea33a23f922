"""Finds the records of a CSV file in blocks of bytes, strictly by RFC 4180, before Arrow reads the cells.

Arrow's own reader is lenient about quotes and counts lines, not records; so the structure is found here, by a
few passes of numpy over each block, and Arrow only gets blocks that are known to be rectangular.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

MAX_RECORD = 1 << 26
"""The longest record that is looked for, in bytes; where none ends within that, a quote was left open."""

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Whole records.

    Attributes:
        data: The bytes of the records, each with its line end, the last perhaps without.
        starts: Where each record starts; one more position than records, the last being the end.
        cells: How many cells each record has.
        is_blank: Whether each record is an empty line.
        bare_returns: Records that hold a carriage return outside quotes that does not end the line.
        first_row: The number of the first record.
        broken_quote: Number of the record after these whose quoting is broken, which ends the reading.
    """

    data: bytes
    starts: Positions
    cells: Positions
    is_blank: npt.NDArray[np.bool_]
    bare_returns: Positions
    first_row: int
    broken_quote: int | None = None


def iter_blocks(chunks: Iterable[bytes], *, delimiter: str, quote: str) -> Iterator[Block]:
    """Cut chunks of bytes into blocks of whole records, up to the first whose quoting is broken."""
    rest, row = b"", 1
    for chunk, is_last in _mark_last(chunks):
        rest += chunk
        block, used = _build_block(rest, row, is_last, ord(delimiter), ord(quote) if quote else -1)
        if block.broken_quote is None and used == 0 and len(rest) > MAX_RECORD:
            yield _mark_broken(block, row)
            return
        if len(block.starts) > 1 or block.broken_quote is not None:
            yield block
        if block.broken_quote is not None:
            return
        rest, row = rest[used:], row + len(block.starts) - 1


def _mark_last(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    before = b""
    for chunk in chunks:
        if before:
            yield before, False
        before = chunk
    yield before, True


def _build_block(data: bytes, row: int, is_last: bool, delimiter: int, quote: int) -> tuple[Block, int]:
    view = np.frombuffer(data, np.uint8)
    inside, wrong = _find_quoted(view, delimiter, quote, is_last)
    is_newline = view == 10
    if inside is not None:
        is_newline &= ~inside
    newlines = np.flatnonzero(is_newline)
    broken = None
    if wrong is not None:
        newlines = newlines[newlines < wrong]
        broken = row + len(newlines)
    ends = newlines + 1
    if is_last and wrong is None and (ends[-1] if len(ends) else 0) < len(data):
        ends = np.append(ends, len(data))
    used = int(ends[-1]) if len(ends) else 0
    starts = np.concatenate([np.zeros(1, np.int64), ends])
    view, inside = view[:used], None if inside is None else inside[:used]
    block = Block(
        data=data[:used],
        starts=starts,
        cells=_count_outside(view == delimiter, inside, starts) + 1,
        is_blank=_find_blank(view, starts),
        bare_returns=_find_bare_returns(view, inside, starts),
        first_row=row,
        broken_quote=broken,
    )
    return block, used


def _mark_broken(block: Block, row: int) -> Block:
    values: dict[str, Any] = {name: getattr(block, name) for name in Block.__slots__}
    return Block(**(values | {"broken_quote": row}))


def _find_quoted(
    view: npt.NDArray[np.uint8], delimiter: int, quote: int, is_last: bool
) -> tuple[npt.NDArray[np.bool_] | None, int | None]:
    """Tell which bytes stand inside quotes, and where the first quote is that may not stand where it does."""
    is_quote = view == quote
    places = np.flatnonzero(is_quote) if quote >= 0 else np.zeros(0, np.int64)
    if not len(places):
        return None, None
    inside = np.bitwise_xor.accumulate(is_quote.view(np.uint8)).view(np.bool_)
    opening, closing = places[::2], places[1::2]
    before = view[np.maximum(opening - 1, 0)]
    good = (opening == 0) | (before == delimiter) | (before == 10) | (before == quote)
    wrong = [int(opening[np.argmin(good)])] if not good.all() else []
    after = view[np.minimum(closing + 1, len(view) - 1)]
    good = (
        (after == delimiter) | (after == 10) | (after == 13) | (after == quote) | (closing + 1 == len(view))
    )
    wrong += [int(closing[np.argmin(good)])] if not good.all() else []
    if not wrong and is_last and len(places) % 2:
        wrong = [int(places[-1])]
    return inside, min(wrong, default=None)


def _count_outside(
    mask: npt.NDArray[np.bool_], inside: npt.NDArray[np.bool_] | None, starts: Positions
) -> Positions:
    places = np.flatnonzero(mask if inside is None else mask & ~inside)
    return np.diff(np.searchsorted(places, starts))


def _find_blank(view: npt.NDArray[np.uint8], starts: Positions) -> npt.NDArray[np.bool_]:
    lengths = np.diff(starts)
    blank = (lengths == 1) & (view[starts[:-1]] == 10) if len(lengths) else np.zeros(0, np.bool_)
    pairs = lengths == 2
    if pairs.any():
        blank[pairs] = (view[starts[:-1][pairs]] == 13) & (view[starts[:-1][pairs] + 1] == 10)
    return blank


def _find_bare_returns(
    view: npt.NDArray[np.uint8], inside: npt.NDArray[np.bool_] | None, starts: Positions
) -> Positions:
    mask = view == 13
    if inside is not None:
        mask &= ~inside
    places = np.flatnonzero(mask)
    if not len(places):
        return places
    after = view[np.minimum(places + 1, len(view) - 1)]
    bare = places[(after != 10) | (places + 1 == len(view))]
    return np.unique(np.searchsorted(starts, bare, side="right") - 1)
