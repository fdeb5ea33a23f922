"""Compares what a program found in a text with what annotators marked there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from exporter.errors import InputError
from exporter.evaluation.counts import BINS, Counts
from exporter.evaluation.words import Ranges, Words, count_all_shared, count_shared, count_words, unite
from exporter.records import Span

_LEAST_SHARE = 0.5


class HasRoles(Protocol):
    """Anything that has pieces of content, cue and source; those of brat and of extraction have."""

    @property
    def content(self) -> Sequence[Span]:
        """What is attributed."""

    @property
    def cue(self) -> Sequence[Span]:
        """The words that attribute it."""

    @property
    def source(self) -> Sequence[Span]:
        """To whom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marked:
    """One attribution as the words that it covers."""

    content: Ranges
    cue: Ranges
    source: Ranges
    is_quoted: bool
    confidence: float | None


def score_document(
    text: str,
    gold: Sequence[HasRoles],
    predicted: Sequence[HasRoles],
    confidences: Sequence[float | None] | None = None,
) -> Counts:
    r"""Count in one text what the scores are made of.

    Attributions are compared by words (\w+, with an apostrophe, hyphen, full stop or comma inside), so that
    quotation marks, punctuation and how a content is cut into pieces never matter. Annotated and predicted
    contents are paired one to one, those with the largest share of common words (Jaccard) first; those with a
    share below one half stay alone. Time grows with the length of the text and the number of pairs that overlap.

    Args:
        text: What all spans refer to.
        gold: What annotators marked, in any order; of equal pairs the first counts.
        predicted: What a program found.
        confidences: How sure it was of each, from 0 to 1 or None; they change nothing but the calibration.

    Raises:
        InputError: A confidence is not from 0 to 1.
    """
    words = Words(text)
    marked = _mark(words, gold, [None] * len(gold))
    found = _mark(words, predicted, [None] * len(predicted) if confidences is None else confidences)
    pairs = [(marked[i], found[j]) for i, j in align([g.content for g in marked], [p.content for p in found])]
    right = [pair for pair in pairs if _is_right(*pair)]
    sourced, cued = [g for g, _ in pairs if g.source], [g for g, _ in pairs if g.cue]
    direct, indirect = [g for g in marked if g.is_quoted], [g for g in marked if not g.is_quoted]
    covered, direct_words, indirect_words = _unite(found), _unite(direct), _unite(indirect)
    gold_words = unite((*direct_words, *indirect_words))
    sizes, sums, hits = _sort_into_bins(found, [p for _, p in right])
    return Counts(
        documents=1,
        words=len(words),
        gold=len(marked),
        predicted=len(found),
        matched=len(pairs),
        exact=sum(g.content == p.content for g, p in pairs),
        right=len(right),
        gold_words=count_words(gold_words),
        predicted_words=count_words(covered),
        shared_words=count_shared(gold_words, covered),
        direct=len(direct),
        direct_matched=sum(g.is_quoted for g, _ in pairs),
        direct_right=sum(g.is_quoted for g, _ in right),
        direct_words=count_words(direct_words),
        direct_shared_words=count_shared(direct_words, covered),
        indirect_words=count_words(indirect_words),
        indirect_shared_words=count_shared(indirect_words, covered),
        quoted=sum(p.is_quoted for p in found),
        quoted_matched=sum(p.is_quoted for _, p in pairs),
        gold_sources=sum(bool(g.source) for g in marked),
        predicted_sources=sum(bool(p.source) for p in found),
        matched_sources=len(sourced),
        right_sources=sum(count_shared(g.source, p.source) > 0 for g, p in pairs),
        gold_cues=sum(bool(g.cue) for g in marked),
        predicted_cues=sum(bool(p.cue) for p in found),
        matched_cues=len(cued),
        right_cues=sum(count_shared(g.cue, p.cue) > 0 for g, p in pairs),
        bin_sizes=sizes,
        bin_sums=sums,
        bin_right=hits,
    )


def find_right(text: str, gold: Sequence[HasRoles], predicted: Sequence[HasRoles]) -> list[bool]:
    """Tell of each predicted attribution whether it is right: its content and its source, as end to end counts them."""
    words = Words(text)
    marked = _mark(words, gold, [None] * len(gold))
    numbered = [(n, _mark(words, [each], [None])) for n, each in enumerate(predicted)]
    places, found = [n for n, one in numbered if one], [one[0] for _, one in numbered if one]
    pairs = align([g.content for g in marked], [p.content for p in found])
    right = {places[j] for i, j in pairs if _is_right(marked[i], found[j])}
    return [n in right for n in range(len(predicted))]


def align(
    gold: Sequence[Ranges], found: Sequence[Ranges], *, least: float = _LEAST_SHARE
) -> list[tuple[int, int]]:
    """Pair contents one to one, the most similar first.

    Args:
        gold: The words of each annotated one.
        found: The words of each predicted one.
        least: Least share of common words (Jaccard) of a pair; 0 asks for a common word at least.

    Returns:
        Positions in gold and in found; of pairs that are equally similar, the one that is first in gold, then in
        found, comes first.
    """
    gold_sizes, found_sizes = list(map(count_words, gold)), list(map(count_words, found))
    candidates = []
    for (i, j), common in count_all_shared(gold, found).items():
        share = common / (gold_sizes[i] + found_sizes[j] - common)
        if share >= least:
            candidates.append((-share, i, j))
    free_gold, free_found, pairs = set(range(len(gold))), set(range(len(found))), []
    for _, i, j in sorted(candidates):
        if i in free_gold and j in free_found:
            free_gold.remove(i)
            free_found.remove(j)
            pairs.append((i, j))
    return pairs


def _mark(
    words: Words, attributions: Sequence[HasRoles], confidences: Sequence[float | None]
) -> list[_Marked]:
    marked = [
        _Marked(
            content=words.find_ranges(each.content),
            cue=words.find_ranges(each.cue),
            source=words.find_ranges(each.source),
            is_quoted=words.is_quoted(each.content),
            confidence=confidence,
        )
        for each, confidence in zip(attributions, confidences, strict=True)
    ]
    return [each for each in marked if each.content]


def _is_right(gold: _Marked, found: _Marked) -> bool:
    return count_shared(gold.source, found.source) > 0 or not (gold.source or found.source)


def _unite(marked: Iterable[_Marked]) -> Ranges:
    return unite(words for each in marked for words in each.content)


def _sort_into_bins(
    found: Iterable[_Marked], right: Iterable[_Marked]
) -> tuple[tuple[int, ...], tuple[float, ...], tuple[int, ...]]:
    sizes, sums, hits = [0] * BINS, [0.0] * BINS, [0] * BINS
    for each in found:
        if each.confidence is not None:
            sizes[_find_bin(each.confidence)] += 1
            sums[_find_bin(each.confidence)] += each.confidence
    for each in right:
        if each.confidence is not None:
            hits[_find_bin(each.confidence)] += 1
    return tuple(sizes), tuple(sums), tuple(hits)


def _find_bin(confidence: float) -> int:
    if not 0 <= confidence <= 1:
        problem = f"no confidence (expected a number from 0 to 1, found {confidence!r})"
        raise InputError(problem, hint="check the predictions with: exporter validate")
    return min(int(confidence * BINS), BINS - 1)
