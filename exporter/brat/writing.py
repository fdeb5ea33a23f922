"""Builds what brat reads: a text file and an annotation file for each text, and one configuration."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import get_args

from exporter.brat.texts import AnnotatedText, Attribution, EntityCluster, SourceCluster
from exporter.records import Act, EntityType, Naming, QuoteType, SourceKind, Span

_TYPES = "\n".join(kind.capitalize() for kind in get_args(EntityType))

CONFIGURATION = f"""\
# The types of these annotations, in the form that brat reads.
# Notes (lines that start with #): Confidence tells how sure the program was of an attribution; Count, Role,
# Affiliation and AnonymityReason are said of a source, on its first mention.

[entities]
Source
Cue
Content
{_TYPES}

[relations]
Coref\tArg1:<ENTITY>, Arg2:<ENTITY>, <REL-TYPE>:symmetric-transitive

[events]
Attribution\tSource?:Source, Cue?:Cue, Content:Content

[attributes]
QuoteType\tArg:Attribution, Value:{"|".join(get_args(QuoteType))}
Act\tArg:Attribution, Value:{"|".join(get_args(Act))}
Kind\tArg:Source, Value:{"|".join(get_args(SourceKind))}
Naming\tArg:Source, Value:{"|".join(get_args(Naming))}
"""

# All that some reader of lines takes for the end of one.
_LINE = re.compile("[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


def build_files(texts: Iterable[AnnotatedText]) -> Iterator[tuple[str, str]]:
    r"""Build the files of a folder for brat: names and contents, to be written as UTF-8 with \n left as it is.

    First comes annotation.conf, then NAME.txt and NAME.ann for each text. Only what the first annotator marked
    is written. Names of texts must differ.
    """
    yield "annotation.conf", CONFIGURATION
    for annotated in texts:
        yield f"{annotated.name}.txt", annotated.text
        yield (
            f"{annotated.name}.ann",
            build_standoff(annotated.text, annotated.attributions, annotated.sources, annotated.entities),
        )


def build_standoff(
    text: str,
    attributions: Iterable[Attribution],
    sources: Iterable[SourceCluster] = (),
    entities: Iterable[EntityCluster] = (),
) -> str:
    """Build the content of an annotation file.

    Each attribution is an event, whose trigger has the span of the cue, or that of the content where there is no
    cue. The mentions of one source or entity stand in an equivalence Coref. No piece crosses a line break: where one
    would, it is cut there, and white space at the cut left out.
    """
    writer = _Writer(text)
    for attribution in attributions:
        writer.add(attribution)
    for source in sources:
        writer.add_source(source)
    for entity in entities:
        writer.add_entity(entity)
    return "".join(f"{line}\n" for line in (*writer.lines, *writer.remarks))


def split_pieces(text: str, pieces: Iterable[Span]) -> tuple[Span, ...]:
    """Cut pieces at line breaks, leaving out white space at the cuts; pieces without a break stay as they are."""
    return tuple(part for piece in pieces for part in _split(text, piece))


def _split(text: str, piece: Span) -> Iterator[Span]:
    lines = [found.span() for found in _LINE.finditer(text, piece.start, piece.end)]
    if lines == [(piece.start, piece.end)]:
        yield piece
        return
    for start, end in lines:
        words = text[start:end]
        start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
        if start < end:
            yield Span(start=start, end=end)


class _Writer:
    def __init__(self, text: str) -> None:
        self.lines: list[str] = []
        self.remarks: list[str] = []
        self._text = text
        self._spans = self._events = self._attributes = self._notes = 0
        self._sources: dict[tuple[Span, ...], list[str]] = {}

    def add(self, attribution: Attribution) -> None:
        roles = {
            "Source": split_pieces(self._text, attribution.source),
            "Cue": split_pieces(self._text, attribution.cue),
            "Content": split_pieces(self._text, attribution.content),
        }
        if not roles["Content"]:
            return
        numbers = {role: self._add_span(role, pieces) for role, pieces in roles.items() if pieces}
        if roles["Source"]:
            self._sources.setdefault(roles["Source"], []).append(numbers["Source"])
        arguments = [f"{role}:{number}" for role, number in numbers.items()]
        trigger = self._add_span("Attribution", roles["Cue"] or roles["Content"])
        self._events += 1
        self.lines.append(f"E{self._events}\tAttribution:{trigger} {' '.join(arguments)}")
        self._add_remarks(attribution, f"E{self._events}")

    def add_source(self, source: SourceCluster) -> None:
        """Join the mentions of a source and note what is said of it; mentions without an attribution are added."""
        numbers: list[str] = []
        for mention in source.mentions:
            pieces = split_pieces(self._text, mention)
            if pieces:
                numbers += self._sources.get(pieces) or [self._add_span("Source", pieces)]
        if not numbers:
            return
        self._join(numbers)
        for kind, value in (("Kind", source.kind), ("Naming", source.naming)):
            self._add_attribute(kind, numbers[0], value)
        count = None if source.count is None else str(source.count)
        self._add_note("Count", numbers[0], count)
        self._add_note("Role", numbers[0], source.role)
        self._add_note("Affiliation", numbers[0], source.affiliation)
        self._add_note("AnonymityReason", numbers[0], source.anonymity_reason)

    def add_entity(self, entity: EntityCluster) -> None:
        """Write the mentions of an entity and join them."""
        split = (split_pieces(self._text, (mention,)) for mention in entity.mentions)
        self._join([self._add_span(entity.type.capitalize(), pieces) for pieces in split if pieces])

    def _join(self, numbers: Sequence[str]) -> None:
        if len(numbers) > 1:
            self.remarks.append(f"*\tCoref {' '.join(numbers)}")

    def _add_span(self, kind: str, pieces: tuple[Span, ...]) -> str:
        self._spans += 1
        bounds = ";".join(f"{piece.start} {piece.end}" for piece in pieces)
        words = " ".join(self._text[piece.start : piece.end] for piece in pieces)
        self.lines.append(f"T{self._spans}\t{kind} {bounds}\t{words}")
        return f"T{self._spans}"

    def _add_remarks(self, attribution: Attribution, event: str) -> None:
        for kind, value in (("QuoteType", attribution.type), ("Act", attribution.act)):
            self._add_attribute(kind, event, value)
        confidence = None if attribution.confidence is None else repr(attribution.confidence)
        self._add_note("Confidence", event, confidence)

    def _add_attribute(self, kind: str, target: str, value: str | None) -> None:
        if value is not None:
            self._attributes += 1
            self.remarks.append(f"A{self._attributes}\t{kind} {target} {value}")

    def _add_note(self, kind: str, target: str, value: str | None) -> None:
        if value is not None:
            self._notes += 1
            words = " ".join(value.split())
            self.remarks.append(f"#{self._notes}\t{kind} {target}\t{words}")
