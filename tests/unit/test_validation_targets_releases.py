"""Releases and catalogs: manifest, checksums, both packages, and that all of them say the same."""

import hashlib
import json
import shutil
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from exporter.packaging import Metadata, Provenance
from exporter.releases import publish_tables
from exporter.tables import build_tables
from exporter.validation import validate


@pytest.fixture(name="catalog")
def build_catalog(tmp_path, build_records):
    """Publish a small release whose texts are in it, and give the folder of its catalog."""
    publish_tables(
        build_tables(build_records(("🦀 crab", "“plain”")), with_text=True),
        tmp_path / "catalog",
        metadata=Metadata(name="crabs", title="Crabs", licenses=({"name": "CC-BY-4.0"},)),
        created=datetime(2024, 3, 5, tzinfo=UTC),
        provenance=Provenance(pipeline="en_x", pipeline_version="3.8.0"),
    )
    return tmp_path / "catalog"


@pytest.fixture(name="release")
def get_release(catalog):
    """Give the folder of the release."""
    return catalog / "1.0.0"


def change_json(path, **values):
    """Change the top of a JSON file."""
    path.write_text(json.dumps(json.loads(path.read_bytes()) | values), encoding="utf-8")


def hash_file(path):
    """Hash a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def seal(release):
    """Make hashes and sizes right again after a change in the tables: descriptors, manifest, SHA256SUMS."""
    for path in release.glob("*/datapackage.json"):
        descriptor = json.loads(path.read_bytes())
        for resource in descriptor["resources"]:
            data = path.parent / resource["path"]
            resource |= {"hash": f"sha256:{hash_file(data)}", "bytes": data.stat().st_size}
        path.write_text(json.dumps(descriptor), encoding="utf-8")
    manifest = json.loads((release / "manifest.json").read_bytes())
    for entry in manifest["files"]:
        path = release / entry["path"]
        entry |= {"sha256": hash_file(path), "bytes": path.stat().st_size}
    change_json(release / "manifest.json", files=manifest["files"])
    sum_up(release)


def sum_up(release):
    """Write SHA256SUMS anew."""
    paths = sorted(path for path in release.rglob("*") if path.is_file() and path.name != "SHA256SUMS")
    lines = [f"{hash_file(path)}  {path.relative_to(release).as_posix()}\n" for path in paths]
    (release / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "code"), [("gone.txt", "path-missing"), ("../gone.txt", "path-unsafe")], ids=["gone", "outside"]
)
def test_a_line_of_the_checksums_has_its_number(release, path, code):
    """What SHA256SUMS names and cannot be read is found in its line."""
    sums = release / "SHA256SUMS"
    lines = sums.read_text(encoding="utf-8").splitlines()
    sums.write_text("\n".join([*lines, f"{'0' * 64}  {path}"]), encoding="utf-8")
    (finding,) = validate(release).findings
    assert (finding.code, finding.path, finding.row) == (code, sums.as_posix(), len(lines) + 1)


def test_good_release_is_valid(catalog, release):
    """A release as published is valid, as a folder, by its manifest, and through its catalog."""
    for target in (release, release / "manifest.json", catalog, catalog / "versions.json"):
        assert validate(target).counts == {}
    checked = validate(catalog).checked
    assert (checked.tables, checked.files) == (12, 20)


def test_sealing_changes_nothing(release):
    """The helper of these tests leaves a good release valid."""
    seal(release)
    assert validate(release).counts == {}


def change_byte(release):
    """Add a space to a file."""
    path = release / "README.md"
    path.write_bytes(path.read_bytes() + b" ")


def remove_file(release):
    """Remove a listed file."""
    (release / "README.md").unlink()


def add_file(release):
    """Add a file that nothing lists."""
    (release / "notes.txt").write_text("more", encoding="utf-8")


def add_link(release):
    """Add a link that leads out of the release."""
    (release / "elsewhere").symlink_to("/")


def remove_sums(release):
    """Remove the checksums."""
    (release / "SHA256SUMS").unlink()


def break_sums(release):
    """Add a line that is no checksum."""
    path = release / "SHA256SUMS"
    path.write_text(path.read_text(encoding="utf-8") + "abc  README.md\n", encoding="utf-8")


def forget_in_sums(release):
    """Take one file out of the checksums."""
    path = release / "SHA256SUMS"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "README" not in line), encoding="utf-8")


def climb_in_sums(release):
    """Give a checksum for a file outside."""
    path = release / "SHA256SUMS"
    path.write_text(f"{path.read_text(encoding='utf-8')}{'0' * 64}  ../versions.json\n", encoding="utf-8")


def change_manifest(release):
    """Change bytes of the manifest but not its meaning."""
    path = release / "manifest.json"
    path.write_bytes(path.read_bytes() + b"\n")


def break_manifest(release):
    """Give a version that is none."""
    change_json(release / "manifest.json", version="one")
    sum_up(release)


def climb_in_manifest(release):
    """List a file outside."""
    entry = {"path": "../versions.json", "sha256": "0" * 64, "bytes": 1}
    files = json.loads((release / "manifest.json").read_bytes())["files"]
    change_json(release / "manifest.json", files=[*files, entry])
    sum_up(release)


def miscount_rows(release):
    """Declare one row too many."""
    files = json.loads((release / "manifest.json").read_bytes())["files"]
    for entry in files:
        if entry["path"] == "csv/data/quotes.csv":
            entry["rows"] += 1
    change_json(release / "manifest.json", files=files)
    sum_up(release)


def misdigest_table(release):
    """Declare another content."""
    tables = json.loads((release / "manifest.json").read_bytes())["tables"]
    tables["quotes"]["digest"] = "sha256:" + "0" * 64
    change_json(release / "manifest.json", tables=tables)
    sum_up(release)


def change_parquet(release):
    """Change values in the Parquet package only."""
    path = release / "parquet" / "data" / "quotes.parquet"
    table = pq.read_table(path)
    index = table.column_names.index("cue_lemma")
    lemmas = pa.array([lemma and "claim" for lemma in table["cue_lemma"].to_pylist()], pa.string())
    pq.write_table(table.set_column(index, table.schema.field(index), lemmas), path)
    seal(release)


def drop_parquet_row(release):
    """Drop a row in the Parquet package only."""
    path = release / "parquet" / "data" / "quote_spans.parquet"
    table = pq.read_table(path)
    pq.write_table(table.slice(0, table.num_rows - 1), path)
    seal(release)


def drop_parquet_package(release):
    """Remove the Parquet package and all mention of it."""
    shutil.rmtree(release / "parquet")
    files = json.loads((release / "manifest.json").read_bytes())["files"]
    kept = [entry for entry in files if not entry["path"].startswith("parquet/")]
    change_json(release / "manifest.json", files=kept)
    sum_up(release)


DAMAGE = {
    change_byte: {"file-hash", "file-bytes", "checksum-mismatch"},
    remove_file: {"path-missing"},
    add_file: {"file-unlisted", "checksum-missing"},
    add_link: {"file-unlisted", "checksum-missing"},
    remove_sums: {"checksum-missing"},
    break_sums: {"checksum-syntax"},
    forget_in_sums: {"checksum-missing"},
    climb_in_sums: {"path-unsafe"},
    change_manifest: {"checksum-mismatch"},
    break_manifest: {"manifest-rule"},
    climb_in_manifest: {"path-unsafe"},
    miscount_rows: {"file-rows"},
    misdigest_table: {"table-digest"},
    change_parquet: {"release-tables-differ"},
    drop_parquet_row: {"release-tables-differ", "file-rows"},
    drop_parquet_package: {"release-incomplete"},
}


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_damage_is_found(release, damage):
    """Whatever is changed, removed or added in a release is found, and nothing else is."""
    damage(release)
    report = validate(release)
    assert set(report.counts) == DAMAGE[damage], report.to_text()
    assert not report.valid


def test_difference_names_table_and_column(release):
    """Where the packages differ, the finding names the table and the columns."""
    change_parquet(release)
    (finding,) = validate(release).findings
    assert finding.message == (
        "table quotes is not the same in both packages (expected equal values, found other cue_lemma)"
    )


def test_binary_mark_and_upper_case_in_sums_are_allowed(release):
    """SHA256SUMS is read as sha256sum reads it: a star before the path and upper-case digits are fine."""
    path = release / "SHA256SUMS"
    lines = [line.split("  ") for line in path.read_text(encoding="utf-8").splitlines()]
    path.write_text("".join(f"{digest.upper()} *{name}\n" for digest, name in lines), encoding="utf-8")
    assert validate(release).counts == {}


def change_entry(catalog, **values):
    """Change the only entry of a catalog."""
    versions = json.loads((catalog / "versions.json").read_bytes())["versions"]
    change_json(catalog / "versions.json", versions=[versions[0] | values])


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"manifest_sha256": "0" * 64}, "catalog-mismatch"),
        ({"tables": {}}, "catalog-mismatch"),
        ({"state": "lost"}, "manifest-rule"),
        ({"version": "../1.0.0"}, "manifest-rule"),
    ],
    ids=["manifest", "tables", "state", "version"],
)
def test_changed_catalog_is_found(catalog, values, expected):
    """A catalog that says something else than the manifest, or breaks a rule, is found."""
    change_entry(catalog, **values)
    assert set(validate(catalog).counts) == {expected}


def test_listed_version_that_is_missing_is_found(catalog):
    """A current version without a folder is found."""
    change_entry(catalog, version="1.1.0")
    assert set(validate(catalog).counts) == {"path-missing", "catalog-unlisted"}


def test_withdrawn_version_is_not_checked(catalog, release):
    """A version that was withdrawn may be damaged or gone."""
    change_entry(catalog, state="withdrawn")
    shutil.rmtree(release)
    assert validate(catalog).counts == {}


def test_order_of_versions_is_checked(catalog):
    """Versions stand in order, the newest last, by number and not by letter."""
    (entry,) = json.loads((catalog / "versions.json").read_bytes())["versions"]

    def list_versions(*numbers):
        versions = [entry | {"version": number, "state": "withdrawn"} for number in numbers]
        change_json(catalog / "versions.json", versions=versions)
        return validate(catalog).counts

    assert list_versions("1.0.0", "1.9.0", "1.10.0") == {}
    assert list_versions("1.0.0", "1.10.0", "1.9.0") == {"catalog-order": 1}
    assert list_versions("1.0.0", "1.0.0") == {"catalog-order": 1}
