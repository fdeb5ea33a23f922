"""From tables to one folder: CSV or Parquet, the descriptor, checksums, the data card."""

from exporter.packaging.card import build_card
from exporter.packaging.cells import digest_table
from exporter.packaging.choosing import choose_metadata
from exporter.packaging.citation import build_citation
from exporter.packaging.descriptor import build_descriptor
from exporter.packaging.files import FORMATS, read_table
from exporter.packaging.metadata import METADATA_NAMES, Metadata, build_name, read_metadata
from exporter.packaging.package import UNRELEASED, write_package
from exporter.packaging.provenance import Provenance

__all__ = [
    "FORMATS",
    "METADATA_NAMES",
    "UNRELEASED",
    "Metadata",
    "Provenance",
    "build_card",
    "build_citation",
    "build_descriptor",
    "build_name",
    "choose_metadata",
    "digest_table",
    "read_metadata",
    "read_table",
    "write_package",
]
