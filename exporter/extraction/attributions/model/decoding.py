"""Finds the best label sequences of a linear-chain CRF, and how likely they are."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

LABELS = ("other", "content", "source", "cue")
OTHER, CONTENT, SOURCE, CUE = range(len(LABELS))


class Decoded(NamedTuple):
    """Best label sequences.

    Attributes:
        labels: Number of the label of each place, 0 where there is no word; shape (sequences, places).
        chances: Natural logarithm of how likely each sequence is as a whole; shape (sequences,).
    """

    labels: NDArray[np.int64]
    chances: Doubles


def decode(scores: Floats, exists: NDArray[np.bool_], transitions: Floats) -> Decoded:
    """Find the best sequence by Viterbi's algorithm and its likelihood by the forward algorithm.

    Scores are added up in 64 bits: sums over a hundred words in 32 would be less exact than the scores themselves.

    Args:
        scores: Score of each label of each word, shape (sequences, places, labels).
        exists: Which places hold a word; those of a sequence stand together. Shape (sequences, places).
        transitions: Score of each label (row) before each (column), shape (labels, labels).
    """
    count, length, size = scores.shape
    summands: Doubles = np.where(exists[..., None], scores, 0).astype(np.float64)
    best, total = summands[:, 0], summands[:, 0]
    back = np.empty((length, count, size), dtype=np.int64)
    unmoved = np.broadcast_to(np.arange(size), (count, size))
    for place in range(1, length):
        here, joined = exists[:, place, None], (exists[:, place] & exists[:, place - 1])[:, None]
        steps = best[:, :, None] + transitions
        back[place] = np.where(joined, steps.argmax(axis=1), unmoved)
        score = summands[:, place]
        best = np.where(joined, steps.max(axis=1) + score, np.where(here, score, best))
        reached = _add_exponents(total[:, :, None] + transitions) + score
        total = np.where(joined, reached, np.where(here, score, total))
    labels = np.empty((count, length), dtype=np.int64)
    label = best.argmax(axis=1)
    for place in range(length - 1, 0, -1):
        labels[:, place] = label
        label = back[place, np.arange(count), label]
    labels[:, 0] = label
    return Decoded(
        labels=np.where(exists, labels, 0), chances=best.max(axis=1) - _add_exponents(total[:, :, None])[:, 0]
    )


def _add_exponents(values: Doubles) -> Doubles:
    """Logarithm of the sum of the exponentials over the middle axis."""
    highest = values.max(axis=1)
    summed: Doubles = np.log(np.exp(values - highest[:, None]).sum(axis=1)) + highest
    return summed
