"""Tells for every name whether it means a place, and which, or its namesake: a person, or a government."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from spacy.tokens import Doc, Token

from exporter.extraction.entities.model import Name
from exporter.extraction.entities.toponyms import (
    Told,
    choose_place,
    find_country_of_building,
    is_people_name,
    is_well_known,
)
from exporter.extraction.entities.typing import stands_as_place
from exporter.extraction.lexicon.gazetteer import find_places
from exporter.records import Span

_NOUNS = frozenset({"NNP", "NNPS", "NNS"})


def iter_missed(doc: Doc, names: Iterable[Name]) -> Iterator[Name]:
    """Yield the countries, capitals, very large cities and peoples that the tagger passed over."""
    taken = {offset for name in names for offset in range(name.span.start, name.span.end)}
    for token in doc:
        if (
            token.tag_ not in {"NNP", "NNPS"}
            or token.ent_type
            or token.idx in taken
            or not token.text.istitle()
        ):
            continue
        span = Span(start=token.idx, end=token.idx + len(token))
        if token.tag_ == "NNPS" and is_people_name(token.text):
            yield Name(span=span, text=token.text, type="group")
        elif token.tag_ == "NNP" and token.dep_ != "compound" and is_well_known(token.text):
            yield Name(span=span, text=token.text, type="place")


def tell_namesakes(doc: Doc, names: Iterable[Name]) -> None:
    """Tell "in Lincoln" from the Lincoln who is a person of the text, and "Mr. Lincoln" from the town."""
    for name in names:
        if " " in name.text or not find_places(name.text):
            continue
        if name.type == "place" and name.title is not None:
            name.type = "person"
        elif name.type == "person" and name.title is None:
            piece = doc.char_span(name.span.start, name.span.end, alignment_mode="expand")
            name.type = "place" if stands_as_place(piece) else "person"


def place_names(text: str, names: Sequence[Name], told: Told) -> None:
    """Give every name of a place its place in the world, where that is known."""
    behind: dict[int, str] = {}
    for name, after in pairwise(sorted(names, key=lambda each: each.span.start)):
        if text[name.span.end : after.span.start].strip(" ") == ",":
            behind[id(name)] = after.text
    chosen = {}
    for name in names:
        if name.type == "place" and find_country_of_building(name.text) is None:
            key = name.text, behind.get(id(name))
            if key not in chosen:
                chosen[key] = choose_place(name.text, told, key[1])
            name.place = chosen[key]


def mark_metonyms(doc: Doc, names: Sequence[Name], speaking: Iterable[Span]) -> None:
    """Mark the cities that speak, and the buildings by which governments are called, as governments.

    Countries are not marked: a country is both the land and the state that speaks.
    """
    heads = {token.idx for span in speaking for token in _iter_heads(doc, span)}
    for name in names:
        is_city = name.type == "place" and name.place is not None and name.place.kind == "city"
        speaks = is_city and any(name.span.start <= head < name.span.end for head in heads)
        if speaks or find_country_of_building(name.text) is not None:
            name.type, name.is_metonym = "organization", True


def _iter_heads(doc: Doc, span: Span) -> Iterable[Token]:
    piece = doc.char_span(span.start, span.end, alignment_mode="expand")
    if piece is None:
        return ()
    return [piece.root, *(token for token in piece.root.conjuncts if piece.start <= token.i < piece.end)]
