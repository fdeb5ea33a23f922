"""Quotes that are signed with a dash and a name."""

import itertools

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from exporter.extraction.attribution import Attribution
from exporter.extraction.attributions.signed_quotes import sign_quotes
from exporter.extraction.text.paragraphs import find_paragraphs
from exporter.extraction.text.quotation_marks import find_quoted
from exporter.records import Span

NLP = spacy.blank("en")


def sign(text, attributions=()):
    """Sign the quotes of a text."""
    paragraphs = find_paragraphs(text)
    return sign_quotes(attributions, NLP.make_doc(text), text, paragraphs, find_quoted(text, paragraphs))


def list_signed(text):
    """List the contents of signed quotes and who signed them."""
    found = sign(text)
    assert all(each.rule == "signed" and not each.cue for each in found)
    return [
        (text[each.start : each.end], "|".join(text[piece.start : piece.end] for piece in each.source))
        for each in found
    ]


def mark(text, content, source=""):
    """Build an attribution of words that stand in a text once; pieces are joined by |."""

    def find(words):
        return tuple(
            Span(start=text.index(part), end=text.index(part) + len(part))
            for part in words.split("|")
            if part
        )

    return Attribution(content=find(content), source=find(source), head=0, rule="model")


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        pytest.param("“It will hold.” — Ana Ruiz", [("“It will hold.”", "Ana Ruiz")], id="em dash"),
        pytest.param("“It will hold.” – Ana Ruiz", [("“It will hold.”", "Ana Ruiz")], id="en dash"),
        pytest.param("“It will hold.” ― Ana Ruiz", [("“It will hold.”", "Ana Ruiz")], id="horizontal bar"),
        pytest.param('"It will hold." -- Ana Ruiz', [('"It will hold."', "Ana Ruiz")], id="two hyphens"),
        pytest.param('"It will hold." - Ana Ruiz', [('"It will hold."', "Ana Ruiz")], id="hyphen"),
        pytest.param("“It will hold.”—Ana Ruiz", [("“It will hold.”", "Ana Ruiz")], id="no spaces"),
        pytest.param("“It will hold.” — Ana Ruiz.", [("“It will hold.”", "Ana Ruiz")], id="full stop"),
        pytest.param("“It will hold.”\n— Ana Ruiz", [("“It will hold.”", "Ana Ruiz")], id="next line"),
        pytest.param("“It will hold.”\n\n— Ana Ruiz", [("“It will hold.”", "Ana Ruiz")], id="next paragraph"),
        pytest.param(
            "“It will hold.” — Ana Ruiz, engineer of the port",
            [("“It will hold.”", "Ana Ruiz, engineer of the port")],
            id="with a role",
        ),
        pytest.param(
            "“It will hold.” — Bank of Calveria", [("“It will hold.”", "Bank of Calveria")], id="small words"
        ),
        pytest.param("“It will hold.” — Zoë O’Ny-Ruiz", [("“It will hold.”", "Zoë O’Ny-Ruiz")], id="marks in names"),
        pytest.param(
            "“A.” — Ana Ruiz\n\n“B.” — Ben Okoro",
            [("“A.”", "Ana Ruiz"), ("“B.”", "Ben Okoro")],
            id="two",
        ),
        pytest.param("“It will hold.”", [], id="no signature"),
        pytest.param("“It will hold” — Ana Ruiz said so.", [], id="a sentence"),
        pytest.param("“It will hold” — it did.", [], id="small letters"),
        pytest.param("“It will hold.” — of the", [], id="small words alone"),
        pytest.param("“It will hold.” — 2019", [], id="a number"),
        pytest.param("“It will hold.” —", [], id="a dash alone"),
        pytest.param("“It will hold.” Ana Ruiz", [], id="no dash"),
        pytest.param("She said “It will hold.” — Ana Ruiz", [], id="not at the start of its paragraph"),
        pytest.param("“It will hold — Ana Ruiz", [], id="not closed"),
        pytest.param("“It will hold.”\n\nRain.\n\n— Ana Ruiz", [], id="a paragraph between"),
        pytest.param("“It will hold.”\n\n— " + "Ana " * 30, [], id="too long for a name"),
        pytest.param("“It will hold.” — A B C D E F G H I", [], id="too many words for a name"),
        pytest.param("Rain. — Ana Ruiz", [], id="no marks"),
        pytest.param("", [], id="empty"),
    ],
)  # fmt: skip
def test_finds_signed_quotes(text, signed):
    """A quote that fills its paragraph is signed by a dash and a name behind it."""
    assert list_signed(text) == signed


def test_other_attributions_lose_what_is_signed():
    """What the signature takes is nobody else's; other pieces and attributions stay as they are."""
    text = "“It will hold.” — Ana Ruiz\n\nThe mayor says so."
    inside, across, apart = (
        mark(text, "It will", "Ana Ruiz"),
        mark(text, "hold|says so", "Ana Ruiz"),
        mark(text, "says so", "The mayor"),
    )
    found = sign(text, [inside, across, apart])
    assert [each.rule for each in found] == ["model", "model", "signed"]
    assert found[0] == mark(text, "says so")
    assert found[1] == apart
    assert found[2].content == (Span(start=0, end=15),)


def test_nothing_changes_without_a_signature():
    """Without signed quotes all attributions are given back as they were."""
    text = "“It will hold,” said Ana Ruiz — engineer"
    attributions = [mark(text, "“It will hold,”", "Ana Ruiz"), mark(text, "engineer")]
    assert sign(text, attributions) == attributions


@given(st.lists(st.sampled_from(["“A b.”", "— Ana Ruiz", " ", "\n", "“", "”", "the", '"', "-"]), max_size=20))
def test_signed_quotes_are_quotes_and_names(parts):
    """Of any text, what is signed stands in marks, who signed follows it, and no two share a word."""
    text = "".join(parts)
    found = sign(text)
    for each in found:
        (content,), (source,) = each.content, each.source
        assert text[content.end - 1] in '”“"'
        assert any(dash in text[content.end : source.start] for dash in "—-")
        assert text[source.start].isalpha()
    ends = [(each.content[0].start, each.source[0].end) for each in found]
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(ends))
