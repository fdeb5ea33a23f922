"""Finds speech that stands behind dashes, as many languages and some papers write dialogue."""

import re
from collections.abc import Iterator, Mapping, Sequence

from exporter.extraction.text.marks import find_speech_end
from exporter.extraction.text.quoted import Quoted
from exporter.records import Span

_OPENING = re.compile(r"(?:[—–―]|--?)[ ]?(?=[^\W\d_]|[¿¡])")
_DASH = re.compile(r"(?:(?<=\s)|(?<=[.,?!]))(?:[—–―]|--?)(?=\s)")
_MARKS = re.compile(r"[\"“”„«»]")
_FEWEST = 2
_LONGEST_CUE = 100


def find_dash_speech(text: str, paragraphs: Sequence[Span]) -> Mapping[int, Sequence[Quoted]]:
    """Find the speech in paragraphs that start with a dash; none in a list of points, where nobody is said to speak.

    Args:
        text: The text.
        paragraphs: Its paragraphs that are read, in order.

    Returns:
        For the number of a paragraph what is spoken there, in order.
    """
    starts = {
        number: opening
        for number, paragraph in enumerate(paragraphs)
        if (opening := _OPENING.match(text, paragraph.start, paragraph.end)) is not None
        and not _MARKS.search(text, paragraph.start, paragraph.end)
    }
    found = {
        number: list(_iter_speech(text, opening, paragraphs[number])) for number, opening in starts.items()
    }
    told = [number for number, speech in found.items() if speech[-1].end < paragraphs[number].end]
    if len(starts) < _FEWEST or 2 * len(told) < len(starts):
        return {}
    return found


def _iter_speech(text: str, opening: re.Match[str], paragraph: Span) -> Iterator[Quoted]:
    """Yield what is spoken: up to who said it, and again behind the next dash."""
    start, inner = opening.start(), opening.end()
    while True:
        end, resumed = _find_end(text, Span(start=inner, end=paragraph.end))
        yield Quoted(start=start, end=end, inner_start=inner, inner_end=end)
        again = _DASH.search(text, max(end, resumed), paragraph.end)
        if again is None or again.end() + 1 >= paragraph.end:
            return
        start, inner = again.start(), again.end() + 1


def _find_end(text: str, span: Span) -> tuple[int, int]:
    """Find where speech ends, and where to look for more: before a cue, or before a dash that a cue follows."""
    for dash in _DASH.finditer(text, span.start, span.end):
        # A comma instead of the dash, so that the words behind it read as a cue; the length stays.
        after = "," + text[dash.end() : min(span.end, dash.end() + _LONGEST_CUE)]
        if find_speech_end(after, Span(start=1, end=len(after))) == 1:
            return span.start + len(text[span.start : dash.start()].rstrip()), dash.end()
    comma = find_speech_end(text, span)
    return (span.end, span.end) if comma is None else (comma, comma)
