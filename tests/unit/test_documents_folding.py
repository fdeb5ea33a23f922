"""The folded text: what is read whatever the layout, and the way back to the text as it is."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import examples

from exporter.documents.folding import Edit, Fold, fold_text
from exporter.records import Span


def read(text: str) -> str:
    """Give the folded text."""
    return fold_text(text).fold.text


def read_as_windows_1252(letter: str) -> str:
    """Give the letter that a control character stands for where a file was read in the wrong encoding."""
    return bytes([ord(letter)]).decode("cp1252", "replace") if letter in C1 else letter


C1 = {chr(number) for number in range(0x80, 0xA0)}


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("The ferry\u00a0sails\u2009at  noon.", "The ferry sails at noon.", id="spaces"),
        pytest.param("The fer\u00adry sa\u200bils.", "The ferry sails.", id="hidden"),
        pytest.param("Zoe\u0308 sails.", "Zoë sails.", id="loose accent"),
        pytest.param("The ﬁrst ﬂag.", "The first flag.", id="ligatures"),
        pytest.param(
            "&quot;We sail,&quot; O&#8217;Brien &amp; Co. said.",
            '"We sail," O’Brien & Co. said.',
            id="entities",
        ),
        pytest.param("&amp;quot;Yes,&amp;quot; she said.", '"Yes," she said.', id="entities escaped twice"),
        pytest.param("R&D; and AT&T stay.", "R&D; and AT&T stay.", id="no entities"),
        pytest.param("<p>We <b>sail</b>.</p>", "We sail.\n", id="tags"),
        pytest.param("We <sail> at 5 < 6.", "We <sail> at 5 < 6.", id="no tags"),
        pytest.param(
            "â€œWe sail,â€\x9d she said. Itâ€™s cafÃ©.", "“We sail,” she said. It’s café.", id="broken"
        ),
        pytest.param("â€œWe sail,â€\ufffd she said.", "“We sail,” she said.", id="broken and lost"),
        pytest.param("The Âme river.", "The Âme river.", id="a letter that only looks broken"),
        pytest.param("**Rita** [sails](https://a.example/b) *today*.", "Rita sails today.", id="Markdown"),
        pytest.param(
            "[Port\nAldane](https://a.example/b) sails.", "Port Aldane sails.", id="a link over two lines"
        ),
        pytest.param("“We sail.” -Rita Moor", "“We sail.” - Rita Moor", id="a dash glued to a name"),
        pytest.param("snake_case and 2*3*4 stay.", "snake_case and 2*3*4 stay.", id="no Markdown"),
        pytest.param("> We sail.\n> We stay.", "We sail.\nWe stay.", id="quoted lines"),
        pytest.param(
            "He said , “ no ” . She did n't go , he said .",
            "He said, “no”. She didn't go, he said.",
            id="tokens",
        ),
    ],
)
def test_folds_what_only_the_layout_says(text, folded):
    """Spaces, hidden and broken characters, entities, tags and signs of Markdown are read as what they stand for."""
    assert read(text) == folded


WRAPPED = """\
The ferry to Port Aldane will sail at
noon, the harbour master said on
Monday, after a storm had kept it in
the harbour for three days.
"""


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        pytest.param(WRAPPED, 1, id="wrapped"),
        pytest.param(f"3 March 2025\nBy Jane Porter\n{WRAPPED}", 3, id="under a date and a byline"),
        pytest.param(f"{WRAPPED}\n{WRAPPED}", 2, id="blank line"),
        pytest.param(f"{WRAPPED}  {WRAPPED}", 2, id="indented"),
        pytest.param(WRAPPED.replace("noon,", "> noon,").replace("Mon", "> Mon"), 1, id="quoted mail"),
        pytest.param("Rain fell.\nThe ferry stayed.\nNobody left.", 3, id="a sentence a line"),
        pytest.param("MARA: We sail.\nANNA: We stay, and\nwe wait for noon.", 2, id="turns"),
        pytest.param("Bring:\n- a coat and\n- a hat", 3, id="list"),
        pytest.param("It sails on\n\n12\n\nMonday at\nnoon, they\nsaid to all", 1, id="page number"),
    ],
)
def test_joins_the_lines_of_a_paragraph(text, paragraphs):
    """Lines that are broken because they are full are one paragraph; others stand by themselves."""
    assert len(read(text).split("\n")) - read(text).count("\n\n") - read(text).endswith("\n") == paragraphs


FULL = """\
The ferry to Port Aldane will sail at
noon, the harbour master said and sat.
{}
{}
and the ferry had been kept in the
harbour for three days by the storm.
A storm had torn off the mast, and
nobody had a spare one on board.
"""


@pytest.mark.parametrize(
    ("line", "after", "is_end"),
    [
        pytest.param(
            "“We can wait here for it,” he said.",
            "Rita Moor said that she sailed too,",
            True,
            id="a quote, a name",
        ),
        pytest.param(
            "“We can wait all day for the ferry.", "And we will wait here,” he said,", False, id="open marks"
        ),
        pytest.param(
            "Nobody else said anything about it.",
            "PORT ALDANE (NW) - Rain fell all day,",
            True,
            id="dateline",
        ),
        pytest.param(
            "Nobody else said anything about it.", "(Editing by Ann Lee) Rain fell, then,", True, id="credits"
        ),
    ],
)
def test_a_full_line_that_ends_a_sentence_may_end_a_paragraph(line, after, is_end):
    """Where a full line ends a sentence, the words around tell whether a paragraph ends there."""
    gap = "\n" if is_end else " "
    assert f"{line}{gap}{after} and the ferry" in read(FULL.format(line, after))


def test_a_notice_goes_on_in_the_next_line_where_blank_lines_part_paragraphs():
    """A wrapped notice is one paragraph; one that stands alone takes nothing of the article."""
    notice = "This article was first published by the\nAldane Post.\n"
    assert "by the Aldane Post." in read(f"{WRAPPED}\n{notice}")
    assert "Advertisement\n" in read(f"Advertisement\n{WRAPPED}")


def test_leaves_out_what_stands_between_pages():
    """The header and the number of a page are no part of the sentence that they interrupt."""
    pages = "Aldane Post\n2\n\nAldane Post\n3"
    text = f"{WRAPPED}\nThe crew had slept on board and was\n\n{pages}\n\nglad to leave, the cook said."
    assert "was glad to leave" in read(text)
    fold = fold_text(text).fold
    start = fold.text.index("The crew")
    pieces = fold.unfold_pieces([Span(start=start, end=len(fold.text))])
    assert [text[piece.start : piece.end].split()[0] for piece in pieces] == ["The", "glad"]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param(
            "The harbour mas-\nter said the fer-\nry would sail and\nwait.", "harbour master", id="parted"
        ),
        pytest.param(
            "A well-known man of the\nport, a well-\nknown cook and a\nhost.", "a well-known cook", id="kept"
        ),
        pytest.param("It was Al-\nGhanim who left the\nport and the\ntown.", "Al-Ghanim", id="name"),
    ],
)
def test_joins_words_that_were_parted_at_the_end_of_a_line(text, folded):
    """A hyphen at the end of a line goes, unless the word has it in the text or is a name."""
    assert folded in read(text)


LAYOUT = [
    "\n",
    "\n\n",
    "  ",
    "\u00a0",
    "\u00ad",
    "<p>",
    "</b>",
    "**",
    "*",
    "[a](b)",
    "- ",
    "> ",
    "# ",
    "-\n",
    "\f",
    "\\",
]
LETTERS = [
    "The ferry",
    " sails",
    "&quot;",
    "&#8217;",
    "â€œ",
    "â€",
    "e\u0301",
    "ﬁ",
    "12",
    "said",
    "“",
    "”",
    "-LRB-",
    ".",
    " ,",
]
PIECES = st.sampled_from(LAYOUT + LETTERS)


@given(text=st.lists(PIECES | st.text(max_size=8), max_size=60).map("".join))
@examples(3)
def test_every_stretch_leads_back(text):
    """The parts of the folded text lead back to parts of the source, in order and inside it."""
    fold = fold_text(text).fold
    end = 0
    for number, letter in enumerate(fold.text):
        place = fold.unfold(Span(start=number, end=number + 1))
        assert end <= place.start <= place.end <= len(text) or place.start < end
        if letter.isalnum() and place.end - place.start == 1:
            printed = text[place.start]
            assert letter in {printed, *unicodedata.normalize("NFKC", printed), read_as_windows_1252(printed)}
        assert fold.fold(place.start) <= number + 1
        end = place.start


@given(text=st.lists(PIECES, max_size=60).map("".join))
@examples(2)
def test_a_text_that_is_folded_stays_as_it_is_in_its_words(text):
    """Folding again changes no letter, so that what is written as it is read is read as it is."""
    once = read(text)
    twice = read(once)
    assert [letter for letter in twice if letter.isalnum()] == [letter for letter in once if letter.isalnum()]


def test_edits_lead_both_ways():
    """Replaced, removed and added characters keep the offsets around them."""
    fold = Fold(text="abcdef").rewrite([Edit(1, 3, "X"), Edit(4, 4, "++"), Edit(5, 6, "")])
    assert fold.text == "aXd++e"
    assert fold.unfold(Span(start=1, end=2)) == Span(start=1, end=3)
    assert fold.unfold(Span(start=2, end=6)) == Span(start=3, end=5)
    assert fold.unfold(Span(start=0, end=6)) == Span(start=0, end=5)
    assert [fold.fold(offset) for offset in range(7)] == [0, 1, 1, 2, 5, 6, 6]
