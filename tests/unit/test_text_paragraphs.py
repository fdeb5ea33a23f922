"""Paragraphs: one a line, or blocks of lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import examples

from exporter.extraction.text.paragraphs import find_paragraphs, is_hard_wrapped

WRAPPED = """\
The ferry to Port Aldane will sail
at noon, the harbour master said on
Monday, after a storm had kept it in
the harbour for three days.

The crew of nine had slept on board
and was glad to leave, he said, since
the kitchen had run out of bread and
there was no more coffee on board.
"""


def list_paragraphs(text: str) -> list[str]:
    """List the paragraphs of a text as they are printed."""
    return [text[paragraph.start : paragraph.end] for paragraph in find_paragraphs(text)]


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        pytest.param("Rain fell.\nThe ferry stayed.", ["Rain fell.", "The ferry stayed."], id="one a line"),
        pytest.param(
            "Rain fell.\n\nThe ferry stayed.\n", ["Rain fell.", "The ferry stayed."], id="blank lines"
        ),
        pytest.param(
            "Rain fell.\n \t\n\n\nThe ferry stayed.", ["Rain fell.", "The ferry stayed."], id="white lines"
        ),
        pytest.param(
            "  Rain fell. \n\tThe ferry stayed.\t", ["Rain fell.", "The ferry stayed."], id="indented"
        ),
        pytest.param("Rain fell.", ["Rain fell."], id="one"),
        pytest.param("", [], id="nothing"),
        pytest.param(" \n\t\n", [], id="white space"),
    ],
)
def test_finds_paragraphs_without_the_white_space_around_them(text, paragraphs):
    """Every line with a word is a paragraph, without the white space at its ends."""
    assert list_paragraphs(text) == paragraphs


def test_joins_the_lines_of_hard_wrapped_text():
    """Where lines break off in the middle of sentences, blank lines part the paragraphs."""
    first, second = list_paragraphs(WRAPPED)
    assert (first[:9], first[-11:]) == ("The ferry", "three days.")
    assert (second[:8], second[-16:]) == ("The crew", "coffee on board.")
    assert "\n" in first


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(WRAPPED, True, id="wrapped"),
        pytest.param(WRAPPED.replace("\n\n", "\n   \n"), True, id="wrapped with a line of spaces"),
        pytest.param("\n".join(["Rain fell."] * 12), False, id="a sentence a line"),
        pytest.param("\n".join(["Rain fell on the town and"] * 6), False, id="too few lines"),
        pytest.param(WRAPPED + "The ferry " * 20, False, id="one long line"),
        pytest.param("\n\n".join(["Rain fell on the town and"] * 20), False, id="every line by itself"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_tells_hard_wrapped_text(text, expected):
    """Text is hard-wrapped if no line is long and most lines with a neighbour end within a sentence."""
    assert is_hard_wrapped(text) is expected


@given(text=st.text(alphabet='ab. \n\t"”', max_size=200) | st.text(max_size=60))
@examples(3)
def test_paragraphs_hold_everything_but_white_space(text):
    """Paragraphs are in order, apart, trimmed, and leave out nothing but white space."""
    end = 0
    for paragraph in find_paragraphs(text):
        assert not text[end : paragraph.start].strip()
        piece = text[paragraph.start : paragraph.end]
        assert piece
        assert piece == piece.strip()
        end = paragraph.end
    assert not text[end:].strip()
