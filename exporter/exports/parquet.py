"""Tables as Parquet, in a folder that is a Data Package."""

from pathlib import Path

from exporter.packaging import UNRELEASED, Metadata, write_package
from exporter.tables import Tables


def write(tables: Tables, folder: Path, metadata: Metadata) -> None:
    """Write a Data Package that is no release."""
    write_package(tables, folder, format="parquet", metadata=metadata, version=UNRELEASED)
