"""Holds the packed values of a column of a key; what would take much memory is moved to a temporary file."""

import os
import weakref
from collections.abc import Callable, Iterator
from typing import IO, NamedTuple

import numpy as np
import numpy.typing as npt

from exporter.validation.keys.encoding import Words

Indexes = npt.NDArray[np.int64]
_MOST = 1 << 22
"""So many bytes are held in memory."""


class _Part(NamedTuple):
    """One batch: how many values, their words, and where they are in the file; or the values themselves."""

    length: int
    width: int
    offset: int
    words: Words | None


class WordStore:
    """Packed values in the order in which they came, in batches that may be of different width."""

    def __init__(self) -> None:
        """Start without any."""
        self._parts: list[_Part] = []
        self._file: IO[bytes] | None = None
        self._held = 0

    def add(self, words: Words) -> None:
        """Add one batch."""
        self._parts.append(_Part(len(words), words.shape[1], 0, words))
        self._held += words.nbytes
        if self._held > _MOST:
            try:
                self._spill()
            except OSError:  # Where there is no room, memory has to do.
                self._held = 0

    def _spill(self) -> None:
        """Move what is in memory to the file, which has no name and goes with the process."""
        file = self._file or self._open()
        for index, part in enumerate(self._parts):
            if part.words is not None:
                offset = file.seek(0, os.SEEK_END)
                file.write(part.words.tobytes())
                file.flush()
                self._parts[index] = part._replace(offset=offset, words=None)
        self._held = 0

    def _open(self) -> IO[bytes]:
        import tempfile  # Slow to import, and most packages are small.

        self._file = tempfile.TemporaryFile(prefix="exporter-")  # noqa: SIM115 - closed when nobody needs the values
        weakref.finalize(self, self._file.close)
        return self._file

    def __iter__(self) -> Iterator[Words]:
        """Yield the batches."""
        return map(self._load, self._parts)

    def get_last(self) -> Words:
        """Give the batch that was added last."""
        return self._load(self._parts[-1])

    def _load(self, part: _Part) -> Words:
        if part.words is not None:
            return part.words
        assert self._file is not None
        self._file.seek(part.offset)
        data = self._file.read(part.length * part.width * 8)
        return np.frombuffer(data, np.uint64).reshape(part.length, part.width)

    def read(self, places: Indexes) -> Words:
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

    def convert(self, change: Callable[[Words], Words]) -> "WordStore":
        """Build a store of other words for the same values."""
        store = WordStore()
        for words in self:
            store.add(change(words))
        return store
