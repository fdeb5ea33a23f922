"""The same table, written as CSV and as Parquet, has the same findings at the same rows and fields."""

import csv
import json
import tempfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st
from running import examples

from exporter.validation import validate

INTEGERS = st.integers(-9, 9) | st.integers(-(2**63), 2**63 - 1)
FLOATS = st.integers(-9, 9).map(float) | st.floats(width=64)
HALVES = st.integers(-9, 9).map(float) | st.floats(width=32)
DECIMALS = st.decimals(-(10**15), 10**15, places=4)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=6)
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1))
SECONDS = st.times().map(lambda moment: moment.replace(microsecond=0))
POINTS = st.fixed_dictionaries({"lon": st.floats(-200, 200), "lat": st.floats(-100, 100)})
OBJECTS = st.fixed_dictionaries({"a": st.integers(-9, 9), "b": TEXTS})


def write_float(value):
    """Write a float as CSV writers do, with the special words of the standard."""
    return {"nan": "NaN", "inf": "INF", "-inf": "-INF"}.get(str(value), str(value))


def write_moment(value):
    """Write a moment of UTC in the default form."""
    return value.isoformat() + "Z"


def write_span(value):
    """Write a timedelta as days and microseconds of a duration."""
    sign, value = ("-", -value) if value < timedelta(0) else ("", value)
    return f"{sign}P{value.days}DT{value.seconds}.{value.microseconds:06}S"


def join(value):
    """Write a list with commas."""
    return ",".join(map(str, value))


COLUMNS = {
    "int64": ({"type": "integer"}, pa.int64(), INTEGERS, str),
    "uint64": ({"type": "integer"}, pa.uint64(), st.integers(0, 2**64 - 1), str),
    "int8": ({"type": "integer"}, pa.int8(), st.integers(-128, 127), str),
    "whole-decimal": ({"type": "integer"}, pa.decimal128(38, 0), st.integers(-(10**37), 10**37), str),
    "float64": ({"type": "number"}, pa.float64(), FLOATS, write_float),
    "float32": ({"type": "number"}, pa.float32(), HALVES, lambda value: write_float(np.float32(value))),
    "number-int64": ({"type": "number"}, pa.int64(), INTEGERS, str),
    "decimal": ({"type": "number"}, pa.decimal128(38, 4), DECIMALS, str),
    "short-decimal": ({"type": "number"}, pa.decimal128(6, 2), st.decimals(-999, 999, places=2), str),
    "string": ({"type": "string"}, pa.string(), TEXTS, str),
    "large-string": ({"type": "string"}, pa.large_string(), TEXTS, str),
    "dictionary": ({"type": "string"}, pa.dictionary(pa.int8(), pa.string()), TEXTS, str),
    "email": ({"type": "string", "format": "email"}, pa.string(), TEXTS | st.just("a@b.org"), str),
    "boolean": ({"type": "boolean"}, pa.bool_(), st.booleans(), lambda value: str(value).lower()),
    "date32": ({"type": "date"}, pa.date32(), DAYS, str),
    "date64": ({"type": "date"}, pa.date64(), DAYS, str),
    "moment-us": ({"type": "datetime"}, pa.timestamp("us", "UTC"), MOMENTS, write_moment),
    "moment-ns": ({"type": "datetime"}, pa.timestamp("ns"), MOMENTS, write_moment),
    "time": ({"type": "time"}, pa.time64("us"), SECONDS, str),
    "time32": ({"type": "time"}, pa.time32("s"), SECONDS, str),
    "year": ({"type": "year"}, pa.int16(), st.integers(1000, 2100), str),
    "yearmonth": ({"type": "yearmonth"}, pa.string(), DAYS.map(lambda day: str(day)[:7]) | TEXTS, str),
    "duration": (
        {"type": "duration"},
        pa.duration("us"),
        st.timedeltas(timedelta(-999), timedelta(999)),
        write_span,
    ),
    "list": (
        {"type": "list", "itemType": "integer"},
        pa.list_(pa.int64()),
        st.lists(INTEGERS, min_size=1),
        join,
    ),
    "array": ({"type": "array"}, pa.large_list(pa.int64()), st.lists(INTEGERS), json.dumps),
    "object": (
        {"type": "object"},
        pa.struct([("a", pa.int64()), ("b", pa.string())]),
        OBJECTS,
        json.dumps,
    ),
    "geopoint": (
        {"type": "geopoint", "format": "object"},
        pa.struct([("lon", pa.float64()), ("lat", pa.float64())]),
        POINTS,
        json.dumps,
    ),
}
BOUNDED = ("integer", "number", "date", "datetime", "time", "year", "duration")
LENGTHS = st.fixed_dictionaries({}, optional={"minLength": st.integers(0, 4), "maxLength": st.integers(0, 4)})


@st.composite
def tables(draw):
    """Draw a field, its values as they are in Parquet, and how CSV writes each."""
    field, kind, values, write = COLUMNS[draw(st.sampled_from(sorted(COLUMNS)))]
    column = draw(st.lists(st.none() | values, max_size=12))
    constraints = draw(
        st.fixed_dictionaries({}, optional={"required": st.booleans(), "unique": st.booleans()})
    )
    names = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
    if field["type"] in BOUNDED:
        bounds = {name: values.map(write) for name in names}
        constraints |= draw(st.fixed_dictionaries({}, optional=bounds))
    if field["type"] in ("string", "list", "array", "object"):
        constraints |= draw(LENGTHS)
    if field["type"] == "string":
        patterns = st.sampled_from([r"\w+", r"[a-z]{2}", r"\p{L}.*", "^.{1,3}$"])
        constraints |= draw(st.fixed_dictionaries({}, optional={"pattern": patterns}))
    if draw(st.booleans()) and any(value is not None for value in column):
        constraints["enum"] = list(dict.fromkeys(write(v) for v in column[:3] if v is not None)) or ["x"]
        if field["type"] != "string" and constraints["enum"] == ["x"]:
            del constraints["enum"]
    return {"name": "x", **field, "constraints": constraints}, kind, column, write


def build_column(column, kind):
    """Build an Arrow column; decimals are whole where the type has no scale."""
    if pa.types.is_decimal(kind):
        column = [None if value is None else Decimal(value) for value in column]
    if pa.types.is_timestamp(kind) and kind.tz:
        column = [None if value is None else value.replace(tzinfo=UTC) for value in column]
    if pa.types.is_float32(kind):
        column = [None if value is None else np.float32(value) for value in column]
    if pa.types.is_dictionary(kind):
        return pa.array(column, kind.value_type).dictionary_encode()
    return pa.array(column, kind)


def find(folder, path, field):
    """Validate one resource and give code, row and field of each finding."""
    schema = {"fields": [{"name": "id", "type": "integer"}, field]}
    package = {"resources": [{"name": "t", "path": path, "schema": schema}]}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    report = validate(folder)
    return sorted((item.code, item.row or 0, item.field or "") for item in report.findings)


@examples(3)
@given(tables())
def test_csv_and_parquet_give_the_same_findings(table):
    """A typed table has the same findings in Parquet as in CSV that writes its values."""
    field, kind, column, write = table
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (folder / "t.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["id", "x"])
            writer.writerows([n, "" if v is None else write(v)] for n, v in enumerate(column))
        ids = pa.array(range(len(column)), pa.int64())
        pq.write_table(pa.table({"id": ids, "x": build_column(column, kind)}), folder / "t.parquet")
        found = find(folder, "t.csv", field)
        assert "internal-error" not in {code for code, _, _ in found}
        assert find(folder, "t.parquet", field) == found
