"""Finds the values of a key that are duplicated."""

from collections.abc import Callable

import numpy as np

from exporter.validation.keys.encoding import EncodedColumn, Hashes
from exporter.validation.keys.key import Key, join_key, quote_key, write_key
from exporter.validation.keys.store import Indexes
from exporter.validation.report.findings_log import FindingsLog


def check_unique(key: Key, code: str, message: str, log: FindingsLog) -> None:
    """Write down every value that is duplicated, but for the first of each."""
    duplicates, firsts = find_duplicates(key.build_hashes(), key.read)
    if not len(duplicates):
        return
    rows, first_rows = key.find_rows(duplicates), key.find_rows(firsts)

    def write(index: int) -> list[str]:
        return write_key(key.columns, key.read(duplicates[index : index + 1]), 0)

    def describe(index: int) -> str:
        found = f"{quote_key(write(index))} as in row {first_rows[index]}"
        return f"{message} (expected a new one, found {found})"

    log.add_many(
        code,
        rows,
        describe,
        field=", ".join(key.names),
        get_cell=lambda index: join_key(write(index)),
    )


def find_duplicates(
    hashes: Hashes, read: Callable[[Indexes], list[EncodedColumn]]
) -> tuple[Indexes, Indexes]:
    """Find every value that is a duplicate, and where it came first.

    Args:
        hashes: The hash of each value.
        read: Gives some of the values, encoded, column by column.
    """
    ordered = np.sort(hashes)
    suspects = ordered[1:][ordered[1:] == ordered[:-1]]
    del ordered
    if not len(suspects):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    places = np.flatnonzero(np.isin(hashes, np.unique(suspects)))
    # What has the same hash is compared itself: a collision is never taken for a duplicate.
    chosen = np.ascontiguousarray(np.hstack(read(places)))
    _, first, group = np.unique(
        chosen.view(np.dtype((np.void, chosen.shape[1] * 8))).ravel(), return_index=True, return_inverse=True
    )
    firsts = places[first[group.ravel()]]
    repeated = firsts != places
    return places[repeated], firsts[repeated]
