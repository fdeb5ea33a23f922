"""Who is told is not who says: courts, juries and members hear, and somebody else tells them."""

import pytest

from exporter.extraction.attributions.circumstances.hearers import find_hearer
from exporter.records import DocumentRecords


def read_speakers(read: DocumentRecords) -> list[tuple[str | None, str | None]]:
    """Read who says and who is told, for every quote of a text."""
    return [(quote.speaker, quote.addressee) for quote in read.quotes]


@pytest.mark.parametrize(
    ("hearer", "text"),
    [
        pytest.param("Halm County Court", "Halm County Court heard that Jan Voss owed rent.", id="court"),
        pytest.param("The jurors", "The jurors heard how Jan Voss hid the money.", id="how"),
        pytest.param("The inquest", "The inquest heard the boat was overloaded.", id="without that"),
        pytest.param("Councillors", "Councillors have been told that the pool leaks.", id="passive"),
        pytest.param("Farmers", "Farmers were warned that the river would rise.", id="warned"),
        pytest.param("Tenants", "Tenants were promised that the lift would be mended.", id="promised"),
        pytest.param("The board", "The board was reminded that the lease was short.", id="reminded"),
        pytest.param("the panel", "“It was late,” the panel was told.", id="behind marks"),
        pytest.param("the tribunal", "“It was late,” the tribunal heard.", id="heard behind marks"),
        pytest.param("The jury", "The jury, which was told that it rained, went home.", id="relative clause"),
        pytest.param("Jurors", "Jurors were sworn in and told that it would take a week.", id="joined verbs"),
        pytest.param("Anna Berg", "Anna Berg, who was advised that it was late, left.", id="who"),
        pytest.param("Viewers", "Viewers learned that the show was over.", id="learned"),
    ],
)
def test_who_is_told_is_no_source(read_text, hearer, text):
    """The subject of a passive that tells, and a body that hears, is the addressee; nobody is named who says it."""
    assert read_speakers(read_text(text)) == [(None, hearer)]


@pytest.mark.parametrize(
    ("speaker", "hearer", "text"),
    [
        pytest.param("a nurse", "He", "He was told by a nurse that he would walk.", id="by"),
        pytest.param(
            "the auditor",
            "The board",
            "The board was warned by the auditor that it was broke.",
            id="warned by",
        ),
        pytest.param(
            "Dr Ida Moss", "The panel", "The panel heard from Dr Ida Moss that it was new.", id="heard from"
        ),
        pytest.param(
            "a doctor, Lena Holm",
            "The court",
            "The court heard evidence from a doctor, Lena Holm, that the wound was deep.",
            id="heard evidence from",
        ),
        pytest.param(
            "Ms Reed", "the jury", "“It was late,” the jury was told by Ms Reed.", id="behind marks"
        ),
        pytest.param("Mara Quist", "the jury", "Mara Quist told the jury that it was late.", id="active"),
    ],
)
def test_who_tells_is_the_source(read_text, speaker, hearer, text):
    """Who stands behind "by" and "from" says it, and no more than that is in the source."""
    assert read_speakers(read_text(text)) == [(speaker, hearer)]


@pytest.mark.parametrize(
    ("verb", "lemma", "text"),
    [
        pytest.param("heard", "hear", "Quist heard that the dam was safe.", id="hearsay"),
        pytest.param("learned", "learn", "Scientists learned that the lake was dying.", id="found out"),
        pytest.param("said", "say", "The court said that the lease was void.", id="the court itself"),
        pytest.param("told", "tell", "The judge told the jury that it was late.", id="active"),
        pytest.param("told", "tell", "The story was told that it rained.", id="what is told"),
        pytest.param("persuaded", "persuade", "Voters were persuaded that it was late.", id="belief"),
    ],
)
def test_who_learns_or_says_it_himself_is_no_hearer(nlp, verb, lemma, text):
    """A person who has heard something knows it; a court that speaks, and what is told, are not told anything."""
    (cue,) = (token for token in nlp(text) if token.text == verb)
    assert find_hearer(cue, lemma) is None


def test_an_occasion_is_told_and_says_nothing(read_text):
    """A hearing is neither source nor addressee, as where somebody tells it something."""
    assert read_speakers(read_text("The hearing was told that Jan Voss owed rent.")) == [(None, None)]


def test_what_was_told_does_not_hold_who_was_told(read_text):
    """The content is the clause alone."""
    (quote,) = read_text("He was told by a nurse that he would walk.").quotes
    assert quote.text.removeprefix("that ") == "he would walk"


def test_what_a_court_hears_was_said(read_text):
    """Hearing is thought where somebody knows something, and speech where somebody is told."""
    (quote,) = read_text("The court heard that Jan Voss owed rent.").quotes
    assert quote.act == "speech"


def test_a_thing_that_is_ordered_is_not_told(read_text):
    """What is ordered is what the order says, so that it stays the content, if it is found at all."""
    assert all(
        quote.addressee is None for quote in read_text("An inquiry was ordered by the minister.").quotes
    )
