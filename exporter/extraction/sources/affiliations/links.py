"""Finds the entity that an addressee or an affiliation is: by its name, or by "him", "the newspaper", "the bank"."""

import bisect
from collections.abc import Iterator

from exporter.extraction.entities.typing import OUTLETS, is_called_body
from exporter.extraction.lexicon.names import get_key, get_words
from exporter.extraction.lexicon.nouns import BODIES, list_words
from exporter.extraction.sources.affiliations.organizations import BODY_TYPES, Affiliation
from exporter.extraction.sources.coreference import SourceResolver
from exporter.extraction.sources.model import LocalSource, Speaker
from exporter.records import Span

_GENDERS = {"him": "m", "her": "f"}
_PAPERS = list_words("newspaper paper magazine daily weekly journal tabloid")
_OUTLET_NOUNS = _PAPERS | list_words(
    "broadcaster station network channel agency outlet website site publication"
)
_SITES = list_words("plant factory mill refinery mine shipyard smelter")
_SYNONYMS = {
    "hospital": list_words("hospital infirmary clinic medical"),
    "theatre": list_words("theatre theater playhouse"),
    "theater": list_words("theatre theater playhouse"),
}
_MEMORY = 200  # names before an addressee that it may be; for the sake of texts that are nothing but names
_MOST_NAMES = 20  # of a person that are looked at for posts
_NEAR = 1000  # characters before "him" in which he is named


class LinkResolver:
    """Finds the entities of addressees and affiliations in one document, after its sources were resolved."""

    def __init__(self, resolver: SourceResolver) -> None:
        """Take over what the sources told of the entities."""
        self._resolver = resolver
        self._entities = resolver.entities
        self._places = sorted(
            (name.span.start, number) for number, entity in enumerate(self._entities) for name in entity.names
        )
        self._told: set[int] = set()
        self._roles: dict[int, frozenset[str]] = {}

    def find_body(self, affiliation: Affiliation) -> int | None:
        """Find the position of the entity that an affiliation is: the one ministry named before "the ministry's"."""
        if affiliation.entity is not None:
            return affiliation.entity
        if affiliation.noun is None:
            key = get_key(affiliation.text)
            bodies = (
                n for n, each in enumerate(self._entities) if each.key == key and each.type in BODY_TYPES
            )
            return next(bodies, None)
        before = self._list_named(0, affiliation.start)
        found = [number for number in before if self._is_called(number, affiliation.noun)]
        return found[0] if len(found) == 1 else None if found else self._find_called(affiliation)

    def _find_called(self, affiliation: Affiliation) -> int | None:
        """Find the body that was named last before "the company" and may be called so: as a subject, if any was."""
        noun = "company" if affiliation.noun in _SITES else affiliation.noun or ""
        end = bisect.bisect_left(self._places, (affiliation.start, -1))
        fitting = [
            (start, number)
            for start, number in reversed(self._places[max(end - _MEMORY, 0) : end])
            if is_called_body(self._entities[number], noun)
        ][:_MOST_NAMES]
        subjects = (number for start, number in fitting if self._resolver.reader.is_subject(start))
        return next(subjects, fitting[0][1] if fitting else None)

    def _is_called(self, number: int, noun: str) -> bool:
        """Tell whether a noun is the head of a body's name: of "Foreign Ministry" or "National Museum of Norland"."""
        words = self._words_of(number)
        kind = self._entities[number].type
        if (kind != "organization" and not (kind == "work" and noun in _PAPERS)) or len(words) < 2:
            return False
        if noun in _SYNONYMS:
            return not _SYNONYMS[noun].isdisjoint(words)
        first = next((place for place, word in enumerate(words) if word in {"of", "for"}), 0)
        return words[first - 1] == noun

    def find(self, span: Span, source: LocalSource | None) -> int | None:
        """Find the position of the entity that an addressee is; None where it has none or more than one would fit.

        Args:
            span: The addressee; addressees are to be asked for in the order of the text.
            source: Who speaks, and so is not the one who is told.
        """
        own = None if source is None else source.entity
        number = self._resolver.reader.find_named(span)
        if number is not None and number != own:
            self._told.add(number)
            return number
        speaker = None if number is not None else self._resolver.reader.read_common(span)
        if speaker is None:
            return None
        found = {each for each in self._iter_fitting(speaker) if each != own}
        return found.pop() if len(found) == 1 else None

    def _iter_fitting(self, speaker: Speaker) -> Iterator[int]:
        if speaker.head in _GENDERS or speaker.text.lower() in _GENDERS:
            yield from self._iter_persons(speaker)
        elif speaker.form == "definite" and not speaker.is_plural:
            before = self._list_named(0, speaker.span.start)
            yield from (number for number in before if self._resolver.names_it(number, speaker))
            if speaker.kind == "person":
                yield from (number for number in before if speaker.head in self._roles_of(number))
            if speaker.head in _OUTLET_NOUNS:
                yield from self._iter_outlets(speaker, before)

    def _roles_of(self, number: int) -> frozenset[str]:
        """The words of the posts that the names of a person are told with."""
        if number not in self._roles:
            entity = self._entities[number]
            names = entity.names[:_MOST_NAMES] if entity.type == "person" else ()
            told = (self._resolver.reader.read_name(name) for name in names)
            roles = {each.role.lower() for each in told if each is not None and each.role is not None}
            self._roles[number] = frozenset(word for role in roles for word in role.split())
        return self._roles[number]

    def _iter_persons(self, speaker: Speaker) -> Iterator[int]:
        """The persons named shortly before "him" or "her" who may be one."""
        gender = _GENDERS[speaker.text.lower()]
        for number in self._list_named(speaker.span.start - _NEAR, speaker.span.start):
            entity = self._entities[number]
            if entity.type == "person" and self._gender_of(number) in {gender, None}:
                yield number

    def _gender_of(self, number: int) -> str | None:
        known = next((each.gender for each in self._resolver.sources if each.entity == number), None)
        return known or self._entities[number].gender

    def _iter_outlets(self, speaker: Speaker, before: set[int]) -> Iterator[int]:
        """The newspapers and stations named before "the newspaper"."""
        for number in before:
            entity = self._entities[number]
            if entity.type == "organization" and not OUTLETS.isdisjoint(self._words_of(number)):
                yield number
        for number in self._told:
            if self._entities[number].type == "organization" and BODIES.isdisjoint(self._words_of(number)):
                yield number

    def _words_of(self, number: int) -> list[str]:
        return get_words(self._entities[number].full_name.text)

    def _list_named(self, start: int, end: int) -> set[int]:
        """The entities that have a name between two offsets."""
        first, last = (bisect.bisect_left(self._places, (offset, -1)) for offset in (start, end))
        return {number for _, number in self._places[max(first, last - _MEMORY) : last]}
