"""Finds lists of references: a heading like "Sources", and lines that cite."""

import re
from collections.abc import Sequence

_HEADING = re.compile(
    r"(?:references?|sources?|further reading|notes?|bibliography|works cited|foot-?notes?|end-?notes?|citations?"
    r"|literature|(?:sources|notes) (?:and|&) (?:references|notes|sources|further reading)"
    r"|references (?:and|&) (?:notes|sources)"
    r"|(?:reference|source) list|selected (?:sources|references|bibliography))\s*:?",
    re.IGNORECASE,
)
_CITATION = re.compile(
    r"https?://|\bwww\.|\bdoi\b|\bISBN\b|\bpp?\. ?\d|\b[Vv]ol\. ?\d|\b[Rr]etrieved\b|\b[Aa]ccessed\b|\bet al\b"
    r"|\((?:1[89]|20)\d\d[a-z]?\)|[,.] \(?(?:1[89]|20)\d\d\)?\.?$|^[\W\d]*[^\W\d_][\w’'-]+, [A-Z]\.|\b[Ii]bid\b"
    r"|[“\"][^“”\"]{5,200}[,.]?[”\"].{0,100}\b(?:1[89]|20)\d\d\b"
)
_NUMBERED = re.compile(r"(?:\[\d{1,3}\]|\d{1,3}[.)]|\^|\(\d{1,3}\))\s")
_QUOTED = re.compile(r"[“\"][^“”\"]{5,200}[”\"]")
_SAYS = re.compile(r"\b(?:said|says|told|tells)\b")


def find_references(lines: Sequence[str]) -> list[int]:
    """Find the numbers of the lines that are lists of references, their headings among them.

    Args:
        lines: The lines of a text that are not blank, without signs of markup.
    """
    found: list[int] = []
    for number, line in enumerate(lines):
        if found and number <= found[-1]:
            continue
        if number and len(line) < len("sources and further reading") + 10 and _HEADING.fullmatch(line):
            end = _find_end(lines, number + 1)
            found += range(number, end) if end > number + 1 else ()
    return found


def _find_end(lines: Sequence[str], start: int) -> int:
    """Find where the lines that cite end; one that does not is taken with them where another follows."""
    end = start
    while end < len(lines):
        if _cites(lines[end]):
            end += 1
        elif end > start and end + 1 < len(lines) and _cites(lines[end + 1]) and not _SAYS.search(lines[end]):
            end += 2
        else:
            break
    return end


def _cites(line: str) -> bool:
    if _SAYS.search(_QUOTED.sub("", line)) and "http" not in line:
        return False
    return _NUMBERED.match(line) is not None or _CITATION.search(line) is not None
