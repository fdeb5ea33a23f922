"""Texts in capitals: small letters where others have them, every character in its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.extraction import lower_capitals

STORY = """\
COUNCIL APPROVES NEW QUAY

THE PORT COUNCIL VOTED ON TUESDAY TO BUILD A QUAY IN LONDON. "WE WAITED LONG," SAID MAYOR ELZA BRANDTOFF.
OLAV STEENHOF'S COMPANY, NTV, SAID HE HAD BEEN WAITING.
"""


def test_lowers_what_is_no_name():
    """Names, days and the starts of sentences keep their capitals, acronyms without vowels keep all."""
    lowered = lower_capitals(STORY)
    for words in ("on Tuesday to build a quay in London.", '"We waited long," said', "Elza Brandtoff."):
        assert words in lowered
    assert "\nOlav Steenhof's company, NTV, said he had been waiting." in lowered


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The mayor, ELSA BRANDT, said that NATO and the EU agreed.", id="some capitals"),
        pytest.param("NATO", id="an acronym"),
        pytest.param("", id="nothing"),
    ],
)
def test_leaves_other_texts_alone(text):
    """A text that is not in capitals is read as it is."""
    assert lower_capitals(text) == text


@given(st.text(alphabet="AĞİSẞß ÉΣ’.\n", max_size=60))
def test_every_character_stays_in_its_place(text):
    """Whatever the letters, none moves, and none becomes another letter."""
    whole = STORY + text
    lowered = lower_capitals(whole)
    assert len(lowered) == len(whole)
    assert all(new in {old, old.lower()} for old, new in zip(whole, lowered, strict=True))
