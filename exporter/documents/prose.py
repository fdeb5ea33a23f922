"""Tells of texts that are no articles, or of which hardly anything would be read."""

import re
from collections import Counter
from collections.abc import Iterator

from exporter.documents.languages import is_foreign
from exporter.documents.notes import Note, RefusedError, show
from exporter.records import Document

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"”)\]]+", re.IGNORECASE)
_ADDRESS_END = ".,;:!?"
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*(?:\s|$)")
_SHORTEST_SENTENCE = 5  # words
_WORDS_AN_ADDRESS = 3
_SEPARATORS = "\t;|,"
_FEWEST_ROWS = 5
_MOSTLY = 0.8
_FEWEST_TOKENS = 30
_FEWEST_UNREAD = 50  # words
_LEAST_READ = 0.25
_LEAST_COMMON = 0.08
_LONGEST_TOKEN = 60
_COMMON = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "but",
        "by",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "i",
        "in",
        "is",
        "it",
        "its",
        "my",
        "not",
        "of",
        "on",
        "or",
        "she",
        "that",
        "the",
        "their",
        "they",
        "this",
        "to",
        "was",
        "we",
        "were",
        "which",
        "who",
        "will",
        "with",
        "you",
    ]
)


def check_addresses(text: str) -> None:
    """See that a text is more than a list of addresses of pages.

    Raises:
        RefusedError: It is none.
    """
    if not _ADDRESS.search(text):
        return
    lines = [line for line in text.splitlines() if line.strip()]
    bare = [(_drop_addresses(line), line) for line in lines]
    found = [line for rest, line in bare if rest != line and not _is_sentence(rest)]
    words = sum(len(_WORD.findall(rest)) for rest, _ in bare if _is_sentence(rest))
    if 3 * len(found) > len(lines) and words < _WORDS_AN_ADDRESS * len(found):
        message = (
            "text is a list of addresses: what stands there is not fetched; save the articles themselves"
        )
        message += (
            f" (expected an article, found {show(found[0].strip())} and other addresses: {len(found) - 1})"
        )
        raise RefusedError("document-addresses", message)


def _drop_addresses(line: str) -> str:
    return _ADDRESS.sub(lambda found: found[0][len(found[0].rstrip(_ADDRESS_END)) :], line)


def _is_sentence(line: str) -> bool:
    return _SENTENCE_END.search(line) is not None and len(_WORD.findall(line)) >= _SHORTEST_SENTENCE


def check_prose(document: Document) -> Iterator[Note]:
    """Yield a note if a document does not look like an article, and one if hardly anything of it is read."""
    if kind := _find_other_kind(document):
        message = "text does not look like an article: leave it out, or do not trust its rows"
        yield Note("document-not-prose", f"{message} (expected sentences, found {kind})")
    read, words = count_read_words(document), len(_WORD.findall(document.text))
    if words >= _FEWEST_UNREAD and read < _LEAST_READ * words:
        message = "most of the text is taken for bylines, appeals and other lines that are no article, and is not read"
        yield Note(
            "document-unread", f"{message} (expected an article, found {read} of {words} words to read)"
        )


def count_read_words(document: Document) -> int:
    """Count the words in the body of a document."""
    bodies = (zone for zone in document.zones if zone.kind == "body")
    return sum(len(_WORD.findall(document.text, zone.start, zone.end)) for zone in bodies)


def _find_other_kind(document: Document) -> str | None:
    """Find out what a text is that does not consist of sentences."""
    lines = [line for line in document.text.splitlines() if line.strip()]
    if len(lines) >= _FEWEST_ROWS and (separator := _find_separator(lines)):
        return f"rows with cells between {separator!r}"
    tokens = document.text.split()
    if 2 * sum(map(len, filter(_is_long_string, tokens))) > len(document.text):
        return "long strings without spaces"
    if len(tokens) < _FEWEST_TOKENS or not _is_latin(document.text):
        return None
    wordlike = sum(
        token.strip("\"“”‘’'.,;:!?()[]—–-").replace("’", "").replace("'", "").isalpha() for token in tokens
    )
    if wordlike < 0.5 * len(tokens):
        return "mostly numbers and signs"
    if document.detected_language is not None and is_foreign(document.detected_language):
        return None
    common = sum(token.lower() in _COMMON for token in tokens)
    return "hardly any of the words that join others" if common < _LEAST_COMMON * len(tokens) else None


def _find_separator(lines: list[str]) -> str | None:
    """Find what separates the cells of a table: it stands equally often in nearly all lines."""
    for separator in _SEPARATORS:
        counts = Counter(line.count(separator) for line in lines)
        number, share = counts.most_common(1)[0]
        if number >= 2 and share >= _MOSTLY * len(lines):
            return separator
    return None


def _is_long_string(token: str) -> bool:
    return len(token) > _LONGEST_TOKEN and token.isascii() and not _ADDRESS.search(token)


def _is_latin(text: str) -> bool:
    return 2 * sum(map(str.isascii, text)) > len(text)
