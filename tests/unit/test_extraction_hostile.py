"""Documents that are no news in plain sentences: sane records, or none."""

import pytest


def read_speakers(found) -> list[tuple[str | None, str]]:
    """List who says what."""
    return [(quote.speaker, quote.text) for quote in found.quotes]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("\n" * 50, id="newlines"),
        pytest.param(" " * 30_000, id="spaces"),
        pytest.param("." * 2000, id="stops"),
        pytest.param("“" * 2000, id="opening marks"),
        pytest.param("”" * 2000, id="closing marks"),
        pytest.param('"' * 2000, id="straight marks"),
        pytest.param("'" * 2000, id="apostrophes"),
        pytest.param("“ ” " * 500, id="marks around nothing"),
        pytest.param("- apples\n- pears\n- plums\n\n* flour\n* salt\n", id="list"),
        pytest.param("| year | price |\n|---|---|\n| 2019 | 12.50 |\n", id="table"),
        pytest.param("Northern Aldane 4, Port Norland 2\nHill End 1, Lower Quay 1\n", id="results"),
        pytest.param("SMITH: The bridge is safe.\nQUIST: I am glad to hear it.\n", id="transcript"),
        pytest.param("Q: Is the bridge safe?\nA: It is.\n", id="questions and answers"),
        pytest.param("O wind, o rain,\no river wide,\nthe boats are gone\nupon the tide\n", id="poem"),
        pytest.param("x" * 30_000, id="one word"),
        pytest.param("12345 " * 500, id="numbers"),
        pytest.param("市长星期一在港口。", id="Chinese"),
        pytest.param("العبارة في الميناء", id="Arabic"),
        pytest.param("🙂🚢🌧 " * 50, id="emoji"),
    ],
)
def test_reads_nothing_where_nobody_says_anything(read_text, text):
    """What holds no statement has no quotes and no sources."""
    found = read_text(text)
    assert (found.quotes, found.sources) == ((), ())


def test_reads_capitals(read_text):
    """A statement in capitals is read, too."""
    (quote,) = read_text("THE MAYOR SAID THAT THE BRIDGE WAS SAFE.").quotes
    assert (quote.speaker, quote.cue_lemma) == ("THE MAYOR", "say")


def test_reads_other_alphabets_in_english_sentences(read_text):
    """Words of another alphabet in a quote stay as they are."""
    assert read_speakers(read_text("“שלום עולם, мир вам,” said Mara Quist.")) == [
        ("Mara Quist", "“שלום עולם, мир вам,”")
    ]


def test_offsets_count_code_points(read_text):
    """Letters beyond the basic plane and combining marks count one each."""
    text = "🚢🚢 e\u0301\n“It will rain 🌧,” said Mara Quist."
    (quote,) = read_text(text).quotes
    assert (quote.start, quote.end, quote.text) == (6, 23, "“It will rain 🌧,”")


@pytest.mark.parametrize(
    "name", [pytest.param("Q" * 500, id="one word"), pytest.param("Anna " * 100 + "Quist", id="many words")]
)
def test_name_of_500_characters_is_no_entity(read_text, name):
    """What is too long for a name is none, and the statement is read all the same."""
    found = read_text(f"{name} said that the bridge was safe. Mara Quist said that the road was closed.")
    assert len(found.quotes) == 2
    assert all(len(mention.text) <= 500 for mention in found.mentions)


@pytest.mark.parametrize("count", [50, 500])
def test_reads_every_quote_of_a_long_paragraph(read_text, count):
    """A paragraph may hold any number of quotes."""
    found = read_text("“It is raining now,” said Mara Quist. " * count)
    assert {quote.speaker for quote in found.quotes} == {"Mara Quist"}
    assert [source.quote_count for source in found.sources] == [len(found.quotes)]
    assert sum(span.role == "content" for quote in found.quotes for span in quote.spans) == count


def test_reads_a_paragraph_of_one_verb(read_text):
    """A verb thousands of times is one sentence of no sense, and nobody's."""
    found = read_text("Now " + "said " * 4000)
    assert found.sources == ()
    assert len(found.quotes) <= 1


def test_reads_only_headline_and_body(nlp, build_document):
    """Bylines and boilerplate are not read, and do not close or continue what stands beside them."""
    from exporter.extraction import load_extractor, read_document
    from exporter.records import Zone

    lines = [
        ("headline", "Bridge is safe, mayor says"),
        ("byline", "By Ben Okoro"),
        ("body", "Mara Quist said that the road was closed."),
        ("boilerplate", "The Norland Wire said that readers could donate."),
    ]
    text, zones = "", []
    for kind, line in lines:
        zones.append(Zone(kind=kind, start=len(text), end=len(text) + len(line) + 1))
        text += line + "\n"
    document = build_document(0, text, zones=tuple(zones))
    reading = read_document(nlp, document, load_extractor("rules"))
    assert [quote.text for quote in reading.quotes] == ["Bridge is safe", "that the road was closed"]
    assert [each.entity.full_name.text for each in reading.entities] == ["Mara Quist"]
