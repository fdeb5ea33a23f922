"""Reads lists of values of one simple type, as canonical JSON arrays."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from exporter.validation.model.package import Field
from exporter.validation.values.arrays import (
    TEXT,
    build_scalar,
    has_any,
    join_texts,
    keep,
    map_unique,
    read_numbers,
)
from exporter.validation.values.types.canonical_json import write_json
from exporter.validation.values.types.comparing import write_values

_ESCAPED = r'[\x00-\x1f"\\]'
_BARE = ("integer", "number", "boolean")


def get_item_field(field: Field) -> Field:
    """Give the field that each item of a list is one value of; items have default formats."""
    kind = str(field.options.get("itemType") or "string")
    return Field(name=field.name, type="datetime" if kind == "datetme" else kind)


def split_cells(cells: pa.Array, field: Field) -> pa.Array:
    """Split cells into lists of text; the empty text is the empty list."""
    parts = pc.split_pattern(cells, str(field.options.get("delimiter") or ","))
    # Splitting the empty text gives one empty item.
    filled = pc.not_equal(cells, build_scalar("", TEXT))
    return keep(parts, filled)


def join_items(lists: pa.Array, values: pa.Array, wrong: pa.Array, field: Field) -> pa.Array:
    """Join the typed items of lists to canonical JSON arrays.

    Args:
        lists: The lists that the items are of; a null one becomes an empty array.
        values: All their items in a row, typed.
        wrong: Which items are not of their type; a list with one becomes null.
        field: What the items are values of.
    """
    texts = write_values(values, field)
    if field.type not in _BARE:
        special = has_any(pc.match_substring_regex(texts, _ESCAPED))
        texts = map_unique(texts, write_json, TEXT) if special else join_texts('"', texts, '"')
    texts = keep(pc.fill_null(texts, build_scalar("null", TEXT)), pc.invert(wrong))
    lengths = pc.coalesce(pc.cast(pc.list_value_length(lists), pa.int64()), build_scalar(0, pa.int64()))
    offsets = np.concatenate(([0], np.cumsum(read_numbers(lengths, np.int64)))).astype(np.int64)
    rows = pa.Array.from_buffers(
        pa.large_list(TEXT), len(lists), [None, pa.py_buffer(offsets)], children=[texts]
    )
    return join_texts("[", pc.binary_join(rows, build_scalar(",", TEXT)), "]")
