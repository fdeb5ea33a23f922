"""Parses texts as they are laid out: sentences start where paragraphs, turns and datelines tell that they do."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from spacy.language import Language
from spacy.tokens import Doc

from exporter.extraction.text.layout import Layout
from exporter.extraction.text.sentences import start_sentences
from exporter.extraction.text.windows import parse_docs

Context = TypeVar("Context")

# As the texts write them that the taggers learnt from; names keep those of the text.
_APOSTROPHES = str.maketrans(dict.fromkeys("‘’‚‛‹›´`ʼ", "'"))


def parse_texts(
    nlp: Language, texts: Iterable[tuple[Layout, Context]]
) -> Iterator[tuple[Doc, Layout, Context]]:
    """Parse texts, and give back with each what came with it.

    Args:
        nlp: A pipeline as load_pipeline gives it.
        texts: The layouts of the texts, each with whatever belongs to it.
    """
    docs = ((_build_doc(nlp, layout), (layout, context)) for layout, context in texts)
    for doc, (layout, context) in parse_docs(nlp, docs):
        yield doc, layout, context


def _build_doc(nlp: Language, layout: Layout) -> Doc:
    return start_sentences(nlp.make_doc(layout.text.translate(_APOSTROPHES)), layout.turns)
