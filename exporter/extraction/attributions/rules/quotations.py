"""Gives every stretch in quotation marks to the attribution it belongs to, or makes one for it."""

import bisect
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from exporter.extraction.attribution import Attribution, join_spans
from exporter.extraction.attributions.circumstances import acts
from exporter.extraction.attributions.rules.clauses import get_source
from exporter.extraction.lexicon import cues
from exporter.extraction.text.quotation_marks import Quoted
from exporter.extraction.text.syntax import (
    Range,
    find_subject,
    get_cue,
    get_phrase,
    is_noun,
    is_verb,
    to_span,
    trim,
)
from exporter.records import Span

_REACH = 30
_NEAREST = 100  # of the attributions of a paragraph before and after a quote; ordinary paragraphs have ten
_LOOK_BACK = 80
_SENTENCE_WORDS = 4
_INVERTED = frozenset({"nsubj", "dobj", "attr", "npadvmod", "dep", "oprd", "ccomp"})
_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.,!?…—–-]['’]?$")
_SMALL_WORDS = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with", "s"]
)


class QuotationRules:
    """Joins the quotation marks of one text with the attributions found in its clauses."""

    def __init__(self, doc: Doc, quoted: Sequence[Quoted], paragraphs: Sequence[Span]) -> None:
        """Keep what all rules look at; nothing is read before attribute is called."""
        self.doc = doc
        self.text: str = doc.text
        self.quoted = quoted
        self.paragraphs = paragraphs
        self._paragraph_starts = [paragraph.start for paragraph in paragraphs]
        self._quoted_starts = [each.start for each in quoted]
        self._token_starts = [token.idx for token in doc]
        self._cues: list[tuple[int, int]] = []

    def attribute(self, attributions: Sequence[Attribution]) -> list[Attribution]:
        """Return the attributions, grown over the marks they touch, with those that only marks tell of added."""
        found = [each for each in attributions if not self._is_quoted(self.doc[each.head].idx)]
        found.sort(key=lambda each: each.head)
        nearby = self._group_by_paragraph(found)
        by_cue = {each.cue: number for number, each in enumerate(found)}
        self._cues = sorted((each.cue[0].start, -number) for number, each in enumerate(found) if each.cue)
        previous: tuple[Quoted, int] | None = None
        for quoted in self.quoted:
            owner = self._find_owner(quoted, found, nearby[self._paragraph_number(quoted.start)])
            if owner is None:
                made = self._by_neighbour(quoted) if self._is_statement(quoted) else None
                owner = (
                    self._follow_on(quoted, previous, found)
                    if made is None
                    else self._place(made, found, by_cue)
                )
            if owner is not None:
                found[owner] = self._grow(found[owner], quoted)
                if previous is not None and previous[0].continues and found[previous[1]].rule == "bare":
                    # Who speaks may be told only in the last paragraph of a long quote.
                    found[previous[1]] = replace(
                        found[previous[1]], source=found[owner].source, rule="follow-on"
                    )
                previous = (quoted, owner)
        return found

    def _is_quoted(self, offset: int) -> bool:
        before = bisect.bisect_right(self._quoted_starts, offset) - 1
        return before >= 0 and offset < self.quoted[before].end

    def _group_by_paragraph(self, found: Sequence[Attribution]) -> defaultdict[int, list[int]]:
        """Which attributions have content in which paragraph."""
        nearby: defaultdict[int, list[int]] = defaultdict(list)
        for number, each in enumerate(found):
            for paragraph in sorted({self._paragraph_number(piece.start) for piece in each.content}):
                nearby[paragraph].append(number)
        return nearby

    def _find_owner(self, quoted: Quoted, found: Sequence[Attribution], nearby: Sequence[int]) -> int | None:
        """The attribution whose content shares most with the marks; of equals, that with the nearest cue.

        Args:
            quoted: The marks.
            found: All attributions.
            nearby: Numbers of those in the same paragraph, in order of their heads.
        """
        best, owner = (0, 0), None
        first = self._first_token(quoted.start)
        here = bisect.bisect_left(nearby, first, key=lambda number: found[number].head)
        for number in nearby[max(here - _NEAREST, 0) : here + _NEAREST]:
            each = found[number]
            shared = sum(max(0, min(s.end, quoted.end) - max(s.start, quoted.start)) for s in each.content)
            distance = abs(self.doc[each.head].idx - quoted.start)
            if shared and (shared, -distance) > best:
                best, owner = (shared, -distance), number
        return owner

    def _grow(self, attribution: Attribution, quoted: Quoted) -> Attribution:
        if any(quoted.start <= piece.start < quoted.end for piece in attribution.source):
            # The parser took a word inside the marks for the subject of "said".
            verb = self.doc[attribution.head]
            source = self._inverted_phrase(verb) or self._nearest_phrase(verb, quoted)
            if source is not None:
                attribution = replace(attribution, source=(to_span(self.doc, source),))
        verb = self.doc[attribution.head]
        if attribution.cue and not attribution.source and verb.idx >= quoted.end:
            inverted = self._inverted_phrase(verb)  # "grumbled Joan Pike", whom the parser took for an object
            attribution = replace(attribution, source=(to_span(self.doc, inverted),) if inverted else ())
        whole = Span(start=quoted.start, end=quoted.end)
        pieces = [self._cut_beside(piece, whole) for piece in attribution.content]
        return replace(attribution, content=join_spans([*pieces, whole], self.text))

    def _cut_beside(self, piece: Span, marks: Span) -> Span:
        """Cut off a piece what stands beside its marks without a word: the closing mark of another quote."""
        start, end = piece.start, piece.end
        if start < marks.start < end and not _WORD.search(self.text, start, marks.start):
            start = marks.start
        if start < marks.end < end and not _WORD.search(self.text, marks.end, end):
            end = marks.end
        return Span(start=start, end=end)

    def _is_statement(self, quoted: Quoted) -> bool:
        """Tell whether the marks hold something said, not a title or a word held with tongs."""
        words = _WORD.findall(self.text[quoted.inner_start : quoted.inner_end])
        if len(words) < _SENTENCE_WORDS:
            return self._starts_after_colon(quoted) or self._is_closed_by_comma(quoted)
        return not all(word[0].isupper() or word in _SMALL_WORDS for word in words)

    def _is_closed_by_comma(self, quoted: Quoted) -> bool:
        """Whether "Never," could be followed by who said so: at the start of a sentence."""
        before = self._text_before(quoted)
        inner = self.text[quoted.inner_start : quoted.inner_end]
        return bool(_SENTENCE_END.search(inner)) and (not before or before[-1] in '.!?:”"')

    def _starts_after_colon(self, quoted: Quoted) -> bool:
        return self._text_before(quoted)[-1:] == ":"

    def _text_before(self, quoted: Quoted, space: str | None = None) -> str:
        return self.text[max(quoted.start - _LOOK_BACK, 0) : quoted.start].rstrip(space)

    def _by_neighbour(self, quoted: Quoted) -> Attribution | None:
        """Find the nearest reporting verb after or before the marks."""
        verb = self._find_verb(quoted)
        if verb is None:
            return None
        lemma = cues.VERB_LEMMAS.get(verb.lower_, verb.lower_)
        source = self._find_speaker(verb, quoted)
        return Attribution(
            content=(Span(start=quoted.start, end=quoted.end),),
            cue=(to_span(self.doc, get_cue(verb)),),
            source=(to_span(self.doc, source),) if source else (),
            head=verb.i,
            rule="neighbour",
            lemma=lemma,
            act=acts.get_act(lemma),
        )

    def _find_verb(self, quoted: Quoted) -> Token | None:
        """The reporting verb that stands by the marks: after them, else before, where a colon lets any verb do."""
        paragraph = self._paragraph_of(quoted.start)
        for verb in self._tokens_after(quoted, paragraph):
            if self._is_cue(verb) and self._reaches_back(verb, quoted):
                return verb
        for verb in self._tokens_before(quoted, paragraph):
            if is_verb(verb) and self._starts_after_colon(quoted):
                return verb
            if self._is_cue(verb) and self._reaches_on(verb, quoted):
                return verb
        return None

    def _tokens_after(self, quoted: Quoted, paragraph: Span) -> list[Token]:
        tokens = []
        for token in self.doc[self._first_token(quoted.end) :][:_REACH]:
            if token.idx >= paragraph.end or (token.text in {".", "!", "?"} and token.idx > quoted.end):
                break
            if self._is_quoted(token.idx):
                break
            tokens.append(token)
        return tokens

    def _tokens_before(self, quoted: Quoted, paragraph: Span) -> list[Token]:
        tokens = []
        first = self._first_token(quoted.start)
        for token in reversed(self.doc[max(first - _REACH, 0) : first]):
            if token.idx < paragraph.start or token.text in {".", "!", "?"}:
                break
            if self._is_quoted(token.idx):
                break
            tokens.append(token)
        return tokens

    def _first_token(self, offset: int) -> int:
        """Number of the first token that starts at or after an offset."""
        return bisect.bisect_left(self._token_starts, offset)

    def _is_cue(self, token: Token) -> bool:
        lemma = cues.VERB_LEMMAS.get(token.lower_)
        return is_verb(token) and lemma in cues.SPEECH_VERBS and lemma in cues.TAKES_THAT

    def _reaches_back(self, verb: Token, quoted: Quoted) -> bool:
        """Whether "..., said the minister" or "..., the minister said" follows the marks and nothing else."""
        between = self.doc[self._first_token(quoted.end) : verb.i]
        return all(token.dep_ != "mark" and not is_verb(token) for token in between) and not any(
            token.text in {";", ":"} for token in between
        )

    def _reaches_on(self, verb: Token, quoted: Quoted) -> bool:
        between = self.text[verb.idx + len(verb) : quoted.start]
        return len(_WORD.findall(between)) <= 8

    def _find_speaker(self, verb: Token, quoted: Quoted) -> Range | None:
        subject = find_subject(verb)
        if subject is not None and is_noun(subject) and not quoted.start <= subject.idx < quoted.end:
            return get_source(subject, verb)
        return self._inverted_phrase(verb) or self._nearest_phrase(verb, quoted)

    def _inverted_phrase(self, verb: Token) -> Range | None:
        """The noun phrase in "added another official", whatever the parser takes it for."""
        for child in verb.rights:
            if child.dep_ in _INVERTED and is_noun(child):
                return get_phrase(child)
        return None

    def _nearest_phrase(self, verb: Token, quoted: Quoted) -> Range | None:
        """The noun phrase between the marks and the verb, or right after the verb, where the parse fails."""
        if verb.idx > quoted.end:
            between = trim(self.doc, (self._first_token(quoted.end), verb.i))
            if between[0] < between[1] and any(is_noun(token) for token in self.doc[between[0] : between[1]]):
                return between
        return None

    def _follow_on(
        self, quoted: Quoted, previous: tuple[Quoted, int] | None, found: list[Attribution]
    ) -> int | None:
        """Continue the quote before, or start one of the same source, where the marks hold whole sentences."""
        inner = self.text[quoted.inner_start : quoted.inner_end]
        if not self._stands_alone(quoted) or len(_WORD.findall(inner)) < 2:
            return None
        if previous is not None and self._continues(previous[0], quoted, found[previous[1]]):
            return previous[1]
        source: tuple[Span, ...] = ()
        if previous is not None and self._follows_closely(previous[0], quoted):
            source = found[previous[1]].source
        source = source or self._last_source(quoted, found)
        found.append(
            Attribution(
                content=(Span(start=quoted.start, end=quoted.end),),
                source=source,
                head=min(self._first_token(quoted.start), len(self.doc) - 1),
                rule="follow-on" if source else "bare",
            )
        )
        return len(found) - 1

    def _last_source(self, quoted: Quoted, found: Sequence[Attribution]) -> tuple[Span, ...]:
        """The source of the last attribution before the marks in their paragraph."""
        before = bisect.bisect_left(self._cues, (quoted.start, -len(found))) - 1
        if before < 0 or self._cues[before][0] < self._paragraph_of(quoted.start).start:
            return ()
        return found[-self._cues[before][1]].source

    def _stands_alone(self, quoted: Quoted) -> bool:
        """Whether a sentence starts where the marks open and ends where they close."""
        before = self._text_before(quoted, " ")
        starts = (
            not before
            or before[-1] in ".!?:\n”\"'’…"
            or quoted.start == self._paragraph_of(quoted.start).start
        )
        inner = self.text[quoted.inner_start : quoted.inner_end]
        ends = bool(re.search(r"[.!?…—–-]['’]?$", inner)) or self.text[quoted.end : quoted.end + 1] in {
            ".",
            "",
            "\n",
        }
        return starts and (ends or not quoted.is_closed)

    def _continues(self, before: Quoted, quoted: Quoted, owner: Attribution) -> bool:
        """Whether these marks go on with the quote before: over paragraphs, or after "..., she said."."""
        if before.continues:
            return True
        if self._paragraph_of(before.start) != self._paragraph_of(quoted.start):
            return False
        between = self.text[before.end : quoted.start]
        pieces = (*owner.cue, *owner.source)
        covered = [piece for piece in pieces if before.end <= piece.start and piece.end <= quoted.start]
        return not between.strip() or (bool(covered) and between.count(".") <= 2 and len(between) < 300)

    def _follows_closely(self, before: Quoted, quoted: Quoted) -> bool:
        here, there = self._paragraph_number(quoted.start), self._paragraph_number(before.start)
        return here - there <= 1

    def _paragraph_number(self, offset: int) -> int:
        return bisect.bisect_right(self._paragraph_starts, offset) - 1

    def _paragraph_of(self, offset: int) -> Span:
        number = self._paragraph_number(offset)
        return self.paragraphs[number] if number >= 0 else Span(start=0, end=len(self.text))

    def _place(self, made: Attribution, found: list[Attribution], by_cue: dict[tuple[Span, ...], int]) -> int:
        """Add an attribution, or leave it to the one that has the same cue; return where it is."""
        if made.cue not in by_cue:
            by_cue[made.cue] = len(found)
            bisect.insort(self._cues, (made.cue[0].start, -len(found)))
            found.append(made)
        return by_cue[made.cue]
