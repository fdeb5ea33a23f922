"""Settles for every source which body it belongs to, by its name where the document has one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from exporter.extraction.entities.model import LocalEntity
from exporter.extraction.entities.typing import is_outlet
from exporter.extraction.sources.affiliations.inferred import SeatFinder
from exporter.extraction.sources.affiliations.links import LinkResolver
from exporter.extraction.sources.affiliations.organizations import Affiliation
from exporter.extraction.sources.model import LocalSource
from exporter.extraction.sources.partitives import find_groups
from exporter.extraction.text.syntax import find_child

_COMMON = re.compile(r"^(?:[a-z-]+ )+")
_OWNED = re.compile(r"(.+)['’]s? (?:party|company|firm|movement|campaign|group)$")


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
    seats = SeatFinder(doc, entities)
    for source in sources:
        seat = None if source.number in told else seats.find(_list_roles(source))
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
    names: dict[int, set[str]] = {}
    return {number: _settle(affiliation, entities, links, names) for number, affiliation in told.items()}


def _find_own(source: LocalSource) -> Affiliation | None:
    mentions = (*source.list_people(), *source.noted)
    return next((mention.affiliation for mention in mentions if mention.affiliation is not None), None)


def _list_roles(source: LocalSource) -> list[str]:
    return [mention.role for mention in (*source.list_people(), *source.noted) if mention.role is not None]


def _settle(
    affiliation: Affiliation, entities: Sequence[LocalEntity], links: LinkResolver, names: dict[int, set[str]]
) -> Membership:
    """Take the full name for "the company", an acronym and "the consumer group Veda"; other words stay as they are."""
    body = links.find_body(affiliation)
    text = affiliation.text
    if body is not None and entities[body].type in {"organization", "work"}:
        if body not in names:
            names[body] = {name.text for name in entities[body].names}
        is_name = text in names[body] or _COMMON.sub("", text) in names[body]
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
