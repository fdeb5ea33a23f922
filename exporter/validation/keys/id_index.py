"""Numbers the ids of one table, so that other tables can be told by number which row they belong to."""

import numpy as np
import numpy.typing as npt

from exporter.validation.keys.encoding import Words, find_changes, join_words, mix, unpack
from exporter.validation.keys.keys import confirm_places
from exporter.validation.model.package import Field
from exporter.validation.values.arrays import TEXT

Numbers = npt.NDArray[np.int64]
_ID = Field(name="id")


class Numbering:
    """The ids of a table, numbered from 0 in the order in which they come."""

    def __init__(self) -> None:
        """Start without any."""
        self._parts: list[Words] = []
        self._order: Numbers | None = None
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
        wanted = mix([asked])
        ranks = np.minimum(np.searchsorted(self._mixed, wanted, sorter=order), len(order) - 1)
        places = np.where(self._mixed[order[ranks]] == wanted, order[ranks], -1)
        return confirm_places(places, [asked], wanted, self._mixed, lambda chosen: [known[chosen]])

    def _sort(self) -> tuple[Words, Numbers]:
        if self._order is None:
            self._parts = [join_words(self._parts)]
            self._mixed = mix(self._parts)
            self._order = np.argsort(self._mixed, kind="stable")
        return self._parts[0], self._order
