"""Cuts text into paragraphs: a line each, or a block of lines where the text is hard-wrapped."""

import re
from collections.abc import Iterable
from itertools import pairwise

from exporter.records import Span, Zone

_READ_ZONES = frozenset({"headline", "body"})
_LINE = re.compile(r"[^\s][^\n]*")
_BLOCK = re.compile(r"[^\s](?:[^\n]|\n(?!\s*(?:\n|$|[•‣▪◦●*]\s)))*")
_ITEM = re.compile(r"\s*(?:[•‣▪◦●*–—-]|\d{1,3}[.)])\s")
_SENTENCE_END = re.compile(r"[.!?:;…\"”’')\]]\s*$")
_WRAP_WIDTH = 100
_MIN_LINES = 6
_MOSTLY = 0.5


def find_paragraphs(text: str) -> list[Span]:
    """Find the paragraphs of a text, in order, without the white space around them.

    News sites give one paragraph a line, plain-text archives wrap lines at some 72 columns and part
    paragraphs by blank lines; the second is assumed where no line is long and most lines that have a
    neighbour break off in the middle of a sentence. An item of a list is a paragraph in both.
    """
    pattern = _BLOCK if is_hard_wrapped(text) else _LINE
    return [_strip(text, found.start(), found.end()) for found in pattern.finditer(text)]


def is_read(offset: int, zones: Iterable[Zone]) -> bool:
    """Tell whether an offset lies in a zone in which attributions and names are looked for: headline or body."""
    return any(zone.start <= offset < zone.end and zone.kind in _READ_ZONES for zone in zones)


def is_hard_wrapped(text: str) -> bool:
    """Tell whether line breaks stand inside paragraphs."""
    lines = text.split("\n")
    pairs = [(line, after) for line, after in pairwise(lines) if line.strip() and after.strip()]
    inner = [line for line, after in pairs if not _ITEM.match(after)]
    if len(inner) < _MIN_LINES or max(map(len, lines)) > _WRAP_WIDTH:
        return False
    return sum(not _SENTENCE_END.search(line) for line in inner) > _MOSTLY * len(pairs)


def _strip(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return Span(start=start + left, end=start + len(piece.rstrip()))
