"""Nouns for outlets, and words that stand before or at the end of their names."""

import pytest

from exporter.extraction.entities.model import LocalEntity, Name
from exporter.extraction.entities.typing import is_called_organization, is_outlet
from exporter.extraction.lexicon.channels import get_paper
from exporter.extraction.lexicon.nouns import BEFORE_OUTLETS, OUTLETS, PAPERS, WIRES
from exporter.extraction.text.speaker_labels import read_label
from exporter.records import Span


def build_entity(text):
    """Build an organization with one name."""
    name = Name(span=Span(start=0, end=len(text)), text=text, type="organization")
    return LocalEntity(type="organization", names=[name])


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("newspaper", (True, False)),
        ("station", (False, False)),
        ("agency", (False, True)),
        ("outlet", (False, True)),
    ],
)
def test_tells_outlets_apart(noun, expected):
    """All of them are outlets, some of them papers, and an agency may be called an outlet."""
    assert noun in OUTLETS
    assert (noun in PAPERS, noun in WIRES) == expected


def test_knows_what_stands_before_outlets_only():
    """A daily is named behind the word; what begins with "Network" may be a railway."""
    assert "daily" in BEFORE_OUTLETS
    assert "network" in OUTLETS - BEFORE_OUTLETS


@pytest.mark.parametrize(
    ("name", "expected"), [("Halm Tribune", True), ("Halm Magazine", True), ("Halm Rail", False)]
)
def test_knows_outlets_by_the_end_of_their_names(name, expected):
    """The last word of a name tells an outlet."""
    assert is_outlet(build_entity(name)) is expected


@pytest.mark.parametrize(
    ("noun", "expected"), [("tabloid", True), ("newspaper", True), ("site", False), ("agency", False)]
)
def test_a_paper_is_called_so(noun, expected):
    """A newspaper returns as "the tabloid"; "the site" is rather one where somebody builds."""
    assert is_called_organization(build_entity("Halm Tribune"), noun) is expected


@pytest.mark.parametrize(
    ("noun", "channel"),
    [("website", None), ("newsletters", None), ("paper", "report"), ("article", "publication")],
)
def test_an_outlet_is_no_document(noun, channel):
    """What is called like those who publish it is no channel where it is a source; a paper may be a study."""
    assert get_paper(noun, ()) == channel


@pytest.mark.parametrize(
    ("label", "expected"), [("Halm Tribune", True), ("Halm Mirror", True), ("Local Reporter", False)]
)
def test_outlets_ask(label, expected):
    """A label that ends like an outlet is one, but for words for people."""
    found = read_label(label, Span(start=0, end=len(label)))
    assert found.is_organization is expected
