"""Checks documents: their metadata by the schema, and that none is duplicated."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from exporter.findings import Finding
from exporter.records import Document, Seed
from exporter.schemas import load_schema
from exporter.validation.descriptors.json_schema import build_validator, find_violations
from exporter.validation.model.json_types import JsonValue
from exporter.validation.model.messages import quote


def check_seeds(seeds: Iterable[Seed]) -> Iterator[Seed]:
    """Give back the same seeds in the same order, with the schema's and the duplicates' findings added.

    Streams: only ids, hashes and paths are kept. A seed without a document passes unchanged. The first of two
    documents with one id stays valid, the second gets the finding.
    """
    validator = build_validator(load_schema("document"))
    ids: dict[str, tuple[str, str]] = {}
    texts: dict[str, str] = {}
    for seed in seeds:
        document = seed.document
        if document is None:
            yield seed
            continue
        metadata = build_json({"text": document.text, **_end_lines(document.metadata)})
        violations = find_violations(validator, metadata)
        findings = [
            _build_finding(seed.path, violation.pointer, violation.message) for violation in violations
        ]
        findings += _find_duplicates(document, seed.path, ids, texts)
        ids.setdefault(document.document_id, (seed.path, document.sha256))
        texts.setdefault(document.sha256, seed.path)
        yield replace(seed, findings=(*seed.findings, *findings)) if findings else seed


def _end_lines(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Take away the one line end that a block of YAML leaves after a value; it is never kept, but in an id."""
    return {
        key: value.removesuffix("\n") if isinstance(value, str) and key != "id" else value
        for key, value in metadata.items()
    }


def build_json(value: JsonValue) -> JsonValue:
    """Render what YAML makes of dates and times as ISO 8601 text, at any depth, and keep the rest."""
    if isinstance(value, datetime | date):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, dict):
        return {str(key): build_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [build_json(item) for item in value]
    return value


def _build_finding(path: str, pointer: str, message: str) -> Finding:
    field = pointer.split("/")[1].replace("~1", "/").replace("~0", "~") if pointer else None
    return Finding(code="document-metadata", message=message, path=path, field=field, pointer=pointer)


def _find_duplicates(
    document: Document, path: str, ids: dict[str, tuple[str, str]], texts: dict[str, str]
) -> Iterator[Finding]:
    if document.document_id in ids:
        first, sha256 = ids[document.document_id]
        if sha256 == document.sha256:
            message = f"the text is that of another document (expected each once, found it in {quote(first)})"
        else:
            found = f"{quote(document.document_id)} as in {quote(first)}"
            message = f"the id is taken (expected a new id, found {found})"
        yield Finding(code="document-id-duplicate", message=message, path=path, field="id")
    elif document.sha256 in texts:
        first = texts[document.sha256]
        message = f"the text is the same under another id (expected each once, found it in {quote(first)})"
        yield Finding(code="document-text-duplicate", message=message, path=path)
