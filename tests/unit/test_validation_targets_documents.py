"""Documents: metadata against the schema, and documents that stand twice."""

import hashlib
from datetime import UTC, date, datetime

import pytest

from exporter.findings import Finding
from exporter.records import Seed
from exporter.validation import validate
from exporter.validation.targets.documents import check_seeds


@pytest.fixture
def build_seed(build_document):
    """Give the builder of a seed with a document; without an own id the id comes from the text."""

    def build(number, text="A text.", own_id=None, **metadata):
        derived = "d_" + hashlib.sha256(text.encode()).hexdigest()[:12]
        document = build_document(number, text, document_id=own_id or derived, metadata=metadata)
        return Seed(path=f"seeds/{number}.md", document=document)

    return build


def check(*seeds):
    """Give back code, path, field and message of all findings."""
    findings = (finding for seed in check_seeds(seeds) for finding in seed.findings)
    return [(item.code, item.path, item.field, item.message) for item in findings]


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"title": "Dockers vote", "authors": ["Mara Quist", "Ben Okoro"], "language": "en-GB"},
        {"published_at": date(2024, 3, 5)},
        {"license": "MIT\n", "language": "en\n", "url": "https://example.org/a\n"},
        {"published_at": datetime(2024, 3, 5, 6, 30, tzinfo=UTC), "anything": {"on": date(2024, 3, 5)}},
    ],
    ids=["none", "usual", "yaml-date", "yaml-blocks", "yaml-datetime"],
)
def test_good_metadata_is_valid(build_seed, metadata):
    """Metadata that obeys the schema gives no finding; dates as YAML reads them are dates."""
    assert check(build_seed(1, **metadata)) == []


@pytest.mark.parametrize(
    ("metadata", "field", "pointer", "words"),
    [
        ({"title": 7}, "title", "/title", "expected string, found 7"),
        ({"authors": ["Mara", 7]}, "authors", "/authors/1", "expected string, found 7"),
        ({"url": "not a url"}, "url", "/url", "found 'not a url'"),
        ({"language": "English, mostly"}, "language", "/language", "found 'English, mostly'"),
        ({"published_at": "yesterday"}, "published_at", "/published_at", "found 'yesterday'"),
    ],
    ids=["number", "item", "url", "language", "date"],
)
def test_bad_metadata_is_found(build_seed, metadata, field, pointer, words):
    """A broken rule names the key, points at the value and says what was expected and found."""
    (seed,) = check_seeds([build_seed(1, **metadata)])
    finding = seed.findings[0]
    assert (finding.code, finding.path, finding.field) == ("document-metadata", "seeds/1.md", field)
    assert finding.pointer == pointer
    assert words in finding.message
    assert not seed.is_valid


def test_same_id_twice_is_an_error_on_the_second(build_seed):
    """The second document with one id gets the error, which names the first."""
    first, second = build_seed(1, "One.", own_id="x"), build_seed(2, "Two.", own_id="x")
    message = "the id is taken (expected a new id, found 'x' as in 'seeds/1.md')"
    assert check(first, second) == [("document-id-duplicate", "seeds/2.md", "id", message)]


def test_same_text_without_ids_is_an_error(build_seed):
    """Two documents without own ids and with one text are the same document."""
    message = "the text is that of another document (expected each once, found it in 'seeds/1.md')"
    assert check(build_seed(1), build_seed(2)) == [("document-id-duplicate", "seeds/2.md", "id", message)]


def test_same_text_under_other_id_is_a_warning(build_seed):
    """One text under two ids is allowed, with a warning."""
    found = check(build_seed(1, own_id="a"), build_seed(2, own_id="b"))
    assert [item[:2] for item in found] == [("document-text-duplicate", "seeds/2.md")]


def test_seeds_come_back_in_order_with_earlier_findings(build_seed):
    """Seeds stream through in order; what was found before stays, and one without a document passes."""
    broken = Seed(
        path="seeds/0.md", document=None, findings=(Finding(code="path-missing", message="m", path="p"),)
    )
    pulled = []

    def iter_seeds():
        for seed in (broken, build_seed(1), build_seed(2)):
            pulled.append(seed.path)
            yield seed

    checked = check_seeds(iter_seeds())
    assert next(checked) is broken
    assert pulled == ["seeds/0.md"]
    assert [seed.path for seed in checked] == ["seeds/1.md", "seeds/2.md"]


def test_folder_of_documents_is_validated(tmp_path):
    """A folder of documents is checked as documents, and the report says how many there were."""
    (tmp_path / "a.txt").write_text("The cranes stood still.", encoding="utf-8")
    (tmp_path / "b.md").write_text("---\ntitle: 7\n---\nThe dockers voted.", encoding="utf-8")
    (tmp_path / "c.txt").write_text("The cranes stood still.", encoding="utf-8")
    report = validate(tmp_path)
    assert report.checked.documents == 3
    assert not report.valid
    found = {item.code: item.path for item in report.findings if item.level == "error"}
    assert found["document-metadata"].endswith("b.md")
    assert found["document-id-duplicate"].endswith("c.txt")


def test_documents_of_several_targets_are_checked_together(tmp_path):
    """Duplicates are found across targets."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.txt").write_text("The cranes stood still.", encoding="utf-8")
    report = validate(tmp_path / "a", tmp_path / "b")
    assert report.counts["document-id-duplicate"] == 1
