"""The report: counts, limits, and its renderings for people, frictionless and pandas."""

import json
import subprocess
import sys
from pathlib import Path

import frictionless
import pandas as pd
import pytest

from exporter.errors import InputError
from exporter.findings import CODES
from exporter.validation import Report, Task, validate
from exporter.validation.keys import table_keys
from exporter.validation.report.findings_log import Collector

NEGATIVE = Path(__file__).parents[1] / "examples" / "negative"


def write_bad_rows(folder, number):
    """Write a package with so many cells that are no integers."""
    fields = [{"name": "id", "type": "integer"}]
    resource = {"name": "Bad rows", "path": "t.csv", "schema": {"fields": fields}}
    (folder / "datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
    (folder / "t.csv").write_text("id\n" + "x\n" * number, encoding="utf-8")
    return folder


def test_listing_is_cut_but_counts_are_not(tmp_path):
    """Of each code only so many findings are listed, the first ones, but all are counted."""
    report = validate(write_bad_rows(tmp_path, 2500))
    assert [item.row for item in report.findings if item.code == "type-error"] == list(range(2, 1002))
    assert report.counts == {"descriptor-name": 1, "type-error": 2500}
    assert (report.errors, report.warnings, report.valid) == (2500, 1, False)
    assert len(validate(tmp_path, limit=3).findings) == 4


def test_text_is_grouped_and_folded(tmp_path):
    """The text groups findings by place, puts equal ones in one line, says what was left out, and sums up."""
    report = validate(write_bad_rows(tmp_path, 3), limit=2)
    place = tmp_path.as_posix()
    assert report.to_text() == (
        f"{place}/datapackage.json\n"
        "  warning descriptor-name /resources/0/name: not a plain name (expected lower-case letters, digits, . _ -, "
        "found 'Bad rows')\n\n"
        f"{place}/t.csv [Bad rows]\n"
        "  error type-error rows 2-3, id: not of its type (expected integer, found 'x') (2 times)\n"
        f"  ... and 1 more type-error in {place}/t.csv (3 in all)\n\n"
        "not valid: 3 errors, 1 warning; checked 3 rows in 1 table, 2 files"
    )


def test_text_can_be_coloured(tmp_path):
    """Whoever colours gets the role of some words and the words."""
    text = validate(write_bad_rows(tmp_path, 1)).to_text(style=lambda role, words: f"<{role}:{words}>")
    assert "<error:error> type-error row 2" in text
    assert "<warning:warning> descriptor-name" in text
    assert "\n<error:not valid: 1 error, 1 warning;" in text
    assert f"<place:{tmp_path.as_posix()}/t.csv [Bad rows]>" in text


def test_no_findings_say_what_was_checked(tmp_path):
    """A report without findings says how much was checked."""
    (tmp_path / "a.txt").write_text("The cranes stood still.", encoding="utf-8")
    assert validate(tmp_path).to_text() == "valid: 0 errors, 0 warnings; checked 1 document"
    assert Report(tasks=()).to_text() == "valid: 0 errors, 0 warnings; checked nothing"


@pytest.mark.parametrize(
    "name",
    [
        "type-error-integer",
        "foreign-key",
        "file-hash-md5",
        "json-syntax-array",
        "csv-blank-row",
        "path-missing",
    ],
)
def test_json_is_read_by_frictionless(name):
    """Frictionless reads the report back with the same verdict, rows and messages."""
    report = validate(NEGATIVE / name)
    read = frictionless.Report.from_descriptor(json.loads(json.dumps(report.to_json())))
    errors = [error for task in read.tasks for error in task.errors]
    assert read.valid is False
    assert read.stats["errors"] == len(errors) == report.errors
    assert [error.note for error in errors] == [item.message for item in report.findings]
    assert read.to_summary()


def test_json_has_codes_levels_and_places(tmp_path):
    """Beside the shape of frictionless, errors have code, level and place, and all findings stand in one list."""
    content = validate(write_bad_rows(tmp_path, 1)).to_json()
    package, table = content["tasks"]
    assert package["warnings"] == [
        "descriptor-name: not a plain name (expected lower-case letters, digits, . _ -, found 'Bad rows')"
    ]
    assert (table["name"], table["type"], table["labels"]) == ("bad-rows", "table", ["id"])
    assert {key: value for key, value in table["errors"][0].items() if key != "path"} == {
        "type": "error",
        "title": "Type error",
        "description": CODES["type-error"].meaning,
        "message": "not of its type (expected integer, found 'x')",
        "tags": ["#table", "#row"],
        "note": "not of its type (expected integer, found 'x')",
        "rowNumber": 2,
        "fieldName": "id",
        "fieldNumber": 1,
        "cell": "x",
        "code": "type-error",
        "level": "error",
    }
    assert content["counts"] == {"descriptor-name": 1, "type-error": 1}
    assert content["checked"] == {"documents": 0, "tables": 1, "rows": 1, "files": 2}
    assert [item["code"] for item in content["findings"]] == ["descriptor-name", "type-error"]


def test_pandas_has_one_row_a_finding(tmp_path):
    """The data frame has one row per finding, whole numbers as such, and NA for what is absent."""
    frame = validate(write_bad_rows(tmp_path, 2)).to_pandas()
    assert frame["row"].tolist() == [pd.NA, 2, 3]
    assert frame.dtypes["row"] == "Int64"
    assert frame.dtypes["code"] == "string"
    assert frame["resource"].tolist() == [pd.NA, "Bad rows", "Bad rows"]
    empty = Report(tasks=()).to_pandas()
    names = ["code", "level", "message", "path", "resource", "row", "field", "cell", "pointer", "byte"]
    assert list(empty.columns) == names
    assert frame["cell"].tolist() == [pd.NA, "x", "x"]


def test_unexpected_exception_is_a_finding(monkeypatch):
    """A fault in a check is a finding without what the exception said, and other checks go on."""

    def fail(*_):
        raise RuntimeError("hunter2")

    monkeypatch.setattr(table_keys.TableKeys, "finish", fail)
    report = validate(NEGATIVE / "type-error-integer")
    assert report.counts == {"internal-error": 1, "type-error": 1}
    assert "hunter2" not in report.to_text()


def test_warnings_do_not_make_invalid():
    """A task with warnings only is valid."""
    assert Task(name="t", kind="table", place="t", counts={"csv-bom": 1}).valid
    assert not Task(name="t", kind="table", place="t", counts={"type-error": 1}).valid


def test_missing_target_is_an_exception(tmp_path):
    """A target that does not exist ends the run."""
    with pytest.raises(InputError):
        validate(tmp_path / "nothing")


def test_import_does_not_load_pandas():
    """Importing validation does not load pandas, which only data frames need."""
    script = "import sys, exporter.validation; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_no_finding_means_no_count():
    """Writing down many of nothing leaves no trace."""
    collector = Collector()
    collector.start(name="t", kind="table", place="t").add_many("type-error", [], str)
    assert collector.build_report().counts == {}


def test_codes_are_permanent_names_with_one_sentence():
    """Every code is in kebab case and has one sentence."""
    for code, (level, meaning) in CODES.items():
        assert code == code.lower().replace(" ", "-").replace("_", "-")
        assert level in ("error", "warning")
        assert meaning.endswith(".")
        assert "\n" not in meaning
