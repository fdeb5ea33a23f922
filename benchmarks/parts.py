"""Tells which share of extraction each part takes: parsing, attributions, sources and entities, joining.

    python -m benchmarks.parts [FOLDER]

FOLDER holds .txt files; without one, articles are shuffled together from the paragraphs of seeds/. One process and one
thread; loading and start-up are left out.
"""

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from spacy.tokens import Doc
from threadpoolctl import threadpool_limits

from benchmarks.speed import write_articles
from exporter.documents import iter_seeds
from exporter.extraction import RecordsCollector, load_extractor, load_pipeline
from exporter.extraction.attribution import Attribution
from exporter.extraction.passes import read_parsed
from exporter.extraction.text.layout import lay_out
from exporter.extraction.text.parsing import parse_texts
from exporter.extraction.text.quotation_marks import Quoted
from exporter.records import Document, Span
from exporter.tables import build_tables

_BATCH = 16


class _Watch:
    """The extractor of attributions, with a watch on it."""

    def __init__(self) -> None:
        self._extractor = load_extractor("model", threads=1)
        self.seconds = 0.0

    def find(self, doc: Doc, paragraphs: Sequence[Span], quoted: Sequence[Quoted]) -> list[Attribution]:
        started = time.perf_counter()
        found = self._extractor.find(doc, list(paragraphs), list(quoted))
        self.seconds += time.perf_counter() - started
        return found


def measure(documents: list[Document]) -> dict[str, float]:
    """Extract documents; return the seconds that each part took."""
    nlp, watch, collector = load_pipeline(), _Watch(), RecordsCollector()
    parsing = reading = joining = 0.0
    for first in range(0, len(documents), _BATCH):
        batch = documents[first : first + _BATCH]
        started = time.perf_counter()
        parsed_texts = list(parse_texts(nlp, ((lay_out(each.text, each.zones), each) for each in batch)))
        parsed = time.perf_counter()
        readings = [read_parsed(document, layout, doc, watch) for doc, layout, document in parsed_texts]
        read = time.perf_counter()
        for each in readings:
            collector.add(each)
        parsing, reading = parsing + parsed - started, reading + read - parsed
        joining += time.perf_counter() - read
    started = time.perf_counter()
    records = collector.collect()
    entities = len(records.entities)
    joining += time.perf_counter() - started
    started = time.perf_counter()
    build_tables(records)
    tables = time.perf_counter() - started
    return {
        "parsing": parsing,
        "attributions": watch.seconds,
        "sources, entities and links": reading - watch.seconds,
        f"joining {entities} entities, near-duplicates": joining,
        "tables": tables,
    }


def main() -> None:
    """Measure the parts and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, threadpool_limits(1):
        if options.folder is None:
            write_articles(Path(scratch))
        seeds = iter_seeds([options.folder or scratch])
        documents = [seed.document for seed in seeds if seed.document is not None]
        measure(documents[:_BATCH])  # What is loaded on first use is loaded then.
        seconds = measure(documents)
    words = sum(len(document.text.split()) for document in documents)
    total = sum(seconds.values())
    print(f"| {words:,} words | seconds | share |\n| --- | ---: | ---: |")
    for name, spent in seconds.items():
        print(f"| {name} | {spent:.2f} | {100 * spent / total:.1f} % |")


if __name__ == "__main__":
    main()
