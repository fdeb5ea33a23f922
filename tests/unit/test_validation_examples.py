"""Validation of small packages, each made for one rule, with frictionless as the outside judge.

In a package under tests/examples/positive nothing may be found; under warning and negative the name of the
folder starts with the one code that must be found.
"""

from pathlib import Path

import frictionless
import pytest

from exporter.findings import CODES
from exporter.validation import validate

EXAMPLES = Path(__file__).parents[1] / "examples"
PACKAGES = sorted(path.parent for path in EXAMPLES.glob("*/*/datapackage.json"))

JUDGE_DIFFERS = {
    "file-hash-sha1": "knows MD5 and SHA-256 only",
    "file-hash-sha512": "knows MD5 and SHA-256 only",
    "constraint-categories": "does not look at categories",
    "constraint-pattern-xml-schema": "fails with an error of the re module",
    "constraint-unfit-value": "fails with a TypeError",
    "csv-nul": "allows control characters, which RFC 4180 does not",
    "csv-quote-followed-by-text": "reads CSV leniently",
    "csv-quote-open": "reads CSV leniently",
    "csv-quote-within-plain-cell": "reads CSV leniently",
    "descriptor-rule-no-resources": "allows a package without resources",
    "descriptor-rule-pattern": "fails with an error of the re module",
    "descriptor-rule-unique-keys": "does not look at unique keys",
    "encoding-error": "guesses the encoding where none is given, which is UTF-8 by the standard",
    "path-remote": "would fetch it",
    "profile-not-checked": "would fetch it",
    "table-not-checked-format": "reads Excel, which we do not",
    "unique-key-duplicate": "does not look at unique keys",
}
"""Where the judge does not follow the standard, or follows it further than we do, and how."""


def read_id(path):
    """Name a test after the folder of its package."""
    return f"{path.parent.name}-{path.name}"


def get_code(package):
    """Find the one code that a package is named after; the longest where one starts with another."""
    return max((code for code in CODES if f"{package.name}-".startswith(f"{code}-")), key=len)


@pytest.mark.parametrize("package", PACKAGES, ids=read_id)
def test_example_has_its_code(package):
    """Each example gives exactly the finding that it was made for, or none."""
    report = validate(package)
    expected = set() if package.parent.name == "positive" else {get_code(package)}
    assert set(report.counts) == expected, report.to_text()
    assert report.valid == (package.parent.name != "negative")


@pytest.mark.parametrize(
    "package", [path for path in PACKAGES if path.name not in JUDGE_DIFFERS], ids=read_id
)
def test_frictionless_gives_the_same_verdict(package):
    """Frictionless gives the same verdict wherever it follows the standard."""
    assert frictionless.validate(str(package / "datapackage.json")).valid == validate(package).valid


def test_list_of_differences_is_current():
    """Every example in the list of differences exists."""
    assert set(JUDGE_DIFFERS) <= {path.name for path in PACKAGES}


ROWS = {
    "type-error-integer": [(3, "value", "integer", "'1.5'")],
    "type-error-number": [(3, "value", "number", "'1,5'")],
    "constraint-required": [(3, "value", "a value", "none")],
    "constraint-unique": [(3, "value", "a new one", "'x' as in row 2")],
    "constraint-min-length": [(3, "value", "at least 2", "'é'")],
    "constraint-maximum": [(3, "value", "at most 2024-03-05", "'2024-03-06'")],
    "constraint-pattern": [(3, "value", "[a-z]{2}", "'abc'")],
    "constraint-enum": [(3, "value", "one of tug, ferry", "'yacht'")],
    "primary-key-duplicate": [(4, "id", "a new one", "'a' as in row 2")],
    "primary-key-null": [(4, "id", "a value", "none")],
    "foreign-key": [(4, "port", "a value of code in ports", "'ZZ'")],
    "foreign-key-into-empty-table": [
        (2, "port", "a value of code in ports", "'AL'"),
        (3, "port", "a value of code in ports", "'QU'"),
    ],
    "foreign-key-composite": [(3, "id, port", "a value of name, code in ports", "'Quay', 'AL'")],
    "csv-ragged-row-short": [(3, None, "2", "1")],
    "csv-blank-row": [(3, None, "2 cells", "none")],
    "csv-quote-open": [(3, None, "RFC 4180", "")],
    "encoding-error": [(2, None, "utf-8", "0xe9")],
}


@pytest.mark.parametrize("name", ROWS)
def test_findings_name_their_place(name):
    """A finding names the resource, the row with the header as 1, the field, what was expected and found."""
    findings = validate(EXAMPLES / "negative" / name).findings
    assert [(item.resource, item.row, item.field) for item in findings] == [
        ("ships", row, field) for row, field, _, _ in ROWS[name]
    ]
    for item, (_, _, expected, found) in zip(findings, ROWS[name], strict=True):
        assert item.path.endswith(f"{name}/ships.csv")
        assert expected in item.message
        assert found in item.message.partition("found ")[2] or not found


POINTERS = {
    "descriptor-rule-bytes": ("/resources/0/bytes", "expected integer, found '12'"),
    "descriptor-rule-type": ("/resources/0/schema/fields/0/type", "expected one of string, number"),
    "descriptor-rule-no-name": ("/resources/0", "expected 'name', found ['path']"),
    "descriptor-rule-path-and-data": ("/resources/0", "expected path or data, found both"),
    "file-bytes": ("/resources/0/bytes", "expected 13 bytes, found 12"),
    "key-unknown-field": (
        "/resources/0/schema/primaryKey",
        "expected one of id, port, berth, found 'nothing'",
    ),
    "constraint-unfit": ("/resources/0/schema/fields/1/constraints/minLength", "found integer"),
    "path-missing": ("/resources/0/path", "expected 'nothing.csv'"),
}


@pytest.mark.parametrize("name", POINTERS)
def test_findings_in_descriptors_have_a_pointer(name):
    """A finding about a descriptor points at the property and names what was expected and found."""
    (finding,) = validate(EXAMPLES / "negative" / name).findings
    pointer, words = POINTERS[name]
    assert finding.pointer == pointer
    assert words in finding.message
