"""A process that reads shards, seen from the one that started it."""

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from threading import Lock
from typing import Any

from exporter.engines.shards import Outcome, Shard
from exporter.engines.worker import BOOTSTRAP, Setup
from exporter.errors import ExporterError, ExtractionError

_PATIENCE = 10  # seconds that a worker whose answers have ended may take to end
_FEWER = "use fewer processes (--processes 1)"


class WorkerEndedError(ExtractionError):
    """A worker process ended or was killed before its work was done."""


class WorkerProcess:
    """A process that reads shards; it is started when there is something to read, also after it has ended."""

    def __init__(self, setup: Setup, environment: Mapping[str, str]) -> None:
        """Note what the process is to load, and the environment in which it is to run."""
        self._setup = setup
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._is_over = False
        self._lock = Lock()  # so that nothing is started once it is over

    def load(self) -> None:
        """Start the process if it does not run, and wait until all is loaded.

        Raises:
            ModelError: The pipeline or the model is not installed or does not fit.
            ExtractionError: The process ended meanwhile, or is not to be started any more.
        """
        if self._process is not None:
            return
        with self._lock:
            if self._is_over:
                raise ExtractionError("no worker process is to be started any more")
            self._process = self._start()
        self._ask(self._setup)

    def read(self, shard: Shard) -> list[Outcome]:
        """Read a shard; the first time, wait until all is loaded, too.

        Raises:
            ModelError: The pipeline or the model is not installed or does not fit.
            WorkerEndedError: The process ended or was killed, so that the next shard will have a new one.
            ExtractionError: Reading cannot go on.
        """
        self.load()
        outcomes: list[Outcome] = self._ask(shard)
        return outcomes

    def kill(self) -> None:
        """End the process now, whatever it does, and start no other."""
        with self._lock:
            self._is_over = True
            if self._process is not None:
                self._process.kill()

    def end(self) -> None:
        """End the process, which nobody asks anything, and close its streams."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with suppress(OSError), process:  # A question may be stuck half-way.
                pass

    def _start(self) -> subprocess.Popen[bytes]:
        places = [place or os.getcwd() for place in sys.path]  # noqa: PTH109 - a text is wanted
        warnings = [f"-W{option}" for option in sys.warnoptions]
        # -P keeps the working folder out of what the first lines of the program import.
        return subprocess.Popen(
            [sys.executable, "-P", *warnings, "-c", BOOTSTRAP, *places],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=self._environment,
        )

    def _ask(self, question: object) -> Any:  # noqa: ANN401 - depends on the question
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            pickle.dump(question, process.stdin, pickle.HIGHEST_PROTOCOL)
            process.stdin.flush()
            answer = pickle.load(process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            ended = _explain_end(process)
            self.end()
            raise ended from error
        if isinstance(answer, ExporterError):
            raise answer
        return answer


def _explain_end(process: subprocess.Popen[bytes]) -> WorkerEndedError:
    try:
        code = process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        code = process.wait()
    if code >= 0:
        return WorkerEndedError(f"a worker process ended before its work (exit code {code})", hint=_FEWER)
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    hint = f"if memory ran out, {_FEWER}"
    return WorkerEndedError(f"a worker process was killed before its work was done ({name})", hint=hint)
