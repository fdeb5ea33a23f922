"""Finds the lines of a text that may start a turn: "SMITH: I saw it.", and "Ann Smith -- Chair" by itself."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from exporter.extraction.text.asides import TIME, is_direction
from exporter.extraction.text.speaker_labels import Label, read_label
from exporter.records import Span

_STARS = r"[*_]{0,3}"
_BRACKETS = r"(?:[ \t]*[\[(][^\[\]()\n]{1,40}[\])]){0,2}"
COLON_LINE = re.compile(
    rf"""^[ \t]*{_STARS}(?P<mark>["“])?{_STARS}(?:{TIME}[ \t]*(?:[-–—|][ \t]*)?)?{_STARS}
    (?:(?P<letter>[QA])\.(?=\s)
     | (?P<label>[^\W\d_][^\n:“”"\[\]()*?!;]{{0,80}}?)
       (?P<brackets>{_BRACKETS})[ \t]*{_STARS}:(?=[\s*_]|$)
    ){_STARS}[ \t]*""",
    re.MULTILINE | re.VERBOSE,
)
"""A line that starts with a label and a colon."""

_NAME = r"[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|of|de|da|di|van|von|der|den|al|bin)){0,4}"
_TITLED = re.compile(
    rf"{_STARS}(?P<name>{_NAME}){_STARS}[ ](?:--|[—–-])[ ]{_STARS}(?P<role>[A-Z][^\n:?!;“”\"]{{1,110}}?){_STARS}$"
)
_TIMED = re.compile(
    rf"{_STARS}(?:(?P<before>{TIME})[ ])?(?P<name>{_NAME}){_STARS}(?P<after>[ ]{_STARS}{TIME})?{_STARS}$"
)
_CAPITALS = re.compile(
    rf"{_STARS}(?P<name>[A-Z][A-Z.’'-]+(?: [A-Z][A-Z.’'-]*){{0,4}}(?:, [A-Z][A-Z ,.&’'/-]{{2,60}})?)"
    rf"{_BRACKETS}{_STARS}$"
)
_LONGEST = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnLine:
    """A line that may start a turn.

    Attributes:
        start: Offset of the line.
        label: Who speaks.
        words: Offset of what is spoken.
        is_quoted: Whether a quotation mark opens the line.
        is_marked: Whether a title, a time or a direction stands behind the name.
    """

    start: int
    label: Label
    words: int
    is_quoted: bool = False
    is_marked: bool = False


def iter_colon_lines(text: str, paragraphs: Sequence[Span]) -> Iterator[TurnLine]:
    """Yield the lines with a label before a colon."""
    for paragraph in paragraphs:
        for match in COLON_LINE.finditer(text, paragraph.start, paragraph.end):
            start, end = match.span("letter" if match["letter"] else "label")
            label = read_label(text, Span(start=start, end=end))
            if label is not None:
                yield TurnLine(
                    start=match.start(),
                    label=label,
                    words=match.end(),
                    is_quoted=match["mark"] is not None,
                    is_marked=is_direction(match["brackets"] or ""),
                )


def iter_own_lines(text: str, paragraphs: Sequence[Span]) -> Iterator[TurnLine]:
    """Yield the lines that are a label and nothing else: a name with a title or time behind it, a name, a role."""
    for paragraph in paragraphs:
        if paragraph.end - paragraph.start <= _LONGEST:
            yield from _read_own(text, paragraph)


def iter_capitals(text: str, paragraphs: Sequence[Span]) -> Iterator[TurnLine]:
    """Yield the lines that are a name in capitals and nothing else, be there a title behind it or not."""
    for paragraph in paragraphs:
        found = _CAPITALS.match(text, paragraph.start, paragraph.end)
        label = read_label(text, _get_span(found, "name")) if found else None
        if label is not None:
            yield TurnLine(start=paragraph.start, label=label, words=paragraph.end)


def _read_own(text: str, paragraph: Span) -> Iterator[TurnLine]:
    titled = _TITLED.match(text, paragraph.start, paragraph.end)
    found = titled or _TIMED.match(text, paragraph.start, paragraph.end)
    label = read_label(text, _get_span(found, "name")) if found else None
    if found is None or label is None:
        return
    is_timed = titled is None and (found["before"] or found["after"]) is not None
    if titled is not None:
        label = replace(label, role=titled["role"])
    is_marked = (titled is not None and _is_title(titled["role"])) or is_timed
    yield TurnLine(start=paragraph.start, label=label, words=paragraph.end, is_marked=is_marked)


def _is_title(role: str) -> bool:
    """Tell whether words can be a title: most have a capital, and no sentence ends there."""
    words = [word for word in re.findall(r"[^\W\d_][\w’'-]*", role) if len(word) > 3]
    return not role.endswith(".") and 2 * sum(word[0].isupper() for word in words) >= len(words)


def _get_span(found: re.Match[str], name: str) -> Span:
    return Span(start=found.start(name), end=found.end(name))
