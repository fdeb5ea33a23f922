"""Shares the machine out: how many processes read documents, and how many threads each of them may use."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from exporter.engines.memory import count_free_memory
from exporter.errors import InputError

WORTH = 75_000
"""Characters of text for each process, below which starting it costs more time than it saves."""

_MEMORY = (
    1 << 30
)  # bytes; a process was seen to take 0.85 GB for ordinary articles and 0.75 GB for the longest
_CGROUPS = Path("/sys/fs/cgroup")
_CAPS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "RAYON_NUM_THREADS",
)


def choose_processes(characters: int) -> int:
    """Choose how many processes read a text of so many characters: what is there, if it is worth it."""
    return max(1, min(count_places(), characters // WORTH))


def choose_threads(processes: int) -> int:
    """Choose how many threads each of so many processes may use: the cores divided by the processes."""
    return max(1, count_cores() // processes)


def check_number(name: str, number: int | None) -> None:
    """Check a wish for a number of processes or threads.

    Raises:
        InputError: It is less than 1.
    """
    if number is not None and number < 1:
        raise InputError(f"no number of {name} (expected 1 or more, found {number})", hint="leave it out")


def count_places() -> int:
    """Count the processes for which there are both a core and, at this moment, memory."""
    free = count_free_memory()
    return max(1, count_cores() if free is None else min(count_cores(), free // _MEMORY))


def count_cores() -> int:
    """Count the cores that this process may use, by its affinity and by the quota of its container."""
    affinity = getattr(os, "sched_getaffinity", None)  # Not on every system.
    cores = os.cpu_count() or 1 if affinity is None else len(affinity(0))
    return max(1, min([cores, *_iter_quotas()]))


def build_environment(threads: int | None, processes: int) -> Mapping[str, str]:
    """Build the environment of a worker, in which numerical libraries use no more threads than they may.

    What the user set there stays as it is, unless a number of threads was given.
    """
    caps = dict.fromkeys(_CAPS, str(threads or choose_threads(processes)))
    return {**caps, **os.environ} if threads is None else {**os.environ, **caps}


def _iter_quotas() -> Iterator[int]:
    """Yield the most cores that the container's processes may use together, if that is limited."""
    quota, period = [*_read_numbers("cpu.max"), 0, 0][:2]
    if not period:
        quota, period = (next(_read_numbers(f"cpu/cpu.cfs_{name}_us"), 0) for name in ("quota", "period"))
    if quota > 0 and period > 0:
        yield -(-quota // period)


def _read_numbers(name: str) -> Iterator[int]:
    """Yield the numbers in a file of the control group; none if it says "max" or does not exist."""
    try:
        words = (_CGROUPS / name).read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return
    if all(word.lstrip("-").isdigit() for word in words):
        yield from map(int, words)
