"""Folds a text step by step: broken characters, markup, lines."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from exporter.documents.folding.changes import Change, ChangeCounter, ChangeKind
from exporter.documents.folding.characters import (
    find_broken,
    find_entities,
    find_odd_characters,
    find_stray_bytes,
)
from exporter.documents.folding.fold import Edit, Fold
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
        changes: What was changed that a user may want to know of, and how often; what does not occur is left out.
    """

    fold: Fold
    headings: tuple[int, ...] = ()
    emphases: tuple[Span, ...] = ()
    changes: Mapping[ChangeKind, Change] = field(default_factory=dict)


_CHANGING: tuple[tuple[ChangeKind, Callable[[str], Iterator[Edit]]], ...] = (
    ("encoding", find_broken),
    ("entity", find_entities),
    ("encoding", find_broken),  # once more: what was broken twice, or written in entities
    ("encoding", find_stray_bytes),
    ("tag", find_tags),
)


def fold_text(text: str) -> FoldedText:
    """Fold a text, in time linear in its length.

    What is read does not depend on how lines are broken, on spaces, soft hyphens, marks of Markdown, tags, or a
    broken encoding. Quotation marks stay as they are.
    """
    fold = Fold(text=text)
    counter = ChangeCounter()
    for kind, find in _CHANGING:
        edits = list(find(fold.text))
        counter.add(kind, fold, edits)
        fold = fold.rewrite(edits)
    for find in (find_odd_characters, find_brackets, find_links):
        fold = fold.rewrite(find(fold.text))
    marked = len(fold.steps)
    headings = find_headings(fold.text)
    fold = fold.rewrite(find_line_signs(fold.text))
    signs, words = find_emphasis(fold.text)
    emphasised = len(fold.steps)
    fold = fold.rewrite(signs)
    breaks = list(find_breaks(fold.text))
    counter.add_breaks(fold, breaks)
    fold = fold.rewrite(breaks)
    spaces = list(find_token_spaces(fold.text))
    counter.add("token", fold, spaces)
    fold = fold.rewrite(spaces)
    return FoldedText(
        fold=fold,
        headings=tuple(fold.fold(offset, since=marked) for offset in headings),
        emphases=tuple(_fold_spans(fold, words, emphasised)),
        changes=counter.changes,
    )


def _fold_spans(fold: Fold, spans: Iterable[Span], since: int) -> Iterable[Span]:
    return (
        Span(start=fold.fold(span.start, since=since), end=fold.fold(span.end, since=since)) for span in spans
    )
