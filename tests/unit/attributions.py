"""Attributions for tests: built from short notation, found by brute force, drawn at random."""

from hypothesis import strategies as st

from exporter.brat import Attribution
from exporter.records import Span

# Words, all kinds of marks, things inside words, line ends, and letters that are more than one byte.
_PIECES = (
    *(
        "he",
        "said",
        "it’s",
        "3.5",
        "a-b",
        "Zoë",
        "x",
        "🦀",
        " ",
        " ",
        " ",
        "\n",
        "\n\n",
        ".",
        ", ",
        "'",
        "''",
    ),
    *("``", '"', "“", "”", "«", "»", "-", "\t", "\u2028"),
)


def span(start, end):
    """Build a span."""
    return Span(start=start, end=end)


def attribution(content, cue=(), source=(), **fields):
    """Build an attribution from pairs of offsets."""
    roles = {"content": content, "cue": cue, "source": source}
    return Attribution(
        **{role: tuple(span(*pair) for pair in pairs) for role, pairs in roles.items()}, **fields
    )


def mark(text, content, cue="", source="", **fields):
    """Build an attribution from words that stand in a text once; pieces are joined by |."""

    def find(words):
        pieces = [part for part in words.split("|") if part]
        assert all(text.count(part) == 1 for part in pieces)
        return [(text.index(part), text.index(part) + len(part)) for part in pieces]

    return attribution(find(content), find(cue), find(source), **fields)


def annotated(*, sides=1):
    """Draw a text that is not empty, and for each side a list of attributions in it.

    One draw of bytes tells everything, which is quicker by far than to draw every piece.
    """
    return st.binary(max_size=60 + 120 * sides).map(lambda data: _build(_Dice(data), sides))


class _Dice:
    """Turns bytes into choices; when they run out, the first choice is taken."""

    def __init__(self, data):
        self._data = iter(data)

    def roll(self, sides):
        return next(self._data, 0) % sides

    def choose(self, options):
        return options[self.roll(len(options))]


def _build(dice, sides):
    text = "".join(dice.choose(_PIECES) for _ in range(1 + dice.roll(40)))
    return text, *([_build_attribution(dice, len(text)) for _ in range(dice.roll(6))] for _ in range(sides))


def _build_attribution(dice, length):
    return attribution(
        _build_pieces(dice, length, 1),
        _build_pieces(dice, length, 0),
        _build_pieces(dice, length, 0),
        type=dice.choose([None, "direct", "indirect", "mixed"]),
        act=dice.choose([None, "speech", "belief"]),
        confidence=dice.choose([None, *(number / 16 for number in range(17)), 1 / 3]),
    )


def _build_pieces(dice, length, least):
    """Build pieces in order that neither overlap nor touch."""
    offsets = sorted({dice.roll(length + 1) for _ in range(2 * (least + dice.roll(3)))})
    pairs = list(zip(offsets[::2], offsets[1::2], strict=False))
    return pairs or [(0, length)] * least
