"""Attributions told by quotation marks: who is quoted, and which marks quote nobody."""

import pytest

from exporter.records import Quote

NOON = "The ferry will sail at noon"


def list_content(quote: Quote) -> list[str]:
    """List the content pieces of a quote."""
    return [span.text for span in quote.spans if span.role == "content"]


@pytest.mark.parametrize(
    ("text", "content", "source", "cue"),
    [
        pytest.param(f"“{NOON},” said Mara Quist.", f"“{NOON},”", "Mara Quist", "said", id="said after"),
        pytest.param(f"“{NOON},” Mara Quist said.", f"“{NOON},”", "Mara Quist", "said", id="name first"),
        pytest.param(f"Mara Quist said, “{NOON}.”", f"“{NOON}.”", "Mara Quist", "said", id="before, comma"),
        pytest.param(f"Mara Quist said: “{NOON}.”", f"“{NOON}.”", "Mara Quist", "said", id="before, colon"),
        pytest.param(f"“{NOON},” Mara Quist told reporters.", f"“{NOON},”", "Mara Quist", "told", id="told"),
        pytest.param(f'"{NOON}," said the mayor.', f'"{NOON},"', "the mayor", "said", id="straight"),
        pytest.param(f'“{NOON}," said the mayor.', f'“{NOON},"', "the mayor", "said", id="mixed marks"),
        pytest.param(f"``{NOON},'' said the mayor.", f"``{NOON},''", "the mayor", "said", id="typewriter"),
        pytest.param(f"«{NOON}», said the mayor.", f"«{NOON}»", "the mayor", "said", id="guillemets"),
        pytest.param(f"‘{NOON},’ said the mayor.", f"‘{NOON},’", "the mayor", "said", id="British"),
        pytest.param("“Never,” said the mayor.", "“Never,”", "the mayor", "said", id="one word"),
        pytest.param(
            "“Will the ferry sail?” asked Mara Quist.",
            "“Will the ferry sail?”",
            "Mara Quist",
            "asked",
            id="question",
        ),
        pytest.param(
            f"“{NOON},” said Mara Quist, the harbour master.",
            f"“{NOON},”",
            "Mara Quist, the harbour master",
            "said",
            id="apposition",
        ),
        pytest.param(
            "Mara Quist, who owns the boat, said, “It will not sink.”",
            "“It will not sink.”",
            "Mara Quist, who owns the boat",
            "said",
            id="relative clause",
        ),
        pytest.param(
            f"“{NOON}.” The mayor said that on Monday.",
            f"“{NOON}.”",
            "The mayor",
            "said",
            id="cue in next sentence",
        ),
        pytest.param(
            f"The mayor was blunt: “{NOON}.”", f"“{NOON}.”", "The mayor", "was", id="colon without a cue"
        ),
        pytest.param(
            "The sign read: “Nobody may enter here.”",
            "“Nobody may enter here.”",
            "The sign",
            "read",
            id="document",
        ),
        pytest.param(
            f"In a statement, Mara Quist said: “{NOON}.”", f"“{NOON}.”", "Mara Quist", "said", id="statement"
        ),
        pytest.param(
            "“He told me ‘never again’ and left,” said Mara Quist.",
            "“He told me ‘never again’ and left,”",
            "Mara Quist",
            "said",
            id="nested marks",
        ),
        pytest.param(
            "“The minister said that the bridge was safe,” said Mara Quist.",
            "“The minister said that the bridge was safe,”",
            "Mara Quist",
            "said",
            id="nested report",
        ),
    ],
)
def test_reads_who_is_quoted(read_text, text, content, source, cue):
    """A quote belongs to the speaker and the cue beside it, and what is reported within it to nobody."""
    (quote,) = read_text(text).quotes
    assert (list_content(quote), quote.speaker, quote.cue) == ([content], source, cue)
    assert quote.type == "direct"


def test_reads_to_whom_a_quote_was_told(read_text):
    """Whoever was told is the addressee of a direct quote, too."""
    (quote,) = read_text(f"“{NOON},” Mara Quist told reporters.").quotes
    assert quote.addressee == "reporters"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        pytest.param(
            "“The ferry,” Mara Quist said, “will sail at noon.”",
            ["“The ferry,”", "“will sail at noon.”"],
            id="within the sentence",
        ),
        pytest.param(
            "“We will stay,” said Mara Quist. “We have nowhere to go.”",
            ["“We will stay,”", "“We have nowhere to go.”"],
            id="after it",
        ),
        pytest.param(
            "‘We will stay,’ said Mara Quist. ‘We have nowhere to go.’",
            ["‘We will stay,’", "‘We have nowhere to go.’"],
            id="after it in single marks",
        ),
    ],
)
def test_quote_that_its_speaker_interrupts_is_one(read_text, text, pieces):
    """What goes on after "..., she said" is a further piece of the same quote."""
    (quote,) = read_text(text).quotes
    assert (list_content(quote), quote.speaker, quote.type) == (pieces, "Mara Quist", "direct")


def test_quote_over_paragraphs_is_one(read_text):
    """A quote whose opening mark is repeated in the next paragraph is one quote."""
    (quote,) = read_text("Mara Quist said: “We will stay the winter.\n\n“We have nowhere to go.”").quotes
    assert quote.text == "“We will stay the winter.\n\n“We have nowhere to go.”"
    assert (quote.speaker, quote.paragraph) == ("Mara Quist", 0)


def test_quote_of_its_own_in_the_next_paragraph_has_the_same_source(read_text):
    """A paragraph of nothing but a quote is by whoever spoke in the paragraph before."""
    found = read_text("“We will stay,” said Mara Quist.\n\n“We have nowhere to go.”")
    assert [piece for quote in found.quotes for piece in list_content(quote)] == [
        "“We will stay,”",
        "“We have nowhere to go.”",
    ]
    assert {quote.source_id for quote in found.quotes} == {found.sources[0].source_id}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"“{NOON}.”\n\nRain fell.", id="nobody anywhere"),
        pytest.param(f"“{NOON}.” Mara Quist left the room.", id="somebody who does not speak"),
    ],
)
def test_quote_without_a_cue_has_no_source(read_text, text):
    """Whole sentences in marks are a quote even where the text does not say whose."""
    (quote,) = read_text(text).quotes
    assert (list_content(quote), quote.source_id, quote.cue, quote.cue_lemma) == (
        [f"“{NOON}.”"],
        None,
        None,
        None,
    )


def test_quote_goes_to_nobody_over_a_paragraph_between(read_text):
    """A quote two paragraphs on is not given to whoever spoke before."""
    text = f"“We will stay,” said Mara Quist.\n\nRain fell on the town.\n\n“{NOON}.”"
    assert [quote.speaker for quote in read_text(text).quotes] == ["Mara Quist", None]


@pytest.mark.parametrize(
    "between", [pytest.param(" ", id="same paragraph"), pytest.param("\n\n", id="next paragraph")]
)
def test_two_speakers_keep_their_quotes(read_text, between):
    """A quote with a cue of its own is not given to the speaker before."""
    text = f"“We will stay,” said Mara Quist.{between}“We will go,” said Ben Okoro."
    assert [(list_content(quote), quote.speaker) for quote in read_text(text).quotes] == [
        (["“We will stay,”"], "Mara Quist"),
        (["“We will go,”"], "Ben Okoro"),
    ]


def test_indirect_and_direct_cue_in_one_sentence_are_two(read_text):
    """What somebody said, and what somebody added in marks, have one source and a row each."""
    quotes = read_text("The bridge is safe, Mara Quist said, adding: “It will stand for years.”").quotes
    assert [(quote.type, list_content(quote), quote.cue, quote.speaker) for quote in quotes] == [
        ("indirect", ["The bridge is safe"], "said", "Mara Quist"),
        ("direct", ["“It will stand for years.”"], "adding", "Mara Quist"),
    ]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        pytest.param(
            "The mayor said the plan was “a gift to the rich” and would fail.",
            "the plan was “a gift to the rich” and would fail",
            id="marks in the middle",
        ),
        pytest.param("The mayor called the bridge “a ruin.”", "the bridge “a ruin.”", id="marks at the end"),
        pytest.param("The mayor said the tax was “unfair.”", "the tax was “unfair.”", id="one word in marks"),
    ],
)
def test_quote_with_some_words_in_marks_is_mixed(read_text, text, content):
    """Where only some words of a content stand in marks it is mixed, and keeps the closing mark."""
    (quote,) = read_text(text).quotes
    assert (quote.type, list_content(quote), quote.speaker) == ("mixed", [content], "The mayor")


def test_unclosed_mark_leaves_the_next_paragraph_alone(read_text):
    """A quote that is never closed does not swallow the quote of the next paragraph."""
    quotes = read_text("“We will stay, said Mara Quist.\n\n“We will go,” said Ben Okoro.").quotes
    assert (list_content(quotes[-1]), quotes[-1].speaker) == (["“We will go,”"], "Ben Okoro")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The captain, known as “Old Tom,” sailed at noon.", id="nickname"),
        pytest.param("Her book, “The Long Winter,” sold well.", id="title of a book"),
        pytest.param("The painting “Women at the Well in Winter” was sold.", id="long title"),
        pytest.param("The council approved the “Harbour and Bridges Act” on Monday.", id="title of a law"),
        pytest.param("The so-called “green belt” was built over.", id="label"),
        pytest.param('The plank was 12" long and broke.', id="inch mark"),
        pytest.param("The dockers’ boats ’n’ nets burnt in the ’90s.", id="apostrophes"),
    ],
)
def test_marks_that_quote_nobody_are_no_quotes(read_text, text):
    """Titles, nicknames, labels and measures are nobody's words."""
    assert read_text(text).quotes == ()


def test_source_in_the_last_paragraph_is_that_of_the_whole_quote(read_text):
    """A quote over two paragraphs has its speaker where the marks close."""
    found = read_text("“We will stay for the winter.\n\n“We have nowhere to go,” said Mara Quist.")
    assert {quote.source_id for quote in found.quotes} == {found.sources[0].source_id}
    assert found.sources[0].name == "Mara Quist"


def test_quote_after_reported_speech_has_its_source(read_text):
    """A quote without a cue goes on with who was reported before it in the paragraph."""
    found = read_text("The bridge is safe, Mara Quist said. “It will stand for many years.”")
    assert [quote.speaker for quote in found.quotes] == ["Mara Quist", "Mara Quist"]


@pytest.mark.parametrize("dash", [" - ", " — ", " -- "], ids=["hyphen", "long dash", "two hyphens"])
def test_dateline_is_no_part_of_what_is_said(read_text, dash):
    """The place and the agency before the first sentence belong to nobody's words."""
    found = read_text(f"PORT ALDANE (Norland Wire){dash}The bridge will close on Friday, the city said.")
    assert [quote.text for quote in found.quotes] == ["The bridge will close on Friday"]
