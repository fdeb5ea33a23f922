"""Builds a report as SARIF 2.1.0, which code scanning services and editors read."""

import os
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from exporter.findings import CODES, Finding
from exporter.validation.report.escaping import escape, write_json
from exporter.validation.report.fingerprint import build_digest
from exporter.validation.report.places import Place, find_places, relate
from exporter.validation.report.results import Results
from exporter.version import __version__

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_FINGERPRINT = "exporterFinding/v1"


def render(results: Results) -> str:
    """Write the report as SARIF; ends without a newline."""
    return write_json(build_sarif(results))


def build_sarif(results: Results) -> dict[str, Any]:
    """Build the report as JSON values of SARIF."""
    codes = list(results.counts)
    driver = {
        "name": "exporter",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_build_rule(code) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": results.finished}],
        "results": _build_results(results, codes),
        "properties": {
            "valid": results.valid,
            "totals": results.counts,
            "listed": len(results.findings),
            "known": results.known,
        },
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _build_rule(code: str) -> dict[str, Any]:
    meaning = {"text": _build_text(CODES[code].meaning)}
    return {
        "id": code,
        "shortDescription": {"text": code.replace("-", " ").capitalize() + "."},
        "fullDescription": meaning,
        "help": meaning,  # GitHub asks for it.
        "defaultConfiguration": {"level": CODES[code].level},
    }


def _build_results(results: Results, codes: list[str]) -> list[dict[str, Any]]:
    built = []
    seen: Counter[str] = Counter()
    # Many findings share a few paths.
    name_path, build_artifact = cache(relate), cache(_build_artifact)
    for _, finding, place in find_places(results):
        digest = build_digest(finding, name_path(finding.path))
        seen[digest] += 1
        built.append(
            {
                "ruleId": finding.code,
                "ruleIndex": codes.index(finding.code),
                "level": finding.level,
                "message": {"text": _build_text(finding.message)},
                "locations": [_build_location(finding, place, build_artifact(place.path))],
                "partialFingerprints": {_FINGERPRINT: f"{digest}:{seen[digest]}"},
                "properties": _build_properties(finding),
            }
        )
    return built


def _build_text(text: str) -> str:
    """Write a message so that no viewer finds a placeholder or a link in it."""
    return escape(text).replace("{", "{{").replace("}", "}}").replace("](", "] (")


def _build_location(finding: Finding, place: Place, artifact: dict[str, str]) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": artifact}
    region = {"startLine": place.line, "byteOffset": place.byte}
    if place.line is not None:
        physical["region"] = {name: value for name, value in region.items() if value is not None}
    location: dict[str, Any] = {"physicalLocation": physical}
    logical = _build_logical(finding)
    return {**location, "logicalLocations": logical} if logical else location


def _build_artifact(path: str) -> dict[str, str]:
    try:
        os.fsencode(path)
    except UnicodeError:  # No file can have that name.
        path = escape(path)
    related = relate(path)
    if related is None:
        return {"uri": Path(os.path.abspath(path)).as_uri()}  # noqa: PTH100 - takes any text
    return {"uri": quote(os.fsencode(related)), "uriBaseId": "%SRCROOT%"}


def _build_logical(finding: Finding) -> list[dict[str, str]]:
    locations = []
    if finding.resource is not None:
        locations.append(("resource", finding.resource, finding.resource))
    if finding.field is not None:
        full = f"{finding.resource}/{finding.field}" if finding.resource else finding.field
        locations.append(("field", finding.field, full))
    if finding.pointer:
        locations.append(("property", finding.pointer.rpartition("/")[2], finding.pointer))
    return [
        {"kind": kind, "name": escape(name), "fullyQualifiedName": escape(full)}
        for kind, name, full in locations
    ]


def _build_properties(finding: Finding) -> dict[str, Any]:
    cell = None if finding.cell is None else escape(finding.cell)
    values = {"row": finding.row, "cell": cell, "byte": finding.byte}
    return {name: value for name, value in values.items() if value is not None}
