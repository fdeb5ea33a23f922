"""Cuts a text into zones of whole lines: headline, byline, body, boilerplate. Nothing is deleted."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from exporter.documents.boilerplate_rules import APPEAL, BOILERPLATE_RULES, SPEECH, STRONG_APPEAL
from exporter.documents.byline_rules import OUTLET_ALONE, PLACE_ALONE, WRITER
from exporter.documents.folding import FoldedText, fold_text
from exporter.documents.line_rules import find_rule, is_boilerplate, is_byline, strip_marks
from exporter.documents.references import find_references
from exporter.documents.rules import MAX_LINE
from exporter.records import Span, Zone, ZoneKind

_LONG_HEADLINE = 110
_LONG_PARAGRAPH = 120
_TOP_LINES = 8
_MOST_WORDS_OF_PLACE = 2
_MOST_WORDS_OF_OUTLET = 5
_APPEAL_LINES = 6
_SHORTEST_ARTICLE_LINE = 60
_WRAPPED_LINE = range(40, 140)

_CLOSERS = "”“’‘\"')]»«"
_QUOTED = re.compile(r"[“\"][^“”\"]{0,1000}[”\"]")
_NOT_LETTERS = re.compile(r"[\W_]+")


class _Line(NamedTuple):
    """One line that is not blank: where it starts, its text as it is, and what the rules look at."""

    start: int
    end: int
    text: str
    bare: str
    is_after_blank: bool
    is_heading: bool


def find_zones(text: str, *, title: str | None = None, folded: FoldedText | None = None) -> tuple[Zone, ...]:
    """Cut a normalised text into zones of whole lines.

    The lines are those of the folded text, so that it does not matter where they are broken.

    The zones are in order, touch each other, and reach from the start of the first line that is not blank to
    the end of the last one; blank lines belong to the zone before them. Two neighbours are never of one kind.

    Args:
        text: A normalised text; a blank one has no zones.
        title: The title in the metadata, by which a headline is known.
        folded: The text as fold_text gives it, where that is known already.
    """
    if not text.strip():
        return ()
    folded = folded or fold_text(text)
    lines = list(_iter_lines(folded))
    kinds = _find_kinds(lines, title) or ["body"]
    first, last = _find_bounds(text)
    starts = list(_iter_starts(text, folded, lines))[1:]
    zones: list[Zone] = []
    for kind, start, end in zip(kinds, [first, *starts], [*starts, last], strict=True):
        if zones and zones[-1].kind == kind:
            zones[-1] = Zone(kind=kind, start=zones[-1].start, end=end)
        elif start < end:
            zones.append(Zone(kind=kind, start=start, end=end))
    return tuple(zones)


def _find_bounds(text: str) -> tuple[int, int]:
    """Find where the first line that is not blank starts, and where the last one ends."""
    first = text.rfind("\n", 0, len(text) - len(text.lstrip())) + 1
    last = text.find("\n", len(text.rstrip()))
    return first, last if last >= 0 else len(text)


def _iter_starts(text: str, folded: FoldedText, lines: list[_Line]) -> Iterator[int]:
    """Yield where each line of the folded text starts in the source, at the start of its line there if it can."""
    done = 0
    for line in lines:
        place = folded.fold.unfold(Span(start=line.start, end=line.end))
        yield max(text.rfind("\n", done, place.start) + 1, done)
        done = place.end


def _iter_lines(folded: FoldedText) -> Iterator[_Line]:
    start = 0
    is_after_blank = True
    headings = set(folded.headings)
    for line in folded.fold.text.split("\n"):
        if line.strip():
            is_heading = start in headings
            yield _Line(start, start + len(line), line.strip(), strip_marks(line), is_after_blank, is_heading)
        is_after_blank = not line.strip()
        start += len(line) + 1


def _find_kinds(lines: list[_Line], title: str | None) -> list[ZoneKind]:
    kinds: list[ZoneKind] = ["body"] * len(lines)
    headline = _find_headline(lines, title)
    if headline is not None:
        kinds[headline] = "headline"
    for index in _iter_bylines(lines, kinds):
        kinds[index] = "byline"
    for index in _iter_boilerplate(lines, kinds):
        kinds[index] = "boilerplate"
    for index in find_references([line.bare for line in lines]):
        if kinds[index] == "body":
            kinds[index] = "boilerplate"
    return kinds


def _find_headline(lines: list[_Line], title: str | None) -> int | None:
    for index, line in enumerate(lines[:_TOP_LINES]):
        if title and _is_title(line.bare, title):
            return index
        if line.is_heading:
            return index
        if _is_place(lines, index):
            continue
        if not is_byline(line.text) and not is_boilerplate(line.text):
            return index if _is_short_headline(lines, index) else None
    return None


def _is_title(line: str, title: str) -> bool:
    line, title = (
        _NOT_LETTERS.sub(" ", part).casefold().strip() for part in (line[:MAX_LINE], title[:MAX_LINE])
    )
    if not line or not title:
        return False
    is_longer = line.startswith(title) and len(line) <= len(title) + 40
    return is_longer or (title.startswith(line) and len(line) >= 20)


def _is_short_headline(lines: list[_Line], index: int) -> bool:
    line = lines[index]
    if index + 1 == len(lines) or len(line.bare) > _LONG_HEADLINE or " " not in line.bare:
        return False
    if line.bare.rstrip(_CLOSERS).endswith((".", "!", "?", ":", ";", ",", "…")) or line.bare[0].islower():
        return False
    follower = lines[index + 1]
    return follower.is_after_blank or len(follower.text) > _LONG_PARAGRAPH or is_byline(follower.text)


def _iter_bylines(lines: list[_Line], kinds: list[ZoneKind]) -> Iterator[int]:
    is_right_below = False
    for index, line in enumerate(lines[:_TOP_LINES]):
        if kinds[index] == "headline":
            is_right_below = True
            continue
        is_known = is_byline(line.text) or (not index and _is_place(lines, index))
        if is_right_below and not is_known:
            is_known = _is_signature(lines, index, is_signed=kinds[index - 1] == "byline")
        is_right_below = is_known
        if is_known:
            yield index


def _is_signature(lines: list[_Line], index: int, *, is_signed: bool) -> bool:
    """Tell whether a line below the headline or a byline is a place, what the writer is, or for whom."""
    line = lines[index]
    if line.is_after_blank and any(line.text == each.text for each in lines[index + 1 :]):
        return False  # a label of speech comes again
    if find_rule(line.text, (PLACE_ALONE,)) is not None:
        return True
    is_short = not line.is_after_blank or len(line.text.split()) <= _MOST_WORDS_OF_OUTLET
    return is_signed and is_short and find_rule(line.text, (WRITER, OUTLET_ALONE)) is not None


def _is_place(lines: list[_Line], index: int) -> bool:
    """Tell whether a text, or what follows its byline, starts with a place alone.

    Such are "PORT ALDANE, Calveria", or two words like one.
    """
    line = lines[index].text
    if index + 1 == len(lines) or line.endswith(".") or (index and not is_byline(lines[index - 1].text)):
        return False
    is_short = len(line.split()) <= _MOST_WORDS_OF_PLACE and find_rule(line, (OUTLET_ALONE,)) is not None
    return is_short or find_rule(line, (PLACE_ALONE,)) is not None


def _iter_boilerplate(lines: list[_Line], kinds: list[ZoneKind]) -> Iterator[int]:
    in_block = False
    has_body = False
    is_taken = False
    for index, line in enumerate(lines):
        if kinds[index] != "body":
            is_taken = False
            continue
        if in_block and _is_article_again(lines, index):
            in_block = False
        goes_on = index > 0 and _is_run_on(lines[index - 1], line)
        rule = find_rule(line.text, BOILERPLATE_RULES) if is_taken or not goes_on else None
        if rule is not None and rule.reach == "block":
            in_block = in_block or (has_body and _is_appeal(lines, index))
            rule = rule if in_block else None
        is_rest = is_taken and goes_on and line.text[0].islower()
        is_taken = in_block or rule is not None or is_rest
        if is_taken:
            yield index
        else:
            has_body = True


def _is_run_on(line: _Line, following: _Line) -> bool:
    """Tell whether a line seems to go on in the next one, as in texts with lines of fixed width."""
    if following.is_after_blank or line.text.rstrip(_CLOSERS).endswith((".", "!", "?", ":", "…")):
        return False
    return following.text[0].islower() or len(line.text) in _WRAPPED_LINE


def _is_appeal(lines: list[_Line], index: int) -> bool:
    following = lines[index + 1 : index + 1 + _APPEAL_LINES]
    return any(STRONG_APPEAL.search(_drop_quoted(line)) for line in following)


def _is_article_again(lines: list[_Line], index: int) -> bool:
    """Tell whether an appeal is over: this line is surely article text, or it and the next one look so."""
    if not _is_like_article(lines[index]):
        return False
    return SPEECH.search(lines[index].text) is not None or (
        index + 1 < len(lines) and _is_like_article(lines[index + 1])
    )


def _is_like_article(line: _Line) -> bool:
    return len(line.text) >= _SHORTEST_ARTICLE_LINE and APPEAL.search(_drop_quoted(line)) is None


def _drop_quoted(line: _Line) -> str:
    return _QUOTED.sub(" ", line.text[: 10 * MAX_LINE])
