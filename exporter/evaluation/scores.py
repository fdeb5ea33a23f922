"""Turns counts into scores, with intervals that tell how far chance may have moved them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from exporter.evaluation.counts import BINS, Counts, pack_counts, unpack_counts

SEED = 1
TIMES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Precision, recall and their harmonic mean, from 0 to 1; 0 where there is nothing to divide by."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """How good a prediction is; every number is from 0 to 1, and 0 where there is nothing to divide by.

    Attributes:
        words: Words that lie in any content.
        exact: Contents that cover the same words.
        soft: Contents that share at least half of their words, paired one to one.
        end_to_end: Soft matches whose source is right: it shares a word, or neither has one.
        source: Attributions with a source that share words of content and source.
        cue: The same for cues.
        source_right: Among soft matches whose annotation has a source, the share with the right one.
        cue_right: The same for cues.
        direct_recall: Share of annotated contents that touch a quotation mark, and have a soft match.
        indirect_recall: The same for all other contents.
        direct_end_to_end_recall: As direct_recall, with the right source.
        direct_words_recall: Share of the words of direct contents that lie in any predicted content.
        indirect_words_recall: The same for indirect contents.
        quoted_precision: Share of predictions that touch a quotation mark, and have a soft match.
        unquoted_precision: The same for all other predictions.
        calibration_error: Expected calibration error (Naeini et al. 2015) over ten bins of equal width: by how
            much, on average over the predictions, confidence and the share that is right end to end differ.
            None where no prediction has a confidence.
    """

    words: Score
    exact: Score
    soft: Score
    end_to_end: Score
    source: Score
    cue: Score
    source_right: float
    cue_right: float
    direct_recall: float
    indirect_recall: float
    direct_end_to_end_recall: float
    direct_words_recall: float
    indirect_words_recall: float
    quoted_precision: float
    unquoted_precision: float
    calibration_error: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Where 95 of 100 resamples lie, both ends included."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """The predictions with a confidence from low (included) to high (excluded, but in the last bin).

    Attributes:
        low: Lower bound.
        high: Upper bound.
        predicted: How many there are; never 0.
        confidence: Their mean confidence.
        right: The share of them that is right end to end.
    """

    low: float
    high: float
    predicted: int
    confidence: float
    right: float


def summarise(counts: Counts) -> Scores:
    """Compute the scores of one document, or of several whose counts were added."""
    c = counts
    return Scores(
        words=build_score(c.shared_words, c.predicted_words, c.gold_words),
        exact=build_score(c.exact, c.predicted, c.gold),
        soft=build_score(c.matched, c.predicted, c.gold),
        end_to_end=build_score(c.right, c.predicted, c.gold),
        source=build_score(c.right_sources, c.predicted_sources, c.gold_sources),
        cue=build_score(c.right_cues, c.predicted_cues, c.gold_cues),
        source_right=divide(c.right_sources, c.matched_sources),
        cue_right=divide(c.right_cues, c.matched_cues),
        direct_recall=divide(c.direct_matched, c.direct),
        indirect_recall=divide(c.matched - c.direct_matched, c.indirect),
        direct_end_to_end_recall=divide(c.direct_right, c.direct),
        direct_words_recall=divide(c.direct_shared_words, c.direct_words),
        indirect_words_recall=divide(c.indirect_shared_words, c.indirect_words),
        quoted_precision=divide(c.quoted_matched, c.quoted),
        unquoted_precision=divide(c.matched - c.quoted_matched, c.unquoted),
        calibration_error=_compute_calibration_error(c),
    )


def bootstrap(counts: Sequence[Counts], *, times: int = TIMES, seed: int = SEED) -> dict[str, Interval]:
    """Compute intervals of 95 % by drawing the documents again, with replacement.

    Args:
        counts: Of each document; the same counts, order and seed give the same intervals.
        times: How often to draw.
        seed: Where the random numbers start.

    Returns:
        For each single score its interval, by the names that list_singles gives; empty without documents or
        draws. There is none for calibration_error, because chance can only make that larger: an interval made
        in this way would lie too high.
    """
    if not counts or times < 1:
        return {}
    chance = random.Random(seed)
    rows = [pack_counts(each) for each in counts]
    draws: dict[str, list[float]] = {}
    for _ in range(times):
        drawn = chance.choices(rows, k=len(rows))
        total = unpack_counts(tuple(map(sum, zip(*drawn, strict=True))))
        for name, value in list_singles(summarise(total)).items():
            draws.setdefault(name, []).append(value)
    draws.pop("calibration_error", None)
    return {name: _find_interval(values) for name, values in draws.items()}


def list_singles(scores: Scores) -> dict[str, float]:
    """List all scores as single numbers by name: words_precision, words_recall, words_f1, ..., source_right.

    What is None is left out.
    """
    singles: dict[str, float] = {}
    for field in fields(scores):
        value = getattr(scores, field.name)
        if isinstance(value, Score):
            for part in fields(value):
                singles[f"{field.name}_{part.name}"] = getattr(value, part.name)
        elif value is not None:
            singles[field.name] = value
    return singles


def list_main(scores: Scores) -> dict[str, float]:
    """List the eight scores by which systems are compared, by name: four F1, then what is right and what is found."""
    shares = {name: getattr(scores, name).f1 for name in ("words", "exact", "soft", "end_to_end")}
    singles = ("source_right", "cue_right", "direct_recall", "indirect_recall")
    return {**shares, **{name: getattr(scores, name) for name in singles}}


def list_bins(counts: Counts) -> tuple[Bin, ...]:
    """List the bins of confidence that are not empty, lowest first: the reliability diagram."""
    return tuple(_iter_bins(counts))


def _iter_bins(counts: Counts) -> Iterator[Bin]:
    numbers = zip(counts.bin_sizes, counts.bin_sums, counts.bin_right, strict=True)
    for position, (size, total, right) in enumerate(numbers):
        if size:
            yield Bin(
                low=position / BINS,
                high=(position + 1) / BINS,
                predicted=int(size),
                confidence=total / size,
                right=right / size,
            )


def _compute_calibration_error(counts: Counts) -> float | None:
    bins = list_bins(counts)
    if not bins:
        return None
    return sum(one.predicted * abs(one.right - one.confidence) for one in bins) / sum(counts.bin_sizes)


def build_score(hit: float, predicted: float, gold: float) -> Score:
    """Build precision, recall and F1 of how many were right, predicted and annotated."""
    return combine(divide(hit, predicted), divide(hit, gold))


def combine(precision: float, recall: float) -> Score:
    """Combine precision and recall with their harmonic mean."""
    return Score(precision=precision, recall=recall, f1=divide(2 * precision * recall, precision + recall))


def divide(part: float, whole: float) -> float:
    """Divide; nothing of nothing is 0."""
    return part / whole if whole else 0.0


def _find_interval(values: list[float]) -> Interval:
    values = sorted(values)
    last = len(values) - 1
    return Interval(low=values[int(0.025 * len(values))], high=values[min(int(0.975 * len(values)), last)])
