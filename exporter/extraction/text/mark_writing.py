"""Writes the quotation marks of a text in one way, so that it is read alike whichever it uses or loses."""

import re
from collections.abc import Iterator, Sequence

from exporter.documents.folding import Edit, Fold
from exporter.extraction.text.quotation_marks import Quoted
from exporter.records import Span

OPENING, CLOSING = "“", "”"
_OTHER = re.compile(r"''|``|[\"“”„‟«»＂]")
_APOSTROPHE = "'"


def write_marks(
    fold: Fold, paragraphs: Sequence[Span], quoted: Sequence[Quoted]
) -> tuple[Fold, list[Quoted]]:
    """Write “ and ” around what is quoted, with no space inside, and ' for every other double mark.

    Args:
        fold: The text so far.
        paragraphs: Its paragraphs that are read, in order.
        quoted: What is quoted there, in order, without overlap; a mark that is lost takes no characters.

    Returns:
        The text with its marks, and what is quoted with the offsets of that.
    """
    marks = list(_iter_outer(quoted))
    edits = sorted((*marks, *_iter_others(fold.text, paragraphs, marks)))
    changes = [edit for edit in edits if fold.text[edit.start : edit.end] != edit.text]
    number = len(fold.steps)
    written = fold.rewrite(changes)

    def move(offset: int) -> int:
        return written.fold(offset, since=number)

    return written, [_move(each, move(each.inner_start), move(each.end)) for each in quoted]


def _move(each: Quoted, inner_start: int, end: int) -> Quoted:
    return Quoted(
        start=inner_start - 1,
        end=end,
        inner_start=inner_start,
        inner_end=end - 1 if each.is_closed else end,
        is_closed=each.is_closed,
        continues=each.continues,
    )


def _iter_outer(quoted: Sequence[Quoted]) -> Iterator[Edit]:
    for each in quoted:
        yield Edit(each.start, each.inner_start, OPENING)
        if each.is_closed:
            yield Edit(each.inner_end, each.end, CLOSING)


def _iter_others(text: str, paragraphs: Sequence[Span], marks: Sequence[Edit]) -> Iterator[Edit]:
    taken = {offset for mark in marks for offset in range(mark.start, mark.end)}
    for paragraph in paragraphs:
        for found in _OTHER.finditer(text, paragraph.start, paragraph.end):
            if found.start() not in taken:
                yield Edit(found.start(), found.end(), _APOSTROPHE)
