"""Finds what stands in quotation marks, whatever marks the text uses, mixes and loses."""

import bisect
import re
from collections.abc import Iterator, Sequence

from exporter.extraction.text.dash_dialogue import find_dash_speech
from exporter.extraction.text.marks import Mark, find_speech_end, iter_marks
from exporter.extraction.text.quoted import Quoted
from exporter.records import QuoteType, Span

__all__ = ["Quoted", "find_quoted", "get_type"]

_WORD = re.compile(r"\w+")
_FARTHEST = 200  # marks that are looked ahead at
_LOST_BEFORE = ".,?!…—-"
_BEFORE_SPEECH = ".,:?!…"


def find_quoted(text: str, paragraphs: Sequence[Span]) -> list[Quoted]:
    """Find everything in quotation marks, in order, without overlap; nested marks belong to the outer.

    A mark never reaches over the end of its paragraph, so that one odd mark costs one quote. A quote left
    open at the end of a paragraph goes on in the next if that starts with an opening mark. Where a mark is lost, the
    quote starts with its paragraph, or ends before the words that say who said it. In a text that gives speech behind
    dashes the dashes are its marks.
    """
    dashed = find_dash_speech(text, paragraphs)
    marks = [list(iter_marks(text, paragraph)) for paragraph in paragraphs]
    found: list[Quoted] = []
    for number, paragraph in enumerate(paragraphs):
        if number in dashed:
            found.extend(dashed[number])
            continue
        following = marks[number + 1] if number + 1 < len(paragraphs) else []
        reopens = paragraphs[number + 1].start if following else None
        found.extend(_scan(text, paragraph, marks[number], _get_opener(following, reopens)))
    return found


def _get_opener(marks: Sequence[Mark], start: int | None) -> Mark | None:
    """Get the mark that a paragraph starts with, if it opens."""
    return marks[0] if marks and marks[0].start == start and marks[0].can_open else None


def _scan(text: str, paragraph: Span, marks: Sequence[Mark], reopening: Mark | None) -> Iterator[Quoted]:
    opening: Mark | None = None
    depth = 0
    is_first = True
    for number, mark in enumerate(marks):
        following = marks[number + 1 : number + _FARTHEST]
        if opening is None:
            if mark.can_open and (_is_opener(mark, following) or _goes_on(text, mark, reopening)):
                opening, depth = mark, 0
            elif is_first and _closes_lost(text, mark, paragraph, following):
                yield _build(paragraph.start, paragraph.start, mark.inner_end, mark.end)
            is_first = is_first and opening is None and mark.is_single
        elif mark.is_single != opening.is_single:
            continue
        elif mark.can_close and not _is_apostrophe(mark, following):
            if depth:
                depth -= 1
                continue
            yield _build(opening.start, opening.inner_start, mark.inner_end, mark.end)
            opening = None
        elif mark.can_open and mark.stands_apart:
            if _is_nested(mark, following, depth):
                depth += 1
                continue
            yield _build_unclosed(text, opening, mark.start, is_lost=True)
            opening, depth = mark, 0
    if opening is not None and (not opening.is_single or _goes_on(text, opening, reopening)):
        continues = reopening is not None and reopening.is_single == opening.is_single
        yield _build_unclosed(text, opening, paragraph.end, is_lost=not continues, continues=continues)


def _is_opener(mark: Mark, following: Sequence[Mark]) -> bool:
    """Tell whether a mark opens: a single one only where another closes it, or at the start of a paragraph."""
    if not mark.is_single or mark.is_at_start:
        return True
    return any(each.can_close and each.is_single for each in following)


def _goes_on(text: str, opening: Mark, reopening: Mark | None) -> bool:
    """Tell whether a single mark that nothing closes opens a quote that goes on in the next paragraph."""
    if reopening is None or not reopening.is_single:
        return False
    return opening.is_at_start or (opening.inner_end > 0 and text[opening.inner_end - 1] in _BEFORE_SPEECH)


def _is_apostrophe(mark: Mark, following: Sequence[Mark]) -> bool:
    """Tell whether a single mark behind an s is a possessive's, because the one that closes comes later."""
    if not mark.may_own:
        return False
    for each in following:
        if each.is_single and each.can_close and not each.may_own:
            return True
        if each.can_open and each.stands_apart:
            return False
    return False


def _is_nested(mark: Mark, following: Sequence[Mark], depth: int) -> bool:
    """Tell whether a second opening mark opens a quote in the quote: then there are closing marks for all of them."""
    if not mark.is_directed:
        return False
    same = [each for each in following if each.is_single == mark.is_single]
    opened = depth + 2
    for each in same:
        if each.can_close:
            opened -= 1
            if not opened:
                return True
        elif each.can_open:
            opened += 1
    return False


def _closes_lost(text: str, mark: Mark, paragraph: Span, following: Sequence[Mark]) -> bool:
    """Tell whether the first mark of a paragraph closes a quote whose opening mark is lost."""
    if mark.is_single or mark.can_open or not _WORD.search(text, paragraph.start, mark.start):
        return False
    if mark.inner_end < mark.start or text[mark.start - 1] not in _LOST_BEFORE:
        return False
    return not following or following[0].is_single or following[0].can_open


def _build(start: int, inner_start: int, inner_end: int, end: int) -> Quoted:
    return Quoted(start=start, end=end, inner_start=inner_start, inner_end=max(inner_start, inner_end))


def _build_unclosed(text: str, opening: Mark, end: int, *, is_lost: bool, continues: bool = False) -> Quoted:
    inner = opening.inner_start
    end = inner + len(text[inner:end].rstrip())
    speech_end = find_speech_end(text, Span(start=inner, end=end)) if is_lost else None
    if speech_end is not None:
        return _build(opening.start, inner, speech_end, speech_end)
    return Quoted(
        start=opening.start,
        end=end,
        inner_start=inner,
        inner_end=end,
        is_closed=False,
        continues=continues,
    )


def get_type(text: str, content: Sequence[Span], quoted: Sequence[Quoted]) -> QuoteType:
    """Tell whether all, part or none of the words of a content stand in quotation marks.

    Args:
        text: The text that the spans refer to.
        content: The pieces of the content.
        quoted: What stands in quotation marks, in order, without overlap.
    """
    starts = [word.start() for span in content for word in _WORD.finditer(text, span.start, span.end)]
    inside = sum(_is_quoted(start, quoted) for start in starts)
    if not inside:
        return "indirect"
    return "direct" if inside == len(starts) else "mixed"


def _is_quoted(offset: int, quoted: Sequence[Quoted]) -> bool:
    before = bisect.bisect_right(quoted, offset, key=lambda marks: marks.start) - 1
    return before >= 0 and offset < quoted[before].end
