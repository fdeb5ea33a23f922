"""Finds whom a paragraph introduces or lets speak, so that a quote beside it may be theirs."""

import bisect
import re
from collections.abc import Sequence

from spacy.tokens import Doc

from exporter.extraction.attribution import Attribution
from exporter.extraction.lexicon.gender import get_gender_of_name
from exporter.extraction.lexicon.titles import TITLES
from exporter.records import Span

_RELATIVE = frozenset({"who", "that", "which", "what", "whom"})
_WORD = re.compile(r"\w+")
_NAME = re.compile(r"[A-Z][\w’'-]+(?: (?:[A-Z]\.|de|van|von|al|bin|[A-Z][\w’'-]+)){1,3}")
_FEW_WORDS = 30
_LEAST_CONFIDENCE = 0.4


class Introductions:
    """Who speaks in, or is introduced by, each paragraph of a text."""

    def __init__(
        self, doc: Doc, text: str, paragraphs: Sequence[Span], attributions: Sequence[Attribution]
    ) -> None:
        """Note who speaks where, and where people are named.

        Args:
            doc: The text, with named entities where the pipeline gives them.
            text: The same as a string.
            paragraphs: Its paragraphs, in order.
            attributions: What was found in it so far.
        """
        self._text = text
        self._paragraphs = paragraphs
        self._starts = [each.start for each in paragraphs]
        self._sources: dict[int, list[tuple[Span, ...]]] = {}
        self._people: dict[int, list[Span]] = {}
        for each in attributions:
            if each.cue and each.source and each.confidence >= _LEAST_CONFIDENCE:
                number = self._locate(each.cue[0])
                if number == self._locate(each.source[0]) and not self._is_relative(each.source[0]):
                    self._sources.setdefault(number, []).append(each.source)
        for ent in doc.ents:
            if ent.label_ == "PERSON" and not doc[ent.end - 1 : ent.end + 1].text.endswith(("'s", "’s")):
                span = Span(start=ent.start_char, end=ent.end_char)
                self._people.setdefault(self._locate(span), []).append(span)

    def find_speaker(self, number: int) -> tuple[Span, ...]:
        """Find the only one who speaks in a paragraph or, where nobody does, is named there; empty if there is none."""
        if not 0 <= number < len(self._paragraphs):
            return ()
        sources = self._sources.get(number, [])
        if sources:
            return sources[-1] if len({self._get_key(each[-1]) for each in sources}) == 1 else ()
        people = self._people.get(number, []) or self._list_names(number)
        return (people[0],) if len({self._get_key(each) for each in people}) == 1 else ()

    def is_introduction(self, number: int) -> bool:
        """Tell whether a paragraph introduces one speaker: it ends with a colon, or has few words and nobody else."""
        paragraph = self._paragraphs[number]
        words = self._text[paragraph.start : paragraph.end]
        if not self.find_speaker(number):
            return False
        return words.endswith(":") or len(_WORD.findall(words[:400])) <= _FEW_WORDS

    def _list_names(self, number: int) -> list[Span]:
        """List what may be the names of people that were not recognised: a first name or a title, and one more."""
        paragraph = self._paragraphs[number]
        return [
            Span(start=found.start(), end=found.end())
            for found in _NAME.finditer(self._text, paragraph.start, paragraph.end)
            if get_gender_of_name(found[0]) or found[0].partition(" ")[0].casefold() in TITLES
        ]

    def _locate(self, span: Span) -> int:
        return bisect.bisect_right(self._starts, span.start) - 1

    def _is_relative(self, span: Span) -> bool:
        return self._text[span.start : span.end].casefold() in _RELATIVE

    def _get_key(self, span: Span) -> str:
        """What two mentions of one speaker have in common: the last name in them, else their last word."""
        words: list[str] = _WORD.findall(self._text[span.start : span.end].partition(",")[0])
        names = [word for word in words if word[0].isupper()]
        return (names or words or [""])[-1].casefold()
