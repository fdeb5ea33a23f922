"""Numbers the ids of one table, so that the rows of other tables can be joined to its rows by number; for spans."""

import numpy as np
import numpy.typing as npt

from exporter.validation.keys.encoding import (
    EncodedColumn,
    decode_values,
    find_changes,
    hash_keys,
    join_batches,
)
from exporter.validation.keys.lookup import confirm_places
from exporter.validation.model.package import Field
from exporter.validation.values.arrays import TEXT

Numbers = npt.NDArray[np.int64]
_ID = Field(name="id")


class IdIndex:
    """The ids of a table, numbered from 0 in the order in which they come."""

    def __init__(self) -> None:
        """Start without any."""
        self._parts: list[EncodedColumn] = []
        self._order: Numbers | None = None
        self._hashes = np.zeros(0, np.uint64)

    def add(self, ids: EncodedColumn) -> None:
        """Add ids, encoded texts; of equal ones the first counts."""
        self._parts.append(ids)
        self._order = None

    def find(self, ids: EncodedColumn) -> Numbers:
        """Give the number of each id; -1 where it is unknown."""
        starts = find_changes([ids])
        return np.repeat(self._find(ids[starts]), np.diff(np.append(starts, len(ids))))

    def write(self, number: int) -> str:
        """Give back the id that has a number."""
        known, _ = self._sort()
        return str(decode_values(known[number : number + 1], TEXT, _ID)[0].as_py())

    def _find(self, asked: EncodedColumn) -> Numbers:
        if not self._parts:
            return np.full(len(asked), -1)
        known, order = self._sort()
        wanted = hash_keys([asked])
        ranks = np.minimum(np.searchsorted(self._hashes, wanted, sorter=order), len(order) - 1)
        places = np.where(self._hashes[order[ranks]] == wanted, order[ranks], -1)
        return confirm_places(places, [asked], wanted, self._hashes, lambda chosen: [known[chosen]])

    def _sort(self) -> tuple[EncodedColumn, Numbers]:
        if self._order is None:
            self._parts = [join_batches(self._parts)]
            self._hashes = hash_keys(self._parts)
            self._order = np.argsort(self._hashes, kind="stable")
        return self._parts[0], self._order
