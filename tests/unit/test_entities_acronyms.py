"""Acronyms: which names a text itself shortens."""

import pytest
from analyses import find_entities

from exporter.extraction import load_pipeline


def list_aliases(text: str) -> list[list[str]]:
    """List the names of every entity of a text, as printed."""
    entities = find_entities(load_pipeline(), text)
    return [[name.text for name in entity.names] for entity in entities]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The Norland Growers' Union (NGU) met. NGU members cheered.", id="in brackets"),
        pytest.param(
            "The Norland Growers' Union, or NGU, met. Members of the NGU cheered.", id="behind a comma"
        ),
    ],
)
def test_an_acronym_that_is_introduced_is_the_same_entity(text):
    """Where it is introduced, and wherever it returns."""
    assert ["Norland Growers' Union", "NGU", "NGU"] in list_aliases(text)


def test_an_acronym_need_not_be_made_of_the_first_letters():
    """A text may take its letters from another language, as long as one begins a word."""
    text = "The Norland Railway Company (NEB) was late. Passengers of the NEB waited."
    assert ["Norland Railway Company", "NEB", "NEB"] in list_aliases(text)


@pytest.mark.parametrize(
    ("text", "short"),
    [
        pytest.param("MARENHOLT (AP) — The Norland Growers' Union met on Monday.", "AP", id="an agency"),
        pytest.param("Mara Quist (MP) met the Norland Growers' Union.", "MP", id="a title"),
        pytest.param("The Norland Growers' Union (XYZ) met on Monday.", "XYZ", id="other letters"),
    ],
)
def test_what_stands_in_brackets_otherwise_is_no_acronym(text, short):
    """It is no name of what stands before it."""
    assert not any(short in names and len(names) > 1 for names in list_aliases(text))
