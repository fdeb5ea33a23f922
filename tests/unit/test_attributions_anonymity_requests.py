"""Which reports are no more than a wish not to be named."""

import pytest
from attributions import mark

from exporter.extraction.attribution import Attribution
from exporter.extraction.attributions.anonymity_requests import asks_for_anonymity


def asks(text, content, cue):
    """Ask of an attribution in a text."""
    marked = mark(text, content, cue)
    return asks_for_anonymity(
        text, Attribution(content=marked.content, cue=marked.cue, head=0, rule="model", lemma=None)
    )


@pytest.mark.parametrize(
    ("text", "content", "cue"),
    [
        ("The clerk asked not to be named.", "not to be named", "asked"),
        ("The clerk declined to be identified.", "to be identified", "declined"),
        ("The clerk wished to remain anonymous.", "to remain anonymous", "wished"),
        ("The clerk asked to stay unnamed.", "stay unnamed", "asked to"),
        ("The clerk asked that she not be identified.", "that she not be identified", "asked"),
        ("The clerk insisted he not be quoted by name.", "he not be quoted by name", "insisted"),
        ("The clerk asked that her office not be named.", "that her office not be named", "asked"),
        ("The clerk requested anonymity.", "anonymity", "requested"),
        ("The clerk spoke on condition of anonymity.", "on condition of anonymity", "spoke"),
        ("The clerk insisted on anonymity because he was afraid.", "anonymity because he was afraid", "insisted on"),
        ("The clerk asked not to be named to speak freely.", "to speak freely", "asked not to be named"),
    ],
)  # fmt: skip
def test_a_wish_not_to_be_named_is_no_report(text, content, cue):
    """That somebody asked for no name is all that such an attribution tells."""
    assert asks(text, content, cue)


@pytest.mark.parametrize(
    ("text", "content", "cue"),
    [
        ("The pier will be named after Ana Ruiz, the mayor said.", "The pier will be named after Ana Ruiz", "said"),
        ("The mayor said a new head would be named on Monday.", "a new head would be named on Monday", "said"),
        ("The victims would not be named, police said.", "The victims would not be named", "said"),
        ("The donor will remain anonymous, she said.", "The donor will remain anonymous", "said"),
        ("The law protects the anonymity of donors, she said.", "The law protects the anonymity of donors", "said"),
        ("Anonymity of donors is a right, she said.", "Anonymity of donors is a right", "said"),
        ("On condition of anonymity, he said it fell.", "it fell", "On condition of anonymity, he said"),
        ("He asked that the bridge be closed.", "that the bridge be closed", "asked"),
        ("She said the bridge was safe.", "the bridge was safe", "said"),
    ],
)  # fmt: skip
def test_a_report_that_speaks_of_names_is_a_report(text, content, cue):
    """What is said about names and anonymity of others is kept."""
    assert not asks(text, content, cue)


def test_a_long_content_is_a_report():
    """What says more than that somebody wants no name is kept."""
    text = "The clerk asked not to be named, " + "and that the bridge be closed, " * 5
    assert not asks(text, text[text.index("not") :].strip(), "asked")
