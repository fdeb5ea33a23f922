"""Finds the numbers and times of subtitles, which part words that belong together."""

import re
from collections.abc import Iterator

from exporter.documents.folding.fold import Edit

_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_CUE = re.compile(
    rf"(?P<before>\s*)^[ \t]*(?:\d{{1,6}}[ \t]*\n\s*)?{_CLOCK}[ \t]*-->[ \t]*{_CLOCK}[^\n]*\n?", re.MULTILINE
)
_HEADER = re.compile(r"\s*WEBVTT[^\n]*(?:\n[^\n]*[:=][^\n]*)*\n")
_VOICE = re.compile(r"<v(?:\.[\w.]+)?[ \t]+(?P<name>[^<>\n]{1,80})>|</v>", re.IGNORECASE)
_BREAK = re.compile(r"\n+")
_STOPS = (".", "!", "?", "…", ":", "”", '"', "]", ")", "♪")
_STARTS = re.compile(r"(?:[-–—]|>>|[\[(<♪]|[A-Z][\w.’' -]{1,40}:|$)")
_FEWEST = 2


def find_subtitles(text: str) -> Iterator[Edit]:
    """Find the numbers, times and line breaks of subtitles; one that speaks in the next, too, goes on in a line.

    A voice in a tag becomes a label.
    """
    cues = list(_CUE.finditer(text)) if "-->" in text else []
    if len(cues) < _FEWEST:
        return
    header = _HEADER.match(text)
    done = 0
    if header is not None and header.end() <= cues[0].end():
        yield Edit(0, cues[0].end(), "", is_foreign=True)
    else:
        yield Edit(cues[0].start("before"), cues[0].end(), "\n", is_foreign=True)
    done = cues[0].end()
    for cue in cues[1:]:
        yield from _iter_within(text, done, cue.start())
        yield Edit(cue.start(), cue.end(), _join(text, cue.start(), cue.end()), is_foreign=True)
        done = cue.end()
    yield from _iter_within(text, done, len(text.rstrip()))


def _iter_within(text: str, start: int, end: int) -> Iterator[Edit]:
    edits = [Edit(*found.span(), _join(text, *found.span())) for found in _BREAK.finditer(text, start, end)]
    for found in _VOICE.finditer(text, start, end):
        if found["name"]:
            edits += [
                Edit(found.start(), found.start("name"), ""),
                Edit(found.end("name"), found.end(), ": "),
            ]
        else:
            edits.append(Edit(*found.span(), ""))
    yield from sorted(edits)


def _join(text: str, start: int, end: int) -> str:
    """Tell what stands between two lines: a space where a sentence goes on, else a break."""
    before = text[max(start - 40, 0) : start].rstrip()
    is_new = before.endswith(_STOPS) or _STARTS.match(text, end) is not None
    return "\n\n" if is_new else " "
