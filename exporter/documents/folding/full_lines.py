"""Tells whether a paragraph ends with a line that ends a sentence and is full, where only the words can tell.

A logistic regression with the weights below, fitted by `tools/train_full_lines.py`, which wraps articles of one
paragraph a line at many widths. It learnt from 325 invented articles of this project, of all kinds of news, which were
counted four times, and from the texts of PolNeAR 1.0.0, train split (840 US news articles), of which nothing but these
weights is kept. It is right in 80 % of such lines in our own articles in `seeds`, and in 71 % of those in PolNeAR, dev
split, from which it did not learn; in both about half of them are ends.
"""

import math
import re
from collections.abc import Sequence

WEIGHTS = (-0.18, 1.48, -0.96, 0.42, -0.09, 0.44, -1.19, 0.61, -3.77, 0.01, 0.45, 0.73, 1.09, 0.06, -0.88)
"""One for each number that describe() gives, in order."""

_SENTENCE_END = re.compile(r"[.!?…][\"”“’‘']*(?=\s|$)")
_MARK = re.compile(r"[\"“”„«»]")
_CLOSED = re.compile(r"[\"”“’‘'»«]$")
_OPENED = re.compile(r"[\"“‘'«„‚»]")
_GOES_ON = re.compile(
    r"(?:He|She|It|They|But|And|That|This|These|Those|His|Her|Its|Their|Then|So|Yet|Or|There)\b"
)
_NAME = re.compile(r"[A-Z]\w+ [A-Z]\w+")
_MOST_SENTENCES = 5
_FEWEST_ENDS = 3
_TYPICAL_LINES = 4


class FullLines:
    """Reads the lines of a text one after the other, and tells which of those that are full end a paragraph."""

    def __init__(self, lines: Sequence[str], is_end: Sequence[bool], width: float) -> None:
        """Measure the paragraphs.

        Args:
            lines: The lines.
            is_end: Of each but the last, whether it surely ends a paragraph.
            width: How long the longest lines are that were broken because they are full.
        """
        self._lines = lines
        self._width = width
        words = [len(line.split()) for line in lines]
        ends = sum(is_end) + 1
        known = ends if ends > _FEWEST_ENDS else len(lines) / _TYPICAL_LINES
        self._typical = max(sum(words) / known, 1)
        self._rests = [0] * len(lines)
        for number in range(len(lines) - 2, -1, -1):
            goes_on = number + 1 < len(is_end) and not is_end[number + 1]
            self._rests[number] = words[number + 1] + (self._rests[number + 1] if goes_on else 0)
        self.start()

    def start(self) -> None:
        """Start a paragraph."""
        self._words = 0
        self._sentences = 0
        self._is_quoted = False
        self._is_open = False

    def add(self, number: int) -> None:
        """Add a line to the paragraph."""
        line = self._lines[number]
        self._words += len(line.split())
        self._sentences += len(_SENTENCE_END.findall(line))
        for mark in _MARK.findall(line):
            self._is_quoted = True
            self._is_open = mark in "„«" or (mark in '"“' and not self._is_open)

    def is_end(self, number: int) -> bool:
        """Tell whether the paragraph ends with a line, the last that was added."""
        described = self.describe(number)
        return sum(weight * value for weight, value in zip(WEIGHTS, described, strict=True)) > 0

    def describe(self, number: int) -> tuple[float, ...]:
        """Describe the last line in numbers: what stands around its end, and how long the paragraph is up to there."""
        line, after = self._lines[number], self._lines[number + 1]
        is_opened = _OPENED.match(after) is not None
        before, rest = self._words / self._typical, self._rests[number] / self._typical
        return (
            1,
            _CLOSED.search(line) is not None,
            _GOES_ON.match(after) is not None,
            _NAME.match(after) is not None,
            after.startswith("The "),
            self._is_quoted,
            self._is_quoted and is_opened,
            self._is_open and is_opened,
            self._is_open and not is_opened,
            min(self._sentences, _MOST_SENTENCES),
            before,
            math.log(max(before, 0.01)),
            rest,
            math.log(max(before + rest, 0.01)),
            len(line) / self._width,
        )
