"""Checks documents, tables, packages and releases; what is wrong is data, in a report."""

from exporter.validation.engine import validate
from exporter.validation.nearest import find_packages
from exporter.validation.reports.report import Checked, Report, Task

__all__ = ["Checked", "Report", "Task", "find_packages", "validate"]
