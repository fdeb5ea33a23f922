"""Runs a network over the windows of a text and proposes frames."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from exporter.extraction.attributions.model.decoding import CONTENT, CUE, SOURCE, Doubles, Floats, decode
from exporter.extraction.attributions.model.frames import Frame, find_anchors
from exporter.extraction.attributions.model.words import Numbers, Words, cut_inputs, cut_windows, share_words

_AT_ONCE = 1000  # anchors that are decoded together: more than an ordinary article has


class Network(Protocol):
    """What reads windows: the exported model, or the one in training."""

    length: int
    overlap: int
    reach: int
    transitions: Floats

    def encode(
        self, inputs: tuple[Numbers, Numbers, Numbers, Numbers], firsts: Numbers
    ) -> tuple[Floats, Floats]:
        """Read one window; return a logit that it is a cue, (words,), and a state, (words, width), for each word."""

    def read(self, states: Floats, anchors: Numbers) -> tuple[Floats, Floats]:
        """Read around anchors; return label scores, (anchors, 2 * reach + 1, labels), and a logit for each anchor."""


def propose_frames(words: Words, network: Network, threshold: float) -> list[Frame]:
    """Propose a frame for every word that may be a cue, in the order of these words.

    Every window is encoded by itself, and read with the states of its neighbours, so that the result depends on
    nothing but the text.

    Args:
        words: The words of the text.
        network: What reads them.
        threshold: Least likelihood of a cue.
    """
    frames: list[Frame] = []
    waiting: list[_Around] = []
    for around in _iter_around(words, network, threshold):
        waiting.append(around)
        if sum(len(each.anchors) for each in waiting) >= _AT_ONCE:
            frames += _decode(waiting, network)
            waiting = []
    return frames + _decode(waiting, network)


class _Window(NamedTuple):
    """What was read of a window: the words that it answers for, from the first on, their logits and their states."""

    start: int
    cues: Floats
    states: Floats


class _Around(NamedTuple):
    """What was read around the words of a window that may be cues."""

    anchors: list[int]
    scores: Floats
    exists: NDArray[np.bool_]
    logits: Floats


def _iter_around(words: Words, network: Network, threshold: float) -> Iterator[_Around]:
    """Read around the words that may be cues, window by window."""
    reach = network.reach
    for window, near in _iter_near(_encode(words, network)):
        found = find_anchors(1 / (1 + np.exp(-window.cues)), threshold)
        if not found:
            continue
        states = np.concatenate([each.states for each in near])
        places = np.array(found, dtype=np.int64) + window.start - near[0].start
        before, after = max(int(places[0]) - reach, 0), int(places[-1]) + reach + 1
        scores, logits = network.read(states[before:after], places - before)
        beside = places[:, None] + np.arange(-reach, reach + 1)
        exists = (beside >= 0) & (beside < len(states))
        yield _Around([anchor + window.start for anchor in found], scores, exists, logits)


def _iter_near(windows: Iterable[_Window]) -> Iterator[tuple[_Window, list[_Window]]]:
    """Yield each window, and with it the one before and the one after; no more are kept."""
    near: list[_Window] = []
    for window in windows:
        near = [*near[-2:], window]
        if len(near) > 1:
            yield near[-2], near
    if near:
        yield near[-1], near[-2:]


def _encode(words: Words, network: Network) -> Iterator[_Window]:
    """Encode a text, window by window."""
    windows = cut_windows(words, network.length - 2, network.overlap)
    for (start, end), (own_start, own_end) in zip(windows, share_words(windows), strict=True):
        firsts = words.firsts[start:end] - words.firsts[start] + 1
        logits, states = network.encode(cut_inputs(words, start, end), firsts)
        own = slice(own_start - start, own_end - start)
        yield _Window(own_start, logits[own], states[own])


def _decode(read: list[_Around], network: Network) -> list[Frame]:
    if not read:
        return []
    anchors = [anchor for each in read for anchor in each.anchors]
    logits = np.concatenate([each.logits for each in read])
    labels, chances = decode(
        np.concatenate([each.scores for each in read]),
        np.concatenate([each.exists for each in read]),
        network.transitions,
    )
    goes_on = labels[:, -1] == CONTENT
    return list(_build(anchors, labels, logits, chances, goes_on, network.reach))


def _build(
    anchors: list[int],
    labels: NDArray[np.int64],
    logits: Floats,
    chances: Doubles,
    goes_on: NDArray[np.bool_],
    reach: int,
) -> Iterator[Frame]:
    for anchor, row, logit, chance, more in zip(anchors, labels, logits, chances, goes_on, strict=True):
        parts = {
            label: tuple((np.flatnonzero(row == label) + anchor - reach).tolist())
            for label in (CONTENT, SOURCE, CUE)
        }
        if parts[CONTENT]:
            yield Frame(
                anchor=anchor,
                content=parts[CONTENT],
                source=parts[SOURCE],
                cue=parts[CUE],
                cue_score=float(logit),
                label_score=float(chance),
                goes_on=bool(more),
            )
