"""Publishing when something goes wrong: nothing partial is ever left, and nothing old is harmed."""

import errno
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from exporter.errors import PublishError, VersionExistsError
from exporter.packaging import Metadata, Provenance
from exporter.releases import open_release, publish_tables, staging
from exporter.tables import build_tables


@pytest.mark.parametrize(
    ("number", "hint"),
    [(errno.ENOSPC, "free some space"), (errno.EROFS, "can be written to"), (errno.EACCES, "may write to")],
    ids=["full", "read-only", "forbidden"],
)
def test_system_errors_are_explained(publish, catalog, monkeypatch, number, hint):
    """A full, read-only or forbidden disk is a PublishError that says what to do."""

    def refuse(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(staging.tempfile, "mkdtemp", refuse)
    with pytest.raises(PublishError, match=f"cannot be written .{os.strerror(number)}") as caught:
        publish("a")
    assert hint in caught.value.hint
    assert not catalog.exists()


def fail_at(monkeypatch, step, error):
    """Let the given step, counted over all steps that write, fail; return the names of the steps done."""
    done = []

    def watch(owner, name):
        original = getattr(owner, name)

        def watched(*args, **kwargs):
            if name == "open" and "w" not in str(args[1:] or kwargs.get("mode", "r")):
                return original(*args, **kwargs)
            done.append(name)
            if len(done) == step:
                raise error
            return original(*args, **kwargs)

        monkeypatch.setattr(owner, name, watched)

    for owner, name in (
        *((Path, name) for name in ("mkdir", "open", "rename", "replace", "chmod")),
        *((Path, name) for name in ("write_bytes", "write_text")),
        (pq, "write_table"),
        (os, "fsync"),
        (staging.tempfile, "mkdtemp"),
        (staging.tempfile, "mkstemp"),
    ):
        watch(owner, name)
    return done


@pytest.mark.slow
def test_failure_at_every_step(publish, catalog, monkeypatch, list_tree, release_files, list_versions):
    """Whichever write, sync or rename fails: old versions stand, and the new one is whole or absent."""
    publish("a")
    old = list_tree(catalog)
    step, outcomes = 0, []
    while not outcomes or outcomes[-1] != "done":
        step += 1
        with monkeypatch.context() as patch:
            fail_at(patch, step, OSError(errno.ENOSPC, "No space left on device"))
            try:
                publish("a", "b")
                outcomes.append("done")
            except PublishError:
                outcomes.append("whole" if (catalog / "1.1.0").exists() else "absent")
        tree = list_tree(catalog)
        assert {name: tree[name] for name in old if name != "versions.json"} == {
            name: content for name, content in old.items() if name != "versions.json"
        }
        new = {name.removeprefix("1.1.0/") for name in tree if name not in old}
        assert new == (release_files if outcomes[-1] != "absent" else set())
        if outcomes[-1] == "whole":
            assert publish("a", "b").status == "unchanged"
            assert list_versions(catalog) == ["1.0.0", "1.1.0"]
            for path in sorted((catalog / "1.1.0").rglob("*"), reverse=True):
                path.rmdir() if path.is_dir() else path.unlink()
            (catalog / "1.1.0").rmdir()
            (catalog / "versions.json").write_bytes(old["versions.json"])
    assert outcomes.count("absent") > 40
    assert outcomes.count("whole") >= 3
    assert list_versions(catalog) == ["1.0.0", "1.1.0"]


def test_interruption_leaves_nothing(publish, catalog, monkeypatch, list_tree):
    """An interruption by the user clears away what was written so far."""
    publish("a")
    old = list_tree(catalog)
    with monkeypatch.context() as patch:
        fail_at(patch, 12, KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            publish("a", "b")
    assert list_tree(catalog) == old


SCRIPT = """\
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from conftest import build_records
from exporter.errors import PublishError
from exporter.packaging import Metadata, Provenance
from exporter.releases import manifest, publish_tables, staging
from exporter.tables import build_tables

die = lambda *_, **__: os._exit(9)
match sys.argv[3]:
    case "writing": staging._sync_tree = die
    case "renaming": staging._move_in = die
    case "listing": staging.os.replace = Path.replace = die
    case "without a lock": staging.fcntl = None
provenance = Provenance(pipeline="p", pipeline_version="1")
tables = build_tables(build_records(tuple(sys.argv[4:])))
print("ready", flush=True)
sys.stdin.readline()
try:
    metadata = Metadata(name="x", title="X")
    published = publish_tables(tables, sys.argv[2], metadata=metadata, provenance=provenance)
    print(published.status, published.version)
except PublishError as error:
    print(type(error).__name__)
"""


def start(catalog, behaviour, *texts):
    """Start a publisher in a process of its own."""
    tests = str(Path(__file__).parent.parent)
    command = [sys.executable, "-c", SCRIPT, tests, str(catalog), behaviour, *texts]
    root = str(Path(__file__).parent.parent.parent)
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": root},
    )


@pytest.mark.parametrize(
    ("behaviour", "status"),
    [("writing", "created"), ("renaming", "created"), ("listing", "unchanged")],
)
def test_killed_publisher(publish, catalog, list_tree, release_files, list_versions, behaviour, status):
    """A process that is killed leaves only hidden files; the next run clears them and mends the catalog."""
    publish("a")
    old = list_tree(catalog)
    process = start(catalog, behaviour, "a", "b")
    process.communicate("go\n")
    assert process.returncode == 9
    assert len(list(catalog.glob(".publishing-*"))) == 1
    assert list_versions(catalog) == ["1.0.0"]
    assert open_release(catalog).version == "1.0.0"
    published = publish("a", "b")
    assert (published.version, published.status) == ("1.1.0", status)
    assert list_versions(catalog) == ["1.0.0", "1.1.0"]
    tree = list_tree(catalog)
    assert set(tree) == {*old, *(f"1.1.0/{name}" for name in release_files)}
    assert all(tree[name] == old[name] for name in old if name != "versions.json")


@pytest.mark.parametrize("behaviour", ["with a lock", "without a lock"])
def test_two_publishers_at_once(catalog, behaviour, list_tree, release_files):
    """Of two processes that publish at once one makes the version; the other sees it or is refused."""
    both = [start(catalog, behaviour, text) for text in ("a", "a")]
    assert [process.stdout.readline() for process in both] == ["ready\n", "ready\n"]
    for process in both:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = sorted(process.communicate()[0].strip() for process in both)
    assert said[0] in ("VersionExistsError", "created 1.0.0")
    assert "created 1.0.0" in said
    assert set(said) <= {"created 1.0.0", "unchanged 1.0.0", "VersionExistsError"}
    assert said.count("created 1.0.0") == 1
    assert set(list_tree(catalog)) == {"versions.json", *(f"1.0.0/{name}" for name in release_files)}
    assert open_release(catalog).table("quotes").num_rows == 2


def test_lost_race_at_the_rename(publish, catalog, monkeypatch, list_tree):
    """If the version appears just before the rename, it is not overwritten."""
    publish("a")
    original = Path.rename

    def come_second(path, target):
        target.mkdir()
        (target / "precious").write_text("theirs")
        return original(path, target)

    monkeypatch.setattr(Path, "rename", come_second)
    with pytest.raises(VersionExistsError, match="exists already"):
        publish("a", "b")
    assert list_tree(catalog / "1.1.0") == {"precious": b"theirs"}
    assert not list(catalog.glob(".publishing-*"))


def test_what_would_not_be_valid_is_not_published(catalog, records):
    """Tables that break a promise, here a quote of a source that does not exist, never become a release."""
    first = records.documents[0]
    lost = replace(first.quotes[0], source_id="s_lost")
    broken = replace(first, quotes=(lost, *first.quotes[1:]))
    tables = build_tables(replace(records, documents=(broken, *records.documents[1:])))
    made_by = Provenance(pipeline="en_x", pipeline_version="3.8.0", configuration={})
    with pytest.raises(PublishError, match=r"quotes, source_id: .*\[foreign-key\]"):
        publish_tables(tables, catalog, metadata=Metadata(name="x"), provenance=made_by)
    assert not catalog.exists()
