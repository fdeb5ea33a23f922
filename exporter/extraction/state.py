"""The state that the passes work on: everything known about one document while it is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from exporter.extraction.attribution import Attribution
from exporter.extraction.attributions.extractors import Extractor
from exporter.extraction.entities.acronyms import Acronym
from exporter.extraction.entities.index import NameIndex
from exporter.extraction.entities.model import Name
from exporter.extraction.sources.affiliations.links import LinkResolver
from exporter.extraction.sources.affiliations.settle import SettledAffiliation
from exporter.extraction.sources.model import LocalSource
from exporter.extraction.sources.transcript_speakers import TranscriptSpeakers
from exporter.extraction.text.layout import Layout


@dataclass(slots=True, kw_only=True)
class Analysis:
    """Everything known about one document; what a pass has not found yet is empty.

    Entities are known by their position in index.entities, sources by their number, attributions by their position.

    Attributes:
        layout: How the text is laid out.
        doc: Its parse; its named entities are what the recognizer saw, until they are settled.
        extractor: What finds the attributions.
        attributions: Who said what, in order.
        names: The names in the text, in no order.
        acronyms: The acronyms that the text introduces.
        index: The entities that are named, and where.
        transcript: Whose words the turns are.
        sources: Who speaks, in order of their first full mention.
        links: Finds the entities that addressees and affiliations are.
        groups: For a source that is one of several, those several.
        reasons: Why a source is not named, where the text tells it.
        roles: The role that a source shares with those of whom it is one.
        affiliations: The organization that a source belongs to.
        addressees: The entity that an attribution was said to.
    """

    layout: Layout
    doc: Doc
    extractor: Extractor
    attributions: Sequence[Attribution] = ()
    names: Sequence[Name] = ()
    acronyms: Mapping[str, Acronym] = field(default_factory=dict)
    index: NameIndex = field(init=False)
    transcript: TranscriptSpeakers = field(init=False)
    sources: Sequence[LocalSource] = ()
    links: LinkResolver = field(init=False)
    groups: Mapping[int, LocalSource] = field(default_factory=dict)
    reasons: Mapping[int, str] = field(default_factory=dict)
    roles: Mapping[int, str] = field(default_factory=dict)
    affiliations: Mapping[int, SettledAffiliation] = field(default_factory=dict)
    addressees: Mapping[int, int] = field(default_factory=dict)
