"""Turns what was counted of sources and entities into scores."""

from collections.abc import Mapping
from dataclasses import dataclass

from exporter.evaluation.clusters import ClusterCounts
from exporter.evaluation.identities import EXACT, WORDED, IdentityCounts
from exporter.evaluation.scores import Score, build_score, combine, divide


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterScores:
    """How well mentions were told apart; every number is from 0 to 1.

    Attributes:
        mentions: Mentions that were found.
        b_cubed: B-cubed (Bagga and Baldwin, 1998) over all mentions: what only one side has is an error.
        ceaf: CEAF with phi 4 (Luo, 2005), over whole clusters.
        common_b_cubed: B-cubed over the mentions that both have: the joining alone, whatever was found.
    """

    mentions: Score
    b_cubed: Score
    ceaf: Score
    common_b_cubed: Score


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityScores:
    """How well sources and entities were told apart and described; None where that was not annotated.

    Attributes:
        sources: Of the mentions of sources that have quotes.
        entities: Of the mentions by name.
        typing: Mentions by name that were found with the right type.
        attributes: For each attribute of sources the share of pairs of an annotated and a predicted source that have
            the same, of those of which one has any; phrases are the same if they share half of their words.
    """

    sources: ClusterScores | None
    entities: ClusterScores | None
    typing: Score | None
    attributes: Mapping[str, float]


def summarise_identities(counts: IdentityCounts) -> IdentityScores | None:
    """Compute the scores of one document, or of several; None if neither sources nor entities were annotated."""
    sources = _summarise(counts.sources) if counts.sources.gold else None
    entities = _summarise(counts.entities) if counts.entities.gold else None
    if sources is None and entities is None:
        return None
    return IdentityScores(
        sources=sources,
        entities=entities,
        typing=build_score(counts.same_type, counts.entities.predicted, counts.entities.gold)
        if entities
        else None,
        attributes={
            name: divide(counts.right[name], counts.described[name])
            for name in (*EXACT, *WORDED)
            if counts.described.get(name)
        },
    )


def _summarise(counts: ClusterCounts) -> ClusterScores:
    return ClusterScores(
        mentions=build_score(counts.matched, counts.predicted, counts.gold),
        b_cubed=combine(divide(counts.right, counts.predicted), divide(counts.found, counts.gold)),
        ceaf=build_score(counts.similarity, counts.predicted_clusters, counts.gold_clusters),
        common_b_cubed=combine(
            divide(counts.common_right, counts.matched), divide(counts.common_found, counts.matched)
        ),
    )
