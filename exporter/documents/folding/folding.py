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
    find_tagged,
    find_tags,
)
from exporter.documents.folding.spacing import find_brackets, find_glued_dashes, find_token_spaces
from exporter.documents.folding.subtitles import find_subtitles
from exporter.documents.folding.top_labels import find_top_labels
from exporter.records import Span

_MENDING: tuple[tuple[ChangeKind, Callable[[str], Iterator[Edit]]], ...] = (
    ("encoding", find_broken),
    ("entity", find_entities),
    ("encoding", find_broken),  # once more: what was broken twice, or written in entities
    ("encoding", find_stray_bytes),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldedText:
    r"""A folded text: a paragraph a line, "\n\n" where blank lines part them, single spaces, no signs of markup.

    Attributes:
        fold: The text and the way back.
        headings: Offsets of the lines that were marked as headings, in order.
        emphases: The stretches that were emphasised, in bold, italics or as headings, in order.
        changes: What was changed that a user may want to know of, and how often; what does not occur is left out.
    """

    fold: Fold
    headings: tuple[int, ...] = ()
    emphases: tuple[Span, ...] = ()
    changes: Mapping[ChangeKind, Change] = field(default_factory=dict)


def fold_text(text: str) -> FoldedText:
    """Fold a text, in time linear in its length.

    What is read does not depend on how lines are broken, on spaces, soft hyphens, marks of Markdown, tags, or a
    broken encoding. Quotation marks stay as they are.
    """
    fold = Fold(text=text)
    counter = ChangeCounter()

    def rewrite(kind: ChangeKind, edits: Iterable[Edit]) -> Fold:
        listed = list(edits)
        counter.add(kind, fold, listed)
        return fold.rewrite(listed)

    for kind, find in _MENDING:
        fold = rewrite(kind, find(fold.text))
    fold = fold.rewrite(find_subtitles(fold.text))
    tagged, in_tags = len(fold.steps), find_tagged(fold.text)
    fold = rewrite("tag", find_tags(fold.text))
    for plain in (find_odd_characters, find_brackets, find_links):
        fold = fold.rewrite(plain(fold.text))
    marked = len(fold.steps)
    labels, labelled = find_top_labels(fold.text)
    headings = sorted({*find_headings(fold.text), *labelled})
    fold = fold.rewrite(labels)
    fold = fold.rewrite(find_line_signs(fold.text))
    signs, words = find_emphasis(fold.text)
    emphasised = len(fold.steps)
    fold = fold.rewrite(signs)
    breaks = list(find_breaks(fold.text))
    counter.add_breaks(fold, breaks)
    fold = fold.rewrite(breaks)
    fold = rewrite("token", find_token_spaces(fold.text)).rewrite(find_glued_dashes(fold.text))
    starts = [fold.fold(offset, since=marked) for offset in headings]
    emphases = (
        *_fold_spans(fold, in_tags, tagged),
        *_fold_spans(fold, words, emphasised),
        *_iter_lines(fold.text, starts),
    )
    return FoldedText(
        fold=fold,
        headings=tuple(starts),
        emphases=tuple(sorted(emphases, key=lambda span: (span.start, span.end))),
        changes=counter.changes,
    )


def _iter_lines(text: str, starts: Iterable[int]) -> Iterable[Span]:
    for start in starts:
        end = text.find("\n", start)
        yield Span(start=start, end=len(text) if end < 0 else end)


def _fold_spans(fold: Fold, spans: Iterable[Span], since: int) -> Iterable[Span]:
    return (
        Span(start=fold.fold(span.start, since=since), end=fold.fold(span.end, since=since)) for span in spans
    )
