"""The typed columns of one batch, as those get them who look at a table while it passes by."""

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from exporter.validation.keys.encoding import Words, pack
from exporter.validation.model.package import Field


class TypedColumns(Mapping[str, Any]):
    """Arrays by the name of their field; packed for keys at most once, however many keys they are part of."""

    def __init__(self, columns: Mapping[str, tuple[Field, pa.Array]]) -> None:
        """Take over the columns."""
        self._columns = columns
        self._packed: dict[str, Words] = {}

    def __getitem__(self, name: str) -> pa.Array:
        """Give the values of a field; a cell that is missing or not of its type is null."""
        return self._columns[name][1]

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the fields."""
        return iter(self._columns)

    def __len__(self) -> int:
        """Count the fields."""
        return len(self._columns)

    def pack(self, name: str) -> Words:
        """Pack the values of a field; what nulls become means nothing."""
        if name not in self._packed:
            field, values = self._columns[name]
            self._packed[name] = pack(values, field)
        return self._packed[name]
