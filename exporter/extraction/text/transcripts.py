"""Finds the turns of transcripts and interviews: "SMITH: I saw it." and "Q: And then?"."""

import bisect
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set

from exporter.extraction.attribution import join_spans
from exporter.extraction.text.asides import iter_spoken
from exporter.extraction.text.turn_lines import (
    COLON_LINE,
    TurnLine,
    iter_capitals,
    iter_colon_lines,
    iter_own_lines,
)
from exporter.extraction.text.turns import Turn
from exporter.records import Span

_INSIDE = re.compile(r"(?<=[\w,;’'”)] )[A-Z][\w’'-]*")
_TALK = re.compile(r"\?|\bI\b|\b(?i:you|we|my|your|me|our|us|thank|thanks|hello|yes|no)\b")
_VISIBLE = re.compile(r"\S")
_HEADING = re.compile(r"[^\n.?!:]{1,60}:|(?:(?:[A-Z][^\s.?!:]*|and|of|the|&) ?){1,6}")
_OWNED = re.compile(r"['’]s?$")

_FIRST_PERSON = re.compile(r"\bI\b|\b(?i:we|my|our|me|us)\b")
_SUBJECT = re.compile(r"(?:[A-Z][\w.’'-]* ){0,3}([A-Z][\w’'-]*) (?=[a-z])")

_FEWEST = 3
_FEWEST_OF_INTERVIEW = 4
_FEWEST_MARKED = 2
_MANY = 6  # so many turns in capitals need no proof that their labels are names
_TALKING = 0.4
_LONGEST_LOOK = 2000


def find_turns(text: str, paragraphs: Sequence[Span]) -> list[Turn]:
    """Find the turns of a text, in order; none in a text that is no transcript or interview.

    Labels before a colon are many things. Here they are speakers if there are three or more, two or more different
    ones, most of them come back, at least one is known as a name or a role ("Q", "HOST"), and what follows is talk:
    questions, or words like "I" and "you". So are two that take turns throughout, if one of them asks questions.

    Args:
        text: The text.
        paragraphs: The paragraphs that are read, in order.
    """
    lines = list(iter_colon_lines(text, paragraphs))
    marked = _find_marked(text, paragraphs, lines)
    if marked:
        return _build_turns(text, paragraphs, marked, is_script=True)
    turns = _find_labelled(text, paragraphs, lines)
    if turns:
        return turns
    capitals = list(iter_capitals(text, paragraphs))
    return _find_labelled(text, paragraphs, _merge(capitals, lines)) if len(capitals) >= _FEWEST else []


def _find_labelled(text: str, paragraphs: Sequence[Span], lines: list[TurnLine]) -> list[Turn]:
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


def _find_marked(text: str, paragraphs: Sequence[Span], colons: Sequence[TurnLine]) -> list[TurnLine]:
    """Find the lines of a text whose speakers stand on lines of their own, with titles or times behind them.

    Two of these are enough, or one and a role, if what follows them is talk. Then a name that has a title elsewhere
    needs none, and roles like "Operator" may have a colon instead.
    """
    own = list(iter_own_lines(text, paragraphs))
    marked = [line for line in own if line.is_marked]
    if not marked:
        return []
    keys = {line.label.text.casefold() for line in marked}
    starts = {line.start for line in own}
    spoken = [line for line in marked if _is_followed(text, line, starts)]
    talking = sum(_is_talk(text, line) for line in spoken)
    has_roles = any(line.label.is_role and _is_followed(text, line, starts) for line in own)
    if len(spoken) < _FEWEST_MARKED - has_roles or talking < _TALKING * len(spoken):
        return []
    others = (line for line in (*own, *colons) if line.label.is_role or line.label.text.casefold() in keys)
    return _merge(marked, others)


def _is_followed(text: str, line: TurnLine, starts: Set[int]) -> bool:
    """Tell whether words follow a speaker's line, as in a list of who takes part none do."""
    after = _VISIBLE.search(text, line.words)
    return after is not None and after.start() not in starts


def _merge(first: Iterable[TurnLine], second: Iterable[TurnLine]) -> list[TurnLine]:
    """Merge lines, in order; of two at one place the first stays."""
    by_start = {line.start: line for line in second} | {line.start: line for line in first}
    return [by_start[start] for start in sorted(by_start)]


def _find_names(text: str, paragraphs: Sequence[Span], lines: Sequence[TurnLine]) -> set[str]:
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


def _is_dialogue(text: str, lines: Sequence[TurnLine], names: set[str]) -> bool:
    counts = Counter(line.label.key for line in lines)
    if len(lines) < _FEWEST or len(counts) == 1:
        return False
    recurring = sum(count for count in counts.values() if count > 1)
    known = any(line.is_marked or line.label.is_role or line.label.words & names for line in lines)
    in_capitals = sum(line.label.is_capitals for line in lines)
    talking = sum(_is_talk(text, line) for line in lines)
    return (
        recurring * 2 >= len(lines) and (known or in_capitals >= _MANY) and talking >= _TALKING * len(lines)
    )


def _is_interview(text: str, lines: Sequence[TurnLine]) -> bool:
    """Tell whether two take turns throughout, one of whom mostly asks: their names may be told nowhere else."""
    keys = [line.label.key for line in lines]
    if len(lines) < _FEWEST_OF_INTERVIEW or keys[0] == keys[1] or keys[2:] != keys[:-2]:
        return False
    asked = [_get_words(text, line).endswith("?") for line in lines]
    return any(2 * sum(asked[first::2]) >= len(asked[first::2]) for first in (0, 1))


def _get_words(text: str, line: TurnLine) -> str:
    """Get the words that follow a label in its own paragraph or, if there are none, in the next."""
    words = text[line.words : line.words + _LONGEST_LOOK].lstrip()
    return words.partition("\n")[0].rstrip('*_”" ')


def _is_talk(text: str, line: TurnLine) -> bool:
    return _TALK.search(_get_words(text, line)) is not None


def _build_turns(
    text: str, paragraphs: Sequence[Span], lines: Sequence[TurnLine], *, is_script: bool = False
) -> list[Turn]:
    """Build the turns; in a script everything up to the next label is the speaker's."""
    starts = [paragraph.start for paragraph in paragraphs]
    names = {line.label.key for line in lines if not line.label.is_role}
    turns: list[Turn] = []
    for number, line in enumerate(lines):
        is_last = number + 1 == len(lines)
        limit = paragraphs[-1].end if is_last else lines[number + 1].start
        first = bisect.bisect_right(starts, line.words) - 1
        last = bisect.bisect_left(starts, limit)
        own = paragraphs[first:last]
        own = _cut_headings(text, own) if is_script else _cut_narrated(text, line, own, names)
        pieces = list(_iter_pieces(text, line, own, limit, is_last=is_last))
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


def _drop_headline(lines: list[TurnLine], paragraphs: Sequence[Span]) -> list[TurnLine]:
    """Drop the label of a headline, "Holm: I never gave up", which has other text after it."""
    if len(lines) < _FEWEST or lines[0].start > paragraphs[0].start or lines[0].words >= paragraphs[0].end:
        return lines
    is_alone = len(paragraphs) > 1 and paragraphs[1].start < lines[1].start
    return lines[1:] if is_alone else lines


def _iter_pieces(
    text: str, line: TurnLine, paragraphs: Sequence[Span], limit: int, *, is_last: bool
) -> Iterator[Span]:
    """Yield what is spoken in the paragraphs of a turn, from its first word on.

    What follows the last turn may be the article again: it is the speaker's as long as somebody says "I" there.
    """
    is_started = False
    for paragraph in paragraphs:
        start, end = max(paragraph.start, line.words), min(paragraph.end, limit)
        pieces = list(iter_spoken(text, Span(start=start, end=end))) if start < end else []
        if not pieces:
            continue
        if is_started and is_last and not _FIRST_PERSON.search(text, pieces[0].start, pieces[-1].end):
            return
        is_started = True
        yield from pieces


def _cut_narrated(text: str, line: TurnLine, paragraphs: Sequence[Span], names: Set[str]) -> Sequence[Span]:
    """Cut off the paragraphs from the first on that is no longer the speaker's."""
    ends = (
        number
        for number, paragraph in enumerate(paragraphs)
        if number and _is_narrated(text[paragraph.start : paragraph.end], line, names)
    )
    return paragraphs[: next(ends, len(paragraphs))]


def _cut_headings(text: str, paragraphs: Sequence[Span]) -> Sequence[Span]:
    """Cut off a last paragraph that is the heading of the next part: "Questions and Answers:"."""
    if len(paragraphs) < 2:
        return paragraphs
    last = paragraphs[-1]
    return paragraphs[:-1] if _HEADING.fullmatch(text, last.start, last.end) else paragraphs


def _is_narrated(words: str, line: TurnLine, names: Set[str]) -> bool:
    """Tell whether a paragraph is no longer the speaker's.

    It then has another label, names who speaks, starts with what another speaker did ("Smith then showed a picture"),
    leads on, or lacks the mark that the others start with.
    """
    other = COLON_LINE.match(words)
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
