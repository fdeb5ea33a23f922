"""Texts in small letters or in capitals: capitals where others have them, every character in its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.extraction import truecase

STORY = """\
Lawmakers approve the plan

Lawmakers voted on Tuesday to build a bridge in London. "We waited long," said Mayor Elza Brandtoff. \
Olav Steenhof's company, NTV, said he had been waiting since June 4.

Brandtoff told the BBC that the McAllister family will sell its land. I will not comment, Steenhof said.
"""


@pytest.mark.parametrize("write", [str.lower, str.upper])
def test_names_and_starts_of_sentences_get_capitals(write):
    """Names, days, acronyms and starts of sentences are told from other words."""
    assert truecase(write(STORY)) == STORY


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The mayor, ELSA BRANDT, said that NATO and the EU agreed.", id="some capitals"),
        pytest.param("the mayor, Elsa Brandt, said that the ministers of the council agreed.", id="a name"),
        pytest.param("NATO", id="an acronym"),
        pytest.param("the mayor said", id="a few words"),
        pytest.param("", id="nothing"),
        pytest.param(STORY, id="as others"),
    ],
)
def test_leaves_other_texts_alone(text):
    """A text with letters of both sizes, or hardly any letters, is read as it is."""
    assert truecase(text) == text


def test_words_of_the_other_size_stay():
    """What has capitals in a text in small letters keeps them, and so does "km" in one in capitals."""
    assert "that NATO and iTunes agreed" in truecase(
        f"{STORY.lower()}\nthe council said that NATO and iTunes agreed.\n"
    )
    assert "is 4 km long" in truecase(f"{STORY.upper()}\nTHE BRIDGE IS 4 km LONG.\n")


def test_a_headline_in_capitals_is_written_as_others():
    """Above a text in small letters a line in capitals is no reason to leave the names below without any."""
    text = truecase(f"MAYOR OPENS BRIDGE\n\nBY MARTHA JONES\n\n{STORY.lower()}")
    assert text == f"Mayor opens bridge\n\nBy Martha Jones\n\n{STORY}"


@pytest.mark.parametrize("whole", [STORY.lower(), STORY.upper()])
@given(text=st.text(alphabet="AĞİSẞßıǆŉ ÉΣσς\u0301’.\n", max_size=60))
def test_every_character_stays_in_its_place(whole, text):
    """Whatever the letters, none moves, and none becomes another letter."""
    written = truecase(whole + text)
    assert len(written) == len(whole + text)
    assert all(new in {old, old.lower(), old.upper()} for old, new in zip(whole + text, written, strict=True))


def test_a_long_text_is_written_in_pieces():
    """A name in the last line of a text that is longer than what is read at once is found."""
    text = truecase("the mayor said that it was late. " * 3000 + "\nthe mayor, jane harker, agreed.")
    assert text.endswith("\nThe mayor, Jane Harker, agreed.")
