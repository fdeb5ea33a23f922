"""The rules of Data Package v2 about fields, one small change of a right descriptor for each.

Each case gives a change, as a pointer and what to put there, and what must be found: the code, the pointer and
words of the message; nothing else may be found. Expected values are of the standard, not of a run.
"""

import pytest
from descriptors import DOUBT, RULE, UNFIT, F, S, assert_alone, bad, case, change, check

from exporter.validation.descriptors.formats import is_regex

BROKEN = [
    # fields
    case(
        f"{S}/fields",
        [{"name": "id"}, {"name": "port"}, {"name": "id"}],
        "field-duplicate",
        f"{S}/fields/2/name",
        "expected a new name, found 'id'",
    ),
    bad(RULE, "/type", "did you mean integer?", type="int"),
    bad(RULE, "/type", "did you mean number?", type="float"),
    bad(RULE, "/type", "did you mean string?", type="text"),
    bad(RULE, "/type", "did you mean string?", type="VARCHAR(20)"),
    bad(RULE, "/type", "did you mean datetime?", type="timestamp"),
    bad(RULE, "/type", "did you mean boolean?", type="bolean"),
    bad(RULE, "/type", "did you mean string?", type="String"),
    bad(RULE, "/type", "expected string", type=["string", "null"]),
    bad(RULE, "/format", "did you mean email?", type="string", format="e-mail"),
    bad(RULE, "/format", "for type integer", type="integer", format="money"),
    bad(RULE, "/format", "found '%Q'", type="date", format="%Q-%m"),
    bad(RULE, "/format", "found '%'", type="date", format="%Y%"),
    bad(RULE, "/format", "%Y-%m-%d?", type="date", format="YYYY-MM-DD"),
    bad(RULE, "/itemType", "did you mean integer?", type="list", itemType="int"),
    bad(RULE, "/itemType", "one of string", type="list", itemType="object"),
    bad(DOUBT, "/decimalChar", "expected type number, found integer", type="integer", decimalChar=","),
    bad(DOUBT, "/trueValues", "expected type boolean", type="string", trueValues=["y"]),
    bad(DOUBT, "/delimiter", "expected type list", type="array", delimiter=";"),
    bad(DOUBT, "/groupChar", "groupChar is decimalChar too", type="number", groupChar=",", decimalChar=","),
    bad(DOUBT, "/groupChar", "groupChar is decimalChar too", type="number", groupChar="."),
    bad(DOUBT, "/trueValues", "found 'x'", type="boolean", trueValues=["x"], falseValues=["x"]),
    bad(DOUBT, "/falseValues", "found '1'", type="boolean", falseValues=["1", "2"]),
    bad(RULE, "/bareNumber", "expected boolean", type="number", bareNumber="false"),
    bad(RULE, "/rdfType", "an absolute URI", rdfType="Country"),
    bad(RULE, "/missingValues/1", "repeated", missingValues=["-", "-"]),
    # constraints
    bad(RULE, "/constraints", "expected object", constraints=[]),
    bad(RULE, "/constraints/required", "expected boolean", constraints={"required": "true"}),
    bad(UNFIT, "/constraints/minimum", "found any", constraints={"minimum": 1}),
    bad(UNFIT, "/constraints/minimum", "found string", type="string", constraints={"minimum": 1}),
    bad(UNFIT, "/constraints/maxLength", "found integer", type="integer", constraints={"maxLength": 1}),
    bad(UNFIT, "/constraints/pattern", "found integer", type="integer", constraints={"pattern": "1"}),
    bad(UNFIT, "/constraints/jsonSchema", "found string", type="string", constraints={"jsonSchema": {}}),
    bad(UNFIT, "/constraints/minimum", "expected date", type="date", constraints={"minimum": "2024-02-30"}),
    bad(UNFIT, "/constraints/enum/1", "expected integer", type="integer", constraints={"enum": [1, "x"]}),
    bad(RULE, "/constraints/enum/2", "repeated", type="integer", constraints={"enum": [1, 2, 1.0]}),
    bad(RULE, "/constraints/enum", "at least 1", type="integer", constraints={"enum": []}),
    bad(RULE, "/constraints/minLength", "expected integer", type="string", constraints={"minLength": 1.5}),
    bad(RULE, "/constraints/maxLength", "at most", type="string", constraints={"maxLength": 10**20}),
    bad(RULE, "/constraints/pattern", "a regular expression", type="string", constraints={"pattern": "("}),
    bad(
        RULE,
        "/constraints/jsonSchema",
        "not a valid JSON Schema",
        type="object",
        constraints={"jsonSchema": {"type": "x"}},
    ),
    bad(
        DOUBT,
        "/constraints/maxLength",
        "at least 3, found at most 2",
        type="string",
        constraints={"minLength": 3, "maxLength": 2},
    ),
    bad(DOUBT, "/constraints/maximum", "minimum 2", type="integer", constraints={"minimum": 2, "maximum": 1}),
    bad(
        DOUBT,
        "/constraints/exclusiveMaximum",
        "",
        type="integer",
        constraints={"minimum": 2, "exclusiveMaximum": 2},
    ),
    bad(
        DOUBT,
        "/constraints/maximum",
        "'01/02/2024'",
        type="date",
        format="%d/%m/%Y",
        constraints={"minimum": "01/02/2024", "maximum": "02/01/2024"},
    ),
    # categories
    bad(
        UNFIT, "/categories", "expected type string or integer, found number", type="number", categories=["1"]
    ),
    bad(RULE, "/categories/1", "repeated", type="string", categories=["a", "a"]),
    bad(RULE, "/categories/1", "repeated", type="integer", categories=[{"value": 1}, {"value": 1}]),
    bad(RULE, "/categories/1", "no item an object", type="string", categories=["a", {"value": "b"}]),
    bad(RULE, "/categories/0", "expected 'value'", type="string", categories=[{"label": "A"}]),
    bad(RULE, "/categories/0", "string or integer or object", type="integer", categories=[1.5]),
    bad(UNFIT, "/categories/0", "expected integer", type="integer", categories=["x"]),
    bad(UNFIT, "/categories/1", "expected integer, found '2'", type="integer", categories=[1, "2"]),
    bad(UNFIT, "/categories/0", "expected string, found 1", type="string", categories=[{"value": 1}]),
    bad(
        RULE,
        "/categories/1/label",
        "a label is repeated",
        type="integer",
        categories=[{"value": 1, "label": "x"}, {"value": 2, "label": "x"}],
    ),
    bad(
        RULE,
        "/constraints/enum/1",
        "one of a, b, found 'c'",
        type="string",
        categories=["a", "b"],
        constraints={"enum": ["a", "c"]},
    ),
    bad(DOUBT, "/categoriesOrdered", "no effect", type="string", categoriesOrdered=True),
]


@pytest.mark.parametrize(("pointer", "value", "code", "where", "words"), BROKEN)
def test_broken_rule_is_found_alone_and_in_its_place(tmp_path, pointer, value, code, where, words):
    """What breaks one rule gives one finding, at the exact place, that names what was expected and found."""
    assert_alone(change(pointer, value), tmp_path, code, where, words)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("[A-Z]{2}", True),
        (r"\p{Lu}\P{IsGreek}\i\c*", True),
        ("[a-z-[aeiou]]", True),
        ("", True),
        ("(", False),
        ("*", False),
        ("[", False),
        ("(" * 5000 + ")" * 5000, True),
        ("a" * 100_000, True),
        ("a{99999999999999999999}", True),
    ],
)
def test_patterns_of_xml_schema_are_patterns(pattern, expected):
    """A regular expression may be in the notation of XML Schema, and too long to be run."""
    assert is_regex(pattern) is expected


MISSING_VALUES = [
    ({}, {}, ("",)),
    ({"missingValues": []}, {}, ()),
    ({"missingValues": ["", "-"]}, {}, ("", "-")),
    ({"missingValues": [{"value": "", "label": "OMITTED"}, {"value": "-99"}]}, {}, ("", "-99")),
    ({"missingValues": ["", "-"]}, {"missingValues": ["NA"]}, ("NA",)),
    ({"missingValues": ["", "-"]}, {"missingValues": []}, ()),
    ({}, {"missingValues": [{"value": "NA"}]}, ("NA",)),
]


@pytest.mark.parametrize(("schema", "own", "expected"), MISSING_VALUES)
def test_missing_values_of_a_field_replace_those_of_the_schema(tmp_path, schema, own, expected):
    """A field has its own missing values, else those of the schema, else the empty text; labels do not count."""
    package = {
        "resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "a", **own}], **schema}}]
    }
    findings, (resource,) = check(package, tmp_path)
    assert findings == []
    assert resource.schema.fields[0].missing_values == expected


def test_prefix_of_old_formats_is_removed(tmp_path):
    """A pattern that starts with fmt:, as version 0 wrote it, is the pattern without it."""
    _, built = check(change(F, {"name": "id", "type": "date", "format": "fmt:%Y/%m/%d"}), tmp_path)
    assert built[0].schema.fields[0].format == "%Y/%m/%d"
