"""What an evaluation came to, as data."""

from collections.abc import Mapping
from dataclasses import dataclass

from exporter.evaluation.counts import Counts
from exporter.evaluation.identity_scores import IdentityScores
from exporter.evaluation.scores import Bin, Interval, Scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """One document of the gold: what was counted in it and the scores made of that."""

    name: str
    counts: Counts
    scores: Scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """How good predictions are, measured by gold, for whatever writes it down.

    Attributes:
        documents: Every document of the gold, in order of name.
        counts: What was counted in all of them.
        scores: The scores made of these sums.
        intervals: For each single score where it lies with 95 % confidence, by names such as words_f1; empty if
            none were asked for.
        bins: The predictions by confidence; empty where they have none.
        identities: How well sources and entities were told apart; None where that was not annotated.
        missing: Names of documents of the gold without prediction, which count as if nothing was found.
        extra: Names of documents that were predicted but have no gold; they do not count.
    """

    documents: tuple[Evaluated, ...]
    counts: Counts
    scores: Scores
    intervals: Mapping[str, Interval]
    bins: tuple[Bin, ...]
    identities: IdentityScores | None = None
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
