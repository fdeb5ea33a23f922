"""Tells for every name whether it means a place, and which, or its namesake: a person, or a government."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Doc, Token

from exporter.extraction.entities.model import Name
from exporter.extraction.entities.toponyms import (
    Countries,
    choose_place,
    find_country_of_building,
    is_people_name,
    is_well_known,
)
from exporter.extraction.entities.typing import stands_as_place
from exporter.extraction.lexicon.gazetteer import Place, find_places
from exporter.extraction.lexicon.names import is_word
from exporter.records import EntityType, Span


def iter_missed(doc: Doc, names: Iterable[Name]) -> Iterator[Name]:
    """Yield the countries, capitals, very large cities and peoples that the recognizer passed over."""
    taken = {offset for name in names for offset in range(name.span.start, name.span.end)}
    for token in doc:
        if (
            token.tag_ not in {"NNP", "NNPS"}
            or token.ent_type
            or token.idx in taken
            or not _is_capitalised(token.text)
        ):
            continue
        span = Span(start=token.idx, end=token.idx + len(token))
        if token.tag_ == "NNPS" and is_people_name(token.text):
            yield Name(span=span, text=token.text, type="group")
        elif token.tag_ == "NNP" and token.dep_ != "compound" and is_well_known(token.text):
            yield Name(span=span, text=token.text, type="place")


def _is_capitalised(word: str) -> bool:
    """Tell whether only the first letter is a capital, one behind an apostrophe or a hyphen aside: "N'Djamena"."""
    return word.istitle() or (is_word(word) and word[0].isupper() and word[1:].islower())


def separate_namesakes(doc: Doc, names: Iterable[Name]) -> list[Name]:
    """Type "in Lincoln" apart from the Lincoln who is a person of the text, and "Mr. Lincoln" from the town."""
    return [replace(name, type=_choose_type(doc, name)) for name in names]


def _choose_type(doc: Doc, name: Name) -> EntityType:
    if " " in name.text or name.type not in {"place", "person"} or not find_places(name.text):
        return name.type
    if name.type == "place":
        return "place" if name.title is None else "person"
    piece = doc.char_span(name.span.start, name.span.end, alignment_mode="expand")
    return "place" if name.title is None and stands_as_place(piece) else "person"


def place_names(text: str, names: Sequence[Name], countries: Countries) -> list[Name]:
    """Give every name of a place its place in the world, where that is known."""
    behind: dict[Span, str] = {}
    for name, after in pairwise(sorted(names, key=lambda each: each.span.start)):
        if text[name.span.end : after.span.start].strip(" ") == ",":
            behind[name.span] = after.text
    chosen: dict[tuple[str, str | None], Place | None] = {}
    placed = []
    for name in names:
        if name.type == "place" and find_country_of_building(name.text) is None:
            key = name.text, behind.get(name.span)
            if key not in chosen:
                chosen[key] = choose_place(name.text, countries, key[1])
            placed.append(replace(name, place=chosen[key]))
        else:
            placed.append(name)
    return placed


def mark_metonyms(doc: Doc, names: Sequence[Name], speaking: Iterable[Span]) -> list[Name]:
    """Mark the cities that speak, and the buildings by which governments are called, as governments.

    Countries are not marked: a country is both the land and the state that speaks.
    """
    heads = {token.idx for span in speaking for token in _iter_heads(doc, span)}

    def stands_for_government(name: Name) -> bool:
        is_city = name.type == "place" and name.place is not None and name.place.kind == "city"
        speaks = is_city and any(name.span.start <= head < name.span.end for head in heads)
        return speaks or find_country_of_building(name.text) is not None

    return [
        replace(name, type="organization", is_metonym=True) if stands_for_government(name) else name
        for name in names
    ]


def _iter_heads(doc: Doc, span: Span) -> Iterable[Token]:
    piece = doc.char_span(span.start, span.end, alignment_mode="expand")
    if piece is None:
        return ()
    return [piece.root, *(token for token in piece.root.conjuncts if piece.start <= token.i < piece.end)]
