"""A text that is parsed window by window is parsed as one that is parsed whole."""

import pytest
from spacy.tokens import Doc

from exporter.extraction.text import windows
from exporter.extraction.text.sentences import start_sentences_at_paragraphs
from exporter.extraction.text.windows import parse_docs, parse_in_windows

STORY = """\
Mara Quist, the mayor of Port Aldane, said on Tuesday that the quay won't be built. “We waited,” she told reporters.

Olav Steenhof's company disagreed. It gonna take years, he said, before the ferries leave Norland again
The Bank of Norland cut its rate
""" * 4  # fmt: skip


def describe(doc):
    """Give what a parse says of each token and of the names, in words."""
    tokens = [(t.text, t.whitespace_, t.norm_, t.tag_, t.dep_, t.head.i, bool(t.is_sent_start)) for t in doc]
    return tokens, [(ent.start, ent.end, ent.label_) for ent in doc.ents]


def tokenize(nlp, text=STORY):
    """Give a text as tokens, with the sentence starts that its layout tells."""
    return start_sentences_at_paragraphs(nlp.make_doc(text))


@pytest.fixture
def whole(nlp):
    """Give the story parsed as a whole."""
    ((doc, _),) = parse_docs(nlp, [(tokenize(nlp), None)])
    return describe(doc)


@pytest.fixture
def small(monkeypatch):
    """Let texts be long from 60 tokens on, and windows have 60."""
    monkeypatch.setattr(windows, "_TOKENS", 60)
    monkeypatch.setattr(windows, "_WINDOW", 60)


def test_windows_change_nothing(nlp, whole, small):
    """Tags, heads, sentences, names and the norms that words were given are the same."""
    doc = tokenize(nlp)
    assert len(doc) > 180
    ((parsed, context),) = parse_docs(nlp, [(doc, "context")])
    assert (parsed, context) == (doc, "context")
    assert describe(doc) == whole
    assert doc.text == STORY


def test_one_window_is_the_whole(nlp, whole):
    """Where a window holds all of the text, all that is told of its tokens is taken over."""
    assert describe(parse_in_windows(nlp, tokenize(nlp))) == whole


@pytest.mark.parametrize("text", ["rain and wind " * 200, "x" * 1000 + " y" * 1000, '" ' * 1000, "\n" * 300])
def test_what_has_no_sentences_is_parsed_to_its_end(nlp, small, text):
    """Every token gets its tag and has its head in the text, though no window ends with a sentence."""
    doc = parse_in_windows(nlp, tokenize(nlp, text))
    assert doc.text == text
    assert doc.has_annotation("DEP", require_complete=True)
    assert all(token.tag_ for token in doc)


def test_texts_come_back_in_order_and_few_at_once(nlp, small, monkeypatch):
    """Texts are parsed together up to a number of tokens, a long one alone, and in their order."""
    sizes = []
    pipe = nlp.pipe
    monkeypatch.setattr(nlp, "pipe", lambda docs, **options: pipe(note(docs), **options))

    def note(docs):
        docs = list(docs)
        if isinstance(docs[0], Doc):  # with what comes with them, they go through here twice
            sizes.append(sum(map(len, docs)))
        return docs

    lengths = [10, 10, 50, 150, 30, 30, 30]
    docs = [(Doc(nlp.vocab, words=["rain"] * length), length) for length in lengths]
    assert [(len(doc), length) for doc, length in parse_docs(nlp, iter(docs))] == [(n, n) for n in lengths]
    assert max(sizes) <= 60
    assert len(sizes) == 2 + 3 + 2


def test_a_pipeline_that_joins_tokens_reads_the_whole(nlp, small, monkeypatch):
    """What a pipeline says of other tokens than those that it was given is not told of these."""

    def join(docs, **options):
        for doc in docs:
            with doc.retokenize() as retokenizer:
                retokenizer.merge(doc[0:2])
            yield doc

    monkeypatch.setattr(nlp, "pipe", join)
    doc = Doc(nlp.vocab, words=["rain"] * 150)
    assert len(parse_in_windows(nlp, doc)) == 149
