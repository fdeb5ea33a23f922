"""Trains the model that writes texts in small letters as others are written, anew, with the extra `train` installed.

    python tools/train_truecaser.py --out exporter/extraction/text/truecasing/weights FOLDER ...

Every .txt, .xml and .conllu file below the folders is one text: of .xml what stands between the tags, of .conllu the
lines "# text =". A .conll or .conll.txt file holds one or many, a word a line. Every twentieth text is kept to tell
how good the model is. Writes network.npz and words.tsv; the same texts make the same bytes on one machine.
"""

import argparse
import html
import logging
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import nn

from exporter.extraction.text.truecasing.network import ROWS, WRITINGS, hash_hint, number_words
from exporter.extraction.text.truecasing.words import Seen, Word, cut_words, list_hints

logger = logging.getLogger("train_truecaser")

_WIDTH, _INNER = 32, 96
_EPOCHS, _BATCH, _RATE = 10, 8, 3e-3
_DROPPED = 0.2
_BARE = 10  # one text of so many is learnt from without marks, too
_GAP = 5  # empty words between two texts of a batch
_FOLDS = 10
_FEWEST = 3  # texts that have a word, for it to be listed
_SUFFIXES = {".txt", ".xml", ".conllu", ".conll"}
_SMALL, _CAPITAL, _CAPITALS, _MIXED = range(len(WRITINGS))
_TEXTS = len(WRITINGS)  # beside them, the number of texts that have a word
_NO_LETTERS = -1
_TAG = re.compile(r"<[^>]+>")
_LINE = re.compile(r"^# text = (.*)$", re.MULTILINE)
_BEFORE_MARK = re.compile(r" (?=[.,;:!?%)\]’”]|['’](?:s|re|ve|ll|d|m)\b|n['’]t\b)|(?<=[(\[“$]) ")
_TITLE_SHARE, _TITLE_WORDS = 0.6, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A text to learn from.

    Attributes:
        words: Its words.
        forms: How each is printed.
        writings: How each is written; _NO_LETTERS where it has none or its line is a headline in capitals.
        inner: Which words stand within a sentence.
    """

    words: Sequence[Word]
    forms: Sequence[str]
    writings: Sequence[int]
    inner: Sequence[bool]


def read_texts(places: Iterable[Path]) -> Iterator[str]:
    """Read the texts of files and folders, in order of their paths."""
    found = (path for place in places for path in ([place] if place.is_file() else place.rglob("*")))
    for path in sorted(path for path in found if path.suffix in _SUFFIXES):
        data = path.read_text(encoding="utf-8-sig")
        if path.suffix == ".xml":
            yield html.unescape(_TAG.sub("", data.split("<sources>")[0])).strip()
        elif path.suffix == ".conllu":
            yield "\n".join(_LINE.findall(data))
        elif path.suffix == ".conll" or path.name.endswith(".conll.txt"):
            yield from _read_columns(data)
        else:
            yield data


def _read_columns(data: str) -> Iterator[str]:
    """Read the texts of a file with a word a line, in its first column, or its fourth where there are five."""
    for text in re.split(r"^(?:#begin|-DOCSTART-).*$|^#end.*$", data, flags=re.MULTILINE):
        sentences = [
            " ".join(_pick(line) for line in block.splitlines() if line.strip())
            for block in re.split(r"\n\s*\n", text)
        ]
        joined = "\n".join(_BEFORE_MARK.sub("", sentence) for sentence in sentences if sentence)
        if joined:
            yield joined


def _pick(line: str) -> str:
    cells = line.split("\t") if "\t" in line else line.split()
    return cells[3] if len(cells) >= 5 else cells[0]


def build_example(text: str) -> Example:
    """Build what the model learns from a text."""
    words = cut_words(text)
    forms = [text[word.start : word.start + len(word.text)] for word in words]
    writings = [_tell_writing(form) for form in forms]
    inner = [_is_inner(words, number) for number in range(len(words))]
    for first, last in _iter_lines(words):
        if _is_title(forms[first:last], writings[first:last]):
            writings[first:last] = [_NO_LETTERS] * (last - first)
    return Example(words=words, forms=forms, writings=writings, inner=inner)


def _is_title(forms: Sequence[str], writings: Sequence[int]) -> bool:
    """Tell whether a line is a headline with a capital on every word, which tells nothing of them."""
    long = [
        writing for form, writing in zip(forms, writings, strict=True) if len(form) > 3 and form.isalpha()
    ]
    is_byline = "by" in [form.lower() for form in forms[:2]]
    return len(long) >= _TITLE_WORDS and not is_byline and long.count(_SMALL) < (1 - _TITLE_SHARE) * len(long)


def _iter_lines(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    ends = [number for number, word in enumerate(words) if word.text == "\n"]
    yield from zip([0, *ends], [*ends, len(words)], strict=True)


def _tell_writing(form: str) -> int:
    if not form[0].isalpha() or form.lower() == form.upper():
        return _NO_LETTERS
    if form.islower():
        return _SMALL
    if form == form[0].upper() + form[1:].lower():
        return _CAPITAL
    return _CAPITALS if form.isupper() else _MIXED


def _is_inner(words: Sequence[Word], number: int) -> bool:
    return number > 0 and (words[number - 1].text.isalnum() or words[number - 1].text in {",", "-", "(", "&"})


def count_seen(examples: Iterable[Example]) -> tuple[dict[str, Counter[int]], dict[str, Counter[str]]]:
    """Count in how many texts each word is written how within sentences, and in which mixed forms."""
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for each in examples:
        kept = {
            (word.text, writing, form if writing == _MIXED else "")
            for word, form, writing, inner in zip(
                each.words, each.forms, each.writings, each.inner, strict=True
            )
            if writing != _NO_LETTERS and inner
        }
        for word in {word for word, _, _ in kept}:
            counts[word][_TEXTS] += 1
        for word, writing in {(word, writing) for word, writing, _ in kept}:
            counts[word][writing] += 1
        for word, writing, form in kept:
            if writing == _MIXED:
                forms[word][form] += 1
    return counts, forms


def build_seen(counts: Mapping[str, Counter[int]], forms: Mapping[str, Counter[str]]) -> dict[str, Seen]:
    """Build the table of how words are written; words of few texts are left out."""
    return {
        word: Seen(
            small=found[_SMALL],
            capital=found[_CAPITAL],
            capitals=found[_CAPITALS],
            mixed=found[_MIXED],
            form=max(forms[word].items(), key=lambda item: (item[1], item[0]))[0] if forms[word] else "",
        )
        for word, found in sorted(counts.items())
        if found[_TEXTS] >= _FEWEST
    }


def subtract(
    counts: Mapping[str, Counter[int]], others: Mapping[str, Counter[int]]
) -> dict[str, Counter[int]]:
    """Take the counts of some texts off those of all."""
    return {word: found - others[word] if word in others else found for word, found in counts.items()}


class Network(nn.Module):
    """The network as exporter computes it, see network.py beside the weights."""

    def __init__(self) -> None:
        """Make a network that has learnt nothing."""
        super().__init__()
        self.rows = nn.EmbeddingBag(ROWS, _WIDTH, mode="sum")
        nn.init.normal_(self.rows.weight, std=0.1)
        self.near = nn.Conv1d(_WIDTH, _INNER, 5, padding=2)
        self.wide = nn.Conv1d(2 * _INNER, _INNER, 5, padding=2)
        self.last = nn.Conv1d(_INNER, _INNER, 3, padding=1)
        self.out = nn.Linear(_INNER + _WIDTH, len(WRITINGS))
        self.drop = nn.Dropout(0.2)

    def forward(
        self, hints: torch.Tensor, offsets: torch.Tensor, weights: torch.Tensor, numbers: torch.Tensor
    ) -> torch.Tensor:
        """Compute the scores of each word of a batch of texts."""
        inputs = self.rows(hints, offsets, per_sample_weights=weights)
        near = self.drop(torch.relu(self.near(inputs.T[None])[0].T))
        count = int(numbers.max()) + 1
        sums = torch.zeros(count, near.shape[1]).index_add(0, numbers, near)
        everywhere = (sums / torch.bincount(numbers, minlength=count)[:, None])[numbers]
        wide = self.drop(torch.relu(self.wide(torch.cat([near, everywhere], 1).T[None])))
        last = self.drop(torch.relu(self.last(wide)))[0].T
        scores: torch.Tensor = self.out(torch.cat([last, inputs], 1))
        return scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Texts as the network reads them, one after the other with empty words between."""

    hints: torch.Tensor
    offsets: torch.Tensor
    numbers: torch.Tensor
    writings: torch.Tensor


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """A text as the network learns from it.

    Attributes:
        rows: The rows of the hints of each word.
        numbers: The number of each word, the same for the same word.
        writings: How each is written.
    """

    rows: Sequence[Sequence[int]]
    numbers: Sequence[int]
    writings: Sequence[int]


def encode(example: Example, seen: Mapping[str, Seen]) -> Encoded:
    """Encode a text."""
    rows = [[hash_hint(hint) for hint in hints] for hints in list_hints(example.words, seen)]
    return Encoded(rows=rows, numbers=number_words(example.words), writings=example.writings)


def encode_bare(example: Example, seen: Mapping[str, Seen]) -> Encoded:
    """Encode a text as speech recognition gives it, without marks; what starts a sentence is not learnt from."""
    kept = [n for n, word in enumerate(example.words) if word.text[0].isalnum() or word.text in "\n'’-"]
    words = [replace(example.words[n], is_spaced=True) for n in kept]
    rows = [[hash_hint(hint) for hint in hints] for hints in list_hints(words, seen)]
    writings = [example.writings[n] if example.inner[n] else _NO_LETTERS for n in kept]
    return Encoded(rows=rows, numbers=number_words(words), writings=writings)


def build_batch(encoded: Sequence[Encoded]) -> Batch:
    """Build a batch."""
    hints: list[int] = []
    offsets: list[int] = []
    numbers: list[int] = []
    writings: list[int] = []
    for each in encoded:
        above = max(numbers, default=-1) + 1
        for rows in each.rows:
            offsets.append(len(hints))
            hints.extend(rows)
        offsets.extend([len(hints)] * _GAP)
        numbers.extend(above + 1 + number for number in each.numbers)
        numbers.extend([above] * _GAP)
        writings.extend([*each.writings, *[_NO_LETTERS] * _GAP])
    return Batch(
        hints=torch.tensor(hints),
        offsets=torch.tensor(offsets),
        numbers=torch.tensor(numbers),
        writings=torch.tensor(writings),
    )


def fit(encoded: Sequence[Encoded], epochs: int, held: Sequence[Encoded] = ()) -> Network:
    """Fit a network to texts."""
    torch.manual_seed(1)
    network = Network()
    total = epochs * (len(encoded) // _BATCH + 1)
    optimizer = torch.optim.Adam(network.parameters(), lr=_RATE)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.02, 1 - step / total))
    loss_of = nn.CrossEntropyLoss(ignore_index=_NO_LETTERS)
    for epoch in range(epochs):
        network.train()
        losses = []
        order = torch.randperm(len(encoded)).tolist()
        for start in range(0, len(order), _BATCH):
            each = build_batch([encoded[number] for number in order[start : start + _BATCH]])
            weights = (torch.rand(len(each.hints)) >= _DROPPED).float()
            loss = loss_of(network(each.hints, each.offsets, weights, each.numbers), each.writings)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        logger.info("epoch %d: loss %.4f %s", epoch + 1, sum(losses) / len(losses), score(network, held))
    return network


def score(network: Network, encoded: Sequence[Encoded]) -> str:
    """Tell how many words a network writes as they are printed, and the F1 of those not in small letters."""
    network.eval()
    right = words = both = wanted = chosen = 0
    with torch.no_grad():
        for each in map(build_batch, ([one] for one in encoded)):
            best = network(each.hints, each.offsets, torch.ones(len(each.hints)), each.numbers).argmax(1)
            counted = each.writings != _NO_LETTERS
            found, gold = best[counted], each.writings[counted]
            right += int((found == gold).sum())
            words += len(gold)
            both += int(((found == gold) & (gold != _SMALL)).sum())
            wanted += int((gold != _SMALL).sum())
            chosen += int((found != _SMALL).sum())
    if not words:
        return ""
    return f"words {100 * right / words:.2f} %, capitalised F1 {200 * both / max(1, wanted + chosen):.2f} %"


def write_model(network: Network, seen: Mapping[str, Seen], folder: Path) -> None:
    """Write a network and the table of words into a folder."""
    rows = network.rows.weight.detach().numpy()
    scale = np.abs(rows).max(0) / 127
    layers = {}
    for name in ("near", "wide", "last"):
        layer = getattr(network, name)
        layers[name] = layer.weight.detach().numpy().transpose(2, 1, 0)
        layers[f"{name}_bias"] = layer.bias.detach().numpy()
    layers |= {"out": network.out.weight.detach().numpy().T, "out_bias": network.out.bias.detach().numpy()}
    layers = {name: np.ascontiguousarray(each, np.float32) for name, each in layers.items()}
    np.savez_compressed(
        folder / "network.npz", rows=np.round(rows / scale).astype(np.int8), scale=scale, **layers
    )
    lines = ["word\tsmall\tcapital\tcapitals\tmixed\tform"]
    lines += [
        f"{word}\t{each.small}\t{each.capital}\t{each.capitals}\t{each.mixed}\t{each.form}"
        for word, each in seen.items()
    ]
    (folder / "words.tsv").write_bytes("".join(f"{line}\n" for line in lines).encode())


def main() -> None:
    """Train and write the model."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("places", nargs="+", type=Path)
    parser.add_argument("--twice", action="append", default=[], type=Path, help="learnt from twice as much")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=_EPOCHS)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    often = list(map(build_example, read_texts(options.twice)))
    examples = [*often, *map(build_example, read_texts(options.places))]
    logger.info("%d texts, %d words", len(examples), sum(len(each.words) for each in examples))
    held, learnt = examples[::20], [each for number, each in enumerate(examples) if number % 20]
    counts, forms = count_seen(learnt)
    seen = build_seen(counts, forms)
    encoded: list[Encoded] = []
    doubled = {id(each) for each in often}
    for fold in range(_FOLDS):
        own = learnt[fold::_FOLDS]
        others = build_seen(subtract(counts, count_seen(own)[0]), forms)
        encoded.extend(encode(each, others) for each in own)
        encoded.extend(encode_bare(each, others) for each in own[::_BARE])
        encoded.extend(encode(each, others) for each in own if id(each) in doubled)
    network = fit(encoded, options.epochs, [encode(each, seen) for each in held])
    options.out.mkdir(parents=True, exist_ok=True)
    write_model(network, seen, options.out)


if __name__ == "__main__":
    main()
