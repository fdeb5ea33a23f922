"""Identifiers derived from content, so that they are the same on every run and machine."""

import hashlib
import unicodedata
from collections.abc import Sequence

from exporter.records import Span

_LENGTH = 16


def build_id(prefix: str, *parts: str | int) -> str:
    """Build "prefix_" and 16 hexadecimal digits of the SHA-256 of the parts, compared in NFC."""
    joined = "\x1f".join(unicodedata.normalize("NFC", str(part)) for part in parts)
    return f"{prefix}_{hashlib.sha256(joined.encode('utf-8', 'surrogatepass')).hexdigest()[:_LENGTH]}"


class Anchors:
    """Names places in a text by the words of their paragraph, so that a change elsewhere does not move them."""

    def __init__(self, text: str, paragraphs: Sequence[Span]) -> None:
        """Number equal paragraphs in order of appearance, so that each has a name of its own."""
        self._starts = [paragraph.start for paragraph in paragraphs]
        self._names: list[str] = []
        seen: dict[str, int] = {}
        for paragraph in paragraphs:
            words = text[paragraph.start : paragraph.end]
            seen[words] = seen.get(words, 0) + 1
            self._names.append(build_id("p", words, seen[words]))

    def locate(self, offset: int) -> tuple[int, str]:
        """Return the number of the paragraph at an offset, and a name for the place: paragraph and distance."""
        low, high = 0, len(self._starts)
        while low < high:
            middle = (low + high) // 2
            if self._starts[middle] <= offset:
                low = middle + 1
            else:
                high = middle
        number = max(low - 1, 0)
        if not self._starts:
            return 0, str(offset)
        return number, f"{self._names[number]}+{offset - self._starts[number]}"
