"""Reads the lines of one annotation file: spans, events, and what is said of events."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import get_args

from exporter.brat.texts import Attribution, join_pieces
from exporter.errors import InputError
from exporter.records import Act, QuoteType, Span

logger = logging.getLogger("exporter")

ROLES = ("content", "cue", "source")

_LINE = re.compile(r"(\*|[A-Za-z#][0-9]\S*)\t(.*)", re.DOTALL)
_BOUNDS = re.compile(r"(?a:\S+ (\d+ \d+(?:;\d+ \d+)*)(?:\t(.*))?)", re.DOTALL)
_HINT = "correct the file, for instance in brat"


def read_lines(raw: str, text: str, place: str) -> "Reader":
    """Read the lines of one annotation file.

    Spans, events, equivalences of type Coref, attributes and notes are taken. All other lines (relations, other
    equivalences) are passed over, and so is a line that follows a span and is no annotation: some files hold texts of
    spans with the line breaks in them.

    Args:
        raw: What the file holds.
        text: What its offsets refer to.
        place: How to call the file in messages.

    Raises:
        InputError: A line is malformed, or does not fit the text.
    """
    reader = Reader(text=text, place=place)
    for number, line in _iter_lines(raw):
        reader.take(number, line)
    reader.compare_texts()
    return reader


def build_attributions(reader: "Reader") -> tuple[Attribution, ...]:
    """Build the attributions of one annotation file: its events with a content, in order.

    Roles are known by their names without number, so Content2 is a content. Attributes QuoteType and Act and a
    note Confidence of an event are read, too, where they say what exporter itself would write. Events without a
    content are passed over.

    Raises:
        InputError: An event is malformed, or refers to a span that is not there.
    """
    return tuple(reader.build())


def _iter_lines(raw: str) -> Iterator[tuple[int, str]]:
    # Only \n: a text may hold other characters that Python takes for ends of lines.
    for number, line in enumerate(raw.removeprefix("\ufeff").split("\n"), 1):
        if line.strip():
            yield number, line.rstrip("\r")


@dataclass(slots=True, kw_only=True)
class Reader:
    """What was read so far; lines may refer to later ones, so events are put together at the end.

    Attributes:
        text: What offsets refer to.
        place: How to call the file in messages.
        number: Of the line that is read.
        spans: The pieces of each span, by its identifier.
        kinds: The type of each span.
        strange: Spans with another text than the file says.
        events: Number of the line, identifier and arguments of each.
        said: The value of each attribute and note, by what it is said of and its type.
        groups: Number of the line and spans of each equivalence of type Coref.
        is_after_span: Whether the line before was a span.
    """

    text: str
    place: str
    number: int = 0
    spans: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    events: list[tuple[int, str, str]] = field(default_factory=list)
    said: dict[tuple[str, str], str] = field(default_factory=dict)
    groups: list[tuple[int, list[str]]] = field(default_factory=list)
    is_after_span: bool = False

    def take(self, number: int, line: str) -> None:
        """Read one line."""
        self.number = number
        found = _LINE.fullmatch(line)
        if found is None:
            if self.is_after_span:
                return
            raise self.refuse("no annotation", "an identifier such as T1 or E1 and a tab", line)
        identifier, rest = found[1], found[2]
        self.is_after_span = identifier[0] == "T"
        if identifier[0] == "T":
            self._take_span(identifier, rest)
        elif identifier[0] == "E":
            self.events.append((number, identifier, rest))
        elif identifier == "*":
            kind, _, members = rest.partition(" ")
            if kind == "Coref":
                self.groups.append((number, members.split()))
        elif identifier[0] in "A#":
            kind, _, remark = rest.partition(" ")
            target, _, value = remark.replace("\t", " ").partition(" ")
            self.said[target, kind] = value.strip()

    def _take_span(self, identifier: str, rest: str) -> None:
        found = _BOUNDS.fullmatch(rest)
        if found is None:
            raise self.refuse(f"{identifier}: malformed span", "a type, offsets and a text", rest)
        if identifier in self.spans:
            raise self.refuse(f"{identifier}: stands twice", "one line for each span", rest)
        pieces = [self._build_piece(identifier, bounds) for bounds in found[1].split(";")]
        words = " ".join(self.text[piece.start : piece.end] for piece in pieces)
        # White space may differ, and what follows a line break may stand on a line of its own.
        if found[2] is not None and not _squeeze(words).startswith(_squeeze(found[2])):
            self.strange.append(f"{identifier} (expected {words!r:.60}, found {found[2]!r:.60})")
        self.spans[identifier] = join_pieces(pieces)
        self.kinds[identifier] = rest.split()[0]

    def _build_piece(self, identifier: str, bounds: str) -> Span:
        start, end = (int(offset) if len(offset) < 16 else 10**16 for offset in bounds.split())
        if start >= end or end > len(self.text):
            expected = f"start before end and end at most {len(self.text)}"
            raise self.refuse(f"{identifier}: offsets outside the text", expected, bounds)
        return Span(start=start, end=end)

    def compare_texts(self) -> None:
        """Tell of spans that have not the text that the file says; if most are so, the text is another."""
        if not self.strange:
            return
        number = f"{len(self.strange)} of {len(self.spans)} spans"
        message = f"{self.place}: {number} with another text than stands there, first {self.strange[0]}"
        if len(self.strange) * 2 > len(self.spans):
            hint = "offsets count the characters of the .txt as it is: was it changed since it was annotated?"
            raise InputError(message, hint=hint)
        logger.warning(message)

    def build(self) -> Iterator[Attribution]:
        """Put the events together that have a content."""
        for number, identifier, rest in self.events:
            self.number = number
            roles = self._collect_roles(identifier, rest)
            if roles["content"]:
                kind, act = self.said.get((identifier, "QuoteType")), self.said.get((identifier, "Act"))
                yield Attribution(
                    content=join_pieces(roles["content"]),
                    cue=join_pieces(roles["cue"]),
                    source=join_pieces(roles["source"]),
                    type=next((known for known in get_args(QuoteType) if known == kind), None),
                    act=next((known for known in get_args(Act) if known == act), None),
                    confidence=_parse_confidence(self.said.get((identifier, "Confidence"), "")),
                )

    def _collect_roles(self, identifier: str, rest: str) -> dict[str, list[Span]]:
        roles: dict[str, list[Span]] = {role: [] for role in ROLES}
        for argument in rest.split():
            role, colon, reference = argument.partition(":")
            if not (role and colon and reference):
                raise self.refuse(f"{identifier}: malformed event", "arguments such as Content:T1", argument)
            if reference[0] == "T" and reference not in self.spans:
                raise self.refuse(f"{identifier}: unknown span", "the identifier of a T line", argument)
            roles.get(role.rstrip("0123456789").lower(), []).extend(self.spans.get(reference, ()))
        return roles

    def refuse(self, problem: str, expected: str, found: str) -> InputError:
        """Build the error that tells what is wrong with the line that is read."""
        message = f"{self.place}, line {self.number}: {problem} (expected {expected}, found {found!r:.60})"
        return InputError(message, hint=_HINT)


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _parse_confidence(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if 0 <= number <= 1 else None
