"""The canonical CSV text of a table: what is released as CSV, and what the content digest is taken over."""

import csv
import hashlib
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from exporter.errors import TableError

_ROWS_AT_ONCE = 16_384


def iter_csv(table: pa.Table) -> Iterator[bytes]:
    """Yield the canonical CSV of a table in pieces of many rows.

    The text is UTF-8 without a mark, one line of column names, then one line per row, in order; every line
    ends in a line feed. Cells are parted by commas. A cell stands in double quotes, its own double quotes
    doubled, if it holds a comma, a double quote, a line feed or a carriage return, and otherwise bare.

    A null is an empty cell. Text is as it is; integers are decimal; numbers are the shortest decimal that
    reads back to the same double, as Python's repr writes it; booleans are true and false; dates are
    2024-03-05; datetimes are UTC, 2024-03-05T06:30:00Z, with six digits of a second if there is a fraction.

    Raises:
        TableError: A column is of another type, or holds empty text, which would read back as null.
    """
    yield _format_rows([tuple(table.column_names)])
    for batch in table.to_batches(max_chunksize=_ROWS_AT_ONCE):
        columns = [_list_cells(name, batch.column(name)) for name in table.column_names]
        yield _format_rows(list(zip(*columns, strict=True)))


def digest_table(table: pa.Table) -> str:
    """Compute the content digest of a table: "sha256:" and the SHA-256 of its canonical CSV, header included.

    It does not depend on the file format, on Arrow's version or on chunks, and it is the SHA-256 of the
    table's CSV file as released: `sha256sum csv/data/quotes.csv` recomputes it. For the exact bytes see
    iter_csv.
    """
    digest = hashlib.sha256()
    for piece in iter_csv(table):
        digest.update(piece)
    return f"sha256:{digest.hexdigest()}"


def _format_rows(rows: list[tuple[Any, ...]]) -> bytes:
    # Which line ends in a cell make the csv module quote it depends on Python's version, unless both stand in
    # its own line end; so it writes "\r\n", one call per row, and that is cut off here.
    lines: list[str] = []
    csv.writer(SimpleNamespace(write=lines.append), lineterminator="\r\n").writerows(rows)
    return "".join([line[:-2] + "\n" for line in lines]).encode()


def _list_cells(name: str, column: pa.Array) -> list[Any]:
    kind = column.type
    if pa.types.is_string(kind):
        if pc.any(pc.equal(column, "")).as_py():
            raise TableError(f"{name}: holds empty text (expected text or null)", hint="use null for absence")
        return list(column.to_pylist())
    if pa.types.is_integer(kind) or pa.types.is_float64(kind):
        return list(column.to_pylist())
    if pa.types.is_boolean(kind) or pa.types.is_date32(kind):
        return list(pc.cast(column, pa.string()).to_pylist())
    if pa.types.is_timestamp(kind) and kind.tz == "UTC":
        return [None if t is None else t.isoformat().replace("+00:00", "Z") for t in column.to_pylist()]
    raise TableError(f"{name}: no such type in a package ({kind})", hint="build tables with build_tables")
