"""Writes a report as a page for a browser, which needs no other file, loads nothing and runs nothing."""

from collections.abc import Iterable, Iterator
from html import escape as escape_markup

from exporter.findings import CODES, Finding
from exporter.validation.report.escaping import escape
from exporter.validation.report.formats.text import name_heading, name_place, summarize
from exporter.validation.report.results import Results, Task
from exporter.version import __version__

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """\
body { font: 1em/1.5 system-ui, sans-serif; max-width: 70em; margin: 2em auto; padding: 0 1em; }
h2, td { overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin-bottom: 1em; }
th, td { border: 1px solid #999; padding: .25em .5em; text-align: left; vertical-align: top; }
.error { color: #b00020; }
.warning { color: #7a5200; }
@media (prefers-color-scheme: dark) {
  body { background: #111; color: #eee; }
  .error { color: #ff8a80; }
  .warning { color: #ffd180; }
}"""


def render(results: Results) -> str:
    """Write the page: the summary, then a table for each thing in which something was found; ends without a newline."""
    return "\n".join(_iter_lines(results))


def _iter_lines(results: Results) -> Iterator[str]:
    verdict = "valid" if results.valid else "not valid"
    yield "<!DOCTYPE html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>exporter validate: {verdict}</title>"
    yield f"<style>\n{_STYLE}\n</style>"
    yield "</head>"
    yield "<body>"
    yield "<h1>exporter validate</h1>"
    level = "" if results.valid else ' class="error"'
    yield f"<p{level}>{_write(summarize(results))}</p>"
    for task in results.tasks:
        if task.counts:
            yield from _iter_task(task)
    yield f"<footer><p>exporter {_write(__version__)}</p></footer>"
    yield "</body>"
    yield "</html>"


def _iter_task(task: Task) -> Iterator[str]:
    yield f"<h2>{_write(name_heading(task.place, task.name if task.kind in ('table', 'file') else None))}</h2>"
    yield from _iter_table(
        ("Code", "Findings", "Meaning"), (_list_total(*item) for item in task.counts.items())
    )
    yield from _iter_table(("Code", "Place", "Message"), map(_list_cells, task.findings))


def _list_total(code: str, number: int) -> list[str]:
    return [_write_code(code), f"{number:,}", _write(CODES[code].meaning)]


def _list_cells(finding: Finding) -> list[str]:
    place = ", ".join(part for part in (finding.path, name_place(finding)) if part)
    return [_write_code(finding.code), _write(place), _write(finding.message)]


def _iter_table(head: Iterable[str], rows: Iterable[list[str]]) -> Iterator[str]:
    yield "<table>"
    names = "".join(f'<th scope="col">{name}</th>' for name in head)
    yield f"<thead><tr>{names}</tr></thead>"
    yield "<tbody>"
    for cells in rows:
        yield f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    yield "</tbody>"
    yield "</table>"


def _write_code(code: str) -> str:
    level = CODES[code].level
    return f'<span class="{level}">{level}</span> {_write(code)}'


def _write(text: str) -> str:
    return escape_markup(escape(text))
