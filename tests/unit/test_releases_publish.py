"""Publishing: versions, what lies on disk, and that nothing partial is ever left there."""

import hashlib
import json
import os
import subprocess
import textwrap
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from exporter.errors import PackageError, PublishError, VersionExistsError
from exporter.packaging import Metadata, Provenance, digest_table
from exporter.releases import check_publishable, open_release, publish_tables
from exporter.tables import build_tables
from exporter.validation import validate
from exporter.version import __version__

METADATA = Metadata(name="x", title="X")
PROVENANCE = Provenance(pipeline="en_x", pipeline_version="3.8.0", configuration={"with_text": False})
CREATED = datetime(2024, 3, 5, 6, 30, tzinfo=UTC)


def test_first_release(publish, catalog, list_tree, release_files):
    """The first version is 1.0.0, and exactly the promised files are there."""
    published = publish("a", "b")
    assert (published.name, published.version, published.status) == ("x", "1.0.0", "created")
    assert published.path == catalog / "1.0.0"
    assert published.reasons == ("first release",)
    assert set(list_tree(catalog)) == {"versions.json", *(f"1.0.0/{name}" for name in release_files)}
    assert sorted(path.name for path in catalog.iterdir()) == ["1.0.0", "versions.json"]


def test_manifest(publish, catalog, build_records, release_files):
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
    assert {file["path"] for file in files} == release_files - {"manifest.json", "SHA256SUMS"}
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


def test_sha256sum_agrees(publish, catalog, release_files):
    """`sha256sum -c` finds every file but SHA256SUMS itself unchanged, the manifest included."""
    publish("a")
    run = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"],
        cwd=catalog / "1.0.0",
        capture_output=True,
        text=True,
        check=True,
    )
    assert {line.removesuffix(": OK") for line in run.stdout.splitlines()} == release_files - {"SHA256SUMS"}


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


def test_same_input_same_release(tmp_path, build_records, list_tree):
    """Published into two catalogs, the same tables make the same bytes in every file."""
    tables = build_tables(build_records())
    for name in ("a", "b"):
        publish_tables(tables, tmp_path / name, metadata=METADATA, created=CREATED, provenance=PROVENANCE)
    assert list_tree(tmp_path / "a") == list_tree(tmp_path / "b")


def test_nothing_new_publishes_nothing(publish, catalog, list_tree):
    """Without a difference nothing is written, and the standing version is named."""
    publish("a")
    before = list_tree(catalog)
    published = publish("a", created=None, provenance=replace(PROVENANCE, pipeline_version="9"))
    assert (published.version, published.status, published.reasons) == ("1.0.0", "unchanged", ())
    assert published.path == catalog / "1.0.0"
    assert publish("a", version="7.0.0").status == "unchanged"
    assert list_tree(catalog) == before


def test_versions_follow_the_difference(publish, catalog, list_tree, list_versions):
    """More rows are minor, words are patch, a document taken away is major; old versions do not change."""
    publish("a")
    first = list_tree(catalog / "1.0.0")
    assert publish("a", "b").version == "1.1.0"
    assert publish("a", "b", metadata=replace(METADATA, title="Y")).version == "1.1.1"
    assert publish("a").version == "2.0.0"
    assert list_versions(catalog) == ["1.0.0", "1.1.0", "1.1.1", "2.0.0"]
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


def test_wanted_version(publish, catalog, list_versions):
    """A larger number than needed is taken."""
    assert publish("a", version="0.1.0").version == "0.1.0"
    assert publish("a", "b", version="0.7.0").version == "0.7.0"
    assert list_versions(catalog) == ["0.1.0", "0.7.0"]


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
def test_refused_version(publish, catalog, version, texts, message, list_tree):
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


@pytest.mark.parametrize(
    "version",
    ["99999999999999999999.0.0", "1.99999999999999999999.0", "1000000000.0.0", "0.0.1" + "0" * 5000],
    ids=lambda version: version[:30],
)
def test_a_version_that_is_too_large(publish, catalog, version):
    """A wanted version from which counting on could come to an end is refused before anything is made."""
    for check in (lambda: check_publishable(catalog, version), lambda: publish("a", version=version)):
        with pytest.raises(PublishError, match="expected at most 999,999,999 in each place"):
            check()
    assert not catalog.exists()


def test_there_is_always_a_next_version(publish, catalog, list_versions):
    """After the largest version that may be wished for, every kind of change still has a number, and is read."""
    publish("a", version="999999999.999999999.999999999")
    assert publish("a", metadata=replace(METADATA, title="Y")).version == "999999999.999999999.1000000000"
    assert publish("a", "b").version == "999999999.1000000000.0"
    assert publish("a").version == "1000000000.0.0"
    assert publish("a", "b").version == "1000000000.1.0"
    assert open_release(catalog).version == "1000000000.1.0"
    assert len(list_versions(catalog)) == 5
    assert validate(catalog).valid
    with pytest.raises(PublishError, match="expected at most 999,999,999"):
        publish("a", "b", "c", version="2000000000.0.0")


@pytest.mark.parametrize(
    ("number", "problem"),
    [("9" * 15, "no major version can follow"), ("9" * 16, "cannot be read"), ("1.0.0\n", "cannot be read")],
)
def test_a_catalog_with_a_number_that_cannot_be_counted_on(publish, catalog, list_tree, number, problem):
    """What somebody has written into a catalog stops publishing with a reason, and stays as it is."""
    publish("a", "b")
    content = json.loads((catalog / "versions.json").read_bytes())
    content["versions"].append(
        {**content["versions"][0], "version": number if "." in number else f"{number}.0.0"}
    )
    content["versions"][1]["state"] = "withdrawn"
    (catalog / "versions.json").write_text(json.dumps(content))
    before = list_tree(catalog)
    with pytest.raises(PublishError, match=problem):
        publish("a")
    assert list_tree(catalog) == before


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


def test_catalog_of_another_package(publish, catalog, list_tree):
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
