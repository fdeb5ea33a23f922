"""Constraints on typed values: patterns of XML Schema in linear time, bounds, lists of values, JSON Schemas."""

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.validation.model.package import Field
from exporter.validation.values.arrays import TEXT, build_array
from exporter.validation.values.constraints.character_classes import PatternError, UnsupportedError
from exporter.validation.values.constraints.check import build_checks
from exporter.validation.values.constraints.patterns import build_matcher, is_regex
from exporter.validation.values.types.cells import cast_cells
from exporter.validation.values.types.durations import compare_durations


def match(pattern, *texts):
    """Tell which texts are like a pattern."""
    others = build_matcher(pattern).find_others(build_array(texts, TEXT)).to_pylist()
    return [text for text, is_other in zip(texts, others, strict=True) if not is_other]


@pytest.mark.parametrize(
    ("pattern", "right", "wrong"),
    [
        ("^a.*$", ["a", "apple"], ["ba", "a\nb", "a\rb", "a\n"]),
        ("a", ["a"], ["apple", ""]),
        ("a|bc", ["a", "bc"], ["ac", "abc"]),
        ("(^a|b$)c?", ["a", "ac", "b"], ["bc"]),
        ("a^b$c", ["a^b$c"], ["abc"]),
        ("^*$+", ["$", "^^$$"], [""]),
        ("", [""], ["a"]),
        (r"\d{2}", ["12", "٣٤"], ["1", "ab"]),
        (r"\w+", ["ab1é", "a+b"], ["a_b", "a-b", "a b", ""]),
        (r"[\w_]+", ["a_b"], ["a-b"]),
        (r"\W", ["_", "-", " ", "\u0378"], ["a", "1", "+"]),
        (r"\s\S", [" \u00a0", "\ta"], ["\u00a0a", "\va"]),
        (r"\i\c*", ["_a-b", ":x", "é1"], ["-a", "1"]),
        (r"\I\C", ["1!", "- "], ["a!", "1a"]),
        (r"\p{Lu}\P{L}", ["A1", "Ä-"], ["aa", "A", "1A"]),
        (r"\p{IsGreek}+", ["αβ"], ["ab"]),
        (r"\P{IsBasicLatin}", ["é"], ["e"]),
        (r"\p{Cn}", ["\u0378"], ["a"]),
        (r"[\p{Cn}a]", ["\u0378", "a"], ["b"]),
        ("[a-z-[aeiou]]+", ["xyz"], ["abc"]),
        ("[a-z-[m-z-[x]]]+", ["alx"], ["m", "y"]),
        ("[^a-z-[0-9]]", ["A", "-"], ["a", "0"]),
        (r"[\d-[5]]", ["4", "٣"], ["5"]),
        (r"[\^\-\]\\.]+", ["^-]\\."], ["a"]),
        ("[a-]", ["a", "-"], ["b"]),
        ("[]a]", ["]", "a"], ["[]a]"]),
        (r"\n\t\.\\\{\}\?", ["\n\t.\\{}?"], ["n"]),
        ("a{2,3}b{2}c{1,}", ["aabbc", "aaabbcc"], ["abbc", "aabc"]),
        ("{x}", ["{x}"], ["x"]),
        ("(?:a|(?P<x>b))+?c??", ["abc"], ["c"]),
        ("(?i)abc[d-e]", ["ABCD"], ["abcf"]),
        (r"\A\x41\u00e9\Z", ["Aé"], ["A"]),
        (".{1,100000}", ["a", "é" * 100_000], ["", "a" * 100_001, "a\n"]),
        ("^[a-z]{2000}$", ["a" * 2000], ["a" * 1999, "A" * 2000]),
    ],
)
def test_patterns_are_those_of_xml_schema(pattern, right, wrong):
    """A pattern means what it means in XML Schema, as a whole, and ^ and $ at its ends are anchors."""
    assert match(pattern, *right, *wrong) == right


@pytest.mark.parametrize(
    "pattern",
    [
        "(?=a)b",
        "(?!a)b",
        "(?<=a)b",
        "(?<!a)b",
        r"(a)\1",
        "(?P<x>a)(?P=x)",
        "a++",
        "(?>a)",
        r"\bfoo",
        "(a{100}){100}",
        *("x[a-z]{0,5000}", "(" * 60 + ")" * 60, "(a|b{1001})", "(a|b){1001}"),
    ],
)
def test_what_cannot_run_in_linear_time_is_not_run(pattern):
    """A pattern that is no XML Schema and needs going back, or is too large, is refused by name."""
    with pytest.raises(UnsupportedError):
        build_matcher(pattern)
    field = Field(name="x", type="string", constraints={"pattern": pattern})
    checks = build_checks(field)
    assert [problem.code for problem in checks.problems] == ["constraint-not-checked"]
    assert checks.checks == []


@pytest.mark.parametrize(
    "pattern",
    [
        "[a",
        "(a",
        "a)",
        "*a",
        "a**",
        "a{3,1}",
        "\\",
        "[z-a]",
        r"\p{Foo}",
        r"\p{IsFoo}",
        r"\pL",
        "[a-[b]c]",
        "[^]",
    ],
)
def test_what_is_no_pattern_is_a_problem(pattern):
    """A text that is no regular expression does not fit as a constraint."""
    with pytest.raises(PatternError):
        build_matcher(pattern)
    assert not is_regex(pattern)
    (problem,) = build_checks(Field(name="x", type="string", constraints={"pattern": pattern})).problems
    assert (problem.code, problem.pointer) == ("constraint-unfit", "/constraints/pattern")


def test_a_pattern_that_would_go_back_forever_ends():
    """A pattern on which a backtracking engine needs exponential time is run to its end."""
    assert match("(a+)+b", "a" * 100_000) == []
    assert match("(a|a)*(a|aa)+$", "a" * 10_000 + "b") == []


ATOMS = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "(a|b)", "(ab)", "(a*b)"])
PIECES = st.tuples(ATOMS, st.sampled_from(["", "?", "*", "+", "{2}", "{1,2}", "{0,1}", "{2,}"])).map("".join)


@given(
    st.lists(PIECES, max_size=5).map("".join), st.lists(st.text("abc", max_size=6), min_size=1, unique=True)
)
def test_plain_patterns_mean_what_they_mean_in_python(pattern, texts):
    """Where XML Schema and Python agree, so does the translation."""
    assert match(pattern, *texts) == [text for text in texts if re.fullmatch(pattern, text)]


@given(st.text("abc()[]{}^$|?*+.\\-,1dwpi:=!<>", max_size=12))
def test_no_text_breaks_the_translation(pattern):
    """Every text is a pattern, or refused as one."""
    with suppress(PatternError, UnsupportedError):
        assert build_matcher(pattern).pattern is not None


@pytest.mark.parametrize(
    ("first", "second", "order"),
    [
        ("P12M", "P12M", 0),
        ("P1M", "PT2678400S", None),  # 31 days
        ("P1M", "PT2592000S", None),  # 30 days
        ("P1M", "PT2332800S", 1),  # 27 days
        ("P1M", "PT2764800S", -1),  # 32 days
        ("P5M", "PT12873600S", 1),  # 149 days
        ("P5M", "PT12960000S", None),  # 150 days, the fewest of five months
        ("P5M", "PT13219200S", None),  # 153 days, the most
        ("P5M", "PT13305600S", -1),
        ("P12M", "PT31449600S", 1),  # 364 days
        ("P12M", "PT31536000S", None),
        ("P12M", "PT31622400S", None),
        ("P12M", "PT31708800S", -1),
        ("-P1M", "PT0S", -1),
        ("-P1M", "-PT2332800S", -1),
        ("PT0.5S", "PT0.25S", 1),
    ],
)
def test_durations_have_a_partial_order(first, second, order):
    """Months are compared with days only where it does not matter which months they are."""
    assert compare_durations(first, second) == order
    assert compare_durations(second, first) == (None if order is None else -order)


def find_bad(field, *cells):
    """List codes and cells that break the constraints of a field."""
    values = cast_cells(build_array(cells, TEXT), field)
    return [
        (check.code.removeprefix("constraint-"), cell)
        for check in build_checks(field).checks
        for cell, is_bad in zip(cells, check.find_bad(values).to_pylist(), strict=True)
        if is_bad
    ]


@pytest.mark.parametrize(
    ("kind", "constraints", "right", "wrong"),
    [
        (
            "integer",
            {"minimum": 10**30},
            [str(10**30), "1" + "0" * 90],
            ["5", str(10**30 - 1), "-" + "9" * 90],
        ),
        ("integer", {"maximum": "5"}, ["5", "-" + "9" * 90], ["6", str(2**64)]),
        ("number", {"maximum": "0.1"}, ["0.1", "-INF"], ["0.10000000000000000001", "NaN", "INF"]),
        ("number", {"minimum": "0.1"}, ["0.1", "1e400"], ["0.09999999999999999999", "NaN", "-INF"]),
        ("number", {"exclusiveMinimum": 0}, ["1e-400"], ["0", "-0", "-1e-400"]),
        ("date", {"exclusiveMaximum": "2024-03-05"}, ["2024-03-04"], ["2024-03-05"]),
        (
            "datetime",
            {"maximum": "2024-01-01T00:00:00Z"},
            ["2024-01-01T01:00:00+01:00"],
            ["2024-01-01T00:00:00.0000001Z"],
        ),
        (
            "datetime",
            {"minimum": "-0044-01-01T00:00:00Z"},
            ["300000-01-01T00:00:00Z"],
            ["-300000-01-01T00:00:00Z"],
        ),
        ("time", {"minimum": "06:30:00"}, ["06:30:00"], ["06:29:59"]),
        ("year", {"minimum": 2000}, ["2000", "20000"], ["1999", "-0044"]),
        ("yearmonth", {"maximum": "2024-03"}, ["2024-03"], ["2024-04"]),
        ("duration", {"minimum": "P1M"}, ["P1M", "P32D", "P1Y"], ["P27D", "P30D", "-P1Y"]),
        ("duration", {"exclusiveMaximum": "PT1M"}, ["PT59.9S"], ["PT60S", "PT61S"]),
        ("list", {"minLength": 2, "maxLength": 2}, ["a,b"], ["a", "a,b,c"]),
        ("array", {"minLength": 1}, ["[1]"], ["[]"]),
        ("object", {"maxLength": 1}, ["{}", '{"a": 1}'], ['{"a": 1, "b": 2}']),
        ("string", {"maxLength": 1}, ["é", "😀"], ["ab"]),
        ("integer", {"enum": [1, "2"]}, ["1", "+2", "01"], ["3", str(2**64)]),
        ("number", {"enum": [0.1, "1e2"]}, ["0.10", "100"], ["0.1000000000000000001"]),
        ("boolean", {"enum": [True]}, ["1", "true"], ["false"]),
        ("object", {"enum": [{"a": 1, "b": [2.0]}]}, ['{"b": [2], "a": 1.0}'], ['{"a": 1}']),
        ("array", {"enum": ["[1]", [2]]}, ["[ 1 ]", "[2.0]"], ["[1, 2]"]),
        ("list", {"enum": [["a", "b"], "c"]}, ["a,b", "c"], ["a"]),
        ("duration", {"enum": ["P1Y"]}, ["P12M"], ["P365D"]),
        ("geopoint", {"enum": ["1, 2"]}, ["1.0,2"], ["2,1"]),
        ("any", {"enum": [1, "a"]}, ["1", "a"], ["b"]),
    ],
)
def test_constraints_hold_for_values_not_for_their_text(kind, constraints, right, wrong):
    """A constraint compares values exactly, whatever their size and however they are written; null keeps to all."""
    field = Field(name="x", type=kind, constraints=constraints)
    assert build_checks(field).problems == []
    found = {cell for _, cell in find_bad(field, *right, *wrong, None)}
    assert found == set(wrong)
    for cell in (*right, *wrong):
        assert bool(find_bad(field, cell)) == (cell in wrong)


SCHEMA = {
    "type": "object",
    "properties": {"a": {"type": "integer"}, "b": {"pattern": "^x"}},
    "patternProperties": {"^n_": {"type": "number"}},
    "additionalProperties": False,
    "$defs": {"tree": {"items": {"$ref": "#/$defs/tree"}}},
}


def test_json_schemas_are_checked():
    """Objects must conform to the JSON Schema of their field."""
    field = Field(name="x", type="object", constraints={"jsonSchema": SCHEMA})
    wrong = ['{"a": 1.5}', '{"b": "ax"}', '{"n_x": "1"}', '{"other": 1}']
    right = ["{}", '{"a": 1.0, "b": "xa", "n_x": 1}']
    assert find_bad(field, *right, *wrong) == [("json-schema", cell) for cell in wrong]


def test_repeated_items_are_found_in_time_that_grows_with_them():
    """Unique items are told from repeated ones also where there are many of them."""
    field = Field(name="x", type="array", constraints={"jsonSchema": {"uniqueItems": True}})
    objects = [f'{{"a": {number}}}' for number in range(20_000)]
    repeated = f"[{','.join([*objects, objects[0]])}]"
    assert find_bad(field, f"[{','.join(objects)}]", repeated) == [("json-schema", repeated)]


DOUBLING = {f"a{n}": {"allOf": [{"$ref": f"#/$defs/a{n + 1}"}] * 2} for n in range(40)}


@pytest.mark.parametrize(
    ("schema", "code"),
    [
        ({"type": "thing"}, "constraint-unfit"),
        ({"$ref": "#/nowhere"}, "constraint-unfit"),
        ({"$ref": "#"}, "constraint-unfit"),
        ({"$ref": "https://example.org/schema.json"}, "constraint-not-checked"),
        ({"$ref": "file:///etc/passwd"}, "constraint-not-checked"),
        ({"properties": {"a": {"pattern": "(?=a)"}}}, "constraint-not-checked"),
    ],
)
def test_schemas_that_cannot_be_checked_are_told(schema, code):
    """A schema that is none, leads nowhere or needs the network or going back is a problem of the descriptor."""
    checks = build_checks(Field(name="x", type="object", constraints={"jsonSchema": schema}))
    assert ([problem.code for problem in checks.problems], checks.checks) == ([code], [])


def test_references_that_double_at_every_step_end():
    """A schema that would take 2 ** 40 steps is cut off, and its value does not conform."""
    schema = {"allOf": [{"$ref": "#/$defs/a0"}], "$defs": {**DOUBLING, "a40": {}}}
    field = Field(name="x", type="object", constraints={"jsonSchema": schema})
    assert find_bad(field, "{}") == [("json-schema", "{}")]


@pytest.mark.parametrize(
    ("kind", "given", "pointer"),
    [
        ("integer", {"constraints": {"minimum": 0.5}}, "/constraints/minimum"),
        ("string", {"constraints": {"minimum": 1}}, "/constraints/minimum"),
        ("string", {"constraints": {"enum": ["1", 1]}}, "/constraints/enum/1"),
        ("integer", {"constraints": {"pattern": "1"}}, "/constraints/pattern"),
        ("string", {"constraints": {"jsonSchema": {}}}, "/constraints/jsonSchema"),
        ("number", {"categories": (1,)}, "/categories"),
        ("string", {"categories": ("a",), "constraints": {"enum": ["a", "b"]}}, "/constraints/enum/1"),
        ("date", {"format": "YYYY-MM-DD"}, "/format"),
    ],
)
def test_constraints_that_do_not_fit_are_problems(kind, given, pointer):
    """A constraint that does not apply to the type, or has a value that is not of it, has a pointer."""
    (problem,) = build_checks(Field(name="x", type=kind, **given)).problems
    assert problem.pointer == pointer
