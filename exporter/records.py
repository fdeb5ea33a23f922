"""The records that travel between rooms. Spans are half-open, in code points of the normalised text."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from exporter.findings import Finding

ZoneKind = Literal["headline", "byline", "body", "boilerplate"]
QuoteType = Literal["direct", "indirect", "mixed"]
Act = Literal["speech", "writing", "belief", "intention", "other"]
Channel = Literal[
    "interview",
    "statement",
    "press_conference",
    "post",
    "message",
    "letter",
    "call",
    "video_link",
    "broadcast",
    "speech",
    "event",
    "testimony",
    "filing",
    "report",
    "publication",
]
SpanRole = Literal["content", "cue", "source"]
SourceKind = Literal["person", "group", "organization", "government", "document", "other"]
Naming = Literal["named", "unnamed"]
EntityType = Literal["person", "organization", "place", "group", "event", "work", "other"]
MentionKind = Literal["name", "nominal", "pronoun"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of a document's text, text[start:end]."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A stretch of whole lines of one kind. The zones of a document are in order and do not overlap."""

    kind: ZoneKind
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One news article.

    Attributes:
        document_id: The document's own id, else "d_" and the start of the hash of its text.
        path: Where it came from, relative to the folder that was named, with "#N" for the Nth line of a
            collection and "-" for standard input. Posix separators.
        text: The normalised text that every offset refers to.
        sha256: Of the text as UTF-8, in hexadecimal.
        zones: Headline, byline, body, boilerplate.
        published_at: In UTC, or None.
        language: As the metadata give it.
        detected_language: As the text itself tells it, a BCP 47 tag; None where it says too little.
        metadata: All metadata as the input has it, before any typing, for the schema to validate.
    """

    document_id: str
    path: str
    text: str
    sha256: str
    zones: tuple[Zone, ...]
    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    published_at: datetime | None = None
    language: str | None = None
    detected_language: str | None = None
    license: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """One attempt to read a document: what was read, if it could be, and what was found on the way.

    Attributes:
        is_withheld: Whether what the path names (a document, a collection, a folder of them) is probably there, only
            that it cannot be read now, or may not be.
    """

    path: str
    document: Document | None
    findings: tuple[Finding, ...] = ()
    is_withheld: bool = False

    @property
    def is_valid(self) -> bool:
        """Tell whether there is a document and no finding that is an error."""
        return self.document is not None and all(finding.level != "error" for finding in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteSpan:
    """One piece of a quote; parts of one role are numbered from 0 in order of appearance."""

    role: SpanRole
    part: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """One attribution as a row, with its pieces in order of role (content, cue, source), then part."""

    quote_id: str
    document_id: str
    source_id: str | None
    type: QuoteType
    act: Act
    text: str
    start: int
    end: int
    cue: str | None
    cue_lemma: str | None
    speaker: str | None
    addressee: str | None
    addressee_id: str | None = None
    channel: Channel | None = None
    paragraph: int
    confidence: float
    spans: tuple[QuoteSpan, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source within one document; name is the text of its first full mention."""

    source_id: str
    document_id: str
    entity_id: str | None
    name: str
    kind: SourceKind
    naming: Naming
    count: int
    role: str | None
    affiliation: str | None
    affiliation_id: str | None = None
    anonymity_reason: str | None
    quote_count: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One mention of an entity."""

    mention_id: str
    entity_id: str
    document_id: str
    start: int
    end: int
    text: str
    kind: MentionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One entity of the package.

    Attributes:
        geonames_id: Number in GeoNames of the place that it is, or whose name it has.
        country_code: ISO 3166-1 alpha-2 code of the country that it is, lies in, is the people or the government of.
        metonym: Whether it is a government called by the name of a city or a building.
    """

    entity_id: str
    name: str
    type: EntityType
    aliases: tuple[str, ...]
    mention_count: int
    document_count: int
    geonames_id: str | None = None
    country_code: str | None = None
    metonym: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecords:
    """All that was read from one document; every tuple is in order of appearance.

    The cluster_id is shared with the documents that print the same text, see extraction/corpus/near_duplicates.py.
    """

    document: Document
    cluster_id: str
    sources: tuple[Source, ...] = ()
    quotes: tuple[Quote, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """All that was read from all documents, in the order of the documents; entities by name, then id.

    The documents may be a tuple or lie on disk, and may be gone through any number of times.
    """

    documents: Collection[DocumentRecords] = ()
    entities: tuple[Entity, ...] = ()
