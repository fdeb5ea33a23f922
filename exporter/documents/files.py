"""Reads regular files and streams in bounded pieces; never waits for a pipe or a device."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from exporter.documents.notes import RefusedError

MAX_BYTES = 8_000_000
"""The most bytes of one document that are ever held: four times what the longest text needs, and metadata."""

_KINDS = (
    (stat.S_ISFIFO, "a FIFO"),
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_DRAIN = 1 << 16
# Without waiting, should the file turn into a pipe between look and opening; Windows knows neither flag.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


def open_file(path: Path) -> BinaryIO:
    """Open a regular file for reading.

    Raises:
        RefusedError: It is no regular file, or the operating system refuses.
    """
    try:
        _check_regular(os.stat(path).st_mode)  # noqa: PTH116 - the same call as below, on the same flags
        descriptor = os.open(path, _FLAGS)
    except (OSError, ValueError) as error:
        raise unreadable(error) from error
    try:
        _check_regular(os.fstat(descriptor).st_mode)
        return os.fdopen(descriptor, "rb")
    except OSError as error:
        os.close(descriptor)
        raise unreadable(error) from error
    except BaseException:
        os.close(descriptor)
        raise


def unreadable(error: Exception) -> RefusedError:
    """Turn the operating system's refusal into ours, naming its reason."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return RefusedError("document-unreadable", f"cannot be read ({reason})", is_withheld=True)


def read_bytes(path: Path, *, limit: int = MAX_BYTES) -> bytes:
    """Read a whole regular file of at most limit bytes.

    Raises:
        RefusedError: It is longer, or no regular file, or the operating system refuses.
    """
    with open_file(path) as stream:
        try:
            size = os.fstat(stream.fileno()).st_size
            data = stream.read(limit + 1) if size <= limit else b""
        except OSError as error:
            raise unreadable(error) from error
    if size > limit or len(data) > limit:
        raise RefusedError(
            "document-too-long",
            f"file is too long (expected at most {limit} bytes, found {max(size, len(data))})",
        )
    return data


def iter_lines(stream: BinaryIO, *, limit: int = MAX_BYTES) -> Iterator[bytes | None]:
    """Yield the lines of a stream with their line ends; None stands for one longer than limit bytes.

    Holds one line at most.

    Raises:
        RefusedError: The operating system refuses midway.
    """
    try:
        while line := stream.readline(limit + 1):
            if len(line) <= limit or line.endswith(b"\n"):
                yield line
                continue
            while (rest := stream.readline(_DRAIN)) and not rest.endswith(b"\n"):
                pass
            yield None
    except (OSError, ValueError) as error:
        raise unreadable(error) from error


def _check_regular(mode: int) -> None:
    if not stat.S_ISREG(mode):
        found = next((name for is_kind, name in _KINDS if is_kind(mode)), "something else")
        raise RefusedError("document-unreadable", f"cannot be read (expected a regular file, found {found})")
