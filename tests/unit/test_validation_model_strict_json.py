"""JSON is read strictly: what parsers let pass or read in two ways is refused, with its place, in little time."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.validation import validate
from exporter.validation.model.strict_json import DEPTH, DIGITS, parse_json, parse_text

REFUSED = {
    "repeated-key": (
        '{"a": 1,\n "b": {"c": [0, {"x": 2, "x": 3}]}}',
        "line 2, column 26, in /b/c/1/x",
        "'x' twice",
    ),
    "repeated-key-escaped": ('{"k": 1, "\\u006b": 2}', "line 1, column 10, in /k", "'k' twice"),
    "repeated-key-odd": ('{"a/b": {"c~": 1, "c~": 2}}', "column 19, in /a~1b/c~0", "'c~' twice"),
    "nan": ('{"a": [NaN]}', "line 1, column 8, in /a/0", "found NaN"),
    "infinity": ('{"a":\n-Infinity}', "line 2, column 1, in /a", "found -Infinity"),
    "overflow": ('{"a": 1e999}', "line 1, column 7, in /a", "found 1e999"),
    "long-integer": (f'{{"a": {"1" * 1_000_000}}}', "line 1, column 7, in /a", "found 1000000"),
    "half-character": ('{"a": "x\\ud800"}', "line 1, column 7, in /a", "whole characters"),
    "half-character-in-key": ('{"\\uDC00": 1}', "line 1, column 2", "whole characters"),
    "deep": (
        '{"a": ' + "[" * DEPTH + "]" * DEPTH + "}",
        f"line 1, column {6 + DEPTH}",
        f"at most {DEPTH} levels",
    ),
    "very-deep": ('{"a":' * 200_000, "line 1, column 501", f"at most {DEPTH} levels"),
    "comma-at-the-end": ('{"a": 1,\n}', "line 2, column 1", "a comma stands before the end"),
    "comment": ('{"a": 1} // one', "line 1, column 10", "JSON has no comments"),
    "single-quotes": ("{'a': 1}", "line 1, column 2", "double quotation marks"),
    "control-character": ('{"a": "\x01"}', "line 1, column 8", "control character"),
    "empty": ("", "line 1, column 1", ""),
    "two-values": ("{} {}", "line 1, column 4", ""),
    "array": ("[1]", "", "expected an object, found an array"),
    "null": ("null", "", "expected an object, found null"),
}
ENCODED = {
    "byte-order-mark": (b"\xef\xbb\xbf{}", "found a byte order mark"),
    "utf-16": ("{}".encode("utf-16"), "found UTF-16"),
    "utf-16-be": (b"\xfe\xff\0{\0}", "found UTF-16"),
    "utf-32": ("{}".encode("utf-32"), "found UTF-32"),
    "utf-16-without-mark": ('{"a": 1}'.encode("utf-16-le"), "NUL as in UTF-16"),
    "latin-1": (b'{\n"a": "\xe9"}', "line 2, byte 7 (expected text, found byte 0xe9)"),
}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_strict_is_refused_with_its_place(name):
    """A message names what was expected and found, with line and column."""
    text, place, words = REFUSED[name]
    with pytest.raises(ValueError, match=r".") as caught:
        parse_json(text.encode())
    message = str(caught.value)
    assert place in message
    assert words.lower() in message.lower()
    assert len(message) < 300
    assert "\n" not in message


@pytest.mark.parametrize("name", ENCODED)
def test_other_encodings_are_refused_by_name(name):
    """Only UTF-8 without a mark is read, and the message tells what else it is."""
    data, words = ENCODED[name]
    with pytest.raises(ValueError, match=r".") as caught:
        parse_json(data)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": "\\ud83d\\ude00"}', {"a": "😀"}),
        (f'{{"a": {"9" * DIGITS}}}', {"a": int("9" * DIGITS)}),
        ('{"a": [{"a": 1}, {"a": 1}]}', {"a": [{"a": 1}, {"a": 1}]}),
        ('{"a": "\\\\ud800"}', {"a": "\\ud800"}),
        ('{"": 1e308}', {"": 1e308}),
    ],
    ids=["pair", "longest-integer", "same-key-elsewhere", "escaped-backslash", "large-float"],
)
def test_what_only_looks_odd_is_read(text, value):
    """A whole pair of surrogates, a large number and a key that stands in two objects are all right."""
    assert parse_json(text.encode()) == value


def test_deepest_value_is_read():
    """As many levels as are allowed are allowed."""
    assert parse_text("[" * DEPTH + "]" * DEPTH) is not None
    with pytest.raises(ValueError, match="nested too deeply"):
        parse_text("[" * (DEPTH + 1) + "]" * (DEPTH + 1))


@given(VALUES, st.sampled_from([None, 2]), st.booleans())
def test_strict_json_is_read_as_it_is(value, indent, ascii_only):
    """What a JSON writer writes is read back."""
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    assert parse_text(text) == value


@given(st.text(alphabet='{}[]",:\\u0dDeE1-.NaInfity \n'))
def test_any_text_is_read_or_refused(text):
    """Whatever the text, there is a value or a ValueError; never another exception."""
    with contextlib.suppress(ValueError):
        parse_text(text)


def test_file_that_is_too_long_is_not_parsed(tmp_path, monkeypatch):
    """A descriptor beyond the budget is one finding; no more of it than that is read."""
    monkeypatch.setattr("exporter.validation.model.strict_json.SIZE", 20)
    monkeypatch.setattr("exporter.validation.descriptors.descriptor.SIZE", 20)
    (tmp_path / "datapackage.json").write_text('{"resources": []}' + " " * 100, encoding="utf-8")
    (finding,) = validate(tmp_path).findings
    assert finding.code == "json-syntax"
    assert "at most 20 bytes" in finding.message


def test_fault_in_a_schema_names_the_file_of_the_schema(tmp_path):
    """What is wrong with the JSON of a schema in a file of its own is told of that file, once."""
    resources = [{"name": name, "path": "t.csv", "schema": "schema.json"} for name in "ab"]
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
    (tmp_path / "schema.json").write_text('{"fields": [NaN]}', encoding="utf-8")
    (tmp_path / "t.csv").write_text("id\n1\n", encoding="utf-8")
    (finding,) = validate(tmp_path).findings
    assert finding.path.endswith("schema.json")
    assert "found NaN" in finding.message
