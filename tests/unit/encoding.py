"""What the tests of the trained model share: its tokenizer, texts cut into words, words made by hand."""

import re
from functools import cache
from pathlib import Path

import numpy as np
from hypothesis import strategies as st
from tokenizers import Tokenizer

import exporter.extraction.attributions.model
from exporter.extraction.attributions.model.words import Words, read_words
from exporter.extraction.text.paragraphs import find_paragraphs
from exporter.extraction.text.quotation_marks import find_quoted

WEIGHTS = Path(exporter.extraction.attributions.model.__file__).parent / "weights"
NETWORKS = ("encoder.onnx", "reader.onnx")

_ROUNDING = re.compile("Integer|Quantize|QLinear|QAttention|QGemm|NBits")  # in names of operators

# Words of few and of many pieces, marks of all kinds, line ends, accents, other alphabets, emoji, bad characters.
_PIECES = (
    *("he", "said", " ", " ", " ", "\n", "\n\n", ",", ".", "unforeseeable", "x" * 120, "McQuist", "3.5"),
    *('"', "“", "”", "''", "``", "«", "»", "„", "‘", "’", "'", "＂", "—", "-"),
    *("e\u0301", "\u0301", "Zoë", "市长说", "שָׁלוֹם", "العبارة", "👩\u200d👩\u200d👧", "🇺🇦", "❤\ufe0f"),
    *("\u200b", "\u202e", "\x00", "\ufffd", "\u2028", "\xa0", "ﬁ", "İ"),
)


def texts(size=60):
    """Draw a text of a number of pieces at most; one draw of bytes is quicker than one for every piece."""
    return st.binary(max_size=size).map(
        lambda data: "".join(_PIECES[byte % len(_PIECES)] for byte in data).strip()
    )


def find_rounding(path):
    """Find the operators of a network that round states, or multiply integers, as some processors do otherwise."""
    import onnx

    found = {node.op_type for node in onnx.load(path).graph.node}
    return {name for name in found if _ROUNDING.search(name)} - {"DequantizeLinear"}


@cache
def load_tokenizer():
    """Load the tokenizer that is shipped, as the model does."""
    tokenizer = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def read(text):
    """Cut a text into words, its own paragraphs and quotation marks found first."""
    paragraphs = find_paragraphs(text)
    return read_words(text, paragraphs, find_quoted(text, paragraphs), load_tokenizer())


def build_words(text):
    """Cut a text into words at spaces, one piece each; paragraphs and quotes are read off it."""
    paragraphs = find_paragraphs(text)
    starts, ends, breaks = [], [], []
    for paragraph in paragraphs:
        place = paragraph.start
        for word in text[paragraph.start : paragraph.end].split(" "):
            starts.append(place)
            ends.append(place + len(word))
            breaks.append(int(place == paragraph.start))
            place += len(word) + 1
    quotes = [-1] * len(starts)
    number, continues = -1, False
    for quoted in find_quoted(text, paragraphs):
        number, continues = number + (not continues), quoted.continues
        for place, start in enumerate(starts):
            if quoted.start <= start < quoted.end:
                quotes[place] = number
    zeros = np.zeros(len(starts), dtype=np.int64)
    return Words(
        starts=np.array(starts, dtype=np.int64),
        ends=np.array(ends, dtype=np.int64),
        pieces=zeros,
        firsts=np.arange(len(starts) + 1),
        marks=zeros,
        quotes=np.array(quotes, dtype=np.int64),
        cases=zeros,
        breaks=np.array(breaks, dtype=np.int64),
    )


def build_sized(sizes):
    """Build words of so many pieces each."""
    zeros = np.zeros(len(sizes), dtype=np.int64)
    firsts = np.concatenate(([0], np.cumsum(np.array(sizes, dtype=np.int64))))
    return Words(
        starts=np.arange(len(sizes)),
        ends=np.arange(len(sizes)) + 1,
        pieces=np.arange(firsts[-1]) + 1000,
        firsts=firsts,
        marks=zeros + np.arange(len(sizes)) % 4,
        quotes=zeros - 1,
        cases=zeros + 1,
        breaks=(np.arange(len(sizes)) == 0).astype(np.int64),
    )
