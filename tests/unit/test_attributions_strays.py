"""Two speakers of one paragraph stay two: what stands in other sentences, and quotations that a speaker follows."""

import pytest

from exporter.extraction.attribution import Attribution
from exporter.extraction.attributions.followed_quotes import settle_followed
from exporter.extraction.attributions.strays import drop_strays
from exporter.extraction.text.paragraphs import find_paragraphs
from exporter.extraction.text.quotation_marks import find_quoted
from exporter.records import Span


def find(text, *words):
    """Find the spans of words in a text."""
    return tuple(Span(start=text.index(each), end=text.index(each) + len(each)) for each in words)


def attribute(text, content, cue, source):
    """Build an attribution of pieces of content, told by their words."""
    return Attribution(
        content=find(text, *content), cue=find(text, cue), source=find(text, source), head=0, rule="test"
    )


def list_contents(text, found):
    """List the contents of attributions by their cues."""
    return {
        text[each.cue[0].start : each.cue[0].end]: [text[piece.start : piece.end] for piece in each.content]
        for each in found
    }


def drop(nlp, text, *attributions):
    """Drop the strays of attributions; list what is left."""
    quoted = find_quoted(text, find_paragraphs(text))
    return list_contents(text, drop_strays(nlp(text), attributions, quoted))


def settle(nlp, text, *attributions):
    """Settle the quotations of a text that a speaker follows; list all contents."""
    quoted = find_quoted(text, find_paragraphs(text))
    return list_contents(text, settle_followed(nlp(text), text, attributions, quoted))


def test_another_speaker_is_no_part_of_a_content(nlp):
    """A word before another cue, in the sentence before, belongs to neither's words."""
    text = "Rosa Lind called the hall “cold.” “It will do,” said Dana Holt."
    other = attribute(text, ["the hall “cold.”"], "called", "Rosa Lind")
    found = drop(nlp, text, attribute(text, ["Rosa", "“It will do,”"], "said", "Dana Holt"), other)
    assert found == {"said": ["“It will do,”"], "called": ["the hall “cold.”"]}


def test_what_follows_a_quotation_and_its_speaker_is_told_by_the_writer(nlp):
    """A sentence without marks behind "..., said Dana Holt." is not hers, but one in marks may be."""
    text = "“It will do,” said Dana Holt. The hall was “cold.” “We are glad.”"
    found = attribute(text, ["“It will do,”", "The hall was “cold.”", "“We are glad.”"], "said", "Dana Holt")
    assert drop(nlp, text, found) == {"said": ["“It will do,”", "“We are glad.”"]}


def test_a_piece_is_cut_at_a_full_stop_outside_of_marks(nlp):
    """What stands before the sentence of the cue is cut off."""
    text = "The town refused to pay. The hall was “too cold,” said Dana Holt."
    found = attribute(text, ["The town refused to pay. The hall was “too cold,”"], "said", "Dana Holt")
    assert drop(nlp, text, found) == {"said": ["The hall was “too cold,”"]}


def test_a_piece_is_cut_before_the_marks_that_another_sentence_opens(nlp):
    """A sentence that ends in marks is not taken for the start of the quotation behind it."""
    text = "A clerk found the hall “cold.” “It will do,” said Dana Holt."
    found = attribute(text, ["A clerk found the hall “cold.” “It will do,”"], "said", "Dana Holt")
    assert drop(nlp, text, found) == {"said": ["“It will do,”"]}


def test_a_fragment_of_another_sentence_is_no_part_of_a_content(nlp):
    """What is no whole sentence belongs to the sentence in which it stands."""
    text = "A clerk found the hall “cold.” “It will do,” said Dana Holt."
    found = attribute(text, ["A clerk", "“It will do,”"], "said", "Dana Holt")
    assert drop(nlp, text, found) == {"said": ["“It will do,”"]}


def test_a_piece_behind_its_cue_ends_with_the_sentence(nlp):
    """The sentence after "some will argue that" is no longer theirs."""
    text = "Some will argue that the hall is cold. They are wrong."
    found = attribute(text, ["that the hall is cold. They are wrong"], "will argue", "Some")
    assert drop(nlp, text, found) == {"will argue": ["that the hall is cold"]}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("“It is late. We are glad,” said Dana Holt.", id="stop in marks"),
        pytest.param("“It is late,” said Dana Holt. “We are glad,” she knew.", id="goes on in marks"),
    ],
)
def test_marks_hold_sentences_together(nlp, text):
    """Any number of sentences in marks may be one content."""
    pieces = [text[: text.index("”") + 1]]
    assert drop(nlp, text, attribute(text, pieces, "said", "Dana Holt")) == {"said": pieces}


def test_nothing_is_left_without_content(nlp):
    """A content that is stray as a whole stays: there is nothing better."""
    text = "It rained. Nobody came. “No,” said Dana Holt."
    assert drop(nlp, text, attribute(text, ["It rained"], "said", "Dana Holt")) == {"said": ["It rained"]}


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        pytest.param("“It is late,” snorted the warden.", "snorted", id="verb and noun"),
        pytest.param("“It is late,” the warden snorted.", "snorted", id="noun and verb"),
        pytest.param("“Is it late?” he snorted.", "snorted", id="pronoun"),
        pytest.param("“It is late,” chimed in Dana Holt.", "chimed in", id="particle"),
        pytest.param("“It is late!” whooped Dana Holt.", "whooped", id="a verb that nobody knows"),
    ],
)
def test_a_quotation_that_nobody_has_goes_to_who_follows_it(nlp, text, cue):
    """Verb and speaker behind the marks are enough, whatever the verb is."""
    assert settle(nlp, text) == {cue: [text[: text.index("”") + 1]]}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The film “It is late!” won a prize.", id="title"),
        pytest.param("“It is late!” ran the headline.", id="thing"),
        pytest.param("“It is late.” Dana Holt left.", id="sentence"),
        pytest.param("He has a “cold,” wild heart.", id="word"),
    ],
)
def test_marks_that_nobody_follows_stay_alone(nlp, text):
    """Where no speech is told behind the marks, nothing is claimed."""
    assert settle(nlp, text) == {}


def test_a_quotation_goes_over_to_who_follows_it(nlp):
    """Of two quotations that one speaker was given, the one with another speaker behind it is the other's."""
    text = "“It is late,” said Dana Holt. “It is not,” said Tom Reed."
    found = attribute(text, ["“It is late,”", "“It is not,”"], "said", "Dana Holt")
    settled = settle_followed(nlp(text), text, [found], find_quoted(text, find_paragraphs(text)))
    assert [[text[piece.start : piece.end] for piece in each.content] for each in settled] == [
        ["“It is late,”"],
        ["“It is not,”"],
    ]
    assert [text[each.source[0].start : each.source[0].end] for each in settled] == ["Dana Holt", "Tom Reed"]


def test_a_speaker_keeps_the_only_quotation(nlp):
    """The model is not overruled where it would be left without a content."""
    text = "“It is late,” said Tom Reed as Dana Holt shouted."
    assert settle(nlp, text, attribute(text, ["“It is late,”"], "shouted", "Dana Holt")) == {
        "shouted": ["“It is late,”"]
    }
