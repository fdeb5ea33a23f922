"""Turns the state that the passes leave behind into rows with their identifiers."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from exporter.extraction.attribution import Attribution
from exporter.extraction.attributions.dialogue import get_quote_type
from exporter.extraction.entities.index import NameIndex
from exporter.extraction.entities.model import LocalEntity
from exporter.extraction.ids import Anchors, build_id, fold_words
from exporter.extraction.sources.model import LocalSource, SourceMention
from exporter.extraction.state import Analysis
from exporter.extraction.text.layout import Layout
from exporter.records import Document, MentionKind, Quote, QuoteSpan, Source, Span, SpanRole


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalMention:
    """One mention of an entity, before the entity has an identifier."""

    mention_id: str
    span: Span
    text: str
    kind: MentionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEntity:
    """One entity of one document, with all its mentions in order of appearance."""

    entity: LocalEntity
    mentions: tuple[LocalMention, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read from one document; identifiers of entities are still to come.

    Attributes:
        entity_of: For a source_id the position of the entity that the source is.
        affiliation_of: For a source_id the position of the entity that the source belongs to.
        addressee_of: For a quote_id the position of the entity that the quote was said to.
    """

    document: Document
    sources: tuple[Source, ...]
    quotes: tuple[Quote, ...]
    entities: tuple[ReadEntity, ...]
    entity_of: Mapping[str, int]
    affiliation_of: Mapping[str, int] = field(default_factory=dict)
    addressee_of: Mapping[str, int] = field(default_factory=dict)


class _Print:
    """The text as it was printed: leads every span of the folded text back to it."""

    def __init__(self, document: Document, layout: Layout) -> None:
        self.document_id = document.document_id
        self.anchors = Anchors(layout.text, layout.read, layout.numbers)
        self.quoted = layout.quoted
        self.folded = layout.text
        self._text = document.text
        self._fold = layout.fold
        self._said: Counter[tuple[str, str]] = Counter()

    def find(self, span: Span) -> Span:
        """Find where a stretch of the folded text stands."""
        return self._fold.unfold(span)

    def find_pieces(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """Find where the pieces of something stand, without what stands between two pages of them."""
        return self._fold.unfold_pieces(spans)

    def cut(self, span: Span) -> str:
        """Cut a stretch out of the printed text."""
        return self._text[span.start : span.end]

    def read(self, spans: Iterable[Span]) -> str:
        """Read stretches of the folded text, with an ellipsis between two."""
        return " … ".join(self.folded[span.start : span.end] for span in spans)

    def count_said(self, content: str, cue: str) -> int:
        """Count how often the same was attributed with the same words before."""
        key = fold_words(content), fold_words(cue)
        self._said[key] += 1
        return self._said[key] - 1


def build_reading(document: Document, state: Analysis) -> Reading:
    """Build the rows of one document, before its entities are joined with those of others."""
    page = _Print(document, state.layout)
    namesakes = _number_namesakes(state.index.entities)
    source_ids = {
        source.number: _build_source_id(source, state.index, namesakes, page) for source in state.sources
    }
    source_of = {number: source for source in state.sources for number in source.quotes}
    quotes = [
        _build_quote(each, source_ids[source_of[number].number] if number in source_of else None, page)
        for number, each in enumerate(state.attributions)
    ]
    return Reading(
        document=document,
        sources=tuple(
            _build_source(source, source_ids[source.number], state, page) for source in state.sources
        ),
        quotes=tuple(quotes),
        entities=_build_entities(state, page),
        entity_of={
            source_ids[source.number]: source.entity for source in state.sources if source.entity is not None
        },
        affiliation_of={
            source_ids[number]: affiliation.entity
            for number, affiliation in state.affiliations.items()
            if affiliation.entity is not None
        },
        addressee_of={quotes[number].quote_id: entity for number, entity in state.addressees.items()},
    )


def get_full_mention(source: LocalSource, index: NameIndex) -> Span:
    """Get where a source is called by its full name, else by the first words that are more than a pronoun."""
    return source.best.span if source.entity is None else index.entities[source.entity].full_name.span


def _number_namesakes(entities: Sequence[LocalEntity]) -> list[int]:
    """Number those that only the text tells apart, each from 0: "Mr. Quist" and "Mrs. Quist"."""
    counted: Counter[tuple[str, str]] = Counter()
    numbers = []
    for entity in entities:
        numbers.append(counted[entity.type, entity.identity])
        counted[entity.type, entity.identity] += 1
    return numbers


def _build_source_id(source: LocalSource, index: NameIndex, namesakes: Sequence[int], page: _Print) -> str:
    if source.entity is not None:
        entity, number = index.entities[source.entity], namesakes[source.entity]
        return build_id("s", page.document_id, entity.type, entity.identity, *([number] if number else []))
    span = source.best.span
    return build_id("s", page.document_id, page.read([span]), page.anchors.locate(span.start)[1])


def _build_source(source: LocalSource, source_id: str, state: Analysis, page: _Print) -> Source:
    span = page.find(get_full_mention(source, state.index))
    people = source.list_people()
    affiliation = state.affiliations.get(source.number)
    is_counted = source.entity is None and source.kind in {"group", "person", "other"}
    roles = (mention.role for mention in (*people, *source.noted) if mention.role)
    return Source(
        source_id=source_id,
        document_id=page.document_id,
        entity_id=None,
        name=page.cut(span),
        kind=source.kind,
        naming="unnamed" if source.is_unnamed else "named",
        count=max(mention.count for mention in people) if is_counted else 1,
        role=next(roles, state.roles.get(source.number)),
        affiliation=None if affiliation is None else affiliation.text,
        affiliation_id=None,
        anonymity_reason=state.reasons.get(source.number),
        quote_count=len(source.quotes),
        start=span.start,
        end=span.end,
    )


def _build_quote(each: Attribution, source_id: str | None, page: _Print) -> Quote:
    content, cue = page.read(each.content), page.read(each.cue)
    pieces: tuple[tuple[SpanRole, tuple[Span, ...]], ...] = (
        ("content", page.find_pieces(each.content)),
        ("cue", page.find_pieces(each.cue)),
        ("source", page.find_pieces(each.source)),
    )
    whole = Span(start=pieces[0][1][0].start, end=pieces[0][1][-1].end)
    return Quote(
        quote_id=build_id(
            "q", page.document_id, fold_words(content), fold_words(cue), page.count_said(content, cue)
        ),
        document_id=page.document_id,
        source_id=source_id,
        type=get_quote_type(page.folded, each, page.quoted),
        act=each.act,
        text=page.cut(whole),
        start=whole.start,
        end=whole.end,
        cue=cue or None,
        cue_lemma=each.lemma,
        speaker=page.read(each.source) or None,
        addressee=page.read([each.addressee]) if each.addressee else None,
        addressee_id=None,
        channel=each.channel,
        paragraph=page.anchors.locate(each.start)[0],
        confidence=each.confidence,
        spans=tuple(
            QuoteSpan(role=role, part=part, start=span.start, end=span.end, text=page.cut(span))
            for role, spans in pieces
            for part, span in enumerate(spans)
        ),
    )


def _build_entities(state: Analysis, page: _Print) -> tuple[ReadEntity, ...]:
    entities = state.index.entities
    mentions: list[list[tuple[Span, MentionKind]]] = [
        [(name.span, "name") for name in entity.names] for entity in entities
    ]
    for number, span, kind in _find_other_mentions(state.sources, entities):
        mentions[number].append((span, kind))
    return tuple(
        ReadEntity(entity=entity, mentions=tuple(_build_mention(*each, page) for each in _sort(found)))
        for entity, found in zip(entities, mentions, strict=True)
    )


def _sort(found: list[tuple[Span, MentionKind]]) -> list[tuple[Span, MentionKind]]:
    return sorted(found, key=lambda each: (each[0].start, each[0].end))


def _find_other_mentions(
    sources: Sequence[LocalSource], entities: Sequence[LocalEntity]
) -> Iterator[tuple[int, Span, MentionKind]]:
    """Find where sources that are named entities are mentioned without a name; a place in the text is one mention."""
    taken = {name.span for entity in entities for name in entity.names}
    for source in sources:
        for mention in source.mentions if source.entity is not None else ():
            if mention.form != "name" and mention.span not in taken:
                taken.add(mention.span)
                yield cast("int", source.entity), mention.span, _get_kind(mention)


def _get_kind(mention: SourceMention) -> MentionKind:
    return "pronoun" if mention.form == "pronoun" else "nominal"


def _build_mention(span: Span, kind: MentionKind, page: _Print) -> LocalMention:
    mention_id = build_id("m", page.document_id, page.anchors.locate(span.start)[1], page.read([span]))
    place = page.find(span)
    return LocalMention(mention_id=mention_id, span=place, text=page.cut(place), kind=kind)
