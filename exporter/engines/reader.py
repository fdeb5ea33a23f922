"""Reads shards of documents, in this process or in a worker, and keeps a failure to the document that made it."""

import traceback
from collections.abc import Iterator

from threadpoolctl import ThreadpoolController

from exporter.engines.shards import Failure, Outcome, Shard
from exporter.errors import ExporterError
from exporter.extraction import Reading, load_extractor, load_pipeline, read_documents
from exporter.options import ExtractionOptions
from exporter.records import Document


class Reader:
    """All that reading needs, loaded once in a process."""

    def __init__(self, options: ExtractionOptions, *, threads: int) -> None:
        """Load the pipeline and the extractor.

        Args:
            options: Which they are.
            threads: How many threads may multiply matrices.

        Raises:
            ModelError: The pipeline or the model is not installed or does not fit.
        """
        self._nlp = load_pipeline(options.pipeline)
        self._extractor = load_extractor(options.extractor, threads=threads)
        self._libraries = ThreadpoolController()
        self._threads = threads

    def read(self, shard: Shard) -> list[Outcome]:
        """Read each document of a shard; if that fails, one by one, so that only the bad ones fail."""
        with self._libraries.limit(limits=self._threads, user_api="blas"):
            try:
                return list(self._read_together(shard))
            except ExporterError:
                raise
            except Exception:  # Told of the document that made it, when that is read alone.
                pass
            return [self._read_alone(document) for document in shard]

    def _read_together(self, shard: Shard) -> Iterator[Reading]:
        return read_documents(self._nlp, shard, self._extractor)

    def _read_alone(self, document: Document) -> Outcome:
        try:
            return next(self._read_together([document]))
        except ExporterError:
            raise
        except MemoryError:
            size = f"{len(document.text):,} characters"
            message = f"it cannot be read (expected enough memory for {size}, found too little)"
            return Failure(message=message, trace=traceback.format_exc(), lacks_memory=True)
        except Exception as error:
            found = f"{type(error).__name__}: {error}".splitlines()[0]
            message = f"it cannot be read (expected no error in extraction, found {found!r:.100})"
            return Failure(message=message, trace=traceback.format_exc())
