"""Tells of whom somebody is one who is only called "one of them", "another" or "a third"."""

import re
from collections.abc import Iterable, Sequence

from exporter.extraction import nouns
from exporter.extraction.local_sources import LocalSource

_NEXT = re.compile(r"(?:an?other|the other|an? (?:second|third|fourth|fifth|sixth))\b", re.IGNORECASE)
_PEOPLE = frozenset({"person", "group"})


def find_groups(sources: Iterable[LocalSource]) -> dict[int, LocalSource]:
    """Find for the number of every source that is only "one of them" the people who were a source before it."""
    groups: dict[int, LocalSource] = {}
    latest: LocalSource | None = None
    several: LocalSource | None = None
    begun: set[int] = set()  # groups of which one has spoken
    for source in sorted(sources, key=lambda each: each.best.span.start):
        follows = several is not None and _follows(source, several) and several.number in begun
        if source.best.is_open or follows:
            # "Another" may follow one; "one of the two" and "the other" follow several.
            group = latest if source.best.head in {"another", "third", "fourth", "fifth"} else several
            group = several if follows else group
            if group is not None and source.is_unnamed:
                groups[source.number] = group
                begun.add(group.number)
        elif source.is_unnamed and source.kind in _PEOPLE and source.best.form != "pronoun":
            latest = source
            several = source if source.best.is_plural else several
    return groups


def _follows(source: LocalSource, group: LocalSource) -> bool:
    """Tell whether "a second former member", after "one", is one of "four former members"."""
    return source.best.head == nouns.get_singular(group.best.head) and is_next(source)


def is_next(source: LocalSource) -> bool:
    """Tell whether a source is called the next of several: "another official", "a third diplomat"."""
    return not source.best.is_plural and _NEXT.match(source.best.text) is not None


def pass_roles_on(sources: Sequence[LocalSource]) -> None:
    """Give "one of them" the role of the others, in the singular."""
    numbered = {source.number: source for source in sources}
    for number, group in find_groups(sources).items():
        role = next((mention.role for mention in group.mentions if mention.role), None)
        numbered[number].passed_role = nouns.get_singular(role) if role and group.best.is_plural else role
