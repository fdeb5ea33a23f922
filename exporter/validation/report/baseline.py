"""A file of findings that a team has accepted, so that only new ones count."""

import json
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from exporter.errors import InputError
from exporter.findings import Finding
from exporter.validation.model.messages import quote
from exporter.validation.model.opening import open_regular
from exporter.validation.model.strict_json import SIZE, parse_json
from exporter.validation.report.escaping import escape_json
from exporter.validation.report.fingerprint import Key, build_key
from exporter.validation.report.report import Report
from exporter.validation.report.results import UNFINISHED, Task

_VERSION = 1
_HINT = "make it anew with --write-baseline"
_UNACCEPTABLE = (*UNFINISHED, "budget-time")
"""What leaves open how much more there is to find."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """The findings that are accepted.

    Rows are no part of it: what is accepted stays so when its row moves, and a second one like it is new.

    Attributes:
        listed: How many findings with each key.
        unlisted: How many more of each code in a file, which were counted but not listed.
        root: The folder that its paths are relative to.
    """

    listed: Mapping[Key, int]
    unlisted: Mapping[Key, int]
    root: Path

    def to_text(self) -> str:
        """Write it as JSON, one entry a line, in an order that does not change."""
        entries = [_build_entry(key, number) for key, number in self.listed.items()]
        entries += [{**_build_entry(key, number), "unlisted": True} for key, number in self.unlisted.items()]
        lines = sorted(escape_json(json.dumps(entry, ensure_ascii=False)) for entry in entries)
        body = ",\n".join(lines)
        return f'{{\n"baseline": {_VERSION},\n"findings": [\n{body}\n]\n}}\n'


def build_baseline(report: Report, root: Path) -> Baseline:
    """Accept all findings of a report; paths become relative to a folder, so that they are the same anywhere."""
    listed: Counter[Key] = Counter()
    unlisted: Counter[Key] = Counter()
    for task in report.tasks:
        rest = Counter(task.counts)
        for finding in task.findings:
            rest[finding.code] -= 1
            if finding.code not in _UNACCEPTABLE:
                listed[build_key(finding, _relate(finding.path, root))] += 1
        for code, number in rest.items():
            if number and code not in _UNACCEPTABLE:
                unlisted[_build_group(task, code, root)] += number
    return Baseline(listed, unlisted, root)


def read_baseline(path: str | Path) -> Baseline:
    """Read a baseline.

    Raises:
        InputError: It does not exist or is no baseline.
    """
    try:
        with open_regular(Path(path)) as file:
            content = parse_json(file.read(SIZE + 1))
        listed, unlisted = _parse(content)
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read as a baseline ({error.strerror or error})", hint=_HINT
        ) from error
    except ValueError as error:
        raise InputError(f"{path}: no baseline: {error}", hint=_HINT) from error
    return Baseline(listed, unlisted, Path(path).parent)


def accept(report: Report, baseline: Baseline) -> Report:
    """Take out of a report what a baseline accepts; it is counted as known.

    A listed finding is accepted by its key, as often as the baseline has it. What is counted but not listed, now
    or when the baseline was made, is accepted by number, for each code in a file: never more of them than there were.
    """
    left = Counter(baseline.listed)
    spare = Counter(baseline.unlisted)
    tasks = tuple(_accept_task(task, left, spare, baseline.root) for task in report.tasks)
    stale = [_build_entry(key, number) for key, number in (left + spare).items()]
    return replace(report, tasks=tasks, stale=tuple(sorted(stale, key=str)))


def _accept_task(task: Task, left: Counter[Key], spare: Counter[Key], root: Path) -> Task:
    unlisted = Counter(task.counts)
    known: Counter[str] = Counter()
    findings = []
    for finding in task.findings:
        unlisted[finding.code] -= 1
        if _take(finding, task, left, spare, root):
            known[finding.code] += 1
        else:
            findings.append(finding)
    for code, number in unlisted.items():
        if number and code not in _UNACCEPTABLE:
            known[code] += _take_number(number, _build_group(task, code, root), left, spare)
    counts = {code: number - known[code] for code, number in task.counts.items() if number > known[code]}
    return replace(task, counts=counts, findings=tuple(findings), known=dict(+known))


def _take(finding: Finding, task: Task, left: Counter[Key], spare: Counter[Key], root: Path) -> bool:
    if finding.code in _UNACCEPTABLE:
        return False
    key = build_key(finding, _relate(finding.path, root))
    group = _build_group(task, finding.code, root)
    for counter, name in ((left, key), (spare, group)):
        if counter[name] > 0:
            counter[name] -= 1
            return True
    return False


def _take_number(number: int, group: Key, left: Counter[Key], spare: Counter[Key]) -> int:
    """Take as many as there are, of what was not listed and then of what was."""
    wanted = number
    for counter, names in ((spare, [group]), (left, [key for key in left if key[:3] == group[:3]])):
        for name in names:
            accepted = min(wanted, counter[name])
            counter[name] -= accepted
            wanted -= accepted
    return number - wanted


def _build_group(task: Task, code: str, root: Path) -> Key:
    """Build the key of all findings of one code in a task; documents are one group, however they were named."""
    if task.kind == "documents":
        return Key(None, None, code)
    return Key(_relate(task.place, root), task.name if task.kind in ("table", "file") else None, code)


def _relate(path: str, root: Path) -> str:
    if path == "-":
        return path
    try:
        return Path(os.path.relpath(path, root)).as_posix()
    except ValueError:  # It is on another drive.
        return Path(path).as_posix()


def _build_entry(key: Key, number: int) -> dict[str, Any]:
    return {**{name: text for name, text in key._asdict().items() if text is not None}, "count": number}


def _parse(content: Mapping[str, Any]) -> tuple[Counter[Key], Counter[Key]]:
    if content.get("baseline") != _VERSION or not isinstance(content.get("findings"), list):
        raise ValueError(
            f"expected 'baseline': {_VERSION} and a list of 'findings', found {quote(sorted(content))}"
        )
    listed: Counter[Key] = Counter()
    unlisted: Counter[Key] = Counter()
    for index, entry in enumerate(content["findings"]):
        values = dict(entry) if isinstance(entry, dict) else {}
        number, is_unlisted = values.pop("count", None), values.pop("unlisted", False)
        is_text = all(name in Key._fields and isinstance(value, str) for name, value in values.items())
        if not is_text or "code" not in values or type(number) is not int or number < 1:
            raise ValueError(
                f"/findings/{index} is no entry (expected code, count and more, found {quote(entry)})"
            )
        key = Key(**({"path": None, "resource": None} | values))
        (unlisted if is_unlisted else listed)[key] += number
    return listed, unlisted
