"""Looks names up in a table of the world's countries, states, cities and peoples.

The table is data/places/places.tsv, with a descriptor beside it that says what stands where and whom to credit: places
are those of GeoNames (https://www.geonames.org, CC BY 4.0). tools/build_gazetteer.py makes it.
"""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, cast

from exporter.extraction.lexicon.names import get_key

PlaceKind = Literal["continent", "country", "state", "city"]

COLUMNS = ("key", "form", "kind", "geonames_id", "name", "country", "state", "population", "is_capital")
"""The columns of the table."""

STATE_POPULATION = 5_000_000
"""What a state of the USA counts for among cities of its name: the lists of GeoNames have no figure."""

_REMEMBERED = 4096  # names: an article asks for each of its own many times
_TABLE = Path(__file__).parent / "data" / "places" / "places.tsv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of the gazetteer.

    Attributes:
        geonames_id: Its number in GeoNames.
        name: Its name in English.
        kind: What it is.
        country: ISO 3166-1 alpha-2 code of the country that it is or lies in; None for a continent.
        state: Code of the state of the USA that it is or lies in, or of another country's province; None where larger
            or not known.
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


@lru_cache(_REMEMBERED)
def find_places(name: str) -> tuple[Place, ...]:
    """Find the places of a name: continents and countries first, of the others the most populous."""
    rows = [row for row in _iter_rows(fold_name(get_key(name))) if row[1] != "people"]
    # "NEB" is an acronym, "Neb." is Nebraska.
    is_acronym = name.isupper() and "." not in name
    if is_acronym and any(row[1] == "abbreviation" for row in rows):
        return ()
    return tuple(map(_build_place, rows))


@lru_cache(_REMEMBERED)
def find_country_of_people(name: str) -> str | None:
    """Find the ISO code of the country of a people: "DK" for "Danes" and "Danish".

    None where it is not known, or where several countries share the name, as "Congolese".
    """
    word = fold_name(name)
    singular = f"{word[:-3]}man" if word.endswith("men") else word.removesuffix("s")
    return _find_country(word) or _find_country(singular)


def fold_name(name: str) -> str:
    """Make one form of "Bogotá" and "Bogota", "Al-Hasakah" and "Al Hasakah", "St. Louis" and "Saint Louis"."""
    plain = name.casefold().replace("-", " ").replace(".", "").replace("’", "'").removeprefix("the ")
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return f"saint {plain[3:]}" if plain.startswith("st ") else plain


def _find_country(key: str) -> str | None:
    return next((row[5] for row in _iter_rows(key) if row[1] == "people"), None)


def _build_place(row: list[str]) -> Place:
    _, _, kind, number, name, country, state, population, is_capital = row
    uncounted = STATE_POPULATION if kind == "state" else 0
    return Place(
        geonames_id=int(number),
        name=name,
        kind=cast("PlaceKind", kind),
        country=country or None,
        state=state or None,
        population=int(population or uncounted),
        is_capital=is_capital == "true",
    )


def _iter_rows(key: str) -> Iterator[list[str]]:
    """Yield the rows of a folded name, the likeliest place first."""
    lines = _load_lines()
    start = f"{key}\t".encode("utf-8", "surrogatepass")
    for number in range(bisect_left(lines, start), len(lines)):
        row = lines[number].decode().split("\t")
        if row[0] != key:
            return
        yield row


@cache
def _load_lines() -> list[bytes]:
    """Load the lines of the table, in order of their first column; as bytes, since most are never asked for."""
    return _TABLE.read_bytes().split(b"\n")[1:-1]
