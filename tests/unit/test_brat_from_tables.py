"""Tables turned back into annotated texts: names of documents, attributions of quotes."""

import pytest
from attributions import attribution

from exporter.brat.from_tables import build_annotated_texts, build_attributions
from exporter.brat.names import name_documents
from exporter.errors import TableError
from exporter.records import DocumentRecords, QuoteSpan, Records
from exporter.tables import build_tables

TEXT = "“It rained,” he said on Monday, “and it will.”"


@pytest.fixture
def tables(build_document, build_quote):
    """Build the tables of two documents, of which the second has a quote in two pieces, and one without any."""
    spans = tuple(
        QuoteSpan(role=role, part=part, start=start, end=end, text=TEXT[start:end])
        for role, part, start, end in (
            ("content", 0, 0, 12), ("content", 1, 32, 46), ("cue", 0, 16, 20), ("source", 0, 13, 15),
        )
    )  # fmt: skip
    quotes = (
        build_quote(1, "doc-2", TEXT, spans=spans, confidence=0.75),
        build_quote(2, "doc-2", TEXT[:3], type="indirect", act="belief", spans=()),
    )
    documents = (
        DocumentRecords(document=build_document(1, "Rain."), cluster_id="c_1"),
        DocumentRecords(
            document=build_document(2, TEXT, path="desk/rain.md"), cluster_id="c_2", quotes=quotes
        ),
    )

    def build(**options):
        return build_tables(Records(documents=documents), **options)

    return build


def test_quotes_become_attributions(tables):
    """Each quote has its pieces by role, its type, act and confidence; one without content is left out."""
    built = tables()
    assert build_attributions(built.quotes, built.quote_spans) == {
        "doc-2": (
            attribution(
                [(0, 12), (32, 46)], [(16, 20)], [(13, 15)], type="direct", act="speech", confidence=0.75
            ),
        )
    }


def test_documents_become_annotated_texts(tables):
    """Every document is there, in order, named after its file, also one without quotes."""
    first, second = build_annotated_texts(tables(with_text=True))
    assert (first.name, first.text, first.attributions) == ("001", "Rain.", ())
    assert (second.name, second.text, len(second.attributions)) == ("rain", TEXT, 1)


def test_without_texts_there_is_nothing_to_annotate(tables):
    """Tables without texts are refused with a hint."""
    with pytest.raises(TableError, match="no texts") as caught:
        list(build_annotated_texts(tables()))
    assert caught.value.hint == "extract with_text=True"


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["a.txt", "b.md"], ["a", "b"]),
        (["desk/a.txt", "b.tar.txt"], ["a", "b.tar"]),
        (["briefs.jsonl#1", "briefs.jsonl#12"], ["briefs-1", "briefs-12"]),
        (["-", "a.txt"], ["stdin", "a"]),
        (["-#1", "-#2"], ["stdin-1", "stdin-2"]),
        (["a#b.txt", "#1", "x#.txt"], ["a#b", "document-1", "x#"]),
        (["x/a.txt", "y/a.txt", "b.txt"], ["x-a", "y-a", "b"]),
        (["a.txt", "x/a.txt"], ["a", "x-a"]),
        (["a.txt", "a.md", "b.txt"], ["a", "a-2", "b"]),
        (["A.txt", "a.md"], ["A", "a-2"]),
        (["x/a.txt", "y/a.txt", "x-a.txt"], ["x-a-2", "y-a", "x-a"]),
        (["/x/a.txt", "../a.md"], ["x-a", "..-a"]),
        ([".hidden.txt", "bad\x1bname\n.txt"], ["hidden", "bad_name_"]),
        (["é" * 120 + ".txt"], ["é" * 100]),
        ([], []),
    ],
)
def test_documents_are_named_after_their_paths(paths, names):
    """Names are short where they can be, and never the same, not even for file systems without upper case."""
    assert name_documents(paths) == names
    assert len({name.casefold() for name in names}) == len(names)
