"""Joins the mentions of sources in one document: who speaks again, and who is new."""

import bisect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import cast

from exporter.extraction.attribution import Attribution
from exporter.extraction.entities.index import NameIndex
from exporter.extraction.entities.model import LocalEntity
from exporter.extraction.entities.typing import is_called_organization
from exporter.extraction.lexicon import nouns
from exporter.extraction.lexicon.titles import spell_out
from exporter.extraction.sources.mentions import MentionReader
from exporter.extraction.sources.model import IMPERSONAL, LocalSource, SourceMention
from exporter.extraction.sources.phrases import OPEN, ORDINALS
from exporter.extraction.sources.titles import TitleReader
from exporter.extraction.sources.transcript_speakers import TranscriptSpeakers
from exporter.records import SourceKind, Span

_HE_OR_SHE = {"he": "m", "she": "f", "him": "m", "her": "f"}
_MAN_OR_WOMAN = {"man": "m", "woman": "f"}
_PEOPLE: frozenset[SourceKind | None] = frozenset({"person", None})

# How many sources, names or subjects back a mention may return. Few texts have as many; without a bound, reading would
# take time that grows with the square of their number.
_MEMORY = 500
_MOST_NAMES = 20  # that are looked at for the role of whom they name


class SourceResolver:
    """Resolves the mentions of sources of one document in order of appearance."""

    def __init__(
        self,
        reader: MentionReader,
        titles: TitleReader,
        index: NameIndex,
        transcript: TranscriptSpeakers,
        headline_end: int = 0,
    ) -> None:
        """Prepare to read the mentions; sources are filled by resolve.

        Args:
            reader: Reads each mention by itself.
            titles: Reads by which nouns the entities may return.
            index: The named entities, speakers among them.
            transcript: Whose words the turns of the text are.
            headline_end: Offset after the headline.
        """
        self.sources: list[LocalSource] = []
        self._reader = reader
        self._titles = titles
        self._index = index
        self._entities = index.entities
        self._transcript = transcript
        self._headline_end = headline_end
        self._by_entity: dict[int, LocalSource] = {}
        self._by_span: dict[Span, LocalSource] = {}
        self._by_core: dict[Span, LocalSource] = {}
        self._by_first_head: dict[str, LocalSource] = {}
        # The sources that were mentioned, by their last mention; of two mentioned at once the older comes later.
        self._recent: list[tuple[int, int]] = []
        self._subjects = list(self._find_subject_names())

    def resolve(self, attributions: Sequence[Attribution]) -> list[LocalSource]:
        """Give every attribution its source; return the sources that have one, in order of first mention."""
        spans = ((each.whole_source, number) for number, each in enumerate(attributions))
        found = [(span, number) for span, number in spans if span is not None]
        for span, number in sorted(found, key=lambda each: each[0].start):
            source = self._resolve_span(span)
            if source is not None:
                source.quotes.append(number)
        used = [source for source in self.sources if source.quotes]
        for source in used:
            source.noted = list(self._iter_noted(source))
        return sorted(used, key=lambda source: source.mentions[0].whole.start)

    def list_genders(self) -> dict[int, str | None]:
        """List the genders of those named entities that were mentioned as sources, by their positions."""
        named = (source for source in reversed(self.sources) if source.entity is not None)
        return {source.entity: source.gender for source in named if source.entity is not None}

    def _resolve_span(self, span: Span) -> LocalSource | None:
        if span in self._by_span:
            return self._by_span[span]
        words = self._reader.text[span.start : span.end]
        mention = self._transcript.find_speaker(span, words) or self._reader.read(span)
        if mention is None:
            return None
        mention = replace(mention, is_headline=span.start < self._headline_end)
        is_new = mention.span not in self._by_core
        source = self._by_span[span] = self._join(mention) if is_new else self._by_core[mention.span]
        if is_new:
            self._by_core[mention.span] = source
            self._note_members(span)
        return source

    def _iter_noted(self, source: LocalSource) -> Iterator[SourceMention]:
        """Read the phrases around the names of a person: "Labour Minister Sander Voight resigned"."""
        if source.entity is not None and self._entities[source.entity].type == "person":
            for name in self._entities[source.entity].names[:_MOST_NAMES]:
                mention = self._reader.read_name(name)
                if mention is not None and mention.entity == source.entity:
                    yield mention
                predicate = self._reader.read_predicate(name)
                if (
                    predicate is not None
                    and predicate.kind == "person"
                    and predicate.entity in {None, source.entity}
                ):
                    yield predicate

    def _join(self, mention: SourceMention) -> LocalSource:
        source = self._find(mention) or self._find_in_headline(mention)
        if source is None:
            source = self._make(mention.entity)
            if mention.is_open:
                self._describe(source)
        if source.entity is not None:
            self._by_entity[source.entity] = source
        self._mention(source, mention)
        gender = _HE_OR_SHE.get(mention.head) if mention.form == "pronoun" else mention.gender
        source.gender = source.gender or gender
        return source

    def _find_in_headline(self, mention: SourceMention) -> LocalSource | None:
        """Find the "diplomats" of the headline for "three diplomats", who are the first below it."""
        if mention.is_headline or mention.form in {"name", "pronoun"}:
            return None
        return next(
            (
                source
                for source in self.sources[:_MEMORY]
                if len(source.mentions) == 1 and source.best.is_headline and source.best.form == "bare"
                if nouns.may_replace(source.best.head, mention.head)
                if source.best.is_plural == mention.is_plural
                if source.best.modifiers <= mention.modifiers and not mention.is_member
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

    def _mention(self, source: LocalSource, mention: SourceMention) -> None:
        if source.mentions:
            self._recent.pop(bisect.bisect_left(self._recent, (source.last, -source.number)))
        else:
            self._by_first_head.setdefault(mention.head, source)
        source.add(mention)
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

    def _note_members(self, span: Span) -> None:
        """Let "the diplomat" return to one of "a diplomat and a source close to the ministry"."""
        for member in self._reader.read_members(span):
            if member.entity is None and member.form != "pronoun":
                self._mention(self._make(gender=member.gender), member)

    def _find(self, mention: SourceMention) -> LocalSource | None:
        if mention.entity is not None:
            return self._by_entity.get(mention.entity) or self._find_untitled(mention)
        if mention.form == "pronoun":
            return self._find_antecedent(mention)
        if mention.form == "definite":
            return self._find_return(mention)
        if mention.form == "bare":
            newest = self.sources[: -_MEMORY - 1 : -1]
            return next((s for s in newest if s.mentions and self._is_same_phrase(s, mention)), None)
        return None

    def _is_same_phrase(self, source: LocalSource, mention: SourceMention) -> bool:
        best = source.best
        return best.form == "bare" and best.head == mention.head and best.text.lower() == mention.text.lower()

    # -- "the diplomat", "the ministry"

    def _find_return(self, mention: SourceMention) -> LocalSource | None:
        match = next((source for source in self._iter_recent() if source.may_be(mention)), None)
        if match is not None:
            return match
        vaguer = [source for source in self._iter_recent() if source.may_be_described_as(mention)]
        if len(vaguer) == 1 and mention.modifiers.isdisjoint(ORDINALS):
            return vaguer[0]
        for source in self.sources[: -_MEMORY - 1 : -1]:
            if source.entity is not None and not mention.is_plural and self._has_role(source, mention.head):
                return source
        return self._find_counted(mention) or self._find_named_return(mention) or self._find_man(mention)

    def _find_counted(self, mention: SourceMention) -> LocalSource | None:
        """Find "four diplomats" for "the four"."""
        if mention.head not in nouns.NUMBERS or not mention.is_plural:
            return None
        return self._find_last(
            mention, lambda s: s.is_unnamed and s.best.is_plural and s.best.count == mention.count
        )

    def _find_man(self, mention: SourceMention) -> LocalSource | None:
        """Find "the man" who was "a buyer from Marenholt" before."""
        gender = _MAN_OR_WOMAN.get(mention.head)
        if gender is None or mention.modifiers:
            return None
        return self._find_last(
            mention, lambda s: s.is_unnamed and _is_one_person(s) and s.gender in {gender, None}
        )

    def _has_role(self, source: LocalSource, head: str) -> bool:
        is_title = source.entity is not None and head in self._titles.get_titles(source.entity)
        return is_title or head in source.roles or any(spell_out(word) == head for word in source.roles)

    def _find_named_return(self, mention: SourceMention) -> LocalSource | None:
        """Find "Foreign Ministry" for "the ministry", "Sen. Ann Berg" for "the senator", if named before."""
        entities = list(self._iter_named(mention.span.start))
        entity = next((number for number in entities if self._titles.may_be(number, mention)), None)
        if entity is None and not mention.is_plural:
            entity = next(
                (n for n in entities if is_called_organization(self._entities[n], mention.head)), None
            )
        return None if entity is None else self._source_of(entity)

    def _source_of(self, entity: int) -> LocalSource:
        if entity not in self._by_entity:
            name = self._entities[entity].full_name
            mention = self._reader.read(name.span)
            source = self._make(entity, self._entities[entity].gender)
            if mention is not None:
                self._mention(source, replace(mention, entity=entity, form="name"))
            self._by_entity[entity] = source
        return self._by_entity[entity]

    def _find_untitled(self, mention: SourceMention) -> LocalSource | None:
        """Find "the president" who is called "President Rell" only later on."""
        titles = {(mention.role or "").lower(), *self._titles.get_titles(cast("int", mention.entity))}
        fits = (
            source
            for source in self._iter_recent()
            if source.entity is None and source.best.form == "definite" and not source.best.modifiers
            if source.kind == "person" and source.best.head in titles and not source.best.is_plural
        )
        source = next(fits, None)
        if source is not None:
            source.entity = mention.entity
        return source

    # -- "he", "they"

    def _find_antecedent(self, mention: SourceMention) -> LocalSource | None:
        head = mention.head
        if head in _HE_OR_SHE:
            return self._find_person(mention, _HE_OR_SHE[head])
        if head in {"i", "we", "you"}:
            return self._by_first_head.get(head)
        if head == "they":
            return (
                self._find_last(mention, lambda s: s.best.is_plural)
                or self._find_last(mention, lambda s: s.kind in IMPERSONAL - {"document"})
                or self._find_named(mention, lambda e: e.type in {"organization", "group"})
            )
        return self._find_last(mention, lambda s: s.kind in IMPERSONAL) if head == "it" else None

    def _find_last(self, mention: SourceMention, fits: Callable[[LocalSource], bool]) -> LocalSource | None:
        return next((source for source in self._iter_recent(mention.span.start) if fits(source)), None)

    def _find_person(self, mention: SourceMention, gender: str) -> LocalSource | None:
        """The person of that gender who was last a source or the subject of a clause."""
        since, own = self._transcript.find_own(mention.span.start)

        def fits(source: LocalSource) -> bool:
            is_own = own is not None and source.entity == own
            is_person = _is_one_person(source) and source.gender in {gender, None}
            return is_person and source.last >= since and not is_own

        source = self._find_last(mention, fits)
        at = bisect.bisect_left(self._subjects, (mention.span.start, -1))
        for start, number in reversed(self._subjects[max(at - _MEMORY, 0) : at]):
            if start < since:
                break
            entity = self._entities[number]
            known = self._by_entity.get(number)
            if source is not None and start < source.last:
                return source
            theirs = known.gender if known is not None else entity.gender
            # Of a mention known to be a "she" and somebody who may be one, "she" is the mention.
            is_sure = theirs == gender or source is None or source.gender is None
            if theirs in {gender, None} and is_sure and number != own:
                return known if known is not None else self._source_of(number)
        return source or self._find_named(
            mention, lambda e: e.type == "person" and e.gender in {gender, None}
        )

    def _find_named(self, mention: SourceMention, fits: Callable[[LocalEntity], bool]) -> LocalSource | None:
        """The entity that was named last and fits, where no source and no subject does."""
        entity = next(
            (number for number in self._iter_named(mention.span.start) if fits(self._entities[number])), None
        )
        return None if entity is None else self._source_of(entity)

    def _iter_named(self, before: int) -> Iterator[int]:
        """Yield the entities that were named before an offset, the latest first."""
        yield from dict.fromkeys(number for _, number in self._index.iter_before(before, _MEMORY))

    def _find_subject_names(self) -> Iterator[tuple[int, int]]:
        """Where persons named are subjects: offset, and position of the entity; in order."""
        for start, number in dict(self._index.starts).items():
            if self._entities[number].type == "person" and self._reader.is_subject(start):
                yield start, number


def _is_one_person(source: LocalSource) -> bool:
    best = source.best
    return best.kind in _PEOPLE and not best.is_plural and best.head not in {"i", "we", "it", "they"}
