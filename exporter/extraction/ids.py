"""Identifiers derived from content, so that they are the same on every run and machine."""

import bisect
import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from exporter.records import Span

_LENGTH = 16
_WORD = re.compile(r"[^\W_]+")


def build_id(prefix: str, *parts: str | int) -> str:
    """Build "prefix_" and 16 hexadecimal digits of the SHA-256 of the parts, compared in NFC."""
    joined = "\x1f".join(unicodedata.normalize("NFC", str(part)) for part in parts)
    return f"{prefix}_{hashlib.sha256(joined.encode('utf-8', 'surrogatepass')).hexdigest()[:_LENGTH]}"


def fold_words(text: str) -> str:
    """Fold a text to the small letters and digits of its words, however they were parted, marked and broken."""
    return "".join(_WORD.findall(unicodedata.normalize("NFC", text).casefold()))


class Anchors:
    """Names places in a text by the words of their paragraph, so that a change elsewhere does not move them."""

    def __init__(self, text: str, paragraphs: Sequence[Span], numbers: Sequence[int]) -> None:
        """Number equal paragraphs in order of appearance, so that each has a name of its own.

        Args:
            text: The text that is read.
            paragraphs: Its paragraphs, in order.
            numbers: Their numbers in the document.
        """
        self._text = text
        self._numbers = numbers
        self._starts = [paragraph.start for paragraph in paragraphs]
        self._names: list[str] = []
        seen: Counter[str] = Counter()
        for paragraph in paragraphs:
            words = fold_words(text[paragraph.start : paragraph.end])
            seen[words] += 1
            self._names.append(build_id("p", words, seen[words]))

    def locate(self, offset: int) -> tuple[int, str]:
        """Return the number of the paragraph at an offset, and a name for the place: paragraph and words before."""
        if not self._starts:
            return 0, str(offset)
        number = max(bisect.bisect_right(self._starts, offset) - 1, 0)
        before = fold_words(self._text[self._starts[number] : offset])
        return self._numbers[number], f"{self._names[number]}+{len(before)}"
