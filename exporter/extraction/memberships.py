"""Settles for every source which body it belongs to, by its name where the document has one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from exporter.extraction.bodies import Affiliation
from exporter.extraction.evidence import is_outlet
from exporter.extraction.grammar import find_child
from exporter.extraction.links import LinkResolver
from exporter.extraction.local_entities import LocalEntity
from exporter.extraction.local_sources import LocalSource
from exporter.extraction.members import find_groups
from exporter.extraction.names import get_words

_OWNED = re.compile(r"(.+)['’]s? (?:party|company|firm|movement|campaign|group)$")

_SEATS = {
    **dict.fromkeys(("councillor", "cllr", "councilman", "councilwoman", "councilor"), "council"),
    "commissioner": "commission",
}

_POLICE = frozenset(
    {"officer", "officers", "detective", "detectives", "constable", "constables", "trooper", "troopers"}
)
_SOLDIERS = frozenset(
    {"army", "military", "navy", "naval", "press", "information", "planning", "health", "council"}
)
_FORCES = frozenset({"police", "constabulary", "sheriff's", "sheriff’s"})
_DEPARTMENTS = frozenset({"department", "service", "force", "office"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A body that a source belongs to.

    Attributes:
        text: Its fullest name in the document, else the words that tell it.
        entity: Position of the named entity that it is; None where it has no name or more than one would fit.
    """

    text: str
    entity: int | None


def tell_memberships(
    doc: Doc, sources: Sequence[LocalSource], entities: Sequence[LocalEntity], links: LinkResolver
) -> dict[int, Membership]:
    """Tell by the number of a source which body it belongs to, for those of which the text tells it.

    What is said of the source itself comes first, then whose party a body is said to be, then what is said of
    those of whom it is one: "a third", "the other".
    """
    owned = _find_owned(doc, entities)
    told: dict[int, Affiliation] = {}
    for source in sources:
        affiliation = _find_own(source)
        if affiliation is None and source.entity is not None:
            affiliation = owned.get(source.entity)
        if affiliation is not None:
            told[source.number] = affiliation
    for source in sources:
        seat = None if source.number in told else _find_seat(doc, source, entities)
        if seat is not None:
            told[source.number] = seat
    groups = find_groups(sources)
    for source in sources:
        group = groups.get(source.number)
        if source.number not in told and group is not None and group.number in told:
            told[source.number] = told[group.number]
    persons = {
        name.text: number
        for number, entity in enumerate(entities)
        if entity.type == "person"
        for name in entity.names
    }
    for number, affiliation in told.items():
        owner = _OWNED.match(affiliation.text)  # "Quist's party"
        if owner is not None and persons.get(owner[1], -1) in owned:
            told[number] = owned[persons[owner[1]]]
    return {number: _settle(affiliation, entities, links) for number, affiliation in told.items()}


def _find_own(source: LocalSource) -> Affiliation | None:
    mentions = (*source.list_people(), *source.noted)
    return next((mention.affiliation for mention in mentions if mention.affiliation is not None), None)


def _find_seat(doc: Doc, source: LocalSource, entities: Sequence[LocalEntity]) -> Affiliation | None:
    """Find the council of a councillor: the one that the text names, or speaks of as "the council"."""
    roles = {word.rstrip(".") for role in _list_roles(source) for word in role.lower().split()}
    if not roles.isdisjoint(_POLICE) and roles.isdisjoint(_SOLDIERS):
        return _find_force(entities)
    body = next((_SEATS[role] for role in sorted(roles & _SEATS.keys())), None)
    if body is None:
        return None
    bodies = ((n, each) for n, each in enumerate(entities) if each.type == "organization")
    named = [n for n, each in bodies if body in get_words(each.full_name.text)]
    if len(named) == 1:
        name = entities[named[0]].full_name
        return Affiliation(text=name.text, entity=named[0], noun=None, start=name.span.start)
    spoken = next((token for token in doc if token.lower_ == body and not token.is_title), None)
    if spoken is None:
        return None
    return Affiliation(text=body, entity=None, noun=None, start=spoken.idx)


def _find_force(entities: Sequence[LocalEntity]) -> Affiliation | None:
    """Find the one police force that the text names, to which its officers belong."""
    words = [get_words(each.full_name.text) if each.type == "organization" else [] for each in entities]
    forces = [
        n
        for n, each in enumerate(words)
        if not _FORCES.isdisjoint(each) and each[-1] in _FORCES | _DEPARTMENTS
    ]
    if len(forces) != 1:
        return None
    name = entities[forces[0]].full_name
    return Affiliation(text=name.text, entity=forces[0], noun=None, start=name.span.start)


def _list_roles(source: LocalSource) -> list[str]:
    return [mention.role for mention in (*source.list_people(), *source.noted) if mention.role is not None]


def _settle(affiliation: Affiliation, entities: Sequence[LocalEntity], links: LinkResolver) -> Membership:
    """Take the full name for "the company" and for an acronym; other words stay as they are."""
    body = links.find_body(affiliation)
    text = affiliation.text
    if body is not None and entities[body].type in {"organization", "work"}:
        # "NGU", "the consumer group Klar"
        is_name = any(
            re.fullmatch(f"(?:[a-z-]+ )*{re.escape(name.text)}", text) for name in entities[body].names
        )
        text = entities[body].full_name.text if is_name or affiliation.noun is not None else text
    return Membership(text=text, entity=body)


def _find_owned(doc: Doc, entities: Sequence[LocalEntity]) -> Mapping[int, Affiliation]:
    """Find by person whose party a body is: "Quist's Reform Union", "the Reform Union of Mara Quist"."""
    person_at = {
        token.i: number
        for number, entity in enumerate(entities)
        if entity.type == "person"
        for name in entity.names
        for token in doc.char_span(name.span.start, name.span.end, alignment_mode="expand") or ()
    }
    owned: dict[int, Affiliation] = {}
    for number, entity in enumerate(entities):
        if entity.type != "organization" or is_outlet(entity) or entity.is_metonym:
            continue
        for name in entity.names:
            piece = doc.char_span(name.span.start, name.span.end, alignment_mode="expand")
            if piece is None:
                continue
            for owner in _iter_owners(piece.root):
                if owner.i in person_at and not piece.start <= owner.i < piece.end:
                    affiliation = Affiliation(text=name.text, entity=number, noun=None, start=name.span.start)
                    owned.setdefault(person_at[owner.i], affiliation)
    return owned


def _iter_owners(noun: Token) -> Iterator[Token]:
    owner = find_child(noun, "poss")
    if owner is not None:
        yield owner
    for of in (child for child in noun.rights if child.lower_ == "of"):
        owner = find_child(of, "pobj")
        if owner is not None:
            yield owner
