"""Tells of whom somebody is one who is only called "one of the officials", "another" or "a third diplomat"."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from exporter.extraction.lexicon import nouns
from exporter.extraction.sources.model import LocalSource

_MEMBER = re.compile(r"(?:\w+\s+)?\w+\s+of\s+(?:(?:the|these|those)\s+)?(?:\w+\s+)*?(\w+)$", re.IGNORECASE)
_NEXT = re.compile(
    r"(?:(?:an?other|the\s+other|(?:an?|the)\s+(?:second|third|fourth|fifth|sixth|last))\b)", re.IGNORECASE
)
_ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8}
_LATER = frozenset({"another", "third", "fourth", "fifth"})
_MEMORY = 50  # groups that somebody may be one of
_PEOPLE = frozenset({"person", "group"})


def find_groups(sources: Iterable[LocalSource]) -> dict[int, LocalSource]:
    """Find for the number of every source that is only one of others those others, who were a source before it.

    "One of the diplomats" is one of the people last called so; "another diplomat" only after one of them has spoken.
    "Another" and "a third" without a noun follow whoever spoke last, if nobody was told to be one of several.
    """
    groups: dict[int, LocalSource] = {}
    latest: LocalSource | None = None
    several: list[LocalSource] = []
    begun: Counter[int] = Counter()
    for source in sorted(sources, key=lambda each: each.best.span.start):
        if not source.is_unnamed or source.kind not in _PEOPLE:
            continue
        group = _find_group(source, several[-_MEMORY:], begun)
        if group is None and source.best.is_open:
            is_later = source.best.head in _LATER
            group = latest if is_later else next(reversed(several), None)
        if group is not None:
            groups[source.number] = group
            begun[group.number] += 1
        elif source.best.form != "pronoun" and not source.best.is_open:
            latest = source
            if source.best.is_plural:
                several.append(source)
    return groups


def _find_group(
    source: LocalSource, several: Sequence[LocalSource], begun: Mapping[int, int]
) -> LocalSource | None:
    member = _MEMBER.fullmatch(source.best.text) if source.best.is_member or source.best.is_open else None
    if member is not None:
        noun = member[1].lower()
        if noun == "them" or noun in nouns.NUMBERS:
            return next(reversed(several), None)
        return next((group for group in reversed(several) if _is_called(group, noun)), None)
    if not is_next(source):
        return None
    return next(
        (
            group
            for group in reversed(several)
            if begun.get(group.number, 0) > 0 and _get_ordinal(source) <= group.best.count
            if source.best.is_open or _is_called(group, source.best.head)
        ),
        None,
    )


def _get_ordinal(source: LocalSource) -> int:
    """The number that "a third official" says, whom "two officials" do not include; 0 where there is none."""
    return next((_ORDINALS[word] for word in source.best.text.lower().split() if word in _ORDINALS), 0)


def _is_called(group: LocalSource, noun: str) -> bool:
    """Tell whether a noun, singular or plural, is among the words of a group: "two officials and one executive"."""
    words = {nouns.get_singular(word) for word in group.best.text.lower().split()}
    return nouns.get_singular(noun) in words or any(
        nouns.may_replace(nouns.get_singular(noun), word) for word in words
    )


def is_next(source: LocalSource) -> bool:
    """Tell whether a source is called the next of several: "another official", "a third diplomat"."""
    return not source.best.is_plural and _NEXT.match(source.best.text) is not None


def share_roles(sources: Iterable[LocalSource], groups: Mapping[int, LocalSource]) -> dict[int, str]:
    """Find by number the role of "one of them": that of the others, in the singular.

    Args:
        sources: All sources.
        groups: For the number of a source those of whom it is one, see find_groups.
    """
    shared = {}
    for source in sources:
        group = groups.get(source.number)
        role = next((mention.role for mention in group.mentions if mention.role), None) if group else None
        if group is not None and role is not None:
            shared[source.number] = nouns.get_singular(role) if group.best.is_plural else role
    return shared
