"""What post a source has and which body it belongs to, read off the words around it."""

import pytest

from exporter.records import Source


def read_source(read_text, text: str) -> Source:
    """Read the one source of a text."""
    (source,) = read_text(text).sources
    return source


def read_said(read_text, subject: str) -> Source:
    """Read the source of a sentence in which somebody says something."""
    return read_source(read_text, f"{subject} said that the bridge was safe.")


@pytest.mark.parametrize(
    ("subject", "role"),
    [
        pytest.param("Finance Minister Ivo Marsh", "Finance Minister", id="before a name"),
        pytest.param("Ivo Marsh, the chief economist,", "chief economist", id="behind a name"),
        pytest.param("A senior French official", "senior French official", id="nationality stays"),
        pytest.param("A city engineer", "engineer", id="body before it goes"),
        pytest.param("The 22-year-old driver", "driver", id="age goes"),
        pytest.param("One of the officials", "official", id="one of several, in the singular"),
        pytest.param("Two of the officials", "officials", id="two of several, in the plural"),
        pytest.param("Three cabinet ministers", "cabinet ministers", id="a cabinet is part of the post"),
        pytest.param("A person familiar with the talks", None, id="person is no post"),
        pytest.param("Two people", None, id="people is no post"),
        pytest.param("Her neighbour", None, id="neighbour is no post"),
        pytest.param("Mr. Marsh", None, id="Mr. is no post"),
        pytest.param("Ivo Marsh, a cousin of the mayor,", None, id="kinship is no post"),
        pytest.param("The ministry", None, id="a body has none"),
        pytest.param("A resident", None, id="resident is no post"),
        pytest.param("A witness, a taxi driver,", "taxi driver", id="apposition of no post"),
        pytest.param("A majority of the ministers", None, id="majority is no post"),
        pytest.param("The party's press secretary", "press secretary", id="press is part of a post"),
    ],
)
def test_finds_posts(read_text, subject, role):
    """A post is a noun for people with what belongs to it, without articles, ages and bodies."""
    assert read_said(read_text, subject).role == role


@pytest.mark.parametrize(
    ("subject", "affiliation"),
    [
        pytest.param("A bank spokesman", "bank", id="before the post"),
        pytest.param("A spokesman for the bank", "bank", id="for"),
        pytest.param("Ivo Marsh, a doctor at the city hospital,", "city hospital", id="at, behind a name"),
        pytest.param("BDC director Ivo Marsh", "BDC", id="an acronym before the post"),
        pytest.param("Officials and advisers in the ministry", "ministry", id="of two groups joined"),
        pytest.param("An official who works in the mayor's office", "mayor's office", id="works in"),
        pytest.param("A report published in May by the central bank", "central bank", id="publisher"),
        pytest.param("A doctor in the south", None, id="a region is no body"),
        pytest.param("A person close to the company", None, id="close to is not of"),
        pytest.param("The mayor's spokesman", None, id="a person is no body"),
        pytest.param("Three cabinet ministers", None, id="a cabinet is part of the post"),
        pytest.param("The report", None, id="a paper without publisher"),
    ],
)
def test_finds_affiliations(read_text, subject, affiliation):
    """An affiliation is the body that the words around the source tell, without article."""
    assert read_said(read_text, subject).affiliation == affiliation


def test_the_post_may_stand_where_nobody_is_quoted(read_text):
    """What the text tells of a person elsewhere holds for the source, too."""
    text = "Labour Minister Ivo Marsh resigned on Monday. Marsh said that he was tired."
    assert read_source(read_text, text).role == "Labour Minister"


def test_whose_and_its_stand_for_a_body(read_text):
    """The leader of "the council, whose leader" is of the council; so is "its chairman", once it is named."""
    text = "The plan divides the Harbour Council. Its chairman, Ivo Marsh, said on Monday that the bridge was safe."
    assert read_source(read_text, text).affiliation == "Harbour Council"
    text = "The vote was won by the Harbour Council, whose chairman, Ivo Marsh, told us that the bridge was safe."
    assert read_source(read_text, text).affiliation == "Harbour Council"


@pytest.mark.parametrize(
    ("text", "affiliation"),
    [
        pytest.param(
            "Brannock Lines denied it. A spokesman said the ship was safe.", "Brannock Lines", id="spokesman"
        ),
        pytest.param(
            "The ministry denied it. The spokeswoman said the ship was safe.", "ministry", id="common noun"
        ),
        pytest.param(
            "Brannock Lines denied it. A resident said the ship was safe.", None, id="no post at its head"
        ),
        pytest.param("Ida Holm denied it. A spokesman said the ship was safe.", None, id="no body"),
        pytest.param(
            "The Norland Courier printed it. A spokesman said the ship was safe.", None, id="an outlet"
        ),
        pytest.param(
            "Brannock Lines denied it. It rained. Nobody came. A spokesman said the ship was safe.",
            None,
            id="too far",
        ),
        pytest.param("A New York dentist said the ship was safe.", None, id="lives in a place"),
        pytest.param(
            "A New York official said the ship was safe.", None, id="serves a place, which is no body"
        ),
    ],
)
def test_who_heads_a_body_belongs_to_the_one_spoken_of(read_text, text, affiliation):
    """A spokesman without more speaks for the body that was the subject just before."""
    (source,) = [
        source for source in read_text(text).sources if source.kind == "person" and source.naming == "unnamed"
    ]
    assert source.affiliation == affiliation


@pytest.mark.parametrize(
    ("subject", "affiliation"),
    [
        pytest.param(
            "Ida Holm, who studies wolves at Holm University,", "Holm University", id="tie on the object"
        ),
        pytest.param("Ida Holm (Norland Growers' Union)", "Norland Growers' Union", id="in brackets"),
        pytest.param("A report that the bank published", "bank", id="publisher in a clause"),
        pytest.param("The bank's report", "bank", id="owner of a document"),
        pytest.param("Ida Holm, who heads the council,", "council", id="who heads it"),
        pytest.param("His brother Ivo Marsh, the club's former director,", "club", id="second apposition"),
        pytest.param("A spokesman for the airline Veda Lines", "Veda Lines", id="name behind a noun"),
        pytest.param("Ida Holm, who lives in Lincoln,", None, id="where somebody lives"),
        pytest.param("Ida Holm, who sued the council,", None, id="who does not head it"),
        pytest.param("Ida Holm (left)", None, id="something else in brackets"),
        pytest.param("A report that the bank rejected", None, id="who did not publish it"),
        pytest.param("A US official", None, id="a country is no body"),
        pytest.param("A Danish government official", "Danish government", id="government of a people"),
        pytest.param("A Danish bank official", "bank", id="nationality of somebody at a bank"),
    ],
)
def test_finds_bodies_in_clauses_and_brackets(read_text, subject, affiliation):
    """A clause, brackets or a possessive tie a body to whom it belongs; a place is no body."""
    assert read_said(read_text, subject).affiliation == affiliation
