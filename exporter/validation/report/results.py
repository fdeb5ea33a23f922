"""What was checked and what was found, as data."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from exporter.findings import CODES, Finding

Kind = Literal["documents", "package", "table", "file", "release", "catalog", "run"]
UNFINISHED = ("internal-error", "validation-failed")
"""Codes that leave it unknown whether all is well."""
Style = Callable[[str, str], str]
"""Takes "error", "warning", "place" or "summary" and some words, and gives the words back in colour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing that was checked, with all that was found in it.

    Attributes:
        name: Of the resource, or of the package, release or catalog.
        kind: What it is.
        place: The file or folder, as the user would name it.
        labels: The names in the header of a table.
        rows: How many rows were read, for tables.
        documents: How many documents were read, for documents.
        files: How many files were read.
        bytes: The size of the file, for resources.
        seconds: How long it took.
        counts: Number of findings for each code, those included that are not listed.
        findings: The findings that are listed, in order of row.
        known: Number of findings for each code that a baseline accepts; they are not among the others.
        quote: The quote character of a CSV file whose lines can be counted, empty for none; None if they cannot.
    """

    name: str
    kind: Kind
    place: str
    labels: tuple[str, ...] = ()
    rows: int | None = None
    documents: int | None = None
    files: int = 0
    bytes: int | None = None
    seconds: float = 0.0
    counts: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    known: Mapping[str, int] = field(default_factory=dict)
    quote: str | None = None

    @property
    def valid(self) -> bool:
        """Tell whether there is no error, listed or not."""
        return count_level(self.counts, "error") == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """How much was looked at, so that a report without findings means something."""

    documents: int
    tables: int
    rows: int
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The result of one validation, for whatever writes it down.

    Attributes:
        tasks: What was checked, in order.
        seconds: How long all of it took.
        stale: Entries of a baseline, with how many findings each of them accepts that are not found any more.
    """

    tasks: tuple[Task, ...]
    seconds: float = 0.0
    stale: tuple[Mapping[str, Any], ...] = ()

    @property
    def valid(self) -> bool:
        """Tell whether there is no error, listed or not, but for what a baseline accepts."""
        return all(task.valid for task in self.tasks)

    @property
    def finished(self) -> bool:
        """Tell whether every check came to a result, whatever that is."""
        return not any(code in self.counts for code in UNFINISHED)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """List the findings in order of task, then row; at most so many of each code as the limit allowed."""
        return tuple(finding for task in self.tasks for finding in task.findings)

    @property
    def counts(self) -> dict[str, int]:
        """Count the findings of each code, those included that are not listed; in order of code."""
        return _add_up(task.counts for task in self.tasks)

    @property
    def known(self) -> dict[str, int]:
        """Count the findings of each code that a baseline accepts, which are not among the others; in order of code."""
        return _add_up(task.known for task in self.tasks)

    @property
    def errors(self) -> int:
        """Count the errors, those included that are not listed."""
        return count_level(self.counts, "error")

    @property
    def warnings(self) -> int:
        """Count the warnings, those included that are not listed."""
        return count_level(self.counts, "warning")

    @property
    def checked(self) -> Checked:
        """Tell how much was looked at."""
        return Checked(
            documents=sum(task.documents or 0 for task in self.tasks),
            tables=sum(task.kind == "table" for task in self.tasks),
            rows=sum(task.rows or 0 for task in self.tasks),
            files=sum(task.files for task in self.tasks),
        )


def count_level(counts: Mapping[str, int], level: str) -> int:
    """Count the findings of one level."""
    return sum(number for code, number in counts.items() if CODES[code].level == level)


def _add_up(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for item in counts:
        total.update(item)
    return dict(sorted(total.items()))
