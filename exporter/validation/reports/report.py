"""What validation gives back: what was checked, what was found, and how to read it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from exporter.findings import CODES, Finding

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["documents", "package", "table", "file", "release", "catalog", "run"]
ReportKind = Literal["text", "json", "github", "sarif", "junit"]
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
class Report:
    """The result of one validation.

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

    def to(self, kind: ReportKind) -> str:
        """Write the report in one of the formats, as it stands in a file; ends without a newline."""
        from exporter.validation.reports.escaping import write_json

        if kind in ("json", "sarif"):
            return write_json(self.to_json() if kind == "json" else self.to_sarif())
        return {"text": self.to_text, "github": self.to_github, "junit": self.to_junit}[kind]()

    def to_text(self, *, style: Style | None = None) -> str:
        """Write the report for people, grouped by place, equal findings in one line, a summary at the end.

        What cannot be printed, control characters for instance, is shown escaped.

        Args:
            style: Colours the words; without it the text is plain.
        """
        from exporter.validation.reports.as_text import render_text

        return render_text(self, style=style)

    def to_json(self) -> dict[str, Any]:
        """Build the report as JSON values, in the shape of frictionless' report.

        Beyond that shape, each error has code, level, path and pointer; warnings are texts, as there; and
        counts, known, stale, checked and findings (errors and warnings in one flat list) stand at the top.
        """
        from exporter.validation.reports.as_json import render_json

        return render_json(self)

    def to_github(self) -> str:
        """Write the report as workflow commands, which GitHub shows as annotations.

        GitHub shows ten of each level: errors come first, each code once before any comes again.
        """
        from exporter.validation.reports.as_github import render_github

        return render_github(self)

    def to_sarif(self) -> dict[str, Any]:
        """Build the report as SARIF 2.1.0; lines are read off the files, which must still be there for that."""
        from exporter.validation.reports.as_sarif import render_sarif

        return render_sarif(self)

    def to_junit(self) -> str:
        """Write the report as JUnit XML: a suite for each thing checked, a test that fails for each code of errors."""
        from exporter.validation.reports.as_junit import render_junit

        return render_junit(self)

    def to_pandas(self) -> "pd.DataFrame":
        """Build a data frame with one row per listed finding.

        Columns: code, level, message, path, resource, field, cell, pointer (strings), row, byte (Int64); absence is NA.
        """
        from exporter.validation.reports.as_json import render_pandas

        return render_pandas(self)


def build_failure(code: str, message: str, place: str) -> Report:
    """Build the report of a run that could not be done, with the one error that says why."""
    finding = Finding(code=code, message=message, path=place)
    task = Task(name="validate", kind="run", place=place, counts={code: 1}, findings=(finding,))
    return Report(tasks=(task,))


def count_level(counts: Mapping[str, int], level: str) -> int:
    """Count the findings of one level."""
    return sum(number for code, number in counts.items() if CODES[code].level == level)


def _add_up(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for item in counts:
        total.update(item)
    return dict(sorted(total.items()))
