"""Tables as canonical CSV with a header, and a folder of them as a Data Package."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from exporter.packaging import UNRELEASED, Metadata, write_package
from exporter.packaging.cells import iter_csv
from exporter.tables import Tables


def iter_lines(table: pa.Table) -> Iterator[bytes]:
    """Yield a table as canonical CSV with a header, many rows at a time."""
    return iter_csv(table)


def write(tables: Tables, folder: Path, metadata: Metadata) -> None:
    """Write a Data Package that is no release."""
    write_package(tables, folder, format="csv", metadata=metadata, version=UNRELEASED)
