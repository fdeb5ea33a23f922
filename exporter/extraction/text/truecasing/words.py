"""Cuts texts into words, and lists what hints at how each is written."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from exporter.extraction.lexicon.cues import VERB_LEMMAS
from exporter.extraction.lexicon.gazetteer import find_country_of_people, find_places
from exporter.extraction.lexicon.gender import is_first_name
from exporter.extraction.lexicon.names import KNOWN_BODIES
from exporter.extraction.lexicon.nouns import FORMS
from exporter.extraction.lexicon.titles import TITLES
from exporter.extraction.text.truecasing.dictionary import list_kinds

_WORD = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+|\d+|\n|[^\w\s]|_")
_REMEMBERED = 16_384  # words
_STEPS = (0.02, 0.2, 0.5, 0.8, 0.98)
_POPULATIONS = (15_000, 100_000, 1_000_000)
_COUNTS = (3, 6, 20, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word, a number or one other character of a text.

    Attributes:
        start: Where it starts.
        text: Itself in small letters, letter by letter.
        is_spaced: Whether a space or the start of the text stands before it.
    """

    start: int
    text: str
    is_spaced: bool

    @property
    def end(self) -> int:
        """Offset after it."""
        return self.start + len(self.text)

    @property
    def has_letters(self) -> bool:
        """Tell whether it is a word, and no number or mark."""
        return self.text[0].isalpha()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """How a word is written within sentences, in how many texts.

    Attributes:
        small: In small letters.
        capital: With a capital first.
        capitals: In capitals.
        mixed: In another way.
        form: That other way; empty where there is none.
    """

    small: int = 0
    capital: int = 0
    capitals: int = 0
    mixed: int = 0
    form: str = ""


def cut_words(text: str) -> list[Word]:
    """Cut a text into words, numbers, line breaks and marks."""
    words, end = [], -1
    for match in _WORD.finditer(text):
        words.append(Word(start=match.start(), text=_lower(match[0]), is_spaced=match.start() != end))
        end = match.end()
    return words


def _lower(word: str) -> str:
    # A letter whose small form is two would move all that follows.
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in word)


def list_hints(words: Sequence[Word], seen: Mapping[str, Seen]) -> list[list[str]]:
    """List the hints of each word: nothing of its neighbours but the names of places that they make together."""
    plain = [unicodedata.normalize("NFC", word.text) for word in words]
    hints = [
        [*_list_own(word), *_list_seen(word, seen.get(word)), "spaced" if each.is_spaced else "tied"]
        for word, each in zip(plain, words, strict=True)
    ]
    for first, last in _find_places(plain):
        for number in range(first, last):
            hints[number].append("place:first" if number == first else "place:next")
    return hints


@lru_cache(_REMEMBERED)
def _list_own(word: str) -> tuple[str, ...]:
    if not word[0].isalpha():
        return (f"mark:{'0' * min(len(word), 5) if word.isdigit() else word}",)
    kinds = list_kinds(word)
    return (
        f"kinds:{','.join(kinds)}",
        f"length:{min(len(word), 9)}",
        *(f"ends:{word[-length:]}" for length in range(1, min(4, len(word)) + 1)),
        *(f"starts:{word[:length]}" for length in range(1, min(3, len(word)) + 1)),
        *(f"is:{name}" for name, is_so in _list_classes(word) if is_so),
    )


def _list_classes(word: str) -> Iterable[tuple[str, bool]]:
    population = max((place.population for place in find_places(word)), default=-1)
    return (
        ("first name", is_first_name(word)),
        ("title", word in TITLES),
        ("verb of saying", word in VERB_LEMMAS),
        ("noun", word in FORMS),
        ("acronym", word in KNOWN_BODIES),
        ("people", find_country_of_people(word) is not None),
        (f"place {_grade(population, _POPULATIONS)}", population >= 0),
        ("no vowels", not re.search("[aeiouy]", word)),
    )


def _list_seen(word: str, seen: Seen | None) -> tuple[str, ...]:
    if not word[0].isalpha():
        return ()
    if seen is None:
        return ("seen:never", f"seen:never:{','.join(list_kinds(word))}")
    count = seen.small + seen.capital + seen.capitals + seen.mixed
    shares = [_grade(each / count, _STEPS) for each in (seen.capital, seen.capitals, seen.mixed)]
    return (f"word:{word}", f"seen:{shares}", f"capital:{shares[0]}:{_grade(count, _COUNTS)}")


def _grade(value: float, steps: Sequence[float]) -> int:
    return sum(value >= step for step in steps)


def _find_places(words: Sequence[str]) -> Iterable[tuple[int, int]]:
    for number, (first, second) in enumerate(pairwise(words)):
        if first[0].isalpha() and second[0].isalpha() and find_places(f"{first} {second}"):
            yield number, number + 2
