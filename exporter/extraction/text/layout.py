"""How a text is laid out: what is read of it, its paragraphs, what stands in quotation marks, whose turn it is."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from exporter.documents.folding import Edit, Fold, FoldedText, fold_text
from exporter.extraction.text.interviews import find_interview
from exporter.extraction.text.mark_writing import write_marks
from exporter.extraction.text.paragraphs import cut_read, find_paragraphs, is_read
from exporter.extraction.text.quotation_marks import Quoted, find_quoted
from exporter.extraction.text.transcripts import find_turns
from exporter.extraction.text.turns import Turn
from exporter.records import Span, Zone

_SINGLE_BREAK = re.compile(r"(?<!\n)\n(?!\n)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How one text is laid out, before any of its words is read. All offsets are those of the folded text.

    Attributes:
        fold: The text as it is read, and the way back to the document's own.
        zones: What each line of it is.
        paragraphs: All its paragraphs, in order.
        read: What of these attributions and names are looked for in, in order.
        quoted: What stands in quotation marks there, in order, without overlap.
        turns: The turns there, in order; none in a text that is no transcript or interview.
        emphases: The stretches that were emphasised, in order.
    """

    fold: Fold
    zones: tuple[Zone, ...]
    paragraphs: Sequence[Span]
    read: Sequence[Span]
    quoted: Sequence[Quoted]
    turns: Sequence[Turn]
    emphases: Sequence[Span] = ()

    @property
    def text(self) -> str:
        """The folded text."""
        return self.fold.text

    @property
    def headline_end(self) -> int:
        """Offset after the headline; 0 where there is none."""
        return max((zone.end for zone in self.zones if zone.kind == "headline"), default=0)

    def is_read(self, offset: int) -> bool:
        """Tell whether an offset lies in a part of the text that is read."""
        return is_read(offset, self.zones)


def lay_out(text: str, zones: Sequence[Zone], *, folded: FoldedText | None = None) -> Layout:
    r"""Find out how a text is laid out.

    The folded text has a paragraph a line, "\n\n" between them, “ and ” around what is quoted, no other double marks.

    Args:
        text: The text.
        zones: Its zones; only what lies in a headline or a body is read.
        folded: The text as fold_text gives it, where that is known already.
    """
    folded = folded or fold_text(text)
    fold = folded.fold.rewrite(_part_paragraphs(folded.fold.text))
    read = list(cut_read(fold.text, find_paragraphs(fold.text), _fold_zones(fold, zones)))
    marked = len(fold.steps)
    fold, quoted = write_marks(fold, read, find_quoted(fold.text, read))
    read = [_fold_span(fold, span, marked) for span in read]
    since = len(folded.fold.steps)
    emphases = [_fold_span(fold, span, since) for span in folded.emphases]
    return Layout(
        fold=fold,
        zones=_fold_zones(fold, zones),
        paragraphs=find_paragraphs(fold.text),
        read=read,
        quoted=quoted,
        turns=_find_turns(fold.text, read, emphases),
        emphases=emphases,
    )


def lay_out_unfolded(text: str, zones: Sequence[Zone]) -> Layout:
    """Find out how a text is laid out that is read as it is, because somebody else has cut it into tokens.

    Paragraphs are found as in any other; spaces, marks and breaks within them stay.

    Args:
        text: The text.
        zones: Its zones; only what lies in a headline or a body is read.
    """
    folded = fold_text(text)
    fold = folded.fold
    paragraphs = [fold.unfold(span) for span in find_paragraphs(fold.text)]
    read = list(cut_read(text, paragraphs, zones))
    emphases = [fold.unfold(span) for span in folded.emphases]
    return Layout(
        fold=Fold(text=text),
        zones=tuple(zones),
        paragraphs=paragraphs,
        read=read,
        quoted=find_quoted(text, read),
        turns=_find_turns(text, read, emphases),
        emphases=emphases,
    )


def _find_turns(text: str, read: Sequence[Span], emphases: Sequence[Span]) -> list[Turn]:
    return find_turns(text, read) or find_interview(text, read, emphases)


def _part_paragraphs(text: str) -> Iterator[Edit]:
    end = len(text.rstrip())
    for found in _SINGLE_BREAK.finditer(text, 0, end):
        yield Edit(found.start(), found.end(), "\n\n")


def _fold_zones(fold: Fold, zones: Iterable[Zone]) -> tuple[Zone, ...]:
    return tuple(Zone(kind=zone.kind, start=fold.fold(zone.start), end=fold.fold(zone.end)) for zone in zones)


def _fold_span(fold: Fold, span: Span, since: int) -> Span:
    return Span(start=fold.fold(span.start, since=since), end=fold.fold(span.end, since=since))
