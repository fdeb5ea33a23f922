"""Paragraphs: one a line, read where they are body."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import examples

from exporter.extraction.text.paragraphs import cut_read, find_paragraphs
from exporter.records import Zone


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


@pytest.mark.parametrize(
    ("kinds", "read"),
    [
        pytest.param([("body", 0, 28)], ["Rain fell.", "The ferry stayed."], id="body"),
        pytest.param([("byline", 0, 10), ("body", 10, 28)], ["The ferry stayed."], id="byline above"),
        pytest.param(
            [("headline", 0, 10), ("body", 10, 28)], ["Rain fell.", "The ferry stayed."], id="headline"
        ),
        pytest.param([("byline", 0, 15), ("body", 15, 28)], ["ferry stayed."], id="byline in a paragraph"),
        pytest.param(
            [("body", 0, 20), ("boilerplate", 20, 28)], ["Rain fell.", "The ferry"], id="rest left out"
        ),
        pytest.param([], [], id="no zones"),
    ],
)
def test_reads_what_is_body_of_each_paragraph(kinds, read):
    """A paragraph is read where its characters lie in a headline or body, not where its first one does."""
    text = "Rain fell.\nThe ferry stayed."
    zones = [Zone(kind=kind, start=start, end=end) for kind, start, end in kinds]
    found = cut_read(text, find_paragraphs(text), zones)
    assert [text[piece.start : piece.end] for piece in found] == read


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
