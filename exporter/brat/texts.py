"""Texts with attributions, and how offsets move when a text is normalised."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from exporter.records import Act, EntityType, QuoteType, Span

BOM = "\ufeff"

_DROPPED = re.compile(r"\A\ufeff|\r(?=\n)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One attribution as it is marked in a text, by people or by a program.

    The pieces of each role are in order and do not overlap.

    Attributes:
        content: What is attributed; never empty.
        cue: The words that attribute it; empty where none are marked.
        source: To whom; empty where nobody is marked.
        type: Whether the content stands in quotation marks, where that is said.
        act: What kind of act the cue tells of, where that is said.
        confidence: How sure the program was, from 0 to 1; None where that is not said.
    """

    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    type: QuoteType | None = None
    act: Act | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCluster:
    """The mentions of one source in a text, and what is said of it; None where nothing is said.

    Attributes:
        mentions: The pieces of each mention, mentions in order.
        kind: What it is, such as person or government.
        naming: Whether the text names it: named or unnamed.
        count: The least number of people meant.
        role: Its post or part, in words of the text.
        affiliation: The organization that it belongs to, in words of the text.
        anonymity_reason: Why it is not named, in words of the text.
    """

    mentions: tuple[tuple[Span, ...], ...]
    kind: str | None = None
    naming: str | None = None
    count: int | None = None
    role: str | None = None
    affiliation: str | None = None
    anonymity_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityCluster:
    """The mentions by name of one person, organization, place ... in a text, in order."""

    type: EntityType
    mentions: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedText:
    """A text with the attributions that were marked in it.

    Attributes:
        name: The name of its files, without suffix.
        text: What every span refers to.
        by_annotator: What each annotator marked, in the order of the file, annotators in order of their files'
            names; where there are no annotators, everything stands under the empty name. Never empty.
        sources: The sources that the first annotator told apart; empty where that was not annotated.
        entities: Likewise the entities.
    """

    name: str
    text: str
    by_annotator: Mapping[str, tuple[Attribution, ...]]
    sources: tuple[SourceCluster, ...] = ()
    entities: tuple[EntityCluster, ...] = ()

    @property
    def attributions(self) -> tuple[Attribution, ...]:
        """What the first annotator marked, which is what counts when only one can."""
        return next(iter(self.by_annotator.values()))


def normalise_text(annotated: AnnotatedText) -> AnnotatedText:
    r"""Normalise a text as documents are: no byte order mark, \r\n and \r made \n; spans move along.

    A piece of which nothing is left is dropped, and so is an attribution without content.
    """
    if BOM not in annotated.text[:1] and "\r" not in annotated.text:
        return annotated
    move_offset = build_mover(annotated.text)

    def move(pieces: tuple[Span, ...]) -> tuple[Span, ...]:
        moved = (Span(start=move_offset(piece.start), end=move_offset(piece.end)) for piece in pieces)
        return tuple(piece for piece in moved if piece.start < piece.end)

    return replace(
        annotated,
        text=annotated.text.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n"),
        by_annotator={
            name: tuple(moved for each in attributions if (moved := _move(each, move)).content)
            for name, attributions in annotated.by_annotator.items()
        },
        sources=tuple(
            replace(each, mentions=tuple(filter(None, map(move, each.mentions))))
            for each in annotated.sources
        ),
        entities=tuple(replace(each, mentions=move(each.mentions)) for each in annotated.entities),
    )


def build_mover(text: str) -> Callable[[int], int]:
    """Build the function that gives for an offset into a text the offset into its normalised text."""
    dropped = [found.start() for found in _DROPPED.finditer(text)]
    return lambda offset: offset - bisect_left(dropped, offset)


def join_pieces(pieces: Iterable[Span]) -> tuple[Span, ...]:
    """Sort pieces and merge those that overlap."""
    joined: list[Span] = []
    for piece in sorted(pieces, key=lambda each: (each.start, each.end)):
        if joined and piece.start < joined[-1].end:
            joined[-1] = Span(start=joined[-1].start, end=max(joined[-1].end, piece.end))
        else:
            joined.append(piece)
    return tuple(joined)


def _move(attribution: Attribution, move: Callable[[tuple[Span, ...]], tuple[Span, ...]]) -> Attribution:
    return replace(
        attribution,
        content=move(attribution.content),
        cue=move(attribution.cue),
        source=move(attribution.source),
    )
