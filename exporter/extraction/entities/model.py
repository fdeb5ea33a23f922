"""The names of one document and the entities that they refer to."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from exporter.extraction.entities.toponyms import find_country_of_building
from exporter.extraction.lexicon.gazetteer import Place, find_country_of_people
from exporter.extraction.lexicon.names import get_key
from exporter.records import EntityType, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name as printed, without title, article and possessive.

    Attributes:
        place: The place of the gazetteer that is meant, or for whose government it stands; None where not known.
        is_metonym: Whether it is the name of a city or a building that stands for a government: "Paris hopes".
    """

    span: Span
    text: str
    type: EntityType
    title: str | None = None
    place: Place | None = None
    is_metonym: bool = False

    @property
    def identity(self) -> str:
        """What it shares with the other names of its entity: the place in the world where known, else its key."""
        return identify(self.text, self.type, self.place, is_metonym=self.is_metonym)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalEntity:
    """What some names of one document refer to.

    Attributes:
        names: Its names, in order of appearance; those of speakers whom nobody recognised come last.
        gender: "m" or "f", where a name or a title tells it.
        full_name: The first of the names with most words.
    """

    type: EntityType
    names: Sequence[Name]
    gender: str | None = None
    full_name: Name = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Choose the full name once: it is asked for often, and some entities have thousands of names."""
        object.__setattr__(self, "full_name", max(self.names, key=measure))

    @property
    def key(self) -> str:
        """What the fullest name has in common with its other forms, in any document."""
        return get_entity_key(self.full_name.text, self.full_name.type)

    @property
    def identity(self) -> str:
        """What tells it from all others of its type: its place in the world where that is known, else its key."""
        return self.full_name.identity

    @property
    def is_metonym(self) -> bool:
        """Tell whether its names are those of a city or a building that stands for a government."""
        return self.full_name.is_metonym

    @property
    def place(self) -> Place | None:
        """The place that it is, or for whose government it stands; None where that is not known."""
        return self.full_name.place if self.is_metonym or self.type == "place" else None


def measure(name: Name) -> tuple[int, int]:
    """Measure how full a name is: by its words and, where these are as many, by how early it stands."""
    return len(name.text.split()), -name.span.start


def identify(text: str, kind: EntityType, place: Place | None, *, is_metonym: bool) -> str:
    """Give what tells an entity from others of its type: its place in the world where that is known, else its key."""
    is_placed = place is not None and (kind == "place" or is_metonym)
    known = f"geonames {place.geonames_id}" if place and is_placed else get_entity_key(text, kind)
    return f"metonym {known}" if is_metonym else known


def find_country(text: str, kind: EntityType, place: Place | None, *, is_metonym: bool) -> str | None:
    """Find the code of the country that an entity is, lies in, is the people or the government of, if known."""
    if kind == "group":
        return find_country_of_people(text)
    if place is not None:
        return place.country
    return find_country_of_building(text) if is_metonym else None


def get_entity_key(text: str, kind: EntityType) -> str:
    """Give what a name has in common with its other forms, if it names an entity of this type."""
    key = get_key(text, is_person=kind == "person")
    if kind != "group":
        return key
    # "Dane", "Danes" and "Danish" are one people; the English and the Scots have one country, but are two.
    country = find_country_of_people(text)
    return key.removesuffix("s") if country in {None, "GB"} else f"people of {country}"
