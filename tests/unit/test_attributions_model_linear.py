"""The trained model reads any text in time that grows with its length, not with its square.

Steps are counted, not seconds: the lines of exporter that run, rounds of loops included.
"""

import pytest
from encoding import WEIGHTS, build_words
from test_extraction_linear import TEXTS, count_steps

from exporter.extraction.attributions.model.encoder import AttributionModel
from exporter.extraction.attributions.model.frames import Frame, build_spans, choose_frames
from exporter.extraction.attributions.signed_quotes import sign_quotes
from exporter.extraction.text.paragraphs import find_paragraphs
from exporter.extraction.text.quotation_marks import find_quoted

HOSTILE = {
    "a quotation over all paragraphs": lambda n: "“It rains, she said, and it will rain.\n" * n,
    "signed quotes": lambda n: "“It will rain.” — Ana Ruiz\n" * n,
    "straight marks": lambda n: '" ' * n * 5,
    "opening marks": lambda n: "“" * n * 10,
    "one long quotation": lambda n: "“" + "it rains, she says he said, " * n + "”",
    "dashes": lambda n: "She said — " + "— " * n * 10,
    "accents": lambda n: "She said it rained" + "\u0301" * n * 20,
    "one word": lambda n: "x" * n * 50,
}


@pytest.fixture(scope="module")
def model():
    """Load the model that is shipped."""
    return AttributionModel(WEIGHTS)


@pytest.mark.slow
@pytest.mark.parametrize("write", [*TEXTS.values(), *HOSTILE.values()], ids=[*TEXTS, *HOSTILE])
def test_reading_takes_steps_by_the_length(model, write):
    """Four times the text takes about four times the steps."""

    def count(size):
        text = write(size)
        paragraphs = find_paragraphs(text)
        quoted = find_quoted(text, paragraphs)
        return count_steps(lambda: model.find(text, paragraphs, quoted))

    assert count(120) < 6 * count(30) + 500


@pytest.mark.parametrize("separator", [" ", "\n"], ids=["one paragraph", "many paragraphs"])
def test_frames_share_one_quotation_in_linear_time(separator):
    """A quotation in which a frame is found at every third word is given away once."""

    def count(size):
        text = separator.join(["“a b " + "c" * 100] * size)
        words = build_words(text)
        frames = [
            Frame(
                anchor=3 * n,
                content=(3 * n + 1,),
                cue=(3 * n,),
                source=(),
                cue_score=1.0,
                label_score=0.0,
                goes_on=True,
            )
            for n in range(size)
        ]
        return count_steps(lambda: choose_frames(frames, words, 0))

    assert count(200) < 6 * count(50)


def test_spans_are_cut_in_linear_time():
    """Thousands of dashes around a word are cut off one by one."""

    def count(size):
        text = " ".join(["—"] * size + ["it"] + ["."] * size)
        words = build_words(text)
        return count_steps(lambda: build_spans(text, words, range(len(words))))

    assert count(2000) < 6 * count(500)


def test_quotes_are_signed_in_linear_time():
    """Many signed quotes and many attributions are compared without looking at every pair."""
    import spacy

    from exporter.extraction.attribution import Attribution
    from exporter.records import Span

    def count(size):
        text = "“It will rain.” — Ana Ruiz\n" * size
        doc, paragraphs = spacy.blank("en").make_doc(text), find_paragraphs(text)
        quoted = find_quoted(text, paragraphs)
        attributions = [
            Attribution(content=(Span(start=each.start, end=each.end),), head=0, rule="model")
            for each in quoted
        ]
        return count_steps(lambda: sign_quotes(attributions, doc, doc.text, paragraphs, quoted))

    assert count(200) < 6 * count(50)
