"""Documents to records: who said what, and which people, organisations and places occur."""

from exporter.extraction.attributions.extractors import describe_extractor, load_extractor
from exporter.extraction.corpus.collector import RecordsCollector, join_entities
from exporter.extraction.passes import read_document, read_documents
from exporter.extraction.rows import Reading
from exporter.extraction.text.pipeline import describe_pipeline, load_pipeline
from exporter.extraction.text.truecasing.truecase import truecase
from exporter.options import DEFAULT_EXTRACTOR, DEFAULT_PIPELINE

__all__ = [
    "DEFAULT_EXTRACTOR",
    "DEFAULT_PIPELINE",
    "Reading",
    "RecordsCollector",
    "describe_extractor",
    "describe_pipeline",
    "join_entities",
    "load_extractor",
    "load_pipeline",
    "read_document",
    "read_documents",
    "truecase",
]
