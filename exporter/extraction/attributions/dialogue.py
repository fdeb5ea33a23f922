"""Makes attributions of the turns of transcripts and interviews."""

import bisect
from collections.abc import Sequence

from spacy.tokens import Doc

from exporter.extraction.attribution import Attribution
from exporter.extraction.text.quotation_marks import Quoted, get_type
from exporter.extraction.text.turns import Turn
from exporter.records import QuoteType, Span

RULE = "turn"
_CONFIDENCE = 0.9
_LONGEST_QUESTION = 60  # tokens


def take_turns(found: Sequence[Attribution], doc: Doc, turns: Sequence[Turn]) -> list[Attribution]:
    """Make an attribution of every turn, and keep of those found otherwise what lies within one turn or in none.

    Within a turn only what has a cue or a source of its own is kept: all other words there are the speaker's.

    Args:
        found: What was found otherwise.
        doc: The text, tokenised.
        turns: The turns, in order.
    """
    if not turns:
        return list(found)
    starts = [turn.start for turn in turns]

    def locate(piece: Span) -> int | None:
        """The number of the turn in whose words a piece lies, -1 outside of turns, None across their borders."""
        number = bisect.bisect_right(starts, piece.start) - 1
        if number + 1 < len(turns) and piece.end > turns[number + 1].start:
            return None
        if number < 0 or piece.start >= turns[number].end:
            return -1
        turn = turns[number]
        return number if turn.content[0].start <= piece.start and piece.end <= turn.end else None

    kept = []
    for each in found:
        places = {locate(piece) for piece in (*each.content, *each.cue, *each.source)}
        if places == {-1} or (len(places) == 1 and None not in places and (each.cue or each.source)):
            kept.append(each)
    kept = [each for each in kept if not _asks_you(doc, each)]
    made = [_build_attribution(doc, turn) for turn in turns]
    return sorted([*kept, *made], key=lambda each: (each.start, each.end, each.head))


def _asks_you(doc: Doc, each: Attribution) -> bool:
    """Tell whether what seems to be said is asked: "Why did you write about the sea?"."""
    source = each.whole_source
    token = doc.char_span(source.start, source.end, alignment_mode="expand") if source else None
    if token is None or token.text.casefold() != "you":
        return False
    rest = doc[token.end : token.end + _LONGEST_QUESTION]
    return next((word.text for word in rest if word.text in {"?", ".", "!"}), "") == "?"


def get_quote_type(text: str, attribution: Attribution, quoted: Sequence[Quoted]) -> QuoteType:
    """Get the type of a quote: a turn is direct, because its words are given as they were spoken."""
    return "direct" if attribution.rule == RULE else get_type(text, attribution.content, quoted)


def _build_attribution(doc: Doc, turn: Turn) -> Attribution:
    first = turn.content[0]
    tokens = doc.char_span(first.start, first.end, alignment_mode="expand")
    return Attribution(
        content=turn.content,
        source=() if turn.label is None else (turn.label.span,),
        head=tokens[0].i if tokens is not None else 0,
        rule=RULE,
        confidence=_CONFIDENCE,
    )
