"""How Arrow gets its memory, and how much there may be of it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyarrow as pa

_LEAST = 4 << 30
_CONTAINER = Path("/sys/fs/cgroup/memory.max")


def save_memory() -> None:
    """Let Arrow give memory back early, for the rest of the process.

    Its default allocator keeps much of what is freed: a third more at the peak of a validation, and no faster.
    """
    try:
        pa.set_memory_pool(pa.jemalloc_memory_pool())
    except NotImplementedError:  # Not every build has it.
        return


@contextmanager
def bound_memory() -> Iterator[None]:
    """Let the process have four fifths of the memory of the machine or container, and at least 4 GiB, for a while.

    A hostile file that takes more then ends in an error instead of a dead machine. Where the system has no
    such bounds, nothing happens.
    """
    try:
        import resource

        kind, (soft, hard) = resource.RLIMIT_DATA, resource.getrlimit(resource.RLIMIT_DATA)
        most = max(_LEAST, _measure_memory() * 4 // 5)
    except (ImportError, AttributeError, ValueError, OSError):
        yield
        return
    bounds = [value for value in (soft, hard) if value != resource.RLIM_INFINITY]
    with suppress(ValueError, OSError):
        resource.setrlimit(kind, (min([most, *bounds]), hard))
    try:
        yield
    finally:
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (soft, hard))


def _measure_memory() -> int:
    total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    with suppress(OSError, ValueError):
        total = min(total, int(_CONTAINER.read_text(encoding="ascii")))
    return total
