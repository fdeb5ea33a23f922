"""Tells which kinds of words a dictionary knows a word as, or as a form of."""

from collections.abc import Mapping
from functools import cache, lru_cache

from spacy.lang.en.stop_words import STOP_WORDS

from exporter.extraction.text.lemmas import get_lemma_table

_KINDS = ("noun", "verb", "adj", "adv")
_REMEMBERED = 16_384  # words


@lru_cache(_REMEMBERED)
def list_kinds(word: str) -> tuple[str, ...]:
    """List what a word in small letters may be: stop, noun, verb, adj, adv; nothing where it is not known.

    Raises:
        ModelError: The default pipeline, which has the dictionary, is not installed.
    """
    found = [
        kind
        for kind, known in _load_words().items()
        if any(form in known for form in _find_forms(word, kind))
    ]
    return (*(["stop"] if word in STOP_WORDS else []), *found)


@cache
def _load_words() -> Mapping[str, frozenset[str]]:
    index = get_lemma_table("lemma_index")
    return {kind: frozenset(index[kind]) for kind in _KINDS}


def _find_forms(word: str, kind: str) -> set[str]:
    endings = get_lemma_table("lemma_rules").get(kind, ())
    forms = {word.removesuffix(old) + new for old, new in endings if word.endswith(old)}
    return {word, *forms, *get_lemma_table("lemma_exc")[kind].get(word, ())}
