"""Finds the paragraphs of a folded text, and those that are read."""

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence

from exporter.records import Span, Zone

_READ_ZONES = frozenset({"headline", "body"})
_LINE = re.compile(r"[^\s][^\n]*")


def find_paragraphs(text: str) -> list[Span]:
    """Find the paragraphs of a folded text, a line each, in order, without the white space around them."""
    return [
        Span(start=found.start(), end=found.start() + len(found[0].rstrip()))
        for found in _LINE.finditer(text)
    ]


def cut_read(text: str, paragraphs: Iterable[Span], zones: Iterable[Zone]) -> Iterator[Span]:
    """Cut out of paragraphs what lies in a zone that is read: headline or body.

    Args:
        text: The text that all offsets refer to.
        paragraphs: In order.
        zones: In order, without overlap.
    """
    read = [zone for zone in zones if zone.kind in _READ_ZONES]
    for paragraph in paragraphs:
        first = bisect.bisect_right(read, paragraph.start, key=lambda zone: zone.end)
        after = bisect.bisect_left(read, paragraph.end, key=lambda zone: zone.start)
        for piece in _join(read[first:after]):
            start, end = max(piece.start, paragraph.start), min(piece.end, paragraph.end)
            words = text[start:end]
            if words.strip():
                yield Span(start=end - len(words.lstrip()), end=start + len(words.rstrip()))


def _join(zones: Sequence[Zone]) -> Iterator[Span]:
    """Join zones that touch."""
    start = 0
    for number, zone in enumerate(zones):
        if not number or zone.start > zones[number - 1].end:
            start = zone.start
        if number + 1 == len(zones) or zones[number + 1].start > zone.end:
            yield Span(start=start, end=zone.end)


def is_read(offset: int, zones: Iterable[Zone]) -> bool:
    """Tell whether an offset lies in a zone in which attributions and names are looked for: headline or body."""
    return any(zone.start <= offset < zone.end and zone.kind in _READ_ZONES for zone in zones)
