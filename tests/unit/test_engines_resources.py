"""How the machine is shared out among processes and threads."""

import os

import pytest

from exporter.engines import memory as memory_module
from exporter.engines import resources
from exporter.engines.resources import WORTH, build_environment, choose_processes, choose_threads, count_cores

GIB = 1 << 30


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """Give a function that makes the machine one of so many cores, GiB of memory, and limits of a container."""

    def make(cores, memory=1000, **limits):
        sizes = {"SC_PHYS_PAGES": memory, "SC_PAGE_SIZE": GIB}
        monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)), raising=False)
        monkeypatch.setattr(os, "sysconf", sizes.__getitem__)
        monkeypatch.setattr(resources, "_CGROUPS", tmp_path)
        monkeypatch.setattr(memory_module, "_CGROUPS", tmp_path)
        monkeypatch.setattr(memory_module, "_PROC", tmp_path / "proc")
        for name, text in limits.items():
            path = tmp_path / name.replace("__", "/").replace("_dot_", ".")
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"{text}\n")

    return make


@pytest.mark.parametrize(
    ("limits", "cores"),
    [
        ({}, 64),
        ({"cpu_dot_max": "max 100000"}, 64),
        ({"cpu_dot_max": "200000 100000"}, 2),
        ({"cpu_dot_max": "150000 100000"}, 2),
        ({"cpu_dot_max": "50000 100000"}, 1),
        ({"cpu_dot_max": ""}, 64),
        ({"cpu__cpu_dot_cfs_quota_us": "-1", "cpu__cpu_dot_cfs_period_us": "100000"}, 64),
        ({"cpu__cpu_dot_cfs_quota_us": "400000", "cpu__cpu_dot_cfs_period_us": "100000"}, 4),
    ],
    ids=["none", "unlimited", "two", "one and a half", "half", "empty", "old unlimited", "old four"],
)
def test_the_quota_of_a_container_counts(machine, limits, cores):
    """No more cores are counted than the container may use, rounded up; one is always there."""
    machine(64, **limits)
    assert count_cores() == cores


@pytest.mark.parametrize(
    ("memory", "limits", "processes"),
    [
        (3, {}, 3),
        (0, {}, 1),
        (1000, {"memory_dot_max": "max"}, 8),
        (1000, {"memory_dot_max": str(2 * GIB + 1)}, 2),
        (1000, {"memory__memory_dot_limit_in_bytes": str(5 * GIB)}, 5),
    ],
    ids=["machine", "tiny machine", "unlimited", "container", "old container"],
)
def test_memory_bounds_the_processes(machine, memory, limits, processes):
    """There are no more processes than GiB of memory that are free, and at least one."""
    machine(8, memory, **limits)
    assert choose_processes(100 * WORTH) == processes


@pytest.mark.parametrize(
    ("characters", "processes"), [(0, 1), (WORTH * 2 - 1, 1), (WORTH * 2, 2), (WORTH * 99, 8)]
)
def test_each_process_has_enough_to_read(machine, characters, processes):
    """Processes are added only where each has enough text to be worth its start."""
    machine(8)
    assert choose_processes(characters) == processes


@pytest.mark.parametrize(("processes", "threads"), [(1, 8), (2, 4), (3, 2), (9, 1)])
def test_threads_are_the_cores_divided_by_the_processes(machine, processes, threads):
    """By default processes share the cores, and each has one thread at least."""
    machine(8)
    assert choose_threads(processes) == threads


def test_the_environment_of_a_worker_is_that_of_the_user_with_limits(machine, monkeypatch):
    """Limits are added to what the user has set, and win only if a number was given."""
    machine(8)
    monkeypatch.setenv("SOMETHING_ELSE", "stays")
    monkeypatch.setenv("MKL_NUM_THREADS", "7")
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    by_default, given = build_environment(None, 2), build_environment(3, 2)
    names = ("SOMETHING_ELSE", "MKL_NUM_THREADS", "OMP_NUM_THREADS")
    assert [by_default[name] for name in names] == ["stays", "7", "4"]
    assert [given[name] for name in names] == ["stays", "3", "3"]
