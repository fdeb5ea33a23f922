"""What many tests share: records built by hand, with values that careless readers and writers change, and pipelines."""

import hashlib
import json
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from faulty import NAME, install_faulty
from running import count_processes  # before libraries count the cores

from exporter.options import ExtractionOptions, Resources
from exporter.packaging import Metadata, Provenance
from exporter.records import (
    Document,
    DocumentRecords,
    Entity,
    Mention,
    Quote,
    QuoteSpan,
    Records,
    Source,
    Zone,
)
from exporter.releases import Published, publish_tables
from exporter.tables import build_tables

NASTY = (
    *(
        "NA",
        "null",
        "NULL",
        "nan",
        "None",
        "#N/A",
        "true",
        "-",
        "\\N",
        "=1+1",
        "+1",
        "@",
        "1e5",
        "1,5",
        "007",
    ),
    *("2024-03-05", "a,b", ";", 'say "yes"', '"', "'", "\\", "#comment", " ", "  around  ", "\ttab", "\n"),
    *(
        "one\ntwo",
        "one\rtwo",
        "one\r\ntwo",
        "\u2028line",
        "\ufeffmark",
        "🦀🇺🇦 e\u0301",
        "שלום, עולם",
        "\u202eback",
    ),
)
"""Values that are not null, not numbers, not dates and not formulas: they are text and must stay so."""


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Tell the plug-in that runs tests side by side in how many processes."""
    return count_processes(config.option.file_or_dir)


def build_document(number: int, text: str, **fields: Any) -> Document:
    """Build a document whose body is the whole text."""
    defaults = {
        "document_id": f"doc-{number}",
        "path": f"folder/{number:03}.txt",
        "zones": (Zone(kind="body", start=0, end=len(text)),),
    }
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Document(**({"text": text, "sha256": sha256} | defaults | fields))


def build_quote(number: int, document_id: str, text: str, **fields: Any) -> Quote:
    """Build a quote of one content piece at the start of its document."""
    defaults: dict[str, Any] = {
        "source_id": None, "type": "direct", "act": "speech", "start": 0, "end": len(text), "cue": None,
        "cue_lemma": None, "speaker": None, "addressee": None, "addressee_id": None, "channel": None, "paragraph": 0,
        "confidence": 0.5,
        "spans": (QuoteSpan(role="content", part=0, start=0, end=len(text), text=text),),
    }  # fmt: skip
    return Quote(
        **({"quote_id": f"q_{number:016x}", "document_id": document_id, "text": text} | defaults | fields)
    )


def build_records(values: tuple[str, ...] = NASTY) -> Records:
    """Build one document per value that has it in every place where text may stand, and one bare document."""
    documents = tuple(_build_one(number, value) for number, value in enumerate(values))
    bare = DocumentRecords(
        document=build_document(len(values), "", zones=(), document_id="007"), cluster_id="c_007"
    )
    entities = tuple(
        Entity(
            entity_id=f"e_{number:016x}",
            name=value,
            type="person",
            aliases=(value, "also") if number % 2 else (),
            mention_count=1,
            document_count=1,
        )
        for number, value in enumerate(values)
    )
    return Records(documents=(*documents, bare), entities=entities)


def _build_one(number: int, value: str) -> DocumentRecords:
    document = build_document(
        number,
        f"{value} he said",
        title=value,
        publisher=value,
        authors=(value, "Ben Okoro"),
        url=f"https://example.org/{number}",
        published_at=datetime(2024, 3, 5, 6, 30, number % 60, number % 2 * 250, tzinfo=UTC),
        language="en",
        license="CC-BY-4.0",
    )
    source = Source(
        source_id=f"s_{number:016x}",
        document_id=document.document_id,
        entity_id=f"e_{number:016x}",
        name=value,
        kind="person",
        naming="named",
        count=1,
        role=value,
        affiliation=None,
        affiliation_id=None,
        anonymity_reason=None,
        quote_count=1,
        start=0,
        end=len(value),
    )
    spans = (
        QuoteSpan(role="content", part=0, start=0, end=len(value), text=value),
        QuoteSpan(role="content", part=1, start=len(value) + 1, end=len(value) + 3, text="he"),
        QuoteSpan(role="cue", part=0, start=len(value) + 4, end=len(value) + 8, text="said"),
    )
    quote = build_quote(
        number,
        document.document_id,
        value,
        source_id=source.source_id,
        cue="said",
        cue_lemma="say",
        speaker=value,
        confidence=1 / (number + 3),
        spans=spans,
    )
    anonymous = build_quote(
        number + 1000, document.document_id, value, type="indirect", act="belief", paragraph=1
    )
    mention = Mention(
        mention_id=f"m_{number:016x}",
        entity_id=f"e_{number:016x}",
        document_id=document.document_id,
        start=0,
        end=len(value),
        text=value,
        kind="name",
    )
    return DocumentRecords(
        document=document,
        cluster_id=f"c_{number:016x}",
        sources=(source,),
        quotes=(quote, anonymous),
        mentions=(mention,),
    )


@pytest.fixture(scope="session", name="build_records")
def build_records_fixture() -> Callable[..., Records]:
    """Give the builder of sample records; called without values it uses all the nasty ones."""
    return build_records


@pytest.fixture(scope="session", name="build_document")
def build_document_fixture() -> Callable[..., Document]:
    """Give the builder of one document."""
    return build_document


@pytest.fixture(scope="session", name="build_quote")
def build_quote_fixture() -> Callable[..., Quote]:
    """Give the builder of one quote."""
    return build_quote


@pytest.fixture
def records() -> Records:
    """Give sample records in which every nasty value stands in every text column."""
    return build_records()


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    """Give the folder that `publish` publishes into; it does not exist yet."""
    return tmp_path / "dist" / "x"


@pytest.fixture
def publish(
    catalog: Path, build_records: Callable[..., Records], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Published]:
    """Give a function that publishes one document per text as the next version of the package x."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    arguments = {
        "metadata": Metadata(name="x", title="X"),
        "created": datetime(2024, 3, 5, 6, 30, tzinfo=UTC),
        "provenance": Provenance(
            pipeline="en_x", pipeline_version="3.8.0", configuration={"with_text": False}
        ),
    }

    def publish_texts(*texts: str, **changes: Any) -> Published:
        return publish_tables(build_tables(build_records(texts)), catalog, **(arguments | changes))

    return publish_texts


@pytest.fixture
def list_tree() -> Callable[[Path], dict[str, bytes]]:
    """Give a function that maps every file below a folder, hidden ones included, to its bytes."""

    def list_files(folder: Path) -> dict[str, bytes]:
        files = (path for path in sorted(folder.rglob("*")) if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}

    return list_files


@pytest.fixture
def list_versions() -> Callable[[Path], list[str]]:
    """Give a function that lists the versions in a catalog's versions.json."""

    def read_versions(catalog: Path) -> list[str]:
        return [
            entry["version"] for entry in json.loads((catalog / "versions.json").read_bytes())["versions"]
        ]

    return read_versions


@pytest.fixture
def release_files() -> set[str]:
    """Give the paths of the files of a version."""
    tables = ("documents", "sources", "quotes", "quote_spans", "entities", "mentions")
    return {
        *("manifest.json", "SHA256SUMS", "README.md", "CHANGELOG.md", "CITATION.cff"),
        *(f"{kind}/datapackage.json" for kind in ("csv", "parquet")),
        *(f"{kind}/data/{name}.{kind}" for kind in ("csv", "parquet") for name in tables),
    }


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every temporary file lie on a disk that is full."""
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("needs a device that is always full")
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: full.open("w+b"))


@pytest.fixture(scope="session")
def faulty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder to import from, in which the pipeline that fails on demand is installed."""
    folder = tmp_path_factory.mktemp("faulty")
    install_faulty(folder)
    return folder


@pytest.fixture
def faulty(faulty_folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the name of an installed pipeline that fails on demand."""
    monkeypatch.syspath_prepend(faulty_folder)
    return NAME


@pytest.fixture(scope="session")
def nlp() -> Any:
    """Give the language pipeline that extraction uses by default; loading it takes a second."""
    from exporter.extraction import load_pipeline

    return load_pipeline()


@pytest.fixture(scope="session")
def read_texts(nlp: Any) -> Callable[..., Records]:
    """Give a function that extracts the records of texts by rules, as documents with the ids "a", "b" and so on."""
    from exporter.extraction import join_entities, load_extractor, read_document

    rules = load_extractor("rules")

    def read(*texts: str) -> Records:
        documents = [
            build_document(number, text, document_id=chr(ord("a") + number))
            for number, text in enumerate(texts)
        ]
        return join_entities([read_document(nlp, document, rules) for document in documents])

    return read


@pytest.fixture(scope="session")
def read_batch() -> Callable[[list[str]], list[DocumentRecords]]:
    """Give a function that extracts texts in one batch, each as a document with the id "a"."""
    from exporter.engines.extracting import extract_records

    def read(texts: list[str]) -> list[DocumentRecords]:
        documents = [build_document(number, text, document_id="a") for number, text in enumerate(texts)]
        return list(extract_records(documents, ExtractionOptions(extractor="rules"), Resources()).documents)

    return read


@pytest.fixture(scope="session")
def read_text(read_texts: Callable[..., Records]) -> Callable[[str], DocumentRecords]:
    """Give a function that extracts the quotes, sources and mentions of one text."""
    return lambda text: read_texts(text).documents[0]
