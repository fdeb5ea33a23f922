"""Titles: each attribute of an entry does in a text what it says."""

import pytest

from exporter.extraction.lexicon.nouns import get_gender
from exporter.extraction.lexicon.titles import COURTESY, PERSONAL, TITLES, WITH_STOPS, spell_out


@pytest.mark.parametrize("titles", [COURTESY, PERSONAL], ids=["courtesy", "personal"])
def test_doctors_are_people_and_have_no_role_by_that(titles):
    """Doctor Holm is a person of whom no role is told; "Mayor Holm" has one, and "Mayor Street" is none."""
    assert "dr" in titles
    assert "mayor" in TITLES - titles


@pytest.mark.parametrize(
    ("title", "noun"), [("sen", "senator"), ("dr", "doctor"), ("senator", "senator"), ("ship", "ship")]
)
def test_spells_titles_out(title, noun):
    """Who is "Sen. Berg" may return as "the senator"; what is not in short stays as it is."""
    assert spell_out(title) == noun


def test_knows_stops_that_end_no_sentence():
    """The stop of "Capt." is printed with it; what is no abbreviation, and what spaCy knows, needs no telling."""
    assert "Capt." in WITH_STOPS
    assert {"Captain.", "Gen.", "Mr."}.isdisjoint(WITH_STOPS)


@pytest.mark.parametrize(("word", "gender"), [("Mrs.", "f"), ("Mrs", "f"), ("Sir", "m"), ("Dr.", None)])
def test_titles_tell_gender(word, gender):
    """A title tells it with and without its stop, if at all."""
    assert get_gender(word) == gender
