"""Finds the turns of transcripts and interviews: "SMITH: I saw it." and "Q: And then?"."""

import bisect
import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from exporter.extraction.attribution import join_spans
from exporter.extraction.text.speaker_labels import Label, read_label
from exporter.records import Span

_TIME = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?"
_STARS = r"[*_]{0,3}"
_LINE = re.compile(
    rf"""^[ \t]*{_STARS}(?P<mark>["“])?{_STARS}(?:{_TIME}[ \t]*(?:[-–—|][ \t]*)?)?{_STARS}
    (?:(?P<letter>[QA])\.(?=\s)
     | (?P<label>[^\W\d_][^\n:“”"\[\]()*?!;]{{0,80}}?)
       (?:[ \t]*[\[(][^\[\]()\n]{{1,40}}[\])])?[ \t]*{_STARS}:(?=[\s*_]|$)
    ){_STARS}[ \t]*""",
    re.MULTILINE | re.VERBOSE,
)
# "[applause]", "(CROSSTALK)", "(laughs)", and a time that stands by itself.
_ASIDE = (
    r"(?:\[[^\[\]\n]{1,60}\]|\([A-Z][A-Z ,.’'/-]{2,60}\)|" + _TIME + r"(?![\w:])"
    r"|\((?i:laugh\w*|applau\w*|cheer\w*|cross-?talk|inaudible|pause\w*|sighs?|nods?|smiles?)[^()\n]{0,40}\))"
)
_ASIDES_BEFORE = re.compile(rf"(?:\s*{_ASIDE})*\s*")
_LAST_ASIDE = re.compile(rf"\s*{_ASIDE}\s*$")
_LONGEST_ASIDE = 80
_INSIDE = re.compile(r"(?<=[\w,;’'”)] )[A-Z][\w’'-]*")
_TALK = re.compile(r"\?|\bI\b|\b(?i:you|we|my|your|me|our|us|thank|thanks|hello|yes|no)\b")
_OWNED = re.compile(r"['’]s?$")

_FIRST_PERSON = re.compile(r"\bI\b|\b(?i:we|my|our|me|us)\b")
_WORD = re.compile(r"\w")
_SUBJECT = re.compile(r"(?:[A-Z][\w.’'-]* ){0,3}([A-Z][\w’'-]*) (?=[a-z])")

_FEWEST = 3
_FEWEST_OF_INTERVIEW = 4
_MANY = 6  # so many turns in capitals need no proof that their labels are names
_TALKING = 0.4
_LONGEST_LOOK = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one speaker says at a stretch.

    Attributes:
        start: Offset of the line of the label.
        label: Who speaks, as the label says it.
        content: The words spoken, a piece or more, in order; what is only a stage direction is left out.
        end: Offset after the last paragraph of the turn.
    """

    start: int
    label: Label
    content: tuple[Span, ...]
    end: int


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that may start a turn: where it starts, its label, where the words start, and whether a mark opens it."""

    start: int
    label: Label
    words: int
    is_quoted: bool


def find_turns(text: str, paragraphs: Sequence[Span]) -> list[Turn]:
    """Find the turns of a text, in order; none in a text that is no transcript or interview.

    Labels before a colon are many things. Here they are speakers if there are three or more, two or more different
    ones, most of them come back, at least one is known as a name or a role ("Q", "HOST"), and what follows is talk:
    questions, or words like "I" and "you". So are two that take turns throughout, if one of them asks questions.

    Args:
        text: The text.
        paragraphs: The paragraphs that are read, in order.
    """
    lines = list(_iter_lines(text, paragraphs))
    if len(lines) < _FEWEST:
        return []
    names = _find_names(text, paragraphs, lines)
    known = [line for line in lines if line.label.is_sure or line.label.words & names]
    for layout in (True, False, None):
        same = [line for line in known if line.label.is_role or layout in {None, line.label.is_capitals}]
        same = _drop_headline(same, paragraphs)
        if _is_dialogue(text, same, names):
            return _build_turns(text, paragraphs, same)
    lines = _drop_headline(lines, paragraphs)
    return _build_turns(text, paragraphs, lines) if _is_interview(text, lines) else []


def _iter_lines(text: str, paragraphs: Sequence[Span]) -> Iterator[_Line]:
    for paragraph in paragraphs:
        for match in _LINE.finditer(text, paragraph.start, paragraph.end):
            start, end = match.span("letter" if match["letter"] else "label")
            label = read_label(text, Span(start=start, end=end))
            if label is not None:
                yield _Line(match.start(), label, match.end(), match["mark"] is not None)


def _find_names(text: str, paragraphs: Sequence[Span], lines: Sequence[_Line]) -> set[str]:
    """Find the words of labels that stand with a capital in the middle of sentences, too."""
    starts = [line.start for line in lines]

    def is_label(offset: int) -> bool:
        before = bisect.bisect_right(starts, offset) - 1
        return before >= 0 and offset < lines[before].words

    found = {
        _OWNED.sub("", word[0]).casefold()
        for paragraph in paragraphs
        for word in _INSIDE.finditer(text, paragraph.start, paragraph.end)
        if not is_label(word.start())
    }
    return found & {word for line in lines for word in line.label.words}


def _is_dialogue(text: str, lines: Sequence[_Line], names: set[str]) -> bool:
    counts = Counter(line.label.key for line in lines)
    if len(lines) < _FEWEST or len(counts) == 1:
        return False
    recurring = sum(count for count in counts.values() if count > 1)
    known = any(line.label.is_role or line.label.words & names for line in lines)
    in_capitals = sum(line.label.is_capitals for line in lines)
    talking = sum(_is_talk(text, line) for line in lines)
    return (
        recurring * 2 >= len(lines) and (known or in_capitals >= _MANY) and talking >= _TALKING * len(lines)
    )


def _is_interview(text: str, lines: Sequence[_Line]) -> bool:
    """Tell whether two take turns throughout, one of whom mostly asks: their names may be told nowhere else."""
    keys = [line.label.key for line in lines]
    if len(lines) < _FEWEST_OF_INTERVIEW or keys[0] == keys[1] or keys[2:] != keys[:-2]:
        return False
    asked = [_get_words(text, line).endswith("?") for line in lines]
    return any(2 * sum(asked[first::2]) >= len(asked[first::2]) for first in (0, 1))


def _get_words(text: str, line: _Line) -> str:
    """Get the words that follow a label in its own paragraph or, if there are none, in the next."""
    words = text[line.words : line.words + _LONGEST_LOOK].lstrip()
    return words.partition("\n")[0].rstrip('*_”" ')


def _is_talk(text: str, line: _Line) -> bool:
    return _TALK.search(_get_words(text, line)) is not None


def _build_turns(text: str, paragraphs: Sequence[Span], lines: Sequence[_Line]) -> list[Turn]:
    starts = [paragraph.start for paragraph in paragraphs]
    names = {line.label.key for line in lines if not line.label.is_role}
    turns: list[Turn] = []
    for number, line in enumerate(lines):
        is_last = number + 1 == len(lines)
        limit = paragraphs[-1].end if is_last else lines[number + 1].start
        first = bisect.bisect_right(starts, line.words) - 1
        last = bisect.bisect_left(starts, limit)
        pieces = list(_iter_pieces(text, line, paragraphs[first:last], limit, names, is_last=is_last))
        if pieces:
            turns.append(
                Turn(
                    start=line.start,
                    label=line.label,
                    content=join_spans(pieces, text),
                    end=pieces[-1].end,
                )
            )
    return turns


def _drop_headline(lines: list[_Line], paragraphs: Sequence[Span]) -> list[_Line]:
    """Drop the label of a headline, "Holm: I never gave up", which has other text after it."""
    if len(lines) < _FEWEST or lines[0].start > paragraphs[0].start or lines[0].words >= paragraphs[0].end:
        return lines
    return lines[1:] if paragraphs[1].start < lines[1].start else lines


def _iter_pieces(
    text: str, line: _Line, paragraphs: Sequence[Span], limit: int, names: Set[str], *, is_last: bool
) -> Iterator[Span]:
    """Yield the paragraphs of a turn, from its first word on, as far as they are the speaker's.

    What follows the last turn may be the article again: it is the speaker's as long as somebody says "I" there.
    """
    is_started = False
    for number, paragraph in enumerate(paragraphs):
        if number and _is_narrated(text[paragraph.start : paragraph.end], line, names):
            return
        start, end = max(paragraph.start, line.words), min(paragraph.end, limit)
        piece = _cut_asides(text, Span(start=start, end=end)) if start < end else None
        if piece is None:
            continue
        if is_started and is_last and not _FIRST_PERSON.search(text, piece.start, piece.end):
            return
        is_started = True
        yield piece


def _is_narrated(words: str, line: _Line, names: Set[str]) -> bool:
    """Tell whether a paragraph is no longer the speaker's.

    It then has another label, names who speaks, starts with what another speaker did ("Smith then showed a picture"),
    leads on, or lacks the mark that the others start with.
    """
    other = _LINE.match(words)
    if other and all(word[0].isupper() for word in (other["label"] or "").split()):
        return True
    if words.endswith(":") or (line.is_quoted and words[0] not in '"“'):
        return True
    if _find_subject(words) in names:
        return True
    return not line.label.is_role and _names(words, line.label.key)


def _names(words: str, key: str) -> bool:
    return re.search(rf"\b{re.escape(key)}\b", words.casefold()) is not None


def _find_subject(words: str) -> str | None:
    """Find the last of the capitalised words that a paragraph starts with."""
    start = _SUBJECT.match(words)
    return start[1].casefold() if start else None


def _cut_asides(text: str, piece: Span) -> Span | None:
    """Cut stage directions off both ends; None where nothing else is there."""
    before = _ASIDES_BEFORE.match(text, piece.start, piece.end)
    start, end = before.end() if before else piece.start, piece.end
    end = start + len(text[start:end].rstrip())
    while start < end and (aside := _LAST_ASIDE.search(text, max(start, end - _LONGEST_ASIDE), end)):
        end = aside.start()
    return Span(start=start, end=end) if _WORD.search(text, start, end) else None
