"""Turns a text into the words that the encoder reads: vocabulary numbers, quotation marks, capitals, paragraphs."""

import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from exporter.extraction.text.quotation_marks import Quoted
from exporter.records import Span

Numbers = NDArray[np.int64]

MARKS = ("outside", "inside", "opening", "closing")
_FIRST_PIECE, _LAST_PIECE = 101, 102  # BERT's [CLS] and [SEP]
_AT_ONCE = 10_000  # characters of a paragraph
_SPACE = re.compile(" ")
CASES = ("lower", "capitalised", "capitals", "mixed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one text, punctuation included, in order; n words of m pieces.

    Attributes:
        starts: Offsets of the words' first characters, shape (n,).
        ends: Offsets after their last characters, shape (n,).
        pieces: Vocabulary numbers of all pieces, shape (m,).
        firsts: Position of each word's first piece in pieces, and m at the end, shape (n + 1,).
        marks: Where each word stands to quotation marks, numbers into MARKS, shape (n,).
        quotes: Number of the quotation that each word stands in, its marks included, else -1; one that goes on in
            the next paragraph keeps its number. Shape (n,).
        cases: How each word is written, numbers into CASES, shape (n,).
        breaks: 1 for the first word of a paragraph, 0 for others, shape (n,).
    """

    starts: Numbers
    ends: Numbers
    pieces: Numbers
    firsts: Numbers
    marks: Numbers
    quotes: Numbers
    cases: Numbers
    breaks: Numbers

    def __len__(self) -> int:
        """Count the words."""
        return len(self.starts)


def read_words(
    text: str, paragraphs: Sequence[Span], quoted: Sequence[Quoted], tokenizer: Tokenizer
) -> Words:
    """Cut the paragraphs of a text into words, in time linear in their length.

    Args:
        text: The normalised text.
        paragraphs: What to read of it, in order.
        quoted: What stands in quotation marks there, in order.
        tokenizer: A WordPiece tokenizer that neither truncates nor pads.
    """
    # Lists would take five times as much.
    starts, ends, pieces, firsts, breaks = (array("q") for _ in range(5))
    for paragraph in paragraphs:
        before = None
        for piece, word, start, end in _iter_pieces(text, paragraph, tokenizer):
            if word == before:
                ends[-1] = end
            else:
                starts.append(start)
                ends.append(end)
                firsts.append(len(pieces))
                breaks.append(before is None)
            before = word
            pieces.append(piece)
    firsts.append(len(pieces))
    ends = array("q", (_pass_accents(text, end) for end in ends))
    cases = array("q", (_get_case(text[start:end]) for start, end in zip(starts, ends, strict=True)))
    marks, quotes = find_marks(_build(starts), _build(ends), quoted)
    return Words(
        starts=_build(starts),
        ends=_build(ends),
        pieces=_build(pieces),
        firsts=_build(firsts),
        marks=marks,
        quotes=quotes,
        cases=_build(cases),
        breaks=_build(breaks),
    )


def find_marks(starts: Numbers, ends: Numbers, quoted: Sequence[Quoted]) -> tuple[Numbers, Numbers]:
    """Tell of each word whether it is a quotation mark, stands between two, or neither, and in which quotation."""
    found = np.zeros(len(starts), dtype=np.int64)
    quotes = np.full(len(starts), -1, dtype=np.int64)
    number, continues = -1, False
    for each in quoted:
        number, continues = number + (not continues), each.continues
        first, after = np.searchsorted(ends, each.start, "right"), np.searchsorted(starts, each.end)
        quotes[first:after] = number
        found[first:after] = MARKS.index("inside")
        found[first : np.searchsorted(starts, each.inner_start)] = MARKS.index("opening")
        if each.is_closed:
            found[np.searchsorted(ends, each.inner_end, "right") : after] = MARKS.index("closing")
    return found, quotes


def cut_windows(words: Words, length: int, overlap: int) -> list[tuple[int, int]]:
    """Cut the words into windows of at most length pieces that share about overlap pieces with the next.

    Returns:
        First word and word after the last of each window, in order; every word lies in at least one.
    """
    firsts, count = words.firsts, len(words)
    windows: list[tuple[int, int]] = []
    start = 0
    while start < count:
        end = int(np.searchsorted(firsts, firsts[start] + length, "right")) - 1
        end = min(max(end, start + 1), count)
        windows.append((start, end))
        if end == count:
            break
        start = max(int(np.searchsorted(firsts, firsts[end] - overlap)), start + 1)
    return windows


def share_words(windows: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give each word to the window in which it has most to both sides.

    Returns:
        First word and word after the last that each window is to answer for, without overlap.
    """
    middles = [(after[0] + before[1]) // 2 for before, after in pairwise(windows)]
    bounds = [windows[0][0], *middles, windows[-1][1]] if windows else []
    return list(pairwise(bounds))


def cut_inputs(words: Words, start: int, end: int) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Cut what the encoder reads of the words from start to end: pieces, marks, cases and breaks.

    Returns:
        Four rows of one number a piece, with one piece more before the first word and after the last.
    """
    counts = np.diff(words.firsts[start : end + 1])
    pieces = words.pieces[words.firsts[start] : words.firsts[end]]
    marks, cases, breaks = (
        np.pad(np.repeat(values[start:end], counts), 1) for values in (words.marks, words.cases, words.breaks)
    )
    return np.concatenate(([_FIRST_PIECE], pieces, [_LAST_PIECE])), marks, cases, breaks


def _iter_pieces(
    text: str, paragraph: Span, tokenizer: Tokenizer
) -> Iterator[tuple[int, tuple[int, int | None], int, int]]:
    """Yield for each piece of a paragraph its vocabulary number, what tells its word from others, and its offsets."""
    for stretch in _cut_paragraph(text, paragraph):
        encoding = tokenizer.encode(text[stretch.start : stretch.end], add_special_tokens=False)
        for piece, word, (start, end) in zip(encoding.ids, encoding.word_ids, encoding.offsets, strict=True):
            yield piece, (stretch.start, word), stretch.start + start, stretch.start + end


def _cut_paragraph(text: str, paragraph: Span) -> Iterator[Span]:
    """Cut a long paragraph between words, so that the tokenizer, which takes much memory, has little at once."""
    start = paragraph.start
    while (space := _SPACE.search(text, start + _AT_ONCE, paragraph.end)) is not None:
        yield Span(start=start, end=space.end())
        start = space.end()
    yield Span(start=start, end=paragraph.end)


def _pass_accents(text: str, end: int) -> int:
    """Find the offset after the accents that stand at an offset: the tokenizer leaves them out of words."""
    while end < len(text) and unicodedata.category(text[end]) == "Mn":
        end += 1
    return end


def _get_case(word: str) -> int:
    if word.islower() or not word[:1].isalpha():
        return CASES.index("mixed" if word[:1].isdigit() else "lower")
    if len(word) > 1 and word.isupper():
        return CASES.index("capitals")
    return CASES.index("capitalised" if word[1:].islower() or len(word) == 1 else "mixed")


def _build(values: "array[int]") -> Numbers:
    return np.array(values, dtype=np.int64)
