"""Which cells are of which type, and which value they are, by Table Schema v2 and XML Schema 1.0."""

import random
import subprocess
import sys
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.validation.model.package import Field
from exporter.validation.values.arrays import BIG, FINE_MOMENT, MOMENT, TEXT, build_array
from exporter.validation.values.types.cells import cast_cells, describe_gap
from exporter.validation.values.types.comparing import unify, write_values
from exporter.validation.values.types.days import count_days, find_day
from exporter.validation.values.types.decimals import compare_decimals


def build_field(kind, form="default", **options):
    """Build a field."""
    return Field(name="x", type=kind, format=form, options=options)


def cast(field, *cells):
    """Cast cells and write each value, or None where one is not of the type."""
    values = cast_cells(build_array(cells, TEXT), field)
    values.validate(full=True)
    assert len(values) == len(cells)
    return write_values(values, field).to_pylist()


LOCAL = {"decimalChar": ",", "groupChar": ".", "bareNumber": False}
DEEP = "[" * 150 + "]" * 150
RIGHT = {
    "integer": (build_field("integer"), {"1": "1", "+5": "5", "-0": "0", "007": "7"}),
    "integer-long": (build_field("integer"), {"9" * 80: "9" * 80, "-0": "0", "+07": "7"}),
    "integer-grouped": (build_field("integer", groupChar=","), {"1,000": "1000", "12,34": "1234"}),
    "integer-loose": (
        build_field("integer", bareNumber=False),
        {"€95": "95", "95%": "95", "-$7": "-7", "EUR -7": "-7"},
    ),
    "number": (
        build_field("number"),
        {".5": "0.5", "5.": "5", "+1.0E+2": "100", "nan": "NaN", "-Inf": "-INF"},
    ),
    "number-exact": (build_field("number"), {"9007199254740993": "9007199254740993", "1e400": "1e400"}),
    "number-local": (build_field("number", **LOCAL), {"1.000,5": "1000.5", "€ 7,25": "7.25", "NaN": "NaN"}),
    "boolean": (build_field("boolean"), {"true": "true", "TRUE": "true", "1": "true", "False": "false"}),
    "date": (
        build_field("date"),
        {"2024-02-29": "2024-02-29", "2000-02-29": "2000-02-29", "0001-01-01": "0001-01-01"},
    ),
    "date-pattern": (build_field("date", "%d/%m/%Y"), {"05/03/2024": "2024-03-05", "5/3/2024": "2024-03-05"}),
    "date-old-pattern": (build_field("date", "fmt:%d %B %Y"), {"5 March 2024": "2024-03-05"}),
    "date-any": (build_field("date", "any"), {"5 March 2024": "2024-03-05", "2024-03-05": "2024-03-05"}),
    "datetime": (
        build_field("datetime"),
        {
            "2024-03-05T06:30:00": "2024-03-05T06:30:00Z",
            "2024-03-05T06:30:00.250+02:00": "2024-03-05T04:30:00.25Z",
            "2024-12-31T24:00:00Z": "2025-01-01T00:00:00Z",
            "-0044-03-15T12:00:00Z": "-0044-03-15T12:00:00Z",
            "12024-01-01T00:00:00-14:00": "12024-01-01T14:00:00Z",
        },
    ),
    "datetime-fine": (
        build_field("datetime"),
        {"2024-03-05T06:30:00.1234567Z": "2024-03-05T06:30:00.1234567Z"},
    ),
    "datetime-finest": (
        build_field("datetime"),
        {
            "300000-03-05T06:30:00.1234567890Z": "300000-03-05T06:30:00.123456789Z",
            "2024-03-05T06:30:00Z": "2024-03-05T06:30:00Z",
        },
    ),
    "datetime-pattern": (
        build_field("datetime", "%d.%m.%Y %H:%M"),
        {"5.3.2024 6:30": "2024-03-05T06:30:00Z"},
    ),
    "time": (build_field("time"), {"06:30:00": "06:30:00", "23:59:59": "23:59:59"}),
    "time-pattern": (build_field("time", "%I:%M %p"), {"06:30 PM": "18:30:00"}),
    "year": (
        build_field("year"),
        {"2024": "2024", "-0044": "-44", "12024": "12024", "2024Z": "2024", "2024-05:00": "2024"},
    ),
    "yearmonth": (
        build_field("yearmonth"),
        {"2024-03": "2024-03", "-0044-12": "-0044-12", "2024-03+01:00": "2024-03"},
    ),
    "duration": (
        build_field("duration"),
        {
            "P1Y2M": "P14M",
            "PT36H": "PT129600S",
            "-P1DT0.50S": "-PT86400.5S",
            "P0Y": "PT0S",
            "PT1M": "PT60S",
            "P1M": "P1M",
        },
    ),
    "list": (build_field("list"), {"a,b": '["a","b"]', "": "[]", 'a"b,': '["a\\"b",""]'}),
    "list-integers": (build_field("list", itemType="integer", delimiter="; "), {"1; 02": "[1,2]"}),
    "object": (build_field("object"), {'{"b": 1.0, "a": []}': '{"a":[],"b":1}'}),
    "array": (build_field("array"), {" [1, null]\n": "[1,null]", DEEP: DEEP}),
    "geopoint": (build_field("geopoint"), {"90.50, 45.50": "[90.5,45.5]", "-180,90": "[-180,90]"}),
    "geopoint-array": (build_field("geopoint", "array"), {"[90.50, 45.50]": "[90.5,45.5]"}),
    "geopoint-object": (build_field("geopoint", "object"), {'{"lat": 1, "lon": 2}': "[2,1]"}),
}


@pytest.mark.parametrize("name", RIGHT)
def test_cells_have_the_value_of_their_type(name):
    """A right cell has the value that the standard gives it, alone and beside a null and a wrong cell."""
    field, cells = RIGHT[name]
    assert cast(field, *cells) == list(cells.values())
    assert cast(field, *cells, None, "wrong \x01") == [*cells.values(), None, None] or field.type == "list"
    for cell, value in cells.items():
        assert cast(field, cell) == [value]


WRONG = {
    "integer": (build_field("integer"), ["1.0", "1e3", " 1", "1,000", "0x1", "", "٣", "--1"]),
    "integer-grouped": (build_field("integer", groupChar=","), [",1", "1,", "1,,0", "1.000"]),
    "integer-loose": (build_field("integer", bareNumber=False), ["a1b2", "EUR", "1.5.2"]),
    "number": (build_field("number"), ["1,5", ".", "1e", "e5", "+INF", "infinity", "1_0", "0x1p1", "1 "]),
    "boolean": (build_field("boolean", trueValues=["ja"]), ["true", "1", "JA"]),
    "date": (
        build_field("date"),
        ["2023-02-29", "1900-02-29", "2024-04-31", "24-01-01", "0000-01-01", "2024-1-1", "20240101"],
    ),
    "date-pattern": (build_field("date", "%d/%m/%Y"), ["31/02/2024", "2024-03-05", "05/03/24"]),
    "date-any": (build_field("date", "any"), ["some day", "March", "06:30"]),
    "datetime": (
        build_field("datetime"),
        [
            "2024-03-05 06:30:00",
            "2024-03-05t06:30:00z",
            "2024-03-05T06:30:00+0200",
            "2024-03-05T06:30:00+14:01",
            "2024-03-05T24:00:01",
            "2016-12-31T23:59:60Z",
            "0000-01-01T00:00:00",
            "02024-01-01T00:00:00",
            "2024-03-05",
            *("2023-02-29T24:00:00", "2024-03-05T06:30:00.", "2024-03-05T25:00:00"),
        ],
    ),
    "time": (build_field("time"), ["6:30:00", "06:30", "24:00:00", "23:59:60", "06:30:00Z", "06:30:00.5"]),
    "year": (build_field("year"), ["24", "0000", "-0000", "02024", "+2024", "2024+14:30"]),
    "yearmonth": (build_field("yearmonth"), ["2024-13", "2024-00", "0000-01", "2024", "2024-3"]),
    "duration": (
        build_field("duration"),
        ["P", "PT", "P1YT", "P1W", "P1M1Y", "PT.5S", "PT1.S", "P1S", "1Y", "P-1Y", "p1y"],
    ),
    "list-integers": (build_field("list", itemType="integer"), ["1,,2", "1,x", "1;2", "1, 2"]),
    "object": (build_field("object"), ["[1]", '{"a":1,"a":2}', '{"a":NaN}', "{'a':1}", '{"a":1}{}', "{", ""]),
    "array": (build_field("array"), ["{}", "[1,]", "[Infinity]", "[" * 201 + "]" * 201, "[" * 100_000]),
    "geopoint": (build_field("geopoint"), ["181,0", "0,91", "1,  2", "1;2", "1,2,3", "NaN,1", "1 ,2"]),
    "geopoint-array": (build_field("geopoint", "array"), ["[1]", "[1,2,3]", '["1",2]', "[true,1]", "1,2"]),
    "geopoint-object": (build_field("geopoint", "object"), ['{"lon":1}', '{"lon":1,"lat":2,"x":3}', "[1,2]"]),
    "email": (
        build_field("string", "email"),
        ["a", "a@", "@b", "a b@c", "a@b@c", ".a@b", "a..b@c", "a@-b", "x" * 65 + "@b"],
    ),
    "uri": (
        build_field("string", "uri"),
        ["a", "/a", "http://a b", "http://é", "1a:b", "http://[::g]/", "a:%zz", "a:#b#c"],
    ),
    "binary": (build_field("string", "binary"), ["AAA", "AA=A", "-_==", "AAAA\n", "A==="]),
    "uuid": (
        build_field("string", "uuid"),
        ["123e4567e89b12d3a456426614174000", "g23e4567-e89b-12d3-a456-426614174000"],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_cells_that_are_not_of_the_type_are_null(name):
    """A wrong cell is null, alone and beside others."""
    field, cells = WRONG[name]
    assert cast(field, *cells) == [None] * len(cells)


@pytest.mark.parametrize(
    ("form", "cells"),
    [
        ("email", ["a@b", "o'neil+x@sub.example.org", '"a b"@c.d', "a@[192.0.2.1]", "a@[IPv6:2001:db8::1]"]),
        (
            "uri",
            [
                "http://a.b/c?d=/#e?",
                "mailto:a@b",
                "urn:isbn:1",
                "http://[2001:db8::7]:80/",
                "a://u:p@h//x",
                "x:",
            ],
        ),
        ("binary", ["", "AAAA", "AA==", "+/8="]),
        ("uuid", ["123e4567-e89b-12d3-a456-426614174000", "ABCDEF00-0000-0000-0000-000000000000"]),
    ],
)
def test_strings_of_a_format_are_kept(form, cells):
    """A text of the format of its field is itself."""
    assert cast(build_field("string", form), *cells) == cells


def geometry(kind, coordinates):
    """Write a geometry."""
    return f'{{"type": "{kind}", "coordinates": {coordinates}}}'


RING = "[[0,0],[1,0],[1,1],[0,0]]"
FEATURE = '{"type": "Feature", "geometry": %s, "properties": %s}'
TOPOLOGY = '{"type": "Topology", "arcs": [[[0,0],[1,1]]], "objects": {"a": %s}}'


@pytest.mark.parametrize(
    ("form", "right", "wrong"),
    [
        ("default", geometry("Point", "[1, 2, 3]"), geometry("Point", "[1]")),
        ("default", geometry("MultiPoint", "[[1, 2]]"), geometry("MultiPoint", "[1, 2]")),
        ("default", geometry("LineString", "[[1, 2], [3, 4]]"), geometry("LineString", "[[1, 2]]")),
        ("default", geometry("Polygon", f"[{RING}]"), geometry("Polygon", "[[[0,0],[1,0],[1,1],[0,1]]]")),
        ("default", geometry("MultiPolygon", f"[[{RING}]]"), geometry("MultiPolygon", f"[{RING}]")),
        ("default", geometry("Point", "[]"), geometry("Circle", "[1, 2]")),
        ("default", FEATURE % ("null", "null"), '{"type": "Feature", "geometry": null}'),
        ("default", FEATURE % (geometry("Point", "[1, 2]"), "{}"), FEATURE % ('"Point"', "{}")),
        ("default", '{"type": "FeatureCollection", "features": []}', '{"type": "FeatureCollection"}'),
        ("default", '{"type": "GeometryCollection", "geometries": []}', '{"type": "GeometryCollection"}'),
        (
            "default",
            geometry("Point", '[1,2], "bbox": [1,2,1,2]'),
            geometry("Point", '[1,2], "bbox": [1,2,3]'),
        ),
        (
            "topojson",
            TOPOLOGY % '{"type": "LineString", "arcs": [-1]}',
            TOPOLOGY % '{"type": "LineString", "arcs": [1]}',
        ),
        (
            "topojson",
            TOPOLOGY % '{"type": "Polygon", "arcs": [[0]]}',
            TOPOLOGY % '{"type": "Polygon", "arcs": [0]}',
        ),
        ("topojson", TOPOLOGY % '{"type": null}', geometry("Point", "[1, 2]")),
    ],
)
def test_geojson_and_topojson_have_their_structure(form, right, wrong):
    """An object of the structure that its standard asks for is right, and one without it is wrong."""
    found = cast(build_field("geojson", form), right, wrong)
    assert found[0] is not None
    assert found[1] is None


def test_types_grow_only_where_a_cell_needs_it():
    """Integers and moments are held as narrow as they can be, and batches of different width come together."""
    field = build_field("integer")
    small, large = (cast_cells(build_array([cell], TEXT), field) for cell in ("5", str(2**63)))
    assert (small.type, large.type) == (pa.int64(), BIG)
    assert {array.type for array in unify((small, large))} == {BIG}
    field = build_field("datetime")
    cells = ["2024-01-01T00:00:00Z", "2024-01-01T00:00:00.0000001Z"]
    plain, fine = (cast_cells(build_array([cell], TEXT), field) for cell in cells)
    assert (plain.type, fine.type) == (MOMENT, FINE_MOMENT)
    assert {array.type for array in unify((plain, fine))} == {FINE_MOMENT}


@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False), min_size=2, max_size=2))
def test_numbers_are_compared_as_decimals(numbers):
    """Numbers of any length keep their order and are equal only to themselves."""
    texts = cast(build_field("number"), *[str(number) for number in numbers])
    first, second = numbers
    assert compare_decimals(*texts) == (first > second) - (first < second)
    assert (texts[0] == texts[1]) == (first == second)
    assert [Decimal(text) for text in texts] == numbers


@given(st.integers(-(10**9), 10**9))
def test_days_are_counted_back_and_forth(days):
    """Every number of days is one date, and the next day is the next number."""
    year, month, day = find_day(days)
    assert count_days(year, month, day) == days
    assert find_day(days) < find_day(days + 1)


def test_what_cannot_be_checked_is_said():
    """Only a format that does not exist is a gap."""
    assert describe_gap(build_field("string", "phone"))
    assert describe_gap(build_field("geojson", "wkt"))
    assert not any(describe_gap(field) for field, _ in RIGHT.values())


def test_many_wrong_cells_are_told_apart_in_order():
    """Thousands of wrong cells among right ones are null, and no other."""
    numbers = random.Random(7)
    right = [numbers.random() < 0.8 for _ in range(20_000)]
    for kind, good, bad in (
        ("integer", "5", "5x"),
        ("date", "2024-02-29", "2023-02-29"),
        ("number", "0.5", "0.5."),
    ):
        cells = build_array([good if ok else bad for ok in right], TEXT)
        assert cast_cells(cells, build_field(kind)).is_valid().to_pylist() == right


def test_small_packages_do_not_need_pandas():
    """Casting and checking simple types does not make pyarrow import pandas, which takes long."""
    code = (
        "import sys; from exporter.validation.values.types.cells import TEXT, cast_cells\n"
        "from exporter.validation.model.package import Field\n"
        "from exporter.validation.values.arrays import build_array\n"
        "from exporter.validation.values.constraints.check import build_checks\n"
        "from exporter.validation.values.hazards import find_hazards\n"
        "for kind, cell in {'integer': '1', 'number': '1.5', 'date': '2024-03-05', 'boolean': 'true',\n"
        "                   'datetime': '2024-03-05T06:30:00Z', 'time': '06:30:00', 'year': '2024'}.items():\n"
        "    rules = {'minimum': cell, 'enum': [cell]} if kind != 'boolean' else {}\n"
        "    field = Field(name='x', type=kind, constraints=rules)\n"
        "    cells = build_array([cell, None, 'x'], TEXT)\n"
        "    values = cast_cells(cells, field)\n"
        "    assert values.null_count == 2\n"
        "    assert not any(check.find_bad(values)[0].as_py() for check in build_checks(field).checks)\n"
        "    assert not find_hazards(field, cells, values)\n"
        "assert 'pandas' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
