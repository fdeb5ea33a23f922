"""Turns whose speakers stand on lines of their own, and directions in the middle of what is said."""

import pytest

from exporter.extraction.text.paragraphs import find_paragraphs
from exporter.extraction.text.transcripts import find_turns

CALL = """\
Prepared remarks:

Operator

Good day, and welcome to the call.

Lena Marsh -- Head of Investor Relations

Thank you. I am glad that you are here.

Tom Vale -- Chief Executive Officer

Lena Marsh will take your questions.

We sold more herring than ever.

Questions and Answers

Operator

We go to the first question.

Tom Vale

I have no answer to that.

Call participants:

Lena Marsh -- Head of Investor Relations

Tom Vale -- Chief Executive Officer
"""


def list_turns(text):
    """List the turns of a text: the label, its role, and the pieces of what is said, parted by strokes."""
    return [
        (turn.label.text, turn.label.role, " / ".join(text[p.start : p.end] for p in turn.content))
        for turn in find_turns(text, find_paragraphs(text))
    ]


def test_reads_a_call():
    """Titles stand behind names, known names need none, headings and the list of who took part say nothing."""
    assert list_turns(CALL) == [
        ("Operator", None, "Good day, and welcome to the call."),
        ("Lena Marsh", "Head of Investor Relations", "Thank you. I am glad that you are here."),
        (
            "Tom Vale",
            "Chief Executive Officer",
            "Lena Marsh will take your questions.\n\nWe sold more herring than ever.",
        ),
        ("Operator", None, "We go to the first question."),
        ("Tom Vale", None, "I have no answer to that."),
    ]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        pytest.param(
            "Ann Low - Chair\n\nI see you.\n\nBo Rau – Clerk\n\nThank you.\n",
            ["Ann Low", "Bo Rau"],
            id="dashes",
        ),
        pytest.param(
            "Operator: Welcome, all of you.\n\nAnn Low — Chair\n\nI see you.\n\nBo Rau — Clerk\n\nThank you.\n",
            ["Operator", "Ann Low", "Bo Rau"],
            id="a role before a colon",
        ),
        pytest.param(
            "**Ann Low** -- *Chair*\n\nI see you.\n\n**Bo Rau** -- *Clerk*\n\nThank you.\n",
            ["Ann Low", "Bo Rau"],
            id="Markdown",
        ),
        pytest.param(
            "Ann Low 00:02\nDo you see me?\n\nBo Rau 00:04\nI do.\n", ["Ann Low", "Bo Rau"], id="times behind"
        ),
        pytest.param(
            "ANN LOW, CHAIR\n\nDo you see me?\n\nBO RAU, CLERK\n\nI do.\n\n"
            "ANN LOW\n\nGood. We start.\n\nBO RAU\n\nYes.\n"
            "\nThen Low left with Rau.\n",
            ["ANN LOW, CHAIR", "BO RAU, CLERK", "ANN LOW", "BO RAU"],
            id="capitals",
        ),
        pytest.param(
            "ANN LOW (voice-over): You saw it.\n\nBO RAU (V.O.): I did.\n\nANN LOW (V.O.) (CONT'D): We all did.\n",
            ["ANN LOW", "BO RAU", "ANN LOW"],
            id="voice-over",
        ),
    ],
)
def test_knows_lines_of_speakers(text, labels):
    """Lines that are a label and nothing else come in many layouts."""
    assert [label for label, _, _ in list_turns(text)] == labels


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Ann Low -- Chair\n\nBo Rau -- Clerk\n\nCy Orr -- Guard\n", id="a list"),
        pytest.param("Ann Low -- Chair\n\nThe hall is full.\n\nBo Rau -- Clerk\n\nIt rains.\n", id="no talk"),
        pytest.param(
            "Our town -- what it was\n\nI saw you.\n\nThe end -- at last\n\nWe go.\n", id="no names"
        ),
        pytest.param(
            "BACKGROUND\n\nWe sail.\n\nTHE DEAL\n\nYou pay.\n\nWHAT NEXT\n\nI wait.\n", id="headings"
        ),
    ],
)
def test_other_lines_are_no_speakers(text):
    """Lists of names and headings are no labels."""
    assert list_turns(text) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("I ran. (laughs) I was quick.", "I ran. / I was quick."),
        ("I ran. [Laughter] I was quick.", "I ran. / I was quick."),
        ("I ran. [A dog barks.] I was quick.", "I ran. / I was quick."),
        ("I ran [points at the hill] and fell.", "I ran / and fell."),
        ("I ran to the [old] bridge.", "I ran to the [old] bridge."),
        ("I ran for NATO (the alliance).", "I ran for NATO (the alliance)."),
    ],
)
def test_directions_in_the_middle_are_cut_out(words, said):
    """What somebody does while speaking is not said; what an editor put in is."""
    text = f"Q: What did you do?\n\nA: {words}\n\nQ: And then?\n"
    assert list_turns(text)[1] == ("A", None, said)


def test_short_lines_without_stops_are_turns():
    """A transcript in one paragraph of short lines is read as any other."""
    text = "HOST: are you there\nLOW: I am\nHOST: good\nLOW: yes\n"
    assert [said for _, _, said in list_turns(text)] == ["are you there", "I am", "good", "yes"]


def test_numerals_are_no_surnames():
    """A label of nothing but a numeral costs nothing."""
    assert list_turns("II: I\nIII: you\n" * 3) != []
