"""Places: which one of the world a name means, and what is no place although it is called like one."""

import pytest
from analyses import find_entities

from exporter.extraction import load_pipeline
from exporter.extraction.entities.model import LocalEntity, find_country
from exporter.extraction.entities.toponyms import choose_place, find_countries, find_country_of_building
from exporter.extraction.lexicon.gazetteer import find_country_of_people, find_places


def find(text: str, *speaking: str) -> list[LocalEntity]:
    """Find the entities of a text in which some names are sources."""
    return list(find_entities(load_pipeline(), text, *speaking))


def find_one(text: str, name: str, *speaking: str) -> LocalEntity:
    """Find the entity of which one of the names is printed so."""
    (entity,) = (each for each in find(text, *speaking) if any(one.text == name for one in each.names))
    return entity


def get_country(entity: LocalEntity) -> str | None:
    """Give the country of an entity."""
    return find_country(entity.full_name.text, entity.type, entity.place, is_metonym=entity.is_metonym)


@pytest.mark.parametrize(
    ("name", "country", "kind"),
    [
        ("Kyiv", "UA", "city"),
        ("Kiev", "UA", "city"),
        ("U.S.", "US", "country"),
        ("Burma", "MM", "country"),
        ("Bogota", "CO", "city"),
        ("The Hague", "NL", "city"),
        ("Texas", "US", "state"),
        ("Tex.", "US", "state"),
        ("New York", "US", "city"),
        ("Saint Petersburg", "RU", "city"),
        ("Africa", None, "continent"),
    ],
)
def test_places_are_found_by_their_names_and_spellings(name, country, kind):
    """Dots, accents, articles and other spellings make no other place."""
    place = find_places(name)[0]
    assert (place.country, place.kind) == (country, kind)


@pytest.mark.parametrize("name", ["Marenholt", "Quist", "Ill.", "Ontario", "", "The"])
def test_what_is_in_no_list_is_no_place(name):
    """Neither are words that shorten a state as well as they mean other things, nor towns called like a province."""
    assert find_places(name) == ()


def test_every_spelling_of_a_place_is_one_place():
    """The numbers are those of GeoNames: a figure that its own site shows for Kyiv."""
    assert {find_places(name)[0].geonames_id for name in ("Kyiv", "Kiev", "KYIV")} == {703448}


@pytest.mark.parametrize(
    ("name", "told", "behind", "country"),
    [
        pytest.param("Paris", [], None, "FR", id="the largest"),
        pytest.param("Paris", [], "Texas", "US", id="its state behind it"),
        pytest.param("Birmingham", ["Atlanta", "Florida"], None, "US", id="the country told"),
        pytest.param("Birmingham", ["Leeds", "British", "Florida"], None, "GB", id="both countries told"),
        pytest.param("Georgia", [], None, "GE", id="a country before a state"),
        pytest.param("Georgia", ["Florida", "Alabama"], None, "US", id="other states told"),
        pytest.param("Georgia", ["Florida", "Tbilisi"], None, "GE", id="its own capital told"),
        pytest.param("Tallinn", [], None, "EE", id="a capital"),
        pytest.param("Kherson", ["Ukrainian"], None, "UA", id="a town of a country told"),
        pytest.param("Kherson", [], None, None, id="a town of which nothing is told"),
        pytest.param("Springfield", ["Drovia"], None, "US", id="told by a place in no list"),
    ],
)
def test_a_name_means_the_place_that_most_speaks_for(name, told, behind, country):
    """Size, the other places of the text and the name behind the comma decide."""
    place = choose_place(name, find_countries((each, "place") for each in [name, *told]), behind)
    assert (place.country if place else None) == country


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Danes", "DK"),
        ("Danish", "DK"),
        ("Frenchmen", "FR"),
        ("Poles", "PL"),
        ("American", "US"),
        ("Chinese", "CN"),
    ],
)
def test_peoples_have_a_country(name, country):
    """Adjectives, nouns and plurals are names of a people."""
    assert find_country_of_people(name) == country


@pytest.mark.parametrize("name", ["Congolese", "Denmark", "Drovian", "Gibraltar", "s"])
def test_a_name_of_several_peoples_or_of_a_country_is_no_people(name):
    """Neither is a word that is in no list."""
    assert find_country_of_people(name) is None


def test_peoples_are_groups_apart_from_their_country():
    """One people, however it is called, and not the country."""
    text = "Most Danes like rye bread. A Danish baker said that Denmark bakes too little of it."
    found = {each.type: [name.text for name in each.names] for each in find(text)}
    assert found["group"] == ["Danes", "Danish"]
    assert found["place"] == ["Denmark"]


def test_peoples_of_one_country_are_not_mixed():
    """The United Kingdom has several."""
    text = "Most Scots voted on Monday. Most Welshmen will vote in May."
    assert [each.type for each in find(text)] == ["group", "group"]


def test_spellings_of_a_city_are_one_entity():
    """The entity knows its place and its country."""
    entity = find_one("Snow fell in Kiev. The trams of Kyiv stood still.", "Kyiv")
    assert [name.text for name in entity.names] == ["Kiev", "Kyiv"]
    assert (entity.type, get_country(entity), entity.identity) == ("place", "UA", "geonames 703448")


def test_a_capital_that_speaks_is_a_government_and_not_the_city():
    """Where it is no source, its name is that of the city."""
    text = "Ottawa said it would wait. Snow fell in Ottawa on Sunday."
    government, city = find(text, "Ottawa")
    assert (government.type, government.is_metonym, get_country(government)) == ("organization", True, "CA")
    assert (city.type, city.is_metonym) == ("place", False)
    assert government.place == city.place
    assert government.identity != city.identity


@pytest.mark.parametrize(
    ("text", "speaking", "name"),
    [
        pytest.param("Canada said it would wait.", "Canada", "Canada", id="a country is its state, too"),
        pytest.param("An official in Ottawa said no.", "An official in Ottawa", "Ottawa", id="no head"),
        pytest.param("Marenholt said no. Snow fell in Marenholt.", "Marenholt", "Marenholt", id="in no list"),
    ],
)
def test_other_places_that_speak_are_no_metonyms(text, speaking, name):
    """Only cities that are known to be such stand for a government."""
    assert not find_one(text, name, speaking).is_metonym


def test_buildings_of_governments_are_metonyms_wherever_they_stand():
    """They are bodies, and of a country."""
    entity = find_one("Talks went on at the White House. The White House was silent.", "White House")
    assert (entity.type, entity.is_metonym, get_country(entity)) == ("organization", True, "US")
    assert find_country_of_building("Ferry House") is None


@pytest.mark.parametrize(
    ("text", "types"),
    [
        pytest.param(
            "Ada Lincoln moved here in May. Her mother still lives in Lincoln. Lincoln said she missed her.",
            ["person", "place", "person"],
            id="a person and a town",
        ),
        pytest.param(
            "Ada Lincoln moved here in May. Lincoln said she liked it.", ["person", "person"], id="no town"
        ),
    ],
)
def test_a_person_is_told_from_the_place_of_the_same_name(text, types):
    """What stands before the name tells."""
    names = sorted((one for each in find(text) for one in each.names), key=lambda one: one.span.start)
    assert [one.type for one in names if "Lincoln" in one.text] == types


def test_a_country_that_the_tagger_misses_is_found():
    """Also where it stands in a list of places."""
    text = "Fighting went on near Kherson, Kyiv and Luhansk, Ukrainian officials said."
    assert {one.text for each in find(text) if each.type == "place" for one in each.names} == {
        "Kherson",
        "Kyiv",
        "Luhansk",
    }
