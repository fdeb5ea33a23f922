"""Looks encoded values up among others: first by their hashes, then by the values themselves."""

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow.compute as pc

from exporter.validation.keys.encoding import EncodedColumn, Hashes, find_equal, hash_keys
from exporter.validation.keys.store import Indexes
from exporter.validation.values.arrays import build_numbers, fill_numbers, read_valid


def find_places(
    asked: Sequence[EncodedColumn],
    hashes: Hashes,
    read: Callable[[Indexes], list[EncodedColumn]],
) -> Indexes:
    """Find where values stand among others; -1 if nowhere.

    Args:
        asked: The values, encoded, column by column.
        hashes: The hash of each of the others.
        read: Gives some of the others, encoded, column by column.
    """
    wanted = hash_keys(asked)
    if not len(hashes):
        return np.full(len(wanted), -1)
    found = pc.index_in(build_numbers(wanted), value_set=build_numbers(hashes))
    places = np.where(read_valid(found), fill_numbers(found, np.int32), -1)
    return confirm_places(places, asked, wanted, hashes, read)


def confirm_places(
    places: Indexes,
    asked: Sequence[EncodedColumn],
    wanted: Hashes,
    hashes: Hashes,
    read: Callable[[Indexes], list[EncodedColumn]],
) -> Indexes:
    """Compare values with those that have the same hash; give where they do stand.

    Thus a collision is never taken for the value itself.

    Args:
        places: Where something with the same hash stands; -1 if nowhere.
        asked: The values, encoded, column by column.
        wanted: The hash of each.
        hashes: The hash of each of the others.
        read: Gives some of the others, encoded, column by column.
    """
    pairs = zip(asked, read(np.maximum(places, 0)), strict=True)
    equal = np.logical_and.reduce([find_equal(one, two) for one, two in pairs])
    found = np.where(equal, places, -1)
    for index in np.flatnonzero(~equal & (places >= 0)).tolist():
        same = np.flatnonzero(hashes == wanted[index])
        pairs = zip(asked, read(same), strict=True)
        there = same[
            np.logical_and.reduce(
                [find_equal(np.repeat(one[index : index + 1], len(same), axis=0), two) for one, two in pairs]
            )
        ]
        found[index] = there[0] if len(there) else -1
    return found
