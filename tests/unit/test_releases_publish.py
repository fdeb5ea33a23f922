"""Publishing: versions, what lies on disk, and that nothing partial is ever left there."""

import errno
import hashlib
import json
import os
import subprocess
import sys
import textwrap
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from exporter.errors import PackageError, PublishError, VersionExistsError
from exporter.packaging import Metadata, Provenance, digest_table
from exporter.releases import open_release, publish_tables, staging
from exporter.tables import build_tables
from exporter.version import __version__

METADATA = Metadata(name="x", title="X")
PROVENANCE = Provenance(pipeline="en_x", pipeline_version="3.8.0", configuration={"with_text": False})
CREATED = datetime(2024, 3, 5, 6, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_clock(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.fixture
def publish(tmp_path, build_records):
    """Give a function that publishes documents of the given texts into one catalog."""

    def publish_texts(*texts, **changes):
        arguments = {"metadata": METADATA, "created": CREATED, "provenance": PROVENANCE} | changes
        return publish_tables(build_tables(build_records(texts)), tmp_path / "dist" / "x", **arguments)

    return publish_texts


@pytest.fixture
def catalog(tmp_path):
    """Give the folder of that catalog."""
    return tmp_path / "dist" / "x"


def list_tree(folder):
    """Map every file below a folder, hidden ones included, to its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def read_versions(catalog):
    """List the versions in versions.json."""
    return [entry["version"] for entry in json.loads((catalog / "versions.json").read_bytes())["versions"]]


TREE = {
    *("manifest.json", "SHA256SUMS", "README.md", "CHANGELOG.md", "CITATION.cff"),
    *(f"{kind}/datapackage.json" for kind in ("csv", "parquet")),
    *(
        f"{kind}/data/{name}.{kind}"
        for kind in ("csv", "parquet")
        for name in ("documents", "sources", "quotes", "quote_spans", "entities", "mentions")
    ),
}


def test_first_release(publish, catalog):
    """The first version is 1.0.0, and exactly the promised files are there."""
    published = publish("a", "b")
    assert (published.name, published.version, published.status) == ("x", "1.0.0", "created")
    assert published.path == catalog / "1.0.0"
    assert published.reasons == ("first release",)
    assert set(list_tree(catalog)) == {"versions.json", *(f"1.0.0/{name}" for name in TREE)}
    assert sorted(path.name for path in catalog.iterdir()) == ["1.0.0", "versions.json"]


def test_manifest(publish, catalog, build_records):
    """The manifest says what made the release, from what, and names every file but itself and SHA256SUMS."""
    publish("a")
    manifest = json.loads((catalog / "1.0.0" / "manifest.json").read_bytes())
    tables = dict(build_tables(build_records(("a",))))
    documents = tables["documents"].to_pylist()
    files = manifest.pop("files")
    assert list(manifest.items()) == [
        ("name", "x"),
        ("version", "1.0.0"),
        ("created", "2024-03-05T06:30:00Z"),
        ("tool", {"name": "exporter", "version": __version__}),
        ("configuration", {"with_text": False}),
        ("pipeline", {"name": "en_x", "version": "3.8.0"}),
        ("inputs", [{key: row[key] for key in ("document_id", "path", "sha256")} for row in documents]),
        ("tables", {n: {"rows": t.num_rows, "digest": digest_table(t)} for n, t in tables.items()}),
    ]
    assert {file["path"] for file in files} == TREE - {"manifest.json", "SHA256SUMS"}
    for file in files:
        content = (catalog / "1.0.0" / file["path"]).read_bytes()
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
        assert file["bytes"] == len(content)
    quotes = next(file for file in files if file["path"] == "csv/data/quotes.csv")
    assert (quotes["rows"], quotes["resource"]) == (2, "quotes")
    assert f"sha256:{quotes['sha256']}" == manifest["tables"]["quotes"]["digest"]


def test_catalog(publish, catalog):
    """versions.json lists each version with its date, state, manifest and tables, newest last."""
    publish("a")
    publish("a", "b", created=None)
    content = json.loads((catalog / "versions.json").read_bytes())
    assert content["name"] == "x"
    facts = [(entry["version"], entry["date"], entry["state"]) for entry in content["versions"]]
    assert facts == [("1.0.0", "2024-03-05", "current"), ("1.1.0", None, "current")]
    for entry in content["versions"]:
        manifest = (catalog / entry["version"] / "manifest.json").read_bytes()
        assert entry["manifest_sha256"] == hashlib.sha256(manifest).hexdigest()
        assert entry["tables"] == json.loads(manifest)["tables"]


def test_sha256sum_agrees(publish, catalog):
    """`sha256sum -c` finds every file but SHA256SUMS itself unchanged, the manifest included."""
    publish("a")
    run = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"],
        cwd=catalog / "1.0.0",
        capture_output=True,
        text=True,
        check=True,
    )
    assert {line.removesuffix(": OK") for line in run.stdout.splitlines()} == TREE - {"SHA256SUMS"}


def test_modes_do_not_depend_on_the_umask(publish, catalog):
    """Everyone may read a release, whatever the mask of who published it."""
    before = os.umask(0o077)
    try:
        publish("a")
    finally:
        os.umask(before)
    modes = {path.stat().st_mode & 0o777 for path in catalog.rglob("*") if path.is_file()}
    assert modes == {0o644}
    assert {path.stat().st_mode & 0o777 for path in (catalog / "1.0.0").rglob("*") if path.is_dir()} == {
        0o755
    }
    assert (catalog / "1.0.0").stat().st_mode & 0o777 == 0o755


def test_same_input_same_release(tmp_path, build_records):
    """Published into two catalogs, the same tables make the same bytes in every file."""
    tables = build_tables(build_records())
    for name in ("a", "b"):
        publish_tables(tables, tmp_path / name, metadata=METADATA, created=CREATED, provenance=PROVENANCE)
    assert list_tree(tmp_path / "a") == list_tree(tmp_path / "b")


def test_nothing_new_publishes_nothing(publish, catalog):
    """Without a difference nothing is written, and the standing version is named."""
    publish("a")
    before = list_tree(catalog)
    published = publish("a", created=None, provenance=replace(PROVENANCE, pipeline_version="9"))
    assert (published.version, published.status, published.reasons) == ("1.0.0", "unchanged", ())
    assert published.path == catalog / "1.0.0"
    assert publish("a", version="7.0.0").status == "unchanged"
    assert list_tree(catalog) == before


def test_versions_follow_the_difference(publish, catalog):
    """More rows are minor, words are patch, a document taken away is major; old versions do not change."""
    publish("a")
    first = list_tree(catalog / "1.0.0")
    assert publish("a", "b").version == "1.1.0"
    assert publish("a", "b", metadata=replace(METADATA, title="Y")).version == "1.1.1"
    assert publish("a").version == "2.0.0"
    assert read_versions(catalog) == ["1.0.0", "1.1.0", "1.1.1", "2.0.0"]
    assert list_tree(catalog / "1.0.0") == first


def test_changelog(publish, catalog):
    """The changelog has every version with its reasons, newest first."""
    publish("a")
    publish("a", "b", metadata=replace(METADATA, title="Y"), created=None)
    publish("a", metadata=replace(METADATA, title="Y"))
    text = (catalog / "2.0.0" / "CHANGELOG.md").read_text(encoding="utf-8")
    assert text[text.index("## 2.0.0") : text.index("- sources: 1 row removed")] == textwrap.dedent(
        """\
        ## 2.0.0 (2024-03-05)

        ### Changed incompatibly

        - documents: 1 row removed (doc-1)

        ### Corrected

        - documents: 1 row changed (path)
        """
    )
    assert text[text.index("## 1.1.0") :].startswith(
        "## 1.1.0\n\n### Added\n\n- documents: 1 row added (doc-1)\n"
    )
    assert text.endswith("changed (path)\n\n## 1.0.0 (2024-03-05)\n\nFirst release.\n")
    assert text.count("# Changelog") == 1


def test_wanted_version(publish, catalog):
    """A larger number than needed is taken."""
    assert publish("a", version="0.1.0").version == "0.1.0"
    assert publish("a", "b", version="0.7.0").version == "0.7.0"
    assert read_versions(catalog) == ["0.1.0", "0.7.0"]


REFUSED = {
    "taken": ("1.1.0", ("a", "b", "c"), r"1\.1\.0: exists already \(expected at least 1\.2\.0\)"),
    "older": ("1.0.5", ("a", "b", "c"), r"1\.0\.5: is older than the newest version, 1\.1\.0"),
    "too small for rows": (
        "1.1.1",
        ("a", "b", "c"),
        r"rows? added .*minor change \(expected at least 1\.2\.0\)",
    ),
    "too small for a removal": ("1.9.0", ("a",), r"removed \(doc-1\)' is a major change .*at least 2\.0\.0"),
}


@pytest.mark.parametrize(("version", "texts", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_refused_version(publish, catalog, version, texts, message):
    """A number that is taken, old or too small is refused with the reason and the least one allowed."""
    publish("a")
    publish("a", "b")
    before = list_tree(catalog)
    with pytest.raises(VersionExistsError, match=message) as caught:
        publish(*texts, version=version)
    assert caught.value.hint.startswith("use ")
    assert list_tree(catalog) == before


def test_malformed_version(publish, catalog):
    """A wanted version that is no version is refused before anything is made."""
    with pytest.raises(PublishError, match="expected MAJOR"):
        publish("a", version="../../1.0")
    assert not catalog.exists()


def test_withdrawn_versions(publish, catalog):
    """The difference is taken with the newest current version, but no number is used again."""
    publish("a")
    publish("a", "b")
    content = json.loads((catalog / "versions.json").read_bytes())
    content["versions"][-1]["state"] = "withdrawn"
    (catalog / "versions.json").write_text(json.dumps(content))
    assert publish("a").version == "1.0.0"
    assert publish("a", "c").version == "1.2.0"
    assert open_release(catalog).version == "1.2.0"


def test_all_versions_withdrawn(publish, catalog):
    """Where nothing current is left to compare with, the next version is a new major one."""
    publish("a")
    content = json.loads((catalog / "versions.json").read_bytes())
    content["versions"][0]["state"] = "withdrawn"
    (catalog / "versions.json").write_text(json.dumps(content))
    assert publish("a").version == "2.0.0"


@pytest.mark.parametrize(
    ("epoch", "expected"), [("1709620200", "2024-03-05T06:30:00Z"), (None, None)], ids=["set", "unset"]
)
def test_date_from_the_environment(publish, catalog, monkeypatch, epoch, expected):
    """Without a date SOURCE_DATE_EPOCH gives it, and without that there is none: no clock is asked."""
    if epoch:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    publish("a", created=None)
    assert json.loads((catalog / "1.0.0" / "manifest.json").read_bytes())["created"] == expected


def test_bad_date_in_the_environment(publish, monkeypatch):
    """SOURCE_DATE_EPOCH that is no number is refused."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
    with pytest.raises(PublishError, match="found 'today'"):
        publish("a", created=None)


def test_catalog_of_another_package(publish, catalog):
    """A folder that holds another package is refused and stays as it is."""
    publish("a")
    before = list_tree(catalog)
    with pytest.raises(PublishError, match=r"holds another package \(expected 'y', found 'x'\)") as caught:
        publish("a", metadata=Metadata(name="y"))
    assert caught.value.hint
    assert list_tree(catalog) == before


def test_target_is_a_file(publish, catalog):
    """A file in the place of the catalog is refused and stays as it is."""
    catalog.parent.mkdir()
    catalog.write_text("precious")
    with pytest.raises(PublishError, match="is a file"):
        publish("a")
    assert catalog.read_text() == "precious"


def test_parent_is_a_file(publish, catalog):
    """A file in the place of a folder above the catalog is refused."""
    catalog.parent.write_text("precious")
    with pytest.raises(PublishError, match="cannot be written"):
        publish("a")


def test_unknown_folder_in_the_way(publish, catalog):
    """Something that lies where the version would go is not overwritten, not even an empty folder."""
    (catalog / "1.0.0").mkdir(parents=True)
    with pytest.raises(VersionExistsError, match="exists already"):
        publish("a")
    assert sorted(path.name for path in catalog.iterdir()) == ["1.0.0"]


@pytest.mark.parametrize("content", ["{", "[]", '{"name": "x", "versions": [{"version": "one"}]}'])
def test_damaged_catalog(publish, catalog, content):
    """A versions.json that cannot be understood is refused and not overwritten."""
    publish("a")
    (catalog / "versions.json").write_text(content)
    with pytest.raises(PublishError, match=r"versions\.json: cannot be read"):
        publish("a", "b")
    assert (catalog / "versions.json").read_text() == content


def test_damaged_base(publish, catalog):
    """If the version to compare with is damaged, nothing is published."""
    publish("a")
    path = catalog / "1.0.0" / "parquet" / "data" / "quotes.parquet"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(PackageError, match="is not the file that was published"):
        publish("a", "b")
    assert sorted(path.name for path in catalog.iterdir()) == ["1.0.0", "versions.json"]


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
        (pa.parquet, "write_table"),
        (os, "fsync"),
        (staging.tempfile, "mkdtemp"),
        (staging.tempfile, "mkstemp"),
    ):
        watch(owner, name)
    return done


def test_failure_at_every_step(publish, catalog, monkeypatch):
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
        assert new == (TREE if outcomes[-1] != "absent" else set())
        if outcomes[-1] == "whole":
            assert publish("a", "b").status == "unchanged"
            assert read_versions(catalog) == ["1.0.0", "1.1.0"]
            for path in sorted((catalog / "1.1.0").rglob("*"), reverse=True):
                path.rmdir() if path.is_dir() else path.unlink()
            (catalog / "1.1.0").rmdir()
            (catalog / "versions.json").write_bytes(old["versions.json"])
    assert outcomes.count("absent") > 40
    assert outcomes.count("whole") >= 3
    assert read_versions(catalog) == ["1.0.0", "1.1.0"]


def test_interruption_leaves_nothing(publish, catalog, monkeypatch):
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
    ("behaviour", "leftovers", "status"),
    [
        ("writing", 1, "created"),
        ("renaming", 1, "created"),
        ("listing", 1, "unchanged"),
    ],
)
def test_killed_publisher(publish, catalog, behaviour, leftovers, status):
    """A process that is killed leaves only hidden files; the next run clears them and mends the catalog."""
    publish("a")
    old = list_tree(catalog)
    process = start(catalog, behaviour, "a", "b")
    process.communicate("go\n")
    assert process.returncode == 9
    assert len(list(catalog.glob(".publishing-*"))) == leftovers
    assert read_versions(catalog) == ["1.0.0"]
    assert open_release(catalog).version == "1.0.0"
    published = publish("a", "b")
    assert (published.version, published.status) == ("1.1.0", status)
    assert read_versions(catalog) == ["1.0.0", "1.1.0"]
    tree = list_tree(catalog)
    assert set(tree) == {*old, *(f"1.1.0/{name}" for name in TREE)}
    assert all(tree[name] == old[name] for name in old if name != "versions.json")


@pytest.mark.parametrize("behaviour", ["with a lock", "without a lock"])
def test_two_publishers_at_once(catalog, behaviour):
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
    assert set(list_tree(catalog)) == {"versions.json", *(f"1.0.0/{name}" for name in TREE)}
    assert open_release(catalog).table("quotes").num_rows == 2


def test_lost_race_at_the_rename(publish, catalog, monkeypatch):
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


def test_lost_catalog_is_rebuilt(publish, catalog):
    """If versions.json is gone, the next run lists the versions that are there again."""
    publish("a")
    publish("a", "b")
    before = (catalog / "versions.json").read_bytes()
    (catalog / "versions.json").unlink()
    assert publish("a", "b").status == "unchanged"
    assert (catalog / "versions.json").read_bytes() == before


def test_release_of_nothing(publish, catalog):
    """No documents but the bare one make a release that can be opened."""
    publish()
    assert open_release(catalog).quotes.empty
    assert len(open_release(catalog).documents) == 1
