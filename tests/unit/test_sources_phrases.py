"""The noun phrases of sources, where the parser cut them."""

from analyses import build_doc

from exporter.extraction.entities.index import NameIndex
from exporter.extraction.sources.mentions import MentionReader
from exporter.records import Span


def test_the_subject_that_the_parser_cut_is_whole(nlp):
    """Of "the lawsuit claims staff lied" the parser may make the claims staff of a lawsuit."""
    doc = build_doc(
        nlp.vocab,
        ("The", "DT", "det", 3),
        ("lawsuit", "NN", "compound", 2),
        ("claims", "NNS", "compound", 3),
        ("staff", "NN", "nsubj", 4),
        ("lied", "VBD", "ROOT", 4),
        (".", ".", "punct", 4),
    )
    mention = MentionReader(doc, doc.text, NameIndex(doc, [])).read(Span(start=0, end=11))
    assert mention is not None
    assert (mention.text, mention.head, mention.kind, mention.form) == (
        "The lawsuit",
        "lawsuit",
        "document",
        "definite",
    )
