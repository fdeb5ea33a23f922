"""How many examples hypothesis draws, and how: one profile for all tests, with two variants.

- `local`: other examples on every run, so that they add up; what fails is kept and tried first on the next run.
- `ci`: the same examples on every run, so that nothing fails by chance. The default where CI is set.
- `thorough`: ten times as many.

The environment variable HYPOTHESIS_PROFILE names the variant.
"""

import os
from typing import Any

from hypothesis import HealthCheck, settings

settings.register_profile(
    "local",
    deadline=None,  # no test depends on the time that something takes
    suppress_health_check=[HealthCheck.too_slow],  # which depends on the time, too
    print_blob=True,
    max_examples=100,
)
settings.register_profile("ci", settings.get_profile("local"), derandomize=True)
settings.register_profile("thorough", settings.get_profile("local"), max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "local"))


def examples(share: float, **others: Any) -> settings:
    """Give a decorator that draws this many times the number of the profile: more if cheap, fewer if dear."""
    return settings(max_examples=round(settings().max_examples * share), **others)
