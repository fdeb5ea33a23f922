"""What runs in a worker: it reads the shards that come in, one after the other, until no more can come.

A worker is started as a program of its own rather than by `multiprocessing`. So the program that uses exporter is
not run a second time in it and needs no guard around its main part, and numerical libraries see their limits
before they are loaded. Questions come in on standard input and answers go out on standard output, both pickled.
"""

import os
import pickle
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import BinaryIO

from exporter.engines.reader import Reader
from exporter.errors import ExporterError, ExtractionError
from exporter.options import ExtractionOptions

BOOTSTRAP = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN); sys.path[:] = sys.argv[1:]; "
    "from exporter.engines.worker import serve; serve()"
)
"""The program of a worker; its arguments are the places to import from. Ctrl-C is left to who started it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """The first question: what a Reader is to load. The answer is None."""

    options: ExtractionOptions
    threads: int


def serve() -> None:
    """Answer every question on standard input: after the setup each is a shard, and its outcomes the answer.

    Instead of an answer an ExporterError is given where reading cannot go on.
    """
    with suppress(BrokenPipeError), _take_streams() as (questions, answers):  # Broken if who asked is gone.
        for answer in _iter_answers(questions):
            pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()


def _iter_answers(questions: BinaryIO) -> Iterator[object]:
    try:
        setup: Setup = pickle.load(questions)
        reader = Reader(setup.options, threads=setup.threads)
        yield None
        while True:
            yield reader.read(pickle.load(questions))
    except EOFError:
        return
    except ExporterError as error:
        yield error
    except Exception as error:
        found = f"{type(error).__name__}: {error}".splitlines()[0]
        yield ExtractionError(
            f"extraction failed in a worker process ({found:.200})",
            hint="run it again with --processes 1 and -vv to see more",
        )


@contextmanager
def _take_streams() -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """Give the streams to who started this, and leave standard error to all that libraries may print."""
    with os.fdopen(os.dup(0), "rb") as questions, os.fdopen(os.dup(1), "wb") as answers:
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)
        yield questions, answers
