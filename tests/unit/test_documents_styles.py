"""Texts in letters of one size, without stops and without words: told of, and read all the same."""

import pytest
from seed_files import codes_of, document_of, read, write

from exporter.documents.styles import check_style, is_in_capitals, is_in_small_letters, lacks_stops

CAPITALS = "THE MAYOR OF NORTHERN ALDANE SAID ON MONDAY THAT THE BRIDGE WAS SAFE.\n"
SMALL = "the mayor of northern aldane said on monday that the bridge was safe.\n"
RUNNING = "The mayor said that the bridge was safe and the ferry would sail at noon and "


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param(CAPITALS, "document-capitals", id="capitals"),
        pytest.param(SMALL, "document-small-letters", id="small letters"),
        pytest.param(
            f"MAYOR: BRIDGE IS SAFE\n\n{SMALL * 2}", "document-small-letters", id="small letters below"
        ),
        pytest.param(RUNNING * 12, "document-unpunctuated", id="no stops"),
        pytest.param('"" “” 12:30 …\n', "document-wordless", id="no words"),
    ],
)
def test_tells_of_texts_that_are_hard_to_read(tmp_path, text, code):
    """There is one warning, and the text is a document all the same."""
    seed = read(write(tmp_path / "odd.txt", text))
    assert codes_of(seed) == [code]
    assert document_of(seed).text == text
    assert [finding.level for finding in seed.findings] == ["warning"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The mayor said that the bridge was safe.\n", id="a sentence"),
        pytest.param(
            "MAYOR SAYS BRIDGE IS SAFE\n\nThe mayor said that the bridge was safe.\n",
            id="headline in capitals",
        ),
        pytest.param("NATO, UN\n", id="two acronyms"),
        pytest.param("- Apples\n- Pears\n" * 200, id="a long list"),
        pytest.param("O rain\nthat falls\n" * 200, id="a long poem"),
        pytest.param(RUNNING * 2, id="a long sentence"),
        pytest.param(RUNNING * 12 + "It rained. The ferry stayed. " * 100, id="one long sentence among many"),
    ],
)
def test_says_nothing_of_other_texts(text):
    """The style of headlines, lists and poems is not told of."""
    assert list(check_style(text)) == []


def test_a_word_in_small_letters_leaves_capitals_capitals():
    """An "o'clock" or "km" changes nothing, half a text does."""
    assert is_in_capitals(f"{CAPITALS} THE WAY IS 4 km LONG.")
    assert not is_in_capitals(f"{CAPITALS} The ferry will sail at noon, and the harbour is open to all.")


def test_an_i_leaves_small_letters_small():
    """The word "I" and a line above change nothing, a name in the only line does."""
    assert is_in_small_letters("i told the mayor that I had been there, and I said that I'm sure.")
    assert is_in_small_letters(f"Mayor: Bridge is Safe\n\n{SMALL * 3}")
    assert not is_in_small_letters("the mayor of northern Aldane said on monday that the bridge was safe.")


@pytest.mark.parametrize(
    "text",
    ["市长星期一表示，大桥是安全的。", "მერმა თქვა, რომ ხიდი უსაფრთხოა.", "قال رئيس البلدية إن الجسر آمن."],
)
def test_letters_without_case_are_neither(text):
    """A text in an alphabet without capitals is in letters of no size, and one without letters has no long sentence."""
    assert not is_in_capitals(text * 10)
    assert not is_in_small_letters(text * 10)
    assert not is_in_small_letters(text * 10 + " km " * 20)
    assert not lacks_stops("")
