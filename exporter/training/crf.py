"""A linear-chain conditional random field (Lafferty, McCallum and Pereira, ICML 2001), for training."""

import torch
from torch import Tensor


def compute_loss(scores: Tensor, exists: Tensor, labels: Tensor, transitions: Tensor) -> Tensor:
    """Compute the negative log-likelihood of label sequences.

    Args:
        scores: Score of each label of each word, shape (sequences, words, labels).
        exists: Which places hold a word, shape (sequences, words); those of a sequence stand together.
        labels: The right labels, shape (sequences, words); any number where there is no word.
        transitions: Score of each label (row) before each (column), shape (labels, labels).

    Returns:
        One value in nats a sequence, shape (sequences,).
    """
    return _score_all(scores, exists, transitions) - _score_one(scores, exists, labels, transitions)


def _score_one(scores: Tensor, exists: Tensor, labels: Tensor, transitions: Tensor) -> Tensor:
    chosen = scores.gather(2, labels[..., None]).squeeze(-1) * exists
    steps = transitions[labels[:, :-1], labels[:, 1:]] * (exists[:, :-1] & exists[:, 1:])
    return chosen.sum(1) + steps.sum(1)


def _score_all(scores: Tensor, exists: Tensor, transitions: Tensor) -> Tensor:
    scores = scores * exists[..., None]
    totals = scores[:, 0]
    for place in range(1, scores.shape[1]):
        here, before = exists[:, place, None], exists[:, place - 1, None]
        stepped = torch.logsumexp(totals[:, :, None] + transitions, dim=1) + scores[:, place]
        # A sequence may begin after the first place and end before the last.
        totals = torch.where(here & before, stepped, torch.where(here, scores[:, place], totals))
    return torch.logsumexp(totals, dim=1)
