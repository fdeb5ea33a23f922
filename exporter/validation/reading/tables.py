"""Opens a resource as a table whatever its format: labels, and batches of rows with their numbers."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from exporter.validation.files.streams import HashingReader, MemoryReader, Stream, is_known
from exporter.validation.model.budget import Budget
from exporter.validation.model.messages import quote
from exporter.validation.model.opening import File
from exporter.validation.model.package import Resource
from exporter.validation.model.strict_json import SIZE, parse_text
from exporter.validation.reading.bounds import has_fair_columns
from exporter.validation.reading.csv.reader import CsvReader
from exporter.validation.reading.json_rows import read_rows
from exporter.validation.reading.parquet import read_parquet
from exporter.validation.report.findings_log import FindingsLog

FORMATS = ("csv", "parquet")
"""The formats that are tables."""
_JSON = ("json", "ndjson", "jsonl")
READABLE = "format csv, tsv, parquet, json or ndjson"
"""Which formats can be read, in words."""

Batches = Iterator[tuple[tuple[Any, ...], npt.NDArray[np.int64]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some rows.

    Attributes:
        columns: For each label an array, of text for CSV (never null), of any type for Parquet; for JSON a list.
        rows: The number of each row in the file; a header is row 1, and the first row of a Parquet file is 2.
    """

    columns: tuple[Any, ...]
    rows: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """An opened resource: column names, physical types (none for text), and rows in at least one batch."""

    labels: tuple[str, ...]
    kinds: tuple[Any, ...] | None
    batches: Iterator[Batch]


def is_table(resource: Resource) -> bool:
    """Tell whether the rows of a resource can be read; JSON is taken for a table only if it is said to be one."""
    if resource.format in FORMATS and (resource.paths or isinstance(resource.data, str)):
        return True
    is_json = resource.format in _JSON if resource.paths else isinstance(resource.data, list | dict)
    return is_json and (resource.is_tabular or resource.schema is not None)


def read_table(
    resource: Resource, paths: Sequence[File], files: HashingReader, budget: Budget, log: FindingsLog
) -> Table | None:
    """Open a resource that is a table; damage is written down, and what can be read before it is yielded.

    Args:
        resource: What the descriptor says.
        paths: Its files; none if the data is in the descriptor.
        files: The same, to be hashed as they are read.
        budget: What may be used up.
        log: Gets the findings.
    """
    opened = _open(resource, paths, files, budget, log)
    if opened is None or not has_fair_columns(opened.labels, budget, log):
        return None
    ready = (Batch(columns=columns, rows=rows) for columns, rows in opened.batches)
    return Table(labels=opened.labels, kinds=opened.kinds, batches=_read_ahead(ready))


class _Opened(NamedTuple):
    labels: tuple[str, ...]
    kinds: tuple[Any, ...] | None
    batches: Batches


def _open(
    resource: Resource, paths: Sequence[File], files: HashingReader, budget: Budget, log: FindingsLog
) -> _Opened | None:
    if resource.format == "parquet":
        opened = read_parquet(paths, budget, log)
        return None if opened is None else _Opened(tuple(opened[0].names), tuple(opened[0].types), opened[1])
    names = [field.name for field in resource.schema.fields] if resource.schema else []
    pointer = f"{resource.pointer}/data"
    if not resource.paths and not isinstance(resource.data, str):
        rows = read_rows(resource.data, resource.dialect, names, log, pointer=pointer)
        return None if rows is None else _Opened(rows.labels, None, rows.batches)
    if not is_known(resource.encoding):
        expected = f"expected utf-8 or another, found {quote(resource.encoding)}"
        log.add("encoding-error", f"no such encoding ({expected})")
        return None
    if not resource.paths:
        files, resource = (
            MemoryReader(resource.data.encode()),
            replace(resource, encoding="utf-8", compression=None),
        )
    stream = Stream(
        files, paths, compression=resource.compression, encoding=resource.encoding, budget=budget, log=log
    )
    if resource.format in _JSON:
        return _read_json(stream, resource, names, log)
    table = CsvReader(stream, resource.dialect, budget=budget, log=log).read(names)
    return None if table is None else _Opened(table[0], None, table[1])


def _read_json(stream: Stream, resource: Resource, names: Sequence[str], log: FindingsLog) -> _Opened | None:
    data = bytearray()
    view = memoryview(bytearray(1 << 16))
    while (count := stream.readinto(view)) and len(data) <= SIZE:
        data += view[:count]
    if len(data) > SIZE:
        log.add("json-syntax", f"too long (expected at most {SIZE:,} bytes, found more)")
        return None
    try:
        text = data.decode("utf-8")
        value, lines = (parse_text(text), None) if resource.format == "json" else _parse_lines(text, log)
    except ValueError as error:
        log.add("json-syntax", str(error))
        return None
    rows = read_rows(value, resource.dialect, names, log, pointer="", lines=lines)
    return None if rows is None else _Opened(rows.labels, None, rows.batches)


def _parse_lines(text: str, log: FindingsLog) -> tuple[list[Any], list[int]]:
    """Parse each line that is not blank, and give the number of each; one that is no JSON is left out."""
    values, numbers = [], []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            values.append(parse_text(line))
            numbers.append(number)
        except ValueError as error:
            log.add("json-syntax", str(error), row=number)
    return values, numbers


def _read_ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """Read the next batch in another thread while one is being checked."""
    with ThreadPoolExecutor(1) as pool:
        ahead = pool.submit(next, batches, None)
        while (batch := ahead.result()) is not None:
            ahead = pool.submit(next, batches, None)
            yield batch
