"""Joins the mentions of sources in one document: who speaks again, and who is new."""

import bisect
from collections.abc import Callable, Iterator, Sequence
from typing import cast

from spacy.tokens import Doc

from exporter.extraction.attribution import Attribution
from exporter.extraction.entities.model import LocalEntity
from exporter.extraction.entities.typing import is_called_body
from exporter.extraction.lexicon import nouns
from exporter.extraction.lexicon.names import get_words
from exporter.extraction.sources.mentions import SpeakerReader
from exporter.extraction.sources.model import BODIES, LocalSource, Speaker
from exporter.extraction.sources.phrases import OPEN, ORDINALS
from exporter.extraction.sources.transcript_speakers import Voices
from exporter.records import SourceKind, Span

_HE_OR_SHE = {"he": "m", "she": "f", "him": "m", "her": "f"}
_MAN_OR_WOMAN = {"man": "m", "woman": "f"}
_SPELLED_OUT = {
    "sen": "senator",
    "gov": "governor",
    "rep": "representative",
    "gen": "general",
    "dr": "doctor",
}
_PEOPLE: frozenset[SourceKind | None] = frozenset({"person", None})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


# How many sources, names or subjects back a mention may return. Few texts have as many; without a bound, reading would
# take time that grows with the square of their number.
_MEMORY = 500
_MOST_NAMES = 20  # that are looked at for the post of whom they name


class SourceResolver:
    """Resolves the mentions of sources of one document in order of appearance."""

    def __init__(
        self,
        doc: Doc,
        text: str,
        entities: list[LocalEntity],
        voices: Voices | None = None,
        headline_end: int = 0,
    ) -> None:
        """Prepare to read the mentions; sources are filled by resolve."""
        self.headline_end = headline_end
        self.doc = doc
        self.text = text
        self.voices = voices or Voices()
        self.entities = entities
        self.reader = SpeakerReader(doc, text, entities)
        self.sources: list[LocalSource] = []
        self._by_entity: dict[int, LocalSource] = {}
        self._by_span: dict[Span, LocalSource] = {}
        self._by_core: dict[Span, LocalSource] = {}
        self._by_first_head: dict[str, LocalSource] = {}
        # The sources that were mentioned, by their last mention; of two mentioned at once the older comes later.
        self._recent: list[tuple[int, int]] = []
        self._names = sorted(
            (name.span.start, number) for number, entity in enumerate(entities) for name in entity.names
        )
        self._titles: dict[tuple[int, int], set[str]] = {}
        self._subjects = list(self._find_subject_names())

    def resolve(self, attributions: Sequence[Attribution]) -> list[LocalSource]:
        """Give every attribution its source; return the sources that have one, in order of first mention."""
        order = [n for n, each in enumerate(attributions) if each.source]
        for number in sorted(order, key=lambda n: attributions[n].source[0].start):
            pieces = attributions[number].source
            span = Span(start=pieces[0].start, end=pieces[-1].end)
            source = self._by_span.get(span)
            if source is None:
                words = self.text[span.start : span.end]
                speaker = self.voices.find_speaker(span, words) or self.reader.read(span)
                if speaker is None:
                    continue
                speaker.is_headline = span.start < self.headline_end
                source = self._by_span[span] = self._by_core.get(speaker.span) or self._join(speaker)
                if speaker.span not in self._by_core:
                    self._by_core[speaker.span] = source
                    self._note_members(span, speaker)
            source.quotes.append(number)
        used = [source for source in self.sources if source.quotes]
        for source in used:
            source.noted = list(self._iter_noted(source))
        return sorted(used, key=lambda source: source.mentions[0].whole.start)

    def _iter_noted(self, source: LocalSource) -> Iterator[Speaker]:
        """Read the phrases around the names of a person: "Labour Minister Sander Voight resigned"."""
        if source.entity is not None and self.entities[source.entity].type == "person":
            for name in self.entities[source.entity].names[:_MOST_NAMES]:
                speaker = self.reader.read_name(name)
                if speaker is not None and speaker.entity == source.entity:
                    yield speaker
                predicate = self.reader.read_predicate(name)
                if (
                    predicate is not None
                    and predicate.kind == "person"
                    and predicate.entity in {None, source.entity}
                ):
                    yield predicate

    def _join(self, speaker: Speaker) -> LocalSource:
        source = self._find(speaker) or self._find_in_headline(speaker)
        if source is None:
            source = self._make(speaker.entity)
            if speaker.is_open:
                self._describe(source)
        if source.entity is not None:
            self._by_entity[source.entity] = source
        self._mention(source, speaker)
        gender = _HE_OR_SHE.get(speaker.head) if speaker.form == "pronoun" else speaker.gender
        source.gender = source.gender or gender
        return source

    def _find_in_headline(self, speaker: Speaker) -> LocalSource | None:
        """Find the "diplomats" of the headline for "three diplomats", who are the first below it."""
        if speaker.is_headline or speaker.form in {"name", "pronoun"}:
            return None
        return next(
            (
                source
                for source in self.sources[:_MEMORY]
                if len(source.mentions) == 1 and source.best.is_headline and source.best.form == "bare"
                if nouns.may_replace(source.best.head, speaker.head)
                if source.best.is_plural == speaker.is_plural
                if source.best.modifiers <= speaker.modifiers and not speaker.is_member
            ),
            None,
        )

    def _describe(self, source: LocalSource) -> None:
        """Let "a third" return as "the diplomat", if diplomats spoke before."""
        others = (
            each for each in self._iter_recent() if each.is_unnamed and each.kind in {"person", "group"}
        )
        other = next((each for each in others if each.best.head not in OPEN), None)
        if other is not None:
            source.describe(nouns.get_singular(other.best.head) if other.best.is_plural else other.best.head)

    def _make(self, entity: int | None = None, gender: str | None = None) -> LocalSource:
        source = LocalSource(number=len(self.sources), entity=entity, gender=gender)
        self.sources.append(source)
        return source

    def _mention(self, source: LocalSource, speaker: Speaker) -> None:
        if source.mentions:
            self._recent.pop(bisect.bisect_left(self._recent, (source.last, -source.number)))
        else:
            self._by_first_head.setdefault(speaker.head, source)
        source.add(speaker)
        bisect.insort(self._recent, (source.last, -source.number))

    def _iter_recent(self, before: int | None = None) -> Iterator[LocalSource]:
        """Yield the sources mentioned last, the latest first; before an offset, if one is given."""
        end = (
            len(self._recent)
            if before is None
            else bisect.bisect_left(self._recent, (before, -len(self.sources)))
        )
        for place in range(end - 1, max(end - _MEMORY, 0) - 1, -1):
            yield self.sources[-self._recent[place][1]]

    def _note_members(self, span: Span, speaker: Speaker) -> None:
        """Let "the diplomat" return to one of "a diplomat and a source close to the ministry"."""
        for member in self.reader.read_members(span):
            if member.entity is None and member.form != "pronoun":
                self._mention(self._make(gender=member.gender), member)

    def _find(self, speaker: Speaker) -> LocalSource | None:
        if speaker.entity is not None:
            return self._by_entity.get(speaker.entity) or self._find_untitled(speaker)
        if speaker.form == "pronoun":
            return self._find_antecedent(speaker)
        if speaker.form == "definite":
            return self._find_return(speaker)
        if speaker.form == "bare":
            newest = self.sources[: -_MEMORY - 1 : -1]
            return next((s for s in newest if s.mentions and self._is_same_phrase(s, speaker)), None)
        return None

    def _is_same_phrase(self, source: LocalSource, speaker: Speaker) -> bool:
        best = source.best
        return best.form == "bare" and best.head == speaker.head and best.text.lower() == speaker.text.lower()

    # -- "the diplomat", "the ministry"

    def _find_return(self, speaker: Speaker) -> LocalSource | None:
        match = next((source for source in self._iter_recent() if source.may_be(speaker)), None)
        if match is not None:
            return match
        vaguer = [source for source in self._iter_recent() if source.may_be_described_as(speaker)]
        if len(vaguer) == 1 and speaker.modifiers.isdisjoint(ORDINALS):
            return vaguer[0]
        for source in self.sources[: -_MEMORY - 1 : -1]:
            if source.entity is not None and not speaker.is_plural and self._has_role(source, speaker.head):
                return source
        return self._find_counted(speaker) or self._find_named_return(speaker) or self._find_man(speaker)

    def _find_counted(self, speaker: Speaker) -> LocalSource | None:
        """Find "four diplomats" for "the four"."""
        if speaker.head not in nouns.NUMBERS or not speaker.is_plural:
            return None
        return self._find_last(
            speaker, lambda s: s.is_unnamed and s.best.is_plural and s.best.count == speaker.count
        )

    def _find_man(self, speaker: Speaker) -> LocalSource | None:
        """Find "the man" who was "a buyer from Marenholt" before."""
        gender = _MAN_OR_WOMAN.get(speaker.head)
        if gender is None or speaker.modifiers:
            return None
        return self._find_last(
            speaker, lambda s: s.is_unnamed and _is_one_person(s) and s.gender in {gender, None}
        )

    def _has_role(self, source: LocalSource, head: str) -> bool:
        is_title = source.entity is not None and head in self._titles_of(source.entity)
        return (
            is_title or head in source.roles or any(_SPELLED_OUT.get(word) == head for word in source.roles)
        )

    def _titles_of(self, entity: int) -> set[str]:
        """The titles that the names of an entity have, lower case, short and spelled out."""
        names = self.entities[entity].names
        key = (entity, len(names))
        if key not in self._titles:
            titles = {(name.title or "").lower().rstrip(".") for name in names}
            phrases = (self.reader.read_name(name) for name in names[:_MOST_NAMES])
            titles |= {(phrase.role or "").lower().split(" ")[-1] for phrase in phrases if phrase is not None}
            self._titles[key] = titles | {_SPELLED_OUT.get(title, title) for title in titles}
        return self._titles[key]

    def _find_named_return(self, speaker: Speaker) -> LocalSource | None:
        """Find "Foreign Ministry" for "the ministry", "Sen. Ann Berg" for "the senator", if named before."""
        entities = list(self._iter_named(speaker.span.start))
        entity = next((number for number in entities if self.names_it(number, speaker)), None)
        if entity is None and not speaker.is_plural:
            entity = next((n for n in entities if is_called_body(self.entities[n], speaker.head)), None)
        return None if entity is None else self._source_of(entity)

    def names_it(self, number: int, speaker: Speaker) -> bool:
        """Tell whether "the ministry" can be the "Foreign Ministry", "the senator" can be "Sen. Ann Berg"."""
        entity = self.entities[number]
        if entity.type == "organization" and speaker.kind in BODIES:
            words = get_words(entity.full_name.text)
            return len(words) > 1 and speaker.head in {words[-1], words[0]}
        return (
            entity.type == "person" and speaker.kind == "person" and speaker.head in self._titles_of(number)
        )

    def _source_of(self, entity: int) -> LocalSource:
        if entity not in self._by_entity:
            name = self.entities[entity].full_name
            speaker = self.reader.read(name.span)
            source = self._make(entity, self.entities[entity].gender)
            if speaker is not None:
                speaker.entity, speaker.form = entity, "name"
                self._mention(source, speaker)
            self._by_entity[entity] = source
        return self._by_entity[entity]

    def _find_untitled(self, speaker: Speaker) -> LocalSource | None:
        """Find "the president" who is called "President Rell" only later on."""
        titles = {(speaker.role or "").lower(), *self._titles_of(cast("int", speaker.entity))}
        fits = (
            source
            for source in self._iter_recent()
            if source.entity is None and source.best.form == "definite" and not source.best.modifiers
            if source.kind == "person" and source.best.head in titles and not source.best.is_plural
        )
        source = next(fits, None)
        if source is not None:
            source.entity = speaker.entity
        return source

    # -- "he", "they"

    def _find_antecedent(self, speaker: Speaker) -> LocalSource | None:
        head = speaker.head
        if head in _HE_OR_SHE:
            return self._find_person(speaker, _HE_OR_SHE[head])
        if head in {"i", "we", "you"}:
            return self._by_first_head.get(head)
        if head == "they":
            return (
                self._find_last(speaker, lambda s: s.best.is_plural)
                or self._find_last(speaker, lambda s: s.kind in BODIES - {"document"})
                or self._find_named(speaker, lambda e: e.type in {"organization", "group"})
            )
        return self._find_last(speaker, lambda s: s.kind in BODIES) if head == "it" else None

    def _find_last(self, speaker: Speaker, fits: Callable[[LocalSource], bool]) -> LocalSource | None:
        return next((source for source in self._iter_recent(speaker.span.start) if fits(source)), None)

    def _find_person(self, speaker: Speaker, gender: str) -> LocalSource | None:
        """The person of that gender who was last a source or the subject of a clause."""
        since, own = self.voices.find_own(speaker.span.start)

        def fits(source: LocalSource) -> bool:
            is_own = own is not None and source.entity == own
            is_person = _is_one_person(source) and source.gender in {gender, None}
            return is_person and source.last >= since and not is_own

        source = self._find_last(speaker, fits)
        at = bisect.bisect_left(self._subjects, (speaker.span.start, -1))
        for start, number in reversed(self._subjects[max(at - _MEMORY, 0) : at]):
            if start < since:
                break
            entity = self.entities[number]
            known = self._by_entity.get(number)
            if source is not None and start < source.last:
                return source
            theirs = known.gender if known is not None else entity.gender
            # Of a speaker known to be a "she" and somebody who may be one, "she" is the speaker.
            is_sure = theirs == gender or source is None or source.gender is None
            if theirs in {gender, None} and is_sure and number != own:
                return known if known is not None else self._source_of(number)
        return source or self._find_named(
            speaker, lambda e: e.type == "person" and e.gender in {gender, None}
        )

    def _find_named(self, speaker: Speaker, fits: Callable[[LocalEntity], bool]) -> LocalSource | None:
        """The entity that was named last and fits, where no source and no subject does."""
        entity = next(
            (number for number in self._iter_named(speaker.span.start) if fits(self.entities[number])), None
        )
        return None if entity is None else self._source_of(entity)

    def _iter_named(self, before: int) -> Iterator[int]:
        """Yield the entities that were named before an offset, the latest first."""
        while self.reader.added:
            bisect.insort(self._names, self.reader.added.pop())
        end = bisect.bisect_left(self._names, (before, -1))
        yield from dict.fromkeys(number for _, number in reversed(self._names[max(end - _MEMORY, 0) : end]))

    def _find_subject_names(self) -> Iterator[tuple[int, int]]:
        """Where persons named are subjects: offset, and position of the entity; in order."""
        places = {
            name.span.start: number
            for number, entity in enumerate(self.entities)
            if entity.type == "person"
            for name in entity.names
        }
        for start in sorted(places):
            piece = self.doc.char_span(start, start + 1, alignment_mode="expand")
            head = piece.root if piece is not None else None
            while head is not None and head.dep_ == "compound":
                head = head.head
            if head is not None and head.dep_ in _SUBJECTS:
                yield start, places[start]


def _is_one_person(source: LocalSource) -> bool:
    best = source.best
    return best.kind in _PEOPLE and not best.is_plural and best.head not in {"i", "we", "it", "they"}
