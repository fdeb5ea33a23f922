"""Extraction on this machine: in this process, or in several workers if there is enough to do."""

import logging
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from itertools import chain

from exporter.engines.reader import Batch, Failure, Outcome, Reader, iter_batches
from exporter.engines.resources import (
    WORTH,
    check_number,
    choose_processes,
    choose_threads,
    count_places,
)
from exporter.engines.workers import read_in_workers
from exporter.errors import ExtractionError
from exporter.extraction import DEFAULT_EXTRACTOR, DEFAULT_PIPELINE, RecordsCollector
from exporter.findings import Finding
from exporter.records import Document, Records

_logger = logging.getLogger("exporter")


def extract_records(
    documents: Iterable[Document],
    *,
    pipeline: str = DEFAULT_PIPELINE,
    extractor: str = DEFAULT_EXTRACTOR,
    processes: int | None = None,
    threads: int | None = None,
    on_document: Callable[[Document], None] | None = None,
    on_finding: Callable[[Document, Finding], None] | None = None,
) -> Records:
    """Extract the records of all documents, in their order; how many processes do it changes nothing in them.

    A document on which extraction fails is no part of the records. What is read from the others lies in a temporary
    file as long as the records are there, without the documents' metadata.

    Args:
        documents: Taken as they are needed, a bounded number ahead.
        pipeline: Name of an installed spaCy pipeline.
        extractor: What finds attributions, see load_extractor.
        processes: How many processes read. 1 is this one; of more, no more are started than there is work for.
            By default as many as there are cores and memory for, but 1 unless that would be slower.
        threads: How many threads each process may use; by default the cores divided by the processes.
        on_document: Called after every document, in their order, for progress.
        on_finding: Called with what is found about a document, before on_document is called with it.

    Raises:
        InputError: The number of processes or threads is less than 1.
        ModelError: The pipeline or the model is not installed or does not fit.
        ExtractionError: A worker was killed, memory or room for temporary files ran out, or extraction failed on
            a document and on_finding is None.
    """
    check_number("processes", processes)
    check_number("threads", threads)
    collector = RecordsCollector()
    with closing(_read(documents, pipeline, extractor, processes, threads)) as outcomes:
        for document, outcome in outcomes:
            if isinstance(outcome, Failure):
                _tell(document, outcome, on_finding)
            else:
                collector.add(outcome)
            if on_document is not None:
                on_document(document)
    return collector.collect()


def _tell(
    document: Document, failure: Failure, on_finding: Callable[[Document, Finding], None] | None
) -> None:
    _logger.debug("%s: %s", document.path, failure.trace)
    finding = Finding(code="extraction-failed", message=failure.message, path=document.path)
    if on_finding is None:
        raise ExtractionError(str(finding), hint="leave the document out")
    on_finding(document, finding)


def _read(
    documents: Iterable[Document], pipeline: str, extractor: str, processes: int | None, threads: int | None
) -> Generator[tuple[Document, Outcome], None, None]:
    batches = iter_batches(documents)
    if processes is None:
        ahead = _look_ahead(batches)
        characters = sum(len(document.text) for batch in ahead for document in batch)
        processes = min(choose_processes(characters), max(1, len(ahead)))
        batches = chain(ahead, batches)
    if processes == 1:
        read = _read_here(batches, pipeline, extractor, threads)
    else:
        read = read_in_workers(
            batches, pipeline=pipeline, extractor=extractor, processes=processes, threads=threads
        )
    with closing(read):
        for batch, outcomes in read:
            yield from zip(batch, outcomes, strict=True)


def _look_ahead(batches: Iterator[Batch]) -> list[Batch]:
    """Take as many batches as it takes to see that all processes are worth starting."""
    ahead: list[Batch] = []
    missing = count_places() * WORTH
    while missing > 0 and (batch := next(batches, None)) is not None:
        ahead.append(batch)
        missing -= sum(len(document.text) for document in batch)
    return ahead


def _read_here(
    batches: Iterable[Batch], pipeline: str, extractor: str, threads: int | None
) -> Generator[tuple[Batch, list[Outcome]], None, None]:
    reader = Reader(pipeline, extractor, threads=threads or choose_threads(1))
    for batch in batches:
        yield batch, reader.read(batch)
