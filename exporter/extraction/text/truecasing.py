"""Writes a text that is in capitals throughout as others are written, so that names can be told from other words."""

import re
from collections.abc import Mapping
from functools import cache

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.language import Language
from spacy.tokens import Doc, Token

from exporter.documents.styles import is_in_capitals
from exporter.extraction.lexicon.nouns import list_words
from exporter.extraction.text.lemmas import get_lemma_table
from exporter.extraction.text.pipeline import load_pipeline

_SENTENCE_START = re.compile(r"(?:\A|[.!?]\s+|\n\s*)[\"“‘(\[]*(\w)")
_OWNED = re.compile(r"['’]s$")
_CALENDAR = list_words("""
    monday tuesday wednesday thursday friday saturday sunday january february april june july august september
    october november december
""")
_ACRONYM = re.compile(r"[^\W\daeiouy_]{2,4}")
_KINDS = ("noun", "verb", "adj", "adv")


def lower_capitals(text: str, nlp: Language | None = None) -> str:
    """Give a text in capitals in small letters, but for names and the starts of sentences; any other unchanged.

    Names are what the pipeline's tagger takes for one in the text in small letters, and what no dictionary has.
    Every character stays in its place.

    Args:
        text: Any text.
        nlp: A pipeline for English with a tagger; the default one if None.

    Raises:
        ModelError: The default pipeline is not installed.
    """
    if not is_in_capitals(text):
        return text
    lowered = _write_sentences(text)
    doc = _tag(lowered, nlp or load_pipeline())
    letters = list(lowered)
    for token in doc:
        if _is_acronym(token):
            letters[token.idx : token.idx + len(token)] = text[token.idx : token.idx + len(token)]
        elif _is_name(token):
            letters[token.idx] = text[token.idx]
    return "".join(letters)


def _tag(text: str, nlp: Language) -> Doc:
    doc = nlp.make_doc(text)
    for name, part in nlp.pipeline:
        doc = part(doc)
        if name == "tagger":
            break
    return doc


def _write_sentences(text: str) -> str:
    # A letter whose small form is two would move all that follows.
    letters = [low if len(low := letter.lower()) == 1 else letter for letter in text]
    for start in _SENTENCE_START.finditer(text):
        letters[start.start(1)] = text[start.start(1)]
    return "".join(letters)


def _is_name(token: Token) -> bool:
    word = _OWNED.sub("", token.lower_)
    if not word[:1].isalpha() or word in STOP_WORDS:
        return False
    return token.tag_.startswith("NNP") or word in _CALENDAR or not _is_known(word)


def _is_acronym(token: Token) -> bool:
    return _ACRONYM.fullmatch(token.lower_) is not None and not _is_known(token.lower_)


@cache
def _is_known(word: str) -> bool:
    """Tell whether the dictionary has a word or what it may be a form of."""
    return word in STOP_WORDS or any(
        form in known for kind, known in _load_words().items() for form in _find_forms(word, kind)
    )


@cache
def _load_words() -> Mapping[str, frozenset[str]]:
    index = get_lemma_table("lemma_index")
    return {kind: frozenset(index[kind]) for kind in _KINDS}


def _find_forms(word: str, kind: str) -> set[str]:
    endings = get_lemma_table("lemma_rules").get(kind, ())
    forms = {word.removesuffix(old) + new for old, new in endings if word.endswith(old)}
    return {word, *forms, *get_lemma_table("lemma_exc")[kind].get(word, ())}
