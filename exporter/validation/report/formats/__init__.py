"""The formats of a report.

To add one, write a module here with `render(results) -> str` and name it in REPORTERS.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exporter.validation.report.results import Results

REPORTERS: Mapping[str, str] = {
    "text": "for people",
    "json": "for programs, in the shape of frictionless' report",
    "github": "annotations of GitHub Actions",
    "sarif": "SARIF 2.1.0, for code scanning services and editors",
    "junit": "JUnit XML, which most CI services show as tests",
    "html": "one page for a browser, which loads nothing",
}
"""Whom each format is for, by its name, which is that of its module."""


def render_results(results: "Results", kind: str) -> str:
    """Write results in one of the formats; ends without a newline.

    Raises:
        ValueError: There is no such format.
    """
    if kind not in REPORTERS:
        raise ValueError(f"{kind!r}: no format of reports (expected one of {', '.join(REPORTERS)})")
    text: str = import_module(f"{__name__}.{kind}").render(results)
    return text
