"""One index of the named entities of a text: the answer to which of them a token belongs to, for all who ask."""

import bisect
from collections.abc import Iterator, Sequence
from functools import cached_property

from spacy.tokens import Doc, Token

from exporter.extraction.entities.model import LocalEntity, Name
from exporter.extraction.lexicon.names import has_letters_behind
from exporter.records import EntityType


class NameIndex:
    """Where the named entities of one text stand. It is not changed: more names make another index.

    Attributes:
        entities: The entities; they are told by their position in this list.
        entity_at: The entity that a token belongs to, by the number of the token.
        name_at: The name that a token belongs to, by the number of the token.
    """

    def __init__(self, doc: Doc, entities: Sequence[LocalEntity]) -> None:
        """Look up where each name stands; of two names at one token the later entity has it."""
        self.entities = entities
        self.entity_at: dict[int, int] = {}
        self.name_at: dict[int, Name] = {}
        for number, entity in enumerate(entities):
            for name in entity.names:
                for token in _list_tokens(doc, name):
                    if self.entity_at.get(token.i) != number:
                        self.entity_at[token.i], self.name_at[token.i] = number, name

    def find_type(self, token: Token) -> EntityType | None:
        """Find the type of the entity that a token belongs to; None where it belongs to none."""
        number = self.entity_at.get(token.i)
        return None if number is None else self.entities[number].type

    @cached_property
    def starts(self) -> Sequence[tuple[int, int]]:
        """The offsets at which names start, in order, each with the entity that is named there."""
        return sorted(
            (name.span.start, number) for number, entity in enumerate(self.entities) for name in entity.names
        )

    def find_between(self, start: int, end: int) -> int | None:
        """Find the entity whose name starts first between two offsets."""
        place = bisect.bisect_left(self.starts, (start, -1))
        first = self.starts[place][0] if place < len(self.starts) else end
        if first >= end:
            return None
        return self.starts[bisect.bisect_right(self.starts, (first, len(self.entities))) - 1][1]

    def iter_before(self, offset: int, most: int) -> Iterator[tuple[int, int]]:
        """Yield where names start before an offset, each with its entity: the latest first, a number at most."""
        end = bisect.bisect_left(self.starts, (offset, -1))
        return reversed(self.starts[max(end - most, 0) : end])

    def list_between(self, start: int, end: int, most: int) -> set[int]:
        """List the entities that have a name between two offsets, looking at the last ones, a number at most."""
        first, last = (bisect.bisect_left(self.starts, (offset, -1)) for offset in (start, end))
        return {number for _, number in self.starts[max(first, last - most) : last]}


def _list_tokens(doc: Doc, name: Name) -> list[Token]:
    """List the tokens of a name, and the letters behind it: "Ann Berg KC"."""
    piece = doc.char_span(name.span.start, name.span.end, alignment_mode="expand")
    if piece is None:
        return []
    has_letters = has_letters_behind(doc[piece.start : piece.end + 1].text)
    return list(doc[piece.start : piece.end + 1] if has_letters else piece)
