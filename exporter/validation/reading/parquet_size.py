"""Tells how many rows of a Parquet file may be read at once, because a tiny file can stand for a huge table.

A text that a dictionary holds once takes its room again in every row; so rows are read in batches that fit into
memory even if all of them hold the longest one.
"""

import os
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

ROWS = 1 << 15
SMALL = 1 << 22
"""Up to which size a file is looked at in this way, which takes longer the more there is in it."""
_BATCH = 1 << 27
"""How many bytes the cells of one text column may take in a batch, if they are more than one."""


def choose_rows(file: Any, probe: Any, texts: list[str]) -> int:  # noqa: ANN401 - Parquet files
    """Choose how many rows to read at once.

    Nothing is asked of the metadata of single columns: where those are damaged, pyarrow ends the whole process.

    Args:
        file: The Parquet file.
        probe: The same file, opened so that columns of text are read as dictionaries.
        texts: The paths of those columns.
    """
    least = ROWS
    for number in range(file.metadata.num_row_groups):
        group = file.metadata.row_group(number)
        if min(ROWS, group.num_rows) * group.total_byte_size > _BATCH:
            longest = _find_longest(probe, number, texts)
            least = min(least, max(_BATCH // max(longest, 1), 1))
    return least


def _find_longest(probe: Any, group: int, texts: list[str]) -> int:  # noqa: ANN401
    """Find the longest entry of a dictionary, in bytes."""
    batches = probe.iter_batches(batch_size=1, row_groups=[group], columns=texts, use_threads=False)
    batch = next(batches, None)
    parts = (part for column in (batch.columns if batch else ()) for part in _iter_dictionaries(column))
    return max((pc.max(pc.binary_length(part)).as_py() or 0 for part in parts), default=0)


def _iter_dictionaries(column: pa.Array) -> list[pa.Array]:
    kind = column.type
    if pa.types.is_dictionary(kind):
        is_text = (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary, pa.types.is_large_binary)
        return [column.dictionary] if any(test(kind.value_type) for test in is_text) else []
    if pa.types.is_struct(kind):
        return [part for child in column.flatten() for part in _iter_dictionaries(child)]
    if pa.types.is_map(kind):
        return [*_iter_dictionaries(column.keys), *_iter_dictionaries(column.items)]
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return _iter_dictionaries(column.values)
    return []


def list_texts(file: Any) -> list[str]:  # noqa: ANN401
    """List the paths of all columns of text or bytes."""
    columns = [file.schema.column(place) for place in range(len(file.schema))]
    return [column.path for column in columns if column.physical_type == "BYTE_ARRAY"]


def is_same(path: str, handle: int) -> bool:
    """Tell whether a path leads to the file that is open under a handle."""
    try:
        return os.path.samestat(os.stat(path), os.fstat(handle))  # noqa: PTH116
    except OSError:
        return False
