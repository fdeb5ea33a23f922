"""Tells of every quotation mark whether it can open or close, and finds where a quote without one ends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from exporter.extraction.lexicon import cues
from exporter.records import Span

_MARK = re.compile(r"''|``|[\"“”„‟«»＂‘’‚‛‹›'`]")
_DOUBLE_MARK = re.compile(r"''|``|[\"“”„‟«»＂]")
_DOUBLE = frozenset('"“”„‟«»＂') | {"''", "``"}
_OPENS = frozenset("“„‟«‘‚‛‹`") | {"``"}
_CLOSES = frozenset("”»’›")
_ALSO_CLOSES = frozenset(
    "“‘"
)  # behind a low mark, and with writers who close with the mark that others open with
_BEFORE_OPENING = re.compile(r"[\s(\[{—–\-/:…\"'“‘]$")
_SENTENCE_MARKS = ".,?!…—"
# Words that lost their first letters, and years: their mark opens nothing.
_CLIPPED = re.compile(
    r"\d0s\b|\d\ds?\b(?! )|(?:em|tis|twas|til|till|cause|round|bout|n|cos|cuz|nuff|ere|neath)\b",
    re.IGNORECASE,
)
_LONGEST_QUOTE = 2000
_HEIGHT = re.compile(r"\d+['’]\s?\d{1,2}(?:[\"”]|'')")
_NAMES = r"(?:(?:[A-Z][\w.'’-]*|an?|the|his|her|its|their|one|of|he|she|they|it|we|I|who|and|also)\s+)"
_CUE = re.compile(rf"(?<=[,?!…])\s+(?P<before>{_NAMES}{{0,5}})(?P<verb>[a-z]+)\b")


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation mark, or what may be one.

    Attributes:
        start: Offset of the mark.
        end: Offset after it.
        inner_start: Offset of the first character behind it that is no space.
        inner_end: Offset after the last character before it that is no space.
        is_single: Whether it is a single mark, which may be an apostrophe.
        is_directed: Whether it is made for one side only.
        can_open: Whether what stands around it lets it open.
        can_close: Whether what stands around it lets it close.
        stands_apart: Whether no word ends right before it.
        is_at_start: Whether its paragraph starts with it.
        may_own: Whether it may be the apostrophe of "the dockers' strike".
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    is_single: bool
    is_directed: bool
    can_open: bool
    can_close: bool
    stands_apart: bool
    is_at_start: bool
    may_own: bool


def iter_marks(text: str, paragraph: Span) -> Iterator[Mark]:
    """Yield the marks of a paragraph that can open or close, in order; apostrophes in words and measures are none."""
    heights = {
        offset
        for found in _HEIGHT.finditer(text, paragraph.start, paragraph.end)
        for offset in range(*found.span())
    }
    is_open = False
    for found in _MARK.finditer(text, paragraph.start, paragraph.end):
        if found.start() in heights:
            continue
        mark = _read(text, found, paragraph, is_open=is_open)
        if mark.can_open or mark.can_close:
            if not mark.is_single:
                is_open = not is_open
            yield mark


def _read(text: str, found: re.Match[str], paragraph: Span, *, is_open: bool) -> Mark:
    sign, start, end = found[0], found.start(), found.end()
    before = text[max(start - 1, paragraph.start) : start]
    after = text[end : min(end + 1, paragraph.end)]
    is_single = sign not in _DOUBLE
    stands_apart = not before or _BEFORE_OPENING.search(before) is not None
    is_loose = (not before or before.isspace()) and after.isspace()
    if is_single:
        can_open, can_close = _read_single(text, found, before, after, stands_apart=stands_apart)
    elif is_loose:
        can_open = sign in _OPENS or (sign not in _CLOSES and not is_open)
        can_close = sign in _CLOSES or (sign not in _OPENS and is_open)
        can_open = can_open and _has_partner(text, end, paragraph)
    else:
        can_open = _can_open(sign, before, after, stands_apart=stands_apart)
        can_close = _can_close(sign, before, after)
    return Mark(
        start=start,
        end=end,
        inner_start=_skip(text, end, paragraph.end),
        inner_end=_strip(text, paragraph.start, start),
        is_single=is_single,
        is_directed=sign in _OPENS or sign in _CLOSES,
        can_open=can_open,
        can_close=can_close,
        stands_apart=stands_apart,
        is_at_start=start == paragraph.start,
        may_own=is_single and sign in "'’" and before in {"s", "S", "z", "x"} and after.isspace(),
    )


def _skip(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _strip(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _has_partner(text: str, end: int, paragraph: Span) -> bool:
    """Tell whether the next double mark of the paragraph can close, so that one between spaces is no stray."""
    found = _DOUBLE_MARK.search(text, end, paragraph.end)
    return found is not None and not text[found.end() : min(found.end() + 1, paragraph.end)].isalnum()


def _can_open(sign: str, before: str, after: str, *, stands_apart: bool) -> bool:
    if not after or (after.isspace() and sign not in {"«", "„"}):
        return False
    if sign in _CLOSES:
        # Turned the wrong way round, as some programs do, or a style of its own: ”so” and »so«.
        return (not before or before.isspace() or before in "([") and after.isalnum()
    if sign in _OPENS:
        return True
    return stands_apart or not before.isalnum()


def _can_close(sign: str, before: str, after: str) -> bool:
    if not before:
        return False
    if sign in _CLOSES:
        return True
    if sign == "«":
        return not before.isspace() and not after.isalnum()
    if sign in _ALSO_CLOSES:
        return (
            not before.isspace() and not after.isalnum() and (before in _SENTENCE_MARKS or before.isalnum())
        )
    if sign in _OPENS:
        return not before.isspace() and not after.isalnum() and before in _SENTENCE_MARKS
    return not before.isspace() or not after.isalnum()


def _read_single(
    text: str, found: re.Match[str], before: str, after: str, *, stands_apart: bool
) -> tuple[bool, bool]:
    """Tell whether a single mark can open, and whether it can close."""
    sign = found[0]
    clipped = sign in "'’‘" and _CLIPPED.match(text, found.end()) is not None
    can_open = (
        stands_apart
        and sign not in _CLOSES - {"’"}
        and bool(after)
        and not after.isspace()
        and not clipped
        and (sign != "’" or not before)
    )
    can_close = (
        sign not in _OPENS - {"‘"}
        and bool(before)
        and not before.isspace()
        and not after.isalnum()
        and not before.isdigit()
        and (sign != "‘" or before in _SENTENCE_MARKS or _has_low(text, found.start()))
    )
    return can_open, can_close


def _has_low(text: str, offset: int) -> bool:
    """Tell whether a low single mark stands before, which is closed by a mark that opens elsewhere."""
    return text.find("‚", max(offset - _LONGEST_QUOTE, 0), offset) >= 0


def find_speech_end(text: str, span: Span) -> int | None:
    """Find where speech ends whose closing mark is lost: before the words that say who said it.

    Args:
        text: The text.
        span: From the first word of the speech to where it must end.

    Returns:
        The offset after the comma; None where no such words follow.
    """
    for found in _CUE.finditer(text, span.start, span.end):
        if cues.VERB_LEMMAS.get(found["verb"]) in cues.SPEECH_VERBS and _names_speaker(text, found, span.end):
            return found.start()
    return None


def _names_speaker(text: str, found: re.Match[str], end: int) -> bool:
    """Tell whether a verb has its speaker before it, or right behind."""
    if found["before"].strip():
        return True
    return (
        re.compile(r"\s+(?:[A-Z]|an?\b|the\b|his\b|her\b|one\b|s?he\b|they\b)").match(text, found.end(), end)
        is not None
    )
