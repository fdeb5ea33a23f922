"""Long documents and documents full of marks are read in time that grows with their length, not with its square.

Steps are counted, not seconds: the lines of exporter that run.
"""

import sys
from itertools import pairwise

import pytest
from spacy.tokens import Doc

from exporter.extraction import load_extractor, load_pipeline
from exporter.extraction.attributions.rules import quotations
from exporter.extraction.entities import grouping
from exporter.extraction.lexicon.names import get_words
from exporter.extraction.passes import read_parsed
from exporter.extraction.sources import anonymity, coreference
from exporter.extraction.text.layout import lay_out
from exporter.extraction.text.parsing import parse_texts
from exporter.extraction.text.sentences import start_sentences_at_paragraphs
from exporter.extraction.text.tokenizer import BoundedTokenizer

MARKS = [
    '"',
    "“",
    "”",
    "„",
    "«",
    "»",
    "'",
    "‘",
    "’",
    "``",
    "''",
    "“”",
    "«»",
    "“‘",
    "’”",
    "(",
    ")",
    "…",
    "—",
    "!",
]


def count_steps(work):
    """Count the lines of exporter's own code that a call runs."""
    count = 0

    def trace(frame, event, _):
        nonlocal count
        if "exporter" not in frame.f_code.co_filename:
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.fixture
def short_memory(monkeypatch):
    """Let what is bounded be bounded at once, so that short texts tell what long ones cost."""
    monkeypatch.setattr(coreference, "_MEMORY", 5)
    monkeypatch.setattr(quotations, "_NEAREST", 5)
    monkeypatch.setattr(anonymity, "_NEAREST", 5)
    monkeypatch.setattr(grouping, "_MOST_NAMESAKES", 5)


def write_names(count):
    """Write as many names as are wanted, all different."""
    syllables = ["ba", "ke", "lo", "mi", "nu", "ra", "se", "to", "vi", "zu"]
    return [
        "".join(syllables[(number // 10**place) % 10] for place in range(3)).title()
        for number in range(count)
    ]


TEXTS = {
    "quotes of one paragraph": lambda n: "“It is raining now,” said Mara Quist. " * n,
    "quotes of many paragraphs": lambda n: "“It is raining now,” said Mara Quist.\n" * n,
    "quotes without a cue": lambda n: "“It is raining.” “It was dry before.” The boat was gone. " * n,
    "a quote over paragraphs": lambda n: "Mara Quist said: " + "“It is raining now and it will rain.\n" * n,
    "unbalanced marks": lambda n: "Mara Quist said \"it is late and “the road is closed. " * n,
    "marks in marks": lambda n: "She said: “He told me ‘it is late. " * n + "’ And so.” " * n,
    "lines of marks": lambda n: "”\n“ ”\n\"\n" * n,
    "one verb": lambda n: "said " * n * 10,
    "said that he said": lambda n: "He said that " * n,
    "one source": lambda n: "Mara Quist said that it was late. " * n,
    "one pronoun": lambda n: "They said that it was late. " * n,
    "new sources": lambda n: "An official said that it was late. The minister said so, too. " * n,
    "many names": lambda n: "\n".join(f"Mara {name} said that it was late. He agreed." for name in write_names(n)),
    "many namesakes": lambda n: "\n".join(
        f"{name} Quist said that it was late. Quist told them." for name in write_names(n)
    ),
    "names of two genders": lambda n: "Mr. Quist said that it was late. Mrs. Quist said that it was dry. " * n,
    "unknown names": lambda n: "\n".join(f"{name.upper()} said that it was late." for name in write_names(n)),
    "turns": lambda n: "HOST: Is it late?\n\nMARA QUIST: I said that it was. He told me.\n\nIt was dry.\n\n" * n,
    "questions and answers": lambda n: "Q: Is it late?\n\nA: I think it is. [nods]\n\n" * n,
    "words of another alphabet": lambda n: "Анна Петрова said that it was late. «Мы ждали», said 王丽. " * n,
    "items": lambda n: "• It is late\n* Mara Quist said so\n" * n,
    "reasons": lambda n: "An official said that it was late, on condition of anonymity because he was afraid. " * n,
    "reasons for all": lambda n: "An official said it was late.\n" * n
    + "All spoke on condition of anonymity because they were afraid.\n" * n,
    "who may not speak": lambda n: "Mara Quist said it was late. They were not authorized to speak.\n" * n,
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_twice_the_text_is_twice_the_work(nlp, build_document, short_memory, text):
    """From one length to its double, and to the double of that, the steps grow no faster than the text."""
    rules = load_extractor("rules")
    steps = []
    for count in (100, 200, 400):
        document = build_document(0, text(count))
        ((doc, layout, _),) = parse_texts(nlp, [(lay_out(document.text, document.zones), None)])
        steps.append(
            count_steps(lambda parts=(document, layout, doc): read_parsed(*parts, rules))
            + count_steps(lambda document=document: lay_out(document.text, document.zones))
        )
    assert all(after < 2.5 * before for before, after in pairwise(steps)), steps


class WatchedDoc(Doc):
    """A Doc that counts how often it is asked for its text, which it makes anew each time, in no line of exporter."""

    asked = 0

    @property
    def text(self):
        """Give the text."""
        self.asked += 1
        return super().text


@pytest.mark.slow
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_parse_is_asked_for_its_whole_text_a_few_times(build_document, text):
    """However many quotes, names and reasons a text has, it is not put together for each of them."""
    document = build_document(0, text(40))
    ((doc, layout, _),) = parse_texts(load_pipeline(), [(lay_out(document.text, document.zones), None)])
    watched = WatchedDoc(doc.vocab).from_bytes(doc.to_bytes())
    read_parsed(document, layout, watched, load_extractor("rules"))
    assert 0 < watched.asked < 10


def test_work_that_grows_with_the_square_would_be_seen():
    """The count of steps tells work that grows with the square of a length from work that does not."""

    def compare_all(count):
        names = write_names(count)
        return count_steps(lambda: [get_words(one) == get_words(other) for one in names for other in names])

    assert compare_all(40) > 3.5 * compare_all(20) > 0


@pytest.mark.parametrize(
    ("mark", "count"),
    [
        *((mark, 1000) for mark in MARKS),
        pytest.param('"', 20_000, id="twenty thousand", marks=pytest.mark.slow),
    ],
)
def test_reads_a_paragraph_of_marks_without_a_space(read_text, mark, count):
    """A paragraph of nothing but marks is read, and nobody says anything in it."""
    found = read_text("Mara Quist said that it was late. " + mark * count)
    assert [quote.speaker for quote in found.quotes] == ["Mara Quist"]


def test_a_tokenizer_never_sees_a_long_run_of_marks(nlp):
    """Runs are cut, and the text stays what it is."""
    seen = []

    def tokenize(text):
        seen.append(text)
        return nlp.vocab and spacy_tokenizer(text)

    spacy_tokenizer = nlp.tokenizer._tokenizer
    text = f"It is late. {'(' * 250} It was dry.\n\n{'”' * 100}\nEnd{'!?' * 300}  x"
    doc = BoundedTokenizer(tokenize)(text)
    assert doc.text == text
    assert "".join(seen) == text
    assert max(len(piece) for piece in seen) <= 101


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "It is late.",
        "See https://example.org/a/b?c=d&e=f, it's late … (or not)!  x\n\n",
        "wait" + "." * 90,
        "(" * 99,
        "(" * 100,
        "a " + "“" * 200 + " b",
    ],
)
def test_ordinary_tokens_stay_as_they_are(nlp, text):
    """Where no run is long, and also where it is cut between its marks, the tokens are the tokenizer's own."""

    def list_tokens(doc):
        return [(token.text, token.whitespace_) for token in doc]

    assert list_tokens(nlp.tokenizer(text)) == list_tokens(nlp.tokenizer._tokenizer(text))


def test_no_sentence_goes_on_for_ever(nlp):
    """What has no stop for hundreds of words is cut; what has one is not."""
    doc = nlp("rain and wind and " * 1000)
    assert 500 <= max(len(sentence) for sentence in doc.sents) <= 501
    start = nlp.make_doc("The boat left the port . " * 200)
    assert sum(bool(token.is_sent_start) for token in start_sentences_at_paragraphs(start)) == 1


def test_starts_that_are_known_are_kept(nlp):
    """What another component said about the starts of sentences stays."""
    doc = nlp.make_doc("It is late\nThe boat left")
    doc[1].is_sent_start, doc[2].is_sent_start = False, True
    start_sentences_at_paragraphs(doc)
    assert [token.is_sent_start for token in doc] == [True, False, True, None, True, None, None]


def test_a_text_of_more_than_a_million_characters_is_refused(tmp_path):
    """Whoever has so long a text is told how long it may be."""
    from exporter.documents import iter_seeds

    (tmp_path / "long.txt").write_text("The mayor said so. " * 55_000)
    (seed,) = iter_seeds([tmp_path])
    (finding,) = seed.findings
    assert finding.code == "document-too-long"
    assert "expected at most 1000000 characters" in finding.message
