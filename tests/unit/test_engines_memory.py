"""How much memory is there for processes, by what the system tells of the machine and of containers."""

import os

import pytest

from exporter.engines import memory
from exporter.engines.memory import count_free_memory

MEMINFO = "MemTotal:       16000 kB\nMemFree:         1000 kB\nMemAvailable:    8000 kB\n"
KB = 1024


@pytest.fixture
def system(tmp_path, monkeypatch):
    """Give a function that writes the files in which a system tells of its memory; others are not there."""
    monkeypatch.setattr(memory, "_PROC", tmp_path / "proc")
    monkeypatch.setattr(memory, "_CGROUPS", tmp_path / "groups")
    monkeypatch.setattr(os, "sysconf", {"SC_PHYS_PAGES": 5, "SC_PAGE_SIZE": 4 * KB}.__getitem__)

    def write(**files):
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/").replace("_dot_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    return write


def test_what_is_available_counts_not_what_the_machine_has(system):
    """Memory that other programs use is not there; copies of files, which can be dropped, are no use of it."""
    system(proc__meminfo=MEMINFO)
    assert count_free_memory() == 8000 * KB


def test_where_nothing_else_is_told_it_is_all_of_the_machine(system):
    """Systems without /proc tell only how much memory the machine has."""
    assert count_free_memory() == 20 * KB


@pytest.mark.parametrize(
    ("limits", "left"),
    [
        pytest.param({"groups__memory_dot_max": "max"}, 8000, id="no limit"),
        pytest.param({"groups__memory_dot_max": f"{5000 * KB}"}, 5000, id="usage not told"),
        pytest.param(
            {"groups__memory_dot_max": f"{5000 * KB}", "groups__memory_dot_current": f"{2000 * KB}"},
            3000,
            id="in use",
        ),
        pytest.param(
            {
                "groups__memory_dot_max": f"{5000 * KB}",
                "groups__memory_dot_current": f"{2000 * KB}",
                "groups__memory_dot_stat": f"anon {500 * KB}\ninactive_file {1500 * KB}\n",
            },
            4500,
            id="files are given up",
        ),
        pytest.param(
            {"groups__memory_dot_max": f"{5000 * KB}", "groups__memory_dot_current": f"{6000 * KB}"},
            0,
            id="more than there is",
        ),
        pytest.param(
            {
                "groups__memory__memory_dot_limit_in_bytes": f"{5000 * KB}",
                "groups__memory__memory_dot_usage_in_bytes": f"{3000 * KB}",
                "groups__memory__memory_dot_stat": f"total_inactive_file {1000 * KB}\n",
            },
            3000,
            id="old groups",
        ),
        pytest.param(
            {
                "proc__self__cgroup": "0::/user.slice/run\n",
                "groups__user.slice__memory_dot_max": f"{4000 * KB}",
                "groups__user.slice__memory_dot_current": f"{1000 * KB}",
                "groups__user.slice__run__memory_dot_max": "max",
            },
            3000,
            id="a group above",
        ),
        pytest.param(
            {
                "proc__self__cgroup": "5:cpu:/a\n4:memory:/a/b\n",
                "groups__memory__a__b__memory_dot_limit_in_bytes": f"{700 * KB}",
            },
            700,
            id="an old group below",
        ),
        pytest.param(
            {"proc__self__cgroup": "0::/../../proc\nx\n", "groups__memory_dot_max": "7 8"}, 8000, id="odd"
        ),
    ],
)
def test_limits_of_containers_count(system, limits, left):
    """What is left is the least of the machine and of every control group that the process is in."""
    system(proc__meminfo=MEMINFO, **limits)
    assert count_free_memory() == left * KB
