"""Runs a whole command as a process of its own, and tells what it took."""

import os
import subprocess
import time
from collections.abc import Sequence
from typing import NamedTuple

EXPORTER = "import sys; from exporter.cli import main; sys.exit(main())"
"""The program, for python -c."""


class Run(NamedTuple):
    """What one process took: CPU seconds, elapsed seconds, MiB at its peak, and what it printed last."""

    cpu: float
    elapsed: float
    memory: int
    said: str


def run_process(command: Sequence[str]) -> Run:
    """Run a process, start-up included; byte code is kept, as in an installation.

    Raises:
        SystemExit: It ended with something else than 0 or 1.
    """
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    )
    assert process.stdout is not None
    lines = process.stdout.read().splitlines()
    _, status, usage = os.wait4(process.pid, 0)
    elapsed = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command[-4:])}: ended with {process.returncode}")
    return Run(usage.ru_utime + usage.ru_stime, elapsed, usage.ru_maxrss // 1024, lines[-1] if lines else "")
