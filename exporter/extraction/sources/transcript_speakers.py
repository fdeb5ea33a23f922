"""Tells who speaks where in a transcript, for whom its labels and its "I" stand."""

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from exporter.extraction.entities.index import NameIndex
from exporter.extraction.entities.model import LocalEntity
from exporter.extraction.lexicon.nouns import get_gender, list_words
from exporter.extraction.sources.model import Form, SourceMention
from exporter.extraction.text.speaker_labels import ANYBODY, Label
from exporter.extraction.text.turns import Turn
from exporter.records import EntityType, SourceKind, Span

_KINDS: Mapping[EntityType, SourceKind] = {
    "person": "person",
    "organization": "organization",
    "place": "government",
}
_MANY = list_words("questions answers hosts reporters analysts audience crowd protesters all both")
_ANSWERING = frozenset({"a", "answer"})
_SELF = frozenset({"i", "me", "myself"})


class TranscriptSpeakers:
    """The speakers of the turns of one document."""

    def __init__(self, turns: Sequence[Turn], index: NameIndex) -> None:
        """Read the labels of the turns."""
        self._turns = turns
        self._starts = [turn.start for turn in turns]
        self._speakers = _read_speakers([turn.label for turn in turns if turn.label is not None], index)

    def find_speaker(self, span: Span, text: str) -> SourceMention | None:
        """Find whom a mention stands for, if it is a label or the "I" of a turn.

        Args:
            span: Where the mention stands.
            text: Its words.
        """
        if span in self._speakers:
            return self._speakers[span]
        turn = self._find_turn(span.start)
        if turn is None or turn.label is None or text.casefold() not in _SELF:
            return None
        speaker = self._speakers[turn.label.span]
        if speaker.form == "indefinite":
            return None
        form: Form = "bare" if speaker.entity is None else "pronoun"
        return replace(speaker, span=span, whole=span, form=form, role=None)

    def find_own(self, offset: int) -> tuple[int, int | None]:
        """Find where the words of the turn at an offset start, and the named entity whose words they are.

        "He" is there neither who speaks nor who spoke before. Outside of turns -1 and None are given.
        """
        turn = self._find_turn(offset)
        if turn is None:
            return -1, None
        entity = None if turn.label is None else self._speakers[turn.label.span].entity
        return turn.content[0].start, entity

    def _find_turn(self, offset: int) -> Turn | None:
        number = bisect.bisect_right(self._starts, offset) - 1
        return self._turns[number] if number >= 0 and offset < self._turns[number].end else None


def find_labelled(doc: Doc, labels: Sequence[Label]) -> list[DocSpan]:
    """Find the named entities of a text where labels name speakers: these in place of what the recognizer saw there.

    Args:
        doc: The text, with named entities.
        labels: The labels, in order.
    """
    made: list[DocSpan] = []
    covered: set[int] = set()
    for label in labels:
        piece = doc.char_span(label.span.start, label.span.end, alignment_mode="expand")
        covered.update(token.i for token in piece or ())
        if label.name is not None:
            kind = "ORG" if label.is_organization else "PERSON"
            named = doc.char_span(label.name.start, label.name.end, label=kind, alignment_mode="expand")
            made += [] if named is None else [named]
    return [*(ent for ent in doc.ents if covered.isdisjoint(range(ent.start, ent.end))), *made]


def _read_speakers(labels: Sequence[Label], index: NameIndex) -> dict[Span, SourceMention]:
    """Read who speaks behind each label, by the place of the label.

    Whom "A:" stands for may be told before the first of them, if only one person is named there.

    Args:
        labels: The labels, in order.
        index: The named entities of the text.
    """
    interviewee = _find_interviewee(index.entities, labels[0].span.start) if labels else None
    speakers = {}
    for label in labels:
        entity = None
        if label.key in _ANSWERING:
            entity = interviewee
        elif label.name is not None:
            entity = index.find_between(label.name.start, label.name.end)
        speakers[label.span] = _build_speaker(label, entity, index.entities)
    return speakers


def _find_interviewee(entities: Sequence[LocalEntity], before: int) -> int | None:
    introduced = [
        number
        for number, entity in enumerate(entities)
        if entity.type == "person" and any(name.span.start < before for name in entity.names)
    ]
    return introduced[0] if len(introduced) == 1 else None


def _build_speaker(label: Label, entity: int | None, entities: Sequence[LocalEntity]) -> SourceMention:
    is_plural = label.key in _MANY
    kind: SourceKind = "group" if is_plural else "person"
    if entity is not None:
        kind = _KINDS.get(entities[entity].type, "other")
    form: Form = "bare"
    if entity is not None:
        form = "definite" if label.name is None else "name"
    elif not ANYBODY.isdisjoint(label.key.split()):
        form = "indefinite"
    return SourceMention(
        span=label.span,
        whole=label.span,
        text=label.text,
        head=label.key,
        form=form,
        kind=kind,
        is_plural=is_plural,
        count=2 if is_plural else 1,
        gender=next((gender for gender in map(get_gender, label.text.casefold().split()) if gender), None),
        entity=entity,
        role=label.role,
        affiliation=None,
        modifiers=frozenset(),
        is_named=entity is not None,
    )
