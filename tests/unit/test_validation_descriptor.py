"""Descriptors that hold anything anywhere: validation reports, and never fails."""

import json

import pytest

from exporter.validation import validate

DESCRIPTOR = {
    "name": "ships",
    "created": "2024-03-05T06:30:00Z",
    "licenses": [{"name": "CC-BY-4.0"}],
    "resources": [
        {
            "name": "ships",
            "path": ["ships.csv"],
            "encoding": "utf-8",
            "bytes": 12,
            "hash": "md5:00000000000000000000000000000000",
            "dialect": {"delimiter": ",", "quoteChar": '"', "header": True},
            "schema": {
                "fields": [
                    {"name": "id", "type": "integer", "constraints": {"minimum": 0, "enum": [1, 2]}},
                    {
                        "name": "name",
                        "type": "string",
                        "format": "default",
                        "categories": ["a", {"value": "b", "label": "B"}],
                        "constraints": {"required": True, "unique": True, "maxLength": 9, "pattern": "[ab]"},
                    },
                ],
                "missingValues": ["", {"value": "-"}],
                "primaryKey": ["id"],
                "uniqueKeys": [["name"]],
                "foreignKeys": [{"fields": ["id"], "reference": {"resource": "", "fields": ["id"]}}],
            },
        }
    ],
}
VALUES = [
    None,
    True,
    -1,
    1.5,
    10**400,
    "",
    "x",
    "../x",
    "(",
    "a\0",
    "\ud800",
    [],
    [None],
    [[]],
    {},
    ["a", "a"],
]


def iter_places(value, place=()):
    """Yield the place of every value in a descriptor, as keys and indexes."""
    yield place
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from iter_places(item, (*place, key))


def replace(value, place, new):
    """Put a value in a place of a copy."""
    if not place:
        return new
    copy = value.copy()
    copy[place[0]] = replace(value[place[0]], place[1:], new)
    return copy


@pytest.mark.parametrize(
    "place", list(iter_places(DESCRIPTOR)), ids=lambda place: "/".join(map(str, place)) or "whole"
)
def test_any_value_anywhere_is_survived(tmp_path, place):
    """Whatever value stands in whatever place, there is a report without a fault, that can be rendered."""
    (tmp_path / "ships.csv").write_text("id,name\n1,a\n", encoding="utf-8")
    for value in VALUES:
        content = json.dumps(replace(DESCRIPTOR, place, value))
        (tmp_path / "datapackage.json").write_text(content, encoding="utf-8")
        report = validate(tmp_path)
        assert "internal-error" not in report.counts, content
        assert json.dumps(report.to_json())
        assert report.to_text().encode("utf-8")


@pytest.mark.parametrize("depth", [500, 100_000], ids=["deep", "deeper-than-python"])
def test_deep_nesting_is_survived(tmp_path, depth):
    """A descriptor that is nested absurdly deep is a finding at most."""
    nested = f'{{"resources": [], "x": {"[" * depth}{"]" * depth}}}'
    (tmp_path / "datapackage.json").write_text(nested, encoding="utf-8")
    assert set(validate(tmp_path).counts) <= {"descriptor-rule", "json-syntax"}
    assert not validate(tmp_path).valid
