"""Opens regular files, and those of a package without following any link: what was checked is what is read."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
# A folder may be passed through by those who may not list it.
_FOLDER = getattr(os, "O_PATH", os.O_RDONLY) | getattr(os, "O_DIRECTORY", 0) | _NO_LINK
_CAN_WALK = os.open in os.supports_dir_fd


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A file of a package, found to be within it.

    Attributes:
        path: As it is named.
        root: The folder of the package, without links.
        real: Where the file is below that, without links.
    """

    path: Path
    root: Path
    real: Path

    @property
    def name(self) -> str:
        """Give the last part of its name."""
        return self.path.name


File = Path | PackageFile


def open_regular(file: File) -> BinaryIO:
    """Open a file for reading; never waits for a pipe or device.

    A PackageFile with a link below its root is not opened: it cannot be exchanged for one in the meantime.

    Raises:
        OSError: It cannot be opened, or is not a regular file.
    """
    descriptor = _walk(file) if isinstance(file, PackageFile) else os.open(file, _FLAGS)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError("not a regular file")
    return os.fdopen(descriptor, "rb")


def measure(file: File) -> int:
    """Give the size of a file in bytes.

    Raises:
        OSError: It cannot be opened, or is not a regular file.
    """
    with open_regular(file) as opened:
        return os.fstat(opened.fileno()).st_size


def _walk(file: PackageFile) -> int:
    """Open a file from its root on, folder by folder."""
    if not _CAN_WALK:
        return os.open(file.root / file.real, _FLAGS | _NO_LINK)
    folder = os.open(file.root, _FOLDER)
    try:
        for name in file.real.parts[:-1]:
            below = os.open(name, _FOLDER, dir_fd=folder)
            os.close(folder)
            folder = below
        return os.open(file.real.name, _FLAGS | _NO_LINK, dir_fd=folder)
    finally:
        os.close(folder)
