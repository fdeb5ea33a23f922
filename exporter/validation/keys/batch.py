"""One batch of a table with its types, as all get it who check keys, spans or digests while the table is read."""

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from exporter.validation.keys.encoding import EncodedColumn, encode_values
from exporter.validation.model.package import Field


class TypedBatch(Mapping[str, Any]):
    """Arrays by the name of their field; encoded for keys at most once, however many keys they are part of."""

    def __init__(self, columns: Mapping[str, tuple[Field, pa.Array]]) -> None:
        """Take over the columns."""
        self._columns = columns
        self._encoded: dict[str, EncodedColumn] = {}

    def __getitem__(self, name: str) -> pa.Array:
        """Give the values of a field; a cell that is missing or not of its type is null."""
        return self._columns[name][1]

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the fields."""
        return iter(self._columns)

    def __len__(self) -> int:
        """Count the fields."""
        return len(self._columns)

    def encode(self, name: str) -> EncodedColumn:
        """Encode the values of a field for keys; what nulls become means nothing."""
        if name not in self._encoded:
            field, values = self._columns[name]
            self._encoded[name] = encode_values(values, field)
        return self._encoded[name]
