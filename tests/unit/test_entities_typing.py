"""What the shape of a name and the words beside it tell of its type, where the tagger does not know."""

import pytest


def read_types(read_texts, text: str) -> dict[str, str]:
    """Read the types of the entities of a text, by their names."""
    return {entity.name: entity.type for entity in read_texts(text).entities}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        pytest.param(
            "Ida Quorv met Pell Foods. Quorv said it was late.",
            "Ida Quorv",
            "person",
            id="a person keeps the name",
        ),
        pytest.param(
            "Quorvel Foods bought it. Quorvel's boss said it was late.",
            "Quorvel Foods",
            "organization",
            id="short for a company",
        ),
        pytest.param(
            "Quorvel Foods is from Norland. It rained in Quorvel. Quorvel said it was late.",
            "Quorvel",
            "place",
            id="a place of that name",
        ),
        pytest.param(
            "The Toronto Stock Exchange closed. Toronto said it was late.",
            "Toronto",
            "organization",
            id="a known city",
        ),
        pytest.param("O'Dowd said it was late.", "O'Dowd", "person", id="a surname by its spelling"),
        pytest.param(
            "The port of N'Djamena closed.", "N'Djamena", "place", id="a capital with an apostrophe"
        ),
        pytest.param(
            "Brackwell, which makes pumps, said it was late.", "Brackwell", "organization", id="which makes"
        ),
        pytest.param(
            "Anna Brackwell, who makes pumps, said it was late.", "Anna Brackwell", "person", id="who makes"
        ),
        pytest.param(
            "The Winslow School District said it was late.",
            "Winslow School District",
            "organization",
            id="a school district",
        ),
        pytest.param("It rained in Winslow District.", "Winslow District", "place", id="another district"),
        pytest.param(
            "Brackwell Ore closed its mine. Brackwell cut jobs. Brackwell said it was late.",
            "Brackwell Ore",
            "organization",
            id="returns by its first word",
        ),
        pytest.param(
            "Mirel Oreva closed the mine. Oreva cut jobs. Oreva said it was late.",
            "Mirel Oreva",
            "person",
            id="returns by the last word",
        ),
        pytest.param("Opal Hargrev, 7, said it was late.", "Opal Hargrev", "person", id="an age"),
        pytest.param(
            "The Queen Astra Hospital closed. A nurse at Queen Astra said it was late.",
            "Queen Astra Hospital",
            "organization",
            id="short for a hospital",
        ),
        pytest.param("Harrow Rovers said it was late.", "Harrow Rovers", "organization", id="a club"),
        pytest.param("Dr Holm said it was late.", "Holm", "person", id="a title of people"),
        pytest.param(
            "The federal Industry Department said it.",
            "Industry Department",
            "organization",
            id="no adjective",
        ),
    ],
)
def test_tells_the_type_of_a_name(read_texts, text, name, kind):
    """Short forms follow the full name, clauses and titles tell people from bodies."""
    assert read_types(read_texts, text).get(name) == kind


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("Neighbors for the Moor said it was late.", {"Neighbors for the Moor"}, id="a campaign"),
        pytest.param("Neighbors of the moor said it was late.", set(), id="neighbours"),
        pytest.param(
            "It rained. Light Up Quorv, a residents' group, met.",
            {"Light Up Quorv"},
            id="what it is called behind",
        ),
        pytest.param("GP and CEO met on Jan. 28.", set(), id="posts and months"),
        pytest.param("• Water rose\n• Police came\n", set(), id="bullets"),
    ],
)
def test_finds_names_that_have_no_tag(read_texts, text, names):
    """Campaigns are bodies; posts, months and bullets are no names."""
    assert set(read_types(read_texts, text)) == names


def test_a_dateline_is_a_place(read_texts):
    """The place where an article was written is one, though it is the name of a body elsewhere."""
    text = "QUORV, Ohio — Quorv council met. Quorv said it was late. The Quorv Council said that it rained."
    assert read_types(read_texts, text)["Quorv"] == "place"
