"""Keeps what is found in the seeds, whenever it is, in their order."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from operator import itemgetter

from exporter.errors import InputError
from exporter.findings import Finding
from exporter.options import Listener
from exporter.records import Document, Seed


@dataclass(slots=True, kw_only=True)
class SeedFindings:
    """What is found in the seeds, which are numbered in their order.

    Attributes:
        strict: Whether an error ends the run.
        listener: Hears of each finding as it is made.
        withheld: The seeds that are probably there, only that they were not read.
    """

    strict: bool
    listener: Listener
    withheld: list[Seed] = field(default_factory=list)
    _seeds: dict[str, tuple[int, str]] = field(default_factory=dict)  # number and path by id of the document
    _findings: list[tuple[int, Finding]] = field(default_factory=list)

    def note_seed(self, number: int, path: str, document: Document) -> None:
        """Note which seed a document comes from, and by which path the user named it."""
        self._seeds[document.document_id] = number, path

    def add(self, number: int, finding: Finding) -> None:
        """Take a finding down and tell it.

        Raises:
            InputError: It is an error, and the run is strict.
        """
        self._findings.append((number, finding))
        if self.strict and finding.level == "error":
            hint = "correct it, or leave strict out to build without that document"
            raise InputError(f"{finding} [{finding.code}]", hint=hint)
        self.listener.on_finding(finding)

    def add_late(self, document: Document, finding: Finding) -> None:
        """Take a finding of extraction down, under the path by which the user named the document."""
        number, path = self._seeds[document.document_id]
        self.add(number, replace(finding, path=path))

    def list_all(self) -> tuple[Finding, ...]:
        """List all findings in order of their seeds."""
        return tuple(finding for _, finding in sorted(self._findings, key=itemgetter(0)))

    def count_errors(self) -> int:
        """Count the seeds in which there is an error."""
        return len({number for number, finding in self._findings if finding.level == "error"})

    def check_any(self, documents: Collection[object]) -> None:
        """Check that there are documents at all.

        Raises:
            InputError: There are none.
        """
        if not documents:
            raise InputError(
                f"no usable document (expected at least one, found {self.count_errors()} with errors)",
                hint="correct the errors that were found, or name other documents",
            )
