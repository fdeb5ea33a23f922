"""Compares two clusterings of the mentions of a text: B-cubed and CEAF, as the CoNLL scorer defines them.

Pradhan et al., Scoring coreference partitions of predicted mentions (ACL 2014): mentions that only one side has are
part of their clusters and count as not found, or as wrong.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from exporter.evaluation.matching import match_best

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterCounts:
    """What is counted of clusters in one text, or in several together.

    Attributes:
        gold: Annotated mentions.
        predicted: Predicted ones.
        matched: Pairs of an annotated and a predicted one.
        gold_clusters: Annotated clusters.
        predicted_clusters: Predicted ones.
        found: Sum over the matched mentions of the share of their annotated cluster that is in their predicted one.
        right: Sum of the share of their predicted cluster that is in their annotated one.
        common_found: The same when clusters have matched mentions only; common_right likewise.
        similarity: Sum of the similarities (phi 4: Dice) of clusters that are paired one to one for the largest sum.
    """

    gold: float = 0
    predicted: float = 0
    matched: float = 0
    gold_clusters: float = 0
    predicted_clusters: float = 0
    found: float = 0
    right: float = 0
    common_found: float = 0
    common_right: float = 0
    similarity: float = 0


def add_cluster_counts(counts: Iterable[ClusterCounts]) -> ClusterCounts:
    """Add the counts of any number of texts."""
    several = tuple(counts)
    return ClusterCounts(
        **{each.name: sum(getattr(one, each.name) for one in several) for each in fields(ClusterCounts)}
    )


def count_clusters(
    gold: Sequence[int], predicted: Sequence[int], pairs: Sequence[Pair]
) -> tuple[ClusterCounts, list[Pair]]:
    """Compare two clusterings.

    Args:
        gold: For each annotated mention the number of its cluster.
        predicted: Likewise for each predicted mention.
        pairs: Which annotated mention is which predicted one, one to one, by positions.

    Returns:
        The counts, and the clusters that were paired for CEAF: numbers of annotated and of predicted ones.
    """
    gold_sizes, predicted_sizes = Counter(gold), Counter(predicted)
    shared = Counter((gold[i], predicted[j]) for i, j in pairs)
    gold_common, predicted_common = (
        Counter(gold[i] for i, _ in pairs),
        Counter(predicted[j] for _, j in pairs),
    )
    similar = {(k, r): 2 * count / (gold_sizes[k] + predicted_sizes[r]) for (k, r), count in shared.items()}
    chosen = match_best(similar)
    counts = ClusterCounts(
        gold=len(gold),
        predicted=len(predicted),
        matched=len(pairs),
        gold_clusters=len(gold_sizes),
        predicted_clusters=len(predicted_sizes),
        found=_sum_shares(shared, gold_sizes, 0),
        right=_sum_shares(shared, predicted_sizes, 1),
        common_found=_sum_shares(shared, gold_common, 0),
        common_right=_sum_shares(shared, predicted_common, 1),
        similarity=sum(similar[pair] for pair in chosen),
    )
    return counts, chosen


def _sum_shares(shared: Mapping[Pair, int], sizes: Mapping[int, int], side: int) -> float:
    sums: defaultdict[int, int] = defaultdict(int)
    for pair, count in shared.items():
        sums[pair[side]] += count * count
    return sum(total / sizes[cluster] for cluster, total in sums.items())
