"""Reads delimited text as Arrow arrays of text with row numbers, and writes down all damage with its place."""

import codecs
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from exporter.validation.files.streams import Stream
from exporter.validation.model.budget import Budget
from exporter.validation.model.package import Dialect
from exporter.validation.reading.csv.records import Record, RecordReader
from exporter.validation.reading.csv.scan import Block, Bytes, find_other_ends, find_regular_end, scan
from exporter.validation.report.findings_log import FindingsLog
from exporter.validation.values.arrays import TEXT, build_array, build_scalar, has_any, holds_utf8

_CHUNK = 1 << 22
_EMPTY = build_scalar("", TEXT)
_MARK = codecs.BOM_UTF8
_RECORDS = 1 << 14

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Columns = tuple[Any, ...]
Batches = Iterator[tuple[Columns, Rows]]

_DAMAGE = (
    *("csv-quote", "csv-row-length", "csv-blank-row", "csv-line-end", "encoding-error"),
    *("compression-error", "budget-time", "path-not-a-file"),
)
"""What may keep a header from being read."""
_BROKEN = "reading ended here"


class CsvReader:
    """Reads one stream of delimited text.

    A row that is blank, ragged or not UTF-8 is written down and left out; broken quoting ends the reading, because
    nothing after it can be told apart.
    """

    def __init__(self, stream: Stream, dialect: Dialect, *, budget: Budget, log: FindingsLog) -> None:
        """Get ready; nothing is read yet."""
        self._stream, self._dialect, self._budget, self._log = stream, dialect, budget, log
        self._delimiter = ord(dialect.delimiter) if dialect.is_plain else -1
        self._quote = ord(dialect.quote) if dialect.is_plain and dialect.quote else -1
        self._line_end = 0
        self._width = 0

    def read(self, names: Sequence[str]) -> tuple[tuple[str, ...], Batches] | None:
        """Read the header and give back the labels and the rows that follow, or None if there is no header to go by.

        Args:
            names: What the columns are called if there is no header.
        """
        records = RecordReader(
            self._stream.readinto, self._dialect, longest=self._budget.row_bytes, most=self._budget.columns
        )
        if records.cut_prefix(_MARK):
            message = "starts with a byte order mark (expected the first name, found U+FEFF)"
            self._log.add("csv-bom", message, row=1, byte=0)
        labels = (
            self._read_labels(records) if self._dialect.header_rows else self._name_columns(records, names)
        )
        if labels is None:
            if not self._log.has(*_DAMAGE):
                self._add_missing_header(records.number - 1)
            return None
        self._width = len(labels)
        return labels, _start_with_one(self._iter_rest(records), self._width)

    def _read_labels(self, records: RecordReader) -> tuple[str, ...] | None:
        """Read up to the last row of the header; where no rows are named, comments do not count."""
        header: list[tuple[str, ...]] = []
        wanted, last = frozenset(self._dialect.header_rows), max(self._dialect.header_rows)
        for record in records:
            if record.is_comment:
                continue
            if record.number in wanted or self._dialect.header_rows == (1,):
                cells = self._decode_label_row(record)
                if cells is None:
                    return None
                header.append(cells)
            if record.number >= last:
                break
        if not header:
            return None
        width = max(map(len, header))
        rows = [(*cells, *[""] * (width - len(cells))) for cells in _spread(header, width)]
        return tuple(self._dialect.header_join.join(filter(None, parts)) for parts in zip(*rows, strict=True))

    def _add_missing_header(self, rows: int) -> None:
        message = "the file is empty (expected a header, found nothing)"
        if rows:
            last = max(self._dialect.header_rows, default=1)
            message = f"there is no header (expected it to end in row {last}, found {rows} in all)"
        self._log.add("csv-header-missing", message)

    def _decode_label_row(self, record: Record) -> tuple[str, ...] | None:
        if self._add_damage(record, None):
            return None
        return tuple(cell.decode("utf-8") for cell in record.cells)

    def _name_columns(self, records: RecordReader, names: Sequence[str]) -> tuple[str, ...] | None:
        """Name the columns of a table without header after the fields, as many as its first row has."""
        self._first = next((record for record in records if not record.is_comment), None)
        if self._first is None:
            return tuple(names) or None
        if self._add_damage(self._first, None):
            return None
        labels = (*names, *(f"column {number + 1}" for number in range(len(names), len(self._first.cells))))
        return labels[: len(self._first.cells)]

    def _iter_rest(self, records: RecordReader) -> Batches:
        if not self._dialect.header_rows and self._first is not None:
            yield from self._build_batch([self._first])
        lead = self._dialect.lead - records.number + 1 if self._dialect.is_plain else None
        if lead is None or lead > 0:
            few = islice(records, lead)
            while batch := list(islice(few, _RECORDS)):
                yield from self._build_batch(batch)
                if batch[-1].broken is not None:
                    return
        if lead is not None:
            yield from self._iter_blocks(records)

    def _build_batch(self, records: Sequence[Record]) -> Batches:
        """Build columns from single records, without those that are damaged."""
        good = [item for item in records if not item.is_comment and not self._add_damage(item, self._width)]
        if good:
            # In a table of one column, an empty line is an empty cell.
            cells = zip(*(item.cells or (b"",) for item in good), strict=True)
            rows = np.array([item.number for item in good], np.int64)
            yield (
                tuple(build_array([cell.decode("utf-8") for cell in column], TEXT) for column in cells),
                rows,
            )

    def _add_damage(self, record: Record, width: int | None) -> bool:
        """Write down what is wrong with a record, if anything is."""
        place: dict[str, Any] = {"row": record.number, "byte": self._give_offset(record.start)}
        if record.broken is not None:
            code = "csv-row-length" if record.broken.startswith("a row") else "csv-quote"
            self._log.add(code, f"{record.broken} (expected whole cells, as in RFC 4180); {_BROKEN}", **place)
        elif not record.cells and width != 1:
            expected = "a header" if width is None else f"{width} cells"
            self._log.add("csv-blank-row", f"the row is empty (expected {expected}, found none)", **place)
        elif width is not None and len(record.cells or (b"",)) != width:
            message = f"wrong number of cells (expected {width}, found {len(record.cells)})"
            self._log.add("csv-ragged-row", message, **place)
        elif record.has_return and self._dialect.has_plain_ends:
            message = "a carriage return stands outside quotes (expected a line feed after it)"
            self._log.add("csv-line-end", message, **place)
        else:
            return self._add_bad_bytes(record, place)
        return True

    def _add_bad_bytes(self, record: Record, place: dict[str, Any]) -> bool:
        whole = b"\x1f".join(record.cells)
        if b"\0" in whole:
            self._log.add("csv-nul", "holds a NUL character (expected text, found '\\x00')", **place)
        try:
            whole.decode("utf-8")
        except UnicodeDecodeError as error:
            found = whole[error.start]
            self._log.add("encoding-error", self._describe_byte(found), **place)
            return True
        return False

    def _describe_byte(self, byte: int) -> str:
        found = f"byte {byte:#04x}" if self._stream.has_offsets else "other bytes"
        return f"not text in the declared encoding (expected {self._stream.encoding}, found {found})"

    def _give_offset(self, position: int) -> int | None:
        return position if self._stream.has_offsets else None

    def _iter_blocks(self, records: RecordReader) -> Batches:
        """Read plain CSV block by block."""
        rest: memoryview | bytes = records.take_rest()
        row, position, is_last = records.number, records.position, False
        self._line_end = records.line_end
        while len(rest) or not is_last:
            buffer = pa.allocate_buffer(len(rest) + max(_CHUNK, len(rest)))
            view = memoryview(buffer).cast("B")
            view[: len(rest)] = rest
            size = len(rest)
            while size < len(view) and (count := self._stream.readinto(view[size:])):
                size += count
            is_last = size < len(view)
            if not size:
                return
            used, rows, batches = self._read_block(buffer.slice(0, size), row, position, is_last)
            yield from batches
            if used < 0:
                return
            if not used and size > self._budget.row_bytes:
                message = (
                    f"no row ends within {self._budget.row_bytes:,} bytes (expected RFC 4180); {_BROKEN}"
                )
                self._log.add("csv-row-length", message, row=row, byte=self._give_offset(position))
                return
            rest, row, position = view[used:size], row + rows, position + used

    def _read_block(
        self, buffer: pa.Buffer, row: int, position: int, is_last: bool
    ) -> tuple[int, int, Batches]:
        """Read the whole records of a block; gives the bytes and rows used, -1 if reading ends, and the batches."""
        view = np.frombuffer(buffer, np.uint8)
        regular = find_regular_end(view, self._delimiter, self._quote)
        if regular is not None and self._line_end in (-1, 0, regular.line_end):
            columns = self._try_parse(buffer.slice(0, regular.end))
            if columns is not None:
                self._line_end = self._line_end or regular.line_end
                rows = len(columns[0])
                return regular.end, rows, iter([(columns, np.arange(row, row + rows))])
        block = scan(view, self._delimiter, self._quote, is_last=is_last)
        number = len(block.starts) - 1
        batches = list(self._read_exactly(buffer, view, block, row, position)) if number else []
        if block.broken_quote is not None:
            message = f"a quote stands where none may, or is left open (expected RFC 4180); {_BROKEN}"
            self._log.add(
                "csv-quote", message, row=row + number, byte=self._give_offset(position + block.broken_quote)
            )
            return -1, number, iter(batches)
        return int(block.starts[-1]), number, iter(batches)

    def _try_parse(self, data: pa.Buffer) -> Columns | None:
        """Parse a block that is beyond doubt as to quotes and line ends; None if its rows are not as they should be."""
        try:
            columns = self._parse(data) if holds_utf8(data) else None
        except pa.ArrowInvalid:
            return None
        if columns is None:
            return None
        # Arrow makes cells of an empty line; looking for those is cheaper than looking for such lines.
        has_empty = self._width > 1 and has_any(pc.equal(columns[0], _EMPTY))
        return None if has_empty and _has_blank_line(data) else columns

    def _read_exactly(self, buffer: pa.Buffer, view: Bytes, block: Block, row: int, position: int) -> Batches:
        rows = np.arange(row, row + len(block.starts) - 1)
        offsets = block.starts[:-1] + position if self._stream.has_offsets else None
        self._add_ragged(block, rows, offsets)
        self._add_line_ends(view, block, rows, offsets)
        good = block.cells == self._width
        if self._width > 1:
            good &= ~block.is_blank
        good[block.bare_returns] = False
        good &= self._find_decodable(buffer, view, block, rows, offsets)
        if not good.any():
            return
        whole = buffer.slice(0, int(block.starts[-1]))
        columns = self._parse(whole if good.all() else _cut_records(whole, block.starts, good))
        if len(columns[0]) != int(good.sum()):
            raise ValueError(f"Arrow found {len(columns[0])} rows where there are {int(good.sum())}")
        yield columns, rows[good]

    def _add_ragged(self, block: Block, rows: Rows, offsets: Rows | None) -> None:
        width, log = self._width, self._log
        # In a table of one column, an empty line is an empty cell.
        blank = np.flatnonzero(block.is_blank & (width > 1))
        bare = block.bare_returns
        ragged = np.flatnonzero(~block.is_blank & (block.cells != width))
        found = block.cells[ragged]
        messages = (
            ("csv-blank-row", blank, lambda _: f"the row is empty (expected {width} cells, found none)"),
            (
                "csv-ragged-row",
                ragged,
                lambda i: f"wrong number of cells (expected {width}, found {found[i]})",
            ),
            (
                "csv-line-end",
                bare,
                lambda _: "a carriage return stands outside quotes (expected a line feed after it)",
            ),
        )
        for code, places, describe in messages:
            before = None if offsets is None else offsets[places]
            log.add_many(code, rows[places], describe, bytes_before=before)

    def _add_line_ends(self, view: Bytes, block: Block, rows: Rows, offsets: Rows | None) -> None:
        """Write down, once, where the line ends change."""
        if self._line_end < 0:
            return
        if not self._line_end:
            self._line_end = 2 if len(find_other_ends(view, block.starts[:2], 1)) else 1
        others = find_other_ends(view, block.starts, self._line_end)
        if len(others):
            first = int(others[0])
            expected = "a line feed" if self._line_end == 1 else "carriage return and line feed"
            message = f"line ends are mixed (expected {expected} as before, found the other)"
            byte = None if offsets is None else int(offsets[first])
            self._log.add("csv-line-ends-mixed", message, row=int(rows[first]), byte=byte)
            self._line_end = -1

    def _find_decodable(
        self, buffer: pa.Buffer, view: Bytes, block: Block, rows: Rows, offsets: Rows | None
    ) -> Mask:
        good = np.ones(len(rows), np.bool_)
        starts = block.starts
        nuls = np.flatnonzero(view[: starts[-1]] == 0)
        concerned = np.unique(np.searchsorted(starts, nuls, side="right") - 1)
        before = None if offsets is None else offsets[concerned]
        message = "holds a NUL character (expected text, found '\\x00')"
        self._log.add_many("csv-nul", rows[concerned], lambda _: message, bytes_before=before)
        if not holds_utf8(buffer.slice(0, int(starts[-1]))):
            good, found, places = _find_bad_bytes(buffer, starts)
            bad = np.flatnonzero(~good)
            before = None if offsets is None else offsets[bad] + places
            self._log.add_many(
                "encoding-error",
                rows[bad],
                lambda index: self._describe_byte(found[index]),
                bytes_before=before,
            )
        return good

    def _parse(self, data: pa.Buffer) -> Columns:
        names = [str(index) for index in range(self._width)]
        if data.size >= len(_MARK) and data.slice(0, len(_MARK)).to_pybytes() == _MARK:
            # Arrow takes one away, and here it is a part of the first cell.
            data = pa.py_buffer(_MARK + data.to_pybytes())
        table = pyarrow.csv.read_csv(
            data,
            read_options=pyarrow.csv.ReadOptions(
                column_names=names, block_size=data.size + 1, use_threads=False
            ),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=self._dialect.delimiter,
                quote_char=self._dialect.quote or False,
                newlines_in_values=True,
                ignore_empty_lines=False,
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, TEXT), strings_can_be_null=False, check_utf8=False
            ),
        )
        return tuple(
            column.combine_chunks() if column.num_chunks != 1 else column.chunk(0) for column in table.columns
        )


def _spread(header: list[tuple[str, ...]], width: int) -> Iterator[tuple[str, ...]]:
    """Let the only name of a row of the header stand for all columns."""
    for cells in header:
        yield cells * width if len(cells) == 1 and len(header) > 1 else cells


def _start_with_one(batches: Batches, width: int) -> Batches:
    """Give at least one batch, if need be without rows."""
    first = next(batches, (tuple(pa.nulls(0, TEXT) for _ in range(width)), np.zeros(0, np.int64)))
    yield first
    yield from batches


def _has_blank_line(data: pa.Buffer) -> bool:
    text = data.to_pybytes()
    return text.startswith((b"\n", b"\r\n")) or b"\n\n" in text or b"\n\r\n" in text


def _find_bad_bytes(buffer: pa.Buffer, starts: Rows) -> tuple[Mask, list[int], Rows]:
    """Tell which records are UTF-8, and of the others the first byte that is not, and where it is in them."""
    data = buffer.to_pybytes()
    good = np.ones(len(starts) - 1, np.bool_)
    found, places = [], []
    edges = starts.tolist()
    for index in range(len(edges) - 1):
        try:
            codecs.utf_8_decode(data[edges[index] : edges[index + 1]], "strict", True)
        except UnicodeDecodeError as error:
            good[index] = False
            found.append(data[edges[index] + error.start])
            places.append(error.start)
    return good, found, np.array(places, np.int64)


def _cut_records(data: pa.Buffer, starts: Rows, good: Mask) -> pa.Buffer:
    """Copy the records that are good, into memory of Arrow's own."""
    sink = pa.BufferOutputStream()
    edges = np.flatnonzero(np.diff(np.concatenate([[0], good.view(np.int8), [0]])))
    for first, last in edges.reshape(-1, 2).tolist():
        start, end = int(starts[first]), int(starts[last])
        sink.write(data.slice(start, end - start))
    return sink.getvalue()
