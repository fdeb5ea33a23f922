"""What one speaker of a transcript or interview says at a stretch."""

from dataclasses import dataclass

from exporter.extraction.text.speaker_labels import Label
from exporter.records import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one speaker says at a stretch.

    Attributes:
        start: Offset of the line of the label or, where none stands there, of the first word.
        label: Who speaks, as the label says it; in an interview without labels the name in its introduction, which
            stands before the turn. None where the text does not tell.
        content: The words spoken, a piece or more, in order; what is only a stage direction is left out.
        end: Offset after the last paragraph of the turn.
    """

    start: int
    label: Label | None
    content: tuple[Span, ...]
    end: int
