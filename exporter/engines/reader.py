"""Reads batches of documents, in this process or in a worker, and keeps a failure to the document that made it."""

import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from threadpoolctl import ThreadpoolController

from exporter.errors import ExporterError, ExtractionError
from exporter.extraction import Reading, load_extractor, load_pipeline, read_documents
from exporter.records import Document

Batch = Sequence[Document]

_DOCUMENTS = 16  # larger batches are no faster and cost memory
_CHARACTERS = 50_000  # take about 200 MB beyond what is loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a document could not be read: the error in one line, and where in the program it happened."""

    message: str
    trace: str


Outcome = Reading | Failure


def iter_batches(documents: Iterable[Document]) -> Iterator[Batch]:
    """Yield the documents in their order, a few at a time, and a long one alone."""
    batch: list[Document] = []
    characters = 0
    for document in documents:
        characters += len(document.text)
        if batch and (len(batch) == _DOCUMENTS or characters > _CHARACTERS):
            yield batch
            batch, characters = [], len(document.text)
        batch.append(document)
    if batch:
        yield batch


class Reader:
    """All that reading needs, loaded once in a process."""

    def __init__(self, pipeline: str, extractor: str, *, threads: int) -> None:
        """Load the pipeline and the extractor.

        Args:
            pipeline: Name of an installed spaCy pipeline.
            extractor: What finds attributions, see load_extractor.
            threads: How many threads may multiply matrices.

        Raises:
            ModelError: The pipeline or the model is not installed or does not fit.
        """
        self._nlp = load_pipeline(pipeline)
        self._extractor = load_extractor(extractor, threads=threads)
        self._libraries = ThreadpoolController()
        self._threads = threads

    def read(self, batch: Batch) -> list[Outcome]:
        """Read each document of a batch; if that fails, one by one, so that only the bad ones fail.

        Raises:
            ExtractionError: There is not enough memory for a document.
        """
        with self._libraries.limit(limits=self._threads, user_api="blas"):
            try:
                return list(self._read_together(batch))
            except ExporterError:
                raise
            except Exception:  # Told of the document that made it, when that is read alone.
                pass
            return [self._read_alone(document) for document in batch]

    def _read_together(self, batch: Batch) -> Iterator[Reading]:
        return read_documents(self._nlp, batch, self._extractor)

    def _read_alone(self, document: Document) -> Outcome:
        try:
            return next(self._read_together([document]))
        except ExporterError:
            raise
        except MemoryError as error:  # The machine's fault, not the document's: elsewhere it would be read.
            raise ExtractionError(
                f"{document.path}: not enough memory to read it ({len(document.text):,} characters)",
                hint="use fewer processes (--processes 1)",
            ) from error
        except Exception as error:
            found = f"{type(error).__name__}: {error}".splitlines()[0]
            message = f"it cannot be read (expected no error in extraction, found {found!r:.100})"
            return Failure(message=message, trace=traceback.format_exc())
