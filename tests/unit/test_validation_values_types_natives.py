"""Values that are no text: of JSON in a descriptor, and of Parquet columns of every physical type."""

from decimal import Decimal

import pyarrow as pa
import pytest

from exporter.validation.model.package import Field
from exporter.validation.values.types.comparing import write_values
from exporter.validation.values.types.json_values import cast_json_cells, write_json_cells
from exporter.validation.values.types.parquet_columns import cast_column, fits, format_value


def build_field(kind, form="default", **options):
    """Build a field."""
    return Field(name="x", type=kind, format=form, options=options)


NATIVES = {
    "integer": (
        build_field("integer"),
        [1, 1.0, "1", 1.5, True, "x", None, ""],
        ["1", "1", "1", *[None] * 5],
    ),
    "number": (
        build_field("number", decimalChar=","),
        [1.5, "1,5", "1.5", False],
        ["1.5", "1.5", None, None],
    ),
    "string": (build_field("string"), ["a", 1, ["a"]], ["a", None, None]),
    "boolean": (
        build_field("boolean", trueValues=["ja"]),
        [True, "ja", "true", 1],
        ["true", "true", None, None],
    ),
    "year": (build_field("year"), [2024, "2024", "24"], ["2024", "2024", None]),
    "array": (build_field("array"), [[1.0], "[1]", {}], ["[1]", "[1]", None]),
    "object": (build_field("object"), [{"a": 1}, '{"a":1}', []], ['{"a":1}', '{"a":1}', None]),
    "list": (
        build_field("list", itemType="integer"),
        [[1, "2"], "1,2", ["x"], 1],
        ["[1,2]", "[1,2]", None, None],
    ),
    "geopoint": (
        build_field("geopoint", "array"),
        [[1, 2], "[1,2]", [1], "1,2"],
        ["[1,2]", "[1,2]", None, None],
    ),
    "date": (build_field("date", "%d/%m/%Y"), ["05/03/2024", "2024-03-05", 5], ["2024-03-05", None, None]),
    "any": (build_field("any"), [1, "1", [1], True], ["1", "1", "[1]", "true"]),
}


@pytest.mark.parametrize("name", NATIVES)
def test_json_values_are_read_like_cells_or_taken_as_they_are(name):
    """A text is read like a cell; any other JSON value must be of the type already."""
    field, values, expected = NATIVES[name]
    assert write_values(cast_json_cells(values, field), field).to_pylist() == expected
    written = write_json_cells(values, field).to_pylist()
    assert [text is None for text in written] == [value in (None, "") for value in values]


def build(values, kind):
    """Build an Arrow array."""
    return pa.array(values, kind)


PHYSICAL = {
    "decimal-text": ("number", build([Decimal("0.57")], pa.decimal128(10, 2)), ["0.57"]),
    "long-decimal": (
        "number",
        build([Decimal("0.1000000000000000000001")], pa.decimal128(38, 22)),
        ["0.1000000000000000000001"],
    ),
    "float32": ("number", build([0.1], pa.float32()), ["0.1"]),
    "float16": ("number", build([0.1], pa.float32()).cast(pa.float16()), ["0.1"]),
    "uint64": ("integer", build([2**64 - 1], pa.uint64()), [str(2**64 - 1)]),
    "decimal256": ("integer", build([Decimal(10) ** 75], pa.decimal256(76, 0)), [str(10**75)]),
    "ns-beyond-us": ("datetime", build([1], pa.timestamp("ns")), ["1970-01-01T00:00:00.000000001Z"]),
    "zone": ("datetime", build([0], pa.timestamp("s", "Europe/Amsterdam")), ["1970-01-01T00:00:00Z"]),
    "seconds-far-away": ("datetime", build([10**14], pa.timestamp("s")), ["3170843-11-07T09:46:40Z"]),
    "date64": ("date", build([86_400_000], pa.date64()), ["1970-01-02"]),
    "time32": ("time", build([1500], pa.time32("ms")), ["00:00:01.5"]),
    "time-ns": ("time", build([1], pa.time64("ns")), ["00:00:00.000000001"]),
    "duration": ("duration", build([1500], pa.duration("ms")), ["PT1.5S"]),
    "text-view": ("string", build(["x"], pa.string_view()), ["x"]),
    "fixed-list": ("list", build([["a"]], pa.list_(pa.string(), 1)), ['["a"]']),
    "map": ("object", build([[("a", 1)]], pa.map_(pa.string(), pa.int8())), ['{"a":1}']),
    "map-twice": ("object", build([[("a", 1), ("a", 2)]], pa.map_(pa.string(), pa.int8())), [None]),
    "nan-in-array": ("array", build([[float("nan")]], pa.list_(pa.float64())), [None]),
    "geopoint-list": ("geopoint", build([[1.5, 2], [200, 0]], pa.list_(pa.float64())), ["[1.5,2]", None]),
    "geojson": ("geojson", build([{"type": "Point", "coordinates": [1, 2], "bbox": None}], None), None),
    "year-0": ("year", build([0, 24], pa.int16()), [None, "24"]),
    "second-of-month": ("yearmonth", build([0, 1], pa.date32()), ["1970-01", None]),
    "integer-dictionary": ("integer", build([7, 7], pa.int8()).dictionary_encode(), ["7", "7"]),
    "any-nested": ("any", build([{"a": [1]}], None), ['{"a":[1]}']),
    "any-bytes": ("any", build([b"\0"], pa.binary()), ["AA=="]),
}


@pytest.mark.parametrize("name", PHYSICAL)
def test_physical_values_are_those_of_text(name):
    """A Parquet column has the values of the text that stands for them, without loss, at any offset."""
    kind, column, expected = PHYSICAL[name]
    field = build_field(kind, "array" if kind == "geopoint" else "default")
    assert fits(column.type, field)
    expected = expected or ['{"coordinates":[1,2],"type":"Point"}']
    padded = pa.concat_arrays([pa.nulls(3, column.type), column]).slice(2)
    assert write_values(cast_column(padded, field), field).to_pylist() == [None, *expected]


@pytest.mark.parametrize(
    ("kind", "form", "column", "expected"),
    [
        ("string", "binary", build([b"\0\1"], pa.binary()), ["AAE="]),
        ("string", "binary", build([b"\0\1"], pa.binary(2)), ["AAE="]),
        ("string", "uuid", build([b"\x12" * 16], pa.binary(16)), ["12121212-1212-1212-1212-121212121212"]),
        (
            "string",
            "uuid",
            pa.ExtensionArray.from_storage(pa.uuid(), build([b"\0" * 16], pa.binary(16))),
            ["0" * 8 + "-0000-0000-0000-" + "0" * 12],
        ),
        (
            "object",
            "default",
            pa.ExtensionArray.from_storage(pa.json_(), build(['{"a": 1}'], pa.string())),
            ['{"a":1}'],
        ),
    ],
)
def test_bytes_and_extensions_fit_their_formats(kind, form, column, expected):
    """Bytes hold what is base64 or a UUID in text, and extension types what is beneath them."""
    field = build_field(kind, form)
    assert fits(column.type, field)
    assert cast_column(column, field).to_pylist() == expected


@pytest.mark.parametrize(
    ("kind", "column"),
    [
        ("integer", build([1.0], pa.float64())),
        ("integer", build([Decimal("1.0")], pa.decimal128(3, 1))),
        ("date", build([0], pa.timestamp("s"))),
        ("datetime", build([0], pa.date32())),
        ("string", build([b"x"], pa.binary())),
        ("list", build([[0.5]], pa.list_(pa.float64()))),
        ("object", build([[1]], pa.list_(pa.int8()))),
        ("geopoint", build([{"x": 1.0, "y": 2.0}], None)),
        ("boolean", build([1], pa.int8())),
    ],
)
def test_other_types_do_not_fit(kind, column):
    """A column whose values are of another type does not fit."""
    assert not fits(column.type, build_field(kind))


def test_values_are_written_whatever_they_are():
    """A value that Python cannot hold is written all the same."""
    assert format_value(build([-(2**31)], pa.date32())[0]) == "-5877641-06-23"
    assert format_value(build([2**62], pa.timestamp("s", "UTC"))[0]).endswith("Z")
    assert format_value(build([float("-inf")], pa.float64())[0]) == "-INF"
    broken = pa.Array.from_buffers(
        pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\2\0\0\0"), pa.py_buffer(b"a\xff")]
    )
    assert format_value(broken[0]) == "a\ufffd"


@pytest.mark.parametrize(
    ("column", "text"),
    [
        (build([0], pa.timestamp("us")), "1970-01-01T00:00:00"),
        (build([0], pa.timestamp("us", "UTC")), "1970-01-01T00:00:00Z"),
        (build([0.3], pa.float32()), "0.3"),
        (build([0.3], pa.float64()), "0.3"),
    ],
    ids=["naive", "zoned", "short-float", "float"],
)
def test_values_are_written_as_in_a_csv_file(column, text):
    """A moment without a zone gets none, and a short float has the digits that it stands for."""
    assert format_value(column[0]) == text
