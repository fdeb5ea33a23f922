"""Finds what stands in a transcript and nobody says: "[applause]", "(laughs)", the time."""

import re
from collections.abc import Iterator

from exporter.records import Span

TIME = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?"
"""What a time stamp looks like, as a pattern."""

_STAGE = (
    r"(?i:laugh|applau|cheer|cross-?talk|inaudible|unintelligible|indistinct|pauses?\b|sigh|nods?\b|smil|chuckl|grin"
    r"|shrug|clears|overlapping|silence|music|interrupt|gestur|point(?:s|ing)\b|(?:begin|end|start)\b.{0,12}"
    r"(?:video|audio|clip|tape)|video clip|audio clip|commercial|break\b|off.?(?:mic|camera|screen)|foreign language"
    r"|speaking|whisper|cries|crying|weep|sob|cough|gasp|boo(?:s|ing)\b|bleep|voice-?over|giggl|snort|groan)"
)
_ASIDE = (
    r"(?:\[[^\[\]\n]{1,60}\]|\([A-Z][A-Z ,.’'/-]{2,60}\)|" + TIME + r"(?![\w:])"
    rf"|\((?=[^()\n]{{0,20}}{_STAGE})[^()\n]{{1,60}}\))"
)
_ASIDES_BEFORE = re.compile(rf"(?:\s*{_ASIDE})*\s*")
_LAST_ASIDE = re.compile(rf"\s*{_ASIDE}\s*$")
_LONGEST_ASIDE = 80
# Between sentences any square brackets hold a direction; within one they may hold a word that the editor put in.
_INSIDE = re.compile(
    rf"\s*[*_]?(?:\[(?=[^\[\]\n]{{0,20}}{_STAGE})[^\[\]\n]{{1,60}}\]|\((?=[^()\n]{{0,20}}{_STAGE})[^()\n]{{1,60}}\)"
    rf"|(?<=[.?!…] )\[[^\[\]\n]{{1,60}}\](?=\s+[A-Z“])|[\[(]\d{{1,2}}:\d{{2}}(?::\d{{2}})?[\])])[*_]?\s*"
)
_WORD = re.compile(r"\w")
_HOW = re.compile(
    r"(?i:\bv\.? ?o\b|\bo\.? ?s\b|cont['’]?d|continu|voice|on camera|on screen|via |by phone)|" + _STAGE
)


def is_direction(words: str) -> bool:
    """Tell whether what stands in brackets behind a name says how somebody speaks: "(voice-over)", "(V.O.)"."""
    return _HOW.search(words) is not None


def iter_spoken(text: str, piece: Span) -> Iterator[Span]:
    """Yield what of a stretch of a transcript is spoken, in order: nothing, where all of it is stage directions."""
    whole = _cut_ends(text, piece)
    if whole is None:
        return
    start = whole.start
    for aside in _INSIDE.finditer(text, whole.start, whole.end):
        yield from _trim(text, start, aside.start())
        start = aside.end()
        while start < whole.end and text[start] in ".,; ":
            start += 1
    yield from _trim(text, start, whole.end)


def _trim(text: str, start: int, end: int) -> Iterator[Span]:
    if _WORD.search(text, start, end):
        yield Span(start=start, end=start + len(text[start:end].rstrip()))


def _cut_ends(text: str, piece: Span) -> Span | None:
    before = _ASIDES_BEFORE.match(text, piece.start, piece.end)
    start, end = before.end() if before else piece.start, piece.end
    end = start + len(text[start:end].rstrip())
    while start < end and (aside := _LAST_ASIDE.search(text, max(start, end - _LONGEST_ASIDE), end)):
        end = aside.start()
    return Span(start=start, end=end) if _WORD.search(text, start, end) else None
