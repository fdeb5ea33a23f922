"""What goes to an engine and what comes back: shards of documents, and an outcome for each document."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from exporter.extraction import Reading
from exporter.options import ExtractionOptions, Resources
from exporter.records import Document

Shard = Sequence[Document]
"""Some documents, without their metadata, so that they can be pickled."""

_DOCUMENTS = 16  # larger shards are no faster and cost memory
_CHARACTERS = 50_000  # take about 200 MB beyond what is loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a document could not be read.

    Attributes:
        message: The error in one line.
        trace: Where in the program it happened.
        lacks_memory: Whether memory ran out, so that it may be read where there is more.
    """

    message: str
    trace: str
    lacks_memory: bool = False


Outcome = Reading | Failure


class Engine(Protocol):
    """The module of an engine."""

    def run(
        self, shards: Iterable[Shard], options: ExtractionOptions, resources: Resources
    ) -> Generator[list[Outcome], None, None]:
        """Read shards and yield for each, in their order, the outcomes of its documents, in theirs.

        What was started ends with the generator, also if that is closed before its end.

        Args:
            shards: Taken as they are needed, a bounded number ahead.
            options: What to read with.
            resources: How many processes and threads may be used; None leaves it to the engine.

        Raises:
            InputError: The engine cannot use what the resources ask for.
            ModelError: The pipeline or the model is not installed or does not fit.
            ExtractionError: Reading cannot go on.
        """


def iter_shards(documents: Iterable[Document]) -> Iterator[Shard]:
    """Yield the documents in their order, a few at a time, and a long one alone."""
    shard: list[Document] = []
    characters = 0
    for document in documents:
        characters += len(document.text)
        if shard and (len(shard) == _DOCUMENTS or characters > _CHARACTERS):
            yield shard
            shard, characters = [], len(document.text)
        shard.append(document)
    if shard:
        yield shard
