"""From documents to tables."""

from collections.abc import Iterator

from exporter.extras import check_extra
from exporter.options import ExtractionOptions, Listener, Resources
from exporter.pipeline.inputs import Inputs, find_seeds, read_documents
from exporter.pipeline.seed_findings import SeedFindings
from exporter.records import Document
from exporter.tables import Tables, build_tables


def extract_tables(
    inputs: Inputs, options: ExtractionOptions, resources: Resources, listener: Listener
) -> Tables:
    """Read documents into tables; those with an error are left out.

    Raises:
        ExporterError: As exporter.extract says.
    """
    check_extra("extract")
    found = SeedFindings(strict=inputs.strict, listener=listener)
    return read_tables(read_documents(find_seeds(inputs), found), found, options, resources)


def read_tables(
    documents: list[Document], found: SeedFindings, options: ExtractionOptions, resources: Resources
) -> Tables:
    """Read documents into tables; the list is empty afterwards.

    Raises:
        ExporterError: As exporter.extract says.
    """
    # Only here, so that a mistake in the inputs is told before seconds are spent on loading spaCy.
    from exporter.engines.extracting import extract_records

    found.listener.on_total(len(documents))
    records = extract_records(
        _give_away(documents),
        options,
        resources,
        on_document=found.listener.on_document,
        on_finding=found.add_late,
    )
    found.check_any(records.documents)
    return build_tables(records, with_text=options.with_text)


def _give_away(documents: list[Document]) -> Iterator[Document]:
    """Empty the list, so that a text is in memory no longer than it takes to read it."""
    documents.reverse()
    while documents:
        yield documents.pop()
