"""Compares the hashes and sizes of files with those that are declared, and hashes each of them once."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from exporter.validation.model.budget import Budget
from exporter.validation.model.messages import quote
from exporter.validation.model.opening import File, open_regular
from exporter.validation.report.findings_log import FindingsLog

_BLOCK = 1 << 20
_LENGTHS = {32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}


def find_algorithm(declared: str) -> str | None:
    """Find the algorithm of a declared hash by its prefix, or by its length; None if it is none of ours."""
    prefix, _, value = declared.rpartition(":")
    algorithm = (prefix or _LENGTHS.get(len(value), "")).lower().replace("-", "")
    return algorithm if algorithm in _LENGTHS.values() else None


@dataclass(frozen=True, slots=True)
class FileHashes:
    """The hashes of files; each file is read once for each algorithm, as long as there is time."""

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
        """Start hashes that must get every byte of files as they are read, so that check_hash need not read them."""
        algorithm = find_algorithm(declared or "")
        if algorithm is None or (tuple(paths), algorithm) in self._hashes:
            return []
        return [hashlib.new(algorithm, usedforsecurity=False)]

    def store(self, paths: Iterable[File], hashes: Iterable[Any]) -> None:
        """Keep the hashes that were started, after they have got every byte."""
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
