"""Reads the records of delimited text one by one, in any dialect: slow and exact.

Plain CSV goes another way after its header; see reader.py.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from exporter.validation.model.package import Dialect

Fill = Callable[[memoryview], int]

_FIRST, _CHUNK = 1 << 16, 1 << 20
_PIECES = 4_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row.

    Attributes:
        cells: What is in its cells, as bytes of UTF-8; none for an empty line.
        start: Where it starts in the stream, or where it breaks.
        number: Its number, the first being 1.
        is_comment: Whether the dialect says that it is none of the data; its cells are then empty.
        has_return: Whether a carriage return stands outside quotes that does not end the line.
        broken: What breaks the reading here, so that nothing can follow; the cells are then empty.
    """

    cells: tuple[bytes, ...]
    start: int
    number: int
    is_comment: bool = False
    has_return: bool = False
    broken: str | None = None


class RecordReader:
    """Cuts a stream into records; what is left of it can be taken over at any time."""

    def __init__(self, fill: Fill, dialect: Dialect, *, longest: int, most: int = 20_000) -> None:
        """Get ready.

        Args:
            fill: Fills at most a memoryview, and gives 0 at the end of the stream.
            dialect: How the text is written.
            longest: The longest record that is looked for, in bytes.
            most: How many cells a record may have.
        """
        self._fill, self._dialect, self._longest, self._most = fill, dialect, longest, most
        self._patterns = _Patterns(dialect)
        self._data, self._place, self._size = b"", 0, _FIRST
        self._is_last = self._has_return = False
        self.position = 0
        self.number = 1
        self.line_end = 0

    def take_rest(self) -> bytes:
        """Give what has been read of the stream and is not part of a record yet; reading ends here."""
        rest, self._data, self._place = self._data[self._place :], b"", 0
        return rest

    def cut_prefix(self, prefix: bytes) -> bool:
        """Cut some bytes off the start of the stream, if they are there, and tell whether they were."""
        while not self._is_last and len(self._data) < len(prefix):
            self._read_on()
        if not self._data.startswith(prefix):
            return False
        self._place, self.position = len(prefix), len(prefix)
        return True

    def __iter__(self) -> Iterator[Record]:
        """Yield the records, to the last or to the one that breaks the reading."""
        while (record := self._read_record()) is not None:
            yield record
            if record.broken is not None:
                return

    def _read_record(self) -> Record | None:
        while True:
            if self._place == len(self._data) and self._is_last:
                return None
            found = self._parse()
            if found is not None:
                cells, end, is_comment, broken = found
                record = Record(
                    cells=tuple(cells),
                    start=self.position + (end - self._place if broken else 0),
                    number=self.number,
                    is_comment=is_comment,
                    has_return=self._has_return,
                    broken=broken,
                )
                self.position += end - self._place
                self._place, self.number = end, self.number + 1
                return record
            self._read_on()

    def _read_on(self) -> None:
        block = bytearray(self._size)
        view = memoryview(block)
        count = 0
        while count < len(block) and (more := self._fill(view[count:])):
            count += more
        self._is_last = count < len(block)
        self._data = self._data[self._place :] + bytes(view[:count])
        self._place, self._size = 0, max(_CHUNK, len(self._data))

    def _parse(self) -> tuple[list[bytes], int, bool, str | None] | None:
        """Parse the record that starts here; None if it does not end in what has been read."""
        data, start, patterns = self._data, self._place, self._patterns
        if not self._is_last and len(data) - start < patterns.reach:
            return None
        if self.number in self._dialect.comment_rows or (
            patterns.comment and data.startswith(patterns.comment, start)
        ):
            match = patterns.line_end.search(data, start)
            if match is None and not self._is_last:
                return self._give_up()
            return [], match.end() if match else len(data), True, None
        return self._parse_cells(start)

    def _parse_cells(self, place: int) -> tuple[list[bytes], int, bool, str | None] | None:
        data, patterns = self._data, self._patterns
        self._has_return = False
        match = patterns.line_end.match(data, place)
        if match:
            return [], match.end(), False, None
        cells = []
        while True:
            if patterns.space:
                place = patterns.space.match(data, place).end()  # type: ignore[union-attr]
            read = (
                self._read_quoted
                if patterns.quote and data.startswith(patterns.quote, place)
                else self._read_plain
            )
            found = read(place)
            if isinstance(found, str):
                return [], place, False, found
            if found is None or (found[1] == len(data) and not self._is_last):
                return self._give_up()
            cell, place = found
            cells.append(cell)
            if len(cells) > self._most:
                return [], place, False, f"a row of more than {self._most:,} cells"
            if place == len(data):
                return cells, place, False, None
            if len(data) - place < patterns.reach and not self._is_last:
                return self._give_up()
            if data.startswith(patterns.delimiter, place):
                place += len(patterns.delimiter)
                if place == len(data) and not self._is_last:
                    return self._give_up()
                continue
            match = patterns.line_end.match(data, place)
            if match is None:
                return [], place, False, "text after a closing quote"
            self.line_end = match.end() - match.start()
            return cells, match.end(), False, None

    def _give_up(self) -> tuple[list[bytes], int, bool, str | None] | None:
        if len(self._data) - self._place <= self._longest:
            return None
        return [], len(self._data), False, f"a row of more than {self._longest:,} bytes, or an open quote"

    def _read_plain(self, place: int) -> tuple[bytes, int] | str | None:
        data, patterns = self._data, self._patterns
        pieces = []
        while True:
            match = patterns.outside.search(data, place)
            if match is None:
                pieces.append(data[place:])
                self._has_return |= b"\r" in pieces[-1]
                return (b"".join(pieces), len(data)) if self._is_last else None
            pieces.append(data[place : match.start()])
            place = match.start()
            if patterns.escape and match[0] == patterns.escape:
                pieces.append(data[match.end() : match.end() + 1])
                place = match.end() + 1
                if place > len(data):
                    return "open escape at the end" if self._is_last else None
            elif patterns.quote and match[0] == patterns.quote:
                return "a quote within a cell that does not start with one"
            else:
                cell = b"".join(pieces)
                self._has_return |= b"\r" in cell
                return cell, place

    def _read_quoted(self, place: int) -> tuple[bytes, int] | str | None:
        data, patterns = self._data, self._patterns
        quote = patterns.quote
        place += len(quote)
        pieces: list[bytes] = []
        while True:
            if len(pieces) > _PIECES:
                return f"a row with a cell of more than {_PIECES:,} quotes"
            match = patterns.inside.search(data, place)
            if match is None:
                return "open quote" if self._is_last else None
            pieces.append(data[place : match.start()])
            place = match.end()
            if patterns.escape and match[0] == patterns.escape:
                pieces.append(data[place : place + 1])
                place += 1
            elif self._dialect.double_quote and data.startswith(quote, place):
                pieces.append(quote)
                place += len(quote)
            else:
                return b"".join(pieces), place


class _Patterns:
    """The special sequences of a dialect, as bytes and compiled."""

    def __init__(self, dialect: Dialect) -> None:
        self.delimiter, self.quote = dialect.delimiter.encode(), dialect.quote.encode()
        self.escape, self.comment = dialect.escape.encode(), dialect.comment.encode()
        ends = rb"\r?\n" if dialect.has_plain_ends else re.escape(dialect.line_end.encode())
        self.line_end = re.compile(ends)
        blanks = rb" *" if "\t" in dialect.delimiter else rb"[ \t]*"
        self.space = re.compile(blanks) if dialect.skips_space else None
        specials = [re.escape(item) for item in (self.delimiter, self.quote, self.escape) if item]
        self.outside = re.compile(b"|".join([*specials, ends]))
        self.inside = re.compile(
            b"|".join(re.escape(item) for item in (self.quote, self.escape) if item) or b"(?!)"
        )
        self.reach = (
            max(len(item) for item in (self.delimiter, self.quote, self.comment, dialect.line_end.encode()))
            + 2
        )
