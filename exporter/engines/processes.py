"""Extraction in several processes of this machine at once."""

from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import chain, islice
from queue import SimpleQueue
from threading import Lock

from exporter.engines.resources import build_environment, choose_threads, count_places
from exporter.engines.shards import Failure, Outcome, Shard
from exporter.engines.worker import Setup
from exporter.engines.worker_process import WorkerEndedError, WorkerProcess
from exporter.options import ExtractionOptions, Resources
from exporter.records import Document

_AHEAD = 16  # shards for each process that may wait for a slow one before them

Pending = deque[Future[list[Outcome]]]


def run(
    shards: Iterable[Shard], options: ExtractionOptions, resources: Resources
) -> Generator[list[Outcome], None, None]:
    """Read shards in processes of their own, which end with the generator.

    Where a process ends before its work, or memory runs out, the documents of its shard are read again one by one,
    while no other process is there; one on which that happens again is a failure.

    Args:
        shards: Taken as they are needed, some for each process ahead of the one that is given.
        options: What to read with.
        resources: The most processes, by default what the machine has; no more are started than there are shards.
            The threads are for each process.

    Raises:
        ModelError: The pipeline or the model is not installed or does not fit.
        ExtractionError: A process was killed while it loaded what it needs, or failed.
    """
    waiting = iter(shards)
    first = list(islice(waiting, resources.processes or count_places()))
    if not first:
        return
    threads = resources.threads
    setup = Setup(options=options, threads=threads or choose_threads(len(first)))
    environment = build_environment(threads, len(first))
    workers = [WorkerProcess(setup, environment) for _ in first]
    pool = ThreadPoolExecutor(len(first), thread_name_prefix="exporter-worker")
    try:
        yield from _distribute(chain(first, waiting), _Team(workers), pool, ahead=_AHEAD * len(workers))
    finally:
        # The order matters: what has not begun is dropped, what has begun fails at once, and then nobody waits.
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.kill()
        pool.shutdown()
        for worker in workers:
            worker.end()


def _distribute(
    shards: Iterable[Shard], team: "_Team", pool: ThreadPoolExecutor, *, ahead: int
) -> Iterator[list[Outcome]]:
    pending: Pending = deque()
    for shard in shards:
        pending.append(pool.submit(team.read, shard))
        while pending and (len(pending) >= ahead or pending[0].done()):
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


class _Team:
    """Workers, each of which reads a shard at a time, as many at once as there are workers."""

    def __init__(self, workers: Sequence[WorkerProcess]) -> None:
        self._count = len(workers)
        self._idle: SimpleQueue[WorkerProcess] = SimpleQueue()
        for worker in workers:
            self._idle.put(worker)
        self._turn = Lock()  # of who takes workers, so that one can wait for all of them

    def read(self, shard: Shard) -> list[Outcome]:
        """Read a shard with whoever is idle; if that is too much, document by document, while all others are ended."""
        with self._turn:
            worker = self._idle.get()
        try:
            outcomes = worker.read(shard)
            if not any(_lacks_memory(outcome) for outcome in outcomes):
                return outcomes
        except WorkerEndedError:
            pass
        finally:
            self._idle.put(worker)
        return self._read_alone(shard)

    def _read_alone(self, shard: Shard) -> list[Outcome]:
        with self._turn:
            workers = [self._idle.get() for _ in range(self._count)]
            try:
                for worker in workers:
                    worker.end()
                outcomes = [_read_one(workers[0], document) for document in shard]
                if not any(isinstance(outcome, Failure) for outcome in outcomes):
                    # No document was too much, so there were too many processes for the memory.
                    self._count = max(1, self._count - 1)
                return outcomes
            finally:
                for worker in workers[: self._count]:
                    self._idle.put(worker)


def _read_one(worker: WorkerProcess, document: Document) -> Outcome:
    worker.load()
    try:
        (outcome,) = worker.read([document])
    except WorkerEndedError as error:
        size = f"{len(document.text):,} characters"
        message = (
            f"it cannot be read (expected a process that reads it to its end, found {str(error)!r}; {size})"
        )
        return Failure(message=message, trace=str(error))
    return outcome


def _lacks_memory(outcome: Outcome) -> bool:
    return isinstance(outcome, Failure) and outcome.lacks_memory
