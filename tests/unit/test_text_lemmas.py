"""Dictionary forms of cues that are in no list."""

import pytest
from spacy.lang.en import English
from spacy.tokens import Doc

from exporter.extraction.text.lemmas import lemmatise


@pytest.mark.parametrize(
    ("word", "tag", "lemma"),
    [
        ("seemed", "VBD", "seem"),
        ("sought", "VBN", "seek"),
        ("pointing", "VBG", "point"),
        ("Attacks", "VBZ", "attack"),
        ("attacks", "NNS", "attack"),
        ("was", "VBD", "be"),
        ("willing", "JJ", "willing"),
        ("about", "IN", None),
        (":", ":", None),
        ("Tweets", "NNPS", None),
        ("said", "", None),
    ],
)
def test_the_form_depends_on_word_and_tag(word, tag, lemma):
    """Verbs, nouns and adjectives have one, names, marks and words without a tag have none."""
    (token,) = Doc(English().vocab, words=[word], tags=[tag])
    assert lemmatise(token) == lemma
