"""Finds the entity that an addressee or an affiliation is: by its name, or by "him", "the newspaper", "the bank"."""

from collections.abc import Iterator, Mapping

from exporter.extraction.entities.index import NameIndex
from exporter.extraction.entities.typing import is_called_organization
from exporter.extraction.lexicon.names import get_key, get_words
from exporter.extraction.lexicon.nouns import BODIES, OUTLET_ENDINGS, OUTLETS, PAPERS, list_words
from exporter.extraction.sources.affiliations.organizations import ORGANIZATION_TYPES, Affiliation
from exporter.extraction.sources.mentions import MentionReader
from exporter.extraction.sources.model import LocalSource, SourceMention
from exporter.extraction.sources.titles import TitleReader
from exporter.records import Span

_GENDERS = {"him": "m", "her": "f"}
_SITES = list_words("plant factory mill refinery mine shipyard smelter")
_SYNONYMS = {
    "hospital": list_words("hospital infirmary clinic medical"),
    "theatre": list_words("theatre theater playhouse"),
    "theater": list_words("theatre theater playhouse"),
}
_MEMORY = 200  # names before an addressee that it may be; for the sake of texts that are nothing but names
_MOST_NAMES = 20  # of organizations that may be "the company"
_NEAR = 1000  # characters before "him" in which he is named


class LinkResolver:
    """Finds the entities of addressees and affiliations in one document, after its sources were resolved."""

    def __init__(
        self, reader: MentionReader, titles: TitleReader, index: NameIndex, genders: Mapping[int, str | None]
    ) -> None:
        """Take over what is known of the entities.

        Args:
            reader: Reads mentions.
            titles: Reads by which nouns the entities may return.
            index: The named entities.
            genders: The genders of those entities that are sources.
        """
        self._reader = reader
        self._titles = titles
        self._index = index
        self._entities = index.entities
        self._genders = genders
        self._addressed: set[int] = set()

    def find_organization(self, affiliation: Affiliation) -> int | None:
        """Find the position of the entity that an affiliation is: the one ministry named before "the ministry's"."""
        if affiliation.entity is not None:
            return affiliation.entity
        if affiliation.noun is None:
            key = get_key(affiliation.text)
            organizations = (
                n
                for n, each in enumerate(self._entities)
                if each.key == key and each.type in ORGANIZATION_TYPES
            )
            return next(organizations, None)
        before = self._index.list_between(0, affiliation.start, _MEMORY)
        found = [number for number in before if self._is_called(number, affiliation.noun)]
        return found[0] if len(found) == 1 else None if found else self._find_called(affiliation)

    def _find_called(self, affiliation: Affiliation) -> int | None:
        """Find the organization named last before "the company" that may be called so: as a subject, if any was."""
        noun = "company" if affiliation.noun in _SITES else affiliation.noun or ""
        fitting = [
            (start, number)
            for start, number in self._index.iter_before(affiliation.start, _MEMORY)
            if is_called_organization(self._entities[number], noun)
        ][:_MOST_NAMES]
        subjects = (number for start, number in fitting if self._reader.is_subject(start))
        return next(subjects, fitting[0][1] if fitting else None)

    def _is_called(self, number: int, noun: str) -> bool:
        """Tell whether a noun is the head of an organization's name: of "Foreign Ministry" or "Museum of Norland"."""
        words = self._words_of(number)
        kind = self._entities[number].type
        if (kind != "organization" and not (kind == "work" and noun in PAPERS)) or len(words) < 2:
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
        number = self._reader.find_named(span)
        if number is not None and number != own:
            self._addressed.add(number)
            return number
        mention = None if number is not None else self._reader.read_common(span)
        if mention is None:
            return None
        found = {each for each in self._iter_fitting(mention) if each != own}
        return found.pop() if len(found) == 1 else None

    def _iter_fitting(self, mention: SourceMention) -> Iterator[int]:
        if mention.head in _GENDERS or mention.text.lower() in _GENDERS:
            yield from self._iter_persons(mention)
        elif mention.form == "definite" and not mention.is_plural:
            before = self._index.list_between(0, mention.span.start, _MEMORY)
            yield from (number for number in before if self._titles.may_be(number, mention))
            if mention.kind == "person":
                yield from (number for number in before if self._is_called_by_role(number, mention.head))
            if mention.head in OUTLETS:
                yield from self._iter_outlets(mention, before)

    def _is_called_by_role(self, number: int, noun: str) -> bool:
        """Tell whether a noun is a word of a role that stands at the names of a person."""
        is_person = self._entities[number].type == "person"
        return is_person and any(noun in role.split() for role in self._titles.get_roles(number))

    def _iter_persons(self, mention: SourceMention) -> Iterator[int]:
        """The persons named shortly before "him" or "her" who may be one."""
        gender = _GENDERS[mention.text.lower()]
        for number in self._index.list_between(mention.span.start - _NEAR, mention.span.start, _MEMORY):
            entity = self._entities[number]
            if entity.type == "person" and self._gender_of(number) in {gender, None}:
                yield number

    def _gender_of(self, number: int) -> str | None:
        return self._genders.get(number) or self._entities[number].gender

    def _iter_outlets(self, mention: SourceMention, before: set[int]) -> Iterator[int]:
        """The newspapers and stations named before "the newspaper"."""
        for number in before:
            entity = self._entities[number]
            if entity.type == "organization" and not OUTLET_ENDINGS.isdisjoint(self._words_of(number)):
                yield number
        for number in self._addressed:
            if self._entities[number].type == "organization" and BODIES.isdisjoint(self._words_of(number)):
                yield number

    def _words_of(self, number: int) -> list[str]:
        return get_words(self._entities[number].full_name.text)
