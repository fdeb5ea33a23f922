"""Writes tables where no release is wanted: one to be printed, or all of them into a new folder.

To add a format, write a module here with `write(tables, folder, metadata)`, and with `iter_lines(table)` if a table in
it can be printed, and name it in WRITERS. The command line, its help and `write_tables` take it from there.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """What is to be known of a format before its module, of the same name, is imported.

    Attributes:
        holds: What a folder of it holds, in words.
        is_printable: Whether one table can be printed in it; its module then has iter_lines.
        needs_text: Whether it needs tables with the texts of documents.
    """

    holds: str
    is_printable: bool = False
    needs_text: bool = False


WRITERS: Mapping[str, Writer] = {
    "csv": Writer(holds="a Data Package of version 0.0.0", is_printable=True),
    "jsonl": Writer(holds="a file of JSON Lines for each table", is_printable=True),
    "parquet": Writer(holds="a Data Package of version 0.0.0"),
    "brat": Writer(holds="texts, and who says what in them, as brat standoff", needs_text=True),
}
"""The formats that tables are written in, by name; the first is the default."""
