"""Builds what brat reads: a text file and an annotation file for each text, and one configuration."""

import re
from collections.abc import Iterable, Iterator
from typing import get_args

from exporter.brat.texts import AnnotatedText, Attribution
from exporter.records import Act, QuoteType, Span

CONFIGURATION = f"""\
# The types of these annotations, in the form that brat reads.
# A note (a line that starts with #) of type Confidence tells how sure the program was of an attribution.

[entities]
Source
Cue
Content

[relations]

[events]
Attribution\tSource?:Source, Cue?:Cue, Content:Content

[attributes]
QuoteType\tArg:Attribution, Value:{"|".join(get_args(QuoteType))}
Act\tArg:Attribution, Value:{"|".join(get_args(Act))}
"""

# All that some reader of lines takes for the end of one.
_LINE = re.compile("[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


def build_files(texts: Iterable[AnnotatedText]) -> Iterator[tuple[str, str]]:
    r"""Build the files of a folder for brat: names and contents, to be written as UTF-8 with \n left as it is.

    First comes annotation.conf, then NAME.txt and NAME.ann for each text. Only what the first annotator marked
    is written. Names of texts must differ.
    """
    yield "annotation.conf", CONFIGURATION
    for annotated in texts:
        yield f"{annotated.name}.txt", annotated.text
        yield f"{annotated.name}.ann", build_standoff(annotated.text, annotated.attributions)


def build_standoff(text: str, attributions: Iterable[Attribution]) -> str:
    """Build the content of an annotation file.

    Each attribution is an event, whose trigger has the span of the cue, or that of the content where there is no
    cue. No piece crosses a line break: where one would, it is cut there, and white space at the cut left out.
    """
    writer = _Writer(text)
    for attribution in attributions:
        writer.add(attribution)
    return "".join(f"{line}\n" for line in (*writer.lines, *writer.remarks))


def split_pieces(text: str, pieces: Iterable[Span]) -> tuple[Span, ...]:
    """Cut pieces at line breaks, leaving out white space at the cuts; pieces without a break stay as they are."""
    return tuple(part for piece in pieces for part in _split(text, piece))


def _split(text: str, piece: Span) -> Iterator[Span]:
    lines = [found.span() for found in _LINE.finditer(text, piece.start, piece.end)]
    if lines == [(piece.start, piece.end)]:
        yield piece
        return
    for start, end in lines:
        words = text[start:end]
        start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
        if start < end:
            yield Span(start=start, end=end)


class _Writer:
    def __init__(self, text: str) -> None:
        self.lines: list[str] = []
        self.remarks: list[str] = []
        self._text = text
        self._spans = self._events = self._attributes = 0

    def add(self, attribution: Attribution) -> None:
        roles = {
            "Source": split_pieces(self._text, attribution.source),
            "Cue": split_pieces(self._text, attribution.cue),
            "Content": split_pieces(self._text, attribution.content),
        }
        if not roles["Content"]:
            return
        arguments = [f"{role}:{self._add_span(role, pieces)}" for role, pieces in roles.items() if pieces]
        trigger = self._add_span("Attribution", roles["Cue"] or roles["Content"])
        self._events += 1
        self.lines.append(f"E{self._events}\tAttribution:{trigger} {' '.join(arguments)}")
        self._add_remarks(attribution, f"E{self._events}")

    def _add_span(self, kind: str, pieces: tuple[Span, ...]) -> str:
        self._spans += 1
        bounds = ";".join(f"{piece.start} {piece.end}" for piece in pieces)
        words = " ".join(self._text[piece.start : piece.end] for piece in pieces)
        self.lines.append(f"T{self._spans}\t{kind} {bounds}\t{words}")
        return f"T{self._spans}"

    def _add_remarks(self, attribution: Attribution, event: str) -> None:
        for kind, value in (("QuoteType", attribution.type), ("Act", attribution.act)):
            if value is not None:
                self._attributes += 1
                self.remarks.append(f"A{self._attributes}\t{kind} {event} {value}")
        if attribution.confidence is not None:
            self.remarks.append(f"#{self._events}\tConfidence {event}\t{attribution.confidence!r}")
