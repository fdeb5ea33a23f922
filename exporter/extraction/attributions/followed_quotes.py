"""Gives quotations to who says them right behind the marks, where the model did not: "“No,” snorted Ann Berg"."""

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from exporter.extraction.attribution import Attribution, join_spans
from exporter.extraction.lexicon import cues, nouns
from exporter.extraction.text.quotation_marks import Quoted
from exporter.extraction.text.syntax import Range, is_verb, to_span
from exporter.records import Span

RULE = "behind the marks"
_CONFIDENCE = 0.6
_GOES_ON = (",", "!", "?", "…", "—", "–")  # behind the last word of what is told to have been said
_PARTICLES = frozenset({"in", "up", "out", "back"})
_PHRASE = frozenset({"DT", "PRP$", "JJ", "NN", "NNS", "NNP", "NNPS", "CD", "HYPH", "POS"})
_PRONOUNS = frozenset({"he", "she", "they", "i", "we"})
_LONGEST = 8  # tokens of who says it


def settle_followed(
    doc: Doc, text: str, found: Sequence[Attribution], quoted: Iterable[Quoted]
) -> list[Attribution]:
    """Let each quotation that its verb and its speaker follow be theirs: "“We won,” crowed the baker".

    One that another attribution has goes over to them, if that keeps some content; for one that nobody has, and
    theirs is no cue yet, an attribution is added.

    Args:
        doc: The text, tagged.
        text: The same as a string, which a Doc takes long to give.
        found: The attributions, whose contents do not overlap.
        quoted: What stands in quotation marks, in order.
    """
    settled = list(found)
    pieces = sorted((piece.start, piece.end, n) for n, each in enumerate(found) for piece in each.content)
    by_cue = sorted((piece.start, piece.end, n) for n, each in enumerate(found) for piece in each.cue)
    for each in quoted:
        made = _read(doc, each) if _is_sentence(text, each) else None
        if made is None:
            continue
        owners, named = _find(pieces, each.start, each.end), _find(by_cue, each.end, made.cue[0].end)
        if (owners and owners <= named) or len(owners) > 2:
            continue
        rest = {n: _subtract(settled[n].content, made.content[0]) for n in owners - named}
        if not all(rest.values()):
            continue
        for number, content in rest.items():
            settled[number] = replace(settled[number], content=content)
        if not named:
            settled.append(made)
        for number in sorted(named)[:1]:
            content = join_spans([*settled[number].content, *made.content], text)
            settled[number] = replace(settled[number], content=content)
    return settled


def _is_sentence(text: str, quoted: Quoted) -> bool:
    """Tell whether a sentence starts with a quotation and goes on behind it."""
    before = text[max(quoted.start - 3, 0) : quoted.start].rstrip(" ")
    starts = not before or before[-1] in "\n.!?:”\"’'"
    return starts and quoted.is_closed and text.endswith(_GOES_ON, quoted.inner_start, quoted.inner_end)


def _find(pieces: Sequence[tuple[int, int, int]], low: int, high: int) -> set[int]:
    """Find whose pieces, in order and apart, overlap a stretch."""
    first = max(bisect.bisect_left(pieces, (low, 0, 0)) - 1, 0)
    last = bisect.bisect_left(pieces, (high, 0, 0))
    return {number for _, end, number in pieces[first:last] if end > low}


def _subtract(pieces: Iterable[Span], hole: Span) -> tuple[Span, ...]:
    parts = (
        Span(start=start, end=end)
        for piece in pieces
        for start, end in ((piece.start, min(piece.end, hole.start)), (max(piece.start, hole.end), piece.end))
        if start < end
    )
    return tuple(parts)


def _read(doc: Doc, quoted: Quoted) -> Attribution | None:
    """Read verb and speaker, or speaker and verb, right behind the marks."""
    marks = doc.char_span(quoted.start, quoted.end, alignment_mode="expand")
    start = marks.end if marks is not None else len(doc)
    if start >= len(doc):
        return None
    if not _may_cue(doc[start]):
        source = _find_speaker(doc, start)
        cue = (source[1], source[1] + 1) if source is not None else (start, start)
        is_cue = cue[0] < min(cue[1], len(doc)) and _may_cue(doc[cue[0]]) and _is_known(doc[cue[0]])
        return _build(doc, quoted, cue, source) if source is not None and is_cue else None
    is_known = _is_known(doc[start])
    cue = (start, start + 1 + (is_known and start + 1 < len(doc) and doc[start + 1].lower_ in _PARTICLES))
    source = _find_speaker(doc, cue[1])
    is_speaker = source is not None and (is_known or _is_person(doc, source))
    return _build(doc, quoted, cue, source) if source is not None and is_speaker else None


def _may_cue(token: Token) -> bool:
    """Tell whether a word may say how it was said; taggers take a verb in front of its subject for a participle."""
    return is_verb(token) and token.tag_ in {"VBD", "VBZ", "VBN"} and token.text.islower()


def _is_known(token: Token) -> bool:
    return cues.VERB_LEMMAS.get(token.lower_) in cues.SPEECH_VERBS


def _find_speaker(doc: Doc, start: int) -> Range | None:
    """Find the noun phrase or pronoun that starts at a token."""
    if start < len(doc) and doc[start].lower_ in _PRONOUNS:
        return start, start + 1
    end = start
    while end < min(len(doc), start + _LONGEST) and doc[end].tag_ in _PHRASE:
        end += 1
    while end > start and not doc[end - 1].tag_.startswith("NN"):
        end -= 1
    return (start, end) if start < end else None


def _is_person(doc: Doc, tokens: Range) -> bool:
    last = doc[tokens[1] - 1]
    kind = nouns.get_kind(last.lower_, is_plural=last.tag_ == "NNS")
    return last.tag_ == "NNP" or last.lower_ in _PRONOUNS or kind in {"person", "group"}


def _build(doc: Doc, quoted: Quoted, cue: Range, source: Range) -> Attribution:
    head = doc[cue[0]]
    return Attribution(
        content=(Span(start=quoted.start, end=quoted.end),),
        cue=(to_span(doc, cue),),
        source=(to_span(doc, source),),
        head=head.i,
        rule=RULE,
        lemma=cues.VERB_LEMMAS.get(head.lower_),
        confidence=_CONFIDENCE,
    )
