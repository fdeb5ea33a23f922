"""What all checks of one run share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from exporter.validation.budget import Budget
from exporter.validation.reading.files import Measures
from exporter.validation.reports.log import Collector

Texts = Callable[[], Mapping[str, str]]
"""Reads the texts of the seeds, by document_id; once, when first asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What all checks of one run share: where findings go, what was measured, and the texts, if given."""

    collector: Collector
    measures: Measures = field(default_factory=Measures)
    texts: Texts | None = None
    budget: Budget = field(default_factory=Budget)
    hosts: frozenset[str] = frozenset()
