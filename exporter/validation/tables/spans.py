"""Checks that the spans of exporter's own tables hold the characters of their documents."""

import hashlib
from collections.abc import Callable, Iterable, Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from exporter.validation.keys.batch import TypedBatch
from exporter.validation.keys.encoding import EncodedColumn
from exporter.validation.keys.id_index import IdIndex
from exporter.validation.model.messages import quote
from exporter.validation.model.package import Resource
from exporter.validation.report.findings_log import FindingsLog
from exporter.validation.values.arrays import TEXT, build_numbers, fill_numbers, read_valid

Texts = Callable[[], Mapping[str, str]]
"""Reads the texts of the seeds, by document_id; once, when first asked."""

Rows = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int64]
_TEXT_FIELDS = {"sources": "name", "quotes": "text", "quote_spans": "text", "mentions": "text"}
_ORDER = ("documents", "quotes")
_ENDLESS = np.iinfo(np.int64).max


class SpanCheck:
    """Compares spans with texts as the tables of one package pass by, documents first, then quotes.

    The texts of all documents and the ids of all quotes are held in memory.
    """

    def __init__(self, resources: Iterable[Resource], texts: Texts | None, log: FindingsLog) -> None:
        """Find out which tables have spans; log is that of the package."""
        self._documents, self._quotes = IdIndex(), IdIndex()
        self._texts: dict[int, str] = {}
        # By the number of a document, and by that of a quote.
        self._lengths, self._quoted = np.zeros(0, np.int64), np.zeros(0, np.int32)
        self._log = log
        self._missing_texts = 0
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

    def build_tap(self, name: str, log: FindingsLog) -> "DocumentsTap | SpansTap | None":
        """Build what looks at the batches of one table, or None if it has no spans."""
        if not self.applies:
            return None
        if name == "documents":
            return DocumentsTap(self, log)
        return SpansTap(self, name, log) if self._has_spans(name) else None

    def add_documents(
        self, ids: EncodedColumn, lengths: Iterable[int | None], texts: Mapping[int, str]
    ) -> None:
        """Take note of documents, of their lengths, and of the texts, by place, that spans are compared with."""
        first = len(self._lengths)
        self._documents.add(ids)
        found = np.array([_ENDLESS if length is None else length for length in lengths], np.int64)
        self._lengths = np.concatenate([self._lengths, found])
        self._texts.update((first + place, text) for place, text in texts.items())

    def find_text(self, document_id: str, text_in_row: str | None, length: int | None) -> str | None:
        """Find the text of a document, in its row or among the seeds; that there is none is taken note of."""
        text = text_in_row if text_in_row is not None or self._seeds is None else self._seeds.get(document_id)
        if text is None and length == 0:
            text = ""
        self._missing_texts += text is None
        return text

    def add_quotes(self, ids: EncodedColumn, documents: Numbers) -> None:
        """Take note of which documents quotes are from."""
        self._quotes.add(ids)
        self._quoted = np.concatenate([self._quoted, documents.astype(np.int32)])

    def find_documents(self, ids: EncodedColumn, *, of_quotes: bool) -> Numbers:
        """Give the number of the document of each row; -1 if it is unknown, which the foreign key tells."""
        if not of_quotes:
            return self._documents.find(ids)
        quotes = self._quotes.find(ids)
        found = np.full(len(quotes), -1)
        found[quotes >= 0] = self._quoted[quotes[quotes >= 0]]
        return found

    def get_id(self, document: int) -> str:
        """Give the id of a document by number."""
        return self._documents.write(document)

    def get_length(self, document: int) -> int | None:
        """Give the length of a document by number, if it is known."""
        length = int(self._lengths[document])
        return None if length == _ENDLESS else length

    def find_outside(self, documents: Numbers, starts: Numbers, ends: Numbers) -> npt.NDArray[np.bool_]:
        """Tell which spans end before they start or lie outside their documents, which are all known."""
        return (starts < 0) | (ends < starts) | (ends > self._lengths[documents])

    def find_other(
        self, documents: Numbers, starts: Numbers, ends: Numbers, texts: pa.Array
    ) -> list[tuple[int, str]]:
        """Find the spans whose text is not what their document has there: their places, and what it has."""
        if not self._texts:
            return []
        rows = zip(documents.tolist(), starts.tolist(), ends.tolist(), texts.to_pylist(), strict=True)
        found = []
        for place, (document, start, end, text) in enumerate(rows):
            whole = self._texts.get(document)
            if whole is not None and text is not None and whole[start:end] != text:
                found.append((place, whole[start:end]))
        return found

    def finish(self) -> None:
        """Write down, once, that texts were not at hand."""
        if self.applies and self._missing_texts:
            where = "in the package" if self._seeds is None else "among the seeds"
            found = (
                f"expected the texts of {len(self._lengths)} documents, {self._missing_texts} are not {where}"
            )
            message = (
                f"spans were not compared with texts ({found}; name the folder of seeds: --seeds FOLDER)"
            )
            self._log.add("spans-not-checked", message)


class DocumentsTap:
    """Takes the texts, hashes and lengths of documents."""

    def __init__(self, check: SpanCheck, log: FindingsLog) -> None:
        """Take note for whom and where."""
        self._check, self._log = check, log

    def take(self, batch: TypedBatch, rows: Rows) -> None:
        """Check the hash and length of each document whose text is at hand."""
        ids = batch.get("document_id")
        if ids is None or ids.type != TEXT:
            return
        valid = read_valid(ids)
        columns = [_list_texts(batch.get(name), len(rows)) for name in ("text", "sha256")]
        lengths = _list_lengths(batch.get("char_count"), len(rows))
        rows_of_documents = zip(rows.tolist(), ids.to_pylist(), *columns, lengths, strict=True)
        known = [row for row, is_valid in zip(rows_of_documents, valid.tolist(), strict=True) if is_valid]
        texts: dict[int, str] = {}
        for place, (row, document_id, text, sha256, length) in enumerate(known):
            whole = self._check.find_text(document_id, text, length)
            if whole is not None and self._matches_declared(row, whole, sha256, length):
                texts[place] = whole
        self._check.add_documents(batch.encode("document_id")[valid], [length for *_, length in known], texts)

    def _matches_declared(self, row: int, text: str, sha256: str | None, length: int | None) -> bool:
        """Compare the hash and then the length; spans are compared with a text whose hash is right."""
        found = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        if sha256 is not None and found != sha256:
            message = f"the text has another hash (expected {sha256}, found {found})"
            self._log.add("document-hash", message, row=row, field="sha256")
            return False
        if length is not None and len(text) != length:
            message = f"the text has another length (expected {length}, found {len(text)})"
            self._log.add("document-length", message, row=row, field="char_count")
        return True


class SpansTap:
    """Compares the spans of one table."""

    def __init__(self, check: SpanCheck, name: str, log: FindingsLog) -> None:
        """Take note for whom, of which table, and where."""
        self._check, self._name, self._log = check, name, log
        self._field = _TEXT_FIELDS[name]
        self._owner = "quote_id" if name == "quote_spans" else "document_id"

    def take(self, batch: TypedBatch, rows: Rows) -> None:
        """Compare each span of a batch; rows whose cells are null or not of their type are passed over."""
        if not {self._owner, "start", "end", self._field} <= set(batch):
            return
        owners, texts = batch[self._owner], batch[self._field]
        if owners.type != TEXT or texts.type != TEXT:
            return
        encoded = batch.encode(self._owner)
        documents = self._check.find_documents(encoded, of_quotes=self._name == "quote_spans")
        if owners.null_count:
            documents[~read_valid(owners)] = -1
        if self._name == "quotes" and "quote_id" in batch and batch["quote_id"].type == TEXT:
            valid = read_valid(batch["quote_id"])
            self._check.add_quotes(batch.encode("quote_id")[valid], documents[valid])
        starts, ends = _read_offsets(batch["start"]), _read_offsets(batch["end"])
        if starts is not None and ends is not None:
            self._compare(documents, starts, ends, texts, rows)

    def _compare(
        self, documents: Numbers, starts: "_Offsets", ends: "_Offsets", texts: pa.Array, rows: Rows
    ) -> None:
        known = np.flatnonzero((documents >= 0) & starts[1] & ends[1])
        documents, first, last = documents[known], starts[0][known], ends[0][known]
        outside = self._check.find_outside(documents, first, last)
        bad, good = np.flatnonzero(outside), np.flatnonzero(~outside)
        if len(bad):
            self._log.add_many(
                "span-bounds",
                rows[known[bad]],
                lambda index: self._describe_bounds(
                    *(int(part[bad[index]]) for part in (documents, first, last))
                ),
                field=self._field,
            )
        chosen = texts if len(good) == len(texts) else texts.take(build_numbers(known[good]))
        for place, expected in self._check.find_other(documents[good], first[good], last[good], chosen):
            span = f"[{first[good[place]]}, {last[good[place]]})"
            found = quote(chosen[place].as_py())
            message = f"not the characters at {span} (expected {quote(expected)}, found {found})"
            self._log.add("span-text", message, row=int(rows[known[good[place]]]), field=self._field)

    def _describe_bounds(self, document: int, start: int, end: int) -> str:
        length = self._check.get_length(document)
        most = "" if length is None else f" <= {length}"
        name = quote(self._check.get_id(document))
        return f"outside its document, {name} (expected 0 <= start <= end{most}, found {start} and {end})"


def _list_texts(values: pa.Array | None, size: int) -> list[str | None]:
    return [None] * size if values is None or values.type != TEXT else list(values.to_pylist())


def _list_lengths(values: pa.Array | None, size: int) -> list[int | None]:
    numbers = None if values is None else _read_offsets(values)
    if numbers is None:
        return [None] * size
    return [
        number if valid else None for number, valid in zip(*(part.tolist() for part in numbers), strict=True)
    ]


_Offsets = tuple[Numbers, npt.NDArray[np.bool_]]
"""Numbers, and which of them are there."""


def _read_offsets(values: pa.Array) -> _Offsets | None:
    """Read integers, what is too large for any text as the largest there is; None if they are no integers."""
    valid = read_valid(values)
    if pa.types.is_int64(values.type):
        return fill_numbers(values, np.int64), valid
    if not pa.types.is_decimal(values.type):
        return None
    whole = (min(max(int(value or 0), -1), _ENDLESS) for value in values.to_pylist())
    return np.fromiter(whole, np.int64, len(values)), valid
