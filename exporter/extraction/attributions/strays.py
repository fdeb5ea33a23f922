"""Takes off contents what stands in another sentence than their cue, and in no marks: two speakers stay two."""

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from spacy.tokens import Doc

from exporter.extraction.attribution import Attribution
from exporter.extraction.text.quotation_marks import Quoted
from exporter.records import Span

_STOPS = ".!?…"
_CLOSING = " \t\n\"”’'»)]"
_NEAR = 8  # characters before a sentence in which its stop stands


def drop_strays(doc: Doc, found: Sequence[Attribution], quoted: Sequence[Quoted]) -> list[Attribution]:
    """Drop what contents hold of other sentences than that of their cue, as far as it stands in no marks.

    A piece is dropped where the cue of another attribution stands between, as in "Rosa Lind called it “icy.” “It will
    fail,” said Dana Holt", where it is no whole sentence, and behind a quotation and its cue: "“It will fail,” said
    Dana Holt. The hall was “full.”".
    A piece that reaches over a full stop is cut there: "The town refused. It was “too dear,” said Dana Holt". A content
    that would have nothing left stays, and so does everything in a text whose sentences are not known.

    Args:
        doc: The text.
        found: Its attributions.
        quoted: What stands in quotation marks, in order.
    """
    sentences = _Sentences(
        text=doc.text,
        starts=list(_iter_starts(doc)),
        cues=sorted(piece.start for each in found for piece in each.cue),
        quoted=quoted,
    )
    return [_drop(each, sentences) for each in found]


def _iter_starts(doc: Doc) -> Iterator[int]:
    """Yield where sentences start behind a full stop, be there a closing mark between or not."""
    text: str = doc.text
    for token in doc:
        if token.is_sent_start:
            before = text[max(token.idx - _NEAR, 0) : token.idx].rstrip(_CLOSING)
            if before.endswith(tuple(_STOPS)):
                yield token.idx


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentences:
    """Where sentences start, where cues stand, and what stands in marks; all in order."""

    text: str
    starts: Sequence[int]
    cues: Sequence[int]
    quoted: Sequence[Quoted]

    def is_quoted(self, offset: int) -> bool:
        before = bisect.bisect_right(self.quoted, offset, key=lambda marks: marks.start) - 1
        return before >= 0 and offset < self.quoted[before].end

    def _is_opening(self, offset: int) -> bool:
        at = bisect.bisect_left(self.quoted, offset, key=lambda marks: marks.start)
        return at < len(self.quoted) and self.quoted[at].start == offset

    def has_end(self, low: int, high: int) -> bool:
        return bool(_list_between(self.starts, low, high))

    def has_cue(self, low: int, high: int) -> bool:
        return bool(_list_between(self.cues, low, high - 1))

    def is_whole(self, piece: Span) -> bool:
        """Tell whether a sentence ends with a piece or right behind it."""
        return any(mark in _STOPS for mark in self.text[piece.end - 1 : piece.end + 2])

    def cut(self, piece: Span, cue: Span) -> Span:
        """Cut a piece at the start of the sentence in it nearest to its cue that stands in no marks.

        Before the cue, a sentence that opens them is one, too, where the sentence before it stands in none.
        """
        inside = _list_between(self.starts, piece.start + 1, piece.end - 1)
        bare = [start for start in inside if not (self.is_quoted(start) or self.is_quoted(start - 2))]
        if piece.start < cue.start:
            bare += [
                start
                for before, start in pairwise([piece.start, *inside])
                if self._is_opening(start) and not self.is_quoted(before)
            ]
            return replace(piece, start=max(bare, default=piece.start))
        if not bare:
            return piece
        return replace(piece, end=piece.start + len(self.text[piece.start : bare[0]].rstrip(" \t\n.")))


def _list_between(offsets: Sequence[int], low: int, high: int) -> Sequence[int]:
    """List those of ascending offsets that lie from low to high, both included."""
    return offsets[bisect.bisect_left(offsets, low) : bisect.bisect_right(offsets, high)]


def _drop(each: Attribution, sentences: _Sentences) -> Attribution:
    if not each.cue:
        return each
    cue = each.cue[0]
    follows_quote = any(piece.end <= cue.start and sentences.is_quoted(piece.start) for piece in each.content)

    def is_stray(piece: Span) -> bool:
        low, high = (piece.end, cue.start) if piece.end <= cue.start else (cue.end, piece.start)
        if sentences.is_quoted(piece.start) or not sentences.has_end(low, high):
            return False
        is_other = sentences.has_cue(low, high) or not sentences.is_whole(piece)
        return is_other or (follows_quote and piece.start > cue.start)

    content = tuple(sentences.cut(piece, cue) for piece in each.content if not is_stray(piece))
    return replace(each, content=content) if content else each
