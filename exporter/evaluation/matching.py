"""Pairs the members of two sets one to one so that the sum of their weights is largest."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

Pair = tuple[int, int]


def match_best(weights: Mapping[Pair, float]) -> list[Pair]:
    """Match two sets for the largest sum of weights (Kuhn, 1955; Munkres, 1957).

    What is not connected is matched apart, so that time grows with the cube of the largest connected part only.

    Args:
        weights: The weight of each pair that may be matched, more than 0.

    Returns:
        The pairs chosen, in order; of equal sums always the same one.
    """
    return sorted(pair for part in _iter_parts(weights) for pair in _match(part, weights))


def _iter_parts(weights: Mapping[Pair, float]) -> Iterator[list[Pair]]:
    """Split pairs into those that are connected by common members."""
    by_member: defaultdict[tuple[int, int], list[Pair]] = defaultdict(list)
    for pair in sorted(weights):
        for side in (0, 1):
            by_member[side, pair[side]].append(pair)
    seen: set[Pair] = set()
    for first in sorted(weights):
        if first in seen:
            continue
        seen.add(first)
        part = [first]
        for pair in part:  # grows while it is read
            for side in (0, 1):
                new = [each for each in by_member.pop((side, pair[side]), ()) if each not in seen]
                seen.update(new)
                part += new
        yield part


def _match(part: list[Pair], weights: Mapping[Pair, float]) -> list[Pair]:
    rows, columns = sorted({i for i, _ in part}), sorted({j for _, j in part})
    if len(part) == 1:
        return part
    is_turned = len(rows) > len(columns)
    costs = np.zeros((len(rows), len(columns)))
    for i, j in part:
        costs[rows.index(i), columns.index(j)] = -weights[i, j]
    column_of = _assign(costs.T if is_turned else costs)
    places = [(j, i) if is_turned else (i, j) for i, j in enumerate(column_of)]
    chosen = [(rows[i], columns[j]) for i, j in places]
    return [pair for pair in chosen if pair in weights]


def _assign(costs: NDArray[np.float64]) -> list[int]:
    """Assign to every row a column of its own at the least cost, by shortest augmenting paths.

    Args:
        costs: Shape (rows, columns), not more rows than columns.
    """
    count, width = costs.shape
    row_price, column_price = np.zeros(count), np.zeros(width)
    row_of = np.full(width, -1)
    for row in range(count):
        least, before = np.full(width, np.inf), np.full(width, -1)
        is_done = np.zeros(width, dtype=bool)
        column, current = -1, row
        while current >= 0:
            reduced = costs[current] - row_price[current] - column_price
            if column >= 0:
                reduced += least[column]
            better = ~is_done & (reduced < least)
            least[better], before[better] = reduced[better], column
            column = int(np.argmin(np.where(is_done, np.inf, least)))
            is_done[column] = True
            current = int(row_of[column])
        end = least[column]
        reached = is_done & (row_of >= 0)
        row_price[row_of[reached]] += end - least[reached]
        row_price[row] += end
        column_price[is_done] -= end - least[is_done]
        while column >= 0:
            row_of[column] = row if before[column] < 0 else row_of[before[column]]
            column = int(before[column])
    column_of = [-1] * count
    for column, row in enumerate(row_of.tolist()):
        if row >= 0:
            column_of[row] = column
    return column_of
