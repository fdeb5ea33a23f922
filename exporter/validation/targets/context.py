"""What all checks of one run share."""

from dataclasses import dataclass, field

from exporter.validation.files.hashes import FileHashes
from exporter.validation.model.budget import Budget
from exporter.validation.report.findings_log import Collector
from exporter.validation.tables.spans import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What all checks of one run share: where findings go, hashes of files, the budget, and texts of seeds, if any."""

    collector: Collector
    hashes: FileHashes = field(default_factory=FileHashes)
    texts: Texts | None = None
    budget: Budget = field(default_factory=Budget)
    hosts: frozenset[str] = frozenset()
