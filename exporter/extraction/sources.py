"""Joins the mentions of sources in one document: who speaks again, and who is new."""

import bisect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from exporter.extraction.attribution import Attribution
from exporter.extraction.entities import LocalEntity
from exporter.extraction.names import get_words
from exporter.extraction.speakers import Speaker, SpeakerReader
from exporter.records import SourceKind, Span

_HE_OR_SHE = {"he": "m", "she": "f", "him": "m", "her": "f"}
_SPELLED_OUT = {
    "sen": "senator",
    "gov": "governor",
    "rep": "representative",
    "gen": "general",
    "dr": "doctor",
}
_PEOPLE: frozenset[SourceKind | None] = frozenset({"person", None})
_BODIES: frozenset[SourceKind | None] = frozenset({"organization", "government", "document"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


@dataclass(slots=True, kw_only=True)
class LocalSource:
    """One source within a document: its mentions in order, and the quotes attributed to it."""

    mentions: list[Speaker] = field(default_factory=list)
    entity: int | None = None
    gender: str | None = None
    quotes: list[int] = field(default_factory=list)
    anonymity_reason: str | None = None

    @property
    def best(self) -> Speaker:
        """The first mention that is more than a pronoun, else the first."""
        return next((mention for mention in self.mentions if mention.form != "pronoun"), self.mentions[0])

    @property
    def kind(self) -> SourceKind:
        """What the source is; what its mentions leave open is "other"."""
        return next((mention.kind for mention in self.mentions if mention.kind is not None), "other")

    @property
    def is_unnamed(self) -> bool:
        """Tell whether the reader does not learn who the source is; bodies and papers are never anonymous."""
        is_named = self.entity is not None or any(mention.is_named for mention in self.mentions)
        return not is_named and self.kind not in _BODIES

    @property
    def last(self) -> int:
        """Offset of the last mention."""
        return max(mention.whole.start for mention in self.mentions)


class SourceResolver:
    """Resolves the mentions of sources of one document in order of appearance."""

    def __init__(self, doc: Doc, entities: list[LocalEntity]) -> None:
        """Prepare to read the mentions; sources are filled by resolve."""
        self.doc = doc
        self.entities = entities
        self.reader = SpeakerReader(doc, entities)
        self.sources: list[LocalSource] = []
        self._by_entity: dict[int, LocalSource] = {}
        self._by_span: dict[Span, LocalSource] = {}
        self._by_core: dict[Span, LocalSource] = {}
        self._subjects = list(self._find_subject_names())

    def resolve(self, attributions: Sequence[Attribution]) -> list[LocalSource]:
        """Give every attribution its source; return the sources that have one, in order of first mention."""
        order = [n for n, each in enumerate(attributions) if each.source]
        for number in sorted(order, key=lambda n: attributions[n].source[0].start):
            pieces = attributions[number].source
            span = Span(start=pieces[0].start, end=pieces[-1].end)
            source = self._by_span.get(span)
            if source is None:
                speaker = self.reader.read(span)
                if speaker is None:
                    continue
                source = self._by_span[span] = self._by_core.get(speaker.span) or self._join(speaker)
                if speaker.span not in self._by_core:
                    self._by_core[speaker.span] = source
                    self._note_members(span, speaker)
            source.quotes.append(number)
        used = [source for source in self.sources if source.quotes]
        return sorted(used, key=lambda source: source.mentions[0].whole.start)

    def _join(self, speaker: Speaker) -> LocalSource:
        source = self._find(speaker)
        if source is None:
            source = LocalSource(entity=speaker.entity)
            self.sources.append(source)
        if source.entity is not None:
            self._by_entity[source.entity] = source
        source.mentions.append(speaker)
        gender = _HE_OR_SHE.get(speaker.head) if speaker.form == "pronoun" else speaker.gender
        source.gender = source.gender or gender
        return source

    def _note_members(self, span: Span, speaker: Speaker) -> None:
        """Let "the diplomat" return to one of "a diplomat and a source close to the ministry"."""
        for member in self.reader.read_members(span):
            if member.entity is None and member.form != "pronoun":
                self.sources.append(LocalSource(mentions=[member], gender=member.gender))

    def _find(self, speaker: Speaker) -> LocalSource | None:
        if speaker.entity is not None:
            return self._by_entity.get(speaker.entity)
        if speaker.form == "pronoun":
            return self._find_antecedent(speaker)
        if speaker.form == "definite":
            return self._find_return(speaker)
        if speaker.form == "bare":
            return next((s for s in reversed(self.sources) if self._is_same_phrase(s, speaker)), None)
        return None

    def _is_same_phrase(self, source: LocalSource, speaker: Speaker) -> bool:
        best = source.best
        return best.form == "bare" and best.head == speaker.head and best.text.lower() == speaker.text.lower()

    # -- "the diplomat", "the ministry"

    def _find_return(self, speaker: Speaker) -> LocalSource | None:
        matches = [s for s in self.sources if any(_returns(mention, speaker) for mention in s.mentions)]
        if matches:
            return max(matches, key=lambda source: source.last)
        for source in reversed(self.sources):
            if source.entity is not None and not speaker.is_plural and self._has_role(source, speaker.head):
                return source
        return self._find_named_return(speaker)

    def _has_role(self, source: LocalSource, head: str) -> bool:
        roles = " ".join(mention.role or "" for mention in source.mentions).lower()
        names = self.entities[source.entity].names if source.entity is not None else []
        titles = [name.title or "" for name in names]
        words = {word.rstrip(".") for word in [*roles.split(), *(title.lower() for title in titles)]}
        return head in words | {_SPELLED_OUT.get(word, word) for word in words}

    def _find_named_return(self, speaker: Speaker) -> LocalSource | None:
        """Find "Foreign Ministry" for "the ministry", "Sen. Ann Berg" for "the senator", if named before."""
        best: tuple[int, int] | None = None
        for number, entity in enumerate(self.entities):
            before = [name.span.start for name in entity.names if name.span.start < speaker.span.start]
            if before and self._names_it(entity, speaker) and (best is None or before[-1] > best[0]):
                best = (before[-1], number)
        if best is None:
            return None
        return self._source_of(best[1])

    def _names_it(self, entity: LocalEntity, speaker: Speaker) -> bool:
        if entity.type == "organization" and speaker.kind in _BODIES:
            words = get_words(entity.full_name.text)
            return len(words) > 1 and speaker.head in {words[-1], words[0]}
        if entity.type == "person" and speaker.kind == "person":
            titles = {(name.title or "").lower().rstrip(".") for name in entity.names}
            return speaker.head in titles | {_SPELLED_OUT.get(title, title) for title in titles}
        return False

    def _source_of(self, entity: int) -> LocalSource:
        if entity not in self._by_entity:
            name = self.entities[entity].full_name
            speaker = self.reader.read(name.span)
            source = LocalSource(entity=entity, gender=self.entities[entity].gender)
            if speaker is not None:
                speaker.entity, speaker.form = entity, "name"
                source.mentions.append(speaker)
            self.sources.append(source)
            self._by_entity[entity] = source
        return self._by_entity[entity]

    # -- "he", "they"

    def _find_antecedent(self, speaker: Speaker) -> LocalSource | None:
        head = speaker.head
        if head in _HE_OR_SHE:
            return self._find_person(speaker, _HE_OR_SHE[head])
        if head in {"i", "we", "you"}:
            return next((s for s in self.sources if s.mentions[0].head == head), None)
        if head == "they":
            return self._find_last(speaker, lambda s: s.best.is_plural) or self._find_last(
                speaker, lambda s: s.kind in _BODIES - {"document"}
            )
        return self._find_last(speaker, lambda s: s.kind in _BODIES) if head == "it" else None

    def _find_last(self, speaker: Speaker, fits: Callable[[LocalSource], bool]) -> LocalSource | None:
        found = [s for s in self.sources if fits(s) and s.mentions and s.last < speaker.span.start]
        return max(found, key=lambda source: source.last, default=None)

    def _find_person(self, speaker: Speaker, gender: str) -> LocalSource | None:
        """The person of that gender who was last a source or the subject of a clause."""
        source = self._find_last(speaker, lambda s: _is_one_person(s) and s.gender in {gender, None})
        at = bisect.bisect_left(self._subjects, (speaker.span.start, -1))
        for start, number in reversed(self._subjects[:at]):
            entity = self.entities[number]
            known = self._by_entity.get(number)
            if source is not None and start < source.last:
                return source
            theirs = known.gender if known is not None else entity.gender
            # Of a speaker known to be a "she" and somebody who may be one, "she" is the speaker.
            is_sure = theirs == gender or source is None or source.gender is None
            if theirs in {gender, None} and is_sure:
                return known if known is not None else self._source_of(number)
        return source

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


def _returns(before: Speaker, now: Speaker) -> bool:
    """Tell whether "the Drovian diplomat" can be who was called so before; whoever has a name has none here."""
    if (
        before.form == "name"
        or before.form == "pronoun"
        or before.head != now.head
        or before.is_plural != now.is_plural
    ):
        return False
    return now.modifiers <= before.modifiers
