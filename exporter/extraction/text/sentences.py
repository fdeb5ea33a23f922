"""Tells where sentences start: after line breaks, datelines and labels, whatever the parser would think."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from exporter.extraction.lexicon.titles import WITH_STOPS
from exporter.extraction.text.paragraphs import find_paragraphs
from exporter.extraction.text.transcripts import find_turns
from exporter.extraction.text.turns import Turn

COMPONENT = "paragraph_starts"
"""The name of the component that does this in a pipeline for texts of which the layout is not known."""

_DASHES = frozenset({"—", "–", "--"})
_LONGEST_DATELINE = 16
_LONGEST_SENTENCE = 500
_STOPS = frozenset({".", "?", "!"})


@Language.component(COMPONENT)
def start_sentences_at_paragraphs(doc: Doc) -> Doc:
    """Start the sentences of a text whose layout is found out only here."""
    text: str = doc.text
    return start_sentences(doc, find_turns(text, find_paragraphs(text)))


def start_sentences(doc: Doc, turns: Sequence[Turn]) -> Doc:
    """Let a sentence start after every line break and dateline, so that the parser never reads over one.

    What goes on for hundreds of words without a stop is cut, too: sentences are read in time that grows with the
    square of their length.

    Args:
        doc: A text that is not parsed yet; the starts that it has are kept, and others added.
        turns: The turns of a transcript, if it is one: the words of each start a sentence.
    """
    # All at once, because for each single token spaCy looks at all of them.
    starts: Any = doc.to_array([SENT_START])
    starts.view("int64")[[token.i + 1 for token in doc[:-1] if token.text in WITH_STOPS]] = -1
    starts[[*_iter_turn_starts(doc, turns), *_iter_starts(doc)]] = 1
    return doc.from_array([SENT_START], starts)


def _iter_starts(doc: Doc) -> Iterator[int]:
    after_break = True
    start = 0
    for token in doc:
        if token.is_space:
            after_break = after_break or "\n" in token.text
        elif after_break or token.i - start >= _LONGEST_SENTENCE:
            yield token.i
            start = token.i
            if after_break and token.is_upper and len(token) > 2:
                yield from _find_dateline_end(doc, token.i)
            after_break = False
        elif token.text in _STOPS:
            start = token.i


def _iter_turn_starts(doc: Doc, turns: Iterable[Turn]) -> Iterator[int]:
    """Find where the words of a turn start, behind the label of who speaks."""
    for turn in turns:
        for offset in (turn.start, turn.content[0].start):
            piece = doc.char_span(offset, offset + 1, alignment_mode="expand")
            if piece is not None:
                yield piece.start


def _find_dateline_end(doc: Doc, start: int) -> Iterator[int]:
    """Find where a sentence starts after the dash of "PORT ALDANE (Norland Wire) — "."""
    for token in doc[start : start + _LONGEST_DATELINE]:
        if token.is_space or token.text in _STOPS:
            return
        if (token.text in _DASHES or _is_spaced_hyphen(doc, token.i)) and token.i + 1 < len(doc):
            yield token.i + 1
            return


def _is_spaced_hyphen(doc: Doc, number: int) -> bool:
    return doc[number].text == "-" and bool(doc[number].whitespace_) and bool(doc[number - 1].whitespace_)
