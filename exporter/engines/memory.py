"""Tells how much memory is there: what the machine has free, and what the limits of the container leave."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

_PROC = Path("/proc")
_CGROUPS = Path("/sys/fs/cgroup")
_NEW = ("memory.max", "memory.current", "inactive_file")
_OLD = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")


def count_free_memory() -> int | None:
    """Count the bytes of memory that processes may still take; None where the system does not tell."""
    free = [*_iter_machine(), *_iter_groups()]
    return max(0, min(free)) if free else None


def _iter_machine() -> Iterator[int]:
    """Yield what the machine has free, files that it need not keep included, or else all that it has."""
    available = _read_table(_PROC / "meminfo").get("MemAvailable:")
    if available is not None:
        yield available * 1024
    elif hasattr(os, "sysconf"):
        yield os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _iter_groups() -> Iterator[int]:
    """Yield what each limited control group that this process is in has left."""
    for folder, (limit, usage, files) in _iter_folders():
        most, used = _read_number(folder / limit), _read_number(folder / usage)
        if most is not None:
            # Copies of files count as used, though the system gives them up before anything else.
            yield most - max(0, (used or 0) - _read_table(folder / "memory.stat").get(files, 0))


def _iter_folders() -> Iterator[tuple[Path, tuple[str, str, str]]]:
    """Yield the folder of each control group above this process, and the names of its files."""
    yield _CGROUPS, _NEW
    yield _CGROUPS / "memory", _OLD
    for line in _read_lines(_PROC / "self" / "cgroup"):
        _, controllers, path = [*line.split(":", 2), "", ""][:3]
        place = PurePosixPath(path.lstrip("/"))
        if controllers in {"", "memory"} and place.parts and ".." not in place.parts:
            root, names = (_CGROUPS / "memory", _OLD) if controllers else (_CGROUPS, _NEW)
            yield from ((root / each, names) for each in (place, *place.parents[:-1]))


def _read_number(path: Path) -> int | None:
    """Read the number that a file holds; None if it says "max" or does not exist."""
    words = " ".join(_read_lines(path)).split()
    return int(words[0]) if len(words) == 1 and words[0].isdecimal() else None


def _read_table(path: Path) -> Mapping[str, int]:
    """Read a file with a name and a number on each line."""
    rows = (line.split() for line in _read_lines(path))
    return {row[0]: int(row[1]) for row in rows if len(row) > 1 and row[1].isdecimal()}


def _read_lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return []
