"""What validation gives back: what was checked, what was found, and how to read it."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from exporter.findings import CODES, Finding

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["documents", "package", "table", "file", "release", "catalog"]
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
    """

    tasks: tuple[Task, ...]
    seconds: float = 0.0

    @property
    def valid(self) -> bool:
        """Tell whether there is no error, listed or not."""
        return all(task.valid for task in self.tasks)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """List the findings in order of task, then row; at most so many of each code as the limit allowed."""
        return tuple(finding for task in self.tasks for finding in task.findings)

    @property
    def counts(self) -> dict[str, int]:
        """Count the findings of each code, those included that are not listed; in order of code."""
        total: Counter[str] = Counter()
        for task in self.tasks:
            total.update(task.counts)
        return dict(sorted(total.items()))

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

    def to_text(self, *, style: Style | None = None) -> str:
        """Write the report for people: one line a finding, grouped by place, a summary at the end.

        Args:
            style: Colours the words; without it the text is plain.
        """
        from exporter.validation.reports.render import render_text

        return render_text(self, style=style)

    def to_json(self) -> dict[str, Any]:
        """Build the report as JSON values, in the shape of frictionless' report.

        Beyond that shape, each error has code, level, path and pointer; warnings are texts, as there; and
        counts, checked and findings (errors and warnings in one flat list) stand at the top.
        """
        from exporter.validation.reports.render import render_json

        return render_json(self)

    def to_pandas(self) -> "pd.DataFrame":
        """Build a data frame with one row per listed finding.

        Columns: code, level, message, path, resource, field, cell, pointer (strings), row, byte (Int64); absence is NA.
        """
        from exporter.validation.reports.render import render_pandas

        return render_pandas(self)


def count_level(counts: Mapping[str, int], level: str) -> int:
    """Count the findings of one level."""
    return sum(number for code, number in counts.items() if CODES[code].level == level)
