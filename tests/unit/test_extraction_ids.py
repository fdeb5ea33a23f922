"""Identifiers of records: from content, so that a correction leaves the other rows alone."""

import pytest

from exporter.extraction import load_extractor, read_document

TEXT = """\
“The ferry will sail at noon,” said Mara Quist.

Two officials said that the bridge was safe. A diplomat said that the road was closed.

Ben Okoro, the mayor, warned of floods. He said that the river was high."""


@pytest.fixture
def read(nlp, build_document):
    """Give a function that reads a text as a document with an id of its own."""

    def read_one(text, document_id="own"):
        document = build_document(0, text, document_id=document_id)
        return read_document(nlp, document, load_extractor("rules"))

    return read_one


def map_ids(reading):
    """Map what every row says to its identifier: quotes by content, sources by name, mentions by place."""
    quotes = {quote.text: quote.quote_id for quote in reading.quotes}
    sources = {source.name: source.source_id for source in reading.sources}
    mentions = {
        (mention.text, number): mention.mention_id
        for entity in reading.entities
        for number, mention in enumerate(entity.mentions)
    }
    return {"quotes": quotes, "sources": sources, "mentions": mentions}


def test_ids_are_the_same_on_every_reading(read):
    """Reading again gives the same identifiers, and the quotes that the text holds have one each."""
    assert map_ids(read(TEXT)) == map_ids(read(TEXT))
    assert len(map_ids(read(TEXT))["quotes"]) == 5


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("at noon", "at half past four", id="longer"),
        pytest.param("The ferry", "It", id="shorter"),
        pytest.param("“The ferry", "A new paragraph.\n\n“The ferry", id="paragraph before"),
    ],
)
def test_correction_in_one_paragraph_leaves_other_rows_alone(read, old, new):
    """Rows of the paragraphs that did not change keep their identifiers, wherever they have moved."""
    before, after = map_ids(read(TEXT)), map_ids(read(TEXT.replace(old, new, 1)))
    for content in (
        "that the bridge was safe",
        "that the road was closed",
        "floods",
        "that the river was high",
    ):
        assert after["quotes"][content] == before["quotes"][content]
    assert after["sources"] == before["sources"]
    for mention, mention_id in before["mentions"].items():
        if mention[0] != "Mara Quist":
            assert after["mentions"][mention] == mention_id


def test_correction_changes_the_row_it_corrects(read):
    """A quote of other words is another row."""
    before, after = map_ids(read(TEXT)), map_ids(read(TEXT.replace("at noon", "at six")))
    old, new = before["quotes"].values(), after["quotes"].values()
    assert len(set(old) - set(new)) == len(set(new) - set(old)) == 1


def test_later_paragraph_changes_nothing_before(read):
    """A paragraph that is added at the end leaves all rows as they were."""
    before, after = map_ids(read(TEXT)), map_ids(read(f"{TEXT}\n\nAnna Berg said that it rained."))
    assert before["quotes"].items() < after["quotes"].items()
    assert before["sources"].items() < after["sources"].items()


def test_paragraph_said_twice_has_rows_of_its_own(read):
    """Equal paragraphs have different rows."""
    reading = read("“We will stay the winter,” said Mara Quist.\n\n" * 3)
    assert len({quote.quote_id for quote in reading.quotes}) == 3
    assert len({mention.mention_id for each in reading.entities for mention in each.mentions}) == 3


def test_ids_belong_to_their_document(read):
    """The same text under another identifier has other rows."""
    one, other = map_ids(read(TEXT, "one")), map_ids(read(TEXT, "other"))
    for table in one:
        assert not set(one[table].values()) & set(other[table].values())


def test_namesakes_of_one_document_are_two_sources(read):
    """Whom only "Mr." and "Mrs." tell apart are two rows with ids of their own, the same on every reading."""
    text = "Mr. Quist said that it was late. Mrs. Quist said that it was dry."
    first, second = read(text).sources
    assert first.source_id != second.source_id
    assert [source.source_id for source in read(text).sources] == [first.source_id, second.source_id]
