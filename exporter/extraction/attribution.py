"""One attribution as the rules find it: who, by which words, what."""

from dataclasses import dataclass

from exporter.records import Act, Channel, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """A relation of a content, a cue and a source, each in one or more pieces, in order.

    Attributes:
        content: What is attributed; never empty.
        cue: The words that attribute it; empty where the text has none.
        source: To whom; empty where the text does not say.
        head: Number of the token that heads the cue, or of the first token of the content.
        rule: The name of the rule that found it.
        lemma: Dictionary form of the cue's head.
        addressee: To whom it was said.
        channel: Where it was said, if the text tells.
        confidence: How likely it is right, from 0 to 1.
    """

    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    head: int
    rule: str
    lemma: str | None = None
    act: Act = "speech"
    addressee: Span | None = None
    channel: Channel | None = None
    confidence: float = 0.5

    @property
    def start(self) -> int:
        """Offset of the first character of the content."""
        return self.content[0].start

    @property
    def end(self) -> int:
        """Offset after the last character of the content."""
        return self.content[-1].end

    @property
    def whole_source(self) -> Span | None:
        """The stretch from the first to the last character of the source; None where the text does not say."""
        return Span(start=self.source[0].start, end=self.source[-1].end) if self.source else None


def join_spans(spans: list[Span], between: str) -> tuple[Span, ...]:
    """Sort spans and merge those that overlap or touch; between is the text they refer to.

    Pieces parted by white space alone become one.
    """
    merged: list[Span] = []
    for span in sorted(spans, key=lambda piece: (piece.start, piece.end)):
        if merged and not between[merged[-1].end : span.start].strip():
            merged[-1] = Span(start=merged[-1].start, end=max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
