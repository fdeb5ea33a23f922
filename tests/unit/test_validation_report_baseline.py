"""A baseline accepts what it has, as often as it has it, and nothing else."""

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.errors import InputError
from exporter.validation.report.baseline import accept, build_baseline, read_baseline
from exporter.validation.report.findings_log import Collector

CODES = ("type-error", "csv-bom", "constraint-enum")
FOUND = st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from("abc")), max_size=12)


def build_report(root, found, *, limit=1000, name="t"):
    """Build the report of a table with these codes and cells, in rows of this order."""
    collector = Collector(limit=limit)
    log = collector.start(name=name, kind="table", place=f"{root}/{name}.csv", resource=name)
    for row, (code, cell) in enumerate(found, 2):
        log.add(code, f"found {cell} in row {row}", row=row, field="f", cell=cell)
    return collector.build_report()


def read_again(baseline, folder):
    """Write a baseline and read it."""
    path = folder / "baseline.json"
    path.write_text(baseline.to_text(), encoding="utf-8")
    return read_baseline(path)


@given(FOUND, FOUND)
def test_new_is_what_is_more_than_before(tmp_path_factory, before, after):
    """Where all is listed, new is each code and cell as often as it comes more than before; stale is the reverse."""
    root = tmp_path_factory.getbasetemp()
    baseline = read_again(build_baseline(build_report(root, before), root), root)
    report = accept(build_report(root, after), baseline)
    new, gone = Counter(after) - Counter(before), Counter(before) - Counter(after)
    assert Counter((item.code, item.cell) for item in report.findings) == new
    assert report.counts == dict(sorted(Counter(code for code, _ in new.elements()).items()))
    assert {(item["code"], item["cell"]): item["count"] for item in report.stale} == gone
    assert sum(report.known.values()) == len(after) - new.total()


@given(FOUND, FOUND, st.integers(0, 5), st.integers(0, 5))
def test_never_more_than_before_is_accepted(tmp_path_factory, before, after, first, second):
    """However short the listings were, all is counted, and of no code more is accepted than there was before."""
    root = tmp_path_factory.getbasetemp()
    baseline = read_again(build_baseline(build_report(root, before, limit=first), root), root)
    report = accept(build_report(root, after, limit=second), baseline)
    old, now = (Counter(code for code, _ in found) for found in (before, after))
    for code in CODES:
        known, new = report.known.get(code, 0), report.counts.get(code, 0)
        assert known + new == now[code]
        assert known <= old[code]
        assert sum(item.code == code for item in report.findings) <= new
        if Counter(after) == Counter(before) and first == second:
            assert new == 0
    gone = Counter()
    for entry in report.stale:
        gone[entry["code"]] += entry["count"]
    assert {
        code: old[code] - report.known.get(code, 0) for code in CODES if old[code] > report.known.get(code, 0)
    } == gone


def test_what_was_listed_is_told_apart_even_if_more_is_counted(tmp_path):
    """A listed finding that a whole baseline does not have is new, however many others are gone."""
    baseline = build_baseline(build_report(tmp_path, [("type-error", "a")] * 9), tmp_path)
    report = accept(build_report(tmp_path, [("type-error", "b")] * 3, limit=2), baseline)
    assert [item.cell for item in report.findings] == ["b", "b"]
    assert report.known == {"type-error": 1}


def test_rows_may_move_but_resources_and_files_count(tmp_path):
    """The same code and cell in another table is new."""
    baseline = build_baseline(build_report(tmp_path, [("type-error", "a")], name="s"), tmp_path)
    assert accept(build_report(tmp_path, [("type-error", "a")], name="t"), baseline).errors == 1
    moved = [("csv-bom", "x"), ("type-error", "a")]
    assert accept(build_report(tmp_path, moved, name="s"), baseline).counts == {"csv-bom": 1}


def test_paths_do_not_depend_on_the_working_folder(tmp_path, monkeypatch):
    """A baseline is right from wherever validation is started, and names no folder of the machine."""
    (tmp_path / "ci").mkdir()
    (tmp_path / "data").mkdir()
    baseline = build_baseline(build_report(tmp_path / "data", [("type-error", "a")]), tmp_path / "ci")
    assert '"path": "../data/t.csv"' in baseline.to_text()
    monkeypatch.chdir(tmp_path / "data")
    assert accept(build_report(".", [("type-error", "a")]), read_again(baseline, tmp_path / "ci")).valid


def test_documents_are_one_group_however_they_are_named(tmp_path):
    """What was counted but not listed in documents stays accepted when the list of folders changes."""

    def build(place):
        collector = Collector(limit=0)
        collector.start(name="documents", kind="documents", place=place).add(
            "document-empty", "x", path="a.txt"
        )
        return collector.build_report()

    assert accept(build("a, b"), build_baseline(build("a"), tmp_path)).valid


@pytest.mark.parametrize("code", ["internal-error", "validation-failed", "budget-time"])
def test_what_is_not_known_is_never_accepted(tmp_path, code):
    """A fault of exporter, or an end before the time, cannot be accepted."""
    report = build_report(tmp_path, [(code, "a")])
    baseline = build_baseline(report, tmp_path)
    assert (baseline.listed, baseline.unlisted) == ({}, {})
    assert accept(report, baseline).counts == {code: 1}


def test_the_file_is_friendly_to_diffs(tmp_path):
    """Each entry is a line of its own, in an order that does not depend on that of the findings."""
    found = [
        ("type-error", "b"),
        ("csv-bom", "a"),
        ("type-error", "a"),
        ("type-error", "b"),
        ("csv-bom", "c"),
    ]
    text = build_baseline(build_report(tmp_path, found, limit=2), tmp_path).to_text()
    lines = text.splitlines()
    assert [json.loads(line.rstrip(",")) for line in lines[3:-2]] == [
        {"path": "t.csv", "resource": "t", "code": "csv-bom", "field": "f", "cell": "a", "count": 1},
        {"path": "t.csv", "resource": "t", "code": "csv-bom", "field": "f", "cell": "c", "count": 1},
        {"path": "t.csv", "resource": "t", "code": "type-error", "count": 1, "unlisted": True},
        {"path": "t.csv", "resource": "t", "code": "type-error", "field": "f", "cell": "a", "count": 1},
        {"path": "t.csv", "resource": "t", "code": "type-error", "field": "f", "cell": "b", "count": 1},
    ]
    assert (
        build_baseline(build_report(tmp_path, found[::-1]), tmp_path).to_text()
        == build_baseline(build_report(tmp_path, found), tmp_path).to_text()
    )


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=10))
def test_any_cell_can_be_accepted(tmp_path_factory, cell):
    """Whatever stands in a cell, its entry is one printable line, and accepts it when it is read again."""
    root = tmp_path_factory.getbasetemp()
    report = build_report(root, [("type-error", cell)])
    baseline = build_baseline(report, root)
    assert all(char.isprintable() or char == "\n" for char in baseline.to_text())
    assert len(baseline.to_text().splitlines()) == 6
    assert accept(report, read_again(baseline, root)).counts == {}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not JSON"),
        (b"\xff", "not UTF-8"),
        (b"[]", "not an object"),
        (b'{"baseline": 1, "baseline": 1}', "repeated"),
        (b'{"baseline": 2, "findings": []}', "expected 'baseline': 1"),
        (b'{"baseline": 1}', "a list of 'findings'"),
        (b'{"baseline": 1, "findings": [7]}', "/findings/0"),
        (b'{"baseline": 1, "findings": [{"code": "type-error"}]}', "/findings/0"),
        (b'{"baseline": 1, "findings": [{"code": "type-error", "count": 0}]}', "/findings/0"),
        (b'{"baseline": 1, "findings": [{"code": "type-error", "count": true}]}', "/findings/0"),
        (b'{"baseline": 1, "findings": [{"code": "type-error", "count": 1, "row": "2"}]}', "/findings/0"),
        (b'{"baseline": 1, "findings": [{"code": 1, "count": 1}]}', "/findings/0"),
        (b"[" * 100_000, "nested too deeply"),
    ],
    ids=lambda value: str(value)[:60] if isinstance(value, str) else "",
)
def test_a_broken_baseline_is_refused(tmp_path, content, words):
    """What is no baseline ends the run with a message that says why."""
    path = tmp_path / "baseline.json"
    path.write_bytes(content)
    with pytest.raises(InputError, match="no baseline") as caught:
        read_baseline(path)
    assert words in str(caught.value)
    assert "--write-baseline" in caught.value.hint


def test_a_missing_baseline_is_refused(tmp_path):
    """A baseline that does not exist is not an empty one."""
    with pytest.raises(InputError, match="No such file"):
        read_baseline(tmp_path / "none.json")
    with pytest.raises(InputError, match="not a regular file"):
        read_baseline(tmp_path)
