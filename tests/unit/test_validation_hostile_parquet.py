"""Hostile Parquet files end in findings."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from exporter.validation import validate

FIELDS = {"fields": [{"name": "id", "type": "string"}]}


def write_package(folder, schema=FIELDS):
    """Write the descriptor of a package of one Parquet file."""
    described = {"name": "t", "path": "t.parquet", "format": "parquet", "schema": schema}
    (folder / "datapackage.json").write_text(json.dumps({"resources": [described]}), encoding="utf-8")


def write_parquet(path, table, **options):
    """Write a Parquet file and give its bytes."""
    pq.write_table(table, path, **options)
    return path.read_bytes()


def test_a_text_that_a_dictionary_repeats_is_not_spread_out_in_memory(tmp_path):
    """A Parquet file of a few hundred bytes that stands for gigabytes is read in small batches, and not to its end."""
    long = pa.DictionaryArray.from_arrays(pa.array([0] * 30_000, pa.int32()), pa.array(["x" * 100_000]))
    content = write_parquet(
        tmp_path / "t.parquet", pa.table({"id": long}), store_schema=False, compression="zstd"
    )
    write_package(tmp_path)
    report = validate(tmp_path)
    assert len(content) < 1000
    assert report.counts == {"compression-error": 1}
    assert report.checked.rows < 10_000


STRANGE_VALUES = {
    "time beyond a day": (pa.array([0, 86_400_000_000, -1], pa.time64("us")), "time", 2),
    "times of the end of the world": (pa.array([2**63 - 1, 0], pa.time64("us")), "any", 1),
    "dates in a list": (pa.array([[2**31 - 1], [0]], pa.list_(pa.date32())), "array", 0),
    "text in a struct": (
        pa.StructArray.from_arrays([pa.array([b"\xff", b"a"]).view(pa.string())], ["a"]),
        "object",
        1,
    ),
}


@pytest.mark.parametrize(("column", "kind", "wrong"), STRANGE_VALUES.values(), ids=STRANGE_VALUES)
def test_strange_parquet_values_are_findings(tmp_path, column, kind, wrong):
    """What no value of its type can be is a finding, and so is one that a constraint forbids, whatever it is."""
    write_parquet(tmp_path / "t.parquet", pa.table({"id": column}))
    fields = [
        {"name": "id", "type": kind, "constraints": {"enum": [[]] if kind == "array" else ["00:00:00", {}]}}
    ]
    write_package(tmp_path, {"fields": fields})
    counts = validate(tmp_path).counts
    assert "internal-error" not in counts
    assert counts.get("type-error", 0) == wrong


def test_damaged_parquet_is_a_finding_wherever_it_is_damaged(tmp_path):
    """Whichever byte of a Parquet file is another, there is no failure of ours."""
    texts = ["é", "b", None] * 20
    table = pa.table({"id": texts, "n": range(60), "l": [[1, 2]] * 60, "s": [{"a": "x"}] * 60})
    content = write_parquet(tmp_path / "t.parquet", table, write_page_checksum=False)
    write_package(tmp_path, {**FIELDS, "fieldsMatch": "subset"})
    for place in range(4, len(content), 23):
        damaged = bytearray(content)
        damaged[place] ^= 1 << place % 8
        (tmp_path / "t.parquet").write_bytes(damaged)
        assert "internal-error" not in validate(tmp_path).counts, place


def test_rows_that_are_lost_in_a_parquet_file_are_missed(tmp_path):
    """Where a footer announces more rows than can be read, that is a finding, even if Arrow says nothing."""
    content = write_parquet(tmp_path / "t.parquet", pa.table({"id": ["a"] * 77}))
    assert content.count(b"\x16\x9a\x01") >= 2
    place = content.rfind(b"\x16\x9a\x01", 0, content.rfind(b"\x16\x9a\x01"))
    lies = [content[: spot + 1] + b"\x9c" + content[spot + 2 :] for spot in range(place, len(content) - 2)]
    for lie_ in (item for item in lies if item != content):
        (tmp_path / "t.parquet").write_bytes(lie_)
        write_package(tmp_path)
        report = validate(tmp_path)
        assert "internal-error" not in report.counts
        assert not report.valid or report.checked.rows == 77


def test_names_of_parquet_columns_that_are_not_text_are_damage(tmp_path):
    """A column whose name is not UTF-8 makes the file unreadable."""
    content = write_parquet(tmp_path / "t.parquet", pa.table({"zzzz": ["a"]}), store_schema=False)
    (tmp_path / "t.parquet").write_bytes(content.replace(b"zzzz", b"z\xff\xffz"))
    write_package(tmp_path)
    assert validate(tmp_path).counts == {"parquet-syntax": 1}
