"""The spaCy component: the same attributions as `exporter extract` finds, as spans, in any pipeline."""

import json
import pickle
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, DocBin

import exporter
from exporter.documents import iter_seeds
from exporter.errors import ModelError
from exporter.extraction import DEFAULT_PIPELINE
from exporter.extraction.component import SpanAttribution
from exporter.extraction.text.layout import lay_out

SEEDS = Path(__file__).parents[2] / "seeds"
TEXT = (
    "“The bridge,” Mara Quist told reporters on Monday, “is safe.”\n\n"
    "Ben Okoro said that the road was “a disgrace”.\n\nThe port was closed, according to the union."
)
ROLES = ("content", "cue", "source")
PLAIN = str.maketrans("‘’", "''")  # apostrophes as the parse of `exporter extract` has them


def build(extractor, *, name=DEFAULT_PIPELINE, **place):
    """Build a pipeline with the component in it."""
    nlp = spacy.blank("en") if name == "blank" else spacy.load(name)
    nlp.add_pipe("attributions", config={"extractor": extractor}, **place)
    return nlp


@pytest.fixture(scope="module")
def by_rules():
    """Give a whole pipeline with the component at its end, which uses the rules."""
    return build("rules")


@pytest.fixture(scope="module")
def by_model():
    """Give a whole pipeline with the component at its end, which uses the model."""
    return build("model")


def show(doc):
    """List the attributions of a Doc as plain values: the offsets of their pieces, and the rest."""
    return [
        {
            **{role: [(piece.start_char, piece.end_char) for piece in getattr(each, role)] for role in ROLES},
            "addressee": each.addressee and (each.addressee.start_char, each.addressee.end_char),
            **{name: getattr(each, name) for name in ("channel", "type", "act", "cue_lemma", "confidence")},
        }
        for each in doc._.attributions
    ]


def read_words(spans):
    """List the texts of spans."""
    return [span.text for span in spans]


def test_spacy_finds_the_component_by_its_entry_point():
    """An installed exporter gives spaCy a factory, which it finds without an import."""
    (found,) = entry_points(group="spacy_factories", name="attributions")
    assert found.value == "exporter.extraction.component:build_component"
    assert "attributions" in spacy.registry.factories.get_all()


def test_fills_the_extension(by_rules):
    """Each attribution gives its pieces as spans of the Doc, and what is known about it."""
    doc = by_rules(TEXT)
    first, second, third = doc._.attributions
    assert isinstance(first, SpanAttribution)
    assert read_words(first.content) == ["“The bridge,”", "“is safe.”"]
    assert (read_words(first.cue), read_words(first.source)) == (["told"], ["Mara Quist"])
    assert first.addressee.text == "reporters"
    assert first.content[0].doc is doc
    assert [each.type for each in (first, second, third)] == ["direct", "mixed", "indirect"]
    assert [each.cue_lemma for each in (first, second, third)] == ["tell", "say", "accord"]
    assert first.act == "speech"
    assert 0 < first.confidence < 1


def test_attributions_cannot_be_changed(by_rules):
    """What was found is frozen, and a list that is changed changes nothing in the Doc."""
    doc = by_rules(TEXT)
    with pytest.raises(AttributeError):
        doc._.attributions[0].type = "mixed"
    doc._.attributions.clear()
    assert len(doc._.attributions) == 3


def test_the_model_needs_no_pipeline(by_model):
    """Content, cue and source are the same after a tokenizer alone; only the addressee needs a parse."""
    bare, whole = show(build("model", name="blank")(TEXT)), show(by_model(TEXT))
    assert len(whole) == 3
    for name in (*ROLES, "type", "confidence"):
        assert [each[name] for each in bare] == [each[name] for each in whole]
    assert [each["addressee"] for each in bare] == [None, None, None]


@pytest.mark.parametrize("extractor", ["rules", pytest.param("model", marks=pytest.mark.slow)])
def test_finds_what_extract_finds(extractor, by_rules, by_model, tmp_path):
    """On every seed, written as it is parsed, the offsets are those of `exporter extract`, widened to whole tokens."""
    for number, seed in enumerate(iter_seeds([SEEDS])):
        if seed.document is not None:
            folded = lay_out(seed.document.text, seed.document.zones).text.translate(PLAIN)
            (tmp_path / f"{number}.txt").write_text(folded, encoding="utf-8")
    nlp = by_rules if extractor == "rules" else by_model
    # The pipeline of `exporter extract` starts sentences at paragraphs, which the rules see.
    if extractor == "rules":
        nlp = build("rules")
        nlp.add_pipe("paragraph_starts", before="parser")
    tables = exporter.extract(tmp_path, extractor=extractor)
    quotes = {row["quote_id"]: row for row in tables.quotes.to_pylist()}
    found = {name: {role: [] for role in ROLES} for name in quotes}
    for row in tables.quote_spans.to_pylist():
        found[row["quote_id"]][row["role"]].append((row["start"], row["end"]))
    for seed in iter_seeds([tmp_path]):
        doc = nlp(seed.document.text)
        expected = [
            {role: [widen(doc, *piece) for piece in found[name][role]] for role in ROLES}
            | {key: row[key] for key in ("channel", "type", "act", "cue_lemma", "confidence")}
            for name, row in quotes.items()
            if row["document_id"] == seed.document.document_id
        ]
        assert [{key: each[key] for key in expected[0]} for each in show(doc)] == expected


def widen(doc, start, end):
    """Widen offsets to whole tokens."""
    span = doc.char_span(start, end, alignment_mode="expand")
    return span.start_char, span.end_char


@pytest.mark.parametrize("place", [{"first": True}, {"before": "ner"}, {"last": True}], ids=str)
def test_the_place_in_the_pipeline_does_not_matter_to_the_model(by_model, place):
    """Before or after the parser the same contents, cues and sources are found."""
    first, last = show(build("model", **place)(TEXT)), show(by_model(TEXT))
    for name in ROLES:
        assert [each[name] for each in first] == [each[name] for each in last]


def test_rules_without_a_parse_are_refused():
    """Whoever adds the rules before the parser, or without one, is told so."""
    with pytest.raises(ModelError, match="the rules read a parse") as caught:
        build("rules", name="blank")(TEXT)
    assert "after a tagger and a parser" in caught.value.hint


def test_an_unknown_extractor_is_refused_at_once(tmp_path):
    """A model that is not there is refused when the component is added, not at the first text."""
    with pytest.raises(ModelError):
        build(str(tmp_path / "no-model"), name="blank")


@pytest.mark.parametrize("text", ["", " ", "\n\n", "Amen", "🙂", "“" * 300, "12 34"])
@pytest.mark.parametrize("extractor", ["rules", "model"])
def test_texts_that_say_nothing(by_rules, by_model, extractor, text):
    """A text without attributions has an empty list."""
    assert (by_rules if extractor == "rules" else by_model)(text)._.attributions == []


def test_a_doc_that_was_not_read_has_none(nlp):
    """The extension is there on every Doc, and empty before the component has seen it."""
    assert nlp.make_doc(TEXT)._.attributions == []


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(lambda doc: pickle.loads(pickle.dumps(doc)), id="pickle"),
        pytest.param(lambda doc: Doc(doc.vocab).from_bytes(doc.to_bytes()), id="bytes"),
        pytest.param(lambda doc: doc.copy(), id="copy"),
        pytest.param(
            lambda doc: next(
                DocBin().from_bytes(DocBin(store_user_data=True, docs=[doc]).to_bytes()).get_docs(doc.vocab)
            ),
            id="DocBin",
        ),
    ],
)
def test_attributions_travel_with_the_doc(by_rules, copy):
    """A Doc that was written and read back has the same attributions, as spans of the new Doc."""
    doc = by_rules(TEXT)
    other = copy(doc)
    assert show(other) == show(doc) != []
    assert other._.attributions[0].content[0].doc is other


def test_attributions_outlast_merged_tokens(by_rules):
    """Where tokens are merged afterwards, the spans cover the merged ones."""
    doc = by_rules(TEXT)
    before = show(doc)
    with doc.retokenize() as retokenizer:
        for ent in doc.ents:
            retokenizer.merge(ent)
    assert [each["source"] for each in show(doc)] == [each["source"] for each in before]


def test_a_pipeline_with_the_component_is_written_and_read(tmp_path, by_model):
    """A saved pipeline remembers the component and its configuration."""
    nlp = spacy.blank("en")
    nlp.add_pipe("attributions", config={"extractor": "model", "threads": 2})
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    component = again.get_pipe("attributions")
    assert (component.extractor, component.threads) == ("model", 2)
    assert [each["content"] for each in show(again(TEXT))] == [
        each["content"] for each in show(by_model(TEXT))
    ]


def test_the_component_can_be_pickled_without_its_model(by_model):
    """Another process gets the configuration and loads the model itself."""
    component = by_model.get_pipe("attributions")
    by_model(TEXT)
    data = pickle.dumps(component)
    assert len(data) < 1000
    again = pickle.loads(data)
    assert show(again(by_model.make_doc(TEXT)))[0]["content"] == show(by_model(TEXT))[0]["content"]


SCRIPT = """
import json, sys
import spacy

if __name__ == "__main__":
    nlp = spacy.load(sys.argv[1])
    nlp.add_pipe("attributions", config={"threads": 2})
    texts = json.load(sys.stdin)
    nlp(texts[0])
    docs = nlp.pipe(texts, n_process=2, batch_size=2)
    print(json.dumps([[[span.start_char for span in each.content] for each in doc._.attributions] for doc in docs]))
"""


@pytest.mark.slow
def test_several_processes_find_the_same(by_model, tmp_path):
    """With two processes, also after a model was used in the first of them, nothing changes and nothing hangs."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    texts = [TEXT, "", "It is late, the mayor said.", TEXT * 2, "Amen"]
    done = subprocess.run(
        [sys.executable, script, DEFAULT_PIPELINE],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    found = json.loads(done.stdout)
    assert found == [
        [[span.start_char for span in each.content] for each in by_model(text)._.attributions]
        for text in texts
    ]
    assert [len(each) for each in found][:3] == [3, 0, 1]


def test_batches_change_nothing(by_model):
    """Texts piped together, in any order, give what each gives alone."""
    texts = [TEXT, "It is late, the mayor said.", "Amen", TEXT[::-1]]
    alone = [show(by_model(text)) for text in texts]
    assert [show(doc) for doc in by_model.pipe(texts, batch_size=4)] == alone
    assert [show(doc) for doc in by_model.pipe(texts[::-1], batch_size=3)] == alone[::-1]


def test_turns_are_direct(by_model):
    """What stands behind the labels of a transcript is said by whom they name."""
    doc = by_model("HOST: Is the bridge safe?\n\nQUIST: It is. [laughs]\n\nHOST: Are you sure?\n")
    found = [(read_words(each.source), read_words(each.content), each.type) for each in doc._.attributions]
    assert found == [
        (["HOST"], ["Is the bridge safe?"], "direct"),
        (["QUIST"], ["It is."], "direct"),
        (["HOST"], ["Are you sure?"], "direct"),
    ]
