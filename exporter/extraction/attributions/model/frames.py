"""Frames: a cue with the content and the source that belong to it, as numbers of words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from exporter.extraction.attributions.model.words import Numbers, Words
from exporter.records import Span

_NEAREST = 0.5
_ABBREVIATED = re.compile(r"\.\w\.$")  # of "U.S." the last stop belongs to the word
_TRIMMED = frozenset({",", ";", ":", ".", "-", "--", "—", "–", "…", "#"})


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
        goes_on: Whether the content reaches to the last word that was read, so that more may follow.
    """

    anchor: int
    content: tuple[int, ...]
    cue: tuple[int, ...]
    source: tuple[int, ...]
    cue_score: float
    label_score: float
    goes_on: bool = False


def find_anchors(cues: Sequence[float] | np.ndarray, threshold: float) -> list[int]:
    """Find the likeliest word of every run of words that may be a cue.

    Args:
        cues: For each word how likely it is part of a cue.
        threshold: Least likelihood.
    """
    values = np.asarray(cues)
    runs = split_runs(np.flatnonzero(values >= threshold))
    return [int(run[np.argmax(values[run])]) for run in runs]


def choose_frames(frames: Iterable[Frame], words: Words, threshold: float) -> list[Frame]:
    """Choose frames that can stand beside each other, the surest first; return them in the order of their anchors.

    Of two that share their cue or most of their content the surer one stays, and the other if it has a quotation of its
    own besides. No frame is found inside the content of another. Words that two contents share go to the surer. A
    quotation of which a frame has some is given to it whole, but for what others have of it, and a content that goes
    on where reading ended, outside of quotation marks, gets the rest of its paragraph.

    Args:
        frames: In any order.
        words: The words of the text.
        threshold: Least score of a frame, a logit.
    """
    chosen: list[Frame] = []
    taken: set[int] = set()
    cue_words: set[int] = set()
    paragraphs = np.cumsum(words.breaks)
    for frame in sorted(frames, key=lambda each: (-each.cue_score, each.anchor)):
        if frame.cue_score < threshold or frame.anchor in taken or frame.anchor in cue_words:
            continue
        content = _keep_near(frame.content, frame.anchor, words, paragraphs)
        free = tuple(word for word in content if word not in taken and word not in cue_words)
        if len(free) <= _NEAREST * len(content) and not _has_own_quote(free, content, words.quotes):
            continue
        chosen.append(_fit(frame, free, words, paragraphs))
        taken.update(free)
        cue_words.update(chosen[-1].cue)
    taken.update(word for frame in chosen for word in (*frame.cue, *frame.source))
    unclaimed = _FreeWords(words.quotes, taken)
    grown = [_grow_over_quotes(frame, words.quotes, unclaimed) for frame in chosen]
    ends = np.append(np.flatnonzero(words.breaks), len(words))
    grown = [_grow_to_end(frame, ends, taken) if frame.goes_on else frame for frame in grown]
    grown = [_grow_over_quotes(frame, words.quotes, unclaimed) if frame.goes_on else frame for frame in grown]
    return sorted(grown, key=lambda each: each.anchor)


def _has_own_quote(free: Sequence[int], content: Sequence[int], quotes: Numbers) -> bool:
    """Tell whether a frame has words of a quotation of which nobody else has one of its words."""
    lost = {int(quotes[word]) for word in set(content).difference(free)}
    return bool({int(quotes[word]) for word in free} - lost - {-1})


def _keep_near(content: Sequence[int], anchor: int, words: Words, paragraphs: Numbers) -> list[int]:
    """Keep the words of a content that stand in the paragraph of its cue, and quoted ones wherever they stand."""
    return [word for word in content if paragraphs[word] == paragraphs[anchor] or words.quotes[word] >= 0]


def _fit(frame: Frame, content: tuple[int, ...], words: Words, paragraphs: Numbers) -> Frame:
    """Leave a frame a part of its content, and cue and source only where they can be beside it.

    That is outside of the quotations that it attributes, the one that it was found in aside, and for a source in the
    paragraph of the cue.
    """
    own = {int(words.quotes[word]) for word in content} - {-1, int(words.quotes[frame.anchor])}
    source = (word for word in frame.source if paragraphs[word] == paragraphs[frame.anchor])
    return replace(
        frame,
        content=content,
        cue=tuple(word for word in frame.cue if words.quotes[word] not in own),
        source=tuple(word for word in source if words.quotes[word] not in own),
        goes_on=frame.goes_on and content[-1] == frame.content[-1] and bool(words.quotes[content[-1]] < 0),
    )


class _FreeWords:
    """The words of quotations that nobody has; each can be taken once, so that taking all is linear in the text."""

    def __init__(self, quotes: Numbers, taken: set[int]) -> None:
        self._quoted = np.flatnonzero(quotes >= 0)
        self._numbers = quotes[self._quoted]
        self._taken = taken
        self._given: set[int] = set()

    def take(self, quote: int) -> list[int]:
        """Take what nobody has of a quotation; what is taken grows by it."""
        if quote in self._given:
            return []
        self._given.add(quote)
        first, after = np.searchsorted(self._numbers, (quote, quote + 1))
        free = [word for word in self._quoted[first:after].tolist() if word not in self._taken]
        self._taken.update(free)
        return free


def _grow_over_quotes(frame: Frame, quotes: Numbers, free: _FreeWords) -> Frame:
    """Give a frame what nobody has of the quotations that it has some of."""
    numbers = sorted({int(quotes[word]) for word in frame.content} - {-1})
    added = [word for number in numbers for word in free.take(number)]
    return replace(frame, content=tuple(sorted((*frame.content, *added))))


def _grow_to_end(frame: Frame, ends: Numbers, taken: set[int]) -> Frame:
    """Give a frame what follows its content in the paragraph, up to what somebody has; taken grows by it."""
    start = frame.content[-1] + 1
    end = int(ends[np.searchsorted(ends, start)]) if start <= ends[-1] else start
    after = next((word for word in range(start, end) if word in taken), end)
    taken.update(range(start, after))
    return replace(frame, content=(*frame.content, *range(start, after)))


def build_spans(text: str, words: Words, numbers: Sequence[int]) -> tuple[Span, ...]:
    """Turn word numbers into spans of characters, one for each run of words of a paragraph.

    Commas, stops and dashes at the ends of a run are cut off, so that a span begins and ends with a word or with a
    quotation mark; a full stop inside the marks stays, be there a closing one or not.
    """
    spans: list[Span] = []
    values = np.asarray(numbers, dtype=np.int64)
    for run in split_runs(values, words.breaks[values]):
        first, last = int(run[0]), int(run[-1])
        while first <= last and _is_trimmed(text, words, first):
            first += 1
        while first <= last and _is_trimmed(text, words, last):
            last -= 1
        if first <= last:
            start, end = int(words.starts[first]), int(words.ends[last])
            if any(char.isalnum() for char in text[start:end]):
                spans.append(Span(start=start, end=end))
    return tuple(spans)


def _is_trimmed(text: str, words: Words, word: int) -> bool:
    """Tell whether a word is cut off: not where a quotation ends with it, as where its closing mark is missing."""
    start = int(words.starts[word])
    if text[start : words.ends[word]] not in _TRIMMED or _ABBREVIATED.search(
        text, max(start - 2, 0), start + 1
    ):
        return False
    quote, after = words.quotes[word], word + 1
    return bool(
        quote < 0 or (after < len(words) and words.quotes[after] == quote and not words.breaks[after])
    )


def split_runs(numbers: Numbers, breaks: Numbers | None = None) -> list[Numbers]:
    """Split ascending numbers where one is missing, and before those for which breaks holds a 1."""
    if not len(numbers):
        return []
    apart = np.diff(numbers) > 1
    if breaks is not None:
        apart |= breaks[1:] == 1
    return np.split(numbers, np.flatnonzero(apart) + 1)
