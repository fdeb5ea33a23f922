"""Reads CSV files as Arrow arrays of text with row numbers, and writes down all damage with its place."""

import codecs
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv

from exporter.validation.descriptors.model import Dialect
from exporter.validation.descriptors.rules import quote
from exporter.validation.reading.csv_scan import Block, iter_blocks
from exporter.validation.reading.files import open_regular
from exporter.validation.reports.log import Log
from exporter.validation.values.cells import TEXT

_CHUNK = 1 << 22
_BOM = codecs.BOM_UTF8

Rows = npt.NDArray[np.int64]
Columns = tuple[Any, ...]


def read_csv(
    paths: Sequence[Path], *, dialect: Dialect, encoding: str, names: tuple[str, ...], log: Log
) -> tuple[tuple[str, ...], Iterator[tuple[Columns, Rows]]] | None:
    """Read one CSV file, or several that follow one another.

    A row that is blank, ragged or not in the encoding is written down and left out; broken quoting ends the
    reading, because nothing after it can be told apart.

    Args:
        paths: The files.
        dialect: How they are written; nothing in it is unknown.
        encoding: As the descriptor names it.
        names: What the columns are called if there is no header.
        log: Gets the damage.

    Returns:
        The labels and the batches of columns and row numbers, or None if there is no header to go by.
    """
    try:
        decoder = codecs.getincrementaldecoder(encoding)
    except (LookupError, ValueError):
        log.add("encoding-error", f"no such encoding (expected utf-8 or another, found {quote(encoding)})")
        return None
    is_utf8 = codecs.lookup(encoding).name in ("utf-8", "ascii")
    chunks = _iter_chunks(paths, None if is_utf8 else decoder("strict"), log)
    blocks = iter_blocks(_cut_bom(chunks, log), delimiter=dialect.delimiter, quote=dialect.quote)
    batches = _iter_records(blocks, dialect, log)
    first = next(batches, None)
    if first is None or first[1][0] != 1:
        if not log.has():
            log.add("csv-header-missing", "the file is empty (expected a header, found nothing)")
        return None
    return _split_header(first, batches, dialect, names)


def _split_header(
    first: tuple[Columns, Rows],
    batches: Iterator[tuple[Columns, Rows]],
    dialect: Dialect,
    names: tuple[str, ...],
) -> tuple[tuple[str, ...], Iterator[tuple[Columns, Rows]]]:
    columns, rows = first
    if not dialect.header:
        labels = (*names, *(f"column {number + 1}" for number in range(len(names), len(columns))))
        return labels[: len(columns)], chain([first], batches)
    labels = tuple(column[0].as_py() for column in columns)
    rest = tuple(column.slice(1) for column in columns)
    return labels, chain([(rest, rows[1:])], batches)


def _iter_chunks(
    paths: Sequence[Path], decoder: codecs.IncrementalDecoder | None, log: Log
) -> Iterator[bytes]:
    """Yield the bytes of all files, as UTF-8 unless they are declared to be so already."""
    try:
        for path in paths:
            with open_regular(path) as file:
                while chunk := file.read(_CHUNK):
                    yield chunk if decoder is None else decoder.decode(chunk).encode("utf-8")
        if decoder is not None:
            yield decoder.decode(b"", final=True).encode("utf-8")
    except UnicodeError as error:
        log.add("encoding-error", f"not text in the declared encoding ({quote(str(error))})")


def _cut_bom(chunks: Iterator[bytes], log: Log) -> Iterator[bytes]:
    for index, chunk in enumerate(chunks):
        if index == 0 and chunk.startswith(_BOM):
            log.add("csv-bom", "starts with a byte order mark (expected the first name, found EF BB BF)")
            yield chunk.removeprefix(_BOM)
        elif chunk:
            yield chunk


def _iter_records(blocks: Iterator[Block], dialect: Dialect, log: Log) -> Iterator[tuple[Columns, Rows]]:
    width = 0
    for block in blocks:
        number = len(block.starts) - 1
        if not width and number:
            width = int(block.cells[0])
            if block.is_blank[0]:
                log.add("csv-blank-row", "the first row is empty (expected a header, found nothing)", row=1)
                return
        if number:
            yield from _read_block(block, width, dialect, log)
        if block.broken_quote is not None:
            message = "a quote stands where none may, or is left open (expected RFC 4180); reading ended here"
            log.add("csv-quote", message, row=block.broken_quote)


def _read_block(block: Block, width: int, dialect: Dialect, log: Log) -> Iterator[tuple[Columns, Rows]]:
    rows = np.arange(block.first_row, block.first_row + len(block.starts) - 1)
    good = ~block.is_blank & (block.cells == width)
    if not good.all() or len(block.bare_returns):
        _add_damage(block, rows, width, log)
        good[block.bare_returns] = False
    good &= _find_decodable(block, log, rows)
    _add_nuls(block, rows, log)
    data = block.data if good.all() else _cut_records(block, good)
    if good.any():
        yield _parse(data, width, dialect, int(good.sum())), rows[good]


def _add_damage(block: Block, rows: Rows, width: int, log: Log) -> None:
    blank = rows[block.is_blank]
    log.add_many("csv-blank-row", blank, lambda _: f"the row is empty (expected {width} cells, found none)")
    is_ragged = ~block.is_blank & (block.cells != width)
    found = block.cells[is_ragged]
    log.add_many(
        "csv-ragged-row",
        rows[is_ragged],
        lambda index: f"wrong number of cells (expected {width}, found {found[index]})",
    )
    message = "a carriage return stands outside quotes (expected a line feed after it)"
    log.add_many("csv-line-end", rows[block.bare_returns], lambda _: message)


def _find_decodable(block: Block, log: Log, rows: Rows) -> npt.NDArray[np.bool_]:
    good = np.ones(len(rows), np.bool_)
    try:
        block.data.decode("utf-8")
    except UnicodeDecodeError:
        starts = block.starts.tolist()
        for index, (start, end) in enumerate(pairwise(starts)):
            try:
                block.data[start:end].decode("utf-8")
            except UnicodeDecodeError as error:
                good[index] = False
                found = block.data[start + error.start]
                log.add(
                    "encoding-error",
                    f"not UTF-8 at byte {error.start + 1} of the row (found {found:#04x})",
                    row=int(rows[index]),
                )
    return good


def _add_nuls(block: Block, rows: Rows, log: Log) -> None:
    if b"\0" in block.data:
        places = np.flatnonzero(np.frombuffer(block.data, np.uint8) == 0)
        concerned = np.unique(np.searchsorted(block.starts, places, side="right") - 1)
        message = "holds a NUL character (expected text, found '\\x00')"
        log.add_many("csv-nul", rows[concerned], lambda _: message)


def _cut_records(block: Block, good: npt.NDArray[np.bool_]) -> bytes:
    starts = block.starts
    return b"".join(block.data[starts[index] : starts[index + 1]] for index in np.flatnonzero(good))


def _parse(data: bytes, width: int, dialect: Dialect, number: int) -> Columns:
    names = [str(index) for index in range(width)]
    table = pyarrow.csv.read_csv(
        _copy(data),
        read_options=pyarrow.csv.ReadOptions(column_names=names, block_size=len(data) + 1),
        parse_options=pyarrow.csv.ParseOptions(
            delimiter=dialect.delimiter,
            quote_char=dialect.quote or False,
            newlines_in_values=True,
            ignore_empty_lines=False,
        ),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, TEXT), strings_can_be_null=False, check_utf8=False
        ),
    )
    if table.num_rows != number:
        raise ValueError(f"Arrow found {table.num_rows} rows where there are {number}")
    return tuple(column.combine_chunks() for column in table.columns)


def _copy(data: bytes) -> pa.Buffer:
    """Copy bytes into memory of Arrow's own.

    A thread of Arrow may drop the last hold on a buffer while Python shuts down; if that were memory of
    Python's, the process would abort.
    """
    sink = pa.BufferOutputStream()
    sink.write(data)
    return sink.getvalue()
