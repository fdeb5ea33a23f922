"""How tests run: what hypothesis draws, in how many processes, and on which cores.

There is one profile of hypothesis for all tests, with two variants. The variable HYPOTHESIS_PROFILE names one:

- `local`: other examples on every run, so that they add up; what failed is tried first on the next run.
- `ci`: the same examples on every run, so that nothing fails by chance; the default where CI is set.
- `thorough`: ten times as many.
"""

import os
from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, settings

_MOST_PROCESSES = 4

settings.register_profile(
    "local",
    deadline=None,  # no test depends on the time that something takes
    suppress_health_check=[HealthCheck.too_slow],  # nor on that
    print_blob=True,
    max_examples=100,
)
settings.register_profile("ci", settings.get_profile("local"), derandomize=True)
settings.register_profile("thorough", settings.get_profile("local"), max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "local"))

# Side by side, each process keeps to one core: the threads of all of them would wait for each other.
_worker = os.environ.get("PYTEST_XDIST_WORKER")
if _worker and hasattr(os, "sched_setaffinity"):
    _cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {_cores[int(_worker.removeprefix("gw")) % len(_cores)]})


def count_processes(places: Sequence[str]) -> int:
    """Count the processes for the tests in these places: none but this one where they are only a few files.

    There, starting processes takes longer than it saves. Each of them takes up to 2 GB of memory.
    """
    if places and all(".py" in place for place in places):
        return 0
    affinity = getattr(os, "sched_getaffinity", None)  # not on every system
    return min(_MOST_PROCESSES, len(affinity(0)) if affinity else os.cpu_count() or 1)


def examples(share: float, **others: Any) -> settings:
    """Give a decorator that draws this many times the number of the profile: more if cheap, fewer if dear."""
    return settings(max_examples=round(settings().max_examples * share), **others)
