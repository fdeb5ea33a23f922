"""The passes over one document, in their order: each takes the state, adds what it finds, and returns nothing."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from exporter.documents.folding import fold_text
from exporter.documents.zones import find_zones
from exporter.extraction.attributions.dialogue import take_turns
from exporter.extraction.attributions.extractors import Extractor
from exporter.extraction.entities.grouping import group_names
from exporter.extraction.entities.index import NameIndex
from exporter.extraction.entities.recognition import add_introduced, find_names
from exporter.extraction.entities.recognition import type_names as choose_types
from exporter.extraction.entities.scripts import find_settled
from exporter.extraction.rows import Reading, build_reading, get_full_mention
from exporter.extraction.sources.affiliations.links import LinkResolver
from exporter.extraction.sources.affiliations.settle import settle_affiliations
from exporter.extraction.sources.anonymity import find_reasons
from exporter.extraction.sources.coreference import SourceResolver
from exporter.extraction.sources.mentions import MentionReader
from exporter.extraction.sources.partitives import find_groups, share_roles
from exporter.extraction.sources.speaking_names import add_speaking_names
from exporter.extraction.sources.titles import TitleReader
from exporter.extraction.sources.transcript_speakers import TranscriptSpeakers, find_labelled
from exporter.extraction.state import Analysis
from exporter.extraction.text.layout import Layout, lay_out
from exporter.extraction.text.parsing import parse_texts
from exporter.extraction.text.truecasing.truecase import truecase
from exporter.records import Document

Pass = Callable[[Analysis], None]


def attribute(state: Analysis) -> None:
    """Find who said what, turns of a transcript included."""
    layout = state.layout
    found = state.extractor.find(state.doc, layout.read, layout.quoted)
    state.attributions = [
        each for each in take_turns(found, state.doc, layout.turns) if layout.is_read(each.start)
    ]


def recognize_names(state: Analysis) -> None:
    """Settle what the recognizer saw in other alphabets and in labels, and find the names of the text."""
    state.doc.ents = find_settled(state.doc, state.attributions)
    labels = {turn.label.span: turn.label for turn in state.layout.turns if turn.label is not None}
    state.doc.ents = find_labelled(state.doc, list(labels.values()))
    names = find_names(state.doc, state.layout)
    names, state.acronyms = add_introduced(state.doc, state.layout, names)
    # The parse has plain apostrophes; a name keeps those of the text.
    text = state.layout.text
    state.names = [replace(name, text=text[name.span.start : name.span.end]) for name in names]


def type_names(state: Analysis) -> None:
    """Type the names: people, organizations, places and which places, governments that are called by their cities."""
    speaking = [each.whole_source for each in state.attributions if each.whole_source is not None]
    state.names = choose_types(state.doc, state.layout.text, state.names, state.acronyms, speaking)


def group_entities(state: Analysis) -> None:
    """Group the names into entities, and make entities of those who speak under a name that was not recognised."""
    short = {text: acronym.full.text for text, acronym in state.acronyms.items()}
    recognized = NameIndex(state.doc, group_names(state.names, short))
    state.transcript = TranscriptSpeakers(state.layout.turns, recognized)
    state.index = add_speaking_names(
        state.doc, state.layout.text, recognized, state.attributions, state.transcript
    )


def resolve_sources(state: Analysis) -> None:
    """Join the mentions of sources: who speaks again, who is new, and who is one of several."""
    reader = MentionReader(state.doc, state.layout.text, state.index)
    titles = TitleReader(reader)
    resolver = SourceResolver(reader, titles, state.index, state.transcript, state.layout.headline_end)
    sources = resolver.resolve(state.attributions)
    state.sources = sorted(sources, key=lambda source: get_full_mention(source, state.index).start)
    state.groups = find_groups(state.sources)
    state.links = LinkResolver(reader, titles, state.index, resolver.list_genders())


def explain_anonymity(state: Analysis) -> None:
    """Find the reasons that the text gives for not naming its sources."""
    state.reasons = find_reasons(state.doc, state.layout.text, state.sources, state.groups)


def pass_roles_on(state: Analysis) -> None:
    """Give "one of the ministers" the role of the others."""
    state.roles = share_roles(state.sources, state.groups)


def affiliate(state: Analysis) -> None:
    """Settle which organization each source belongs to."""
    state.affiliations = settle_affiliations(state.doc, state.sources, state.groups, state.index, state.links)


def address(state: Analysis) -> None:
    """Find the entities that were addressed, in order of the text: each may be told again as "the newspaper"."""
    speaker_of = {number: source for source in state.sources for number in source.quotes}
    found = {
        number: state.links.find(each.addressee, speaker_of.get(number))
        for number, each in enumerate(state.attributions)
        if each.addressee is not None
    }
    state.addressees = {number: entity for number, entity in found.items() if entity is not None}


PASSES: tuple[Pass, ...] = (
    attribute,
    recognize_names,
    type_names,
    group_entities,
    resolve_sources,
    explain_anonymity,
    pass_roles_on,
    affiliate,
    address,
)
"""All passes over a text that is laid out and parsed, in order."""


def read_documents(nlp: Language, documents: Iterable[Document], extractor: Extractor) -> Iterator[Reading]:
    """Read documents, in their order.

    Args:
        nlp: A pipeline as load_pipeline gives it.
        documents: The documents; only their headlines and bodies are read.
        extractor: Finds the attributions.
    """
    laid_out = ((_lay_out(document), document) for document in documents)
    for doc, layout, document in parse_texts(nlp, laid_out):
        yield read_parsed(document, layout, doc, extractor)


def read_document(nlp: Language, document: Document, extractor: Extractor) -> Reading:
    """Read one document, see read_documents."""
    return next(read_documents(nlp, [document], extractor))


def _lay_out(document: Document) -> Layout:
    """Lay out a document; where it has letters of one size only, with capitals where others have them."""
    folded = fold_text(document.text)
    text, zones = truecase(folded.fold.text), document.zones
    if text != folded.fold.text:
        folded = replace(folded, fold=folded.fold.recase(text))
        zones = find_zones(document.text, title=document.title, folded=folded)
    return lay_out(document.text, zones, folded=folded)


def read_parsed(document: Document, layout: Layout, doc: Doc, extractor: Extractor) -> Reading:
    """Read one document that is laid out and parsed."""
    state = Analysis(layout=layout, doc=doc, extractor=extractor)
    for run in PASSES:
        run(state)
    return build_reading(document, state)
