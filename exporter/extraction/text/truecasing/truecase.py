"""Writes a text that is all in small letters or in capitals as others are written, so that names can be told."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from exporter.documents.styles import is_in_capitals, is_in_small_letters
from exporter.extraction.text.truecasing.network import choose_writings, load_model
from exporter.extraction.text.truecasing.words import Seen, Word, cut_words

_SCOTTISH = re.compile(r"mc(?=\w{3})")


def truecase(text: str) -> str:
    """Write a text in small letters, or in capitals, with capitals where others have them; any other is unchanged.

    Every character stays in its place, and what is no letter stays as it is. So do words of the other size in a line:
    "NATO" in one in small letters, "km" in one in capitals.

    Args:
        text: Any text.

    Raises:
        ModelError: The default pipeline, which has the dictionary, is not installed.
    """
    if not (is_in_capitals(text) or is_in_small_letters(text)):
        return text
    model = load_model()
    words = cut_words(text)
    settled, first = _find_settled(words, text), _find_first(words)
    letters = list(text)
    for word, writing in zip(words, choose_writings(words, model), strict=True):
        if word.start in first and writing == "small":
            writing = "capital"
        if word.start not in settled:
            letters[word.start : word.end] = _write(
                text[word.start : word.end], word.text, writing, model.seen.get(word.text)
            )
    return "".join(letters)


def _find_first(words: Sequence[Word]) -> set[int]:
    """Find where the first word of each line starts, unless a number stands before it."""
    lines = (group for is_break, group in groupby(words, key=lambda word: word.text == "\n") if not is_break)
    found = (next((word for word in line if word.text.isalnum()), None) for line in lines)
    return {word.start for word in found if word is not None and word.has_letters}


def _find_settled(words: Sequence[Word], text: str) -> set[int]:
    """Find where words start that have letters of another size than most words of their line."""
    settled: set[int] = set()
    for is_break, group in groupby(words, key=lambda word: word.text == "\n"):
        line = [] if is_break else [(word, text[word.start : word.end]) for word in group if word.has_letters]
        large = [word.start for word, printed in line if printed != word.text]
        small = [word.start for word, printed in line if not printed.isupper()]
        settled.update(small if len(large) > len(small) else large)
    return settled


def _write(printed: str, small: str, writing: str, seen: Seen | None) -> Iterator[str]:
    """Yield the letters of a word as it is written."""
    if writing == "capitals":
        large = set(range(len(small)))
    elif writing == "mixed" and seen is not None and seen.form:
        large = {number for number, letter in enumerate(seen.form) if letter.isupper()}
    elif writing == "small":
        large = set()
    else:
        large = {0, 2} if _SCOTTISH.match(small) else {0}
    for number, (letter, low) in enumerate(zip(printed, small, strict=True)):
        yield _raise(letter) if number in large else low


def _raise(letter: str) -> str:
    """Give the capital of a letter; the letter itself where that is one already, or would be two characters."""
    return letter if letter.isupper() or len(capital := letter.upper()) > 1 else capital
