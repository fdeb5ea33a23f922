"""Settles for every source which organization it belongs to, by its name where the document has one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from exporter.extraction.entities.index import NameIndex
from exporter.extraction.entities.typing import is_outlet
from exporter.extraction.sources.affiliations.inferred import EmployerFinder
from exporter.extraction.sources.affiliations.links import LinkResolver
from exporter.extraction.sources.affiliations.organizations import Affiliation
from exporter.extraction.sources.model import LocalSource
from exporter.extraction.text.syntax import find_child

_COMMON = re.compile(r"^(?:[a-z-]+ )+")
_OWNED = re.compile(r"(.+)['’]s? (?:party|company|firm|movement|campaign|group)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledAffiliation:
    """An organization that a source belongs to.

    Attributes:
        text: Its fullest name in the document, else the words that tell it.
        entity: Position of the named entity that it is; None where it has no name or more than one would fit.
    """

    text: str
    entity: int | None


def settle_affiliations(
    doc: Doc,
    sources: Sequence[LocalSource],
    groups: Mapping[int, LocalSource],
    index: NameIndex,
    links: LinkResolver,
) -> dict[int, SettledAffiliation]:
    """Find by the number of a source which organization it belongs to, for those of which the text tells it.

    What is said of the source itself comes first, then whose party an organization is said to be, then the employer
    that a role tells, then what is said of those of whom it is one: "a third", "the other".

    Args:
        doc: The text.
        sources: All sources.
        groups: For the number of a source those of whom it is one, see find_groups.
        index: The named entities.
        links: Finds the entity that an affiliation is.
    """
    owned = _find_owned(doc, index)
    employers = EmployerFinder(doc, index.entities)
    found: dict[int, Affiliation] = {}
    for source in sources:
        affiliation = (
            _find_own(source) or _find_owned_by(source, owned) or employers.find(_list_roles(source))
        )
        if affiliation is not None:
            found[source.number] = affiliation
    for source in sources:
        group = groups.get(source.number)
        if source.number not in found and group is not None and group.number in found:
            found[source.number] = found[group.number]
    owners = {name.text: number for number in sorted(owned) for name in index.entities[number].names}
    named = {number: _replace_owned(affiliation, owned, owners) for number, affiliation in found.items()}
    entities = {number: links.find_organization(affiliation) for number, affiliation in named.items()}
    # Once for each: some organizations have thousands of names and of sources.
    names = {
        entity: frozenset(name.text for name in index.entities[entity].names)
        for entity in set(entities.values())
        if entity is not None
    }
    return {
        number: _settle(affiliation, entities[number], index, names) for number, affiliation in named.items()
    }


def _find_owned_by(source: LocalSource, owned: Mapping[int, Affiliation]) -> Affiliation | None:
    return None if source.entity is None else owned.get(source.entity)


def _replace_owned(
    affiliation: Affiliation, owned: Mapping[int, Affiliation], owners: Mapping[str, int]
) -> Affiliation:
    """Take the party of that name for "Quist's party"."""
    owner = _OWNED.match(affiliation.text)
    return owned[owners[owner[1]]] if owner is not None and owner[1] in owners else affiliation


def _find_own(source: LocalSource) -> Affiliation | None:
    mentions = (*source.list_people(), *source.noted)
    return next((mention.affiliation for mention in mentions if mention.affiliation is not None), None)


def _list_roles(source: LocalSource) -> list[str]:
    return [mention.role for mention in (*source.list_people(), *source.noted) if mention.role is not None]


def _settle(
    affiliation: Affiliation, number: int | None, index: NameIndex, names: Mapping[int, frozenset[str]]
) -> SettledAffiliation:
    """Take the full name for "the company", an acronym and "the consumer group Veda"; other words stay as they are.

    Args:
        affiliation: What was read.
        number: Position of the entity that it is, if it is one.
        index: The named entities.
        names: The names of those entities that are affiliations, by their positions.
    """
    text = affiliation.text
    if number is not None and index.entities[number].type in {"organization", "work"}:
        entity = index.entities[number]
        is_name = text in names[number] or _COMMON.sub("", text) in names[number]
        text = entity.full_name.text if is_name or affiliation.noun is not None else text
    return SettledAffiliation(text=text, entity=number)


def _find_owned(doc: Doc, index: NameIndex) -> dict[int, Affiliation]:
    """Find by person whose party an organization is: "Quist's Reform Union", "the Reform Union of Mara Quist"."""
    owned: dict[int, Affiliation] = {}
    for number, entity in enumerate(index.entities):
        if entity.type != "organization" or is_outlet(entity) or entity.is_metonym:
            continue
        for name in entity.names:
            piece = doc.char_span(name.span.start, name.span.end, alignment_mode="expand")
            for owner in _iter_owners(piece) if piece is not None else ():
                if index.find_type(owner) == "person":
                    affiliation = Affiliation(text=name.text, entity=number, noun=None, start=name.span.start)
                    owned.setdefault(index.entity_at[owner.i], affiliation)
    return owned


def _iter_owners(name: DocSpan) -> Iterator[Token]:
    """Yield who is said outside of a name to own what it names."""
    own = find_child(name.root, "poss")
    of = (find_child(child, "pobj") for child in name.root.rights if child.lower_ == "of")
    return (owner for owner in (own, *of) if owner is not None and not name.start <= owner.i < name.end)
