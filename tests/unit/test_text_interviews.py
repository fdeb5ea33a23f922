"""Interviews without labels: questions in bold or italics or known by their mark, and who answers them."""

import pytest

from exporter.extraction.text.layout import lay_out
from exporter.records import Zone

PLAIN = """\
Judge Mara Lind retires on Friday. She spoke to us at home.

When did you want to be a judge?

I was nine. My brother had stolen a bicycle.

Did you find him guilty?

Of course. I had no choice.

What do you tell young lawyers?

I tell them to listen.
"""


def list_turns(text):
    """List the turns of a text: whose label, and what is said."""
    layout = lay_out(text, (Zone(kind="body", start=0, end=len(text)),))
    return [
        (
            turn.label.text if turn.label else None,
            " / ".join(layout.text[piece.start : piece.end] for piece in turn.content),
        )
        for turn in layout.turns
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "# Five questions for Ida Moreau\n\n**Why did you come back?**\n\nI never left.\n\n"
            "**Do you swim?**\n\nEvery day.\n",
            id="bold",
        ),
        pytest.param(
            "Ida Moreau, who sails, has a book out.\n\n_Why did you come back?_\n\nI never left.\n\n"
            "_Do you swim?_\n\nEvery day.\n",
            id="italics",
        ),
        pytest.param(
            "An interview with novelist Ida Moreau\n\n## Why did you come back?\n\nI never left.\n\n"
            "## Do you swim?\n\nEvery day.\n",
            id="headings",
        ),
        pytest.param(
            "<p>We met Ida Moreau.</p><p><strong>Why did you come back?</strong></p><p>I never left.</p>"
            "<p><b>Do you swim?</b></p><p>Every day.</p>",
            id="tags",
        ),
        pytest.param(
            "Ida Moreau on the sea\n\n**Why did you come back?** I never left.\n\n**Do you swim?** Every day.\n",
            id="in one paragraph",
        ),
        pytest.param(
            "We met Ida Moreau.\n\n**Why did you\ncome\nback?**\n\nI never\nleft.\n\n**Do you\nswim?**\n\nEvery day.\n",
            id="wrapped",
        ),
    ],
)
def test_emphasised_questions_have_answers(text):
    """What follows an emphasised question is said by whom headline or introduction name."""
    assert list_turns(text) == [
        (None, "Why did you come back?"),
        ("Ida Moreau", "I never left."),
        (None, "Do you swim?"),
        ("Ida Moreau", "Every day."),
    ]


def test_plain_questions_have_answers():
    """Three questions, each with an answer, are an interview without any emphasis."""
    assert [who for who, _ in list_turns(PLAIN)] == [None, "Mara Lind"] * 3
    assert list_turns(PLAIN)[-1][1] == "I tell them to listen."


def test_nobody_answers_where_two_may_be_meant():
    """Of two people who are named alike none is taken for the one who answers."""
    text = PLAIN.replace("She spoke", "Tom Vale leaves, too. She spoke").replace("Mara", "Tim")
    assert {who for who, _ in list_turns(text)} == {None}


def test_what_follows_the_last_answer_is_not_said():
    """A heading ends the last answer, and so does a paragraph in which nobody says "I"."""
    for after in ("**About her**\n\nI was not there.", "The court opens in May."):
        assert list_turns(f"{PLAIN}\n{after}\n")[-1][1] == "I tell them to listen."


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "**Who pays?**\n\nAll, the ministry said.\n\n**Can you appeal?**\n\nNobody can.\n",
            id="answers to readers",
        ),
        pytest.param("**The sea**\n\nI like you.\n\n**The land**\n\nI do not.\n", id="headings"),
        pytest.param("**Do you swim?**\n\nI do.\n", id="one question"),
        pytest.param("Do you swim?\n\nI do.\n\nDo you sail?\n\nWe do.\n", id="two plain questions"),
        pytest.param(
            "Will you pay?\n\nThe town asks.\n\nDo you know?\n\nNobody does.\n\nWill you go?\n\nIt rains.\n",
            id="questions to readers",
        ),
        pytest.param("", id="nothing"),
    ],
)
def test_other_texts_are_no_interviews(text):
    """Questions to readers and headings are no interview."""
    assert list_turns(text) == []
