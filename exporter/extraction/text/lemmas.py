"""Dictionary forms of words by spaCy's rules and tables for English, for cues that are in no list of ours."""

from functools import cache
from typing import Any

from spacy.tokens import Doc, Token

from exporter.extraction.text.pipeline import load_pipeline

_KINDS = {"VB": "VERB", "NN": "NOUN", "JJ": "ADJ"}


def lemmatise(token: Token) -> str | None:
    """Get the dictionary form of a verb, a noun or an adjective; None of other words, and without tags."""
    kind = _KINDS.get(token.tag_[:2])
    return None if kind is None or token.tag_.startswith("NNP") else _lemmatise(token.lower_, kind)


@cache
def _lemmatise(word: str, kind: str) -> str:
    lemmatizer: Any = load_pipeline().get_pipe("lemmatizer")
    (token,) = Doc(lemmatizer.vocab, words=[word], pos=[kind])
    lemma: str = lemmatizer.rule_lemmatize(token)[0]
    return lemma
