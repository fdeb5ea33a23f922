"""How a text is laid out: what is read of it, its paragraphs, what stands in quotation marks, whose turn it is."""

import bisect
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
        read: The paragraphs that attributions and names are looked for in, in order.
        numbers: The number of each of these among all paragraphs of the document, from 0.
        quoted: What stands in quotation marks there, in order, without overlap.
        turns: The turns there, in order; none in a text that is no transcript or interview.
        emphases: The stretches that were emphasised, in order.
    """

    fold: Fold
    zones: tuple[Zone, ...]
    read: Sequence[Span]
    numbers: Sequence[int]
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
    What is not read is left out of it, so that it cannot change how the rest is read.

    Args:
        text: The text.
        zones: Its zones; only what lies in a headline or a body is read.
        folded: The text as fold_text gives it, where that is known already.
    """
    folded = folded or fold_text(text)
    fold = folded.fold.rewrite(_part_paragraphs(folded.fold.text))
    paragraphs = find_paragraphs(fold.text)
    pieces = list(cut_read(fold.text, paragraphs, _fold_zones(fold, zones)))
    numbers = [bisect.bisect_right(paragraphs, piece.start, key=_get_start) - 1 for piece in pieces]
    fold = fold.rewrite(_leave_out_unread(fold.text, pieces))
    marked = len(fold.steps)
    read = find_paragraphs(fold.text)
    fold, quoted = write_marks(fold, read, find_quoted(fold.text, read))
    read = [_fold_span(fold, span, marked) for span in read]
    since = len(folded.fold.steps)
    emphases = [_fold_span(fold, span, since) for span in folded.emphases]
    emphases = [span for span in emphases if span.start < span.end]
    return Layout(
        fold=fold,
        zones=tuple(zone for zone in _fold_zones(fold, zones) if zone.start < zone.end),
        read=read,
        numbers=numbers,
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
        read=read,
        numbers=[bisect.bisect_right(paragraphs, piece.start, key=_get_start) - 1 for piece in read],
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


def _leave_out_unread(text: str, read: Sequence[Span]) -> Iterator[Edit]:
    r"""Leave out what stands between the paragraphs that are read, but for "\n\n"."""
    end = 0
    for span in read:
        wanted = "\n\n" if end else ""
        between = text[end : span.start]
        if between != wanted:
            yield Edit(end, span.start, wanted, is_foreign=bool(between.strip()))
        end = span.end
    if text[end:]:
        yield Edit(end, len(text), "")


def _get_start(span: Span) -> int:
    return span.start


def _fold_zones(fold: Fold, zones: Iterable[Zone]) -> tuple[Zone, ...]:
    return tuple(Zone(kind=zone.kind, start=fold.fold(zone.start), end=fold.fold(zone.end)) for zone in zones)


def _fold_span(fold: Fold, span: Span, since: int) -> Span:
    return Span(start=fold.fold(span.start, since=since), end=fold.fold(span.end, since=since))
