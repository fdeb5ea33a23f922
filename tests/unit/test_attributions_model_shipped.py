"""What the model that is shipped must find, in sentences written for it, and what its results may not depend on."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from encoding import NETWORKS, WEIGHTS, find_rounding, read, texts
from hypothesis import given
from running import examples

from exporter.extraction.attributions.model.encoder import AttributionModel
from exporter.extraction.attributions.model.proposing import propose_frames
from exporter.extraction.attributions.model.words import read_words
from exporter.extraction.text.paragraphs import find_paragraphs
from exporter.extraction.text.quotation_marks import find_quoted

SEEDS = Path(__file__).parents[2] / "seeds"

MARKS = {
    "curly": "“”",
    "straight": '""',
    "curly and straight": '“"',
    "straight and curly": '"”',
    "two apostrophes": ("''", "''"),
    "backticks": ("``", "''"),
    "guillemets": "«»",
    "low": "„“",
    "single": "‘’",
    "fullwidth": "＂＂",
}

each_mark = pytest.mark.parametrize(("opening", "closing"), MARKS.values(), ids=MARKS)


@pytest.fixture(scope="module")
def model():
    """Load the model that is shipped."""
    return AttributionModel(WEIGHTS)


@pytest.fixture(scope="module")
def find(model):
    """Give what finds attributions in a text, as words: content, cue, source; a | between the pieces."""

    def find_words(text):
        return [
            tuple("|".join(text[s.start : s.end] for s in spans) for spans in (f.content, f.cue, f.source))
            for f in find_all(model, text)
        ]

    return find_words


def find_all(model, text):
    """Find the attributions of a text."""
    paragraphs = find_paragraphs(text)
    return model.find(text, paragraphs, find_quoted(text, paragraphs))


@pytest.fixture(scope="module")
def seeds():
    """Read the texts of some seeds, front matter and all."""
    found = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.md"))]
    assert found
    return sorted(found, key=len)[:4]


@each_mark
def test_a_quote_is_found_in_any_marks(find, opening, closing):
    """A quote is found with its marks, whatever these are."""
    text = f"{opening}The ferry will sail at noon,{closing} said Mara Quist."
    assert find(text) == [(f"{opening}The ferry will sail at noon,{closing}", "said", "Mara Quist")]


@each_mark
def test_both_halves_of_a_split_quote_are_one_content(find, opening, closing):
    """What goes on behind the speaker belongs to the same attribution."""
    text = f"{opening}The ferry,{closing} Mara Quist said on Tuesday, {opening}will sail at noon.{closing}"
    ((content, cue, source),) = find(text)
    assert content == f"{opening}The ferry,{closing}|{opening}will sail at noon.{closing}"
    assert cue.split()[0] == "said"
    assert source == "Mara Quist"


def test_a_split_quote_with_a_long_speaker_is_one_content(find):
    """A speaker who is described between the halves takes no words of the second."""
    text = "“The ferry will sail at noon,” said Mara Quist, the harbour master, “and it will not wait.”"
    ((content, _, source),) = find(text)
    assert content == "“The ferry will sail at noon,”|“and it will not wait.”"
    assert source.startswith("Mara Quist")
    assert "“" not in source


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Mara Quist said the ferry would sail at noon, and Ben Okoro said it would not.",
            [("the ferry would sail at noon", "Mara Quist"), ("it would not", "Ben Okoro")],
            id="and",
        ),
        pytest.param(
            "The police said the road was closed, while the mayor insisted that it was open.",
            [("the road was closed", "The police"), ("that it was open", "the mayor")],
            id="while",
        ),
        pytest.param(
            "The bridge is safe, the mayor said, but the engineer warned that it could fall within a year.",
            [
                ("The bridge is safe", "the mayor"),
                ("that it could fall within a year", "the engineer"),
            ],
            id="but",
        ),
    ],
)
def test_several_attributions_in_a_sentence_are_apart(find, text, expected):
    """Each speaker of a sentence has what is theirs, and no word of the other's."""
    assert [(content, source) for content, _, source in find(text)] == expected


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("It was announced on Monday that the bridge would be closed.", "the bridge would be closed"),
        ("It was said that the ferry would sink.", "the ferry would sink"),
        ("The bridge is expected to be closed for a year.", "to be closed for a year"),
    ],
)
def test_an_attribution_may_have_no_source(find, text, content):
    """Where the text does not say who, there is a cue and a content, and no source."""
    ((found, cue, source),) = find(text)
    assert content in found
    assert cue
    assert source == ""


@pytest.mark.parametrize(
    ("text", "content", "cue", "source"),
    [
        ("According to the report, the bridge is not safe.", "the bridge is not safe", "According to", "the report"),
        ("The mayor believes that the bridge is safe.", "the bridge is safe", "believes", "The mayor"),
        ("Mara Quist hopes to open the new pier in May.", "open the new pier in May", "hopes", "Mara Quist"),
        ("The clerk denied that he had sold the ship.", "he had sold the ship", "denied", "The clerk"),
    ],
)  # fmt: skip
def test_indirect_reports_are_found(find, text, content, cue, source):
    """What is reported without marks is found, by plain cues, beliefs and plans."""
    ((found, by, who),) = find(text)
    assert content in found
    assert (by, who) == (cue, source)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Rain",
        "”",
        "“ ” “ ”",
        "He left the town at noon.",
        "12345 " * 500,
        "\n" * 500,
        "x" * 5000,
        "\u0301",
    ],
)
def test_nothing_is_found_where_nobody_says_anything(find, text):
    """A text of no words, of one, or without a report has no attributions."""
    assert find(text) == []


def test_a_quote_over_paragraphs_is_one_content(find):
    """A quote that goes on in the next paragraphs, as opening marks tell, is given whole."""
    text = "Ana Ruiz said: “We checked every bolt.\n\n“Then we did it again.\n\n“And once more in May.”"
    assert find(text) == [
        ("“We checked every bolt.|“Then we did it again.|“And once more in May.”", "said", "Ana Ruiz")
    ]


def test_an_odd_mark_costs_its_paragraph_at_most(find):
    """A mark without its pair changes nothing in the paragraphs around."""
    before, after = "Mara Quist said the ferry would sail.", "The mayor said the harbour was open."
    contents = [content for content, _, _ in find(f"{before}\n\nThe 3/4“ pipe ” leaked “ twice.\n\n{after}")]
    assert contents[0] == "the ferry would sail"
    assert contents[-1] == "the harbour was open"


@pytest.mark.parametrize("mark", ['"', "“", "”", "''", "``", "«", "»", "„", "‘", "’", "'", " “", "” ", ' "x'])
def test_thousands_of_odd_marks_give_a_result(find, mark):
    """After a line of a thousand marks the next paragraph is read as ever."""
    contents = [content for content, _, _ in find(f"{mark * 1000}\n\nThe mayor said the harbour was open.")]
    assert contents[-1] == "the harbour was open"


@examples(0.25)
@given(text=texts(200))
def test_any_text_gives_sane_attributions(model, text):
    """Of any text, spans lie inside, apart and in order, contents hold a word, and confidences are from 0 to 1."""
    found = find_all(model, text)
    for each in found:
        assert each.content
        assert 0 <= each.confidence <= 1
        for spans in (each.content, each.cue, each.source):
            bounds = [bound for span in spans for bound in (span.start, span.end)]
            assert bounds == sorted(bounds)
            assert all(any(char.isalnum() for char in text[span.start : span.end]) for span in spans)
    pieces = sorted((span.start, span.end) for each in found for span in each.content)
    assert all(pieces[n][1] <= pieces[n + 1][0] for n in range(len(pieces) - 1))


def test_results_do_not_depend_on_threads(seeds, model):
    """Any number of threads finds the same, confidences included."""
    other = AttributionModel(WEIGHTS, threads=2)
    for text in seeds:
        found = find_all(model, text)
        assert found
        assert find_all(other, text) == found


def test_scores_do_not_depend_on_threads(seeds, model):
    """Not even the last digit of a score changes with the number of threads."""
    other = AttributionModel(WEIGHTS, threads=2)
    paragraphs = find_paragraphs(seeds[0])
    words = read_words(seeds[0], paragraphs, find_quoted(seeds[0], paragraphs), model._tokenizer)
    one, two = (propose_frames(words, each._network, 0.15) for each in (model, other))
    assert [frame.content for frame in one] == [frame.content for frame in two]
    assert [f.cue_score for f in one] == [f.cue_score for f in two]


@pytest.mark.parametrize("name", NETWORKS)
def test_nothing_is_rounded_while_computing(name, tmp_path):
    """No operator rounds states or multiplies integers, neither in the file nor in what onnxruntime makes of it."""
    pytest.importorskip("onnx")
    options = onnxruntime.SessionOptions()
    options.optimized_model_filepath = str(tmp_path / name)
    onnxruntime.InferenceSession(WEIGHTS / name, options, providers=["CPUExecutionProvider"])
    assert find_rounding(WEIGHTS / name) == set()
    assert find_rounding(tmp_path / name) == set()


def test_results_do_not_depend_on_the_last_digits(seeds, model, monkeypatch):
    """Where onnxruntime computes with other operators, scores differ in their last digits and results do not."""
    plain = onnxruntime.SessionOptions()
    plain.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    with monkeypatch.context() as patched:
        patched.setattr(onnxruntime, "SessionOptions", lambda: plain)
        other = AttributionModel(WEIGHTS)
    words = read("The ferry will sail at noon, Mara Quist said, and Ben Okoro insisted that it would not.")
    one, two = (propose_frames(words, each._network, 0.15) for each in (model, other))
    assert [f.cue_score for f in one] != [f.cue_score for f in two]
    assert [f.cue_score for f in one] == pytest.approx([f.cue_score for f in two], abs=1e-4)
    for text in seeds:
        assert find_all(other, text) == find_all(model, text)


def test_results_do_not_depend_on_other_documents(seeds, model):
    """A document gives the same alone, after others in any order, twice, and at the same time as others."""
    alone = {text: find_all(AttributionModel(WEIGHTS), text) for text in seeds}
    for order in (seeds, seeds[::-1], [seeds[0], seeds[0]]):
        for text in order:
            assert find_all(model, text) == alone[text]
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(lambda text: find_all(model, text), seeds))
    assert together == [alone[text] for text in seeds]


def test_a_long_text_is_read_in_windows(model, seeds):
    """A text of many windows gives attributions all along, and most of those that its parts give."""
    parts = [find_all(model, text) for text in seeds]
    text = "\n\n".join(seeds * 3)
    starts = np.array([each.content[0].start for each in find_all(model, text)])
    expected = 3 * sum(map(len, parts))
    assert abs(len(starts) - expected) <= expected / 5
    assert np.histogram(starts, bins=6, range=(0, len(text)))[0].min() > 0
