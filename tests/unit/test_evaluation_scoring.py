"""The arithmetic of evaluation, against counting by brute force and against the script that defined it."""

import importlib.util
import re
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path

import pytest
from attributions import annotated, attribution, mark
from hypothesis import given
from hypothesis import strategies as st

from exporter.errors import InputError
from exporter.evaluation import (
    Counts,
    add_counts,
    bootstrap,
    find_right,
    list_bins,
    score_document,
    summarise,
)

JUDGE = Path(__file__).parents[3] / "shared" / "eval" / "score.py"

TEXT = "The mayor says the bridge is safe. “It will hold,” said Ana Ruiz. Critics doubt that it will."
GOLD = [
    mark(TEXT, "the bridge is safe", "says", "The mayor"),
    mark(TEXT, "“It will hold,”", "said Ana", "Ruiz"),
    mark(TEXT, "that it will", "doubt", "Critics"),
]


@pytest.fixture(scope="module")
def judge():
    """Load the script by which quality is judged; it is no part of the project and may not be there."""
    if not JUDGE.is_file():
        pytest.skip("the script is not here")
    spec = importlib.util.spec_from_file_location("judge", JUDGE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def to_judge(attributions):
    """Turn attributions into what the script reads."""
    return [
        {role: [(s.start, s.end) for s in getattr(each, role)] for role in ("content", "cue", "source")}
        for each in attributions
    ]


def count_by_force(text, gold, predicted):
    """Count as the definitions say, looking at every character, every word and every pair."""
    words = [found.span() for found in re.finditer(r"\w+(?:['’.,\-]\w+)*", text)]

    def cover(pieces):
        inside = {offset for piece in pieces for offset in range(piece.start, piece.end)}
        return {number for number, (start, end) in enumerate(words) if inside & set(range(start, end))}

    def is_quoted(pieces):
        near = [text[max(piece.start - 1, 0) : piece.end + 1] for piece in pieces]
        wider = [text[max(piece.start - 2, 0) : piece.end + 2] for piece in pieces]
        return any(set(part) & set('"“”„‟«»＂') for part in near) or any(
            "''" in part or "``" in part for part in wider
        )

    def resolve(attributions):
        rows = [(cover(a.content), cover(a.cue), cover(a.source), is_quoted(a.content)) for a in attributions]
        return [row for row in rows if row[0]]

    g, p = resolve(gold), resolve(predicted)
    free = [(i, j) for i in range(len(g)) for j in range(len(p))]
    pairs = []
    while free:
        share, i, j = max((Fraction(len(g[i][0] & p[j][0]), len(g[i][0] | p[j][0])), -i, -j) for i, j in free)
        if share < Fraction(1, 2):
            break
        pairs.append((g[-i], p[-j]))
        free = [(a, b) for a, b in free if a != -i and b != -j]
    gold_words = {n for row in g for n in row[0]}
    found_words = {n for row in p for n in row[0]}
    direct_words = {n for row in g if row[3] for n in row[0]}
    right = [(a, b) for a, b in pairs if a[2] & b[2] or not a[2] | b[2]]
    return {
        "words": len(words),
        "gold": len(g),
        "predicted": len(p),
        "matched": len(pairs),
        "exact": sum(a[0] == b[0] for a, b in pairs),
        "right": len(right),
        "gold_words": len(gold_words),
        "predicted_words": len(found_words),
        "shared_words": len(gold_words & found_words),
        "direct": sum(row[3] for row in g),
        "direct_matched": sum(a[3] for a, _ in pairs),
        "direct_right": sum(a[3] for a, _ in right),
        "direct_words": len(direct_words),
        "direct_shared_words": len(direct_words & found_words),
        "quoted": sum(row[3] for row in p),
        "quoted_matched": sum(b[3] for _, b in pairs),
        "gold_sources": sum(bool(row[2]) for row in g),
        "predicted_cues": sum(bool(row[1]) for row in p),
        "matched_sources": sum(bool(a[2]) for a, _ in pairs),
        "right_sources": sum(bool(a[2] & b[2]) for a, b in pairs),
        "matched_cues": sum(bool(a[1]) for a, _ in pairs),
        "right_cues": sum(bool(a[1] & b[1]) for a, b in pairs),
    }


@given(annotated(sides=2))
def test_counts_are_those_of_brute_force(drawn):
    """On random texts every count is the one that looking at every character and pair gives."""
    expected = count_by_force(*drawn)
    counts = asdict(score_document(*drawn))
    assert {name: counts[name] for name in expected} == expected


@given(st.lists(annotated(sides=2), min_size=1, max_size=3))
def test_scores_are_those_of_the_judge(judge, documents):
    """On random texts every score and interval is, to the last digit, that of the script that judges quality."""
    theirs = [judge.count(text, to_judge(gold), to_judge(found)) for text, gold, found in documents]
    ours = [score_document(*each) for each in documents]
    expected, scores = judge.metrics(theirs), summarise(add_counts(ours))
    for name, other in {"words": "token", "exact": "exact", "soft": "soft", "end_to_end": "e2e"}.items():
        score = getattr(scores, name)
        assert {"p": score.precision, "r": score.recall, "f": score.f1} == expected[other]
    singles = {
        "source_right": "source_acc",
        "cue_right": "cue_acc",
        "direct_recall": "recall_direct",
        "indirect_recall": "recall_indirect",
        "direct_end_to_end_recall": "e2e_recall_direct",
        "direct_words_recall": "token_recall_direct",
        "indirect_words_recall": "token_recall_indirect",
        "quoted_precision": "quoted_precision",
    }
    assert {name: getattr(scores, name) for name in singles} == {
        name: expected[other] for name, other in singles.items()
    }
    intervals = bootstrap(ours, times=20)
    names = ("words_f1", "exact_f1", "soft_f1", "end_to_end_f1")
    assert [(intervals[name].low, intervals[name].high) for name in names] == judge.bootstrap(theirs, 20)


def test_the_gold_itself_is_perfect():
    """Predicting exactly what was annotated gives 1 everywhere."""
    scores = summarise(score_document(TEXT, GOLD, GOLD))
    perfect = {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    expected = dict.fromkeys(("words", "exact", "soft", "end_to_end", "source", "cue"), perfect)
    found = asdict(scores)
    assert {name: found[name] for name in expected} == expected
    assert (scores.source_right, scores.cue_right, scores.direct_recall, scores.indirect_recall) == (
        1,
        1,
        1,
        1,
    )


def test_a_known_example():
    """One content is a word short, one source is wrong, one attribution is missed, one is too many."""
    predicted = [
        mark(TEXT, "bridge is safe", "mayor says", "The mayor"),
        mark(TEXT, "It will hold", "said Ana", "Critics"),
        mark(TEXT, "Ana Ruiz"),
    ]
    counts = score_document(TEXT, GOLD, predicted)
    scores = summarise(counts)
    assert (counts.gold, counts.predicted, counts.matched, counts.exact, counts.right) == (3, 3, 2, 1, 1)
    assert (counts.direct, counts.indirect, counts.quoted, counts.unquoted) == (1, 2, 1, 2)
    assert (counts.gold_words, counts.predicted_words, counts.shared_words) == (10, 8, 6)
    assert (scores.words.precision, scores.words.recall) == (6 / 8, 6 / 10)
    assert (scores.source_right, scores.cue_right) == (1 / 2, 1.0)
    assert (scores.source.precision, scores.source.recall) == (1 / 2, 1 / 3)
    assert (scores.direct_recall, scores.indirect_recall, scores.direct_end_to_end_recall) == (1, 0.5, 0)
    assert (scores.quoted_precision, scores.unquoted_precision) == (1, 0.5)


def test_a_source_that_neither_has_is_right():
    """An attribution without a source is right end to end only if none is predicted."""
    gold = [mark(TEXT, "the bridge is safe")]
    assert score_document(TEXT, gold, [mark(TEXT, "the bridge is safe")]).right == 1
    assert score_document(TEXT, gold, [mark(TEXT, "the bridge is safe", source="Critics")]).right == 0


@pytest.mark.parametrize(("gold", "predicted"), [([], GOLD), (GOLD, []), ([], [])], ids=["g", "p", "both"])
def test_nothing_divides_by_nothing(gold, predicted):
    """Where there is no gold or no prediction all scores are 0, not an error."""
    scores = summarise(score_document(TEXT, gold, predicted))
    assert (scores.words.f1, scores.soft.f1, scores.source_right, scores.indirect_recall) == (0, 0, 0, 0)
    assert scores.calibration_error is None


def test_contents_without_a_word_do_not_count():
    """A content of punctuation alone is nothing, on either side."""
    marks = [attribution([(34, 36)])]
    assert TEXT[34:36] == " “"
    counts = score_document(TEXT, marks, marks)
    assert (counts.gold, counts.predicted) == (0, 0)


def test_the_bins_of_confidence():
    """Confidences fall into ten bins, 1 into the last; the error is the mean distance of confidence from right."""
    predicted = [*GOLD, mark(TEXT, "Ana Ruiz"), mark(TEXT, "The mayor")]
    counts = score_document(TEXT, GOLD, predicted, [1.0, 0.9, 0.3, 0.35, None])
    bins = [(one.low, one.high, one.predicted, one.right) for one in list_bins(counts)]
    assert bins == [(0.3, 0.4, 2, 0.5), (0.9, 1.0, 2, 1.0)]
    expected = (2 * abs(0.5 - 0.325) + 2 * abs(1 - 0.95)) / 4
    assert summarise(counts).calibration_error == pytest.approx(expected)


@pytest.mark.parametrize("confidence", [-0.1, 1.5, float("nan")])
def test_what_is_no_confidence_is_refused(confidence):
    """A confidence that is not from 0 to 1 is an error with a hint."""
    with pytest.raises(InputError, match="expected a number from 0 to 1") as caught:
        score_document(TEXT, GOLD, GOLD[:1], [confidence])
    assert caught.value.hint


@given(st.lists(annotated(sides=2), max_size=3))
def test_counts_add_up(documents):
    """Counts can be added in any order and grouping, and nothing is the sum of nothing."""
    counts = [score_document(*each) for each in documents]
    total = add_counts(counts)
    assert add_counts(reversed(counts)) == total
    assert sum(counts, Counts()) == total
    assert total.documents == len(documents)


def test_intervals_hold_the_score_and_repeat():
    """The same documents and seed give the same intervals; another seed gives others."""
    counts = [score_document(TEXT, GOLD, GOLD[:k]) for k in (0, 1, 1, 2, 2, 2, 3, 3)]
    first = bootstrap(counts, times=200)
    recall = summarise(add_counts(counts)).soft.recall
    assert first["soft_recall"].low < recall < first["soft_recall"].high
    assert bootstrap(counts, times=200) == first
    assert bootstrap(counts, times=200, seed=2) != first
    assert "calibration_error" not in first
    assert bootstrap(counts, times=0) == bootstrap([], times=10) == {}


def test_a_long_text_with_many_attributions_is_counted():
    """Ten thousand attributions in a text of 200,000 words are all matched."""
    text = "He said it rained. " * 50_000
    many = [
        attribution([(at + 8, at + 17)], [(at + 3, at + 7)], [(at, at + 2)]) for at in range(0, 190_000, 19)
    ]
    counts = score_document(text, many, many)
    assert (counts.words, counts.exact, counts.right, counts.right_cues) == (200_000, 10_000, 10_000, 10_000)


@given(annotated(sides=2))
def test_as_many_are_told_to_be_right_as_are_counted(drawn):
    """There is one answer for each prediction, and as many are right as end to end counts."""
    text, gold, predicted = drawn
    right = find_right(text, gold, predicted)
    assert len(right) == len(predicted)
    assert sum(right) == score_document(text, gold, predicted).right


def test_tells_which_predictions_are_right():
    """Right is a content of which half is shared, with a word of the same source, or none where there is none."""
    text = "The mayor says the bridge is safe. Critics doubt that it will. It is said that it rains."
    gold = [
        mark(text, "the bridge is safe", "says", "The mayor"),
        mark(text, "that it will", "doubt", "Critics"),
        mark(text, "that it rains", "is said"),
    ]
    predicted = [
        attribution([(33, 34)]),  # A full stop is no word.
        mark(text, "the bridge", "says", "mayor"),
        mark(text, "that it will", "doubt", "The mayor"),
        mark(text, "is safe", "", "The mayor"),
        mark(text, "that it rains"),
        mark(text, "Critics", "", "Critics"),
    ]
    assert find_right(text, gold, predicted) == [False, True, False, False, True, False]
    assert find_right(text, gold, predicted[::-1]) == [False, True, True, False, False, False]
    assert find_right(text, [], predicted) == [False] * 6
    assert find_right(text, gold, []) == []


def test_one_annotation_makes_one_prediction_right():
    """Of two predictions with the same words the first is right; the more similar one comes before it."""
    text = "Critics doubt that it will hold."
    gold = [mark(text, "that it will hold", "doubt", "Critics")]
    whole, part = mark(text, "that it will hold", "", "Critics"), mark(text, "it will hold", "", "Critics")
    assert find_right(text, gold, [whole, whole]) == [True, False]
    assert find_right(text, gold, [part, whole]) == [False, True]
