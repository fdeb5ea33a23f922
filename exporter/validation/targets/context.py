"""What all checks of one run share."""

from dataclasses import dataclass, field

from exporter.validation.files.find import Measures
from exporter.validation.model.budget import Budget
from exporter.validation.report.findings_log import Collector
from exporter.validation.tables.spans import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What all checks of one run share: where findings go, what was measured, and the texts, if given."""

    collector: Collector
    measures: Measures = field(default_factory=Measures)
    texts: Texts | None = None
    budget: Budget = field(default_factory=Budget)
    hosts: frozenset[str] = frozenset()
