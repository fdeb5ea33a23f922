"""Attributions whose content is a clause or a phrase that the cue governs."""

import pytest

from exporter.records import Quote


def list_pieces(quote: Quote, role: str) -> list[str]:
    """List the pieces of a quote in one role."""
    return [span.text for span in quote.spans if span.role == role]


def check_one(read_text, text: str, source: str | None, cue: str, *content: str) -> Quote:
    """Assert that a text holds one attribution, of these words; return it."""
    quotes = read_text(text).quotes
    assert [(quote.speaker, quote.cue, list_pieces(quote, "content")) for quote in quotes] == [
        (source, cue, list(content))
    ]
    return quotes[0]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        pytest.param(
            "The harbour master said that the ferry would sail at noon.",
            "The harbour master",
            "said",
            "that the ferry would sail at noon",
            id="with that",
        ),
        pytest.param(
            "The harbour master said the ferry would sail at noon.",
            "The harbour master",
            "said",
            "the ferry would sail at noon",
            id="without that",
        ),
        pytest.param(
            "The ferry would sail at noon, the harbour master said.",
            "the harbour master",
            "said",
            "The ferry would sail at noon",
            id="speaker after",
        ),
        pytest.param(
            "Mara Quist wrote that the bridge was safe.",
            "Mara Quist",
            "wrote",
            "that the bridge was safe",
            id="writing",
        ),
        pytest.param(
            "Mara Quist denied that she had resigned.",
            "Mara Quist",
            "denied",
            "that she had resigned",
            id="denial",
        ),
        pytest.param(
            "Mara Quist has said that she will resign.",
            "Mara Quist",
            "has said",
            "that she will resign",
            id="cue with its auxiliary",
        ),
        pytest.param(
            "The road will be closed, he added.", "he", "added", "The road will be closed", id="pronoun"
        ),
        pytest.param(
            "The dam will hold, the engineers believe.",
            "the engineers",
            "believe",
            "The dam will hold",
            id="belief",
        ),
    ],
)
def test_reads_reported_clauses(read_text, text, source, cue, content):
    """A clause that a verb of saying or thinking governs is its content, wherever the speaker stands."""
    quote = check_one(read_text, text, source, cue, content)
    assert quote.type == "indirect"


def test_reads_to_whom_something_was_told(read_text):
    """Whoever was told is the addressee, and no part of the content."""
    text = "Mara Quist told the council that the bridge was closed."
    quote = check_one(read_text, text, "Mara Quist", "told", "that the bridge was closed")
    assert quote.addressee == "the council"
    assert quote.cue_lemma == "tell"


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "act"),
    [
        pytest.param(
            "The ministry promised to repair the bridge.",
            "The ministry",
            "promised",
            "to repair the bridge",
            "intention",
            id="promised",
        ),
        pytest.param(
            "The union threatened to strike.",
            "The union",
            "threatened",
            "to strike",
            "intention",
            id="threatened",
        ),
        pytest.param(
            "The bank declined to comment.", "The bank", "declined", "to comment", "intention", id="declined"
        ),
        pytest.param(
            "Mara Quist urged the council to close the bridge.",
            "Mara Quist",
            "urged",
            "the council to close the bridge",
            "speech",
            id="urged somebody",
        ),
        pytest.param(
            "Mara Quist advised farmers on Monday to leave the valley.",
            "Mara Quist",
            "advised",
            "to leave the valley",
            "speech",
            id="advised somebody",
        ),
    ],
)
def test_reads_open_clauses_after_to(read_text, text, source, cue, content, act):
    """What somebody promises, threatens or urges to do is a content."""
    assert check_one(read_text, text, source, cue, content).act == act


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        pytest.param("Mara Quist called the plan a mistake.", "called", "the plan a mistake", id="called"),
        pytest.param(
            "Mara Quist criticized the plan as a waste of money.",
            "criticized",
            "the plan as a waste of money",
            id="criticized as",
        ),
        pytest.param(
            "Mara Quist praised the crew for its courage.",
            "praised",
            "the crew for its courage",
            id="praised for",
        ),
        pytest.param("Mara Quist denied the report.", "denied", "the report", id="denied"),
    ],
)
def test_reads_objects(read_text, text, cue, content):
    """What somebody calls, criticises, praises or denies is a content, with what it is called."""
    assert check_one(read_text, text, "Mara Quist", cue, content).type == "indirect"


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        pytest.param(
            "Mara Quist complained about the noise.", "complained about", "the noise", id="complained about"
        ),
        pytest.param("Mara Quist warned of floods.", "warned of", "floods", id="warned of"),
        pytest.param(
            "Mara Quist apologized for the delay.", "apologized for", "the delay", id="apologized for"
        ),
        pytest.param("Mara Quist called for calm.", "called for", "calm", id="called for"),
    ],
)
def test_reads_what_is_spoken_about(read_text, text, cue, content):
    """After a verb with its preposition the topic is the content, and the preposition is in the cue."""
    check_one(read_text, text, "Mara Quist", cue, content)


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        pytest.param(
            "According to the harbour master, the ferry will sail at noon.",
            "the harbour master",
            "According to",
            "the ferry will sail at noon",
            id="before",
        ),
        pytest.param(
            "The ferry will sail at noon, according to the harbour master.",
            "the harbour master",
            "according to",
            "The ferry will sail at noon",
            id="after",
        ),
        pytest.param(
            "The dam will hold, according to a report by the ministry.",
            "a report by the ministry",
            "according to",
            "The dam will hold",
            id="document",
        ),
    ],
)
def test_reads_according_to(read_text, text, source, cue, content):
    """The clause beside "according to" is the content, and what follows it the source."""
    check_one(read_text, text, source, cue, content)


def test_reads_marks_after_according_to(read_text):
    """A quote that "according to" governs is direct."""
    text = "According to Mara Quist, “the dam will hold.”"
    quote = check_one(read_text, text, "Mara Quist", "According to", "“the dam will hold.”")
    assert quote.type == "direct"


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "act"),
    [
        pytest.param(
            "There is a belief among farmers that the river is cursed.",
            "farmers",
            "belief",
            "that the river is cursed",
            "belief",
            id="among",
        ),
        pytest.param(
            "The bank made an announcement that rates would rise.",
            "The bank",
            "announcement",
            "that rates would rise",
            "speech",
            id="subject",
        ),
    ],
)
def test_reads_nouns_with_their_clauses(read_text, text, source, cue, content, act):
    """The clause that a noun of saying or thinking governs is its content; who holds it is the source."""
    assert check_one(read_text, text, source, cue, content).act == act


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        pytest.param(
            "Mara Quist was confident that the ferry would sail.",
            "Mara Quist",
            "was confident",
            "that the ferry would sail",
            id="confident",
        ),
        pytest.param(
            "Residents were sceptical that the road would be built.",
            "Residents",
            "were sceptical",
            "that the road would be built",
            id="sceptical",
        ),
    ],
)
def test_reads_adjectives_with_their_clauses(read_text, text, source, cue, content):
    """What somebody is sure or afraid of, in a clause, is a belief."""
    assert check_one(read_text, text, source, cue, content).act == "belief"


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        pytest.param(
            "The ferry is expected to sail at noon.",
            "is expected",
            ["The ferry", "to sail at noon"],
            id="expected",
        ),
        pytest.param(
            "The bridge is believed to be unsafe.",
            "is believed",
            ["The bridge", "to be unsafe"],
            id="believed",
        ),
        pytest.param(
            "It is said that the bridge is haunted.",
            "is said",
            ["that the bridge is haunted"],
            id="it is said",
        ),
    ],
)
def test_passive_has_no_source(read_text, text, cue, content):
    """What is expected or said of something by nobody in particular is a content without a source."""
    quote = check_one(read_text, text, None, cue, *content)
    assert quote.source_id is None


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        pytest.param(
            "The ferry, as the harbour master said, would sail at noon.",
            "the harbour master",
            ["The ferry", "would sail at noon"],
            id="as said",
        ),
        pytest.param("The dam, I think, will hold.", "I", ["The dam", "will hold"], id="I think"),
        pytest.param("Prices, she said, would rise.", "she", ["Prices", "would rise"], id="she said"),
    ],
)
def test_reads_parentheses(read_text, text, source, content):
    """An attribution that interrupts its content leaves it in two pieces."""
    (quote,) = read_text(text).quotes
    assert (quote.speaker, list_pieces(quote, "content")) == (source, content)


def test_keeps_the_outermost_attribution(read_text):
    """What is reported inside a content has no row of its own."""
    check_one(
        read_text,
        "The minister said that the mayor had said that the bridge was safe.",
        "The minister",
        "said",
        "that the mayor had said that the bridge was safe",
    )


def test_two_cues_of_one_subject_are_two_attributions(read_text):
    """A subject that confirms one thing and denies another is the source of both."""
    quotes = read_text("The company confirmed the sale but denied that the boat was old.").quotes
    assert [(quote.speaker, quote.cue) for quote in quotes] == [
        ("The company", "confirmed"),
        ("The company", "denied"),
    ]
    assert quotes[0].source_id == quotes[1].source_id


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("She bought a house in Aldane.", id="no cue"),
        pytest.param("The council voted to close the bridge.", id="vote"),
        pytest.param("The clock struck five and Mara Quist went home.", id="what people do"),
        pytest.param("She said nothing.", id="nothing said"),
        pytest.param("The law to close schools passed.", id="to after no cue"),
        pytest.param("The official asked not to be named.", id="asked not to be named"),
        pytest.param("The official asked to remain anonymous.", id="asked to remain anonymous"),
        pytest.param("The official, who asked not to be named, arrived on Monday.", id="relative clause"),
        pytest.param("", id="nothing"),
        pytest.param("\n \n", id="white space"),
    ],
)
def test_finds_no_attribution(read_text, text):
    """What nobody says, thinks or intends is no attribution, and a request for anonymity is none."""
    assert read_text(text).quotes == ()
