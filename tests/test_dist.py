"""The release of the seeds in dist/ is the one that today's program makes of today's seeds."""

import json
from pathlib import Path

import pytest

import exporter

ROOT = Path(__file__).parents[1]
CATALOG = ROOT / "dist" / "seeds"


@pytest.fixture(scope="module")
def committed():
    """Find the newest committed version."""
    catalog = json.loads((CATALOG / "versions.json").read_text(encoding="utf-8"))
    return CATALOG / catalog["versions"][-1]["version"]


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory, committed):
    """Build the release of the seeds anew, with the version and date of the committed one."""
    from datetime import datetime

    manifest = json.loads((committed / "manifest.json").read_text(encoding="utf-8"))
    created = datetime.fromisoformat(manifest["created"])
    out = tmp_path_factory.mktemp("dist")
    return exporter.build(ROOT / "seeds", out=out, version=manifest["version"], created=created).release.path


def test_the_csv_files_have_the_same_bytes(committed, rebuilt):
    """Every CSV file, and the descriptor beside them, is the same to the byte."""
    names = sorted(path.relative_to(rebuilt).as_posix() for path in (rebuilt / "csv").rglob("*.*"))
    assert len(names) == 7
    different = [name for name in names if (committed / name).read_bytes() != (rebuilt / name).read_bytes()]
    assert different == []


def test_the_tables_have_the_same_digests(committed, rebuilt):
    """The manifests name the same rows, content digests and inputs."""
    old, new = (
        json.loads((path / "manifest.json").read_text(encoding="utf-8")) for path in (committed, rebuilt)
    )
    assert old["tables"] == new["tables"]
    assert old["inputs"] == new["inputs"]


def test_the_committed_release_is_valid(committed):
    """The catalog and all its versions are valid, and every span stands in the seeds where it should."""
    report = exporter.validate(CATALOG, seeds=ROOT / "seeds")
    assert [str(finding) for finding in report.findings] == []
    assert report.checked.tables >= 12
