"""Writes a report for people: short, grouped by place, with nothing in it that a terminal would obey."""

from collections import Counter
from collections.abc import Iterable, Sequence

from exporter.findings import Finding
from exporter.validation.report.escaping import escape
from exporter.validation.report.results import Results, Style, Task

LINES = 10
"""How many lines one code takes for one field of a task, at most."""

_RANGES = 5
Fold = tuple[str, str | None, str | None, str]


def render(results: Results, *, style: Style | None = None) -> str:
    """Write the report for people; ends without a newline."""
    paint = style or _plain
    blocks = [_render_task(task, paint) for task in results.tasks if task.counts]
    kind = "summary" if results.valid else "error"
    return "\n\n".join([*blocks, paint(kind, summarize(results))])


def summarize(results: Results) -> str:
    """Say in one line what came out and how much was looked at."""
    checked = results.checked
    verdict = "valid" if results.valid else "not valid"
    found = f"{count(results.errors, 'error')}, {count(results.warnings, 'warning')}"
    parts = [count(checked.documents, "document")] if checked.documents else []
    if checked.tables:
        parts.append(f"{count(checked.rows, 'row')} in {count(checked.tables, 'table')}")
    if checked.files:
        parts.append(count(checked.files, "file"))
    known = sum(results.known.values())
    gone = sum(int(entry["count"]) for entry in results.stale)
    baseline = [f"{known:,} known"] if known else []
    baseline += [f"{gone:,} of the baseline not found any more"] if gone else []
    return "; ".join([f"{verdict}: {found}", f"checked {', '.join(parts) or 'nothing'}", *baseline])


def count(number: int, noun: str) -> str:
    """Write a number with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def name_place(finding: Finding, rows: Sequence[int] = ()) -> str:
    """Name the rows, the field and the pointer of a finding, as far as it has them."""
    rows = rows or ([] if finding.row is None else [finding.row])
    parts = (_name_rows(rows), finding.field, finding.pointer)
    return ", ".join(escape(part) for part in parts if part)


def name_heading(path: str, resource: str | None) -> str:
    """Name a file and the resource it belongs to, so that a CI runner takes it for no command."""
    text = escape(path) + (f" [{escape(resource)}]" if resource else "")
    return f"./{text}" if text.lstrip().startswith("::") else text


def _plain(_: str, words: str) -> str:
    return words


def _render_task(task: Task, paint: Style) -> str:
    lines: list[str] = []
    shown: Counter[str] = Counter()
    printed: Counter[tuple[str, str | None]] = Counter()
    for (path, resource), findings in _group(task.findings).items():
        block = _render_place(findings, shown, printed, paint)
        if block:
            lines += [paint("place", name_heading(path, resource)), *block]
    return "\n".join([*lines, *_render_rest(task, shown)])


def _group(findings: Iterable[Finding]) -> dict[tuple[str, str | None], list[Finding]]:
    groups: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.path, finding.resource), []).append(finding)
    return groups


def _render_place(
    findings: list[Finding], shown: Counter[str], printed: Counter[tuple[str, str | None]], paint: Style
) -> list[str]:
    folds: dict[Fold, list[Finding]] = {}
    for finding in findings:
        key = (finding.code, finding.field, finding.pointer, finding.message)
        folds.setdefault(key, []).append(finding)
    lines = []
    for (code, field, _, _), equal in folds.items():
        printed[code, field] += 1
        if printed[code, field] <= LINES:
            shown[code] += len(equal)
            lines.append(_render_line(equal, paint))
    return lines


def _render_line(equal: list[Finding], paint: Style) -> str:
    first = equal[0]
    place = name_place(first, [finding.row for finding in equal if finding.row is not None])
    times = f" ({len(equal):,} times)" if len(equal) > 1 else ""
    message = escape(first.message)
    return f"  {paint(first.level, first.level)} {first.code} {place + ': ' if place else ''}{message}{times}"


def _name_rows(rows: Sequence[int]) -> str:
    if len(rows) < 2:
        return f"row {rows[0]}" if rows else ""
    ranges: list[list[int]] = []
    for row in sorted(rows):
        if ranges and row <= ranges[-1][1] + 1:
            ranges[-1][1] = row
        else:
            ranges.append([row, row])
    named = [f"{first}" if first == last else f"{first}-{last}" for first, last in ranges[:_RANGES]]
    return f"rows {', '.join(named)}{' and more' if len(ranges) > _RANGES else ''}"


def _render_rest(task: Task, shown: Counter[str]) -> list[str]:
    place = name_heading(task.place, None)
    return [
        f"  ... and {number - shown[code]:,} more {code} in {place} ({number:,} in all)"
        for code, number in task.counts.items()
        if number > shown[code]
    ]
