"""Tells who is the same as whom: the sources and the entities of a text, with what is said of each."""

from collections.abc import Iterable, Iterator, Sequence
from typing import get_args

from exporter.brat.standoff import Reader
from exporter.brat.texts import EntityCluster, SourceCluster
from exporter.records import EntityType

_SOURCE = "Source"
_TYPES: dict[str, EntityType] = {kind.capitalize(): kind for kind in get_args(EntityType)}


def build_clusters(
    reader: Reader,
) -> tuple[tuple[SourceCluster, ...], tuple[EntityCluster, ...]]:
    """Build the clusters of one annotation file, in the order of their first mentions.

    Spans of type Source, and those of the types of entities (Person, Place, ...), that stand together in an
    equivalence Coref are one cluster; what stands in none is alone. Attributes Kind, Naming and Count and notes Role,
    Affiliation and AnonymityReason of any span of a source are said of the whole. A file in which nothing is said of
    any source and no equivalence stands, as those of PolNeAR, has no clusters of sources.

    Raises:
        InputError: An equivalence refers to a span that is not there.
    """
    clusters = _unite(reader)
    sources = [each for each in clusters if reader.kinds[each[0]] == _SOURCE]
    entities = [each for each in clusters if reader.kinds[each[0]] in _TYPES]
    is_told = any(_get(reader, each, kind) for each in sources for kind in ("Kind", "Naming", "Count"))
    if not is_told and not any(len(each) > 1 for each in sources):
        sources = []
    return (
        tuple(_build_source(reader, each) for each in sources),
        tuple(_build_entity(reader, each) for each in entities),
    )


def _unite(reader: Reader) -> list[list[str]]:
    """Unite what stands in one equivalence, also over several; each cluster and their list in order of the text."""
    cluster_of = {identifier: [identifier] for identifier in reader.spans}
    for number, members in reader.groups:
        reader.number = number
        for member in members:
            if member not in cluster_of:
                raise reader.refuse("unknown span in Coref", "the identifier of a T line", member)
            small, large = sorted((cluster_of[members[0]], cluster_of[member]), key=len)
            if small is not large:
                large += small
                cluster_of.update(dict.fromkeys(small, large))
    unique = {id(cluster): cluster for cluster in cluster_of.values()}.values()
    ordered = [sorted(cluster, key=lambda each: reader.spans[each][0].start) for cluster in unique]
    return sorted(ordered, key=lambda cluster: reader.spans[cluster[0]][0].start)


def _build_source(reader: Reader, cluster: Sequence[str]) -> SourceCluster:
    count = _get(reader, cluster, "Count")
    return SourceCluster(
        mentions=tuple(dict.fromkeys(reader.spans[each] for each in cluster)),
        kind=_get(reader, cluster, "Kind"),
        naming=_get(reader, cluster, "Naming"),
        count=int(count) if count is not None and count.isdecimal() else None,
        role=_get(reader, cluster, "Role"),
        affiliation=_get(reader, cluster, "Affiliation"),
        anonymity_reason=_get(reader, cluster, "AnonymityReason"),
    )


def _build_entity(reader: Reader, cluster: Sequence[str]) -> EntityCluster:
    mentions: Iterable[str] = (each for each in cluster if reader.kinds[each] in _TYPES)
    return EntityCluster(
        type=_TYPES[reader.kinds[cluster[0]]], mentions=tuple(reader.spans[each][0] for each in mentions)
    )


def _get(reader: Reader, cluster: Sequence[str], kind: str) -> str | None:
    """Get what is said of a cluster, the first if it is said twice."""
    return next(_iter_said(reader, cluster, kind), None)


def _iter_said(reader: Reader, cluster: Sequence[str], kind: str) -> Iterator[str]:
    for identifier in cluster:
        if value := reader.said.get((identifier, kind)):
            yield value
