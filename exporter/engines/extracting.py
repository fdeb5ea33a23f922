"""Extraction by an engine: from documents to the records of all of them."""

import logging
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import replace

from exporter.documents.prose import count_read_words
from exporter.engines.choosing import check_resources, choose_engine
from exporter.engines.shards import Failure, Outcome, Shard, iter_shards
from exporter.errors import ExtractionError
from exporter.extraction import RecordsCollector
from exporter.findings import Finding
from exporter.options import ExtractionOptions, Resources
from exporter.records import Document, Records

OnFinding = Callable[[Document, Finding], object]

_MOST_WITHOUT_QUOTES = 150  # words
_logger = logging.getLogger("exporter")


def extract_records(
    documents: Iterable[Document],
    options: ExtractionOptions,
    resources: Resources,
    *,
    on_document: Callable[[Document], object] | None = None,
    on_finding: OnFinding | None = None,
) -> Records:
    """Extract the records of all documents, in their order; what runs it changes nothing in them.

    A document on which extraction fails is no part of the records. What is read from the others lies in a temporary
    file as long as the records are there, without the documents' metadata.

    Args:
        documents: Taken as they are needed, a bounded number ahead.
        options: What to read them with.
        resources: What of the machine to use.
        on_document: Called after every document, in their order, for progress.
        on_finding: Called with what is found about a document, before on_document is called with it.

    Raises:
        InputError: There is no such engine, or the number of processes or threads is less than 1.
        ModelError: The pipeline or the model is not installed or does not fit.
        ExtractionError: No worker can be started, room for temporary files ran out, or extraction failed on a document
            and on_finding is None.
    """
    check_resources(resources)
    collector = RecordsCollector()
    with closing(_read(documents, options, resources)) as outcomes:
        for document, outcome in outcomes:
            if isinstance(outcome, Failure):
                _tell(document, outcome, on_finding)
            else:
                collector.add(replace(outcome, document=document))
                if not outcome.quotes and on_finding is not None:
                    _tell_quoteless(document, on_finding)
            if on_document is not None:
                on_document(document)
    return collector.collect()


def _read(
    documents: Iterable[Document], options: ExtractionOptions, resources: Resources
) -> Generator[tuple[Document, Outcome], None, None]:
    chosen = choose_engine(iter_shards(documents), resources)
    sent: deque[Shard] = deque()
    with closing(chosen.engine.run(_send(chosen.shards, sent), options, chosen.resources)) as results:
        for outcomes in results:
            yield from zip(sent.popleft(), outcomes, strict=True)


def _send(shards: Iterable[Shard], sent: deque[Shard]) -> Iterator[Shard]:
    """Keep every shard until it comes back, and yield it without metadata, which play no part and may hold anything."""
    for shard in shards:
        sent.append(shard)
        yield [replace(document, metadata={}) for document in shard]


def _tell(document: Document, failure: Failure, on_finding: OnFinding | None) -> None:
    _logger.debug("%s: %s", document.path, failure.trace)
    finding = Finding(code="extraction-failed", message=failure.message, path=document.path)
    if on_finding is None:
        raise ExtractionError(str(finding), hint="leave the document out")
    on_finding(document, finding)


def _tell_quoteless(document: Document, on_finding: OnFinding) -> None:
    words = count_read_words(document)
    if words > _MOST_WITHOUT_QUOTES:
        message = (
            "nobody seems to say anything: see whether quotation marks are lost, or whether this is no news"
        )
        message += f" (expected quotes in more than {_MOST_WITHOUT_QUOTES} words, found none in {words})"
        on_finding(document, Finding(code="extraction-no-quotes", message=message, path=document.path))
