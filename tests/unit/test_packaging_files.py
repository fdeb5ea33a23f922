"""Files of a package: canonical CSV, Parquet, their digests, and the way back."""

import csv
import hashlib
import string
from datetime import UTC, date, datetime

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from running import examples

from exporter.errors import PackageError, TableError
from exporter.packaging import digest_table, read_table
from exporter.packaging.files import write_csv, write_parquet
from exporter.tables import build_table_schema, build_tables, convert_schema

SCHEMA = {
    "fields": [
        {"name": "id", "type": "string", "title": "Id", "constraints": {"required": True}},
        {"name": "text", "type": "string"},
        {"name": "count", "type": "integer"},
        {"name": "share", "type": "number"},
        {"name": "flag", "type": "boolean"},
        {"name": "at", "type": "datetime"},
        {"name": "day", "type": "date"},
    ]
}


def make_table(rows):
    """Make a table of SCHEMA from rows of cells."""
    columns = list(zip(*rows, strict=True)) or [()] * 7
    arrays = [pa.array(c, f.type) for c, f in zip(columns, convert_schema(SCHEMA), strict=True)]
    return pa.Table.from_arrays(arrays, schema=convert_schema(SCHEMA))


def write(table, path):
    """Write a table in the format that the suffix tells."""
    if path.suffix == ".csv":
        write_csv(table, path)
    else:
        write_parquet(table, path, SCHEMA)


ROWS = [
    ("007", None, None, None, None, None, None),
    ("a,b", 'say "yes"', -5, 0.1, True, datetime(2024, 3, 5, 6, 30, tzinfo=UTC), date(2024, 3, 5)),
    ("NA", "one\ntwo\rthree", 2**31 - 1, 1e-7, False, datetime(2024, 3, 5, 6, 30, 0, 1, UTC), date(1, 1, 1)),
]
CSV = (
    "id,text,count,share,flag,at,day\n"
    "007,,,,,,\n"
    '"a,b","say ""yes""",-5,0.1,true,2024-03-05T06:30:00Z,2024-03-05\n'
    'NA,"one\ntwo\rthree",2147483647,1e-07,false,2024-03-05T06:30:00.000001Z,0001-01-01\n'
)


def test_csv_bytes(tmp_path):
    """The CSV of a table is, byte for byte, what its documentation says."""
    write_csv(make_table(ROWS), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == CSV.encode()


def test_digest_is_that_of_the_csv():
    """The content digest is the SHA-256 of the canonical CSV."""
    assert digest_table(make_table(ROWS)) == f"sha256:{hashlib.sha256(CSV.encode()).hexdigest()}"


def test_digest_does_not_depend_on_chunks():
    """Rows cut into other chunks, or sliced from more rows, have the same digest."""
    table = make_table(ROWS)
    parts = pa.concat_tables([table.slice(0, 1), table.slice(1, 0), table.slice(1)])
    assert parts["id"].num_chunks > 1
    assert digest_table(parts) == digest_table(table)
    assert digest_table(make_table(ROWS * 20_000).slice(3, 3)) == digest_table(table)


@pytest.mark.parametrize("row", range(3))
def test_digest_depends_on_every_row(row):
    """A row that is missing changes the digest, and so does another order."""
    assert digest_table(make_table(ROWS[:row] + ROWS[row + 1 :])) != digest_table(make_table(ROWS))
    assert digest_table(make_table(ROWS[::-1])) != digest_table(make_table(ROWS))


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
@pytest.mark.parametrize("rows", [[], ROWS, ROWS * 30_000], ids=["none", "few", "many"])
def test_round_trip(tmp_path, suffix, rows):
    """A table comes back as it was, values, nulls, types and order."""
    path = tmp_path / f"t{suffix}"
    write(make_table(rows), path)
    assert read_table(path, SCHEMA).equals(make_table(rows), check_metadata=True)


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_long_cells(tmp_path, suffix):
    """A cell may be longer than what readers take as a block."""
    table = make_table([("a", "x,\n" * 7_000_000, *[None] * 5), ("b", "y", *[None] * 5)])
    write(table, tmp_path / f"t{suffix}")
    assert read_table(tmp_path / f"t{suffix}", SCHEMA).equals(table)


text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20) | st.text(
    string.digits + "\"',;\r\n\t .NAnul=+-e", min_size=1, max_size=8
)
cells = st.tuples(
    text,
    st.none() | text,
    st.none() | st.integers(-(2**31), 2**31 - 1),
    st.none() | st.floats(allow_nan=False, allow_infinity=False),
    st.none() | st.booleans(),
    st.none() | st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)).map(lambda t: t.replace(tzinfo=UTC)),
    st.none() | st.dates(),
)


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
@examples(1.5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(cells, max_size=5))
def test_any_round_trip(tmp_path, suffix, rows):
    """Any table of the promised types comes back as it was, and has the same digest."""
    table = make_table(rows)
    path = tmp_path / f"any{suffix}"
    write(table, path)
    again = read_table(path, SCHEMA)
    assert again.equals(table)
    assert digest_table(again) == digest_table(table)


@examples(1.5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(cells, max_size=5))
def test_any_csv_for_the_csv_module(tmp_path, rows):
    """Python's own reader finds the same cells in any CSV file."""
    write_csv(make_table(rows), tmp_path / "any.csv")
    with (tmp_path / "any.csv").open(newline="", encoding="utf-8") as file:
        found = [row[:2] for row in csv.reader(file)]
    assert found[1:] == [[row[0], row[1] or ""] for row in rows]


def test_parquet_is_plain(tmp_path):
    """Parquet holds one string type, UTC microseconds and checksums, and nothing of pandas."""
    path = tmp_path / "t.parquet"
    write_parquet(make_table(ROWS), path, SCHEMA)
    file = pq.ParquetFile(path)
    assert file.schema_arrow.types == convert_schema(SCHEMA).types
    assert file.schema_arrow.metadata is None
    assert file.schema_arrow.field("id").metadata[b"title"] == b"Id"
    assert file.metadata.row_group(0).column(0).compression == "SNAPPY"
    kind = str(file.schema.column(5).logical_type)
    assert kind.startswith("Timestamp(isAdjustedToUTC=true, timeUnit=microseconds")


def test_parquet_bytes_do_not_depend_on_chunks(tmp_path):
    """The same rows in other chunks make the same file."""
    table = make_table(ROWS * 30_000)
    parts = pa.concat_tables([table.slice(0, 7), table.slice(7, 40_000), table.slice(40_007)])
    write_parquet(table, tmp_path / "a.parquet", SCHEMA)
    write_parquet(parts, tmp_path / "b.parquet", SCHEMA)
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


@pytest.mark.parametrize(
    ("column", "message"),
    [
        (pa.array(["a", ""]), "x: holds empty text"),
        (pa.array(["a", "b"]).dictionary_encode(), "x: no such type in a package"),
        (pa.array([datetime(2024, 3, 5)] * 2), "x: no such type in a package"),
        (pa.array([["a"], ["b"]]), "x: no such type in a package"),
    ],
    ids=["empty text", "dictionary", "time without zone", "list"],
)
def test_what_csv_cannot_hold(column, message):
    """A column that would not read back as it was is refused."""
    with pytest.raises(TableError, match=message):
        digest_table(pa.table({"x": column}))


DAMAGE = {
    "missing": (None, "cannot be read"),
    "empty": ("", "cannot be read"),
    "other column": (CSV.replace("share", "part"), "wrong columns .*found id, text, count, part"),
    "columns swapped": (CSV.replace("id,text", "text,id"), "wrong columns"),
    "a cell too many": (CSV + "x,,,,,,,\n", "cannot be read .*Expected 7 columns, got 8"),
    "no integer": (CSV.replace("-5", "5.5"), "cannot be read .*int32"),
    "integer too large": (CSV.replace("2147483647", "2147483648"), "cannot be read .*int32"),
    "no boolean": (CSV.replace("true", "yes"), "cannot be read .*bool"),
    "no time": (CSV.replace("06:30:00Z", "6 h"), "cannot be read .*timestamp"),
    "required value missing": (CSV + ",a,,,,,\n", "id: a required value is missing"),
}


@pytest.mark.parametrize(("content", "message"), DAMAGE.values(), ids=DAMAGE.keys())
def test_damaged_csv(tmp_path, content, message):
    """A CSV file that is not what its schema says is refused with a hint."""
    path = tmp_path / "t.csv"
    if content is not None:
        path.write_text(content, encoding="utf-8", newline="")
    with pytest.raises(PackageError, match=message) as caught:
        read_table(path, SCHEMA)
    assert caught.value.hint


def test_csv_that_is_not_utf8(tmp_path):
    """A CSV file in another encoding is refused."""
    (tmp_path / "t.csv").write_bytes(CSV.replace("NA", "é").encode("latin-1"))
    with pytest.raises(PackageError, match="UTF8"):
        read_table(tmp_path / "t.csv", SCHEMA)


def test_damaged_parquet(tmp_path):
    """A flipped byte in a page, a cut file and another type are refused."""
    path = tmp_path / "t.parquet"
    write_parquet(make_table(ROWS), path, SCHEMA)
    content = bytearray(path.read_bytes())
    content[content.index(b"007")] ^= 1
    path.write_bytes(content)
    with pytest.raises(PackageError, match="CRC"):
        read_table(path, SCHEMA)
    path.write_bytes(content[:-10])
    with pytest.raises(PackageError, match="cannot be read"):
        read_table(path, SCHEMA)
    pq.write_table(make_table(ROWS).set_column(2, "count", pa.array([1, 2, 3])), path)
    with pytest.raises(PackageError, match=r"count: wrong type .*expected int32, found int64"):
        read_table(path, SCHEMA)


def list_cells(table):
    """List the rows of a table with every cell as text, nulls as None."""
    return [tuple(None if c is None else write_cell(c) for c in row.values()) for row in table.to_pylist()]


def write_cell(value):
    """Write a cell as text."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return repr(value) if isinstance(value, float) else str(value)


@pytest.mark.parametrize("name", ["documents", "quotes", "sources"])
def test_other_readers_of_csv(tmp_path, records, name):
    """Pandas, polars and duckdb read every nasty cell of a CSV file with the options of the data card."""
    table = dict(build_tables(records, with_text=True))[name]
    path = tmp_path / "t.csv"
    write_csv(table, path)
    expected = list_cells(table)
    frame = pd.read_csv(path, dtype="string", keep_default_na=False, na_values=[""])
    assert [
        tuple(None if c is pd.NA else c for c in row) for row in frame.itertuples(index=False)
    ] == expected
    assert pl.read_csv(path, infer_schema=False).rows() == expected
    assert (
        duckdb.sql(f"FROM read_csv('{path}', all_varchar=true, header=true, nullstr='')").fetchall()
        == expected
    )


@pytest.mark.parametrize("name", ["documents", "quotes", "sources"])
def test_other_readers_of_parquet(tmp_path, records, name):
    """Pandas, polars and duckdb read the same values and types from a Parquet file."""
    table = dict(build_tables(records, with_text=True))[name]
    path = tmp_path / "t.parquet"
    write_parquet(table, path, build_table_schema(name, with_text=True))
    frame = pd.read_parquet(path, dtype_backend="pyarrow")
    assert pa.Table.from_pandas(frame, preserve_index=False).cast(table.schema).equals(table)
    assert pl.read_parquet(path).to_arrow().cast(table.schema).equals(table)
    assert duckdb.sql(f"FROM '{path}'").arrow().read_all().cast(table.schema).equals(table)
