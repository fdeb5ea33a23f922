"""Copying releases between catalogs: checked on the way, whole or absent, never over others."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

import exporter
from exporter.errors import PackageError, PublishError, VersionExistsError
from exporter.packaging import Metadata, Provenance
from exporter.releases import copy_releases, open_release, publish_tables
from exporter.tables import build_tables

PROVENANCE = Provenance(pipeline="en_x", pipeline_version="3.8.0")


@pytest.fixture
def publish(build_records):
    """Give a function that publishes documents of the given texts into a catalog."""

    def publish_texts(catalog, *texts, name="x"):
        tables = build_tables(build_records(texts))
        created = datetime(2024, 3, 5, tzinfo=UTC)
        metadata = Metadata(name=name)
        return publish_tables(tables, catalog, metadata=metadata, created=created, provenance=PROVENANCE)

    return publish_texts


@pytest.fixture
def source(tmp_path, publish):
    """Give a catalog of two versions."""
    publish(tmp_path / "source", "a")
    publish(tmp_path / "source", "a", "b")
    return tmp_path / "source"


@pytest.fixture
def target(tmp_path):
    """Give the folder to copy into, which does not exist."""
    return tmp_path / "far" / "target"


def test_copy_to_nothing(source, target, list_tree):
    """All versions are copied, and the copy is the same byte for byte."""
    copied = copy_releases(source, target)
    assert (copied.name, copied.path, copied.copied, copied.skipped) == ("x", target, ("1.0.0", "1.1.0"), ())
    assert list_tree(target) == list_tree(source)
    assert open_release(target).version == "1.1.0"


def test_copy_from_python(source, target):
    """The public function copies what the command copies, and what it copied can be opened."""
    copied = exporter.publish(source, str(target))
    assert isinstance(copied, exporter.Copied)
    assert (copied.copied, exporter.publish(source, target).skipped) == (
        ("1.0.0", "1.1.0"),
        ("1.0.0", "1.1.0"),
    )
    assert exporter.open(target).version == "1.1.0"
    with pytest.raises(exporter.PackageError, match="no catalog"):
        exporter.publish(target / "1.1.0", target.parent / "other")


def test_copy_again(source, target, publish, list_tree):
    """What the target has is skipped and not written; what it lacks is copied."""
    copy_releases(source, target)
    times = {path: path.stat().st_mtime_ns for path in target.rglob("*") if path.is_file()}
    assert copy_releases(source, target).copied == ()
    assert times == {path: path.stat().st_mtime_ns for path in target.rglob("*") if path.is_file()}
    publish(source, "a", "b", "c")
    copied = copy_releases(source, target)
    assert (copied.copied, copied.skipped) == (("1.2.0",), ("1.0.0", "1.1.0"))
    assert list_tree(target) == list_tree(source)


def test_versions_of_the_target_stay(source, target, publish):
    """Versions that only the target has stay in it and in its catalog."""
    copy_releases(source, target)
    publish(target, "a", "b", "c")
    assert copy_releases(source, target).copied == ()
    assert open_release(target).version == "1.2.0"


def test_files_that_are_not_published_are_not_copied(source, target):
    """Only what the manifest names is copied."""
    (source / "1.0.0" / "notes.txt").write_text("private")
    (source / "drafts").mkdir()
    copy_releases(source, target)
    assert sorted(path.name for path in target.iterdir()) == ["1.0.0", "1.1.0", "versions.json"]
    assert not (target / "1.0.0" / "notes.txt").exists()


def test_other_release_of_the_same_number(source, target, publish, list_tree):
    """If a version is another one on the other side, nothing at all is copied."""
    publish(target, "z")
    before = list_tree(target)
    with pytest.raises(VersionExistsError, match=r"1\.0\.0: is another release") as caught:
        copy_releases(source, target)
    assert caught.value.hint
    assert list_tree(target) == before


def test_other_package(source, target, publish):
    """A target of another package is refused."""
    publish(target, "a", name="y")
    with pytest.raises(PublishError, match="holds another package"):
        copy_releases(source, target)


def test_target_is_a_file(source, target):
    """A file in the place of the target is refused."""
    target.parent.mkdir()
    target.write_text("precious")
    with pytest.raises(PublishError, match="is a file"):
        copy_releases(source, target)
    assert target.read_text() == "precious"


@pytest.mark.parametrize("name", ["csv/data/quotes.csv", "README.md", "manifest.json"])
def test_changed_source(source, target, name):
    """A file that is not what was published is not copied; versions before it are, whole."""
    path = source / "1.1.0" / name
    path.write_bytes(path.read_bytes().replace(b"1", b"2"))
    with pytest.raises(PackageError, match="is not the file that was published"):
        copy_releases(source, target)
    assert [path.name for path in target.iterdir()] == ["1.0.0"]


def test_copy_goes_on_after_a_failure(source, target, list_tree):
    """After the source is mended, the next run lists what was copied before and copies the rest."""
    path = source / "1.1.0" / "README.md"
    content = path.read_bytes()
    path.write_bytes(b"")
    with pytest.raises(PackageError):
        copy_releases(source, target)
    path.write_bytes(content)
    copied = copy_releases(source, target)
    assert (copied.copied, copied.skipped) == (("1.1.0",), ("1.0.0",))
    assert list_tree(target) == list_tree(source)


def test_missing_file_of_the_source(source, target):
    """A file that the manifest names and the source lacks is refused."""
    (source / "1.0.0" / "csv" / "data" / "quotes.csv").unlink()
    with pytest.raises(PackageError, match=r"quotes\.csv: cannot be read"):
        copy_releases(source, target)
    assert not target.exists()


def test_manifest_that_names_a_file_outside(source, target):
    """A manifest cannot make files appear outside the target."""
    path = source / "1.0.0" / "manifest.json"
    manifest = json.loads(path.read_bytes())
    manifest["files"][0]["path"] = "../../evil"
    path.write_text(json.dumps(manifest))
    with pytest.raises(PackageError, match="names a file outside the release"):
        copy_releases(source, target)


@pytest.mark.parametrize("kind", ["nothing", "folder", "damaged"])
def test_source_that_is_no_catalog(tmp_path, target, kind):
    """A source without versions.json, or with one that cannot be read, is refused."""
    folder = tmp_path / "source"
    if kind != "nothing":
        folder.mkdir()
    if kind == "damaged":
        (folder / "versions.json").write_text("{")
    with pytest.raises(PackageError):
        copy_releases(folder, target)
    assert not target.exists()


def test_failure_while_copying(source, target, monkeypatch):
    """If the version cannot be moved into place, no part of it stays."""

    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PublishError, match="No space left"):
        copy_releases(source, target)
    assert not target.exists()
