"""Our own seeds, read with the model that is shipped: statements that anybody who reads the articles would make."""

import re
from pathlib import Path

import pytest

from exporter.extraction.text.paragraphs import find_paragraphs
from exporter.extraction.text.quotation_marks import find_quoted
from exporter.pipeline import extract

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="module")
def tables():
    """Extract all seeds."""
    return extract(SEEDS, with_text=True, processes=1)


@pytest.fixture(scope="module")
def list_pieces(tables):
    """Give what lists for each document its text and the spans of a role."""

    def list_spans(role):
        of_quote = {row["quote_id"]: row["document_id"] for row in tables.quotes.to_pylist()}
        found = {row["document_id"]: (row["text"], []) for row in tables.documents.to_pylist()}
        for row in tables.quote_spans.to_pylist():
            if row["role"] == role:
                found[of_quote[row["quote_id"]]][1].append((row["start"], row["end"]))
        return found

    return list_spans


@pytest.mark.parametrize(
    ("piece", "speaker"),
    [
        ("“Inflation is not defeated; it is resting,”", "Amalia Strand"),
        ("“This was a message to the finance ministry, not to the markets,”", "Piet Laurens"),
        ("“The bank is pricing in a budget that nobody has passed.”", "Piet Laurens"),
        ("“We respect the bank’s independence, and we disagree with its arithmetic,”", "Ivo Marsh"),
        ("“A third one will finish us,”", "one shopkeeper"),
        ("“Ten minutes is a long time,”", "she"),
        ("its own forecasts were lower", "The Finance Ministry"),
        ("they had learned of the decision ten minutes before it was published", "Two traders"),
    ],
)
def test_who_said_what_about_the_bank_rate(tables, piece, speaker):
    """Each statement of the article is in one quote, and that is given to whom the article gives it."""
    quotes = {row["quote_id"]: row for row in tables.quotes.to_pylist()}
    (owner,) = [
        quotes[row["quote_id"]]
        for row in tables.quote_spans.to_pylist()
        if row["role"] == "content" and piece in row["text"]
    ]
    assert speaker in owner["speaker"]


@pytest.mark.parametrize(
    "title", ["“Headwinds and Anchors,”", "The word “pause”", "“The Whale Who Kept the Light.”"]
)
def test_titles_and_words_in_marks_are_no_quotes(list_pieces, title):
    """What stands in marks because it is a title, or spoken of as a word, is nobody's statement."""
    ((text, pieces),) = [each for each in list_pieces("content").values() if title in each[0]]
    start = text.index(title)
    assert [piece for piece in pieces if piece[0] < start + len(title) and start < piece[1]] == []


def test_no_quote_ends_in_the_middle_of_its_marks(list_pieces):
    """What stands in marks belongs to a content whole or not at all."""
    seen = 0
    for text, pieces in list_pieces("content").values():
        for quoted in find_quoted(text, find_paragraphs(text)):
            near = [piece for piece in pieces if piece[0] < quoted.end and quoted.start < piece[1]]
            seen += len(near)
            assert all(piece[0] <= quoted.start and quoted.end <= piece[1] for piece in near)
    assert seen > 50


def test_long_quotations_are_attributed(list_pieces):
    """Whatever has seven words or more in marks is somebody's statement in these articles."""
    seen = 0
    for text, pieces in list_pieces("content").values():
        for quoted in find_quoted(text, find_paragraphs(text)):
            if len(re.findall(r"\w+", text[quoted.start : quoted.end])) >= 7:
                seen += 1
                assert any(start < quoted.end and quoted.start < end for start, end in pieces)
    assert seen > 20


def test_a_source_is_never_inside_its_quotation(list_pieces, tables):
    """No quote's speaker begins in the middle of a piece of its own content."""
    rows = tables.quote_spans.to_pylist()
    contents = {}
    for row in rows:
        if row["role"] == "content":
            contents.setdefault(row["quote_id"], []).append((row["start"], row["end"]))
    others = [row for row in rows if row["role"] != "content"]
    assert others
    for row in others:
        assert not any(start < row["end"] and row["start"] < end for start, end in contents[row["quote_id"]])


def test_a_document_gives_the_same_alone_and_among_others_in_any_order(tables):
    """Quotes and their parts depend on nothing but their own document."""
    names = ("bank-rate.md", "fraud-trial.md", "museum-return.txt")
    paths = [SEEDS / name for name in names]

    def list_rows(found, documents):
        ours = {row["document_id"] for row in documents.documents.to_pylist()}
        quotes = {
            row["quote_id"]: {**row, "source_id": None}
            for row in found.quotes.to_pylist()
            if row["document_id"] in ours
        }
        spans = [tuple(row.values()) for row in found.quote_spans.to_pylist() if row["quote_id"] in quotes]
        return quotes, sorted(spans)

    three, one = extract(*paths, processes=1), extract(paths[1], processes=1)
    expected = list_rows(tables, three)
    assert len(expected[0]) > 30
    assert list_rows(three, three) == expected
    assert list_rows(extract(*reversed(paths), processes=1), three) == expected
    assert list_rows(one, one) == list_rows(tables, one)
    assert list_rows(extract(paths[1], processes=1, threads=2), one) == list_rows(tables, one)
