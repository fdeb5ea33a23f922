"""What holds of the records of any text, whatever it is made of."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from running import examples

from exporter.extraction.text.layout import lay_out
from exporter.extraction.text.paragraphs import find_paragraphs
from exporter.extraction.text.quotation_marks import find_quoted
from exporter.records import DocumentRecords, Quote, Records, Span
from exporter.tables import build_tables

WORDS = (
    *("“", "”", '"', "''", "``", "‘", "’", "'", "«", "»", "„"),
    *(
        "said",
        "told reporters",
        "added",
        "asked not to be named",
        "according to",
        "that",
        "because",
        "was accused of",
    ),
    *("Mara Quist", "Ms. Quist", "Quist", "Ben Okoro", "Bank of Norland", "IMF", "the ministry", "NORLAND"),
    *("she", "they", "it", "who", "an official", "another official", "the officials", "two diplomats", "and"),
    *("It will rain", "“Never,”", "hope", "confident", "not authorised to speak", "1,200", "a report"),
    *(
        ".",
        ",",
        ":",
        "?",
        "—",
        "(",
        ")",
        "\n",
        "\n\n",
        " ",
        "\t",
        "\u00a0",
        "\u2028",
        "🙂",
        "e\u0301",
        "\u202e",
        "שלום",
    ),
)
SENTENCES = (
    "“It will rain,” said Mara Quist.",
    "“It will rain,” she said. “It has to.”",
    "“It will rain.”",
    "“It will rain,",
    "Ben Okoro, a spokesman for the Bank of Norland, said that it would rain.",
    "An official, who asked not to be named because of the rain, called it “a shame.”",
    "Two officials and a diplomat said it would rain.",
    "The diplomat said, “It will rain.”",
    "They added that it would rain.",
    "According to the ministry, it will rain.",
    "The rain is expected to stop.",
    "Mr. Okoro's hope that it would rain was “high.”",
    "All spoke on condition of anonymity because of the rain.",
)
PIECES = st.lists(st.sampled_from(WORDS) | st.sampled_from(SENTENCES), max_size=40)
SPACED = PIECES.map(" ".join)
SOUP = SPACED | PIECES.map("".join)
ANYTHING = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=120)
CONTROLS = st.text("\x01\x08\x0b\x0c\x1c\x1f\x7f\x85\u200b\u200f\u2029\ufeff\r\n \tA.“”", max_size=60)
TEXTS = SOUP | SOUP | ANYTHING | CONTROLS


def check_span(text: str, start: int, end: int, words: str) -> None:
    """Assert that words stand at a place in a text, and are not empty."""
    assert 0 <= start < end <= len(text)
    assert text[start:end] == words
    assert words == words.strip()


def iter_words(quote: Quote) -> Iterator[str | None]:
    """Yield the cells of a quote that hold words of the text or none."""
    yield from (quote.cue, quote.cue_lemma, quote.speaker, quote.addressee)


def check_unique(ids: Sequence[str]) -> None:
    """Assert that no identifier stands twice."""
    assert len(set(ids)) == len(ids)


def check_spans(text: str, quote: Quote) -> None:
    """Assert that the pieces of a quote are numbered, in order, apart, and what its row says."""
    for role in ("content", "cue", "source"):
        pieces = [span for span in quote.spans if span.role == role]
        assert [span.part for span in pieces] == list(range(len(pieces)))
        assert all(before.end <= after.start for before, after in pairwise(pieces))
    content = [span for span in quote.spans if span.role == "content"]
    assert (content[0].start, content[-1].end) == (quote.start, quote.end)
    check_span(text, quote.start, quote.end, quote.text)
    for span in quote.spans:
        check_span(text, span.start, span.end, span.text)


def check_document(found: DocumentRecords, known: set[str]) -> None:
    """Assert what holds of the records of one document; known are the entities."""
    text = found.document.text
    check_unique([quote.quote_id for quote in found.quotes])
    check_unique([source.source_id for source in found.sources])
    check_unique([mention.mention_id for mention in found.mentions])
    for mention in found.mentions:
        check_span(text, mention.start, mention.end, mention.text)
    for source in found.sources:
        check_span(text, source.start, source.end, source.name)
        assert source.quote_count == sum(quote.source_id == source.source_id for quote in found.quotes) > 0
        assert source.count > 0
        assert "" not in (source.role, source.affiliation, source.anonymity_reason)
        assert source.naming == "named" or source.entity_id is None
    for quote in found.quotes:
        check_spans(text, quote)
        assert "" not in iter_words(quote)
        assert 0 < quote.confidence <= 1
    sources = {source.source_id for source in found.sources}
    assert {quote.source_id for quote in found.quotes} <= sources | {None}
    assert {source.entity_id for source in found.sources} <= known | {None}
    assert {source.affiliation_id for source in found.sources} <= known | {None}
    assert {quote.addressee_id for quote in found.quotes} <= known | {None}
    assert all(quote.addressee or not quote.addressee_id for quote in found.quotes)
    assert all(source.affiliation or not source.affiliation_id for source in found.sources)
    assert {mention.entity_id for mention in found.mentions} <= known


def check_records(records: Records) -> None:
    """Assert what holds of all records, and that they fit the tables."""
    check_unique([entity.entity_id for entity in records.entities])
    mentions = [mention.entity_id for found in records.documents for mention in found.mentions]
    for entity in records.entities:
        assert entity.name.strip() == entity.name != ""
        assert entity.name not in entity.aliases
        assert "" not in entity.aliases
        assert entity.mention_count == mentions.count(entity.entity_id) > 0
        assert 0 < entity.document_count <= len(records.documents)
    for found in records.documents:
        check_document(found, {entity.entity_id for entity in records.entities})
    build_tables(records)


@given(text=TEXTS)
@examples(4)
def test_records_of_any_text_are_whole(read_texts: Any, text: str) -> None:
    """Every span says what stands there, every key is unique and points at a row, and nothing is empty."""
    check_records(read_texts(text))


@given(texts=st.lists(TEXTS, min_size=2, max_size=4))
@examples(0.6)
def test_records_of_any_texts_are_whole(read_texts: Any, texts: list[str]) -> None:
    """The same holds of several documents together."""
    check_records(read_texts(*texts))


@given(text=SPACED)
@examples(2)
def test_direct_quote_keeps_its_marks(read_text: Any, text: str) -> None:
    """A piece of a direct quote holds all of the marks that it touches, or none of them."""
    found = read_text(text)
    layout = lay_out(text, found.document.zones)
    marks = [layout.fold.unfold(Span(start=each.start, end=each.end)) for each in layout.quoted]
    for quote in found.quotes:
        pieces = [span for span in quote.spans if span.role == "content"] if quote.type == "direct" else []
        for quoted in marks:
            assert all(
                piece.start <= quoted.start and quoted.end <= piece.end
                for piece in pieces
                if piece.start < quoted.end and quoted.start < piece.end
            )


@given(text=SOUP)
@examples(0.6)
def test_reading_twice_gives_the_same(read_texts: Any, text: str) -> None:
    """The same text has the same records, however often it is read."""
    assert read_texts(text) == read_texts(text)


@given(texts=st.lists(SOUP, min_size=2, max_size=5))
@examples(0.6)
def test_other_documents_change_no_quotes(read_texts: Any, read_batch: Any, texts: list[str]) -> None:
    """Quotes and mentions do not depend on what else is parsed in the same batch."""
    for found, text in zip(read_batch(texts), texts, strict=True):
        alone = read_texts(text).documents[0]
        assert found.quotes == alone.quotes
        assert [(each.mention_id, each.text, each.kind) for each in found.mentions] == [
            (each.mention_id, each.text, each.kind) for each in alone.mentions
        ]


@given(before=SOUP, text=SOUP)
def test_marks_and_paragraphs_do_not_depend_on_the_paragraph_before(before: str, text: str) -> None:
    """A paragraph has the same quotes whatever stands in the paragraph before it."""
    line, after = before.replace("\n", " "), text.replace("\n", " ")
    shift = len(line) + 2
    paragraphs = find_paragraphs(f"{line}\n\n{after}")
    alone = [Span(start=each.start, end=each.end) for each in find_quoted(after, find_paragraphs(after))]
    both = [each for each in find_quoted(f"{line}\n\n{after}", paragraphs) if each.start >= shift]
    assert [Span(start=each.start - shift, end=each.end - shift) for each in both] == alone
