"""Folds a text step by step: broken characters, markup, lines."""

from collections.abc import Iterable
from dataclasses import dataclass

from exporter.documents.folding.characters import find_broken, find_entities, find_odd_characters
from exporter.documents.folding.fold import Fold
from exporter.documents.folding.lines import find_breaks
from exporter.documents.folding.markup import (
    find_emphasis,
    find_headings,
    find_line_signs,
    find_links,
    find_tags,
)
from exporter.documents.folding.spacing import find_brackets, find_token_spaces
from exporter.records import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldedText:
    r"""A folded text: a paragraph a line, "\n\n" where blank lines part them, single spaces, no signs of markup.

    Attributes:
        fold: The text and the way back.
        headings: Offsets of the lines that were marked as headings, in order.
        emphases: The stretches that were emphasised, in bold or italics, in order.
    """

    fold: Fold
    headings: tuple[int, ...] = ()
    emphases: tuple[Span, ...] = ()


def fold_text(text: str) -> FoldedText:
    """Fold a text, in time linear in its length.

    What is read does not depend on how lines are broken, on spaces, soft hyphens, marks of Markdown, tags, or a
    broken encoding. Quotation marks stay as they are.
    """
    fold = Fold(text=text)
    for find in (find_broken, find_entities, find_tags, find_odd_characters, find_brackets, find_links):
        fold = fold.rewrite(find(fold.text))
    marked = len(fold.steps)
    headings = find_headings(fold.text)
    fold = fold.rewrite(find_line_signs(fold.text))
    signs, words = find_emphasis(fold.text)
    emphasised = len(fold.steps)
    fold = fold.rewrite(signs)
    fold = fold.rewrite(find_breaks(fold.text))
    fold = fold.rewrite(find_token_spaces(fold.text))
    return FoldedText(
        fold=fold,
        headings=tuple(fold.fold(offset, since=marked) for offset in headings),
        emphases=tuple(_fold_spans(fold, words, emphasised)),
    )


def _fold_spans(fold: Fold, spans: Iterable[Span], since: int) -> Iterable[Span]:
    return (
        Span(start=fold.fold(span.start, since=since), end=fold.fold(span.end, since=since)) for span in spans
    )
