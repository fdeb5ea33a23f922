"""How tests run: what hypothesis draws, and how many threads libraries start.

There is one profile of hypothesis for all tests, with two variants. The variable HYPOTHESIS_PROFILE names one:

- `local`: other examples on every run, so that they add up; what failed is tried first on the next run.
- `ci`: the same examples on every run, so that nothing fails by chance; the default where CI is set.
- `thorough`: ten times as many.
"""

import os
from typing import Any

from hypothesis import HealthCheck, settings

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

if (
    "PYTEST_XDIST_WORKER" in os.environ
):  # Where tests run side by side, threads would only wait for each other.
    os.environ.setdefault("OMP_NUM_THREADS", "1")


def examples(share: float, **others: Any) -> settings:
    """Give a decorator that draws this many times the number of the profile: more if cheap, fewer if dear."""
    return settings(max_examples=round(settings().max_examples * share), **others)
