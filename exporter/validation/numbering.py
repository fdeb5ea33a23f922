"""Numbers the ids of one table, so that other tables can be told by number which row they belong to."""

import numpy as np
import numpy.typing as npt

from exporter.validation.descriptors.model import Field
from exporter.validation.packing import Words, find_changes, find_equal, join_words, mix, unpack
from exporter.validation.values.arrays import TEXT

Numbers = npt.NDArray[np.int64]
_ID = Field(name="id")


class Numbering:
    """The ids of a table, numbered from 0 in the order in which they come."""

    def __init__(self) -> None:
        """Start without any."""
        self._parts: list[Words] = []
        self._order: npt.NDArray[np.int32] | None = None
        self._mixed = np.zeros(0, np.uint64)

    def add(self, ids: Words) -> None:
        """Add ids, packed texts; of equal ones the first counts."""
        self._parts.append(ids)
        self._order = None

    def find(self, ids: Words) -> Numbers:
        """Give the number of each id; -1 where it is unknown."""
        starts = find_changes([ids])
        return np.repeat(self._find(ids[starts]), np.diff(np.append(starts, len(ids))))

    def write(self, number: int) -> str:
        """Give back the id that has a number."""
        known, _ = self._sort()
        return str(unpack(known[number : number + 1], TEXT, _ID)[0].as_py())

    def _find(self, asked: Words) -> Numbers:
        if not self._parts:
            return np.full(len(asked), -1)
        known, order = self._sort()
        mixed = mix([asked])
        places = np.minimum(np.searchsorted(self._mixed, mixed), len(order) - 1)
        numbers = order[places].astype(np.int64)
        numbers[~find_equal(asked, known[numbers])] = -1
        # Others may mix to the same number, and stand before it.
        for index in np.flatnonzero((numbers < 0) & (self._mixed[places] == mixed)).tolist():
            same = order[self._mixed == mixed[index]]
            equal = find_equal(np.repeat(asked[index : index + 1], len(same), axis=0), known[same])
            numbers[index] = same[equal][0] if equal.any() else -1
        return numbers

    def _sort(self) -> tuple[Words, npt.NDArray[np.int32]]:
        if self._order is None:
            self._parts = [join_words(self._parts)]
            mixed = mix(self._parts)
            self._order = np.argsort(mixed, kind="stable").astype(np.int32)
            self._mixed = mixed[self._order]
        return self._parts[0], self._order
