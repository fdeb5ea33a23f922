"""Extraction in this process, one batch of documents after the other."""

from collections.abc import Callable, Iterable

from exporter.extraction import DEFAULT_PIPELINE, Reading, join_entities, load_pipeline, read_document
from exporter.records import Document, Records

_BATCH = 16  # larger ones are no faster and cost memory


def extract_records(
    documents: Iterable[Document],
    *,
    pipeline: str = DEFAULT_PIPELINE,
    on_document: Callable[[Document], None] | None = None,
) -> Records:
    """Extract the records of all documents, in their order.

    Args:
        documents: Read one batch at a time.
        pipeline: Name of an installed spaCy pipeline.
        on_document: Called after every document, for progress.

    Raises:
        ModelError: The pipeline is not installed or does not fit.
    """
    nlp = load_pipeline(pipeline)
    readings: list[Reading] = []
    pairs = ((document.text, document) for document in documents)
    for doc, document in nlp.pipe(pairs, as_tuples=True, batch_size=_BATCH):
        readings.append(read_document(document, doc))
        if on_document is not None:
            on_document(document)
    return join_entities(readings)
