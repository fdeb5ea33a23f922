"""Descriptors that hold anything anywhere: validation reports, and never fails."""

import json
from pathlib import Path

import pytest
from descriptors import check
from hypothesis import given
from hypothesis import strategies as st

from exporter.validation import validate
from exporter.validation.descriptors.hints import Suggester
from exporter.validation.descriptors.standard import CONSTRAINTS, DIALECT, FIELD, PACKAGE, RESOURCE, SCHEMA

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
    "http://[",
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


NAMES = sorted(
    {name for rule in (PACKAGE, RESOURCE, SCHEMA, FIELD, CONSTRAINTS, DIALECT) for name in rule.properties}
)
WORDS = st.sampled_from(
    [
        *NAMES,
        "string",
        "integer",
        "date",
        "%Y",
        "exact",
        "ships",
        "id",
        "1",
        "",
        "../x",
        "(",
        "\t",
        "http://[",
        "s3://x",
        "YYYY",
    ]
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | WORDS
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS | st.text(), inner, max_size=4),
    max_leaves=12,
)
PLACES = list(iter_places(DESCRIPTOR))


@given(st.lists(st.tuples(st.sampled_from(PLACES[1:]), JSON), min_size=1, max_size=3))
def test_any_json_anywhere_is_survived(changes):
    """Whatever JSON stands in whatever places, findings come out, each in one line, and what is built can be used."""
    package = DESCRIPTOR
    for place, value in changes:
        package = replace_if_there(package, place, value)
    findings, built = check(package, Path("nowhere"))
    for _, pointer, message in findings:
        assert pointer == "" or pointer.startswith("/")
        assert len(message.splitlines()) == 1
    for resource in built:
        assert isinstance(resource.name, str)
        assert all(isinstance(path, str) for path in resource.paths)


def replace_if_there(value, place, new):
    """Put a value in a place of a copy, if an earlier change has left the place."""
    try:
        return replace(value, place, new)
    except (KeyError, IndexError, TypeError, AttributeError):
        return value


@given(st.sampled_from([name for name in NAMES if len(name) > 4]), st.data())
def test_a_letter_too_few_is_guessed(name, data):
    """A name of at least five letters is found again when one of them is left out, and written loosely."""
    at = data.draw(st.integers(0, len(name) - 1))
    near = Suggester([name])
    assert near.find(name[:at] + name[at + 1 :]) == name
    assert near.find(f"_{name.upper()}-") == name


@pytest.mark.parametrize("name", ["", "unit", "date", "x" * 100_000, "count", "mean"])
def test_other_names_are_left_alone(name):
    """A property that resembles none of the standard's is nobody's mistake."""
    assert Suggester(NAMES).find(name) is None


@pytest.mark.parametrize("depth", [500, 100_000], ids=["deep", "deeper-than-python"])
def test_deep_nesting_is_survived(tmp_path, depth):
    """A descriptor that is nested absurdly deep is a finding at most."""
    nested = f'{{"resources": [], "x": {"[" * depth}{"]" * depth}}}'
    (tmp_path / "datapackage.json").write_text(nested, encoding="utf-8")
    assert set(validate(tmp_path).counts) <= {"descriptor-rule", "json-syntax"}
    assert not validate(tmp_path).valid
