"""Hostile packages end in findings: nothing hangs, nothing grows without bounds, nothing fails."""

import gzip
import json
import os
import re
import struct
import zipfile
from pathlib import Path

import pytest

from exporter.cli import memory
from exporter.validation import validate
from exporter.validation.files import find
from exporter.validation.model.budget import Budget
from exporter.validation.model.opening import PackageFile, open_regular

FIELDS = {"fields": [{"name": "id", "type": "string"}]}


def write_package(folder, content=b"id\na\n", path="t.csv", **resource):
    """Write a package of one table."""
    described = {"name": "t", "path": path, "format": "csv", "schema": FIELDS, **resource}
    if "data" in resource:
        del described["path"], described["format"]
    else:
        (folder / path).write_bytes(content)
    (folder / "datapackage.json").write_text(json.dumps({"resources": [described]}), encoding="utf-8")
    return folder


def write_zip(path, content, method=zipfile.ZIP_DEFLATED):
    """Write an archive of one file and give its bytes."""
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("t.csv", content)
    return path.read_bytes()


def lie(data):
    """Let an archive say that its file is large when packed."""
    place = data.rfind(b"PK\x01\x02")
    return data[: place + 20] + struct.pack("<I", 1 << 30) + data[place + 24 :]


HUGE = "n" * 100_000
LONG_VALUES = {
    "enum": [{"name": "id", "constraints": {"enum": [HUGE]}}],
    "minimum": [{"name": "id", "type": "integer", "constraints": {"minimum": "9" * 100_000}}],
    "category": [{"name": "id", "type": "string", "categories": [HUGE, "b"]}],
}


@pytest.mark.parametrize("fields", LONG_VALUES.values(), ids=LONG_VALUES)
def test_a_report_is_not_flooded_by_long_values(tmp_path, fields):
    """What a descriptor allows is cut in messages, however long it is."""
    write_package(tmp_path, b"id\n1\n2\n3\n", schema={"fields": fields})
    report = validate(tmp_path)
    assert sum(report.counts.values()) == 3
    assert len(report.to("json")) < 20_000


def test_a_report_is_not_flooded_by_long_names(tmp_path):
    """Names of resources and fields are cut in a report."""
    write_package(tmp_path, b"id\n1\n", schema={"fields": [{"name": HUGE}]}, name=HUGE)
    assert len(validate(tmp_path).to("json")) < 20_000


@pytest.mark.parametrize("url", ["http://[::1", "http://[", "http://user@example.org/t.csv"])
def test_a_url_that_nobody_understands_is_not_fetched(tmp_path, url):
    """A URL that cannot be parsed, or that names a user, is never fetched."""
    write_package(tmp_path)
    described = {"name": "t", "path": url, "format": "csv", "schema": FIELDS}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [described]}), encoding="utf-8")
    counts = validate(tmp_path, hosts=["example.org"]).counts
    assert "path-remote" in counts or "descriptor-rule" in counts
    assert not {"internal-error", "remote-unreadable"} & counts.keys()


def test_a_byte_order_mark_in_the_first_row_is_a_part_of_the_cell(tmp_path):
    """Only the start of a file has a byte order mark; in a row it is a character that nobody sees."""
    rows = b"id\n\xef\xbb\xbfa\n\xef\xbb\xbf\n"
    write_package(tmp_path, rows, schema={"fields": [{"name": "id", "constraints": {"enum": ["a", "id"]}}]})
    report = validate(tmp_path)
    assert report.counts == {"cell-invisible": 2, "constraint-enum": 2}
    assert [item.cell for item in report.findings if item.code == "constraint-enum"] == ["\ufeffa", "\ufeff"]


WIDE = {
    "header": (b",".join(b"c%d" % number for number in range(30)) + b"\n", {}, "csv-row-length"),
    "lines": (b"a\r" * 30, {}, "csv-line-end"),
    "row": (b"id\n" + b"," * 30 + b"\n", {"dialect": {"commentChar": "#"}}, "csv-row-length"),
    "name": (b"n" * 60 + b"\n", {}, "cell-length"),
    "objects": (b"", {"data": [{f"k{number}": 1 for number in range(30)}]}, "budget-count"),
    "arrays": (b"", {"data": [list(range(30))]}, "budget-count"),
}


@pytest.mark.parametrize(("content", "resource", "code"), WIDE.values(), ids=WIDE)
def test_columns_have_bounds(tmp_path, content, resource, code):
    """More columns than allowed, or a longer name, are one finding, and no row is read."""
    write_package(tmp_path, content, **resource)
    counts = validate(tmp_path, budget=Budget(columns=20, name_bytes=50)).counts
    assert counts[code] == 1
    assert "field-extra" not in counts or code == "csv-line-end"


def test_rows_without_keys_in_common_are_not_spread_out(tmp_path):
    """Objects that each have keys of their own would make a table of mostly nothing."""
    rows = [{f"k{number}": 1} for number in range(12_000)]
    write_package(tmp_path, data=rows, schema={**FIELDS, "fieldsMatch": "subset"})
    assert validate(tmp_path).counts == {"budget-count": 1}


@pytest.mark.parametrize("kind", ["uniqueKeys", "foreignKeys"])
def test_keys_have_bounds(tmp_path, kind):
    """Of thousands of keys only so many are checked as fit into memory, and a finding says so."""
    fields = [{"name": name} for name in "abcdef"]
    sets = [["a", "b"], ["b", "a"], ["c"], ["d", "e", "f"]]
    keys = {
        "uniqueKeys": sets,
        "foreignKeys": [{"fields": names, "reference": {"fields": names}} for names in sets],
    }
    write_package(tmp_path, b"a,b,c,d,e,f\n1,2,3,4,5,6\n", schema={"fields": fields, kind: keys[kind]})
    assert validate(tmp_path, budget=Budget(key_columns=8)).counts == {}
    report = validate(tmp_path, budget=Budget(key_columns=5))
    assert report.counts == {"budget-count": 1}
    assert "expected at most 5 columns in all keys together, found 8" in report.findings[0].message


def test_tables_that_point_at_one_another_are_put_in_order_once(tmp_path):
    """Thousands of foreign keys to and fro take no longer than their number."""
    keys = [[{"fields": "id", "reference": {"resource": name, "fields": "id"}}] * 2000 for name in "ba"]
    (tmp_path / "t.csv").write_bytes(b"id\na\n")
    resources = [
        {"name": name, "path": "t.csv", "schema": {**FIELDS, "foreignKeys": key}}
        for name, key in zip("ab", keys, strict=True)
    ]
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
    assert validate(tmp_path).counts == {"budget-count": 2}


PACKED = {
    "members of nothing": ("t.csv.gz", gzip.compress(b"id\na\n") + gzip.compress(b"") * 10_001),
    "an endless name": ("t.csv.gz", b"\x1f\x8b\x08\x08\0\0\0\0\0\0" + b"a" * 1_000_000),
    "cut": ("t.csv.gz", gzip.compress(b"id\na\n")[:-3]),
    "more": ("t.csv.gz", gzip.compress(b"id\na\n") + b"junk"),
    "not gzip": ("t.csv.gz", b"id\na\n"),
}


@pytest.mark.parametrize(("path", "content"), PACKED.values(), ids=PACKED)
def test_odd_gzip_is_a_finding(tmp_path, path, content):
    """Gzip that is damaged, or made to take long, is one finding."""
    write_package(tmp_path, content, path)
    assert validate(tmp_path).counts["compression-error"] == 1


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(b"id\n") + gzip.compress(b"a\n") + gzip.compress(b"") + gzip.compress(b"b\n"),
        gzip.compress(b"id\na\nb\n") + b"\0" * 512,
        gzip.compress(b"id\na\n" + b"b" * 1_000_000 + b"\n"),
    ],
    ids=["members", "padding", "large"],
)
def test_odd_gzip_that_is_right_is_read(tmp_path, content):
    """Several members, empty ones too, and padding after the last are right."""
    write_package(tmp_path, content, "t.csv.gz")
    report = validate(tmp_path)
    assert report.counts == {}
    assert report.checked.rows in (2, 3)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_zip_that_cannot_be_unpacked_piece_by_piece_is_not_read(tmp_path, method):
    """Of the ways to compress within an archive only deflate is read, because it alone can be stopped."""
    write_package(tmp_path, write_zip(tmp_path / "t.zip", b"id\na\n", method), "t.zip")
    report = validate(tmp_path)
    assert report.counts == {"compression-error": 1}
    assert "not deflate" in report.findings[0].message


def test_zip_that_lies_about_its_size_is_a_bomb(tmp_path):
    """How much an archive grows is told from the size of the file, not from what it says."""
    content = write_zip(tmp_path / "t.zip", b"id\n" + b"a\n" * 1_000_000)
    write_package(tmp_path, lie(content), "t.zip")
    report = validate(tmp_path, budget=Budget(inflated_ratio=10, free_bytes=1000))
    assert report.counts == {"compression-error": 1}
    # Python 3.13 sees by itself that such a file is no archive.
    assert re.search("at most 10 times its own size|possible zip bomb", report.findings[0].message)


def test_reading_ends_after_too_many_faults_of_encoding(tmp_path):
    """Where a file is not text at very many places, a finding says that the rest was not read."""
    write_package(tmp_path, b"id\n" + b"\xff\n" * 10_100, encoding="ascii")
    report = validate(tmp_path, limit=20_000)
    assert "at more than 10,000 places; reading ended here" in " ".join(i.message for i in report.findings)


needs_links = pytest.mark.skipif(os.open not in os.supports_dir_fd, reason="needs openat")


@needs_links
@pytest.mark.parametrize("is_folder", [False, True], ids=["file", "folder"])
@pytest.mark.parametrize("form", ["csv", "parquet", "zip"])
def test_a_link_that_is_put_in_place_after_the_check_is_not_followed(tmp_path, monkeypatch, is_folder, form):
    """A file that is exchanged for a link out of the package, once it was checked, is not read."""
    package, secret = tmp_path / "package", tmp_path / "secret"
    for folder in (package / "data", secret):
        folder.mkdir(parents=True)
        (folder / f"t.{form}").write_bytes(b"id\nhunter2\n")
    described = {"name": "t", "path": f"data/t.{form}", "format": form, "hash": "md5:" + "0" * 32}
    described |= {"schema": FIELDS} if form == "csv" else {}
    (package / "datapackage.json").write_text(json.dumps({"resources": [described]}), encoding="utf-8")
    check = find._find_regular

    def exchange(found, path, log, pointer):
        done = check(found, path, log, pointer)
        if path.endswith(form):
            place = package / "data"
            place.rename(tmp_path / "old")
            place.symlink_to(secret) if is_folder else place.mkdir()
            if not is_folder:
                (place / f"t.{form}").symlink_to(secret / f"t.{form}")
        return done

    monkeypatch.setattr(find, "_find_regular", exchange)
    report = validate(package)
    assert "hunter2" not in report.to("json")
    assert not report.valid
    assert report.checked.rows == 0
    assert "file-hash" not in report.counts


@needs_links
def test_folders_that_may_only_be_passed_through_are_no_hindrance(tmp_path):
    """A file is opened folder by folder, without reading any of them."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "t").write_bytes(b"x")
    (tmp_path / "a").chmod(0o311)
    with open_regular(PackageFile(tmp_path / "a/b/t", tmp_path, Path("a/b/t"))) as file:
        assert file.read() == b"x"
    (tmp_path / "a").chmod(0o755)


TIMED = {
    "rows": {},
    "hash": {"hash": "sha256:" + "0" * 64, "format": "bin"},
    "json": {"path": "t.json", "format": "json"},
}


@pytest.mark.parametrize("resource", TIMED.values(), ids=TIMED)
def test_time_bounds_everything(tmp_path, resource):
    """When the time is up nothing more is read, hashed or judged, and a finding says so."""
    write_package(tmp_path, b"id\n" + b"a\n" * 100, **{"path": "t.csv", **resource})
    assert "budget-time" in validate(tmp_path, budget=Budget(seconds=-1)).counts


def test_a_json_schema_is_judged_in_bounded_steps(tmp_path):
    """A schema that doubles its work with every level ends, and what it could not judge is not allowed."""
    level = {"$defs": {f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(40)}}
    level["$defs"]["d40"] = {}
    fields = [
        {"name": "id", "type": "object", "constraints": {"jsonSchema": {**level, "$ref": "#/$defs/d0"}}}
    ]
    write_package(tmp_path, b'id\n"{""a"":1}"\n', schema={"fields": fields})
    assert validate(tmp_path).counts == {"constraint-json-schema": 1}


def test_a_json_schema_of_many_objects_is_not_checked(tmp_path):
    """A schema that is too large is a finding instead of a wait."""
    schema = {"anyOf": [{"const": number} for number in range(10_001)]}
    fields = [{"name": "id", "type": "object", "constraints": {"jsonSchema": schema}}]
    write_package(tmp_path, b"id\n{}\n", schema={"fields": fields})
    assert validate(tmp_path).counts == {"constraint-not-checked": 1}


def test_faults_of_a_descriptor_are_counted_up_to_a_bound(tmp_path):
    """A descriptor in which nearly everything is wrong is not searched to its end."""
    content = '{"resources":[' + ",".join(['{"a":1}'] * 60_000) + "]}"
    (tmp_path / "datapackage.json").write_text(content, encoding="utf-8")
    assert validate(tmp_path).counts["budget-count"] == 1
    content = '{"resources":[{"name":"a","data":[]}],"keywords":[' + ",".join("1" * 60_000) + "]}"
    (tmp_path / "datapackage.json").write_text(content, encoding="utf-8")
    assert validate(tmp_path).counts["descriptor-rule"] == 10_000


@pytest.mark.parametrize(
    ("text", "is_fine"),
    [("[" + ",".join("1" * 2_000_010) + "]", False), ('"' + "," * 2_000_010 + '"', True)],
    ids=["values", "text"],
)
def test_values_of_a_descriptor_have_a_bound(tmp_path, text, is_fine):
    """A descriptor of millions of values is refused before they take memory; commas in texts do not count."""
    content = '{"resources":[{"name":"a","data":[]}],"x":' + text + "}"
    (tmp_path / "datapackage.json").write_text(content, encoding="utf-8")
    assert validate(tmp_path).counts == ({} if is_fine else {"json-syntax": 1})


@pytest.mark.parametrize("content", [b"\n" * 200_001, b"x" * (64 << 20) + b"\n"], ids=["lines", "bytes"])
def test_checksums_have_bounds(tmp_path, content):
    """A file of checksums without end is one finding."""
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    (tmp_path / "SHA256SUMS").write_bytes(content)
    assert validate(tmp_path).counts["checksum-syntax"] == 1


def test_a_file_named_thousands_of_times_is_not_read(tmp_path):
    """A resource may have many files, but not without bounds."""
    write_package(tmp_path)
    described = {"name": "t", "path": ["t.csv"] * 20, "schema": FIELDS, "dialect": {"header": False}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [described]}), encoding="utf-8")
    assert validate(tmp_path).checked.rows == 40
    report = validate(tmp_path, budget=Budget(files=19))
    assert (report.counts, report.checked.rows) == ({"budget-count": 1}, 0)


def test_a_long_text_is_no_date(tmp_path):
    """A date in any form has a sane length, because reading it takes long."""
    fields = [{"name": "id", "type": "date", "format": "any"}]
    write_package(tmp_path, b"id\n5 March 2024" + b" " * 100_000 + b"\n", schema={"fields": fields})
    assert validate(tmp_path).counts == {"type-error": 1}


def test_a_large_pattern_is_built_once(tmp_path):
    """A pattern that takes long to refuse is refused once for all fields that have it."""
    fields = [
        {"name": f"f{number}", "type": "string", "constraints": {"pattern": r"[\p{L}-[a-z]]{900}"}}
        for number in range(50)
    ]
    write_package(tmp_path, ",".join(item["name"] for item in fields).encode(), schema={"fields": fields})
    assert validate(tmp_path).counts == {"constraint-not-checked": 50}


def test_memory_is_bounded_for_a_while(monkeypatch):
    """The command line has four fifths of the memory of the machine for a validation, and all of it after that."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_DATA)
    if before[0] != resource.RLIM_INFINITY:
        pytest.skip("memory is bounded already")
    monkeypatch.setattr(memory, "_measure_memory", lambda: 1 << 40)
    with memory.bound_memory():
        assert resource.getrlimit(resource.RLIMIT_DATA)[0] == (1 << 40) * 4 // 5
    assert resource.getrlimit(resource.RLIMIT_DATA) == before
