"""What differs between two releases, and how far a user of the older one is affected."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from exporter.releases.versions import Level

_ORDER: dict[Level, int] = {"major": 0, "minor": 1, "patch": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference.

    Attributes:
        level: major if it can break what a user built; minor if it adds; patch if it corrects.
        message: What differs, in one line that starts with the table or with "package".
    """

    level: Level
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """All changes between two releases, those of the highest level first."""

    changes: tuple[Change, ...] = ()

    @property
    def level(self) -> Level | None:
        """Give the highest level of all changes, or None if there are none."""
        return self.changes[0].level if self.changes else None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Give the messages of all changes."""
        return tuple(change.message for change in self.changes)

    def iter_reasons(self, level: Level) -> Iterator[str]:
        """Yield the messages of one level."""
        yield from (change.message for change in self.changes if change.level == level)


def build_difference(changes: Iterable[Change]) -> Difference:
    """Build the difference from changes in any order; within a level they keep their order."""
    return Difference(changes=tuple(sorted(changes, key=lambda change: _ORDER[change.level])))
