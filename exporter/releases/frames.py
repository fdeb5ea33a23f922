"""Turns Arrow tables of a package into pandas DataFrames of the promised dtypes."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow as pa

from exporter.errors import PackageError

# The one string dtype that is the same under pandas 2 and 3: missing values are pandas.NA.
_DTYPES = {
    pa.string(): pd.StringDtype("pyarrow"),
    pa.int32(): pd.Int32Dtype(),
    pa.bool_(): pd.BooleanDtype(),
}

_SOURCE_COLUMNS = ("entity_id", "name", "kind", "naming", "count", "role", "affiliation", "anonymity_reason")
_DOCUMENT_COLUMNS = ("title", "publisher", "published_at")


def build_frame(table: pa.Table, schema: Mapping[str, Any]) -> pd.DataFrame:
    """Build a DataFrame: string, Int32, float64, boolean, datetime64[us, UTC], and category for enumerations.

    Raises:
        PackageError: A value is not in the enumeration of its field, and would be lost.
    """
    if not table.num_rows:
        # Read from a file, a table without rows has no chunks, and pandas cannot join on a column like that.
        table = table.schema.empty_table()
    frame: pd.DataFrame = table.to_pandas(types_mapper=_DTYPES.get)
    for field in schema["fields"]:
        words = field.get("constraints", {}).get("enum")
        if words and field.get("type", "string") == "string":
            frame[field["name"]] = _categorize(frame[field["name"]], words)
    return frame


def join_quotes(
    quotes: pd.DataFrame, spans: pd.DataFrame, sources: pd.DataFrame, documents: pd.DataFrame
) -> pd.DataFrame:
    """Join each quote with its content, source and document; one row per quote, in order of quotes."""
    content = spans[spans["role"] == "content"].sort_values(["quote_id", "part"])
    text = content.groupby("quote_id", sort=False)["text"].agg(" ".join).rename("content")
    joined = quotes.merge(text.astype(_DTYPES[pa.string()]), how="left", left_on="quote_id", right_index=True)
    for table, key, columns, prefix in (
        (sources, "source_id", _SOURCE_COLUMNS, "source_"),
        (documents, "document_id", _DOCUMENT_COLUMNS, "document_"),
    ):
        right = table.set_index(key)[list(columns)].add_prefix(prefix)
        if not right.index.is_unique:
            raise PackageError(
                f"{key}: stands in two rows of its table", hint="check it with: exporter validate"
            )
        joined = joined.merge(right, how="left", left_on=key, right_index=True)
    return joined.reset_index(drop=True)


def _categorize(column: "pd.Series[Any]", words: list[str]) -> "pd.Series[Any]":
    unknown = column[column.notna() & ~column.isin(words)]
    if len(unknown):
        expected = f"expected {', '.join(words)}, found {unknown.iloc[0]!r:.60}"
        raise PackageError(
            f"{column.name}: not in the enumeration ({expected})", hint="check it with: exporter validate"
        )
    return column.astype(pd.CategoricalDtype(words, ordered=False))
