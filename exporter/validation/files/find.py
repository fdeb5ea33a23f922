"""Reaches the files of a package without ever leaving it, and measures each of them once."""

import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from exporter.validation.model.budget import Budget
from exporter.validation.model.messages import quote
from exporter.validation.model.opening import File, PackageFile, open_regular
from exporter.validation.report.findings_log import FindingsLog

_BLOCK = 1 << 20
_LENGTHS = {32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}


def is_remote(path: str) -> bool:
    """Tell whether a path is a URL; a drive letter is none."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", path) is not None


def is_safe(path: str) -> bool:
    """Tell whether a path is relative, without `..`, home, drive, backslash or control characters."""
    if not path or path.startswith(("/", "~")) or "\\" in path or re.match(r"[A-Za-z]:", path):
        return False
    return ".." not in path.split("/") and re.search(r"[\x00-\x1f]", path) is None


def find_file(
    root: Path,
    path: str,
    log: FindingsLog,
    *,
    pointer: str | None = None,
    line: tuple[str, int] | None = None,
) -> PackageFile | None:
    """Find a file of a package, or write down why it may not or cannot be read.

    Args:
        root: The folder that must not be left.
        path: As a descriptor or manifest gives it, relative to root.
        log: Gets the finding.
        pointer: Where the path was given.
        line: The same, as the file and its line, if that is not the place of the log.
    """
    where: dict[str, Any] = {"pointer": pointer} if line is None else {"path": line[0], "row": line[1]}
    if is_remote(path):
        log.add("path-remote", f"not fetched (expected a file, found {quote(path)})", **where)
        return None
    if not is_safe(path):
        log.add("path-unsafe", f"not a path within the package (found {quote(path)})", **where)
        return None
    found = root / path
    if not os.path.lexists(found):
        log.add("path-missing", f"no such file (expected {quote(path)})", **where)
        return None
    real, real_root = Path(os.path.realpath(found)), Path(os.path.realpath(root))
    if not real.is_relative_to(real_root):
        log.add("path-unsafe", f"a link leads out of the package (found {quote(path)})", **where)
        return None
    return _find_regular(PackageFile(found, real_root, real.relative_to(real_root)), path, log, where)


def _find_regular(
    found: PackageFile, path: str, log: FindingsLog, where: Mapping[str, Any]
) -> PackageFile | None:
    try:
        open_regular(found).close()
    except FileNotFoundError:
        log.add("path-missing", f"a link leads nowhere (found {quote(path)})", **where)
    except OSError as error:
        log.add(
            "path-not-a-file",
            f"cannot be read as a file ({error.strerror or error}, {quote(path)})",
            **where,
        )
    else:
        return found
    return None


def find_algorithm(declared: str) -> str | None:
    """Find the algorithm of a declared hash by its prefix, or by its length; None if it is none of ours."""
    prefix, _, value = declared.rpartition(":")
    algorithm = (prefix or _LENGTHS.get(len(value), "")).lower().replace("-", "")
    return algorithm if algorithm in _LENGTHS.values() else None


@dataclass(frozen=True, slots=True)
class Measures:
    """Hashes of files; each file is read once for each algorithm, as long as there is time."""

    budget: Budget = field(default_factory=Budget)
    _hashes: dict[tuple[tuple[File, ...], str], str] = field(default_factory=dict)

    def hash(self, paths: Iterable[File], algorithm: str) -> str:
        """Hash the content of files, one after the other, in hexadecimal."""
        key = (tuple(paths), algorithm)
        if key not in self._hashes:
            digest = hashlib.new(algorithm, usedforsecurity=False)
            for path in key[0]:
                with open_regular(path) as file:
                    while block := file.read(_BLOCK):
                        digest.update(block)
                        self.budget.check_time()
            self._hashes[key] = digest.hexdigest()
        return self._hashes[key]

    def start(self, paths: Iterable[File], declared: str | None) -> list[Any]:
        """Give what must get every byte of files as they are read, for check_hash not to read them again."""
        algorithm = find_algorithm(declared or "")
        if algorithm is None or (tuple(paths), algorithm) in self._hashes:
            return []
        return [hashlib.new(algorithm, usedforsecurity=False)]

    def store(self, paths: Iterable[File], hashes: Iterable[Any]) -> None:
        """Keep what start has given, after it has got every byte."""
        for item in hashes:
            self._hashes[tuple(paths), item.name] = item.hexdigest()

    def check_hash(
        self, paths: Iterable[File], declared: str, log: FindingsLog, *, pointer: str | None = None
    ) -> None:
        """Compare the content of files with a declared hash, with or without the name of its algorithm."""
        algorithm = find_algorithm(declared)
        if algorithm is None:
            message = f"unknown hash (expected {', '.join(_LENGTHS.values())}, found {quote(declared)})"
            log.add("hash-not-checked", message, pointer=pointer)
            return
        expected = declared.rpartition(":")[2].lower()
        found = self.hash(paths, algorithm)
        if found != expected:
            message = f"{algorithm} is not as declared (expected {expected}, found {found})"
            log.add("file-hash", message, pointer=pointer)


def check_bytes(found: int, declared: int, log: FindingsLog, *, pointer: str) -> None:
    """Compare the size of files with a declared number of bytes."""
    if found != declared:
        message = f"size is not as declared (expected {declared} bytes, found {found})"
        log.add("file-bytes", message, pointer=pointer)
