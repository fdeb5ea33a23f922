"""Turns annotated texts into numbers to train on: words with labels, and batches of windows."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from exporter.brat import Attribution
from exporter.extraction.attributions.model.decoding import CONTENT, CUE, SOURCE
from exporter.extraction.attributions.model.words import Numbers, Words, cut_inputs, read_words
from exporter.extraction.text.paragraphs import find_paragraphs
from exporter.extraction.text.quotation_marks import find_quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One text as one annotator marked it.

    Attributes:
        words: The words of the text.
        labels: For each attribution the labels of all words that have one: word numbers and labels.
        cues: For each attribution the words by which it is found: its cue, else its source, else its first word.
    """

    words: Words
    labels: tuple[tuple[Numbers, Numbers], ...]
    cues: tuple[Numbers, ...]


def build_example(text: str, attributions: Sequence[Attribution], tokenizer: Tokenizer) -> Example:
    """Build the example of one text; attributions without a word are left out."""
    words = read_whole(text, tokenizer)
    labels, cues = [], []
    for each in attributions:
        of_word: dict[int, int] = {}
        for label, spans in ((CONTENT, each.content), (SOURCE, each.source), (CUE, each.cue)):
            for span in spans:
                first = int(np.searchsorted(words.ends, span.start, "right"))
                after = int(np.searchsorted(words.starts, span.end))
                of_word.update(dict.fromkeys(range(first, after), label))
        if CONTENT not in of_word.values():
            continue
        places = np.array(sorted(of_word), dtype=np.int64)
        values = np.array([of_word[place] for place in places.tolist()], dtype=np.int64)
        labels.append((places, values))
        cues.append(_choose_cue(places, values))
    return Example(words=words, labels=tuple(labels), cues=tuple(cues))


def read_whole(text: str, tokenizer: Tokenizer) -> Words:
    """Read the words of all paragraphs of a text."""
    paragraphs = find_paragraphs(text)
    return read_words(text, paragraphs, find_quoted(text, paragraphs), tokenizer)


def _choose_cue(places: Numbers, values: Numbers) -> Numbers:
    for label in (CUE, SOURCE):
        if (values == label).any():
            return np.asarray(places[values == label])
    return places[:1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Some consecutive words of an example; those too near a cut are not learnt from."""

    example: Example
    start: int
    end: int
    learn_start: int
    learn_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Windows padded to one length; inputs per piece, the rest per word of all windows in one row.

    Attributes:
        inputs: pieces, marks, cases, breaks: shape (windows, pieces) each.
        mask: Which places hold a piece, shape (windows, pieces).
        firsts: Place of each word's first piece in the flattened inputs, shape (words,).
        bounds: First word and word after the last of each window, in that row.
        roles: Label of each word by the union of all attributions, shape (words,).
        is_cue: 1 for words of cues, shape (words,).
        learnt: Which words to learn from, shape (words,).
        frames: For each attribution: its cue's words, and the words and labels that it has, in that row.
    """

    inputs: tuple[Tensor, Tensor, Tensor, Tensor]
    mask: Tensor
    firsts: Tensor
    bounds: list[tuple[int, int]]
    roles: Tensor
    is_cue: Tensor
    learnt: Tensor
    frames: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]


def plan_epoch(
    texts: Sequence[Sequence[Example]], *, length: int, margin: int, size: int, rng: random.Random
) -> list[list[Window]]:
    """Plan the batches of one epoch: each text once, as one of its annotators marked it.

    Args:
        texts: For each text the examples of all its annotators.
        length: Most pieces in a window.
        margin: Pieces beside a cut that are read but not learnt from.
        size: Most pieces in a batch, padding included.
        rng: Decides on annotators, cuts and order.
    """
    windows = [window for text in texts for window in _cut(rng.choice(text), length, margin, rng)]
    rng.shuffle(windows)
    chunk = 48  # enough to find windows of like length, few enough to keep the order random
    planned: list[list[Window]] = []
    for start in range(0, len(windows), chunk):
        some = sorted(windows[start : start + chunk], key=_count_pieces)
        groups: list[list[Window]] = [[]]
        for window in some:
            if groups[-1] and (len(groups[-1]) + 1) * _count_pieces(window) > size:
                groups.append([])
            groups[-1].append(window)
        rng.shuffle(groups)
        planned += groups
    return planned


def _cut(example: Example, length: int, margin: int, rng: random.Random) -> Iterator[Window]:
    words, count = example.words, len(example.words)
    length -= 2  # the encoder's own pieces before and after
    first_length = rng.randint(length // 3, length)
    start = 0
    while start < count:
        wanted = length if start else first_length
        end = int(np.searchsorted(words.firsts, words.firsts[start] + wanted, "right")) - 1
        end = min(max(end, start + 1), count)
        inner_start = int(np.searchsorted(words.firsts, words.firsts[start] + margin)) if start else 0
        inner_end = int(np.searchsorted(words.firsts, words.firsts[end] - margin)) if end < count else end
        yield Window(
            example=example,
            start=start,
            end=end,
            learn_start=inner_start,
            learn_end=max(inner_end, inner_start),
        )
        if end == count:
            return
        start = max(int(np.searchsorted(words.firsts, words.firsts[inner_end] - margin)), start + 1)


def _count_pieces(window: Window) -> int:
    firsts = window.example.words.firsts
    return int(firsts[window.end] - firsts[window.start]) + 2


def build_batch(windows: Sequence[Window]) -> Batch:
    """Put windows into one batch."""
    longest = max(map(_count_pieces, windows))
    inputs = [np.zeros((len(windows), longest), dtype=np.int64) for _ in range(4)]
    mask = np.zeros((len(windows), longest), dtype=bool)
    count = sum(window.end - window.start for window in windows)
    roles, is_cue = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.float32)
    learnt, firsts = np.zeros(count, dtype=bool), np.zeros(count, dtype=np.int64)
    bounds, frames = [], []
    place = 0
    for row, window in enumerate(windows):
        for target, values in zip(
            inputs, cut_inputs(window.example.words, window.start, window.end), strict=True
        ):
            target[row, : len(values)] = values
        mask[row, : _count_pieces(window)] = True
        words, size = window.example.words, window.end - window.start
        firsts[place : place + size] = (
            words.firsts[window.start : window.end] - words.firsts[window.start] + row * longest + 1
        )
        learnt[place + window.learn_start - window.start : place + window.learn_end - window.start] = True
        for (places, labels), cue in zip(window.example.labels, window.example.cues, strict=True):
            inside = (places >= window.start) & (places < window.end)
            here = places[inside] - window.start + place
            roles[here] = np.maximum(roles[here], labels[inside])
            cue_here = cue[(cue >= window.start) & (cue < window.end)] - window.start + place
            is_cue[cue_here] = 1
            if len(cue_here) and learnt[cue_here].any():
                frames.append((cue_here, here, labels[inside]))
        bounds.append((place, place + size))
        place += size
    return Batch(
        inputs=tuple(map(torch.from_numpy, inputs)),  # type: ignore[arg-type]
        mask=torch.from_numpy(mask),
        firsts=torch.from_numpy(firsts),
        bounds=bounds,
        roles=torch.from_numpy(roles),
        is_cue=torch.from_numpy(is_cue),
        learnt=torch.from_numpy(learnt),
        frames=frames,
    )
