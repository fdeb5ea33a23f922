"""Checks documents, tables, packages and releases; what is wrong is data, in a report.

Nothing is imported before it is asked for: who only wants the formats of reports does not wait for Arrow.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from exporter.validation.engine import validate
    from exporter.validation.report.report import Report
    from exporter.validation.report.results import Checked, Task
    from exporter.validation.targets.nearest import find_packages

_HOMES = {
    "Checked": "exporter.validation.report.results",
    "Report": "exporter.validation.report.report",
    "Task": "exporter.validation.report.results",
    "find_packages": "exporter.validation.targets.nearest",
    "validate": "exporter.validation.engine",
}

__all__ = ["Checked", "Report", "Task", "find_packages", "validate"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
