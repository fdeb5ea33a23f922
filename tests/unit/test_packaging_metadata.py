"""Package metadata: what datapackage.yaml may say, and what happens if it says something else."""

import json
import re

import pytest

from exporter.errors import InputError, SchemaError
from exporter.packaging import Metadata, build_name, choose_metadata, read_metadata

FULL = """\
name: port-aldane
id: https://doi.org/10.5555/aldane
title: "Who said what: the strike"
description: |
  Two lines
  of text.
homepage: https://example.org/strike
keywords: [strike, "2024"]
licenses:
  - {name: CC-BY-4.0, path: https://creativecommons.org/licenses/by/4.0/, title: CC BY 4.0}
contributors:
  - {title: Mara Quist, givenName: Mara, familyName: Quist, roles: [author]}
sources:
  - {title: Aldane Courier, path: https://example.org}
"""


def test_all_properties(tmp_path):
    """Every property of the file is in the metadata, lists as tuples."""
    (tmp_path / "datapackage.yaml").write_text(FULL)
    metadata = read_metadata(tmp_path / "datapackage.yaml")
    assert metadata.name == "port-aldane"
    assert metadata.description == "Two lines\nof text.\n"
    assert metadata.keywords == ("strike", "2024")
    assert metadata.contributors[0]["roles"] == ["author"]
    assert list(metadata.to_dict()) == [
        *("name", "id", "title", "description", "homepage"),
        *("licenses", "sources", "contributors", "keywords"),
    ]


@pytest.mark.parametrize("name", ["datapackage.yaml", "datapackage.yml", "datapackage.json"])
def test_found_in_a_folder(tmp_path, name):
    """In a folder the file is found under any of its names; JSON is YAML enough for all of them."""
    (tmp_path / name).write_text(json.dumps({"name": "a"}))
    assert read_metadata(tmp_path) == Metadata(name="a")


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("Port Aldane, März 2024", "port-aldane-marz-2024"),
        ("seeds", "seeds"),
        ("a_b.c", "a-b-c"),
        ("новости", "package"),
        ("x" * 150, "x" * 100),
    ],
    ids=["words", "plain", "punctuation", "no latin letters", "long"],
)
def test_default_name(tmp_path, folder, name):
    """A folder without the file gives metadata with only a name, made from the folder's."""
    (tmp_path / folder).mkdir()
    assert read_metadata(tmp_path / folder) == Metadata(name=name)
    assert build_name(name) == name


INVALID = {
    "no name": ("title: x", "'name' is a required property (found title)", "name: port-aldane-strike"),
    "nothing": ("", "wrong type (expected object, found nothing)", ""),
    "a list": ("- name: x", "wrong type (expected object", ""),
    "name with spaces": ("name: A B", "/name: wrong form (expected ^[a-z0-9]", '"port-aldane-strike"'),
    "name is a way out": ("name: ../x", "/name: wrong form", ""),
    "name is a number": ("name: 2024", "/name: wrong type (expected string, found 2024)", ""),
    "misspelt": ("name: x\nlicences: []", "unknown properties", "did you mean 'licenses'?"),
    "computed": ("name: x\nversion: 1.0.0", "unknown properties", "take version out: it is computed"),
    "licence of nothing": ("name: x\nlicenses: [{title: y}]", "/licenses/0: name and path are both", ""),
    "keyword is a number": ("name: x\nkeywords: [a, 2024]", "/keywords/1: wrong type", ""),
    "keywords twice": ("name: x\nkeywords: [a, a]", "/keywords: does not fit", ""),
    "name ends in a line feed": ('name: "x\\n"', "/name: wrong form", ""),
    "name is a block of YAML": ("name: |\n  x\n", "/name: wrong form", ""),
    "name with something unseen": ('name: "a\\u200bb"', "/name: wrong form", ""),
    "name with a control character": ('name: "a\\x07"', "/name: wrong form", ""),
    "name that looks like another": ("name: \u0430", "/name: wrong form", ""),
    "homepage ends in a line feed": (
        'name: x\nhomepage: "https://example.org\\n"',
        "/homepage: wrong form",
        "",
    ),
    "licence ends in a line feed": ('name: x\nlicenses: [{name: "MIT\\n"}]', "/licenses/0/name: wrong", ""),
    "licence that runs": (
        "name: x\nlicenses: [{path: 'javascript:alert(1)'}]",
        "/licenses/0/path: wrong form",
        "",
    ),
    "licence of no host": (
        "name: x\nlicenses: [{path: 'https://a/<b>'}]",
        "/licenses/0/path: wrong form",
        "%20",
    ),
    "homepage with markup": ("name: x\nhomepage: https://a/<b>", "/homepage: wrong form", "%20"),
    "hidden file": (
        "name: x\nsources: [{path: a/.b}]",
        "/sources/0/path: wrong form (expected a path without",
        "",
    ),
    "half a character": (
        'name: x\ntitle: "\\ud800"',
        "is not Unicode (found a lone surrogate",
        "whole character",
    ),
    "two errors": ("name: x\ntitle: 5\nid: 6", "/id: wrong type (expected string, found 6); and 1 more", ""),
}


@pytest.mark.parametrize(("text", "message", "hint"), INVALID.values(), ids=INVALID.keys())
def test_invalid_content(tmp_path, text, message, hint):
    """What does not fit is refused with the file, a pointer, what was expected and a hint."""
    path = tmp_path / "datapackage.yaml"
    path.write_text(text)
    with pytest.raises(SchemaError) as caught:
        read_metadata(path)
    assert str(caught.value).startswith(f"{path}: {message}")
    assert hint in caught.value.hint
    assert caught.value.hint


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("datapackage.yaml", b"name: [", "cannot be parsed"),
        ("datapackage.yaml", b"name: !!python/object:os.system x", "cannot be parsed"),
        ("datapackage.json", b"{", "cannot be parsed"),
        ("datapackage.yaml", b"name: \xff", "cannot be read"),
    ],
    ids=["yaml", "yaml tag", "json", "encoding"],
)
def test_unreadable_file(tmp_path, name, content, message):
    """A file that is no YAML, JSON or UTF-8 is refused in one line."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        read_metadata(tmp_path)
    assert "\n" not in str(caught.value)


def test_missing_path(tmp_path):
    """A path that does not exist is refused."""
    with pytest.raises(InputError, match="no such file or folder"):
        read_metadata(tmp_path / "none")


def test_byte_order_mark(tmp_path):
    """A byte order mark before the text does no harm."""
    (tmp_path / "datapackage.yaml").write_bytes(b"\xef\xbb\xbfname: x\n")
    assert read_metadata(tmp_path) == Metadata(name="x")


@pytest.mark.parametrize("name", ["x\n", "a\u200bb", "../x", "", "A", "x\x00", "x" * 101])
def test_metadata_of_a_program_are_checked_too(tmp_path, name):
    """What a program gives goes by the rules of the file; so does a name beside them."""
    with pytest.raises(SchemaError, match="metadata: /name: "):
        choose_metadata([tmp_path], Metadata(name=name), None)
    with pytest.raises(InputError, match="no name for a package"):
        choose_metadata([tmp_path], Metadata(name="x"), name)
    whole = Metadata(name="x", title="X", licenses=({"name": "MIT"},), keywords=("a",))
    assert choose_metadata([tmp_path], whole, None) == whole


def test_names_of_folders_become_names(tmp_path):
    """Whatever stands in the name of a folder, the package has a plain name."""
    for folder in ("news\n", "\u200bnews", "news\u202e", "n\x07ews"):
        (tmp_path / folder).mkdir()
        name = choose_metadata([tmp_path / folder], None, None).name
        assert re.fullmatch("[a-z0-9-]+", name)
