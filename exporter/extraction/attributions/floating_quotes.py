"""Gives quotes that fill paragraphs, without a word on who speaks, to whom the paragraph before or after introduces."""

import bisect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from exporter.extraction.attribution import Attribution
from exporter.extraction.attributions.introductions import Introductions
from exporter.extraction.text.quotation_marks import Quoted
from exporter.records import Span

RULE = "floating"
_CONFIDENCE = 0.5
_LEAST_CONFIDENCE = 0.3  # where nobody is introduced
_POINTS_BACK = re.compile(
    r"(?:That|This|Those|These|Such|So) (?:was|were|is|are|said|says|went|goes|spoke|ran|put)\b[^.]{0,40}"
    r"\b(?:words?|view|verdict|message|opinion|judge?ment|answer|reply|response|assessment|advice|warning|of|by|from)\b"
    r"|So (?:said|says|spoke|wrote)\b"
)
_WORD = re.compile(r"\w+")
_ENDS = (".", "!", "?", "…", ",", ":", ";", "—", "–")
_FEWEST_WORDS = 2
_LONGEST_TITLE = 60  # characters
_LONG_WORD = 4
_LONGEST_CHAIN = 100  # paragraphs back to who was introduced


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    """A quote that fills its paragraphs: the pieces of it, and the numbers of the first and the last paragraph."""

    content: tuple[Span, ...]
    first: int
    last: int


def settle_floating(
    found: Sequence[Attribution],
    doc: Doc,
    text: str,
    paragraphs: Sequence[Span],
    quoted: Sequence[Quoted],
) -> list[Attribution]:
    """Make each quote that fills its paragraph an attribution of its own, unless it goes on with the quote before it.

    It is theirs whom the paragraph before introduces, alone and in few words or with a colon; else theirs to whom it
    was given otherwise; else theirs who speaks in the paragraph before or, if there is nobody, in the one after. A
    quote that ends in a comma is theirs who is named behind it.

    Args:
        found: What was found otherwise, in any order.
        doc: The text, with what the pipeline told of it.
        text: The same as a string, which a Doc takes long to give.
        paragraphs: The paragraphs looked at, in order.
        quoted: What stands in quotation marks there, in order.
    """
    units = list(_iter_units(text, paragraphs, quoted))
    if not units:
        return list(found)
    introductions = Introductions(doc, text, paragraphs, found)
    owners = _find_owners(found, units)
    floating = {number for unit in units for number in range(unit.first, unit.last + 1)}
    sources = [
        _find_speaker(
            unit,
            found[owners[number]] if number in owners else None,
            text,
            paragraphs,
            floating,
            introductions,
        )
        for number, unit in enumerate(units)
    ]
    continued = _find_continued(found, units, owners, sources, paragraphs, quoted)
    holes = [piece for number, unit in enumerate(units) if number not in continued for piece in unit.content]
    rest = [_cut_all(text, each, holes) for each in found]
    settled: list[Attribution] = []
    kept: set[int] = set()
    for number, (unit, source) in enumerate(zip(units, sources, strict=True)):
        if number in continued:
            continue
        owner = found[owners[number]] if number in owners else None
        stays = owner is not None and not rest[owners[number]] and owner.source == source
        if owner is not None and stays and owners[number] not in kept:
            kept.add(owners[number])
            settled.append(replace(owner, content=unit.content))
        else:
            settled.append(_build(doc, unit, source))
    others = (replace(each, content=left) for each, left in zip(found, rest, strict=True) if left)
    return [*others, *settled]


def _iter_units(text: str, paragraphs: Sequence[Span], quoted: Sequence[Quoted]) -> Iterator[_Unit]:
    """Yield the quotes that fill paragraphs; one that goes on over several is one."""
    starts = [each.start for each in quoted]
    open_since: int | None = None
    goes_on = False
    for number, paragraph in enumerate(paragraphs):
        inside = quoted[
            bisect.bisect_left(starts, paragraph.start) : bisect.bisect_left(starts, paragraph.end)
        ]
        is_filled = _is_filled(text, paragraph, inside)
        is_continued = goes_on
        goes_on = bool(inside) and inside[-1].continues
        if not is_filled or (is_continued and open_since is None):
            open_since = None
            continue
        open_since = open_since if is_continued else number
        if not goes_on and open_since is not None:
            yield _Unit(content=tuple(paragraphs[open_since : number + 1]), first=open_since, last=number)
            open_since = None


def _is_filled(text: str, paragraph: Span, inside: Sequence[Quoted]) -> bool:
    """Tell whether a paragraph is a sentence in quotation marks, or several, and nothing else."""
    if not inside or inside[0].start != paragraph.start:
        return False
    ends = [paragraph.start, *(each.end for each in inside)]
    between = zip(ends, [*(each.start for each in inside), paragraph.end], strict=True)
    if any(_WORD.search(text, start, end) for start, end in between if start < end):
        return False
    words = text[inside[0].inner_start : inside[-1].inner_end].rstrip()
    after = text[inside[-1].end : paragraph.end].strip()
    is_sentence = words.endswith(_ENDS) or after.startswith(_ENDS) or not inside[-1].is_closed
    return is_sentence and len(_WORD.findall(words[:200])) >= _FEWEST_WORDS and not _is_title(words)


def _is_title(words: str) -> bool:
    """Tell whether words are a heading or the title of a work: few, and all but the small ones with a capital."""
    parts = words.split() if len(words) <= _LONGEST_TITLE else []
    long = [part for part in parts[1:] if len(part) >= _LONG_WORD]
    return bool(long) and all(part[0].isupper() for part in long)


def _find_owners(found: Sequence[Attribution], units: Sequence[_Unit]) -> Mapping[int, int]:
    """Find for the numbers of quotes the attribution that has most of their words."""
    starts = [unit.content[0].start for unit in units]
    shares: dict[int, tuple[int, int]] = {}
    for number, each in enumerate(found):
        for piece in each.content:
            first = max(bisect.bisect_right(starts, piece.start) - 1, 0)
            for at in range(first, bisect.bisect_left(starts, piece.end)):
                common = sum(
                    max(0, min(own.end, piece.end) - max(own.start, piece.start)) for own in units[at].content
                )
                if common:
                    shares[at] = max(shares.get(at, (0, 0)), (common, -number))
    return {at: -number for at, (_, number) in shares.items()}


def _find_continued(
    found: Sequence[Attribution],
    units: Sequence[_Unit],
    owners: Mapping[int, int],
    sources: Sequence[tuple[Span, ...]],
    paragraphs: Sequence[Span],
    quoted: Sequence[Quoted],
) -> set[int]:
    """Find the quotes that only go on with what the same attribution quotes in the paragraph before."""
    starts = [each.start for each in quoted]
    continued: set[int] = set()
    for number, unit in enumerate(units):
        if number not in owners or not unit.first or found[owners[number]].source != sources[number]:
            continue
        before = units[number - 1] if number else None
        if before is not None and before.last == unit.first - 1:
            goes_on = number - 1 in continued and owners[number - 1] == owners[number]
        else:
            goes_on = _quotes_in(found[owners[number]], paragraphs[unit.first - 1], quoted, starts)
        if goes_on:
            continued.add(number)
    return continued


def _quotes_in(each: Attribution, paragraph: Span, quoted: Sequence[Quoted], starts: Sequence[int]) -> bool:
    """Tell whether words that an attribution has in a paragraph stand in quotation marks there."""
    inside = quoted[bisect.bisect_left(starts, paragraph.start) : bisect.bisect_left(starts, paragraph.end)]
    return any(
        marks.start < piece.end and piece.start < marks.end for piece in each.content for marks in inside
    )


def _find_speaker(
    unit: _Unit,
    owner: Attribution | None,
    text: str,
    paragraphs: Sequence[Span],
    floating: set[int],
    introductions: Introductions,
) -> tuple[Span, ...]:
    before, after = unit.first - 1, unit.last + 1
    if after < len(paragraphs) and after not in floating and _is_followed(text, unit, paragraphs[after]):
        speaker = introductions.find_speaker(after) or (owner.source if owner is not None else ())
        if speaker:
            return speaker
    is_answer = False
    while before in floating and unit.first - before <= _LONGEST_CHAIN:
        is_answer = is_answer or _get_end(text, paragraphs[before]).endswith("?")
        before -= 1
    own = owner.source if owner is not None else ()
    if is_answer or before < 0:
        return own or introductions.find_speaker(after)
    if introductions.is_introduction(before):
        return introductions.find_speaker(before)
    return own or introductions.find_speaker(before) or introductions.find_speaker(after)


def _is_followed(text: str, unit: _Unit, paragraph: Span) -> bool:
    """Tell whether the next paragraph tells who speaks: "“We lost,” / said Ana Ruiz.", "That was Ana Ruiz's view."."""
    goes_on = _get_end(text, unit.content[-1]).endswith(",") or text[paragraph.start].islower()
    return goes_on or _POINTS_BACK.match(text, paragraph.start, paragraph.end) is not None


def _get_end(text: str, piece: Span) -> str:
    """Get the last characters of a quote without its marks."""
    return text[max(piece.end - 4, piece.start) : piece.end].rstrip("”\"' ")


def _cut_all(text: str, each: Attribution, holes: Sequence[Span]) -> tuple[Span, ...]:
    """Cut holes, in order and apart, out of the content of an attribution."""
    return tuple(
        part
        for piece in each.content
        for part in _cut(text, piece, holes)
        if _WORD.search(text, part.start, part.end)
    )


def _cut(text: str, piece: Span, holes: Sequence[Span]) -> Iterator[Span]:
    start = piece.start
    first = bisect.bisect_right(holes, piece.start, key=lambda hole: hole.end)
    last = bisect.bisect_left(holes, piece.end, key=lambda hole: hole.start)
    for hole in holes[first:last]:
        yield _trim(text, start, hole.start)
        start = max(start, hole.end)
    yield _trim(text, start, piece.end)


def _trim(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return (
        Span(start=end - len(words.lstrip()), end=start + len(words.rstrip()))
        if words.strip()
        else Span(start=end, end=end)
    )


def _build(doc: Doc, unit: _Unit, source: tuple[Span, ...]) -> Attribution:
    first = unit.content[0]
    tokens = doc.char_span(first.start, first.end, alignment_mode="expand")
    return Attribution(
        content=unit.content,
        source=source,
        head=tokens[0].i if tokens is not None else 0,
        rule=RULE,
        confidence=_CONFIDENCE if source else _LEAST_CONFIDENCE,
    )
