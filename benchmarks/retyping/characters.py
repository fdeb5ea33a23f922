"""Other characters for the same text: spaces, invisible characters, composed letters, letters of one size, mojibake."""

import re
import unicodedata
from collections.abc import Callable

from benchmarks.retyping.choosing import Form, build_chance, each_line
from benchmarks.retyping.marks import CURLY, type_marks

_LONG_WORD = re.compile(r"[A-Za-z]{8,}")
_LIGATURES = {"ffi": "ﬃ", "ffl": "ﬄ", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ"}


def space_by(space: str) -> Form:
    """Type another space between all words."""
    return lambda text: text.replace(" ", space)


def space_some_by(*spaces: str, share: float = 0.2) -> Form:
    """Type other spaces between a share of the words."""

    def retype(text: str) -> str:
        chance = build_chance(text)
        return re.sub(" ", lambda _: chance.choice(spaces) if chance.random() < share else " ", text)

    return retype


def space_sentences(text: str) -> str:
    """Type two spaces where a sentence may end."""
    return re.sub(r"(?<=[.!?…]) (?=[“\"A-Z])|(?<=[.!?…][”\"’]) (?=[“\"A-Z])", "  ", text)


def trail(text: str) -> str:
    """Type spaces at the ends of lines, and on blank lines."""
    return "\n".join(f"{line}{' ' * (1 + number % 3)}" for number, line in enumerate(text.split("\n")))


def put_inside_words(character: str) -> Form:
    """Type an invisible character after every third letter of long words."""

    def put(word: re.Match[str]) -> str:
        return re.sub(r"[A-Za-z]{3}(?=[A-Za-z]{3})", lambda found: found.group() + character, word.group())

    return lambda text: _LONG_WORD.sub(put, text)


def put_beside_words(character: str, share: float = 0.2) -> Form:
    """Type an invisible character beside a share of the spaces, before and after them by turns."""

    def retype(text: str) -> str:
        chance = build_chance(text)

        def put(_: re.Match[str]) -> str:
            if chance.random() >= share:
                return " "
            return chance.choice((f"{character} ", f" {character}"))

        return re.sub(" ", put, text)

    return retype


def decompose(text: str) -> str:
    """Type accents as characters of their own."""
    return unicodedata.normalize("NFD", text)


def tie(text: str) -> str:
    """Type ligatures."""
    for letters, ligature in _LIGATURES.items():
        text = text.replace(letters, ligature)
    return text


def lower(text: str) -> str:
    """Type small letters only."""
    return text.lower()


def capitalise(text: str) -> str:
    """Type capitals only."""
    return text.upper()


def misread(undefined: Callable[[int], str]) -> Form:
    """Type curly marks, and read the UTF-8 of them as Windows-1252.

    Args:
        undefined: Tells what stands for a byte that is nothing there.
    """

    def read(byte: int) -> str:
        try:
            return bytes([byte]).decode("windows-1252")
        except UnicodeDecodeError:
            return undefined(byte)

    curly = type_marks(CURLY)
    return lambda text: "".join(map(read, curly(text).encode("utf-8")))


indent_lines = each_line(lambda line: f"\t{line}")
"""Types a tab before each paragraph."""
