"""What validation gives back: the results, and how to read them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exporter.findings import Finding
from exporter.validation.report.formats import render_results
from exporter.validation.report.results import Results, Style, Task

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Results):
    """The result of one validation, with all the ways to read it."""

    def to(self, kind: str) -> str:
        """Write the report in one of the formats, as it stands in a file; ends without a newline.

        Args:
            kind: The name of a format, one of REPORTERS.

        Raises:
            ValueError: There is no such format.
        """
        return render_results(self, kind)

    def to_text(self, *, style: Style | None = None) -> str:
        """Write the report for people, grouped by place, equal findings in one line, a summary at the end.

        What cannot be printed, control characters for instance, is shown escaped.

        Args:
            style: Colours the words; without it the text is plain.
        """
        from exporter.validation.report.formats.text import render

        return render(self, style=style)

    def to_json(self) -> dict[str, Any]:
        """Build the report as JSON values, in the shape of frictionless' report.

        Beyond that shape, each error has code, level, path and pointer; warnings are texts, as there; and
        counts, known, stale, checked and findings (errors and warnings in one flat list) stand at the top.
        """
        from exporter.validation.report.formats.json import build_json

        return build_json(self)

    def to_github(self) -> str:
        """Write the report as workflow commands, which GitHub shows as annotations.

        GitHub shows ten of each level: errors come first, each code once before any comes again.
        """
        return self.to("github")

    def to_sarif(self) -> dict[str, Any]:
        """Build the report as SARIF 2.1.0; lines are read off the files, which must still be there for that."""
        from exporter.validation.report.formats.sarif import build_sarif

        return build_sarif(self)

    def to_junit(self) -> str:
        """Write the report as JUnit XML: a suite for each thing checked, a test that fails for each code of errors."""
        return self.to("junit")

    def to_pandas(self) -> "pd.DataFrame":
        """Build a data frame with one row per listed finding.

        Columns: code, level, message, path, resource, field, cell, pointer (strings), row, byte (Int64); absence is NA.
        """
        from exporter.validation.report.formats.json import build_frame

        return build_frame(self)


def build_failure(code: str, message: str, place: str) -> Report:
    """Build the report of a run that could not be done, with the one error that says why."""
    finding = Finding(code=code, message=message, path=place)
    task = Task(name="validate", kind="run", place=place, counts={code: 1}, findings=(finding,))
    return Report(tasks=(task,))
