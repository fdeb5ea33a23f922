"""Analyses of small texts, as far as some of the passes take them."""

from spacy.tokens import Doc

from exporter.extraction.attribution import Attribution
from exporter.extraction.passes import group_entities, recognize_names, type_names
from exporter.extraction.state import Analysis
from exporter.extraction.text.layout import lay_out
from exporter.records import Span, Zone


class NoExtractor:
    """Finds nothing: the attributions of a test are made by hand."""

    def find(self, doc, paragraphs, quoted):
        """Find nothing."""
        return []


def begin(doc, attributions=(), zones=None):
    """Begin the analysis of a parsed text whose attributions are known; all of it is body unless zones tell."""
    text = doc.text
    zones = zones or (Zone(kind="body", start=0, end=len(text)),)
    return Analysis(
        layout=lay_out(text, zones), doc=doc, extractor=NoExtractor(), attributions=list(attributions)
    )


def attribute_to(text, *sources):
    """Build an attribution to each of some sources, by the first place where their words stand."""
    return [
        Attribution(
            content=(Span(start=0, end=1),),
            source=(Span(start=text.index(words), end=text.index(words) + len(words)),),
            head=0,
            rule="test",
        )
        for words in sources
    ]


def find_entities(nlp, text, *speaking):
    """Find the named entities of a text in which some names are sources."""
    state = begin(nlp(text), attribute_to(text, *speaking))
    for run in (recognize_names, type_names, group_entities):
        run(state)
    return state.index.entities


def build_doc(vocab, *rows, ents=()):
    """Build a parsed text by hand.

    Args:
        vocab: The vocabulary of any pipeline.
        rows: For each token its word, tag, dependency and the number of its head; a word that begins with a mark of
            punctuation follows without a space.
        ents: The named entities, each as first token, token after the last, and label.
    """
    words, tags, deps, heads = zip(*rows, strict=True)
    spaces = [not following.startswith((",", ".", "'", "’", "”")) for following in words[1:]] + [False]
    doc = Doc(vocab, words=list(words), spaces=spaces, tags=list(tags), deps=list(deps), heads=list(heads))
    doc.ents = [
        doc[start:end] if label is None else _label(doc, start, end, label) for start, end, label in ents
    ]
    return doc


def _label(doc, start, end, label):
    span = doc[start:end]
    span.label_ = label
    return span
