"""Fits the weights that tell whether a paragraph ends with a full line, anew.

    python tools/train_full_lines.py --check seeds --check seeds/unseen FOLDER ...

Every .txt and .xml file in the folders is an article of one paragraph a line; of .xml what stands between the tags.
Prints the weights, and how often they are right on the articles in the folders to check, which they are not fitted to.
"""

import argparse
import html
import logging
import re
import textwrap
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from exporter.documents.folding.full_lines import FullLines
from exporter.documents.folding.lines import SENTENCE_END

logger = logging.getLogger("train_full_lines")

_WIDTHS = (45, 60, 72, 80, 100)
_PENALTY = 10
_STEPS = 20
_TEXT = re.compile(r"<text\b[^>]*>(.*)</text>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def iter_texts(folders: Iterable[Path]) -> Iterator[str]:
    """Yield the texts of articles."""
    for folder in folders:
        for path in sorted(folder.glob("*.txt")):
            yield path.read_text(encoding="utf-8")
        for path in sorted(folder.glob("*.xml")):
            if found := _TEXT.search(path.read_text(encoding="utf-8")):
                yield html.unescape(_TAG.sub("", found[1]))


def iter_examples(text: str, width: int) -> Iterator[tuple[tuple[float, ...], bool]]:
    """Wrap a text; yield how each line that may or may not end a paragraph is described, and whether it does."""
    wrapped = [
        textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
        for line in text.split("\n")
        if line.strip()
    ]
    lines = [line for paragraph in wrapped for line in paragraph]
    is_last = [number == len(paragraph) for paragraph in wrapped for number in range(1, len(paragraph) + 1)]
    is_finished = [SENTENCE_END.search(line) is not None for line in lines[:-1]]
    is_full = [len(line) + 1 + len(after.split()[0]) > width for line, after in pairwise(lines)]
    reader = FullLines(lines, [a and not b for a, b in zip(is_finished, is_full, strict=True)], width)
    for number in range(len(lines) - 1):
        reader.add(number)
        if is_finished[number] and is_full[number]:
            yield reader.describe(number), is_last[number]
        if is_last[number]:
            reader.start()


def collect(folders: Iterable[Path]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Collect the examples of all articles at all widths."""
    examples = [
        each for text in iter_texts(folders) for width in _WIDTHS for each in iter_examples(text, width)
    ]
    return np.array([described for described, _ in examples], float), np.array(
        [is_end for _, is_end in examples]
    )


def main() -> None:
    """Fit, check and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--check", type=Path, action="append", default=[], metavar="FOLDER")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    described, is_end = collect(given.folders)
    weights = fit(described, is_end)
    logger.info("WEIGHTS = (%s)", ", ".join(f"{weight:.2f}" for weight in weights))
    _tell(weights, "fitted to", described, is_end)
    if given.check:
        _tell(weights, "checked on", *collect(given.check))


def fit(described: NDArray[np.float64], is_end: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Fit a logistic regression, with small weights preferred, by Newton's method."""
    weights = np.zeros(described.shape[1])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-described @ weights))
        slope = described.T @ (is_end - likely) - _PENALTY * weights
        bend = (described.T * (likely * (1 - likely))) @ described + _PENALTY * np.eye(len(weights))
        weights += np.linalg.solve(bend, slope)
    return weights


def _tell(
    weights: NDArray[np.float64], done: str, described: NDArray[np.float64], is_end: NDArray[np.bool_]
) -> None:
    right = ((described @ weights > 0) == is_end).mean()
    logger.info(
        "%s %d lines: %.1f%% right, %.1f%% are ends", done, len(is_end), 100 * right, 100 * is_end.mean()
    )


if __name__ == "__main__":
    main()
