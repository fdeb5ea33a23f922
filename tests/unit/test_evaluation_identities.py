"""Scores of sources and entities: clusters against the definitions, attributes, and the seeds."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.brat import EntityCluster, SourceCluster, read_corpus
from exporter.brat.clusters import build_clusters
from exporter.brat.standoff import read_lines
from exporter.errors import InputError
from exporter.evaluation import evaluate
from exporter.evaluation.clusters import add_cluster_counts, count_clusters
from exporter.evaluation.identities import count_identities
from exporter.evaluation.identity_scores import summarise_identities
from exporter.evaluation.matching import match_best
from exporter.records import Span

GOLD = Path(__file__).parents[2] / "seeds" / "gold"
TEXT = "Ann Berg said so. She added more, officials in Ostby said, and the officials left."


def span(words, start=0):
    """Find words in the text."""
    at = TEXT.index(words, start)
    return Span(start=at, end=at + len(words))


def source(*mentions, **said):
    """Build a source of mentions given as words."""
    return SourceCluster(mentions=tuple((span(words),) for words in mentions), **said)


def compare(gold, predicted):
    """Score sources, and entities if they are given as pairs."""
    return summarise_identities(count_identities(TEXT, (gold, ()), (predicted, ())))


def number(clusters):
    """Give for each mention in order of its name the number of its cluster."""
    return [n for _, n in sorted((mention, n) for n, cluster in enumerate(clusters) for mention in cluster)]


def score(gold, predicted):
    """Compare clusters of letters; equal letters are the same mention."""
    marked, found = sorted("".join(gold)), sorted("".join(predicted))
    pairs = [(marked.index(each), found.index(each)) for each in marked if each in found]
    return count_clusters(number(gold), number(predicted), pairs)[0]


def test_the_example_of_the_reference_scorer():
    """The values are worked out by hand from the definitions, on the partitions of Pradhan et al. (2014)."""
    counts = score(["abc", "defg"], ["ab", "cd", "fghi"])
    assert counts.found == pytest.approx(4 / 3 + 1 / 3 + 1 / 4 + 4 / 4)
    assert counts.right == pytest.approx(4 / 2 + 1 / 2 + 1 / 2 + 4 / 4)
    assert counts.similarity == pytest.approx(4 / 5 + 4 / 8)
    assert (counts.gold, counts.predicted, counts.matched) == (7, 8, 6)
    assert (counts.gold_clusters, counts.predicted_clusters) == (2, 3)
    assert counts.common_found == pytest.approx(4 / 3 + 1 / 3 + 1 / 3 + 4 / 3)


partitions = st.lists(st.integers(0, 4), min_size=1, max_size=8).map(
    lambda numbers: [
        "".join("abcdefgh"[i] for i, n in enumerate(numbers) if n == each) for each in set(numbers)
    ]
)


@given(partitions)
def test_what_is_the_same_is_right(clusters):
    """A clustering compared with itself has every mention and every cluster right."""
    counts = score(clusters, clusters)
    size = sum(map(len, clusters))
    assert counts.found == pytest.approx(size)
    assert counts.right == pytest.approx(size)
    assert counts.similarity == pytest.approx(len(clusters))


@given(partitions, partitions)
def test_turning_the_sides_turns_the_scores(gold, predicted):
    """Precision one way is recall the other, and nothing is more than whole."""
    one, other = score(gold, predicted), score(predicted, gold)
    assert one.found == pytest.approx(other.right)
    assert one.similarity == pytest.approx(other.similarity)
    assert one.found <= one.gold + 1e-9
    assert one.similarity <= min(one.gold_clusters, one.predicted_clusters) + 1e-9
    assert add_cluster_counts([one, other]).found == pytest.approx(one.found + other.found)


def find_largest_sum(weights):
    """Look at all ways to pair one to one."""
    sums = [0.0]
    for size in range(1, len(weights) + 1):
        for chosen in itertools.combinations(weights, size):
            if len({i for i, _ in chosen}) == size == len({j for _, j in chosen}):
                sums.append(sum(weights[pair] for pair in chosen))
    return max(sums)


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 3), st.integers(0, 3)), st.sampled_from([0.1, 0.5, 0.7, 1.0]), max_size=8
    )
)
def test_the_best_matching_is_found(weights):
    """The sum is that of the best of all pairings, nothing is paired twice, and order changes nothing."""
    chosen = match_best(weights)
    assert len({i for i, _ in chosen}) == len(chosen) == len({j for _, j in chosen})
    assert sum(weights[pair] for pair in chosen) == pytest.approx(find_largest_sum(weights))
    assert match_best(dict(reversed(weights.items()))) == chosen


def test_a_source_joined_with_another_is_wrong():
    """Joining two sources costs precision, splitting one costs recall; what was found stays the same."""
    ann, officials = source("Ann Berg", "She"), source("officials in Ostby")
    right = compare([ann, officials], [ann, officials]).sources
    joined = compare([ann, officials], [source("Ann Berg", "She", "officials in Ostby")]).sources
    split = compare([ann, officials], [source("Ann Berg"), source("She"), officials]).sources
    assert right.b_cubed.f1 == right.ceaf.f1 == 1
    assert (joined.mentions.f1, split.mentions.f1) == (1, 1)
    assert joined.b_cubed.precision == pytest.approx((4 + 1) / 3 / 3)
    assert joined.b_cubed.recall == 1
    assert split.b_cubed.recall == pytest.approx((0.5 + 0.5 + 1) / 3)
    assert split.b_cubed.precision == 1


def test_a_source_that_was_not_found_counts():
    """A mention that only one side has is an error over all mentions, but not over the common ones."""
    ann, officials = source("Ann Berg", "She"), source("officials in Ostby")
    scores = compare([ann, officials], [ann]).sources
    assert scores.mentions.recall == scores.b_cubed.recall == pytest.approx(2 / 3)
    assert scores.common_b_cubed.f1 == scores.b_cubed.precision == 1


def test_mentions_are_the_same_that_share_a_word():
    """How much of a long description was taken does not matter for who is meant."""
    scores = compare([source("officials in Ostby")], [source("officials")]).sources
    assert scores.mentions.f1 == 1


@pytest.mark.parametrize(
    ("name", "wanted", "found", "right"),
    [
        ("kind", "person", "person", 1.0),
        ("kind", "person", "group", 0.0),
        ("count", 2, 3, 0.0),
        ("count", None, 3, None),
        ("role", "the deputy mayor", "deputy mayor", 1.0),
        ("role", "deputy mayor", "mayor", 1.0),
        ("role", "deputy mayor of Ostby", "mayor", 0.0),
        ("role", None, "mayor", 0.0),
        ("role", "mayor", None, 0.0),
        ("role", None, None, None),
    ],
)
def test_attributes_are_compared(name, wanted, found, right):
    """Kinds and numbers must be equal, phrases share half of their words; what neither has does not count."""
    scores = compare([source("She", **{name: wanted})], [source("She", **{name: found})])
    assert scores.attributes.get(name) == right


def test_entities_are_compared_by_their_exact_words():
    """A name counts as found where it begins and ends alike, and its type is right or wrong."""
    gold = (EntityCluster(type="person", mentions=(span("Ann Berg"),)),)
    gold += (EntityCluster(type="place", mentions=(span("Ostby"),)),)
    found = (EntityCluster(type="person", mentions=(span("Ann"),)),)
    found += (EntityCluster(type="person", mentions=(span("Ostby"),)),)
    scores = summarise_identities(count_identities(TEXT, ((), gold), ((), found)))
    assert scores.sources is None
    assert scores.entities.mentions.f1 == 0.5
    assert scores.typing.f1 == 0


def test_what_was_not_annotated_is_not_scored():
    """Gold without sources and entities, as that of most corpora, has no such scores."""
    assert compare([], [source("She")]) is None


STANDOFF = """\
T1\tSource 0 8\tAnn Berg
T2\tSource 18 21\tShe
T3\tSource 34 52\tofficials in Ostby
T4\tPerson 0 8\tAnn Berg
T5\tPlace 47 52\tOstby
*\tCoref T2 T1
A1\tKind T1 person
A2\tCount T3 2
#1\tRole T3\tofficials
"""


def test_clusters_are_read():
    """Equivalences join spans, attributes and notes of any of them are said of all."""
    sources, entities = build_clusters(read_lines(STANDOFF, TEXT, "x.ann"))
    assert sources == (
        source("Ann Berg", "She", kind="person"),
        source("officials in Ostby", count=2, role="officials"),
    )
    assert entities == (
        EntityCluster(type="person", mentions=(span("Ann Berg"),)),
        EntityCluster(type="place", mentions=(span("Ostby"),)),
    )


def test_attributions_alone_are_no_clusters():
    """Where nothing is said of sources, each being alone tells nothing."""
    assert build_clusters(read_lines("T1\tSource 0 8\tAnn Berg\nT2\tSource 18 21\tShe\n", TEXT, "x.ann")) == (
        (),
        (),
    )


def test_an_equivalence_of_an_unknown_span_is_refused():
    """The message names the file, and what is missing."""
    with pytest.raises(InputError, match=r"x\.ann, line 2: unknown span in Coref.*T9"):
        build_clusters(read_lines("T1\tSource 0 8\tAnn Berg\n*\tCoref T1 T9\n*\tOther\n", TEXT, "x.ann"))


def test_an_equivalence_of_nothing_is_passed_over():
    """A line without a type or without spans joins nothing and stops nothing."""
    raw = "T1\tSource 0 8\tAnn Berg\n*\t\n*\tCoref\nA1\tKind T1 person\n"
    assert build_clusters(read_lines(raw, TEXT, "x.ann")) == ((source("Ann Berg", kind="person"),), ())


def test_the_gold_of_the_seeds_is_right_about_itself():
    """Every text has sources and entities, and compared with themselves all scores are full."""
    assert all(each.sources and each.entities for each in read_corpus(GOLD))
    scores = evaluate(GOLD, GOLD, resamples=0).identities
    assert scores.sources.b_cubed.f1 == scores.entities.ceaf.f1 == scores.typing.f1 == 1
    assert set(scores.attributes.values()) == {1.0}
