"""Frames: a cue with the content and the source that belong to it, as numbers of words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from exporter.extraction.encoder.words import Words
from exporter.records import Span

_NEAREST = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One attribution that the model proposes; all word numbers ascend.

    Attributes:
        anchor: The word by which it was found.
        content: Words that are attributed; not empty.
        cue: Words that attribute them.
        source: Words that tell to whom.
        cue_score: How sure the model is that the anchor attributes something, a logit.
        label_score: Natural logarithm of how likely the labels are, together.
    """

    anchor: int
    content: tuple[int, ...]
    cue: tuple[int, ...]
    source: tuple[int, ...]
    cue_score: float
    label_score: float


def find_anchors(cues: Sequence[float] | np.ndarray, threshold: float) -> list[int]:
    """Find the likeliest word of every run of words that may be a cue.

    Args:
        cues: For each word how likely it is part of a cue.
        threshold: Least likelihood.
    """
    values = np.asarray(cues)
    above = np.flatnonzero(values >= threshold)
    runs = np.split(above, np.flatnonzero(np.diff(above) > 1) + 1)
    return [int(run[np.argmax(values[run])]) for run in runs if len(run)]


def choose_frames(frames: Iterable[Frame], threshold: float) -> list[Frame]:
    """Choose frames that can stand beside each other, the surest first; return them in the order of their anchors.

    Of two that share their cue or most of the shorter content the surer one stays, and no frame is found inside the
    content of another. Words that two contents share go to the surer.
    """
    chosen: list[Frame] = []
    taken: dict[int, Frame] = {}
    cue_words: set[int] = set()
    for frame in sorted(frames, key=lambda each: (-each.cue_score, each.anchor)):
        if frame.cue_score < threshold or frame.anchor in taken or frame.anchor in cue_words:
            continue
        free = tuple(word for word in frame.content if word not in taken and word not in cue_words)
        if len(free) <= _NEAREST * len(frame.content):
            continue
        kept = replace(frame, content=free)
        chosen.append(kept)
        taken.update(dict.fromkeys(free, kept))
        cue_words.update(frame.cue)
    return sorted(chosen, key=lambda each: each.anchor)


def build_spans(words: Words, numbers: Sequence[int]) -> tuple[Span, ...]:
    """Turn word numbers into spans of characters, one for each run of words that follow each other."""
    if not numbers:
        return ()
    values = np.asarray(numbers)
    runs = np.split(values, np.flatnonzero(np.diff(values) > 1) + 1)
    return tuple(Span(start=int(words.starts[run[0]]), end=int(words.ends[run[-1]])) for run in runs)
