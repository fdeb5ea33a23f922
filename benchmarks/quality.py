"""Scores the attributions against an annotated corpus in brat standoff, and each rule by itself.

    python -m benchmarks.quality CORPUS [--every N] [--offset K]

CORPUS holds text/*.txt and attributions/*_ANNOTATOR.ann, as PolNeAR does; of several annotators the first
by name counts. A predicted content matches an annotated one if they share at least half of their words
(one to one, best first); it is right if the sources share a word too, or neither has one.
"""

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from exporter.extraction import load_pipeline
from exporter.extraction.attribution import Attribution
from exporter.extraction.attributions import find_attributions
from exporter.extraction.marks import Quoted, find_quoted
from exporter.extraction.paragraphs import find_paragraphs
from exporter.extraction.reading import get_type

Bounds = list[tuple[int, int]]
Gold = dict[str, Bounds]
_WORD = re.compile(r"\w+(?:['’.,\-]\w+)*")
_SPAN = re.compile(r"^(T\d+)\t(\S+) ([\d ;]+)\t", re.M)
_EVENT = re.compile(r"^E\d+\t(\S.*)$", re.M)
_HALF = 0.5


def read_gold(path: Path) -> list[Gold]:
    """Read the attributions of one annotation file: for each role, the bounds of its pieces."""
    raw = path.read_bytes().decode("utf-8")
    bounds = {found[1]: [_pair(piece) for piece in found[3].split(";")] for found in _SPAN.finditer(raw)}
    attributions = []
    for event in _EVENT.finditer(raw):
        roles: Gold = {"content": [], "cue": [], "source": []}
        for argument in event[1].split():
            role, _, reference = argument.partition(":")
            roles.get(role.rstrip("0123456789").lower(), []).extend(bounds[reference])
        if roles["content"]:
            attributions.append(roles)
    return attributions


def _pair(piece: str) -> tuple[int, int]:
    start, end = piece.split()
    return int(start), int(end)


def iter_corpus(folder: Path) -> Iterator[tuple[str, list[Gold]]]:
    """Yield every text with its attributions, in order of file name."""
    seen = set()
    for path in sorted((folder / "attributions").glob("*.ann")):
        stem = path.stem.rsplit("_", 1)[0]
        if stem not in seen:
            seen.add(stem)
            text = (folder / "text" / f"{stem}.txt").read_bytes().decode("utf-8")
            yield text, read_gold(path)


class Words:
    """The words of a text, to turn spans into sets of word numbers."""

    def __init__(self, text: str) -> None:
        """Find the words once."""
        self._bounds = [found.span() for found in _WORD.finditer(text)]

    def within(self, spans: Iterable[tuple[int, int]]) -> frozenset[int]:
        """Return the numbers of the words that spans touch."""
        return frozenset(
            number
            for low, high in spans
            for number, (a, b) in enumerate(self._bounds)
            if a < high and b > low
        )


def align(gold: Sequence[frozenset[int]], found: Sequence[frozenset[int]]) -> dict[int, int]:
    """Map found contents to annotated ones, one to one, by most shared words first."""
    pairs = sorted(
        ((len(g & f) / len(g | f), -i, -j) for i, g in enumerate(gold) for j, f in enumerate(found) if g & f),
        reverse=True,
    )
    matched: dict[int, int] = {}
    for share, i, j in pairs:
        if share >= _HALF and -i not in matched.values() and -j not in matched:
            matched[-j] = -i
    return matched


class Tally:
    """Counts over all documents."""

    def __init__(self) -> None:
        """Start at nothing."""
        self.words: Counter[str] = Counter()
        self.soft: Counter[str] = Counter()
        self.by_rule: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)

    def add(self, text: str, gold: list[Gold], found: Sequence[Attribution], quoted: list[Quoted]) -> None:
        """Count one document."""
        words = Words(text)
        annotated = [{role: words.within(spans) for role, spans in each.items()} for each in gold]
        annotated = [each for each in annotated if each["content"]]
        kept = [(each, words.within((s.start, s.end) for s in each.content)) for each in found]
        kept = [(each, content) for each, content in kept if content]
        self._count_words(annotated, [content for _, content in kept])
        matched = align([each["content"] for each in annotated], [content for _, content in kept])
        self.soft.update(gold=len(annotated), found=len(kept), hit=len(matched))
        for number, (each, _) in enumerate(kept):
            source = words.within((s.start, s.end) for s in each.source)
            other = annotated[matched[number]] if number in matched else None
            right = other is not None and bool(source & other["source"] or not (source or other["source"]))
            self.soft["right"] += right
            key = (each.rule, get_type(text, each.content, quoted))
            self.by_rule[key].update(found=1, hit=number in matched, right=right)

    def _count_words(self, annotated: list[dict[str, frozenset[int]]], found: list[frozenset[int]]) -> None:
        gold = frozenset().union(*(each["content"] for each in annotated))
        mine = frozenset().union(*found)
        self.words.update(gold=len(gold), found=len(mine), hit=len(gold & mine))


def _score(name: str, hit: int, found: int, gold: int) -> str:
    precision, recall = hit / max(found, 1), hit / max(gold, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"| {name} | {100 * precision:.1f} | {100 * recall:.1f} | {100 * f1:.1f} |"


def main() -> None:
    """Score and print two tables in Markdown."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take every Nth text")
    parser.add_argument("--offset", type=int, default=0, help="start at the Kth text")
    options = parser.parse_args()
    texts = list(iter_corpus(options.corpus))[options.offset :: options.every]
    tally = Tally()
    for doc, (text, gold) in load_pipeline().pipe(
        ((text, (text, gold)) for text, gold in texts), as_tuples=True
    ):
        paragraphs = find_paragraphs(text)
        quoted = find_quoted(text, paragraphs)
        tally.add(text, gold, find_attributions(doc, paragraphs, quoted), quoted)
    print(f"{len(texts)} texts, {tally.soft['gold']} attributions\n")
    print("| measure | P | R | F1 |\n| --- | ---: | ---: | ---: |")
    print(_score("content words", tally.words["hit"], tally.words["found"], tally.words["gold"]))
    print(_score("contents (half of the words)", tally.soft["hit"], tally.soft["found"], tally.soft["gold"]))
    print(
        _score("contents with the right source", tally.soft["right"], tally.soft["found"], tally.soft["gold"])
    )
    print("\n| rule | type | found | content right | with source |\n| --- | --- | ---: | ---: | ---: |")
    for (rule, kind), count in sorted(tally.by_rule.items(), key=lambda item: -item[1]["found"]):
        found = count["found"]
        print(f"| {rule} | {kind} | {found} | {count['hit'] / found:.2f} | {count['right'] / found:.2f} |")


if __name__ == "__main__":
    main()
