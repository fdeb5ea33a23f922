"""The gazetteer's table: what its script makes, a valid Data Package that says whom to credit."""

import importlib.util
import json
from pathlib import Path

import pytest

import exporter
from exporter.extraction.lexicon.gazetteer import find_country_of_people, find_places

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "exporter" / "extraction" / "lexicon" / "data" / "places"


@pytest.fixture(scope="module")
def script():
    """Load tools/build_gazetteer.py, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("build_gazetteer", ROOT / "tools" / "build_gazetteer.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def descriptor():
    """Read the descriptor of the table."""
    return json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))


def test_the_table_is_what_the_script_makes(script, descriptor):
    """The table and its descriptor come from the lists that are installed, byte for byte."""
    table = (FOLDER / "places.tsv").read_bytes()
    assert script.build_table().encode() == table
    assert script.build_descriptor(table, descriptor) == descriptor


def test_the_table_is_a_valid_package():
    """Its descriptor fits it, hash and types and all."""
    report = exporter.validate(FOLDER)
    assert report.valid
    assert report.checked.rows > 50_000


def test_geonames_is_credited(descriptor):
    """The descriptor names GeoNames, links to it and to its licence, and says that the data were changed."""
    assert descriptor["sources"][0] == {"title": "GeoNames", "path": "https://www.geonames.org"}
    assert descriptor["licenses"][0]["path"] == "https://creativecommons.org/licenses/by/4.0/"
    assert "Made from GeoNames, and changed" in descriptor["description"]


def test_of_one_name_the_likeliest_comes_first():
    """Continents and countries come before cities, of the others the one with more people."""
    kinds = [place.kind for place in find_places("Georgia")]
    assert kinds[:2] == ["country", "state"]
    people = [place.population for place in find_places("Springfield")]
    assert len(people) > 2
    assert people == sorted(people, reverse=True)


@pytest.mark.parametrize("name", ["Kyiv\tname", "\ud800", "key", "\x00", "zzzz", "￿"])
def test_what_is_no_name_is_found_nowhere(name):
    """Neither separators of the table nor its header nor what stands outside its order leads to a row."""
    assert find_places(name) == ()
    assert find_country_of_people(name) is None
