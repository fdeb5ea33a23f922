"""A right descriptor of a package, ways to change it, and what the checks of descriptors say of it."""

import copy

import pytest

from exporter.validation.descriptors.descriptor import check_descriptor
from exporter.validation.report.findings_log import Collector

V2 = "https://datapackage.org/profiles/2.0/datapackage.json"
RULE, DOUBT, NEAR, UNFIT = "descriptor-rule", "descriptor-doubtful", "descriptor-property", "constraint-unfit"
PACKAGE = {
    "$schema": V2,
    "name": "port-aldane",
    "title": "Port of Aldane",
    "version": "1.0.0",
    "created": "2024-03-05T06:30:00Z",
    "resources": [
        {
            "name": "ships",
            "path": "ships.csv",
            "dialect": {"delimiter": ",", "quoteChar": '"', "header": True},
            "schema": {
                "fields": [
                    {"name": "id", "type": "integer", "constraints": {"minimum": 0}},
                    {"name": "port", "type": "string", "constraints": {"pattern": "[A-Z]{2}"}},
                ],
                "primaryKey": ["id"],
                "uniqueKeys": [["id", "port"]],
                "foreignKeys": [{"fields": ["port"], "reference": {"resource": "ports", "fields": ["code"]}}],
            },
        },
        {"name": "ports", "path": "ports.csv", "schema": {"fields": [{"name": "code", "type": "string"}]}},
    ],
}
R, S, F = "/resources/0", "/resources/0/schema", "/resources/0/schema/fields/0"
MISSING = object()


def change(pointer, value):
    """Put a value at a pointer of a copy of the package, or take away what is there."""
    package = copy.deepcopy(PACKAGE)
    place = package
    *parts, last = [int(part) if part.isdigit() else part for part in pointer.split("/")[1:]]
    for part in parts:
        place = place[part]
    if value is MISSING:
        del place[last]
    else:
        place[last] = value
    return package


def check(package, folder):
    """Check a descriptor and give back what was found, as code, pointer and message, and what was built."""
    collector = Collector()
    log = collector.start(name="package", kind="package", place="datapackage.json")
    built = check_descriptor(package, folder, log)
    findings = collector.build_report().findings
    return [(item.code, item.pointer, item.message) for item in findings], built


def case(pointer, value, code, where=None, words=""):
    """Write one case, with the place of the change as the place of the finding unless it is another."""
    name = f"{pointer} is missing" if value is MISSING else f"{pointer}={value!r}"[:80]
    return pytest.param(pointer, value, code, pointer if where is None else where, words, id=name)


def field(where="", **properties):
    """Write the first field anew, and where in it the finding is."""
    return F, {"name": "id", **properties}, F + where


def bad(code, where, words="", **properties):
    """Write a case of a field."""
    pointer, value, place = field(where, **properties)
    return pytest.param(pointer, value, code, place, words, id=f"{properties}"[:90])


def assert_alone(package, folder, code, where, words):
    """Assert that one thing is found, in that place, in one line that names what was expected."""
    findings, _ = check(package, folder)
    assert [(found, place) for found, place, _ in findings] == [(code, where)], findings
    message = findings[0][2]
    assert words in message
    assert "expected" in message
    assert "\n" not in message
