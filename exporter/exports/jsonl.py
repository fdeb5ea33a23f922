"""Tables as JSON Lines: one object a row, in UTF-8."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from exporter.packaging import Metadata
from exporter.tables import Tables

_ROWS_AT_ONCE = 4096


def iter_lines(table: pa.Table) -> Iterator[bytes]:
    """Yield a table as one JSON object a line, many rows at a time; times are as RFC 3339 has them."""
    for batch in table.to_batches(max_chunksize=_ROWS_AT_ONCE):
        rows = (json.dumps(row, ensure_ascii=False, default=_format) for row in batch.to_pylist())
        yield "".join(f"{row}\n" for row in rows).encode()


def write(tables: Tables, folder: Path, _: Metadata) -> None:
    """Write NAME.jsonl for every table."""
    for name, table in tables:
        with (folder / f"{name}.jsonl").open("wb") as file:
            file.writelines(iter_lines(table))


def _format(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    raise TypeError(f"no JSON value: {value!r:.60}")
