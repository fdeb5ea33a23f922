"""Builds the page about conformance: every rule, what exporter says of its packages, and what frictionless says."""

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from conformance_cases import Case, build_url, iter_cases, read_version
from conformance_packages import write_package

from exporter.validation import validate

_KINDS = {
    "valid": "it says valid of {} that are not",
    "invalid": "it refuses {} that are valid",
    "partly": "it misses some of the wrong rows in {}",
    "crash": "it fails with an exception of Python on {}",
    "not run": "it was not run on {}, because it would use the network",
}


def build_page() -> str:
    """Build a summary and a table for each chapter; every package is written and validated on the way."""
    cases = list(iter_cases())
    wrong = {case.name for case in cases if not _is_right(case)}
    tables = [
        f"## {title}\n\n{_build_table(list(chapter), wrong)}"
        for title, chapter in groupby(cases, lambda case: case.chapter)
    ]
    return "\n\n".join([_build_summary(cases, wrong), *tables])


def _is_right(case: Case) -> bool:
    """Tell whether exporter gives the verdict of the standard, with the codes of the case."""
    with tempfile.TemporaryDirectory() as folder:
        report = validate(write_package(case, Path(folder)).parent)
    codes = {finding.code for finding in report.findings if finding.level == "error"}
    return report.valid == (case.verdict == "valid") and codes == case.codes


def _build_summary(cases: Sequence[Case], wrong: set[str]) -> str:
    differing = Counter(case.frictionless.verdict for case in cases if case.frictionless.why)
    parts = [words.format(differing[verdict]) for verdict, words in _KINDS.items() if differing[verdict]]
    judged = {case.rule for case in cases if case.judgement}
    ours = (
        "exporter says what the standard says of all of them"
        if not wrong
        else f"exporter differs from the standard on {len(wrong)} of them"
    )
    rules = len({case.rule for case in cases})
    return (
        f"{rules} rules, {len(cases):,} packages: {ours}, each time with the code in the table.\n"
        f"frictionless {read_version()} differs on {differing.total()}: {'; '.join(parts)}.\n"
        f"For {len(judged)} rules the standard leaves something open; the remark says what."
    )


def _build_table(cases: Sequence[Case], wrong: set[str]) -> str:
    names = ("name", "rule", "formats", "exporter", "frictionless", "remark")
    lines = [f"| {' | '.join(names)} |", "|" + " --- |" * len(names)]
    for _, group in groupby(cases, lambda case: case.rule):
        lines.append("| " + " | ".join(_iter_cells(list(group), wrong)) + " |")
    return "\n".join(lines)


def _iter_cells(cases: Sequence[Case], wrong: set[str]) -> Iterator[str]:
    first = cases[0]
    codes = sorted({code for case in cases for code in case.codes})
    yield f"`{first.rule}`"
    yield f"[{_escape(first.sentence)}]({build_url(first.see)})"
    yield ", ".join(dict.fromkeys(case.format for case in cases))
    ours = [case for case in cases if case.name in wrong]
    yield (
        "valid, "
        + ", ".join(f"`{code}`" for code in codes)
        + (f"; not yet: {_name_cases(ours)}" if ours else "")
    )
    yield _describe_differences(cases) or "valid, invalid"
    yield _escape(first.judgement)


def _describe_differences(cases: Sequence[Case]) -> str:
    """Tell what frictionless says instead, and of which packages; of all formats unless some are named."""
    parts = []
    for (verdict, judged), group in groupby(cases, lambda case: (case.verdict, case.frictionless)):
        if judged.why:
            differing = list(group)
            formats = {case.format for case in cases if case.verdict == verdict}
            where = "" if len(differing) == len(formats) else f" ({_name_formats(differing)})"
            parts.append(f"**{judged.verdict}** for {verdict}{where}: {_escape(judged.why)}")
    return "; ".join(parts)


def _name_formats(cases: Sequence[Case]) -> str:
    return ", ".join(case.format for case in cases)


def _name_cases(cases: Sequence[Case]) -> str:
    return "; ".join(
        f"{verdict} {_name_formats(list(group))}"
        for verdict, group in groupby(cases, lambda case: case.verdict)
    )


def _escape(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*")
