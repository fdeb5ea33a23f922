"""Finds what stands in quotation marks, whatever marks the text uses and mixes."""

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exporter.records import QuoteType, Span

_DOUBLE = re.compile(r"[\"“”„‟«»＂]|''|``")
_SINGLE = re.compile(r"[‘’]")
_ONLY_OPENS = frozenset("“„‟«") | {"``"}
_ONLY_CLOSES = frozenset("”»")
_BEFORE_OPENING = re.compile(r"[\s(\[{—–\-/:…]$")
_WORD = re.compile(r"\w+")
_SENTENCE_MARKS = ".,?!…—"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A stretch in quotation marks.

    Attributes:
        start: Offset of the opening mark.
        end: Offset after the closing mark, or the end of the paragraph where there is none.
        inner_start: Offset of the first character inside the marks.
        inner_end: Offset after the last character inside the marks.
        is_closed: Whether there is a closing mark.
        continues: Whether the quote goes on in the next paragraph, as an opening mark there tells.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    is_closed: bool = True
    continues: bool = False


def find_quoted(text: str, paragraphs: Sequence[Span]) -> list[Quoted]:
    """Find everything in quotation marks, in order, without overlap; nested marks belong to the outer.

    A mark never reaches over the end of its paragraph, so that one odd mark costs one quote. A quote left
    open at the end of a paragraph goes on in the next if that starts with an opening mark.
    """
    found: list[Quoted] = []
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        reopens = following is not None and _opens_with_mark(text, following)
        found.extend(_scan(text, paragraph, reopens))
    return found


def _scan(text: str, paragraph: Span, reopens: bool) -> Iterator[Quoted]:
    pattern = _DOUBLE if _DOUBLE.search(text, paragraph.start, paragraph.end) else _SINGLE
    opening: re.Match[str] | None = None
    for mark in pattern.finditer(text, paragraph.start, paragraph.end):
        if opening is None:
            if _can_open(text, mark, paragraph):
                opening = mark
        elif _can_close(text, mark, paragraph):
            yield Quoted(
                start=opening.start(), end=mark.end(), inner_start=opening.end(), inner_end=mark.start()
            )
            opening = None
        elif mark[0] in _ONLY_OPENS and _stands_at_start(text, mark, paragraph):
            # A second opening mark: the first was never closed, and its quote ends before this one.
            yield _unclosed(text, opening, mark.start(), continues=False)
            opening = mark
    if opening is not None and pattern is _DOUBLE:
        yield _unclosed(text, opening, paragraph.end, continues=reopens)


def _unclosed(text: str, opening: re.Match[str], end: int, *, continues: bool) -> Quoted:
    end = opening.end() + len(text[opening.end() : end].rstrip())
    return Quoted(
        start=opening.start(),
        end=end,
        inner_start=opening.end(),
        inner_end=end,
        is_closed=False,
        continues=continues,
    )


def _opens_with_mark(text: str, paragraph: Span) -> bool:
    mark = _DOUBLE.match(text, paragraph.start, paragraph.end)
    return mark is not None and _can_open(text, mark, paragraph)


def _stands_at_start(text: str, mark: re.Match[str], paragraph: Span) -> bool:
    before = text[max(mark.start() - 1, paragraph.start) : mark.start()]
    return not before or bool(_BEFORE_OPENING.search(before))


def _can_open(text: str, mark: re.Match[str], paragraph: Span) -> bool:
    after = text[mark.end() : mark.end() + 1]
    if mark[0] in _ONLY_CLOSES and mark.start() == paragraph.start:
        return after.isalnum()  # turned the wrong way round, as some programs do at the start of a line
    if mark[0] == "’" or mark[0] in _ONLY_CLOSES or mark.end() >= paragraph.end or after.isspace():
        return False
    before = text[max(mark.start() - 1, paragraph.start) : mark.start()]
    if mark[0] in _ONLY_OPENS:
        return True
    return _stands_at_start(text, mark, paragraph) or (mark[0] != "‘" and not before.isalnum())


def _can_close(text: str, mark: re.Match[str], paragraph: Span) -> bool:
    before, after = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
    if mark.end() >= paragraph.end:
        after = " "
    if mark[0] == "‘":
        return False
    if mark[0] == "’":
        return not after.isalnum() and before in _SENTENCE_MARKS
    if mark[0] in _ONLY_CLOSES:
        return True
    if mark[0] in _ONLY_OPENS:
        # Some writers close with the mark that others open with.
        return not before.isspace() and not after.isalnum() and before in _SENTENCE_MARKS
    return not before.isspace() or not after.isalnum()


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
