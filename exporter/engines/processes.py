"""Extraction in several processes of this machine at once."""

import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from itertools import chain, islice
from queue import SimpleQueue
from typing import Any

from exporter.engines.resources import build_environment, choose_threads, count_places
from exporter.engines.shards import Outcome, Shard
from exporter.engines.worker import BOOTSTRAP, Setup
from exporter.errors import ExporterError, ExtractionError
from exporter.options import ExtractionOptions, Resources

_AHEAD = 16  # shards for each process that may wait for a slow one before them
_PATIENCE = 10  # seconds that a worker whose answers have ended may take to end
_FEWER = "use fewer processes (--processes 1)"

Pending = deque[Future[list[Outcome]]]


def run(
    shards: Iterable[Shard], options: ExtractionOptions, resources: Resources
) -> Generator[list[Outcome], None, None]:
    """Read shards in processes of their own, which end with the generator.

    Args:
        shards: Taken as they are needed, some for each process ahead of the one that is given.
        options: What to read with.
        resources: The most processes, by default what the machine has; no more are started than there are shards.
            The threads are for each process.

    Raises:
        ModelError: The pipeline or the model is not installed or does not fit.
        ExtractionError: A process was killed or failed, or there is not enough memory.
    """
    waiting = iter(shards)
    first = list(islice(waiting, resources.processes or count_places()))
    if not first:
        return
    threads = resources.threads
    setup = Setup(options=options, threads=threads or choose_threads(len(first)))
    environment = build_environment(threads, len(first))
    workers: list[_Worker] = []
    pool = ThreadPoolExecutor(len(first), thread_name_prefix="exporter-worker")
    try:
        for _ in first:
            workers.append(_Worker(setup, environment))
        yield from _distribute(chain(first, waiting), workers, pool)
    finally:
        # The order matters: what has not begun is dropped, what has begun fails at once, and then nobody waits.
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.kill()
        pool.shutdown()
        for worker in workers:
            worker.close()


def _distribute(
    shards: Iterable[Shard], workers: list["_Worker"], pool: ThreadPoolExecutor
) -> Iterator[list[Outcome]]:
    idle: SimpleQueue[_Worker] = SimpleQueue()
    for worker in workers:
        idle.put(worker)

    def read(shard: Shard) -> list[Outcome]:
        worker = idle.get()
        try:
            return worker.read(shard)
        finally:
            idle.put(worker)

    pending: Pending = deque()
    for shard in shards:
        pending.append(pool.submit(read, shard))
        while pending and (len(pending) >= _AHEAD * len(workers) or pending[0].done()):
            yield _take_first(pending)
    while pending:
        yield _take_first(pending)


def _take_first(pending: Pending) -> list[Outcome]:
    """Wait for the shard that is first in line, but no longer if another one fails meanwhile."""
    head = pending[0]
    running = set(pending)
    while not head.done():
        done, running = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            future.result()
    pending.popleft()
    return head.result()


class _Worker:
    """A process that reads shards, seen from here."""

    def __init__(self, setup: Setup, environment: Mapping[str, str]) -> None:
        places = [place or os.getcwd() for place in sys.path]  # noqa: PTH109 - a text is wanted
        warnings = [f"-W{option}" for option in sys.warnoptions]
        # -P keeps the working folder out of what the first lines of the program import.
        self._process = subprocess.Popen(
            [sys.executable, "-P", *warnings, "-c", BOOTSTRAP, *places],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        self._setup: Setup | None = setup

    def read(self, shard: Shard) -> list[Outcome]:
        """Read a shard; the first time, wait until all is loaded, too."""
        if self._setup is not None:
            self._ask(self._setup)
            self._setup = None
        outcomes: list[Outcome] = self._ask(shard)
        return outcomes

    def kill(self) -> None:
        """End the process now, whatever it does."""
        self._process.kill()

    def close(self) -> None:
        """Wait for the end of the process and close its streams."""
        with suppress(OSError), self._process:  # A question may be stuck half-way.
            pass

    def _ask(self, question: object) -> Any:  # noqa: ANN401 - depends on the question
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            pickle.dump(question, self._process.stdin, pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()
            answer = pickle.load(self._process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise self._explain_end() from error
        if isinstance(answer, ExporterError):
            raise answer
        return answer

    def _explain_end(self) -> ExtractionError:
        try:
            code = self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        if code >= 0:
            return ExtractionError(f"a worker process ended before its work (exit code {code})", hint=_FEWER)
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        hint = f"if memory ran out, {_FEWER}"
        return ExtractionError(f"a worker process was killed before its work was done ({name})", hint=hint)
