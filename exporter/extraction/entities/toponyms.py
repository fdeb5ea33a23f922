"""Tells which place of the world a name means, by how well known it is and which other places a text names."""

from collections.abc import Iterable, Mapping
from math import log10

from exporter.extraction.lexicon.gazetteer import Place, find_country_of_people, find_places
from exporter.extraction.lexicon.names import get_key
from exporter.records import EntityType

Countries = Mapping[str, frozenset[str]]
"""Which countries, and states as "US.TX", a text tells of, each with the keys of the names that tell it."""

_LARGE = 100_000  # people: a place of this size needs no context to be meant
_TELLING = 500_000  # people: a city that tells which country a text is about
# What speaks for a place, in powers of ten of people: that it is a country, or a capital; that the text tells of its
# country, or of what is closer, its state or what lies in it; and that its state or country is named behind it.
_COUNTRY, _CAPITAL, _IN_COUNTRY, _CLOSE, _NAMED_BEHIND = 2, 2, 1, 2.5, 5
_ENGLISH = frozenset({"US", "GB", "AU", "CA", "NZ", "IE", "ZA"})
# Names of places that are people's first or last names as often.
_ALSO_PEOPLE = frozenset(
    ["jordan", "chad", "israel", "georgia", "paris", "austin", "houston", "charlotte", "sofia", "victoria"]
) | frozenset(["florence", "santiago", "jackson", "virginia", "carolina", "milan", "kofi", "chelsea"])
_PEOPLES_OF_SEVERAL = frozenset(
    [
        "european",
        "african",
        "asian",
        "arab",
        "latin american",
        "north american",
        "south american",
        "central american",
    ]
) | frozenset(
    ["african american", "asian american", "native american", "scandinavian", "kurd", "latino", "hispanic"]
)
_BUILDINGS = {
    "kremlin": "RU", "white house": "US", "pentagon": "US", "capitol hill": "US", "foggy bottom": "US",
    "downing street": "GB", "10 downing street": "GB", "number 10": "GB", "whitehall": "GB", "élysée": "FR",
    "elysée": "FR", "elysee": "FR", "élysée palace": "FR", "elysee palace": "FR", "quai d'orsay": "FR",
    "blue house": "KR", "zhongnanhai": "CN", "planalto": "BR", "casa rosada": "AR", "casa de nariño": "CO",
}  # fmt: skip


def find_countries(names: Iterable[tuple[str, EntityType]]) -> Countries:
    """Find the countries and states that a text tells of by naming them, their people or their large cities."""
    countries: dict[str, set[str]] = {}
    for name, kind in dict.fromkeys(names):
        people = find_country_of_people(name) if kind != "person" else None
        place = next(iter(find_places(name)), None)
        if people is not None:
            countries.setdefault(people, set()).add(get_key(name))
        elif place is not None and kind != "person" and _is_telling(place):
            for code in (place.country, f"{place.country}.{place.state}" if place.state else None):
                if code is not None:
                    countries.setdefault(code, set()).add(get_key(name))
    return {code: frozenset(keys) for code, keys in countries.items()}


def _is_telling(place: Place) -> bool:
    return place.kind in {"country", "state"} or place.is_capital or place.population >= _TELLING


def choose_place(name: str, countries: Countries, behind: str | None = None) -> Place | None:
    """Choose the place that a name means; None where it is in no list, or only as a town that nothing speaks for.

    Args:
        name: The name, without articles.
        countries: What the text tells of.
        behind: The name that stands behind a comma, as "Texas" in "Paris, Texas".
    """
    key = get_key(name)
    around = {
        each.state if each.kind == "state" else each.country
        for each in find_places(behind or "")
        if each.kind in {"country", "state"}
    }

    def is_named(code: str) -> bool:
        return bool(countries.get(code, frozenset()) - {key})

    def weigh(place: Place) -> float:
        states = (
            [code for code in countries if code.startswith(f"{place.country}.")]
            if place.kind == "state"
            else []
        )
        is_closer = is_named(f"{place.country}.{place.state}") or any(map(is_named, states))
        is_inside = is_named(place.country or "")
        return (
            log10(place.population + 1)
            + _CAPITAL * place.is_capital
            + _COUNTRY * (place.kind == "country")
            + _NAMED_BEHIND * bool(around & {place.country, place.state})
            + _CLOSE * (is_closer or (is_inside and (place.kind == "country" or place.is_capital)))
            + _IN_COUNTRY * (is_inside and place.kind != "country")
        )

    places = find_places(name)
    if not places or places[0].kind == "continent":
        return places[0] if places else None
    best = max(places, key=weigh)
    is_known = best.kind != "city" or best.is_capital or best.population >= _LARGE
    is_spoken_for = is_named(best.country or "") or bool(around & {best.country, best.state})
    return best if is_known or is_spoken_for else None


def is_place_name(name: str, countries: Countries) -> bool:
    """Tell whether a name by itself speaks for a place, rather than for somebody who is called like it.

    Countries and large cities do, and towns of a country that the text tells of; but where English is spoken, towns
    share their names with people: only the largest cities do there.
    """
    key = get_key(name)
    place = choose_place(name, countries)
    if place is None or key in _ALSO_PEOPLE:
        return False
    return place.kind != "city" or place.country not in _ENGLISH or place.population >= _TELLING


def is_well_known(name: str) -> bool:
    """Tell whether a name alone is enough to know a place by it: a country, a capital, a very large city."""
    place = next(iter(find_places(name)), None)
    return place is not None and get_key(name) not in _ALSO_PEOPLE and _is_telling(place)


def is_people_name(name: str) -> bool:
    """Tell whether a name is that of a people: "Danes", "Danish", "Europeans"."""
    word = name.casefold().replace("-", " ")
    return find_country_of_people(name) is not None or word.removesuffix("s") in _PEOPLES_OF_SEVERAL


def find_country_of_building(name: str) -> str | None:
    """Find the country for whose government a building stands: "FR" for "Elysée Palace"."""
    return _BUILDINGS.get(get_key(name))
