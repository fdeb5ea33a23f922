"""From tables to one folder: CSV or Parquet, the descriptor, checksums, the data card."""

from exporter.packaging.cells import digest_table
from exporter.packaging.descriptor import build_descriptor
from exporter.packaging.files import Format, read_table
from exporter.packaging.metadata import Metadata, read_metadata
from exporter.packaging.package import write_package

__all__ = [
    "Format",
    "Metadata",
    "build_descriptor",
    "digest_table",
    "read_metadata",
    "read_table",
    "write_package",
]
