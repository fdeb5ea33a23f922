"""Loading the language pipeline, and the sentences it is told to start."""

import subprocess
import sys

import pytest
import spacy

from exporter.errors import ModelError
from exporter.extraction import DEFAULT_PIPELINE, describe_pipeline, load_pipeline
from exporter.extraction.text.sentences import start_sentences_at_paragraphs


def test_unknown_pipeline_is_refused():
    """A pipeline that is not installed is named, with what would install it."""
    with pytest.raises(ModelError, match="'en_no_such': no such pipeline is installed") as caught:
        load_pipeline("en_no_such")
    assert caught.value.hint == "pip install en-no-such"
    assert "\n" not in str(caught.value)


def test_pipeline_without_a_parser_is_refused(tmp_path):
    """A pipeline that cannot parse is refused with the names of what it lacks and what to use."""
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match="a dependency parse") as caught:
        load_pipeline(str(tmp_path / "blank"))
    assert "part-of-speech tags" in str(caught.value)
    assert "named entities" in str(caught.value)
    assert DEFAULT_PIPELINE in caught.value.hint


def test_folder_that_is_no_pipeline_is_refused(tmp_path):
    """A folder without a pipeline in it is refused as such."""
    with pytest.raises(ModelError, match="no such pipeline"):
        load_pipeline(str(tmp_path))


def test_pipeline_is_loaded_once():
    """Loading again gives the same pipeline, by its name or by default."""
    assert load_pipeline() is load_pipeline(DEFAULT_PIPELINE)


def test_describes_the_pipeline():
    """Name, version and library are facts that a release can record."""
    facts = describe_pipeline()
    assert facts["name"] == DEFAULT_PIPELINE
    assert facts["spacy"] == spacy.about.__version__
    assert facts["version"][0].isdigit()


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        pytest.param("Rain fell\nThe ferry stayed", ["Rain", "The"], id="line break"),
        pytest.param("Rain fell\n\n\n  The ferry stayed", ["Rain", "The"], id="blank lines"),
        pytest.param("PORT ALDANE — Rain fell", ["PORT", "Rain"], id="dateline"),
        pytest.param("PORT ALDANE (Norland Wire) — Rain fell", ["PORT", "Rain"], id="dateline with agency"),
        pytest.param("Rain fell — hard", ["Rain"], id="dash in a sentence"),
        pytest.param("PORT ALDANE —", ["PORT"], id="dash at the end"),
        pytest.param("BREAKING. Rain — hard", ["BREAKING"], id="dash after a stop"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_starts_sentences_at_paragraphs_and_datelines(text, starts):
    """A sentence starts after a line break and after the dash of a dateline; elsewhere the parser decides."""
    doc = start_sentences_at_paragraphs(spacy.blank("en")(text))
    assert [token.text for token in doc if token.is_sent_start] == starts


def test_only_the_named_pipeline_is_loaded(tmp_path):
    """With another pipeline than the default one, capitals and forms of words are read without loading that, too."""
    spacy.load(DEFAULT_PIPELINE).to_disk(tmp_path / "second")
    capitals = "THE QUAY IS SAFE, MAYOR ELZA BRANDTOFF SAID.\n\nOLAV STEENHOF THINKS THAT IT WILL LAST.\n"
    (tmp_path / "capitals.txt").write_text(capitals, encoding="utf-8")
    (tmp_path / "other.txt").write_text('"It is safe," quipped two of the engineers.\n', encoding="utf-8")
    code = """
import spacy
names, load = [], spacy.load
spacy.load = lambda name, **options: names.append(name) or load(name, **options)
import exporter
tables = exporter.extract("capitals.txt", "other.txt", pipeline="second", processes=1)
print(names, sorted(tables.entities["name"].to_pylist()), sorted(tables.quotes["cue_lemma"].to_pylist()))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout == "['second'] ['Elza Brandtoff', 'Olav Steenhof'] ['quip', 'say', 'think']\n", (
        done.stderr
    )


def test_a_text_may_grow_beyond_a_million_characters(nlp):
    """The longest article is read, also if its folded copy is longer than the article."""
    assert len(nlp.make_doc("x" * 1_000_001)) == 1
