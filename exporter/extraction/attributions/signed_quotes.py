"""Gives quotes that are signed, with a dash and a name behind the marks, to those who signed them."""

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from exporter.extraction.attribution import Attribution
from exporter.extraction.text.quotation_marks import Quoted
from exporter.records import Span

_SIGNATURE = re.compile(r"\s*(?:[―—–]|--?)\s*(?P<name>[^\W\d_].{1,80}?)[\s.]*$")
_PARTICLES = frozenset(
    ["of", "the", "de", "da", "di", "la", "van", "von", "der", "and", "for", "at", "in", "a", "an"]
)
_MOST_WORDS = 8
_CONFIDENCE = 0.5  # PolNeAR's training texts hold too few to measure


def sign_quotes(
    attributions: Sequence[Attribution],
    doc: Doc,
    text: str,
    paragraphs: Sequence[Span],
    quoted: Sequence[Quoted],
) -> list[Attribution]:
    """Make an attribution of every signed quote, and take its words from all others.

    A quote is signed if it fills its paragraph but for a dash and a name at the end, or if these make up the next
    paragraph.

    Args:
        attributions: What was found otherwise, in any order.
        doc: The text that all spans refer to, tokenised.
        text: The same as a string, which a Doc takes long to give.
        paragraphs: The paragraphs looked at, in order.
        quoted: What stands in quotation marks there, in order.
    """
    signed = list(_find_signed(text, paragraphs, quoted))
    if not signed:
        return list(attributions)
    contents, sources = _Holes(content for content, _ in signed), _Holes(source for _, source in signed)
    rest = (
        replace(
            each,
            content=contents.drop_touching(each.content),
            source=contents.drop_touching(sources.drop_touching(each.source)),
        )
        for each in attributions
    )
    made = [_build(doc, content, source) for content, source in signed]
    return [*(each for each in rest if each.content), *made]


class _Holes:
    """Stretches, in order and apart, that belong to somebody."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = list(spans)
        self._starts = [span.start for span in self._spans]

    def drop_touching(self, pieces: Sequence[Span]) -> tuple[Span, ...]:
        """Drop the pieces of something that touch one of the stretches."""
        return tuple(piece for piece in pieces if not self._touches(piece))

    def _touches(self, piece: Span) -> bool:
        before = bisect.bisect_left(self._starts, piece.end) - 1
        return before >= 0 and self._spans[before].end > piece.start


def _build(doc: Doc, content: Span, source: Span) -> Attribution:
    tokens = doc.char_span(content.start, content.end, alignment_mode="expand")
    return Attribution(
        content=(content,),
        source=(source,),
        head=tokens[0].i if tokens is not None else 0,
        rule="signed",
        confidence=_CONFIDENCE,
    )


def _find_signed(
    text: str, paragraphs: Sequence[Span], quoted: Sequence[Quoted]
) -> Iterator[tuple[Span, Span]]:
    places = [each.start for each in paragraphs]
    for each in quoted:
        number = bisect.bisect_right(places, each.start) - 1
        if number < 0 or paragraphs[number].start != each.start or not each.is_closed:
            continue
        start, end = each.end, paragraphs[number].end
        if not text[start:end].strip() and number + 1 < len(paragraphs):
            start, end = paragraphs[number + 1].start, paragraphs[number + 1].end
        found = _SIGNATURE.match(text, start, end) if end - start < 100 else None
        if found is not None and _is_name(found["name"]):
            yield (
                Span(start=each.start, end=each.end),
                Span(start=found.start("name"), end=found.end("name")),
            )


def _is_name(words: str) -> bool:
    """Tell whether words can be a signature: few, and each with a capital but for particles."""
    if not 0 < len(re.findall(r"[^\W\d_][\w'’.-]*", words)) <= _MOST_WORDS:
        return False
    name = [part for part in words.split(",")[0].split() if part not in _PARTICLES]
    return bool(name) and all(part[0].isupper() for part in name)
