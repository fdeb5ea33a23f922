"""Writes a report as JUnit XML, which most CI services show as tests."""

from collections.abc import Iterable
from xml.etree import ElementTree

from exporter.findings import CODES, Finding
from exporter.validation.report.escaping import escape
from exporter.validation.report.formats.text import count, name_heading, name_place
from exporter.validation.report.results import UNFINISHED, Results, Task

_FINDINGS = 10
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


def render(results: Results) -> str:
    """Write one suite for each thing that was checked; ends without a newline."""
    root = ElementTree.Element("testsuites", name="exporter validate", time=f"{results.seconds:.3f}")
    suites = [_build_suite(task) for task in results.tasks]
    for key in ("tests", "failures", "errors"):
        root.set(key, str(sum(int(suite.get(key, 0)) for suite in suites)))
    root.extend(suites)
    ElementTree.indent(root)
    return f"{_DECLARATION}\n{ElementTree.tostring(root, encoding='unicode')}"


def _build_suite(task: Task) -> ElementTree.Element:
    """Build a suite with a test that passes, because the thing was checked, and one for each code that was found."""
    cases = [_build_case(task, "checked"), *(_build_found(task, code) for code in task.counts)]
    suite = ElementTree.Element("testsuite", name=_name(task), tests=str(len(cases)))
    for key, tag in (("failures", "failure"), ("errors", "error")):
        suite.set(key, str(sum(case.find(tag) is not None for case in cases)))
    suite.set("skipped", "0")
    suite.set("time", f"{task.seconds:.3f}")
    suite.extend(cases)
    return suite


def _name(task: Task) -> str:
    return name_heading(task.place, task.name if task.kind in ("table", "file") else None)


def _build_case(task: Task, name: str) -> ElementTree.Element:
    return ElementTree.Element(
        "testcase", classname=_name(task), name=name, file=escape(task.place), time="0.000"
    )


def _build_found(task: Task, code: str) -> ElementTree.Element:
    """Build the test of one code: an error fails it, a failure of exporter breaks it, a warning is printed."""
    case = _build_case(task, code)
    findings = [finding for finding in task.findings if finding.code == code]
    text = "\n".join(_render(findings, task.counts[code]))
    if CODES[code].level == "warning":
        ElementTree.SubElement(case, "system-out").text = text
        return case
    tag = "error" if code in UNFINISHED else "failure"
    message = f"{count(task.counts[code], 'finding')}: {CODES[code].meaning}"
    ElementTree.SubElement(case, tag, type=code, message=message).text = text
    return case


def _render(findings: list[Finding], total: int) -> Iterable[str]:
    for finding in findings[:_FINDINGS]:
        place = ", ".join(part for part in (escape(finding.path), name_place(finding)) if part)
        yield f"{place}: {escape(finding.message)}"
    rest = total - len(findings[:_FINDINGS])
    if rest:
        yield f"... and {rest:,} more ({total:,} in all)"
