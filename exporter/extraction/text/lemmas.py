"""Dictionary forms of words by spaCy's rules and tables for English, for cues that are in no list of ours.

The tables are read from the default pipeline without loading it, so that the forms are the same with any pipeline.
"""

from functools import cache
from typing import Any

from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

from exporter.errors import ModelError
from exporter.extraction.text.pipeline import find_data
from exporter.options import DEFAULT_PIPELINE

_KINDS = {"VB": "VERB", "NN": "NOUN", "JJ": "ADJ"}


def lemmatise(token: Token) -> str | None:
    """Get the dictionary form of a verb, a noun or an adjective; None of other words, and without tags.

    Raises:
        ModelError: The default pipeline, which has the tables, is not installed.
    """
    kind = _KINDS.get(token.tag_[:2])
    return None if kind is None or token.tag_.startswith("NNP") else _lemmatise(token.lower_, kind)


def get_lemma_table(name: str) -> Any:  # noqa: ANN401 - spaCy's tables have no types
    """Get one of the tables of English words: lemma_index, lemma_exc or lemma_rules, each by part of speech.

    Raises:
        ModelError: The default pipeline, which has the tables, is not installed.
    """
    return _load_lemmatizer().lookups.get_table(name)


@cache
def _lemmatise(word: str, kind: str) -> str:
    lemmatizer = _load_lemmatizer()
    (token,) = Doc(lemmatizer.vocab, words=[word], pos=[kind])
    return lemmatizer.rule_lemmatize(token)[0]


@cache
def _load_lemmatizer() -> EnglishLemmatizer:
    lemmatizer = EnglishLemmatizer(Vocab(), None, mode="rule")
    try:
        lemmatizer.from_disk(find_data(DEFAULT_PIPELINE) / "lemmatizer", exclude=["vocab"])
    except (OSError, ValueError) as error:
        raise ModelError(
            f"{DEFAULT_PIPELINE!r}: its tables of words cannot be read ({type(error).__name__})",
            hint=f"pip install --force-reinstall {DEFAULT_PIPELINE.replace('_', '-')}",
        ) from error
    return lemmatizer
