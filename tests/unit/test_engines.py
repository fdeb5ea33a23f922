"""Extraction in this process."""

import pytest

from exporter.engines import extract_records
from exporter.errors import ModelError
from exporter.records import Records


def test_no_documents_give_no_records():
    """Nothing in, nothing out."""
    assert extract_records([]) == Records()


def test_keeps_the_order_and_calls_back_once_a_document(build_document):
    """Records come in the order of the documents, over batches, and each is announced when it is read."""
    documents = [build_document(number, f"Rain fell on day {number}.") for number in range(150, 0, -1)]
    seen = []
    records = extract_records(iter(documents), on_document=seen.append)
    assert seen == documents
    assert [found.document for found in records.documents] == documents


def test_reads_documents_one_batch_at_a_time(build_document):
    """Documents are taken from an iterator no sooner than a batch before they are read."""
    taken, ahead = [], []

    def iter_documents():
        for number in range(200):
            taken.append(number)
            yield build_document(number, "Rain fell.")

    extract_records(iter_documents(), on_document=lambda document: ahead.append(len(taken)))
    assert ahead[0] < 200
    assert ahead[-1] == 200


def test_joins_entities_of_all_documents(build_document):
    """A surname in one document joins the full name in another."""
    texts = ["Mara Quist opened the bridge.", "Mr. Quist thanked the crew in London."]
    records = extract_records([build_document(number, text) for number, text in enumerate(texts)])
    quist = next(entity for entity in records.entities if entity.name == "Mara Quist")
    assert (quist.aliases, quist.document_count) == (("Quist",), 2)


def test_unknown_pipeline_is_refused_before_any_document_is_read():
    """A mistake in the name of the pipeline costs no work."""

    def iter_documents():
        pytest.fail("a document was asked for")
        yield

    with pytest.raises(ModelError):
        extract_records(iter_documents(), pipeline="en_no_such_pipeline")
