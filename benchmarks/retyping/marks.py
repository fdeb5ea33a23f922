"""Quotation marks of everywhere: which mark opens, closes or is an apostrophe, and how it is typed elsewhere."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from benchmarks.retyping.choosing import Form, each_line, insert

Role = Literal["open", "close", "inner_open", "inner_close", "apostrophe"]

_BEFORE_OPENING = frozenset(" \t\u00a0([{—–-“‘\"'*_>")
_ELISION = re.compile(r"[‘’'](?:\d|em\b|til\b|tis\b|twas\b|n\b|cause\b|round\b)")
_DEPTH = {"open": 1, "inner_open": 1, "close": -1, "inner_close": -1, "apostrophe": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One mark of a paragraph.

    Attributes:
        offset: Where it stands.
        role: What it does there.
        is_nested: Whether it stands within double marks.
    """

    offset: int
    role: Role
    is_nested: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """How marks are typed; an apostrophe that is None stays as it is."""

    open: str
    close: str
    inner_open: str
    inner_close: str
    apostrophe: str | None = None


def find_marks(paragraph: str) -> list[Mark]:
    """Find the quotation marks and apostrophes of a paragraph, in order; clean text has double marks outside."""
    found: list[Mark] = []
    doubles = singles = 0
    for offset, role in _iter_roles(paragraph):
        if role == "inner_close" and not singles:
            role = "apostrophe"
        found.append(Mark(offset=offset, role=role, is_nested=doubles > 0))
        doubles = max(0, doubles + (role == "open") - (role == "close"))
        singles = max(0, singles + (role == "inner_open") - (role == "inner_close"))
    return found


def _iter_roles(paragraph: str) -> Iterator[tuple[int, Role]]:
    for found in re.finditer("[“”\"‘’']", paragraph):
        before, after = paragraph[: found.start()][-1:], paragraph[found.end() :][:1]
        yield found.start(), _get_role(found.group(), before, after, paragraph[found.start() :])


def _get_role(mark: str, before: str, after: str, rest: str) -> Role:
    opens = (not before or before in _BEFORE_OPENING) and not (after.isspace() or not after)
    if mark in "“”":
        return "open" if mark == "“" else "close"
    if mark == '"':
        return "open" if opens else "close"
    if _ELISION.match(rest) and opens and mark != "‘":
        return "apostrophe"
    if mark == "‘" or (mark == "'" and opens and "'" in rest[1:]):
        return "inner_open"
    return "apostrophe" if after.isalnum() else "inner_close"


def is_quoted(marks: Iterable[Mark], offset: int) -> bool:
    """Tell whether a quotation that starts before an offset ends after it."""
    depth = 0
    for mark in marks:
        if mark.offset < offset:
            depth = max(0, depth + _DEPTH[mark.role])
    return depth > 0


def _type_mark(mark: Mark, marks: Marks, typed: str) -> str:
    if mark.role == "apostrophe":
        return marks.apostrophe or typed
    is_swapped = marks.inner_open in ('"', "“")
    if mark.role == "inner_open" and is_swapped and not mark.is_nested:
        return marks.open
    if mark.role == "inner_close" and is_swapped and not mark.is_nested:
        return marks.close
    return str(getattr(marks, mark.role))


def type_marks(marks: Marks) -> Form:
    """Type quotation marks and apostrophes in another way."""

    def retype(paragraph: str) -> str:
        pieces, last = [], 0
        for mark in find_marks(paragraph):
            pieces += [paragraph[last : mark.offset], _type_mark(mark, marks, paragraph[mark.offset])]
            last = mark.offset + 1
        return "".join([*pieces, paragraph[last:]])

    return each_line(retype)


STRAIGHT = Marks(open='"', close='"', inner_open="'", inner_close="'", apostrophe="'")
CURLY = Marks(open="“", close="”", inner_open="‘", inner_close="’", apostrophe="’")

MARK_FORMS = {
    "straight": STRAIGHT,
    "curly": CURLY,
    "straight-singles": Marks(open="'", close="'", inner_open='"', inner_close='"', apostrophe="'"),
    "curly-singles": Marks(open="‘", close="’", inner_open="“", inner_close="”", apostrophe="’"),
    "curly-singles-straight-apostrophes": Marks(
        open="‘", close="’", inner_open="“", inner_close="”", apostrophe="'"
    ),
    "guillemets": Marks(open="«", close="»", inner_open="‹", inner_close="›"),
    "guillemets-spaced": Marks(open="« ", close=" »", inner_open="‹ ", inner_close=" ›"),
    "guillemets-no-break": Marks(open="«\u00a0", close="\u00a0»", inner_open="“", inner_close="”"),
    "low-high": Marks(open="„", close="“", inner_open="‚", inner_close="‘"),
    "low-high-curly": Marks(open="„", close="”", inner_open="‚", inner_close="’"),
    "tex": Marks(open="``", close="''", inner_open="`", inner_close="'", apostrophe="'"),
    "spaced-marks": Marks(open="“ ", close=" ”", inner_open="‘ ", inner_close=" ’"),
    "spaced-straight-marks": Marks(open='" ', close=' "', inner_open="' ", inner_close=" '", apostrophe="'"),
}
"""Ways to type quotation marks, by the name of the form."""


def list_quoted(paragraph: str) -> list[tuple[int, int]]:
    """List what stands in double marks, marks and all, as half-open stretches of a paragraph."""
    found, start = [], None
    for mark in find_marks(paragraph):
        if mark.role == "open":
            start = mark.offset
        elif mark.role == "close" and start is not None:
            found.append((start, mark.offset + 1))
            start = None
    return found


def surround(opening: Callable[[int], str], closing: Callable[[int], str]) -> Form:
    """Set every other thing that is said in something, which may differ from one to the next."""

    def retype(paragraph: str) -> str:
        additions = []
        for number, (start, end) in enumerate(list_quoted(paragraph)):
            if number % 2 == 0:
                additions += [(start, opening(number)), (end, closing(number))]
        return insert(paragraph, additions)

    return each_line(retype)
