"""Keeps a list in a temporary file, so that it may be longer than memory is large."""

import pickle
import tempfile
import weakref
from array import array
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Generic, TypeVar, cast

from exporter.errors import ExtractionError

Item = TypeVar("Item")


class Spill(Generic[Item]):
    """A list in a temporary file, which is gone when the list is, however the program ends.

    An item is a copy of what was appended, made anew each time it is asked for. In memory it takes eight bytes.
    The file lies in the folder that TMPDIR names, or where the system keeps such files.
    """

    def __init__(self) -> None:
        """Open the file.

        Raises:
            ExtractionError: No temporary file can be made.
        """
        with _explain():
            self._file: IO[bytes] = tempfile.TemporaryFile(prefix="exporter-")  # noqa: SIM115
        self._starts = array("Q")
        self._end = 0
        weakref.finalize(self, _close, self._file)

    def append(self, item: Item) -> None:
        """Add an item that can be pickled.

        Raises:
            ExtractionError: There is no room for it.
        """
        content = pickle.dumps(item, pickle.HIGHEST_PROTOCOL)
        with _explain():
            self._file.seek(self._end)
            self._file.write(content)
        self._starts.append(self._end)
        self._end += len(content)

    def __len__(self) -> int:
        """Count the items."""
        return len(self._starts)

    def __getitem__(self, number: int) -> Item:
        """Read an item.

        Raises:
            ExtractionError: There was no room for what was last appended, or the file cannot be read.
        """
        start = self._starts[number]
        with _explain():
            self._file.seek(start)
            return cast("Item", pickle.load(self._file))

    def __iter__(self) -> Iterator[Item]:
        """Read all items, one after the other."""
        for number in range(len(self)):
            yield self[number]


@contextmanager
def _explain() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        folder = tempfile.tempdir or "temporary files"
        raise ExtractionError(
            f"{folder}: a temporary file cannot be written or read ({error.strerror or error})",
            hint="make room there, or set TMPDIR to a folder with more room",
        ) from error


def _close(file: IO[bytes]) -> None:
    with suppress(OSError):  # What could not be written cannot be written now, either.
        file.close()
