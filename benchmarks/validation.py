"""Measures `exporter validate` beside its peers on one package, each as a process of its own, in turn.

    pip install -e ".[test,benchmark]"
    python -m benchmarks.validation [FOLDER] [--documents N] [--runs N] [--slow N] [--faults] [--peer NAME ...]

FOLDER holds csv/ and parquet/ as benchmarks.validation_package writes them, and is made if it is not there. The
peers are in benchmarks.validation_peers. Medians of CPU time (of all threads and processes), of elapsed time and of the
greatest memory are printed, as ratios too. frictionless runs once, on Parquet with the Nth part of the documents that
--slow says; its time is multiplied.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.processes import EXPORTER, Run, run_process
from benchmarks.validation_package import ROWS, write_packages
from benchmarks.validation_peers import PEERS

_OURS = "exporter validate"

_SLOW = "frictionless"


def build_command(name: str, package: Path) -> list[str]:
    """Build the command that lets a peer, or exporter, check a package."""
    if name == _OURS:
        return [sys.executable, "-c", EXPORTER, "validate", str(package)]
    return [sys.executable, "-m", "benchmarks.validation_peers", name, str(package)]


def make(folder: Path, documents: int, *, has_faults: bool) -> Path:
    """Write a package unless it is there."""
    if not folder.exists():
        write_packages(folder, documents, has_faults=has_faults)
    return folder


def measure(folder: Path, kind: str, names: Sequence[str], runs: int, slow: tuple[Path, int]) -> None:
    """Let each check the same package in turn, and print a table in Markdown."""
    found: dict[str, list[Run]] = {name: [] for name in names}
    for number in range(runs):
        for name in names:
            if name == _SLOW and number:  # Once is enough for what takes minutes.
                continue
            is_part = name == _SLOW and kind == "parquet"
            times = slow[1] if is_part else 1
            one = run_process(build_command(name, (slow[0] if is_part else folder) / kind))
            found[name].append(one._replace(cpu=one.cpu * times, elapsed=one.elapsed * times))
            print(f"{kind} {name} {one}", file=sys.stderr, flush=True)
    print(f"\n| {kind} | CPU s | times exporter | elapsed s | times exporter | MiB | found |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | --- |")
    ours = found[_OURS]
    for name, these in found.items():
        cpu, elapsed = (_compare(these, ours, place) for place in (0, 1))
        memory = max(one.memory for one in these)
        print(f"| {name} | {cpu} | {elapsed} | {memory} | {these[-1].said} |", flush=True)


def _compare(these: Sequence[Run], ours: Sequence[Run], place: int) -> str:
    """Write the median, and the median of the ratios within each round; of what ran once, that to our median."""
    found, own = [float(one[place]) for one in these], [float(one[place]) for one in ours]
    if len(found) < len(own):
        own = [statistics.median(own)] * len(found)
    ratio = statistics.median(one / other for one, other in zip(found, own, strict=True))
    return f"{statistics.median(found):.2f} | {ratio:.2f}"


def main() -> None:
    """Write what is needed and measure both formats."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--slow", type=int, default=20)
    parser.add_argument("--faults", action="store_true")
    parser.add_argument("--peer", choices=PEERS, action="append", dest="peers")
    options = parser.parse_args()
    names = [_OURS, *(options.peers or PEERS)]
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch) / "package"
        make(folder, options.documents, has_faults=options.faults)
        part = make(Path(scratch) / "part", options.documents // options.slow, has_faults=options.faults)
        print(f"{options.documents * ROWS:,} rows in six tables, {options.runs} runs in turn, medians")
        for kind in ("csv", "parquet"):
            size = sum(path.stat().st_size for path in (folder / kind).glob("data/*"))
            print(f"{kind}: {size / 1e6:,.0f} MB")
            measure(folder, kind, names, options.runs, (part, options.slow))


if __name__ == "__main__":
    main()
