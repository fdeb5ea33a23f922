"""Turns of transcripts and interviews: found where speakers take turns, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.extraction.text.paragraphs import find_paragraphs
from exporter.extraction.text.transcripts import find_turns

HEARING = """\
The harbour hearing

Senator Jane Quist questioned the engineer Robert Okafor on Monday.

QUIST: Mr. Okafor, when did you see the cracks?

OKAFOR: In March. I wrote to the ministry.

QUIST: And what did it say?

OKAFOR: Nothing.
"""


def list_turns(text: str) -> list[tuple[str, str]]:
    """List the turns of a text: the label, and the pieces of what is said, parted by strokes."""
    return [
        (turn.label.text, " / ".join(text[piece.start : piece.end] for piece in turn.content))
        for turn in find_turns(text, find_paragraphs(text))
    ]


def list_labels(text: str) -> list[str]:
    """List the labels of the turns of a text."""
    return [label for label, _ in list_turns(text)]


def test_finds_the_turns_of_a_hearing():
    """A turn is what stands behind a label; headline and introduction are none."""
    assert list_turns(HEARING) == [
        ("QUIST", "Mr. Okafor, when did you see the cracks?"),
        ("OKAFOR", "In March. I wrote to the ministry."),
        ("QUIST", "And what did it say?"),
        ("OKAFOR", "Nothing."),
    ]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        pytest.param(
            "Jane Quist: Hello, Pavel.\nPavel Novak: Hello.\nJane Quist: Are you well?\nPavel Novak: I am.\n",
            ["Jane Quist", "Pavel Novak", "Jane Quist", "Pavel Novak"],
            id="full names",
        ),
        pytest.param(
            "Q: Is it safe?\n\nA: It is.\n\nQ: Sure?\n", ["Q", "A", "Q"], id="questions and answers"
        ),
        pytest.param(
            "HOST: Is it safe?\n\nJANE QUIST, farmer: We hope so.\n\n00:12 HOST: Will you stay?\n",
            ["HOST", "JANE QUIST, farmer", "HOST"],
            id="what a person is in small letters",
        ),
        pytest.param("Q. Is it safe?\n\nA. It is.\n\nQ. Sure?\n", ["Q", "A", "Q"], id="with stops"),
        pytest.param(
            "Question: Is it safe?\nAnswer: I think so.\nQuestion: Sure?\n",
            ["Question", "Answer", "Question"],
            id="spelled out",
        ),
        pytest.param(
            "We met Ingrid Holm.\n\nThe Courier: Do you eat fish?\n\nHolm: I do.\n\nThe Courier: Why?\n",
            ["The Courier", "Holm", "The Courier"],
            id="outlet and surname",
        ),
        pytest.param(
            "We met Ingrid Holm.\n\nCOURIER: Do you eat fish?\n\nHolm: I do.\n\nCOURIER: Why?\n\nHolm: It is good.\n",
            ["COURIER", "Holm", "COURIER", "Holm"],
            id="outlet in capitals",
        ),
        pytest.param(
            "00:04 HOST: Welcome, all of you.\n[00:09] MR. LI: Thank you.\n(0:01:12) HOST: Is it you?\n",
            ["HOST", "MR. LI", "HOST"],
            id="times before",
        ),
        pytest.param(
            "Speaker 1 (00:04): Do you hear me?\nSpeaker 2 [00:09]: I do.\nSpeaker 1 (00:12): Good.\n",
            ["Speaker 1", "Speaker 2", "Speaker 1"],
            id="times behind",
        ),
        pytest.param(
            "**Host:** Are you there?\n\n**Mara Quist:** I am.\n\n**Host:** Good.\n",
            ["Host", "Mara Quist", "Host"],
            id="Markdown",
        ),
        pytest.param(
            "ANNA BERG, NORLAND RADIO HOST: Who are you?\n\nSEN. LI (D-Aldane): I am Li.\n\nBERG: Why?\n",
            ["ANNA BERG, NORLAND RADIO HOST", "SEN. LI", "BERG"],
            id="posts and parties",
        ),
        pytest.param(
            "THE COURT: Do you swear?\n\nTHE WITNESS: I do.\n\nTHE COURT: Sit down.\n",
            ["THE COURT", "THE WITNESS", "THE COURT"],
            id="roles with articles",
        ),
        pytest.param(
            '"HOST: Are you there?\n\n"QUIST: I am.\n\n"HOST: Good."\n',
            ["HOST", "QUIST", "HOST"],
            id="in marks",
        ),
        pytest.param(
            "HOST:\nAre you there?\n\nQUIST:\nI am.\n\nHOST:\nGood.\n",
            ["HOST", "QUIST", "HOST"],
            id="own lines",
        ),
    ],
)
def test_knows_layouts(text, labels):
    """Labels come in many layouts."""
    assert list_labels(text) == labels


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("QUIST: Are you safe?\nLI: I am.\n", id="two turns"),
        pytest.param("QUIST: Are you safe?\nQUIST: I am.\nQUIST: You too?\nQUIST: Yes.\n", id="one speaker"),
        pytest.param(
            "QUIST: I agree.\nLI: I do not.\nBERG: You should.\nOKORO: Why?\n", id="nobody comes back"
        ),
        pytest.param(
            "Note: You may go.\nUpdate: We went.\nNote: You may stay.\nUpdate: We stayed.\n", id="notes"
        ),
        pytest.param("Where: your hall\nWhen: noon\nWhere: our school\nWhen: one\n", id="places and times"),
        pytest.param(
            "UPDATE: We are open.\nBREAKING: You may vote.\nUPDATE: We are closed.\n", id="breaking news"
        ),
        pytest.param("PROS: You get much.\nCONS: You pay.\nPROS: You rest.\nCONS: You wait.\n", id="reviews"),
        pytest.param("Tip: Use your oven.\nMethod: Cut it.\nTip: Keep it warm for you.\n", id="recipe"),
        pytest.param(
            "LABOUR: 34 seats\nGREENS: 12 seats\nLABOUR: 30 seats\nGREENS: 20 seats\nLABOUR: 9\nGREENS: 8\n",
            id="results",
        ),
        pytest.param(
            "We asked Labour.\nLabour: 34\nGreen Party: 12\nLabour: 30\nGreen Party: 20\n", id="parties"
        ),
        pytest.param(
            "Garden: You dig.\nKitchen: You cook.\nGarden: You plant.\nKitchen: We eat.\n", id="rooms"
        ),
        pytest.param("The verdict: guilty\nThe mayor said so: I am glad.\nHe said: We won.\n", id="colons"),
        pytest.param("Quist: We won\n\nMara Quist won, she said: I am glad.\n", id="headline"),
        pytest.param("a: you\nb: me\na: you\nb: me\n", id="small letters"),
        pytest.param(
            "Lesson 1: You add.\nLesson 2: You take.\nLesson 1: You add.\nLesson 2: You ask?\n", id="lessons"
        ),
        pytest.param("Garden: Dig?\nKitchen: Cook.\nGarden: Plant?\n", id="three in turn"),
        pytest.param(
            "Garden: Dig.\nKitchen: Cook.\nGarden: Plant.\nKitchen: Eat.\n", id="two who ask nothing"
        ),
        pytest.param("Garden: Dig?\nGarden: Cook.\nKitchen: Plant?\nKitchen: Eat.\n", id="not in turn"),
        pytest.param("http://you.example\nhttps://me.example\nhttp://you.example\n", id="addresses"),
        pytest.param("10:15 We sail.\n10:20 You wait.\n10:25 I stay?\n", id="times"),
        pytest.param("", id="nothing"),
    ],
)
def test_finds_no_turns_in_other_lists(text):
    """Labels of other kinds are no speakers."""
    assert list_turns(text) == []


def test_a_turn_goes_on_to_the_next():
    """Paragraphs without a label are of who spoke last."""
    text = HEARING.replace("the ministry.\n", "the ministry.\n\nIt never wrote back.\n")
    assert ("OKAFOR", "In March. I wrote to the ministry.\n\nIt never wrote back.") in list_turns(text)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("Okafor stopped and drank some water.", id="names the speaker"),
        pytest.param("Quist then showed a picture.", id="names the other"),
        pytest.param("The senator went on:", id="leads on"),
        pytest.param("VIDEO: The bridge fell at noon.", id="has another label"),
    ],
)
def test_a_turn_ends_where_others_tell(other):
    """A paragraph that cannot be the speaker's ends the turn."""
    text = HEARING.replace("the ministry.\n", f"the ministry.\n\n{other}\n")
    assert ("OKAFOR", "In March. I wrote to the ministry.") in list_turns(text)


@pytest.mark.parametrize(
    ("after", "said"),
    [
        pytest.param("The hearing goes on in May.", "Nothing.", id="article"),
        pytest.param("I kept the letter.", "Nothing.\n\nI kept the letter.", id="speaker"),
    ],
)
def test_the_last_turn_ends_where_nobody_says_i(after, said):
    """What follows the last turn is the article's again, unless it is in the first person."""
    assert list_turns(f"{HEARING}\n{after}\n")[-1] == ("OKAFOR", said)


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        pytest.param("[applause] Nothing. (CROSSTALK)", "Nothing.", id="at both ends"),
        pytest.param("(laughs) Nothing. [00:12]", "Nothing.", id="laughter and time"),
        pytest.param("Nothing.\n\n[applause]\n\nI kept it.", "Nothing. / I kept it.", id="own paragraph"),
        pytest.param("Nothing (so far). I wait.", "Nothing (so far). I wait.", id="brackets of the speaker"),
        pytest.param("I paid (about forty)", "I paid (about forty)", id="brackets at the end"),
    ],
)
def test_stage_directions_are_not_said(printed, said):
    """Stage directions at the ends of paragraphs are left out, other brackets are not."""
    assert list_turns(HEARING.replace("Nothing.", printed))[-1] == ("OKAFOR", said)


def test_a_turn_of_stage_directions_alone_is_none():
    """Who only nods says nothing."""
    text = HEARING.replace("In March. I wrote to the ministry.", "[nods]")
    assert list_labels(text) == ["QUIST", "QUIST", "OKAFOR"]


def test_headline_with_a_label_is_no_turn():
    """Not the whole introduction is said by who is quoted in the headline."""
    text = "Holm: I eat fish\n\nWe met Ingrid Holm.\n\nCourier: Why?\n\nHolm: I like it.\n\nCourier: And you cook?\n"
    assert list_labels(text.replace("Courier", "The Courier")) == ["The Courier", "Holm", "The Courier"]


def test_other_labels_among_turns_are_none():
    """A note between turns is nobody's."""
    text = HEARING.replace("OKAFOR: Nothing.", "NOTE: You may listen to us.\n\nOKAFOR: Nothing.")
    assert list_labels(text) == ["QUIST", "OKAFOR", "QUIST", "OKAFOR"]


@given(
    st.lists(
        st.sampled_from(["QUIST: ", "LI: ", "Q: ", "I", " you? ", "\n", "\n\n", "[nods]", "”", "“", "12:30 "])
    )
)
def test_turns_are_in_order_and_apart(pieces):
    """Whatever the text, turns lie in it in order, without overlap, with words in every piece."""
    text = "".join(pieces)
    last = 0
    for turn in find_turns(text, find_paragraphs(text)):
        assert last <= turn.start <= turn.label.span.start < turn.content[0].start
        for piece in turn.content:
            assert turn.label.span.end < piece.start < piece.end <= turn.end
            assert any(map(str.isalnum, text[piece.start : piece.end]))
        last = turn.end
