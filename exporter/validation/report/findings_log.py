"""Where checks write down what they find: one collector per report, one log per thing that is checked."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from time import perf_counter

import numpy as np
import numpy.typing as npt

from exporter.errors import ExporterError
from exporter.findings import Finding
from exporter.validation.model.budget import OutOfTimeError
from exporter.validation.model.messages import shorten
from exporter.validation.report.report import Report
from exporter.validation.report.results import Kind, Task

LIMIT = 1000
"""How many findings of one code a report lists; all are counted."""

_logger = logging.getLogger("exporter")

# A report repeats these in every finding, so what a hostile descriptor puts there must not be long.
_LONGEST_PATH, _LONGEST_MESSAGE = 4096, 2000


class FindingsLog:
    """The findings and figures of one thing that is being checked, for instance one table."""

    def __init__(
        self, collector: "Collector", *, name: str, kind: Kind, place: str, resource: str | None
    ) -> None:
        """Use Collector.start instead of calling this."""
        self._collector = collector
        self._seconds = 0.0
        self._findings: list[Finding] = []
        self._counts: Counter[str] = Counter()
        self.name, self.kind, self.place = shorten(name), kind, place[:_LONGEST_PATH]
        self.resource = None if resource is None else shorten(resource)
        self.rows: int | None = None
        self.documents: int | None = None
        self.files = 0
        self.bytes: int | None = None
        self.labels: Sequence[str] = ()
        self.quote: str | None = None

    def add(
        self,
        code: str,
        message: str,
        *,
        path: str | None = None,
        row: int | None = None,
        field: str | None = None,
        pointer: str | None = None,
        cell: str | None = None,
        byte: int | None = None,
    ) -> None:
        """Write down one finding; path is the place of this log unless given."""
        finding = Finding(
            code=code,
            message=_cut(message),
            path=self.place if path is None else path[:_LONGEST_PATH],
            resource=self.resource,
            row=row,
            field=None if field is None else shorten(field),
            pointer=pointer,
            cell=cell,
            byte=byte,
        )
        self.add_finding(finding)

    def add_finding(self, finding: Finding) -> None:
        """Write down a finding that was made elsewhere, as it is."""
        with self._collector.lock:
            self._counts[finding.code] += 1
            if self._collector.count(finding.code, 1):
                self._findings.append(finding)

    def add_many(
        self,
        code: str,
        rows: Sequence[int] | npt.NDArray[np.int64],
        describe: Callable[[int], str],
        *,
        field: str | None = None,
        get_cell: Callable[[int], str] | None = None,
        bytes_before: Sequence[int] | npt.NDArray[np.int64] | None = None,
    ) -> None:
        """Write down one finding for each row, but describe only as many as the report will list.

        Args:
            code: The code of all of them.
            rows: Row numbers.
            describe: Gives the message of the i-th of these rows.
            field: The column concerned, if any.
            get_cell: Gives what stands in the cell of the i-th of these rows.
            bytes_before: Where in the file each of them is.
        """
        if not len(rows):
            return
        with self._collector.lock:
            self._counts[code] += len(rows)
            listed = self._collector.count(code, len(rows))
        field = None if field is None else shorten(field)
        for index in range(listed):
            self._findings.append(
                Finding(
                    code=code,
                    message=_cut(describe(index)),
                    path=self.place,
                    resource=self.resource,
                    row=int(rows[index]),
                    field=field,
                    cell=None if get_cell is None else get_cell(index),
                    byte=None if bytes_before is None else int(bytes_before[index]),
                )
            )

    def has(self, *codes: str) -> bool:
        """Tell whether any of these codes, or any at all, was found here."""
        return any(self._counts[code] for code in codes) if codes else bool(self._counts)

    @contextmanager
    def guard(self, doing: str, *, is_timed: bool = True) -> Iterator[None]:
        """Turn an unexpected exception into a finding, so that one failure does not hide all other results.

        Args:
            doing: What is being done, for the message.
            is_timed: Whether the time that is spent inside counts as time of this log.
        """
        started = perf_counter()
        try:
            yield
        except ExporterError:
            raise
        except OutOfTimeError as error:
            self.add("budget-time", str(error))
        except Exception as error:
            _logger.debug("%s: %s failed", self.place, doing, exc_info=True)
            self.add("internal-error", f"{doing} failed (expected a result, found {type(error).__name__})")
        finally:
            self._seconds += (perf_counter() - started) * is_timed

    def add_file(self, path: Path) -> None:
        """Count a file that is read, once in a report."""
        self.files += self._collector.is_new(path)

    def build_task(self) -> Task:
        """Build the part of the report that is about this."""
        return Task(
            name=self.name,
            kind=self.kind,
            place=self.place,
            labels=tuple(self.labels),
            rows=self.rows,
            documents=self.documents,
            files=self.files,
            bytes=self.bytes,
            seconds=self._seconds,
            counts=dict(self._counts),
            findings=tuple(
                sorted(self._findings, key=lambda item: (item.row or 0, item.code, item.field or ""))
            ),
            quote=self.quote,
        )


class Collector:
    """All logs of one report, in the order in which they were started."""

    def __init__(self, *, limit: int = LIMIT) -> None:
        """Start the clock; limit is how many findings of one code are listed."""
        self._limit = limit
        # A file is read and its cells are checked in two threads.
        self.lock = Lock()
        self._started = perf_counter()
        self._logs: list[FindingsLog] = []
        self._listed: Counter[str] = Counter()
        self._files: set[Path] = set()

    def start(self, *, name: str, kind: Kind, place: str, resource: str | None = None) -> FindingsLog:
        """Start the log of one thing; its findings stand together in the report."""
        log = FindingsLog(self, name=name, kind=kind, place=place, resource=resource)
        self._logs.append(log)
        return log

    def count(self, code: str, number: int) -> int:
        """Take note of a number of findings of one code and tell how many of them are to be listed."""
        listed = min(number, self._limit - self._listed[code])
        self._listed[code] += listed
        return listed

    def is_new(self, path: Path) -> bool:
        """Tell whether a file is read for the first time."""
        is_new = path not in self._files
        self._files.add(path)
        return is_new

    def build_report(self) -> Report:
        """Build the report of everything that was written down so far."""
        return Report(
            tasks=tuple(log.build_task() for log in self._logs), seconds=perf_counter() - self._started
        )


def _cut(message: str) -> str:
    return message if len(message) <= _LONGEST_MESSAGE else f"{message[:_LONGEST_MESSAGE]}..."
