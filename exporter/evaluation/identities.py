"""Compares who is the same as whom in a text, and what is said of each source, with what annotators told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from exporter.brat.texts import EntityCluster, SourceCluster
from exporter.evaluation.clusters import ClusterCounts, add_cluster_counts, count_clusters
from exporter.evaluation.scoring import align
from exporter.evaluation.words import Words

EXACT = ("kind", "naming", "count")
WORDED = ("role", "affiliation", "anonymity_reason")

T = TypeVar("T")

_ARTICLES = frozenset({"a", "an", "the"})
_LEAST_SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityCounts:
    """What is counted of sources and entities in one text, or in several together.

    Attributes:
        sources: Of the mentions of sources; two are the same mention if they share a word.
        entities: Of the mentions by name; two are the same if they begin and end alike.
        same_type: Matched mentions by name whose entities have the same type.
        described: For each attribute of sources, of how many pairs of an annotated and a predicted source one has it.
        right: In how many of these both have the same.
    """

    sources: ClusterCounts = field(default_factory=ClusterCounts)
    entities: ClusterCounts = field(default_factory=ClusterCounts)
    same_type: float = 0
    described: Mapping[str, int] = field(default_factory=dict)
    right: Mapping[str, int] = field(default_factory=dict)


def add_identity_counts(counts: Iterable[IdentityCounts]) -> IdentityCounts:
    """Add the counts of any number of texts."""
    several = tuple(counts)
    names = (*EXACT, *WORDED)
    return IdentityCounts(
        sources=add_cluster_counts(each.sources for each in several),
        entities=add_cluster_counts(each.entities for each in several),
        same_type=sum(each.same_type for each in several),
        described={name: sum(each.described.get(name, 0) for each in several) for name in names},
        right={name: sum(each.right.get(name, 0) for each in several) for name in names},
    )


def count_identities(
    text: str,
    gold: tuple[Sequence[SourceCluster], Sequence[EntityCluster]],
    predicted: tuple[Sequence[SourceCluster], Sequence[EntityCluster]],
) -> IdentityCounts:
    """Count in one text what the scores of sources and entities are made of.

    Args:
        text: What all spans refer to.
        gold: The sources and the entities that annotators told apart. Where there are none of a kind, it is not
            counted: they were not annotated.
        predicted: Those that a program told apart.
    """
    sources = ClusterCounts()
    pairs: list[tuple[SourceCluster, SourceCluster]] = []
    if gold[0]:
        sources, pairs = _count_sources(Words(text), gold[0], predicted[0])
    entities, same_type = _count_entities(gold[1], predicted[1]) if gold[1] else (ClusterCounts(), 0)
    number_of = _number_names(text, gold[1])
    compared = [_compare(*pair, number_of) for pair in pairs]
    return IdentityCounts(
        sources=sources,
        entities=entities,
        same_type=same_type,
        described={name: sum(name in each for each in compared) for name in (*EXACT, *WORDED)},
        right={name: sum(each.get(name, False) for each in compared) for name in (*EXACT, *WORDED)},
    )


def _count_sources(
    words: Words, gold: Sequence[SourceCluster], predicted: Sequence[SourceCluster]
) -> tuple[ClusterCounts, list[tuple[SourceCluster, SourceCluster]]]:
    marked, marked_clusters = _list_mentions(each.mentions for each in gold)
    found, found_clusters = _list_mentions(each.mentions for each in predicted)
    ranges = [[words.find_ranges(pieces) for pieces in mentions] for mentions in (marked, found)]
    counts, pairs = count_clusters(marked_clusters, found_clusters, align(*ranges, least=0))
    return counts, [(gold[i], predicted[j]) for i, j in pairs]


def _count_entities(
    gold: Sequence[EntityCluster], predicted: Sequence[EntityCluster]
) -> tuple[ClusterCounts, int]:
    marked, marked_clusters = _list_mentions(each.mentions for each in gold)
    found, found_clusters = _list_mentions(each.mentions for each in predicted)
    place_of = {mention: place for place, mention in enumerate(found)}
    pairs = [(i, place_of[mention]) for i, mention in enumerate(marked) if mention in place_of]
    counts, _ = count_clusters(marked_clusters, found_clusters, pairs)
    same_type = sum(gold[marked_clusters[i]].type == predicted[found_clusters[j]].type for i, j in pairs)
    return counts, same_type


def _list_mentions(clusters: Iterable[Sequence[T]]) -> tuple[list[T], list[int]]:
    numbered = [(each, number) for number, mentions in enumerate(clusters) for each in mentions]
    return [each for each, _ in numbered], [number for _, number in numbered]


def _number_names(text: str, entities: Iterable[EntityCluster]) -> dict[str, int]:
    """Number the entities, by each of their names, which are in lower case."""
    return {
        text[span.start : span.end].casefold(): number
        for number, entity in enumerate(entities)
        for span in entity.mentions
    }


def _compare(gold: SourceCluster, predicted: SourceCluster, number_of: Mapping[str, int]) -> dict[str, bool]:
    """Tell of each attribute that one of the two has whether both have the same."""
    return dict(_iter_compared(gold, predicted, number_of))


def _iter_compared(
    gold: SourceCluster, predicted: SourceCluster, number_of: Mapping[str, int]
) -> Iterator[tuple[str, bool]]:
    for name in EXACT:
        wanted, found = getattr(gold, name), getattr(predicted, name)
        if wanted is not None:
            yield name, wanted == found
    for name in WORDED:
        wanted, found = getattr(gold, name), getattr(predicted, name)
        if wanted or found:
            is_one_entity = name == "affiliation" and _is_one_entity(wanted or "", found or "", number_of)
            yield name, is_one_entity or _are_alike(wanted or "", found or "")


def _is_one_entity(wanted: str, found: str, number_of: Mapping[str, int]) -> bool:
    """Tell whether two names are those of one annotated entity: an acronym and what it is short for."""
    number = number_of.get(wanted.casefold())
    return number is not None and number_of.get(found.casefold()) == number


def _are_alike(wanted: str, found: str) -> bool:
    """Tell whether two phrases share at least half of their words, articles and case aside."""
    first, second = (set(each.casefold().split()) - _ARTICLES for each in (wanted, found))
    return len(first & second) >= _LEAST_SHARE * len(first | second) > 0
