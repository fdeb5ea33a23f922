"""The passes by themselves, on parses made by hand: no pipeline is loaded, and none is needed."""

import pytest
import spacy
from analyses import begin, build_doc

from exporter.extraction import passes
from exporter.extraction.attribution import Attribution
from exporter.records import Span

VOCAB = spacy.blank("en").vocab

# Mara Quist, a spokeswoman for Veda Bank, said it was late. She said it rained.
ROWS = (
    ("Mara", "NNP", "compound", 1),
    ("Quist", "NNP", "nsubj", 9),
    (",", ",", "punct", 1),
    ("a", "DT", "det", 4),
    ("spokeswoman", "NN", "appos", 1),
    ("for", "IN", "prep", 4),
    ("Veda", "NNP", "compound", 7),
    ("Bank", "NNP", "pobj", 5),
    (",", ",", "punct", 1),
    ("said", "VBD", "ROOT", 9),
    ("it", "PRP", "nsubj", 11),
    ("was", "VBD", "ccomp", 9),
    ("late", "JJ", "acomp", 11),
    (".", ".", "punct", 9),
    ("She", "PRP", "nsubj", 15),
    ("said", "VBD", "ROOT", 15),
    ("it", "PRP", "nsubj", 17),
    ("rained", "VBD", "ccomp", 15),
    (".", ".", "punct", 15),
)
NAMED = ((0, 2, "PERSON"), (6, 8, "ORG"))


def attribute_pieces(doc, *pieces):
    """Build attributions of contents to sources, each given as first token and token after the last."""

    def cut(start, end):
        return Span(start=doc[start].idx, end=doc[end - 1].idx + len(doc[end - 1]))

    return [
        Attribution(content=(cut(*content),), source=(cut(*source),), head=0, rule="test")
        for source, content in pieces
    ]


@pytest.fixture
def run():
    """Give what runs the passes behind the attributions, up to one of them, over a parse."""

    def run_passes(doc, attributions, last):
        state = begin(doc, attributions)
        for each in passes.PASSES[1 : passes.PASSES.index(last) + 1]:
            assert each(state) is None
        return state

    return run_passes


@pytest.fixture
def article():
    """Give the parse, and the attributions to "Mara Quist ..." and to "She"."""
    doc = build_doc(VOCAB, *ROWS, ents=NAMED)
    return doc, attribute_pieces(doc, ((0, 8), (10, 13)), ((14, 15), (16, 18)))


def test_names_are_recognised_and_typed(run, article):
    """What the recognizer saw becomes names, and these entities in order of the text."""
    state = run(*article, passes.group_entities)
    found = [(entity.type, entity.full_name.text) for entity in state.index.entities]
    assert found == [("person", "Mara Quist"), ("organization", "Veda Bank")]


def test_the_index_answers_for_tokens(run, article):
    """Every token of a name leads to its entity, and no other token to any."""
    state = run(*article, passes.group_entities)
    assert state.index.entity_at == {0: 0, 1: 0, 6: 1, 7: 1}
    assert state.index.find_type(state.doc[7]) == "organization"
    assert state.index.find_type(state.doc[9]) is None


def test_a_pronoun_returns_to_who_spoke(run, article):
    """The "She" behind her is Mara Quist, with both quotes."""
    (source,) = run(*article, passes.resolve_sources).sources
    assert source.quotes == [0, 1]
    assert [mention.text for mention in source.mentions] == ["Mara Quist", "She"]


def test_a_spokeswoman_belongs_to_her_bank(run, article):
    """The role and the organization stand in the apposition."""
    state = run(*article, passes.affiliate)
    (source,) = state.sources
    assert source.best.role == "spokeswoman"
    assert state.affiliations[source.number].text == "Veda Bank"
    assert state.index.entities[state.affiliations[source.number].entity].type == "organization"


def test_a_speaker_whom_the_recognizer_passed_over_becomes_an_entity(run):
    """A proper noun that speaks has a name; it is in the index before sources are resolved."""
    doc = build_doc(
        VOCAB,
        ("Quorv", "NNP", "nsubj", 1),
        ("said", "VBD", "ROOT", 1),
        ("it", "PRP", "nsubj", 3),
        ("rained", "VBD", "ccomp", 1),
        (".", ".", "punct", 1),
    )
    state = run(doc, attribute_pieces(doc, ((0, 1), (2, 4))), passes.group_entities)
    assert [entity.full_name.text for entity in state.index.entities] == ["Quorv"]
    assert state.index.entity_at == {0: 0}
    passes.resolve_sources(state)
    assert [source.entity for source in state.sources] == [0]


def test_resolving_sources_leaves_entities_alone(run, article):
    """No pass behind the grouping of names adds an entity or a name to one."""
    state = run(*article, passes.group_entities)
    before = list(state.index.entities)
    for each in passes.PASSES[passes.PASSES.index(passes.resolve_sources) :]:
        each(state)
    assert list(state.index.entities) == before


def test_a_city_that_speaks_is_a_government(run):
    """A city is the government where it is a source, and the city where it is none."""
    rows = (
        ("Paris", "NNP", "nsubj", 1),
        ("said", "VBD", "ROOT", 1),
        ("it", "PRP", "nsubj", 3),
        ("rained", "VBD", "ccomp", 1),
        (".", ".", "punct", 1),
    )
    doc = build_doc(VOCAB, *rows, ents=((0, 1, "GPE"),))
    speaking = run(doc, attribute_pieces(doc, ((0, 1), (2, 4))), passes.group_entities)
    (government,) = speaking.index.entities
    assert (government.type, government.is_metonym) == ("organization", True)
    silent = run(build_doc(VOCAB, *rows, ents=((0, 1, "GPE"),)), [], passes.group_entities)
    (city,) = silent.index.entities
    assert (city.type, city.is_metonym) == ("place", False)


def test_a_second_official_has_the_role_and_reason_of_the_first_two(run):
    """Who is "one of them" shares what is said of all."""
    doc = build_doc(
        VOCAB,
        ("Two", "CD", "nummod", 1),
        ("officials", "NNS", "nsubj", 2),
        ("spoke", "VBD", "ROOT", 2),
        ("anonymously", "RB", "advmod", 2),
        ("because", "IN", "mark", 6),
        ("they", "PRP", "nsubj", 6),
        ("feared", "VBD", "advcl", 2),
        ("revenge", "NN", "dobj", 6),
        (".", ".", "punct", 2),
        ("One", "CD", "nsubj", 12),
        ("of", "IN", "prep", 9),
        ("them", "PRP", "pobj", 10),
        ("said", "VBD", "ROOT", 12),
        ("it", "PRP", "nsubj", 14),
        ("rained", "VBD", "ccomp", 12),
        (".", ".", "punct", 12),
    )
    state = run(doc, attribute_pieces(doc, ((0, 2), (5, 8)), ((9, 12), (13, 15))), passes.pass_roles_on)
    first, second = state.sources
    assert state.groups == {second.number: first}
    assert state.reasons == dict.fromkeys((first.number, second.number), "because they feared revenge")
    assert state.roles == {second.number: "official"}
