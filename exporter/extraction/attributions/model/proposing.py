"""Runs a network over the windows of a text and proposes frames."""

from collections.abc import Iterator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from exporter.extraction.attributions.model.decoding import CONTENT, CUE, SOURCE, Doubles, Floats, decode
from exporter.extraction.attributions.model.frames import Frame, find_anchors
from exporter.extraction.attributions.model.words import Numbers, Words, cut_inputs, cut_windows, share_words


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
    anchors: list[int] = []
    scores: list[Floats] = []
    exists: list[NDArray[np.bool_]] = []
    logits: list[Floats] = []
    shares, cues, states = _encode(words, network)
    for number, (start, _) in enumerate(shares):
        found = find_anchors(1 / (1 + np.exp(-cues[number])), threshold)
        if not found:
            continue
        first = max(number - 1, 0)
        around = np.concatenate(states[first : number + 2])
        places = np.array(found, dtype=np.int64) + start - shares[first][0]
        before, after = max(int(places[0]) - network.reach, 0), int(places[-1]) + network.reach + 1
        read, sure = network.read(around[before:after], places - before)
        near = places[:, None] + np.arange(-network.reach, network.reach + 1)
        anchors += [anchor + start for anchor in found]
        scores.append(read)
        logits.append(sure)
        exists.append((near >= 0) & (near < len(around)))
    if not anchors:
        return []
    labels, chances = decode(np.concatenate(scores), np.concatenate(exists), network.transitions)
    goes_on = labels[:, -1] == CONTENT
    return list(_build(anchors, labels, np.concatenate(logits), chances, goes_on, network.reach))


def _encode(words: Words, network: Network) -> tuple[list[tuple[int, int]], list[Floats], list[Floats]]:
    """Encode a text.

    Returns:
        For each window the words that it answers for, first and after the last; their logits; their states.
    """
    windows = cut_windows(words, network.length - 2, network.overlap)
    shares = share_words(windows)
    cues, states = [], []
    for (start, end), (own_start, own_end) in zip(windows, shares, strict=True):
        firsts = words.firsts[start:end] - words.firsts[start] + 1
        logits, vectors = network.encode(cut_inputs(words, start, end), firsts)
        cues.append(logits[own_start - start : own_end - start])
        states.append(vectors[own_start - start : own_end - start])
    return shares, cues, states


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
