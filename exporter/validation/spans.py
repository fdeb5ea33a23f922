"""Checks that the spans of exporter's own tables hold the characters of their documents."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from exporter.validation.context import Texts
from exporter.validation.descriptors.model import Resource
from exporter.validation.descriptors.rules import quote
from exporter.validation.reports.log import Log

Rows = npt.NDArray[np.int64]
_TEXT_FIELDS = {"sources": "name", "quotes": "text", "quote_spans": "text", "mentions": "text"}
_ORDER = ("documents", "quotes")


class SpanCheck:
    """Compares spans with texts as the tables of one package pass by, documents first, then quotes.

    The texts of all documents and the ids of all quotes are held in memory.
    """

    def __init__(self, resources: Iterable[Resource], texts: Texts | None, log: Log) -> None:
        """Find out which tables have spans; log is that of the package."""
        self._texts: dict[str, str] = {}
        self._lengths: dict[str, int] = {}
        self._quotes: dict[str, str] = {}
        self._log = log
        self._lost = 0
        self._fields = {
            item.name: {field.name for field in item.schema.fields} for item in resources if item.schema
        }
        self._seeds = texts() if texts is not None and self.applies else None

    @property
    def applies(self) -> bool:
        """Tell whether the package is one of exporter's own: documents and at least one table of spans."""
        documents = {"document_id", "sha256", "char_count"} <= self._fields.get("documents", set())
        return documents and any(self._has_spans(name) for name in _TEXT_FIELDS)

    def _has_spans(self, name: str) -> bool:
        owner = "quote_id" if name == "quote_spans" else "document_id"
        return name in _TEXT_FIELDS and {owner, "start", "end", _TEXT_FIELDS[name]} <= self._fields.get(
            name, set()
        )

    def sort(self, resources: Iterable[Resource]) -> list[Resource]:
        """Sort resources so that what others point at is read first."""
        return sorted(
            resources, key=lambda item: _ORDER.index(item.name) if item.name in _ORDER else len(_ORDER)
        )

    def build_tap(self, name: str, log: Log) -> "DocumentsTap | SpansTap | None":
        """Build what looks at the batches of one table, or None if it has no spans."""
        if not self.applies:
            return None
        if name == "documents":
            return DocumentsTap(self, log)
        return SpansTap(self, name, log) if self._has_spans(name) else None

    def add_document(
        self, document_id: str, text: str | None, sha256: str | None, length: int | None
    ) -> str | None:
        """Take note of a document, and give back its text if there is one to compare with."""
        if text is None and self._seeds is not None:
            text = self._seeds.get(document_id)
        if length == 0:
            text = text or ""
        if length is not None:
            self._lengths[document_id] = length
        if text is None:
            self._lost += 1
        elif sha256 is None or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() == sha256:
            self._texts[document_id] = text
        return text

    def add_quote(self, quote_id: str, document_id: str) -> None:
        """Take note of which document a quote is from."""
        self._quotes[quote_id] = document_id

    def find_document(self, quote_id: str) -> str | None:
        """Find the document of a quote; an unknown quote has none, which the foreign key tells."""
        return self._quotes.get(quote_id)

    def find_problem(
        self, document_id: str | None, start: int, end: int, text: str | None
    ) -> tuple[str, str] | None:
        """Tell what is wrong with one span, as code and message; without a text only its bounds count."""
        if document_id is None:
            return None
        length = self._lengths.get(document_id)
        if not 0 <= start <= end or (length is not None and end > length):
            found = f"expected 0 <= start <= end <= {length}, found {start} and {end}"
            return "span-bounds", f"outside its document, {quote(document_id)} ({found})"
        whole = self._texts.get(document_id)
        if whole is None or text is None or whole[start:end] == text:
            return None
        expected = quote(whole[start:end])
        return (
            "span-text",
            f"not the characters at [{start}, {end}) (expected {expected}, found {quote(text)})",
        )

    def finish(self) -> None:
        """Write down, once, that texts were not at hand."""
        if self.applies and self._lost:
            where = "in the package" if self._seeds is None else "among the seeds"
            found = f"expected the texts of {len(self._lengths)} documents, {self._lost} are not {where}"
            message = (
                f"spans were not compared with texts ({found}; name the folder of seeds: --seeds FOLDER)"
            )
            self._log.add("spans-not-checked", message)


class DocumentsTap:
    """Takes the texts, hashes and lengths of documents."""

    def __init__(self, check: SpanCheck, log: Log) -> None:
        """Take note for whom and where."""
        self._check, self._log = check, log

    def take(self, values: Mapping[str, Any], rows: Rows) -> None:
        """Check the hash and length of each document whose text is at hand."""
        names = ("document_id", "text", "sha256", "char_count")
        columns = [values[name].to_pylist() if name in values else [None] * len(rows) for name in names]
        for row, document_id, given, sha256, length in zip(rows.tolist(), *columns, strict=True):
            text = self._check.add_document(document_id, given, sha256, length) if document_id else None
            if text is not None:
                self._compare(row, text, sha256, length)

    def _compare(self, row: int, text: str, sha256: str | None, length: int | None) -> None:
        found = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        if sha256 is not None and found != sha256:
            message = f"the text has another hash (expected {sha256}, found {found})"
            self._log.add("document-hash", message, row=row, field="sha256")
        elif length is not None and len(text) != length:
            message = f"the text has another length (expected {length}, found {len(text)})"
            self._log.add("document-length", message, row=row, field="char_count")


class SpansTap:
    """Compares the spans of one table."""

    def __init__(self, check: SpanCheck, name: str, log: Log) -> None:
        """Take note for whom, of which table, and where."""
        self._check, self._name, self._log = check, name, log

    def take(self, values: Mapping[str, Any], rows: Rows) -> None:
        """Compare each span of a batch; rows whose cells are null or not of their type are passed over."""
        owner = "quote_id" if self._name == "quote_spans" else "document_id"
        names = (owner, "start", "end", _TEXT_FIELDS[self._name])
        if not set(names) <= set(values):
            return
        owners, starts, ends, texts = (values[name].to_pylist() for name in names)
        if self._name == "quote_spans":
            owners = [self._check.find_document(quote_id) for quote_id in owners]
        elif self._name == "quotes" and "quote_id" in values:
            for quote_id, document_id in zip(values["quote_id"].to_pylist(), owners, strict=True):
                self._check.add_quote(quote_id, document_id)
        find_problem = self._check.find_problem
        for row, document_id, start, end, text in zip(
            rows.tolist(), owners, starts, ends, texts, strict=True
        ):
            problem = None if start is None or end is None else find_problem(document_id, start, end, text)
            if problem:
                self._log.add(problem[0], problem[1], row=row, field=_TEXT_FIELDS[self._name])
