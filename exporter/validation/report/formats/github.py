"""Writes a report as workflow commands of GitHub Actions, which become annotations."""

from collections.abc import Mapping

from exporter.findings import Finding
from exporter.validation.report.escaping import escape
from exporter.validation.report.formats.text import name_place, summarize
from exporter.validation.report.places import Place, find_places, relate
from exporter.validation.report.results import Results

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})

Group = tuple[str, str, str | None, str | None]
"""The code, path, resource and field of findings that share an annotation."""


def render(results: Results) -> str:
    """Write one command for each code and field of a file, and one with the summary; ends without a newline."""
    groups: dict[Group, list[tuple[Finding, Place]]] = {}
    for _, finding, place in find_places(results):
        key = (finding.code, place.path, finding.resource, finding.field)
        groups.setdefault(key, []).append((finding, place))
    lines = [_render_group(group) for group in _sort(list(groups.values()))]
    totals = ", ".join(f"{code} {number:,}" for code, number in results.counts.items())
    summary = summarize(results) + (f"; {totals}" if totals else "")
    return "\n".join([*lines, _build_command("notice", {"title": "exporter validate"}, summary)])


def _sort(groups: list[list[tuple[Finding, Place]]]) -> list[list[tuple[Finding, Place]]]:
    """Put errors first, and of each level the first of every code before the second of any."""
    numbers: dict[str, int] = {}
    ranks = []
    for index, group in enumerate(groups):
        first = group[0][0]
        numbers[first.code] = numbers.get(first.code, 0) + 1
        ranks.append((first.level != "error", numbers[first.code], index))
    return [groups[index] for _, _, index in sorted(ranks)]


def _render_group(group: list[tuple[Finding, Place]]) -> str:
    finding, place = group[0]
    where = ", ".join(part for part in (escape(finding.resource or ""), name_place(finding)) if part)
    more = f" (and {len(group) - 1:,} more like it)" if len(group) > 1 else ""
    message = f"{where + ': ' if where else ''}{escape(finding.message)}{more}"
    path = relate(place.path)
    properties = {"file": escape(place.path if path is None else path)}
    if place.line is not None:
        properties["line"] = str(place.line)
    return _build_command(finding.level, properties | {"title": finding.code}, message)


def _build_command(name: str, properties: Mapping[str, str], message: str) -> str:
    written = ",".join(f"{key}={value.translate(_PROPERTY)}" for key, value in properties.items())
    return f"::{name} {written}::{message.translate(_DATA)}"
