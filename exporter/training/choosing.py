"""Chooses on held-out texts what training itself does not fit: the threshold, and the weights of the confidence."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exporter.brat import Attribution
from exporter.evaluation import add_counts, find_right, score_document, summarise
from exporter.extraction.attributions.model.encoder import FEATURES, build_features
from exporter.extraction.attributions.model.frames import Frame, build_spans, choose_frames
from exporter.extraction.attributions.model.words import Words

_THRESHOLDS = tuple(number / 5 for number in range(-10, 11))
_RIDGE = 1e-3
_ROUNDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What the network proposes for one annotated text."""

    text: str
    words: Words
    frames: tuple[Frame, ...]
    gold: tuple[Attribution, ...]

    def choose(self, threshold: float) -> list[Frame]:
        """Choose the frames that stay at a threshold."""
        return choose_frames(self.frames, self.words, threshold)

    def build_attributions(self, frames: Sequence[Frame]) -> list[Attribution]:
        """Turn frames into attributions with spans of the text."""
        return [
            Attribution(
                content=build_spans(self.text, self.words, frame.content),
                cue=build_spans(self.text, self.words, frame.cue),
                source=build_spans(self.text, self.words, frame.source),
            )
            for frame in frames
        ]


def choose_threshold(texts: Sequence[Proposed]) -> float:
    """Choose the threshold with the highest sum of soft and end-to-end F1; of equal ones the lowest."""

    def compute_sum(threshold: float) -> float:
        scores = summarise(
            add_counts(
                score_document(each.text, each.gold, each.build_attributions(each.choose(threshold)))
                for each in texts
            )
        )
        return scores.soft.f1 + scores.end_to_end.f1

    return max(_THRESHOLDS, key=compute_sum)


def fit_confidence(texts: Sequence[Proposed], threshold: float) -> tuple[float, ...]:
    """Fit the weights that turn the features of a frame into how likely it is right (Platt, 1999).

    Returns:
        One weight for each of FEATURES.
    """
    features: list[list[float]] = []
    right: list[bool] = []
    for each in texts:
        frames = each.choose(threshold)
        features += [build_features(frame) for frame in frames]
        right += find_right(each.text, each.gold, each.build_attributions(frames))
    if not features:
        return (0.0,) * len(FEATURES)
    weights = fit_logistic(np.array(features), np.array(right, dtype=np.float64))
    return tuple(round(float(weight), 6) for weight in weights)


def fit_logistic(features: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fit a logistic regression by Newton's method.

    Args:
        features: Shape (cases, features).
        right: 1 or 0 for each case.

    Returns:
        Weights, shape (features,).
    """
    weights = np.zeros(features.shape[1])
    for _ in range(_ROUNDS):
        likely = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (right - likely) - _RIDGE * weights
        curve = (features * (likely * (1 - likely))[:, None]).T @ features
        weights = weights + np.linalg.solve(curve + _RIDGE * np.eye(len(weights)), slope)
    return weights
