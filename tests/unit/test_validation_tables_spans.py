"""Spans of exporter's own packages, compared with the texts of their documents."""

import hashlib
import json

import pytest

from exporter.packaging import Metadata, write_package
from exporter.schemas import TABLE_NAMES
from exporter.tables import build_tables
from exporter.validation import validate

METADATA = Metadata(name="spans", title="Spans", licenses=({"name": "CC-BY-4.0"},))


@pytest.fixture
def package(tmp_path, build_records):
    """Give a function that writes a CSV package, some words in one of its tables replaced."""

    def write(*, table=None, old="", new="", with_text=True):
        folder = tmp_path / "package"
        tables = build_tables(build_records(("🦀 crab", "“plain”")), with_text=with_text)
        write_package(tables, folder, format="csv", metadata=METADATA, version="1.0.0", created=None)
        if table:
            path = folder / "data" / f"{table}.csv"
            content = path.read_text(encoding="utf-8")
            assert old in content
            path.write_text(content.replace(old, new, 1), encoding="utf-8", newline="")
            forget_digests(folder)
        return folder

    return write


def forget_digests(folder):
    """Take hashes and sizes out of a descriptor, so that only what is in the tables counts."""
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_bytes())
    for resource in descriptor["resources"]:
        del resource["hash"], resource["bytes"]
    path.write_text(json.dumps(descriptor), encoding="utf-8")


def test_spans_of_a_good_package_hold(package):
    """Spans count code points, so that text after an emoji is found where it is."""
    report = validate(package())
    assert report.counts == {}
    assert report.checked.tables == len(TABLE_NAMES)


CHANGES = {
    "quote-text": (
        "quotes",
        "🦀 crab,0,6",
        "🦀 crib,0,6",
        "span-text",
        "expected '🦀 crab', found '🦀 crib'",
    ),
    "quote-offset": ("quotes", "🦀 crab,0,6", "🦀 crab,1,7", "span-text", "characters at [1, 7)"),
    "piece": ("quote_spans", "7,9,he", "7,9,she", "span-text", "expected 'he', found 'she'"),
    "source": ("sources", "🦀 crab,person", "🦀 lobster,person", "span-text", "found '🦀 lobster'"),
    "mention": ("mentions", "0,6,🦀 crab", "0,5,🦀 crab", "span-text", "expected '🦀 cra'"),
    "turned": ("mentions", "0,6,🦀 crab", "6,0,🦀 crab", "span-bounds", "found 6 and 0"),
    "beyond": ("mentions", "0,6,🦀 crab", "0,99,🦀 crab", "span-bounds", "end <= 14, found 0 and 99"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_changed_span_is_found(package, name):
    """A text that is not what its document has at that place is found, in its row."""
    table, old, new, code, words = CHANGES[name]
    (finding,) = validate(package(table=table, old=old, new=new)).findings
    assert (finding.code, finding.resource) == (code, table)
    assert finding.row == (3 if name == "piece" else 2)
    assert words in finding.message


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (hashlib.sha256("🦀 crab he said".encode()).hexdigest(), "0" * 64, "document-hash"),
        (",4,14,", ",4,15,", "document-length"),
        ("🦀 crab he said\n", "🦀 crab he sang\n", "document-hash"),
    ],
    ids=["hash", "length", "text"],
)
def test_changed_document_is_found(package, old, new, code):
    """The hash and the length in the documents table are those of the text."""
    assert code in validate(package(table="documents", old=old, new=new)).counts


def test_without_texts_there_is_one_warning(package):
    """Without texts the spans are not compared, which is said once, with what to do."""
    report = validate(package(with_text=False))
    assert report.valid
    assert report.counts == {"spans-not-checked": 1}
    assert "--seeds FOLDER" in report.findings[0].message


def test_bounds_are_checked_without_texts(package):
    """The bounds of spans are checked even where no text is at hand."""
    _, old, new, _, _ = CHANGES["beyond"]
    report = validate(package(table="mentions", old=old, new=new, with_text=False))
    assert report.counts == {"span-bounds": 1, "spans-not-checked": 1}


def write_seeds(folder, *texts):
    """Write documents whose ids are those of the sample records."""
    folder.mkdir()
    lines = [json.dumps({"id": f"doc-{number}", "text": text}) for number, text in enumerate(texts)]
    (folder / "seeds.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_seeds_stand_in_for_texts(tmp_path, package):
    """Where the package has no texts, those of the seeds are compared."""
    seeds = write_seeds(tmp_path / "seeds", "🦀 crab he said", "“plain” he said")
    _, old, new, _, _ = CHANGES["mention"]
    assert validate(package(with_text=False), seeds=seeds).counts == {}
    changed = package(table="mentions", old=old, new=new, with_text=False)
    assert validate(changed, seeds=seeds).counts == {"span-text": 1}


def test_other_seeds_are_told_by_their_hash(tmp_path, package):
    """A seed that is not the text that was published is one finding, and its spans are not compared."""
    seeds = write_seeds(tmp_path / "seeds", "🦀 crab he wrote", "“plain” he said")
    assert validate(package(with_text=False), seeds=seeds).counts == {"document-hash": 1}


def test_missing_seed_is_a_warning(tmp_path, package):
    """Spans of a document that is not among the seeds are said not to be compared."""
    seeds = write_seeds(tmp_path / "seeds", "🦀 crab he said")
    report = validate(package(with_text=False), seeds=seeds)
    assert report.counts == {"spans-not-checked": 1}
    assert "1 are not among the seeds" in report.findings[0].message
