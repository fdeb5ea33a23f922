"""Parses texts as they are laid out: sentences start where paragraphs, turns and datelines tell that they do."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from spacy.language import Language
from spacy.tokens import Doc

from exporter.extraction.text.layout import Layout
from exporter.extraction.text.sentences import COMPONENT, start_sentences

Context = TypeVar("Context")

_AT_ONCE = 16  # larger batches are no faster and cost memory


def parse_texts(
    nlp: Language, texts: Iterable[tuple[Layout, Context]]
) -> Iterator[tuple[Doc, Layout, Context]]:
    """Parse texts, and give back with each what came with it.

    Args:
        nlp: A pipeline as load_pipeline gives it.
        texts: The layouts of the texts, each with whatever belongs to it.
    """
    docs = ((_build_doc(nlp, layout), (layout, context)) for layout, context in texts)
    for doc, (layout, context) in nlp.pipe(docs, as_tuples=True, batch_size=_AT_ONCE, disable=[COMPONENT]):
        yield doc, layout, context


def _build_doc(nlp: Language, layout: Layout) -> Doc:
    return start_sentences(nlp.make_doc(layout.text), layout.turns)
