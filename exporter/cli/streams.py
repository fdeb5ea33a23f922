"""The streams of the process, guarded so that one that cannot be written to costs no result and does not lie."""

import errno
import io
import os
import select
import sys
from contextlib import suppress
from typing import TextIO


class Output(io.FileIO):
    """Standard output: the first write that fails is an error and is kept, and all that follow are dropped.

    Python would try again to write what is left when it ends, print a traceback of that and change the exit code.

    Attributes:
        failure: Why something could not be written, or None.
    """

    def __init__(self, *, is_closed: bool) -> None:
        """Take whether the stream was closed before the start, so that nothing can be written."""
        super().__init__(1, "wb", closefd=False)
        self.failure: OSError | None = None
        self._is_closed = is_closed

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        """Write bytes, or drop them if writing failed before.

        Raises:
            OSError: They are the first that cannot be written.
        """
        if self.failure is not None:
            return len(data)
        try:
            if self._is_closed:
                raise OSError(errno.EBADF, "standard output is closed")
            while (written := super().write(data)) is None:
                select.select([], [self.fileno()], [])
        except OSError as error:
            place = () if self._is_closed else ("standard output",)
            self.failure = OSError(error.errno, error.strerror, *place)
            raise self.failure from error
        return written


class Messages(io.FileIO):
    """Standard error: what cannot be written is dropped, for no result depends on it."""

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        """Write bytes as far as that is possible."""
        with suppress(OSError):
            return super().write(data) or len(data)
        return len(data)


def guard_streams() -> Output | None:
    """Put guarded streams in the place of standard output and standard error, and give the first.

    Handles that were closed before the start are opened on nothing, so that no file of a release gets the number of
    one and is written to by mistake. On systems that are not POSIX nothing happens.
    """
    if os.name != "posix":
        return None
    closed = [handle for handle in (0, 1, 2) if not _is_open(handle)]
    for _ in closed:  # The system gives the lowest number that is free.
        os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
    output = Output(is_closed=1 in closed)
    sys.stdout = _wrap(output, sys.stdout)
    sys.stderr = _wrap(Messages(2, "wb", closefd=False), sys.stderr)
    return output


def _wrap(raw: io.FileIO, before: TextIO | None) -> TextIO:
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=before.encoding if before else "utf-8",
        errors=before.errors if before else "backslashreplace",
        line_buffering=True,
    )


def _is_open(handle: int) -> bool:
    try:
        os.fstat(handle)
    except OSError:
        return False
    return True
