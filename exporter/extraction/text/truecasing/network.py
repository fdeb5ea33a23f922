"""Computes how the words of a text are written: a small convolutional network over hashed hints, in numpy.

Beside the words around a word, it looks at what stands around the same word elsewhere in the text: who is introduced as
"minister paul renner" is called "renner" later on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt

from exporter.extraction.text.truecasing.words import Seen, Word, list_hints

WRITINGS = ("small", "capital", "capitals", "mixed")
"""How a word can be written, in the order of the network's scores."""

ROWS = 1 << 16
"""How many rows of numbers hints are hashed to."""

WEIGHTS = Path(__file__).parent / "weights"
_LONGEST = 20_000  # words at once; longer texts are read in pieces, so that memory does not grow with them
Numbers = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A trained network.

    Attributes:
        rows: What each hint counts for, by the row that it is hashed to.
        layers: The weights of the layers, by name; those of a convolution by distance, input and output.
        seen: How words are written, as far as the texts that it learnt from had them often enough.
    """

    rows: npt.NDArray[np.int8]
    layers: Mapping[str, Numbers]
    seen: Mapping[str, Seen]


@cache
def load_model(folder: Path = WEIGHTS) -> Model:
    """Load a model, once."""
    with np.load(folder / "network.npz") as stored:
        layers = {name: stored[name] for name in stored.files}
    rows = layers.pop("rows")
    return Model(rows=rows, layers=layers, seen=read_seen(folder / "words.tsv"))


def read_seen(path: Path) -> dict[str, Seen]:
    """Read how words are written from a table with a header."""
    _, *lines = path.read_text(encoding="utf-8").splitlines()
    return dict(map(_read_row, lines))


def _read_row(line: str) -> tuple[str, Seen]:
    word, small, capital, capitals, mixed, form = line.split("\t")
    seen = Seen(small=int(small), capital=int(capital), capitals=int(capitals), mixed=int(mixed), form=form)
    return word, seen


def hash_hint(hint: str) -> int:
    """Get the row of a hint."""
    return crc32(hint.encode("utf-8", "surrogatepass")) % ROWS


def number_words(words: Sequence[Word]) -> list[int]:
    """Number the words of a text, the same word alike, in order of first appearance."""
    numbers: dict[str, int] = {}
    return [numbers.setdefault(word.text, len(numbers)) for word in words]


def choose_writings(words: Sequence[Word], model: Model) -> list[str]:
    """Choose how each word of a text is written."""
    pieces = [words[start : start + _LONGEST] for start in range(0, len(words), _LONGEST)]
    return [WRITINGS[best] for piece in pieces for best in _compute(piece, model).argmax(1)]


def _compute(words: Sequence[Word], model: Model) -> Numbers:
    """Compute the scores of each word for each way of writing it."""
    inputs = _add_rows(list_hints(words, model.seen), model)
    near = _convolve(inputs, "near", model)
    everywhere = _average(near, np.array(number_words(words)))
    wide = _convolve(np.concatenate([near, everywhere], axis=1), "wide", model)
    last = _convolve(wide, "last", model)
    out: Numbers = np.concatenate([last, inputs], axis=1) @ model.layers["out"] + model.layers["out_bias"]
    return out


def _add_rows(hints: Sequence[Sequence[str]], model: Model) -> Numbers:
    sums = [model.rows[[hash_hint(hint) for hint in each]].sum(0, dtype=np.int32) for each in hints]
    scaled: Numbers = np.array(sums, np.float32) * model.layers["scale"]
    return scaled


def _convolve(inputs: Numbers, name: str, model: Model) -> Numbers:
    weights = model.layers[name]
    reach = len(weights) // 2
    padded = np.pad(inputs, ((reach, reach), (0, 0)))
    sums = np.tile(model.layers[f"{name}_bias"], (len(inputs), 1))
    for shift, each in enumerate(weights):
        sums += padded[shift : shift + len(inputs)] @ each
    positive: Numbers = np.maximum(sums, 0)
    return positive


def _average(values: Numbers, numbers: npt.NDArray[np.int64]) -> Numbers:
    """Give each word the average of the values of all words with its number."""
    sums = np.zeros((numbers.max() + 1, values.shape[1]), np.float32)
    np.add.at(sums, numbers, values)
    counts = np.bincount(numbers).astype(np.float32)
    averages: Numbers = np.divide(sums, counts[:, None], dtype=np.float32)
    return averages[numbers]
