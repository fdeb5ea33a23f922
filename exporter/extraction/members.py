"""Tells of whom somebody is one who is only called "one of them", "another" or "a third"."""

from collections.abc import Iterable, Sequence

from exporter.extraction import nouns
from exporter.extraction.local_sources import LocalSource

_PEOPLE = frozenset({"person", "group"})


def find_groups(sources: Iterable[LocalSource]) -> dict[int, LocalSource]:
    """Find for the number of every source that is only "one of them" the people who were a source before it."""
    groups: dict[int, LocalSource] = {}
    latest: LocalSource | None = None
    several: LocalSource | None = None
    for source in sorted(sources, key=lambda each: each.best.span.start):
        if source.best.is_open:
            # "Another" may follow one; "one of the two" and "the other" follow several.
            group = latest if source.best.head in {"another", "third", "fourth", "fifth"} else several
            if group is not None and source.is_unnamed:
                groups[source.number] = group
        elif source.is_unnamed and source.kind in _PEOPLE and source.best.form != "pronoun":
            latest = source
            several = source if source.best.is_plural else several
    return groups


def pass_roles_on(sources: Sequence[LocalSource]) -> None:
    """Give "one of them" the role of the others, in the singular."""
    numbered = {source.number: source for source in sources}
    for number, group in find_groups(sources).items():
        role = next((mention.role for mention in group.mentions if mention.role), None)
        numbered[number].passed_role = nouns.get_singular(role) if role and group.best.is_plural else role
