"""Holds the encoded values of a column of a key; what would take much memory is moved to a temporary file."""

import os
import weakref
from collections.abc import Callable, Iterator
from typing import IO, NamedTuple

import numpy as np
import numpy.typing as npt

from exporter.validation.keys.encoding import EncodedColumn

Indexes = npt.NDArray[np.int64]
_MOST = 1 << 22
"""So many bytes are held in memory."""


class _Part(NamedTuple):
    """One batch: how many values, of how many words each, and where they are in the file; or the values themselves."""

    length: int
    width: int
    offset: int
    encoded: EncodedColumn | None


class KeyStore:
    """Encoded values in the order in which they came, in batches that may be of different width."""

    def __init__(self) -> None:
        """Start without any."""
        self._parts: list[_Part] = []
        self._file: IO[bytes] | None = None
        self._held = 0

    def add(self, encoded: EncodedColumn) -> None:
        """Add one batch."""
        self._parts.append(_Part(len(encoded), encoded.shape[1], 0, encoded))
        self._held += encoded.nbytes
        if self._held > _MOST:
            try:
                self._spill()
            except OSError:  # Where there is no room, memory has to do.
                self._held = 0

    def _spill(self) -> None:
        """Move what is in memory to the file, which has no name and goes with the process."""
        file = self._file or self._open()
        for index, part in enumerate(self._parts):
            if part.encoded is not None:
                offset = file.seek(0, os.SEEK_END)
                file.write(part.encoded.tobytes())
                file.flush()
                self._parts[index] = part._replace(offset=offset, encoded=None)
        self._held = 0

    def _open(self) -> IO[bytes]:
        import tempfile  # Slow to import, and most packages are small.

        self._file = tempfile.TemporaryFile(prefix="exporter-")  # noqa: SIM115 - closed when nobody needs the values
        weakref.finalize(self, self._file.close)
        return self._file

    def __iter__(self) -> Iterator[EncodedColumn]:
        """Yield the batches."""
        return map(self._load, self._parts)

    def get_last(self) -> EncodedColumn:
        """Give the batch that was added last."""
        return self._load(self._parts[-1])

    def _load(self, part: _Part) -> EncodedColumn:
        if part.encoded is not None:
            return part.encoded
        assert self._file is not None
        self._file.seek(part.offset)
        data = self._file.read(part.length * part.width * 8)
        return np.frombuffer(data, np.uint64).reshape(part.length, part.width)

    def read(self, places: Indexes) -> EncodedColumn:
        """Give some values, by their numbers."""
        ends = np.cumsum([part.length for part in self._parts])
        owners = np.searchsorted(ends, places, side="right")
        concerned = np.unique(owners).tolist()
        width = max((self._parts[index].width for index in concerned), default=1)
        found = np.zeros((len(places), width), np.uint64)
        for index in concerned:
            part, mine = self._parts[index], owners == index
            found[mine, : part.width] = self._load(part)[places[mine] - (ends[index] - part.length)]
        return found

    def convert(self, change: Callable[[EncodedColumn], EncodedColumn]) -> "KeyStore":
        """Build a store of another encoding of the same values."""
        store = KeyStore()
        for encoded in self:
            store.add(change(encoded))
        return store
