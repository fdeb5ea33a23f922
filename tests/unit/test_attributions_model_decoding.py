"""Decoding and the loss of training, against looking at every label sequence."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.extraction.attributions.model.decoding import decode


@st.composite
def problems(draw):
    """Draw scores, places with words that stand together, and transitions."""
    length, labels, count = draw(st.integers(1, 5)), draw(st.integers(2, 4)), draw(st.integers(1, 3))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    spread = draw(st.sampled_from([0.1, 1.0, 20.0]))
    exists = np.zeros((count, length), dtype=bool)
    for row in exists:
        start = draw(st.integers(0, length - 1))
        row[start : draw(st.integers(start + 1, length))] = True
    scores = rng.normal(0, spread, (count, length, labels)).astype(np.float32)
    return scores, exists, rng.normal(0, spread, (labels, labels)).astype(np.float32)


def list_all(scores, exists, transitions):
    """List every label sequence of the places that hold a word, with its score."""
    places = np.flatnonzero(exists)
    scores, transitions = scores.astype(np.float64), transitions.astype(np.float64)
    found = {}
    for labels in product(range(scores.shape[1]), repeat=len(places)):
        total = sum(scores[place, label] for place, label in zip(places, labels, strict=True))
        total += sum(transitions[a, b] for a, b in pairwise(labels))
        found[labels] = total
    return found


@given(problems())
def test_decoding_finds_the_best_of_all_sequences(problem):
    """The labels are those of a best sequence, 0 where there is no word, and their likelihood is its share."""
    scores, exists, transitions = problem
    decoded = decode(scores, exists, transitions)
    assert decoded.labels.shape == exists.shape
    assert not decoded.labels[~exists].any()
    for row, every in enumerate(exists):
        found = list_all(scores[row], every, transitions)
        chosen = tuple(decoded.labels[row, every].tolist())
        assert found[chosen] == pytest.approx(max(found.values()), abs=1e-3, rel=1e-5)
        share = max(found.values()) - np.logaddexp.reduce(list(found.values()))
        assert decoded.chances[row] == pytest.approx(share, abs=1e-3, rel=1e-4)


@given(problems())
def test_decoding_does_not_depend_on_other_sequences(problem):
    """Each sequence gives the same alone as among others, in any order."""
    scores, exists, transitions = problem
    together = decode(scores, exists, transitions)
    turned = decode(scores[::-1], exists[::-1], transitions)
    assert (turned.labels[::-1] == together.labels).all()
    assert (turned.chances[::-1] == together.chances).all()
    for row in range(len(exists)):
        alone = decode(scores[row : row + 1], exists[row : row + 1], transitions)
        assert (alone.labels[0] == together.labels[row]).all()
        assert alone.chances[0] == together.chances[row]


def test_transitions_outweigh_single_scores():
    """A label that fits its neighbours wins over one that is a little likelier by itself."""
    scores = np.array([[[0.0, 3.0], [1.0, 0.0], [0.0, 3.0]]], dtype=np.float32)
    exists = np.ones((1, 3), dtype=bool)
    apart, alike = np.zeros((2, 2), dtype=np.float32), np.eye(2, dtype=np.float32)
    assert decode(scores, exists, apart).labels.tolist() == [[1, 0, 1]]
    assert decode(scores, exists, alike).labels.tolist() == [[1, 1, 1]]


def test_likelihoods_of_all_sequences_sum_to_one():
    """Every sequence has some likelihood, and together they have all of it."""
    torch = pytest.importorskip("torch")
    from exporter.training.crf import compute_loss

    rng = np.random.default_rng(7)
    scores = torch.tensor(rng.normal(0, 2, (1, 4, 3)), dtype=torch.float64)
    transitions = torch.tensor(rng.normal(0, 2, (3, 3)), dtype=torch.float64)
    exists = torch.ones((1, 4), dtype=torch.bool)
    losses = [
        compute_loss(scores, exists, torch.tensor([labels]), transitions).item()
        for labels in product(range(3), repeat=4)
    ]
    assert sum(np.exp(-np.array(losses))) == pytest.approx(1)


@given(problems(), st.data())
def test_the_loss_is_that_of_all_sequences(problem, data):
    """The loss is the negative logarithm of the share of the right sequence, whatever stands where no word is."""
    torch = pytest.importorskip("torch")
    from exporter.training.crf import compute_loss

    scores, exists, transitions = problem
    labels = np.array(
        [[data.draw(st.integers(0, scores.shape[2] - 1)) for _ in row] for row in exists], dtype=np.int64
    )
    losses = compute_loss(*map(torch.from_numpy, (scores, exists, labels, transitions))).numpy()
    for row, every in enumerate(exists):
        found = list_all(scores[row], every, transitions)
        right = found[tuple(labels[row, every].tolist())]
        assert losses[row] == pytest.approx(
            np.logaddexp.reduce(list(found.values())) - right, abs=1e-3, rel=1e-4
        )


def test_what_is_decoded_has_the_loss_of_its_likelihood():
    """Training and reading mean the same: the likelihood of a decoded sequence is its loss, negated."""
    torch = pytest.importorskip("torch")
    from exporter.training.crf import compute_loss

    rng = np.random.default_rng(3)
    scores = rng.normal(0, 2, (20, 129, 4)).astype(np.float32)
    transitions = rng.normal(0, 1, (4, 4)).astype(np.float32)
    exists = np.ones((20, 129), dtype=bool)
    for row in range(1, 20):
        exists[row, : row * 3] = False
        exists[row, 129 - row :] = False
    decoded = decode(scores, exists, transitions)
    losses = compute_loss(*map(torch.from_numpy, (scores, exists, decoded.labels, transitions))).numpy()
    assert -losses == pytest.approx(decoded.chances, abs=1e-2)
