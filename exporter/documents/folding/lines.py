"""Tells which line breaks of a text part paragraphs, and which stand within them, as those of a fixed width do."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import quantiles

from exporter.documents.folding.fold import Edit
from exporter.documents.folding.full_lines import FullLines
from exporter.documents.line_rules import is_boilerplate, is_byline

_LINE = re.compile(r"[^\n]*\S[^\n]*")
SENTENCE_END = re.compile(r"[.!?:…][\"”“’‘'»«)\]*_]*$")
_UNFINISHED = re.compile(
    r"(?:[,;–—-]|\b(?:a|an|the|of|to|in|on|at|by|for|from|with|and|or|but|that|which|who|whose|his|her|its|their|our|my"
    r"|your|as|is|are|was|were|be|been|has|have|had|will|would|could|should|not|than|because|while|when|if|after|before"
    r"|until|since|during|against|through|without|toward|towards|among|across|behind|despite|near|every|no|into|over|under|about|between|this|these|those|mr|mrs|ms|dr)\.?)$",
    re.IGNORECASE,
)
_ITEM = re.compile(r"[•‣▪▸◦●■*+–—-]\s|[―—–]\w")
_CREDITS = re.compile(
    r"\((?:Additional |With )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|Compiled|Edited|Translated) by "
)
_DATELINE = re.compile(
    r"[A-Z][A-Z.'’-]{2,}(?: [A-Z][A-Z.'’-]+){0,3}(?:, [A-Z][^()\n–—-]{1,30}?)?(?: ?\([A-Z][^()\n]{1,30}\))?"
    r" ?(?:[–—]|-{1,2})(?: |$)"
)
_TOP_LINES = 16
_NUMBERED = re.compile(r"(?:\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_LABEL = re.compile(
    r"(?:[A-Z][\w’'.-]*\s?){1,5}(?:\([^()\n]{1,40}\)\s?)?:(?:\s|$)|[QA][.:]\s|[\[(]?\d{1,2}:\d{2}\b"
)
_NUMBER = re.compile(
    r"(?:page|p\.|seite)?\s*[-–—|·\[(]*\s*\d{1,4}\s*(?:(?:of|/)\s*\d{1,4})?\s*[-–—|·\])]*", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
_HYPHENATED = re.compile(r"([^\W\d_]+)[-\u2010]$")
_KEEPS_HYPHEN = frozenset(
    [
        "all",
        "cross",
        "ex",
        "half",
        "high",
        "low",
        "long",
        "short",
        "mid",
        "quasi",
        "self",
        "so",
        "vice",
        "well",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
    ]
)
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]?")
_INNER_END = re.compile(r"[a-z\d%)”\"][.!?][\"”“’)]*\s+[\"“„‘(]?[A-Z]")
_WIDEST = 140
_FEWEST_BROKEN = 4  # breaks between sentences of a paragraph
_MOST_INNER = 0.15
_LEAST_SHARE = 0.2
_SLACK = 1.3  # times the width: lines that are longer are not broken at it
_NARROW = 0.5  # of the width: a shorter line is not broken because it is full
_LONGEST_FURNITURE = 90


@dataclass(frozen=True)
class _Line:
    """A line that is not blank: where it starts and ends, without the spaces around it, and how far it is indented."""

    start: int
    end: int
    text: str
    indent: int
    is_after_blank: bool

    @cached_property
    def is_finished(self) -> bool:
        """Tell whether it ends as a sentence does."""
        return SENTENCE_END.search(self.text) is not None

    @cached_property
    def is_byline(self) -> bool:
        """Tell whether it says who wrote the article, where or when."""
        return is_byline(self.text)

    @cached_property
    def is_boilerplate(self) -> bool:
        """Tell whether it is no part of the article."""
        return is_boilerplate(self.text)


@dataclass(frozen=True, slots=True)
class _Shape:
    """How the lines of a text are broken.

    Attributes:
        has_case: Whether it has small letters and capitals, so that these tell where sentences start.
        is_by_sentence: Whether each sentence has a line of its own, and blank lines part paragraphs.
        is_wrapped: Whether lines are broken because they are full.
        width: How long the longest of these are.
        fullness: How long a line with the first word of the next would at least be, if it was broken because of that.
    """

    has_case: bool
    is_by_sentence: bool = False
    is_wrapped: bool = False
    width: int = 0
    fullness: float = 0


def find_breaks(text: str) -> Iterator[Edit]:
    r"""Find the white space that is no single space or end of a paragraph, and what stands between pages.

    A break within a paragraph becomes a space, or nothing where it parts a word; one between paragraphs "\n", with
    blank lines "\n\n"; headers and numbers of pages within a paragraph are left out.
    """
    lines = list(_iter_lines(text))
    if not lines:
        return
    shape = _find_shape(text, lines)
    furniture = _find_furniture(lines) if shape.is_wrapped else set()
    kept = [line for number, line in enumerate(lines) if number not in furniture] or lines[:1]
    numbers = {line.start: number for number, line in enumerate(lines)}
    if kept[0].start:
        yield Edit(0, kept[0].start, "")
    yield from _iter_runs(text, kept[0])
    pairs = list(pairwise(kept))
    full = FullLines(
        [line.text for line in kept], [_is_sure_end(*pair, shape) for pair in pairs], shape.width
    )
    for number, (line, after) in enumerate(pairs):
        full.add(number)
        is_paged = numbers[after.start] - numbers[line.start] > 1
        is_within = _is_within(line, after, shape, is_paged=is_paged)
        if number < _TOP_LINES and _DATELINE.match(after.text) and not _UNFINISHED.search(line.text):
            is_within = False
        if is_within and shape.is_wrapped and line.is_finished:
            is_within = not full.is_end(number)
        if not is_within:
            full.start()
        yield from _iter_joints(text, line, after, is_within=is_within, is_paged=is_paged)
        yield from _iter_runs(text, after)
    if kept[-1].end < len(text):
        yield Edit(kept[-1].end, len(text), "\n")


def _iter_lines(text: str) -> Iterator[_Line]:
    end = 0
    for found in _LINE.finditer(text):
        words = found[0].strip()
        indent = len(found[0]) - len(found[0].lstrip())
        start = found.start() + indent
        yield _Line(start, start + len(words), words, indent, text.count("\n", end, start) > 1)
        end = start + len(words)


def _iter_runs(text: str, line: _Line) -> Iterator[Edit]:
    if "  " in line.text:
        for found in re.compile(r"  +").finditer(text, line.start, line.end):
            yield Edit(found.start(), found.end(), " ")


def _iter_joints(text: str, line: _Line, after: _Line, *, is_within: bool, is_paged: bool) -> Iterator[Edit]:
    between = text[line.end : after.start]
    if not is_within:
        wanted = "\n\n" if between.count("\n") > 1 else "\n"
        if between != wanted:
            yield Edit(line.end, after.start, wanted)
        return
    hyphenated = _HYPHENATED.search(line.text)
    if hyphenated is not None and after.text[0].isalpha():
        keeps = _keeps_hyphen(text, hyphenated[1], after.text)
        yield Edit(line.end - (not keeps), after.start, "", is_foreign=is_paged)
    else:
        yield Edit(line.end, after.start, " ", is_foreign=is_paged)


def _is_within(line: _Line, after: _Line, shape: _Shape, *, is_paged: bool) -> bool:
    """Tell whether the break between two lines stands within a paragraph."""
    if _ITEM.match(after.text) or _CREDITS.match(after.text):
        return False
    if line.is_finished and _LABEL.match(after.text):
        return False
    if _NUMBERED.match(after.text) and (line.is_finished or _NUMBERED.match(line.text)):
        return False
    if after.is_after_blank and not (is_paged and not line.is_finished):
        return False
    if line.is_byline or (after.is_byline and not _UNFINISHED.search(line.text)):
        return False
    if _is_evident(line, after, shape):
        return shape.is_wrapped or shape.has_case
    if shape.is_by_sentence:
        return line.is_finished and not line.is_boilerplate and not after.is_boilerplate
    if not shape.is_wrapped or after.is_boilerplate:
        return False
    if line.is_boilerplate:
        is_full = _measure_with_next(line, after) >= shape.fullness
        return is_full and line.is_after_blank and not line.is_finished
    if not line.is_finished:
        return len(line.text) >= _NARROW * shape.width
    if after.indent >= line.indent + 2 and not after.is_after_blank:
        return False
    return _measure_with_next(line, after) >= shape.fullness


def _is_sure_end(line: _Line, after: _Line, shape: _Shape) -> bool:
    return after.is_after_blank or (line.is_finished and _measure_with_next(line, after) < shape.fullness)


def _measure_with_next(line: _Line, after: _Line) -> int:
    """Measure how long a line would be with the first word of the next."""
    return len(line.text) + 1 + len(after.text.split(maxsplit=1)[0])


def _is_evident(line: _Line, after: _Line, shape: _Shape) -> bool:
    """Tell whether a line surely goes on in the next: it ends in the middle of a sentence, whatever its length."""
    if line.is_finished:
        return False
    goes_on = shape.has_case and after.text.lstrip("\"“‘'([«")[:1].islower()
    return goes_on or (_UNFINISHED.search(line.text) is not None and len(line.text) < _WIDEST)


def _find_shape(text: str, lines: Sequence[_Line]) -> _Shape:
    small, large = sum(map(str.islower, text)), sum(map(str.isupper, text))
    pairs = [(line, after) for line, after in pairwise(lines) if not after.is_after_blank]
    pairs = [(line, after) for line, after in pairs if not _ITEM.match(after.text)]
    bare = _Shape(
        has_case=small > large and large * 100 >= small, is_by_sentence=_is_by_sentence(pairs, len(lines))
    )
    evident = [
        (len(line.text), _measure_with_next(line, after))
        for line, after in pairs
        if _is_evident(line, after, bare) and len(line.text) <= _WIDEST
    ]
    if len(evident) < 2 or len(evident) < _LEAST_SHARE * len(pairs):
        return bare
    width = max(length for length, _ in evident)
    if sum(len(line.text) > _SLACK * width for line, _ in pairs) > _LEAST_SHARE * len(pairs):
        return bare
    reached = [whole for _, whole in evident]
    least = min(reached) if min(reached) > width else quantiles(reached, n=20)[0]
    return _Shape(
        has_case=bare.has_case,
        is_wrapped=True,
        width=width,
        fullness=max(least, _NARROW * width),
    )


def _is_by_sentence(pairs: Sequence[tuple[_Line, _Line]], lines: int) -> bool:
    """Tell whether each sentence has a line of its own, in paragraphs that blank lines part."""
    if len(pairs) < _FEWEST_BROKEN or lines - len(pairs) < _LEAST_SHARE * lines:
        return False
    few = _LEAST_SHARE * len(pairs)
    inner = [_INNER_END.search(_QUOTED.sub("", line.text)) is not None for pair in pairs for line in pair]
    return (
        sum(not line.is_finished for line, _ in pairs) <= few / 2
        and sum(_LABEL.match(line.text) is not None for line, _ in pairs) <= few / 2
        and sum(line.text.endswith("?") for line, _ in pairs) <= few
        and sum(inner) <= _MOST_INNER * len(inner)
    )


def _find_furniture(lines: Sequence[_Line]) -> set[int]:
    """Find the numbers of the lines that stand between pages: page numbers, and headers that come again and again."""
    masked = [_DIGITS.sub("0", line.text) if len(line.text) <= _LONGEST_FURNITURE else "" for line in lines]
    counts = Counter(filter(None, masked))
    found = {number for number, line in enumerate(lines) if _NUMBER.fullmatch(line.text)}
    again = {
        number
        for number, line in enumerate(lines)
        if counts[masked[number]] > 1 and not line.is_finished and not _LABEL.match(line.text)
    }
    interrupting = Counter(masked[number] for number in again if _interrupts(lines, number, found | again))
    return found | {number for number in again if 2 * interrupting[masked[number]] >= counts[masked[number]]}


def _interrupts(lines: Sequence[_Line], number: int, others: set[int]) -> bool:
    """Tell whether a line stands beside a page number or in the middle of a sentence."""
    if any(
        _NUMBER.fullmatch(lines[near].text) for near in (number - 1, number + 1) if 0 <= near < len(lines)
    ):
        return True
    before = next((lines[at] for at in range(number - 1, -1, -1) if at not in others), None)
    return before is not None and not before.is_finished


def _keeps_hyphen(text: str, first: str, after: str) -> bool:
    """Tell whether a hyphen at the end of a line belongs to the word, as that of "well-known" does."""
    second = re.match(r"\w+", after)
    if second is None or not after[0].islower() or first.lower() in _KEEPS_HYPHEN or first.isupper():
        return True
    return f"{first}-{second[0]}" in text and f"{first}{second[0]}" not in text
