"""Tells of texts that are hard to read as they are written: in letters of one size, without stops, without words."""

import re
from collections.abc import Iterator
from string import ascii_lowercase

from exporter.documents.notes import Note

_MOSTLY = 0.9
_MOST_LINES = 0.8
_FEWEST = 40  # letters
_SPEAKER = re.compile(r"\bI\b")
_SMALL_LETTERS = frozenset(ascii_lowercase)  # those of other alphabets have no capitals, or are not read
_STOP = re.compile(r"[.!?…。？！\n]+")
_LONGEST_SENTENCE = 150  # words; few sentences in print have as many as a hundred


def is_in_capitals(text: str) -> bool:
    """Tell whether a text is in capitals, but for a word here and there."""
    capitals = sum(map(str.isupper, text))
    return capitals >= _FEWEST and capitals >= _MOSTLY * (capitals + sum(map(str.islower, text)))


def is_in_small_letters(text: str) -> bool:
    """Tell whether a text is in small letters, but for the word "I" and a line here and there, as its headline."""
    lines = _SPEAKER.sub("i", text).splitlines()
    small = "".join(line for line in lines if line.islower())
    if len(small) < _MOST_LINES * sum(map(len, lines)):
        return False
    letters = sum(map(str.isalpha, small))
    return _FEWEST <= letters < 2 * sum(map(_SMALL_LETTERS.__contains__, small))


def lacks_stops(text: str) -> bool:
    """Tell whether most words of a text stand where no sentence ends for far longer than sentences are."""
    lengths = [len(stretch.split()) for stretch in _STOP.split(text)]
    return 2 * sum(length for length in lengths if length > _LONGEST_SENTENCE) > sum(lengths)


def check_style(text: str) -> Iterator[Note]:
    """Yield a note for each way in which a text is hard to read."""
    if not any(map(str.isalpha, text)):
        yield Note("document-wordless", "text has no words (expected letters, found only other characters)")
    if is_in_capitals(text):
        message = "text is in capitals: do not trust its names (expected small letters, found hardly any)"
        yield Note("document-capitals", message)
    if is_in_small_letters(text):
        message = "text is in small letters throughout: its names are found after capitals are put where others have"
        message += " them, do not trust them as others (expected capitals, found hardly any)"
        yield Note("document-small-letters", message)
    if lacks_stops(text):
        message = "text has hardly any sentence ends: do not trust how far its quotes reach"
        yield Note(
            "document-unpunctuated",
            f"{message} (expected full stops, found {_LONGEST_SENTENCE} words without)",
        )
