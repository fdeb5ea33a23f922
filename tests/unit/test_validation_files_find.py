"""Validation never leaves a package, never waits and never follows a link out of it."""

import json
import os

import pytest

from exporter.validation import validate
from exporter.validation.files.find import is_remote, is_safe

FIELDS = {"fields": [{"name": "id", "type": "integer"}]}


def write_package(folder, path="t.csv", **resource):
    """Write a descriptor of one resource, without its file."""
    folder.mkdir(exist_ok=True)
    described = {"name": "t", "path": path, "format": "csv", "schema": FIELDS, **resource}
    (folder / "datapackage.json").write_text(json.dumps({"resources": [described]}), encoding="utf-8")
    return folder


@pytest.mark.parametrize("is_folder", [False, True], ids=["file", "folder"])
def test_link_out_of_the_package_is_not_followed(tmp_path, is_folder):
    """A link that leads out of the package is a finding, and nothing behind it is read or shown."""
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "t.csv").write_text("id\nhunter2\n", encoding="utf-8")
    package = write_package(tmp_path / "package", "data/t.csv" if is_folder else "t.csv")
    if is_folder:
        (package / "data").symlink_to(tmp_path / "secret")
    else:
        (package / "t.csv").symlink_to(tmp_path / "secret" / "t.csv")
    report = validate(package)
    assert report.counts == {"path-unsafe": 1}
    assert "hunter2" not in report.to_text()


def test_link_within_the_package_is_followed(tmp_path):
    """A link to another file of the same package is an ordinary file."""
    package = write_package(tmp_path / "package")
    (package / "real.csv").write_text("id\n1\n", encoding="utf-8")
    (package / "t.csv").symlink_to("real.csv")
    report = validate(package)
    assert report.counts == {}
    assert report.checked.rows == 1


def test_package_behind_a_link_is_a_package(tmp_path):
    """The folder that the user names may itself be a link."""
    package = write_package(tmp_path / "package")
    (package / "t.csv").write_text("id\n1\n", encoding="utf-8")
    (tmp_path / "link").symlink_to(package)
    assert validate(tmp_path / "link").counts == {}


@pytest.mark.parametrize("kind", ["pipe", "folder", "dangling", "loop"])
def test_what_is_no_file_is_a_finding(tmp_path, kind):
    """A pipe, a folder and links that lead nowhere are findings, and nothing waits."""
    package = write_package(tmp_path / "package")
    path = package / "t.csv"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("t.csv" if kind == "loop" else "nothing.csv")
    expected = "path-missing" if kind == "dangling" else "path-not-a-file"
    assert validate(package).counts == {expected: 1}


def test_descriptor_that_is_a_pipe_is_a_finding(tmp_path):
    """A descriptor that is a pipe is a finding, and nothing waits."""
    os.mkfifo(tmp_path / "datapackage.json")
    assert validate(tmp_path).counts == {"path-not-a-file": 1}


def test_schema_outside_is_not_read(tmp_path):
    """A schema is found only within the package."""
    (tmp_path / "schema.json").write_text('{"fields": []}', encoding="utf-8")
    package = write_package(tmp_path / "package", schema="../schema.json")
    (package / "t.csv").write_text("id\n1\n", encoding="utf-8")
    assert validate(package).counts == {"path-unsafe": 1}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("data/t.csv", True),
        ("./t.csv", True),
        ("a..b.csv", True),
        ("", False),
        ("../t.csv", False),
        ("data/../../t.csv", False),
        ("/t.csv", False),
        ("~/t.csv", False),
        ("C:/t.csv", False),
        ("data\\t.csv", False),
        ("t\0.csv", False),
    ],
)
def test_safe_paths(path, expected):
    """A safe path is relative and cannot climb."""
    assert is_safe(path) is expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [("https://example.org/t.csv", True), ("s3://bucket/t.csv", True), ("C:/t.csv", False), ("t.csv", False)],
)
def test_remote_paths(path, expected):
    """A URL is remote, a drive is not."""
    assert is_remote(path) is expected
