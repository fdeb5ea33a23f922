"""Extraction in this process."""

from collections.abc import Generator, Iterable

from exporter.engines.reader import Reader
from exporter.engines.resources import choose_threads
from exporter.engines.shards import Outcome, Shard
from exporter.errors import InputError
from exporter.options import ExtractionOptions, Resources


def run(
    shards: Iterable[Shard], options: ExtractionOptions, resources: Resources
) -> Generator[list[Outcome], None, None]:
    """Read one shard after the other.

    Raises:
        InputError: More than one process is asked for.
        ModelError: The pipeline or the model is not installed or does not fit.
    """
    if resources.processes not in (None, 1):
        problem = f"the engine 'here' is one process (expected 1, found {resources.processes})"
        raise InputError(problem, hint="choose the engine 'processes', or none")
    reader = Reader(options, threads=resources.threads or choose_threads(1))
    for shard in shards:
        yield reader.read(shard)
