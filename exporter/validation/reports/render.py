"""Turns a report into text, JSON values or a data frame."""

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from exporter.findings import CODES, Finding
from exporter.validation.reports.report import Report, Style, Task, count_level

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS = ("code", "level", "message", "path", "resource", "row", "field", "cell", "pointer", "byte")

# The types of frictionless that need nothing we do not have; all other codes are plain errors to its readers.
_FRICTIONLESS_TYPES = {
    "file-hash": "hash-count",
    "file-bytes": "byte-count",
    "file-rows": "row-count",
    "encoding-error": "encoding-error",
    "descriptor-rule": "package-error",
    "path-unsafe": "package-error",
    "path-missing": "scheme-error",
    "parquet-syntax": "source-error",
}


def render_text(report: Report, *, style: Style | None = None) -> str:
    """Write the report for people; ends without a newline."""
    paint = style or _plain
    blocks = [_render_task(task, paint) for task in report.tasks if task.counts]
    kind = "summary" if report.valid else "error"
    return "\n\n".join([*blocks, paint(kind, _summarize(report))])


def _plain(_: str, words: str) -> str:
    return words


def _render_task(task: Task, paint: Style) -> str:
    lines = []
    heading = None
    for finding in task.findings:
        if (finding.path, finding.resource) != heading:
            heading = (finding.path, finding.resource)
            lines.append(
                paint("place", finding.path + (f" [{finding.resource}]" if finding.resource else ""))
            )
        lines.append(_render_line(finding, paint))
    lines += _render_rest(task)
    return "\n".join(lines)


def _render_line(finding: Finding, paint: Style) -> str:
    row = f"row {finding.row}" if finding.row is not None else None
    place = ", ".join(part for part in (row, finding.field, finding.pointer) if part)
    return f"  {paint(finding.level, finding.level)} {finding.code} {place + ': ' if place else ''}{finding.message}"


def _render_rest(task: Task) -> list[str]:
    listed: dict[str, int] = {}
    for finding in task.findings:
        listed[finding.code] = listed.get(finding.code, 0) + 1
    rest = {code: number - listed.get(code, 0) for code, number in task.counts.items()}
    return [f"  ... and {number:,} more {code} in {task.place}" for code, number in rest.items() if number]


def _summarize(report: Report) -> str:
    checked = report.checked
    verdict = "valid" if report.valid else "not valid"
    found = f"{_count(report.errors, 'error')}, {_count(report.warnings, 'warning')}"
    parts = [_count(checked.documents, "document")] if checked.documents else []
    if checked.tables:
        parts.append(f"{_count(checked.rows, 'row')} in {_count(checked.tables, 'table')}")
    if checked.files:
        parts.append(_count(checked.files, "file"))
    return f"{verdict}: {found}; checked {', '.join(parts) or 'nothing'}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def render_json(report: Report) -> dict[str, Any]:
    """Build the report as JSON values, in the shape of frictionless' report."""
    return {
        "valid": report.valid,
        "stats": {
            "tasks": len(report.tasks),
            "errors": report.errors,
            "warnings": report.warnings,
            "seconds": round(report.seconds, 3),
        },
        "warnings": [],
        "errors": [],
        "tasks": [_build_task(task) for task in report.tasks],
        "counts": report.counts,
        "checked": asdict(report.checked),
        "findings": [_build_row(finding) for finding in report.findings],
    }


def _build_task(task: Task) -> dict[str, Any]:
    stats = {
        "errors": count_level(task.counts, "error"),
        "warnings": count_level(task.counts, "warning"),
        "seconds": round(task.seconds, 3),
        "bytes": task.bytes,
        "rows": task.rows,
        "documents": task.documents,
        "fields": len(task.labels) or None,
    }
    return {
        "name": re.sub(r"[^-a-z0-9._/]+", "-", task.name.lower()) or "unnamed",
        "type": task.kind,
        "valid": task.valid,
        "place": task.place,
        "labels": list(task.labels),
        "stats": {key: value for key, value in stats.items() if value is not None},
        "warnings": [f"{item.code}: {item.message}" for item in task.findings if item.level == "warning"],
        "errors": [_build_error(item, task) for item in task.findings if item.level == "error"],
    }


def _build_error(finding: Finding, task: Task) -> dict[str, Any]:
    error = {
        "type": _FRICTIONLESS_TYPES.get(finding.code, "error"),
        "title": finding.code.replace("-", " ").capitalize(),
        "description": CODES[finding.code].meaning,
        "message": finding.message,
        "tags": ["#table", "#row"] if finding.row is not None else [],
        "note": finding.message,
        "rowNumber": finding.row,
        "fieldName": finding.field,
        "fieldNumber": task.labels.index(finding.field) + 1 if finding.field in task.labels else None,
        "cell": finding.cell,
        "byte": finding.byte,
        "code": finding.code,
        "level": finding.level,
        "path": finding.path,
        "pointer": finding.pointer,
    }
    return {key: value for key, value in error.items() if value is not None}


def _build_row(finding: Finding) -> dict[str, Any]:
    values = {name: getattr(finding, name) for name in _COLUMNS}
    return {name: value for name, value in values.items() if value is not None}


def render_pandas(report: Report) -> "pd.DataFrame":
    """Build a data frame with one row per listed finding."""
    import pandas as pd

    rows = [[getattr(finding, name) for name in _COLUMNS] for finding in report.findings]
    frame = pd.DataFrame(rows, columns=list(_COLUMNS))
    return frame.astype({name: "Int64" if name in ("row", "byte") else "string" for name in _COLUMNS})
