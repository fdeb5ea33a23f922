"""Turns a report into JSON values in the shape of frictionless' report, or into a data frame."""

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from exporter.findings import CODES, Finding
from exporter.validation.report.escaping import write_json
from exporter.validation.report.results import Results, Task, count_level

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


def render(results: Results) -> str:
    """Write the report as JSON; ends without a newline."""
    return write_json(build_json(results))


def build_json(results: Results) -> dict[str, Any]:
    """Build the report as JSON values, in the shape of frictionless' report."""
    return {
        "valid": results.valid,
        "stats": {
            "tasks": len(results.tasks),
            "errors": results.errors,
            "warnings": results.warnings,
            "seconds": round(results.seconds, 3),
        },
        "warnings": [],
        "errors": [],
        "tasks": [_build_task(task) for task in results.tasks],
        "counts": results.counts,
        "known": results.known,
        "stale": [dict(entry) for entry in results.stale],
        "checked": asdict(results.checked),
        "findings": [_build_row(finding) for finding in results.findings],
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


def build_frame(results: Results) -> "pd.DataFrame":
    """Build a data frame with one row per listed finding."""
    import pandas as pd

    rows = [[getattr(finding, name) for name in _COLUMNS] for finding in results.findings]
    frame = pd.DataFrame(rows, columns=list(_COLUMNS))
    return frame.astype({name: "Int64" if name in ("row", "byte") else "string" for name in _COLUMNS})
