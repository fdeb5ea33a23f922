"""What the forms share: choices that look like chance and are the same on every machine, names, abbreviations."""

import random
import re
from collections.abc import Callable
from hashlib import sha256

Form = Callable[[str], str]
"""Types a text again."""
NAME = re.compile(r"\b(?!By\b)[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+")
"""Names of two words or more."""
ABBREVIATION = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Capt|Lt|Sgt|Sen|Rep|Gov|Rev|No|vs|Inc|Co|Corp|Ltd|Jr|Sr|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|a\.m|p\.m|e\.g|i\.e))\.$"
)
"""What ends in a stop that ends no sentence, where it stands last."""


def build_chance(text: str) -> random.Random:
    """Build what chooses for a text."""
    return random.Random(sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


def each_line(change: Form) -> Form:
    """Make a form of what types one paragraph again; in clean text that is a line."""

    def retype(text: str) -> str:
        return "\n".join(change(line) if line.strip() else line for line in text.split("\n"))

    return retype


def insert(text: str, additions: list[tuple[int, str]]) -> str:
    """Insert pieces before the characters at these offsets; of two at one place the earlier of the list is first."""
    pieces, last = [], 0
    for offset, piece in sorted(additions, key=lambda each: each[0]):
        pieces += [text[last:offset], piece]
        last = offset
    return "".join([*pieces, text[last:]])
