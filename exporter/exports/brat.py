"""Texts with their quotes, sources and entities as brat standoff."""

from pathlib import Path

from exporter.brat import build_files
from exporter.brat.from_tables import build_annotated_texts
from exporter.packaging import Metadata
from exporter.tables import Tables


def write(tables: Tables, folder: Path, _: Metadata) -> None:
    """Write NAME.txt and NAME.ann for every document, which needs tables with texts.

    Raises:
        TableError: The tables have no texts.
    """
    for name, content in build_files(build_annotated_texts(tables)):
        (folder / name).write_bytes(content.encode())
