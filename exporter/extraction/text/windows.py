"""Runs the pipeline over texts, some at once, and over a long one window by window, so that memory is bounded."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from exporter.extraction.text.sentences import COMPONENT

Context = TypeVar("Context")

_AT_ONCE = 16  # texts; larger batches are no faster and cost memory
_TOKENS = 12_000  # of a batch, which take 400 MB; an ordinary article has a tenth
_WINDOW = 4_000  # tokens of a longer text
_FOUND: list[int | str] = [
    *("TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "SENT_START"),
    *("ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "ENT_ID"),
]


def parse_docs(nlp: Language, docs: Iterable[tuple[Doc, Context]]) -> Iterator[tuple[Doc, Context]]:
    """Parse texts that are tokenised, and give back with each what came with it.

    Args:
        nlp: A pipeline as load_pipeline gives it.
        docs: The texts; the starts of sentences that they have are kept.
    """
    batch: list[tuple[Doc, Context]] = []
    tokens = 0
    for doc, context in docs:
        if batch and (len(batch) == _AT_ONCE or tokens + len(doc) > _TOKENS):
            yield from _parse_batch(nlp, batch)
            batch, tokens = [], 0
        batch.append((doc, context))
        tokens += len(doc)
    yield from _parse_batch(nlp, batch)


def _parse_batch(nlp: Language, batch: list[tuple[Doc, Context]]) -> Iterator[tuple[Doc, Context]]:
    if len(batch) == 1 and len(batch[0][0]) > _TOKENS:
        ((doc, context),) = batch
        yield parse_in_windows(nlp, doc), context
    else:
        yield from nlp.pipe(batch, as_tuples=True, batch_size=_AT_ONCE, disable=[COMPONENT])


def parse_in_windows(nlp: Language, doc: Doc) -> Doc:
    """Parse a text window by window; each starts with the last sentence of the one before, which may go on there.

    Args:
        nlp: A pipeline.
        doc: The text as tokens; the starts of sentences that it has are kept.

    Returns:
        The same Doc with tags, parse and entities, but without the vectors of its words.
    """
    found: list[Any] = []
    start = 0
    while start < len(doc):
        given = doc[start : start + _WINDOW]
        window = _parse(nlp, _copy(given))
        if len(window) != len(given):
            # The pipeline joins or splits tokens: what it tells of them fits no others.
            return _parse(nlp, doc)
        is_last = given.end == len(doc)
        found.append(window.to_array(_FOUND)[: None if is_last else _find_last_sentence(window)])
        start += len(found[-1])
    together: Any = np.concatenate(found)
    return doc.from_array(_FOUND, together)


def _parse(nlp: Language, doc: Doc) -> Doc:
    return next(iter(nlp.pipe([doc], disable=[COMPONENT])))


def _copy(given: Span) -> Doc:
    """Copy a stretch of a text that is not parsed yet."""
    copied = Doc(
        given.doc.vocab,
        words=[token.text for token in given],
        spaces=[bool(token.whitespace_) for token in given],
        sent_starts=[token.is_sent_start for token in given],
    )
    for token, other in zip(copied, given, strict=True):
        token.norm_ = other.norm_
    return copied


def _find_last_sentence(window: Doc) -> int:
    """Find where the last sentence starts; the end where there is only one."""
    starts = [token.i for token in window if token.is_sent_start]
    return starts[-1] or len(window)
