"""Words of other alphabets, cells of tables and bullets: names where they are names."""

import pytest

from exporter.extraction.attribution import Attribution
from exporter.extraction.entities.scripts import find_settled
from exporter.records import Span as Piece


def settle(nlp, text, *ents, source=None):
    """List the names of a text after some were given by a tagger and one as a source."""
    doc = nlp.make_doc(text)
    doc.ents = [
        doc.char_span(text.index(ent), text.index(ent) + len(ent), label="ORG", alignment_mode="expand")
        for ent in ents
    ]
    attributions = []
    if source is not None:
        piece = Piece(start=text.index(source), end=text.index(source) + len(source))
        attributions = [Attribution(content=(Piece(start=0, end=1),), source=(piece,), head=0, rule="test")]
    doc.ents = find_settled(doc, attributions)
    return [(ent.text, ent.label_) for ent in doc.ents]


@pytest.mark.parametrize(
    ("text", "tagged", "names"),
    [
        pytest.param("She met Олег Сидоренко in May.", "Олег Сидоренко", ["Олег Сидоренко"], id="whole name"),
        pytest.param("She met Олег Сидоренко in May.", "Сидоренко", ["Олег Сидоренко"], id="half of a name"),
        pytest.param("She met Анна-Мария Петрова.", "Петрова", ["Анна-Мария Петрова"], id="hyphen"),
        pytest.param("She met 王丽 in May.", "王丽", ["王丽"], id="no capitals"),
        pytest.param("She read «Верните нам зарплату».", "Верните", [], id="phrase"),
        pytest.param("Мэр города Анна Петрова заявила.", "Петрова", [], id="sentence"),
        pytest.param("She met Anna Berg in May.", "Anna Berg", ["Anna Berg"], id="English"),
        pytest.param("She met Zoë Čapek in May.", "Zoë Čapek", ["Zoë Čapek"], id="Latin letters with marks"),
        pytest.param("She met Keola Kaʻano in May.", "Keola Kaʻano", ["Keola Kaʻano"], id="modifier letter"),
        pytest.param("Skarvik\tGreen Party", "Skarvik\tGreen Party", [], id="two cells"),
        pytest.param("Met Anna Berg\n\nSkarvik", "Anna Berg\n\n", ["Anna Berg"], id="end of a paragraph"),
        pytest.param("Anna Berg\n\nSkarvik", "Berg\n\nSkarvik", ["Berg", "Skarvik"], id="two paragraphs"),
        pytest.param("• Anna Berg", "• Anna Berg", [], id="bullet"),
    ],
)
def test_settles_what_is_a_name(nlp, text, tagged, names):
    """What the tagger takes for a name stays, grows or goes."""
    assert [name for name, _ in settle(nlp, text, tagged)] == names


def test_a_source_in_another_alphabet_is_a_person(nlp):
    """Who is quoted has a name even if the tagger saw none, but a quoted phrase has not."""
    assert settle(nlp, "王丽 told us that Анна left.", source="王丽") == [("王丽", "PERSON")]
    assert settle(nlp, "We met 王丽 and left.") == []


def test_names_of_other_places_stay(nlp):
    """One odd name does not cost the others."""
    assert settle(nlp, "Anna Berg met Tom Li.\tHill End\tQuay", "Anna Berg", "Hill End\tQuay") == [
        ("Anna Berg", "ORG")
    ]


def test_nothing_is_changed_without_need(nlp):
    """A text without names or other alphabets is left alone."""
    assert settle(nlp, "It rained.") == []
