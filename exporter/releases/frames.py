"""Turns Arrow tables of a package into pandas DataFrames of the promised dtypes."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from exporter.errors import PackageError

# The one string dtype that is the same under pandas 2 and 3: missing values are pandas.NA.
_DTYPES = {
    pa.string(): pd.StringDtype("pyarrow"),
    pa.int32(): pd.Int32Dtype(),
    pa.bool_(): pd.BooleanDtype(),
}


def build_frame(table: pa.Table, fields: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Build a DataFrame: string, Int32, float64, boolean, datetime64[us, UTC], and category for enumerations.

    Args:
        table: The table.
        fields: The fields of its Table Schema.

    Raises:
        PackageError: A value is not in the enumeration of its field, and would be lost.
    """
    frame: pd.DataFrame = table.to_pandas(types_mapper=_DTYPES.get)
    for field in fields:
        words = field.get("constraints", {}).get("enum")
        if words and field.get("type", "string") == "string":
            frame[field["name"]] = _categorize(frame[field["name"]], words)
    return frame


def join_contents(quotes: pa.Table, spans: pa.Table) -> pa.Table:
    """Append to each quote the pieces of its content, in order, joined by a space."""
    contents = spans.filter(pc.equal(spans["role"], "content")).sort_by(
        [("quote_id", "ascending"), ("part", "ascending")]
    )
    # Only one thread keeps the order of the pieces.
    grouped = contents.group_by("quote_id", use_threads=False).aggregate([("text", "list")])
    grouped = grouped.append_column("content", pc.binary_join(grouped["text_list"], " "))
    return join_columns(quotes, grouped, "quote_id", ["content"], "")


def join_columns(left: pa.Table, right: pa.Table, key: str, columns: Iterable[str], prefix: str) -> pa.Table:
    """Append columns of another table by a key that is unique there; null where it does not have the key."""
    rows = pc.index_in(left[key], value_set=right[key].combine_chunks())
    for name in columns:
        if name not in right.column_names:
            raise PackageError(f"{key}: its table has no column {name!r}", hint="publish the package again")
        left = left.append_column(f"{prefix}{name}", right[name].take(rows))
    return left


def _categorize(column: "pd.Series[Any]", words: list[str]) -> "pd.Series[Any]":
    unknown = column[column.notna() & ~column.isin(words)]
    if len(unknown):
        expected = f"expected {', '.join(words)}, found {unknown.iloc[0]!r:.60}"
        raise PackageError(
            f"{column.name}: not in the enumeration ({expected})", hint="check it with: exporter validate"
        )
    return column.astype(pd.CategoricalDtype(words, ordered=False))
