"""Parquet packages: the same findings as for the same table in CSV, physical types, damage, exact values."""

import hashlib
import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from exporter.validation import validate

NEGATIVE = Path(__file__).parents[1] / "examples" / "negative"


def write_package(folder, table, fields, *, schema=None, **resource):
    """Write a package of one Parquet table; fields are Table Schema fields."""
    folder.mkdir(exist_ok=True)
    pq.write_table(table, folder / "t.parquet")
    described = {"name": "t", "path": "t.parquet", "schema": {"fields": fields, **(schema or {})}, **resource}
    (folder / "datapackage.json").write_text(json.dumps({"resources": [described]}), encoding="utf-8")
    return folder


def check_column(folder, values, field):
    """Check one column named x and give back code, row and message of each finding."""
    write_package(folder, pa.table({"x": values}), [{"name": "x", **field}])
    return [(item.code, item.row, item.message) for item in validate(folder).findings]


KINDS = {"integer": pa.int64(), "number": pa.float64(), "date": pa.date32()}
SAME = [
    *("constraint-required", "constraint-unique", "constraint-min-length", "constraint-max-length"),
    *("constraint-minimum", "constraint-maximum", "constraint-pattern"),
    *("constraint-enum", "constraint-categories", "primary-key-duplicate", "primary-key-null"),
    *("primary-key-duplicate-composite", "unique-key-duplicate", "foreign-key", "foreign-key-composite"),
    *("foreign-key-own-table", "foreign-key-into-empty-table", "field-missing", "field-extra", "field-order"),
]


@pytest.mark.parametrize("name", SAME)
def test_findings_are_those_of_csv(tmp_path, name):
    """A table with a fault gives the same findings in Parquet as in CSV."""
    descriptor = json.loads((NEGATIVE / name / "datapackage.json").read_bytes())
    for resource in descriptor["resources"]:
        fields = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        lines = (NEGATIVE / name / resource["path"]).read_text(encoding="utf-8").splitlines()
        labels, *rows = [line.split(",") for line in lines]
        columns = {}
        for index, label in enumerate(labels):
            cells = pa.array([row[index] or None for row in rows], pa.string())
            columns[label] = cells.cast(KINDS.get(fields.get(label), pa.string()))
        resource["path"] = f"{resource['name']}.parquet"
        pq.write_table(pa.table(columns), tmp_path / resource["path"])
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")

    def summarize(report):
        return [(item.code, item.resource, item.row, item.field, item.message) for item in report.findings]

    expected = summarize(validate(NEGATIVE / name))
    assert expected
    assert summarize(validate(tmp_path)) == expected


FITTING = {
    "int8": (pa.array([1, None], pa.int8()), {"type": "integer"}),
    "uint64": (pa.array([2**64 - 1, None], pa.uint64()), {"type": "integer"}),
    "decimal-as-integer": (pa.array([Decimal(7), None], pa.decimal128(10, 0)), {"type": "integer"}),
    "float32": (pa.array([0.5, None], pa.float32()), {"type": "number"}),
    "decimal": (pa.array([Decimal("0.5"), None], pa.decimal128(10, 2)), {"type": "number"}),
    "boolean": (pa.array([True, None]), {"type": "boolean"}),
    "date": (pa.array([date(2024, 3, 5), None]), {"type": "date"}),
    "timestamp-utc": (pa.array([datetime(2024, 3, 5, tzinfo=UTC), None]), {"type": "datetime"}),
    "timestamp-ns": (pa.array([1, None], pa.timestamp("ns")), {"type": "datetime"}),
    "time": (pa.array([time(6, 30), None]), {"type": "time"}),
    "large-string": (pa.array(["x", None], pa.large_string()), {"type": "string"}),
    "dictionary": (pa.array(["x", "x", None]).dictionary_encode(), {"type": "string"}),
    "year": (pa.array([2024, None], pa.int32()), {"type": "year"}),
    "only-nulls": (pa.nulls(2), {"type": "integer", "constraints": {"minimum": 3}}),
    "any": (pa.array([1, None]), {"type": "any"}),
}


@pytest.mark.parametrize("name", FITTING)
def test_fitting_column_is_valid(tmp_path, name):
    """A column whose physical type can hold the field's values is valid, nulls included."""
    assert check_column(tmp_path, *FITTING[name]) == []


@pytest.mark.parametrize(
    ("values", "kind", "expected"),
    [
        (pa.array(["1"]), "integer", "an integer column for integer, found string"),
        (pa.array([0.5]), "integer", "an integer column for integer, found double"),
        (pa.array([1]), "string", "a text column for string, found int64"),
        (pa.array(["2024-03-05"]), "date", "a date column for date, found string"),
        (pa.array([True]), "number", "a number column for number, found bool"),
        (pa.array([[1]]), "string", "a text column for string, found list<"),
    ],
    ids=["text-as-integer", "float-as-integer", "integer-as-text", "text-as-date", "boolean", "list"],
)
def test_other_physical_type_is_found(tmp_path, values, kind, expected):
    """A column of another physical type is one finding, not one for each row."""
    ((code, row, message),) = check_column(tmp_path, values, {"type": kind})
    assert (code, row) == ("field-type", None)
    assert expected in message


def test_items_of_a_list_column_are_checked(tmp_path):
    """The items of a list column are values of the item type, and the list has their number as length."""
    field = {"type": "list", "itemType": "integer", "constraints": {"maxLength": 2}}
    found = check_column(tmp_path, pa.array([[1, 2], None, [], [1, 2, 3]]), field)
    assert [item[:2] for item in found] == [("constraint-max-length", 5)]


@pytest.mark.parametrize("kind", ["string", "object", "any"])
def test_text_that_is_not_utf_8_is_a_wrong_cell(tmp_path, kind):
    """Nobody makes sure that text in Parquet is UTF-8; a cell that is not is found and shown mended."""
    buffers = [None, pa.py_buffer(b"\0\0\0\0\2\0\0\0\4\0\0\0"), pa.py_buffer(b"{}{\xff")]
    column = pa.Array.from_buffers(pa.string(), 2, buffers)
    found = check_column(tmp_path, column, {"type": kind})
    assert ("type-error", 3) in [item[:2] for item in found]
    assert all(row == 3 for _, row, _ in found)


def test_hazards_are_found_in_parquet(tmp_path):
    """What hurts users is found in Parquet as in CSV."""
    found = check_column(tmp_path, pa.array(["a", "=1+1"]), {"type": "string"})
    assert [item[:2] for item in found] == [("cell-formula", 3)]
    found = check_column(tmp_path, pa.array([1.5, float("nan")]), {"type": "number"})
    assert [item[:2] for item in found] == [("value-infinite", 3)]


def test_big_integers_are_exact(tmp_path):
    """2**53 + 1 is larger than 2**53, although no double can tell, and beside a null as well."""
    field = {"type": "integer", "constraints": {"maximum": 2**53}}
    ((code, row, message),) = check_column(tmp_path, pa.array([2**53, None, 2**53 + 1]), field)
    assert (code, row) == ("constraint-maximum", 4)
    assert "found '9007199254740993'" in message


def test_nulls_are_nulls(tmp_path):
    """A null in an integer column is null, and not zero nor NaN: required finds it, minimum does not."""
    field = {"type": "integer", "constraints": {"required": True, "minimum": 1}}
    assert [item[:2] for item in check_column(tmp_path, pa.array([1, None, 2]), field)] == [
        ("constraint-required", 3)
    ]


def test_missing_values_hold_for_text(tmp_path):
    """A text that is declared to mean null is null in Parquet too."""
    field = {"type": "string", "missingValues": ["-"], "constraints": {"required": True}}
    assert [item[:2] for item in check_column(tmp_path, pa.array(["x", "-"]), field)] == [
        ("constraint-required", 3)
    ]


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "sha512"])
def test_hash_of_parquet_is_checked(tmp_path, algorithm):
    """A right hash and size are accepted, a wrong hash is found, whatever the format of the file."""
    table, fields = pa.table({"x": [1]}), [{"name": "x", "type": "integer"}]
    content = write_package(tmp_path, table, fields).joinpath("t.parquet").read_bytes()
    value = hashlib.new(algorithm, content).hexdigest()
    write_package(tmp_path, table, fields, hash=f"{algorithm}:{value}", bytes=len(content))
    assert validate(tmp_path).counts == {}
    write_package(tmp_path, table, fields, hash=f"{algorithm}:{value[::-1]}", bytes=len(content) + 1)
    assert validate(tmp_path).counts == {"file-hash": 1, "file-bytes": 1}


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-20],
        lambda data: data[: len(data) // 2],
        lambda data: b"id,name\n1,a\n",
        lambda data: b"",
        lambda data: data[:4] + bytes(100) + data[104:],
    ],
    ids=["cut-footer", "cut-half", "csv", "empty", "zeros-in-a-page"],
)
def test_damage_is_a_finding(tmp_path, damage):
    """A truncated, overwritten or foreign file is a finding and never an exception."""
    table = pa.table({"x": list(range(5000))})
    write_package(tmp_path, table, [{"name": "x", "type": "integer"}])
    path = tmp_path / "t.parquet"
    path.write_bytes(damage(path.read_bytes()))
    assert validate(tmp_path).counts == {"parquet-syntax": 1}


def test_rows_are_counted_over_row_groups(tmp_path):
    """Row numbers and the count of rows go on over row groups and batches."""
    write_package(
        tmp_path, pa.table({"x": [1]}), [{"name": "x", "type": "integer", "constraints": {"maximum": 9}}]
    )
    pq.write_table(pa.table({"x": [1] * 69_999 + [10]}), tmp_path / "t.parquet", row_group_size=1000)
    report = validate(tmp_path)
    assert [item.row for item in report.findings] == [70_001]
    assert report.checked.rows == 70_000
