"""How a text is laid out: what is read of it, its paragraphs, what stands in quotation marks, whose turn it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from exporter.extraction.text.paragraphs import find_paragraphs, is_read
from exporter.extraction.text.quotation_marks import Quoted, find_quoted
from exporter.extraction.text.transcripts import Turn, find_turns
from exporter.records import Span, Zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How one text is laid out, before any of its words is read.

    Attributes:
        text: The text that all offsets refer to.
        zones: What each line of it is.
        paragraphs: All its paragraphs, in order.
        read: Those paragraphs in which attributions and names are looked for, in order.
        quoted: What stands in quotation marks there, in order, without overlap.
        turns: The turns there, in order; none in a text that is no transcript or interview.
    """

    text: str
    zones: tuple[Zone, ...]
    paragraphs: Sequence[Span]
    read: Sequence[Span]
    quoted: Sequence[Quoted]
    turns: Sequence[Turn]

    @property
    def headline_end(self) -> int:
        """Offset after the headline; 0 where there is none."""
        return max((zone.end for zone in self.zones if zone.kind == "headline"), default=0)

    def is_read(self, offset: int) -> bool:
        """Tell whether an offset lies in a part of the text that is read."""
        return is_read(offset, self.zones)


def lay_out(text: str, zones: Sequence[Zone]) -> Layout:
    """Find out how a text is laid out.

    Args:
        text: The text.
        zones: Its zones; only what lies in a headline or a body is read.
    """
    paragraphs = find_paragraphs(text)
    read = [paragraph for paragraph in paragraphs if is_read(paragraph.start, zones)]
    return Layout(
        text=text,
        zones=tuple(zones),
        paragraphs=paragraphs,
        read=read,
        quoted=find_quoted(text, read),
        turns=find_turns(text, read),
    )
