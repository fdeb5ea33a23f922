"""Times what is done with all documents together, and measures its memory, without reading any.

    python -m benchmarks.joining [DOCUMENTS ...] [--distinct N]

Readings are made up: thirty mentions of a fixed number of entities and ten quotes each, in articles of 400 words, of
which one in ten is a copy of another with a few words changed. Each step has a process of its own, which
makes the readings first.
"""

import argparse
import random
import sys
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256

from benchmarks.processes import run_process
from exporter.extraction import Reading, RecordsCollector
from exporter.extraction.corpus.entity_resolution import EntityResolver
from exporter.extraction.corpus.near_duplicates import NearDuplicateFinder
from exporter.extraction.entities.model import LocalEntity, Name
from exporter.extraction.ids import build_id
from exporter.extraction.rows import LocalMention, ReadEntity
from exporter.records import Document, EntityType, Quote, QuoteSpan, Span, Zone
from exporter.tables import build_tables

_DOCUMENTS = (10_000, 100_000)
_DISTINCT = 20_000
_WORDS = [f"w{number}" for number in range(30_000)]
_LENGTH, _CHANGED, _COPIES = 400, 8, 10
_ENTITIES, _MENTIONS, _QUOTES = 20, 30, 10
_TYPES: tuple[EntityType, ...] = ("person", "organization", "place")


def iter_readings(documents: int, distinct: int) -> Iterator[Reading]:
    """Make up readings, the same on every run."""
    chance = random.Random(1)
    words: list[str] = []
    for number in range(documents):
        if number % _COPIES:
            words = chance.choices(_WORDS, k=_LENGTH)
        else:
            words = [*words] or chance.choices(_WORDS, k=_LENGTH)
            for place in chance.sample(range(_LENGTH), _CHANGED):
                words[place] = chance.choice(_WORDS)
        yield _make_reading(number, " ".join(words), chance, distinct)


def _make_reading(number: int, text: str, chance: random.Random, distinct: int) -> Reading:
    document = Document(
        document_id=f"d_{number:012}",
        path=f"articles/{number:06}.txt",
        text=text,
        sha256=sha256(text.encode()).hexdigest(),
        zones=(Zone(kind="body", start=0, end=len(text)),),
    )
    places = sorted(chance.sample(range(len(text) - 30), _MENTIONS))
    named = [
        (_TYPES[each % 3], f"Name{each} Of{each // 3}") for each in chance.sample(range(distinct), _ENTITIES)
    ]
    return Reading(
        document=document,
        sources=(),
        quotes=tuple(_make_quote(document, each, chance) for each in range(_QUOTES)),
        entities=tuple(
            _make_entity(number, kind, text, places[each::_ENTITIES])
            for each, (kind, text) in enumerate(named)
        ),
        entity_of={},
    )


def _make_entity(number: int, kind: EntityType, text: str, places: list[int]) -> ReadEntity:
    spans = [Span(start=place, end=place + len(text)) for place in places]
    return ReadEntity(
        entity=LocalEntity(type=kind, names=[Name(span=span, text=text, type=kind) for span in spans]),
        mentions=tuple(
            LocalMention(mention_id=build_id("m", number, span.start), span=span, text=text, kind="name")
            for span in spans
        ),
    )


def _make_quote(document: Document, number: int, chance: random.Random) -> Quote:
    start = chance.randrange(len(document.text) - 120)
    text = document.text[start : start + 100]
    return Quote(
        quote_id=build_id("q", document.document_id, number),
        document_id=document.document_id,
        source_id=None,
        type="direct",
        act="speech",
        text=text,
        start=start,
        end=start + 100,
        cue="said",
        cue_lemma="say",
        speaker=None,
        addressee=None,
        paragraph=0,
        confidence=0.5,
        spans=(QuoteSpan(role="content", part=0, start=start, end=start + 100, text=text),),
    )


def pass_by(readings: Iterable[Reading]) -> None:
    """Make the readings and do nothing with them."""
    for _ in readings:
        pass


def join(readings: Iterable[Reading]) -> None:
    """Join the entities of readings."""
    resolver = EntityResolver()
    for reading in readings:
        resolver.add(reading)
    resolver.resolve()


def find_near_duplicates(readings: Iterable[Reading]) -> None:
    """Find the near-duplicates among the documents of readings."""
    finder = NearDuplicateFinder()
    for reading in readings:
        finder.add(reading.document)
    finder.find()


def collect(readings: Iterable[Reading]) -> None:
    """Do all that is done with readings until they are records, which are gone through once."""
    collector = RecordsCollector()
    for reading in readings:
        collector.add(reading)
    for _ in collector.collect().documents:
        pass


def tabulate(readings: Iterable[Reading]) -> None:
    """Do all that is done with readings until they are tables."""
    collector = RecordsCollector()
    for reading in readings:
        collector.add(reading)
    build_tables(collector.collect())


_STEPS: dict[str, Callable[[Iterable[Reading]], None]] = {
    "made and dropped": pass_by,
    "entities joined": join,
    "near-duplicates found": find_near_duplicates,
    "records": collect,
    "tables": tabulate,
}


def main() -> None:
    """Take each step for each number of documents in a process of its own, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("documents", type=int, nargs="*", default=_DOCUMENTS)
    parser.add_argument("--distinct", type=int, default=_DISTINCT)
    parser.add_argument("--step", choices=_STEPS, help="take only this step, in this process")
    options = parser.parse_args()
    if options.step:
        _STEPS[options.step](iter_readings(options.documents[0], options.distinct))
        return
    print("| from readings | documents | seconds | MiB of the process |\n| --- | ---: | ---: | ---: |")
    for step in _STEPS:
        for documents in options.documents:
            arguments = [str(documents), "--distinct", str(options.distinct), "--step", step]
            run = run_process([sys.executable, "-m", "benchmarks.joining", *arguments])
            print(f"| {step} | {documents:,} | {run.elapsed:.1f} | {run.memory:,} |", flush=True)


if __name__ == "__main__":
    main()
