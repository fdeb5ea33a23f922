"""Quotes that fill paragraphs, and whose they are."""

import pytest
import spacy
from spacy.tokens import Span as DocSpan

from exporter.extraction.attribution import Attribution
from exporter.extraction.attributions.floating_quotes import settle_floating
from exporter.extraction.text.paragraphs import find_paragraphs
from exporter.extraction.text.quotation_marks import find_quoted
from exporter.records import Span

NLP = spacy.blank("en")
PEOPLE = ("Ada Moss", "Tom Reed")


def find(text, words):
    """Find the places of words, parted by strokes, each of which stands in a text once."""
    return tuple(
        Span(start=text.index(part), end=text.index(part) + len(part)) for part in words.split("|") if part
    )


def settle(text, *found):
    """Settle the quotes of a text in which some people are known, and list contents and sources."""
    doc = NLP.make_doc(text)
    places = [(text.find(name), len(name)) for name in PEOPLE if name in text]
    doc.ents = [
        DocSpan(doc, piece.start, piece.end, label="PERSON")
        for piece in (doc.char_span(start, start + length) for start, length in places)
    ]
    paragraphs = find_paragraphs(text)
    given = [
        Attribution(
            content=find(text, content), cue=find(text, cue), source=find(text, source), head=0, rule="model"
        )
        for content, cue, source in found
    ]
    made = settle_floating(given, doc, text, paragraphs, find_quoted(text, paragraphs))

    def read(pieces):
        return "|".join(text[piece.start : piece.end] for piece in pieces)

    return sorted((read(each.content), read(each.cue), read(each.source)) for each in made)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        pytest.param("Ada Moss spoke first.\n\n“We lost.”\n\nRain fell.", "Ada Moss", id="before"),
        pytest.param("There was a question from Ada Moss:\n\n“Have we lost?”", "Ada Moss", id="colon"),
        pytest.param("“We lost.”\n\nThat was how Ada Moss saw it.", "Ada Moss", id="after"),
        pytest.param("Tom Reed spoke.\n\n“We lost,”\n\nsaid Ada Moss.", "Ada Moss", id="goes on behind"),
        pytest.param(
            "Tom Reed spoke.\n\n“We lost.”\n\nThat was the view of Captain Wynn Holt.",
            "Captain Wynn Holt",
            id="whose view it was",
        ),
        pytest.param("Ada Moss met Tom Reed.\n\n“We lost.”\n\nRain fell.", "", id="two before"),
        pytest.param("Rain fell.\n\n“We lost.”\n\nWind rose.", "", id="nobody"),
    ],
)
def test_belong_to_who_is_introduced(text, source):
    """A quote without a cue is theirs who stands alone before it, else behind it."""
    (content, cue, found) = settle(text)[0]
    assert (content.startswith("“"), cue, found) == (True, "", source)


def test_each_is_one_of_its_own():
    """Quotes that were read into the sentence before are taken out of it, and stay its speaker's."""
    text = "Tom Reed said some may go.\n\n“I expect claims.”\n\n“Nobody called.”"
    assert settle(text, ("some may go|“I expect claims.”|“Nobody called.”", "said", "Tom Reed")) == [
        ("some may go", "said", "Tom Reed"),
        ("“I expect claims.”", "", "Tom Reed"),
        ("“Nobody called.”", "", "Tom Reed"),
    ]


def test_one_that_goes_on_over_paragraphs_is_one():
    """A quote that its paragraphs leave open goes on in the next."""
    text = "Ada Moss spoke.\n\n“We lost.\n\n“We were slow.”"
    assert settle(text) == [("“We lost.|“We were slow.”", "", "Ada Moss")]


def test_answers_are_not_of_who_asked():
    """Behind a question in marks stands somebody else, as far as the text tells."""
    assert settle("Ada Moss spoke.\n\n“Have we lost?”\n\n“We have.”") == [
        ("“Have we lost?”", "", "Ada Moss"),
        ("“We have.”", "", ""),
    ]


def test_titles_are_no_quotes():
    """Words in marks that are no sentence are left alone."""
    for title in ("The Sea at Dawn", "The Sea at Dawn.", "All Bets Are Off."):
        assert settle(f"Ada Moss wrote it.\n\n“{title}”\n\nIt sold well.") == []
