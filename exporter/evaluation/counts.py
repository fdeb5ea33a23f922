"""What is counted in a document: numbers that can be added over documents, and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache

BINS = 10
"""Confidences are grouped into so many bins of equal width."""

Bins = tuple[float, ...]

_NO_BINS = (0,) * BINS


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What was counted in one document, or in several together.

    "Matched" are the attributions of the annotators and of the prediction that were paired because their
    contents share at least half of their words; there are as many of the one as of the other. A source or cue is
    right if it shares a word with the annotated one; "right" without more means the source, which is also right
    if neither has one. "Direct" are annotated attributions whose content touches a double quotation mark,
    "quoted" are predicted ones.

    Attributes:
        documents: Texts.
        words: Words of the texts.
        gold: Annotated attributions; like all below, only those whose content has a word.
        predicted: Predicted ones.
        matched: Pairs of an annotated and a predicted one.
        exact: Pairs that cover the same words.
        right: Pairs with the right source.
        gold_words: Words in any annotated content; likewise predicted_words, and shared_words for both.
        direct: Annotated attributions that are direct; the others are indirect.
        direct_matched: Pairs in which the annotated one is direct; direct_right with the right source, too.
        direct_words: Words in direct contents; direct_shared_words are in any predicted content, too.
        indirect_words: Words in indirect contents; indirect_shared_words are in any predicted content, too.
        quoted: Predicted attributions that are quoted; quoted_matched are those in pairs.
        gold_sources: Annotated attributions with a source; predicted_sources likewise.
        matched_sources: Pairs in which the annotated one has a source.
        right_sources: Pairs in which both sources share a word.
        gold_cues: Annotated attributions with a cue; predicted_cues, matched_cues, right_cues as for sources.
        bin_sizes: Predicted attributions with a confidence in each bin.
        bin_sums: The sum of these confidences.
        bin_right: How many of these are in pairs with the right source.
    """

    documents: int = 0
    words: int = 0
    gold: int = 0
    predicted: int = 0
    matched: int = 0
    exact: int = 0
    right: int = 0
    gold_words: int = 0
    predicted_words: int = 0
    shared_words: int = 0
    direct: int = 0
    direct_matched: int = 0
    direct_right: int = 0
    direct_words: int = 0
    direct_shared_words: int = 0
    indirect_words: int = 0
    indirect_shared_words: int = 0
    quoted: int = 0
    quoted_matched: int = 0
    gold_sources: int = 0
    predicted_sources: int = 0
    matched_sources: int = 0
    right_sources: int = 0
    gold_cues: int = 0
    predicted_cues: int = 0
    matched_cues: int = 0
    right_cues: int = 0
    bin_sizes: Bins = _NO_BINS
    bin_sums: Bins = _NO_BINS
    bin_right: Bins = _NO_BINS

    @property
    def indirect(self) -> int:
        """Count the annotated attributions that are not direct."""
        return self.gold - self.direct

    @property
    def unquoted(self) -> int:
        """Count the predicted attributions that are not quoted."""
        return self.predicted - self.quoted

    def __add__(self, other: "Counts") -> "Counts":
        """Add what was counted in other documents."""
        return add_counts((self, other))


def add_counts(counts: Iterable[Counts]) -> Counts:
    """Add the counts of any number of documents."""
    return unpack_counts(
        tuple(map(sum, zip(*map(pack_counts, counts), strict=True))) or pack_counts(Counts())
    )


def pack_counts(counts: Counts) -> tuple[float, ...]:
    """Lay all numbers in one row, so that many can be added quickly."""
    *plain, sizes, sums, right = (getattr(counts, name) for name in _list_names())
    return (*plain, *sizes, *sums, *right)


def unpack_counts(row: tuple[float, ...]) -> Counts:
    """Turn a row of numbers back into counts."""
    names = _list_names()
    plain, bins = row[: len(names) - 3], row[len(names) - 3 :]
    parts = [bins[start : start + BINS] for start in range(0, 3 * BINS, BINS)]
    return Counts(**dict(zip(names, (*plain, *parts), strict=True)))  # type: ignore[arg-type]


@cache
def _list_names() -> tuple[str, ...]:
    return tuple(field.name for field in fields(Counts))
