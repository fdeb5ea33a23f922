"""Finds the council of a councillor and the force of a police officer, where the text tells of one."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from spacy.tokens import Doc

from exporter.extraction.entities.model import LocalEntity
from exporter.extraction.lexicon.names import get_words
from exporter.extraction.lexicon.nouns import list_words
from exporter.extraction.sources.affiliations.organizations import Affiliation

_EMPLOYERS = {
    **dict.fromkeys(("councillor", "cllr", "councilman", "councilwoman", "councilor"), "council"),
    "commissioner": "commission",
}
_POLICE = list_words("officer officers detective detectives constable constables trooper troopers")
_OTHER_OFFICERS = list_words("army military navy naval press information planning health council")
_FORCES = frozenset({"police", "constabulary", "sheriff's", "sheriff’s"})
_DEPARTMENTS = frozenset({"department", "service", "force", "office"})


class EmployerFinder:
    """Infers from roles who employs somebody in one document; what was found once is kept."""

    def __init__(self, doc: Doc, entities: Sequence[LocalEntity]) -> None:
        """Take over the named entities."""
        self._doc = doc
        self._entities = entities
        self._found: dict[str, Affiliation | None] = {}

    def find(self, roles: Iterable[str]) -> Affiliation | None:
        """Find the organization of somebody by their roles; None where the text tells of none, or of several."""
        words = {word.rstrip(".") for role in roles for word in role.lower().split()}
        if not words.isdisjoint(_POLICE) and words.isdisjoint(_OTHER_OFFICERS):
            return self._force
        organization = next((_EMPLOYERS[word] for word in sorted(words & _EMPLOYERS.keys())), None)
        if organization is None:
            return None
        if organization not in self._found:
            self._found[organization] = self._find_organization(organization)
        return self._found[organization]

    def _find_organization(self, noun: str) -> Affiliation | None:
        """Find the one "Aldane Council", or "the council" that the text speaks of without a name."""
        named = [number for number, words in self._organizations if noun in words]
        if len(named) == 1:
            return self._name(named[0])
        spoken = next((token for token in self._doc if token.lower_ == noun and not token.is_title), None)
        if spoken is None:
            return None
        return Affiliation(text=noun, entity=None, noun=None, start=spoken.idx)

    @cached_property
    def _force(self) -> Affiliation | None:
        forces = [
            number
            for number, words in self._organizations
            if not _FORCES.isdisjoint(words) and words[-1] in _FORCES | _DEPARTMENTS
        ]
        return self._name(forces[0]) if len(forces) == 1 else None

    @cached_property
    def _organizations(self) -> list[tuple[int, list[str]]]:
        return [
            (number, get_words(entity.full_name.text))
            for number, entity in enumerate(self._entities)
            if entity.type == "organization"
        ]

    def _name(self, number: int) -> Affiliation:
        name = self._entities[number].full_name
        return Affiliation(text=name.text, entity=number, noun=None, start=name.span.start)
