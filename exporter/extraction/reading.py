"""Reads one document: its attributions, sources and entities, with identifiers, before entities are joined."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from spacy.tokens import Doc

from exporter.extraction.attribution import Attribution
from exporter.extraction.attributions.dialogue import take_turns, tell_type
from exporter.extraction.attributions.extractors import Extractor
from exporter.extraction.entities.model import LocalEntity
from exporter.extraction.entities.recognition import find_entities
from exporter.extraction.entities.scripts import settle_names
from exporter.extraction.ids import Anchors, build_id
from exporter.extraction.sources.affiliations.links import LinkResolver
from exporter.extraction.sources.affiliations.settle import Membership, tell_memberships
from exporter.extraction.sources.anonymity import give_reasons
from exporter.extraction.sources.coreference import SourceResolver
from exporter.extraction.sources.model import LocalSource
from exporter.extraction.sources.partitives import pass_roles_on
from exporter.extraction.sources.transcript_speakers import Voices, name_speakers
from exporter.extraction.text.paragraphs import find_paragraphs, find_read_paragraphs, is_read
from exporter.extraction.text.quotation_marks import Quoted, find_quoted
from exporter.extraction.text.transcripts import find_turns
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


def read_document(document: Document, doc: Doc, extractor: Extractor) -> Reading:
    """Read the attributions, sources and entities of a document off its parse.

    Args:
        document: The document; only its headline and body are read.
        doc: The parse of document.text, which lower_capitals may have changed.
        extractor: Finds the attributions.
    """
    text = document.text

    def is_inside(offset: int) -> bool:
        return is_read(offset, document.zones)

    paragraphs = find_read_paragraphs(text, document.zones)
    quoted = find_quoted(text, paragraphs)
    anchors = Anchors(text, find_paragraphs(text))
    turns = find_turns(text, paragraphs)
    found = take_turns(extractor.find(doc, paragraphs, quoted), doc, turns)
    attributions = [each for each in found if is_inside(each.start)]
    settle_names(doc, attributions)
    name_speakers(doc, [turn.label for turn in turns])
    speaking = [
        Span(start=each.source[0].start, end=each.source[-1].end) for each in attributions if each.source
    ]
    entities = find_entities(doc, text, is_inside, speaking)
    headline_end = max((zone.end for zone in document.zones if zone.kind == "headline"), default=0)
    resolver = SourceResolver(doc, text, entities, Voices(turns, entities), headline_end)
    sources = resolver.resolve(attributions)
    links = LinkResolver(resolver)
    sources.sort(key=lambda source: _get_name(source, entities).start)
    give_reasons(doc, text, sources)
    pass_roles_on(sources)
    bodies = tell_memberships(doc, sources, entities, links)
    rows = [
        _build_source(document, source, entities, bodies.get(source.number), anchors) for source in sources
    ]
    source_of = {
        number: row.source_id for row, source in zip(rows, sources, strict=True) for number in source.quotes
    }
    quotes = [
        _build_quote(document, each, source_of.get(number), quoted, anchors)
        for number, each in enumerate(attributions)
    ]
    speaker_of = {number: source for source in sources for number in source.quotes}
    hearers = {
        quote.quote_id: links.find(each.addressee, speaker_of.get(number)) if each.addressee else None
        for number, (quote, each) in enumerate(zip(quotes, attributions, strict=True))
    }
    _add_mentions(entities, sources)
    return Reading(
        document=document,
        sources=tuple(rows),
        quotes=tuple(quotes),
        entities=tuple(_build_entity(document, entity, anchors) for entity in entities),
        entity_of={
            row.source_id: source.entity
            for row, source in zip(rows, sources, strict=True)
            if source.entity is not None
        },
        affiliation_of={
            row.source_id: body.entity
            for row, source in zip(rows, sources, strict=True)
            if (body := bodies.get(source.number)) is not None and body.entity is not None
        },
        addressee_of={key: entity for key, entity in hearers.items() if entity is not None},
    )


def _get_name(source: LocalSource, entities: list[LocalEntity]) -> Span:
    return source.best.span if source.entity is None else entities[source.entity].full_name.span


def _build_source(
    document: Document,
    source: LocalSource,
    entities: list[LocalEntity],
    body: Membership | None,
    anchors: Anchors,
) -> Source:
    span = _get_name(source, entities)
    text = document.text[span.start : span.end]
    if source.entity is not None:
        source_id = build_id(
            "s", document.document_id, entities[source.entity].type, entities[source.entity].identity
        )
    else:
        source_id = build_id("s", document.document_id, text, anchors.locate(span.start)[1])
    people = source.list_people()
    return Source(
        source_id=source_id,
        document_id=document.document_id,
        entity_id=None,
        name=text,
        kind=source.kind,
        naming="unnamed" if source.is_unnamed else "named",
        count=max(mention.count for mention in people)
        if source.entity is None and source.kind in {"group", "person", "other"}
        else 1,
        role=next((mention.role for mention in (*people, *source.noted) if mention.role), source.passed_role),
        affiliation=None if body is None else body.text,
        affiliation_id=None,
        anonymity_reason=source.anonymity_reason,
        quote_count=len(source.quotes),
        start=span.start,
        end=span.end,
    )


def _build_quote(
    document: Document, each: Attribution, source_id: str | None, quoted: list[Quoted], anchors: Anchors
) -> Quote:
    text = document.text
    paragraph, place = anchors.locate(each.start)
    kind = tell_type(text, each, quoted)
    words = {role: " … ".join(text[s.start : s.end] for s in spans) or None for role, spans in _roles(each)}
    return Quote(
        quote_id=build_id("q", document.document_id, place, words["content"] or "", words["cue"] or ""),
        document_id=document.document_id,
        source_id=source_id,
        type=kind,
        act=each.act,
        text=text[each.start : each.end],
        start=each.start,
        end=each.end,
        cue=words["cue"],
        cue_lemma=each.lemma,
        speaker=words["source"],
        addressee=text[each.addressee.start : each.addressee.end] if each.addressee else None,
        addressee_id=None,
        channel=each.channel,
        paragraph=paragraph,
        confidence=each.confidence,
        spans=tuple(
            QuoteSpan(role=role, part=part, start=span.start, end=span.end, text=text[span.start : span.end])
            for role, spans in _roles(each)
            for part, span in enumerate(spans)
        ),
    )


def _roles(each: Attribution) -> list[tuple[SpanRole, tuple[Span, ...]]]:
    return [("content", each.content), ("cue", each.cue), ("source", each.source)]


def _add_mentions(entities: list[LocalEntity], sources: list[LocalSource]) -> None:
    named = {name.span for entity in entities for name in entity.names}  # a place is one mention
    for source in sources:
        if source.entity is None:
            continue
        for mention in source.mentions:
            if mention.form != "name" and mention.span not in named:
                named.add(mention.span)
                kind: MentionKind = "pronoun" if mention.form == "pronoun" else "nominal"
                entities[source.entity].others.append((mention.span, kind))


def _build_entity(document: Document, entity: LocalEntity, anchors: Anchors) -> ReadEntity:
    found: list[tuple[Span, MentionKind]] = [(name.span, "name") for name in entity.names]
    found += entity.others
    mentions = []
    for span, kind in sorted(found, key=lambda each: (each[0].start, each[0].end)):
        text = document.text[span.start : span.end]
        mention_id = build_id("m", document.document_id, anchors.locate(span.start)[1], text)
        mentions.append(LocalMention(mention_id=mention_id, span=span, text=text, kind=kind))
    return ReadEntity(entity=entity, mentions=tuple(mentions))
