"""Acts: speech, writing, belief, intention or other."""

import pytest

from exporter.extraction.attributions.circumstances.acts import get_act, get_noun_act, write_act


@pytest.mark.parametrize(
    ("lemma", "act"),
    [
        *(
            (lemma, "speech")
            for lemma in ("say", "accord", "endorse", "attack", "highlight", "offer", "tell", "inform")
        ),
        *((lemma, "writing") for lemma in ("write", "tweet", "type", "chronicle")),
        *((lemma, "belief") for lemma in ("believe", "judge", "mind", "discover", "confident", "oppose")),
        *((lemma, "intention") for lemma in ("plan", "intend", "decide", "try")),
        *((lemma, "other") for lemma in ("require", "impose", "seem", "include", "launch", "have")),
        (None, "speech"),
    ],
)
def test_verbs_tell_their_act(lemma, act):
    """What is neither said, written, thought nor intended is other; a quote without a cue was said."""
    assert get_act(lemma) == act


@pytest.mark.parametrize("lemma", ["promise", "vow", "refuse", "offer", "agree", "threaten"])
def test_speech_with_to_is_intention(lemma):
    """Where "he promised to" tells what he will do, "he promised that" tells what he said."""
    assert (get_act(lemma, takes_to=True), get_act(lemma)) == ("intention", "speech")
    assert get_act("say", takes_to=True) == "speech"


def test_words_beside_tell_where_the_verb_does_not():
    """What "is critical of" and "made fun of" tell is speech; beside a verb that tells itself nothing else counts."""
    assert get_act("be", beside=["critical"]) == "speech"
    assert get_act("make", beside=["a", "fun"]) == "speech"
    assert get_act("be", beside=["confident"]) == "belief"
    assert get_act("be", beside=["tall"]) == "other"
    assert get_act("express", beside=["hope"]) == "belief"
    assert get_act("express", beside=[]) == "speech"
    assert get_act("express", beside=["deep", "concern"]) == "belief"
    assert get_act("make", beside=["a", "statement"]) == "speech"
    assert get_act("believe", beside=["statement"]) == "belief"


@pytest.mark.parametrize(
    ("lemma", "act"),
    [
        *(("statement", "speech"), ("criticism", "speech"), ("belief", "belief"), ("enthusiasm", "belief")),
        *(("promise", "intention"), ("decision", "intention"), ("failure", "other")),
    ],
)
def test_nouns_tell_their_act(lemma, act):
    """A noun tells of an act as its verb would."""
    assert get_noun_act(lemma) == act


def test_what_stands_written_is_writing():
    """Speech in a letter is writing, in a statement or an interview it is not; what a paper believes, it writes."""
    assert write_act("speech", "letter", is_paper=False) == "writing"
    assert write_act("speech", "interview", is_paper=False) == "speech"
    assert write_act("speech", "statement", is_paper=False) == "speech"
    assert write_act("speech", "statement", is_paper=True) == "writing"
    assert write_act("belief", "report", is_paper=True) == "writing"
    assert write_act("belief", "report", is_paper=False) == "belief"
    assert write_act("intention", "letter", is_paper=False) == "intention"


@pytest.mark.parametrize(
    ("text", "act"),
    [
        pytest.param("According to Mara Quist, the dam was safe.", "speech", id="according to somebody"),
        pytest.param("According to the report, the dam was safe.", "writing", id="according to a paper"),
        pytest.param("The poll showed that the dam was popular.", "writing", id="poll"),
        pytest.param("Mara Quist found that the dam was safe.", "belief", id="somebody found"),
        pytest.param("In a letter, Mara Quist said that the dam was safe.", "writing", id="letter"),
        pytest.param("Mara Quist told the letter carrier that the dam was safe.", "speech", id="no letter"),
    ],
)
def test_acts_of_quotes(read_text, text, act):
    """The act of a quote heeds its channel."""
    (quote,) = read_text(text).quotes
    assert quote.act == act
