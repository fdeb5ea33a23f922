"""The pages tell the truth: what they show is what the program does today."""

import importlib.util
import re
import tomllib
from pathlib import Path

import pytest

from exporter.extras import DISTRIBUTION
from exporter.findings import CODES
from exporter.schemas import TABLE_NAMES, load_schema

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def refresher():
    """Load docs/refresh.py, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("refresh", ROOT / "docs" / "refresh.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_page(name):
    """Read a page of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("README.md", marks=pytest.mark.slow),
        "docs/findings.md",
        "docs/ci.md",
        pytest.param("docs/conformance.md", marks=pytest.mark.slow),
    ],
)
def test_nothing_on_a_page_is_stale(refresher, page):
    """Running every block again and building every table again gives the page as it stands."""
    assert refresher.refresh(read_page(page)) == read_page(page), "run: python docs/refresh.py"


def test_a_stale_page_would_be_seen(refresher):
    """The refresher replaces what a block and a table show, so that the test above can fail."""
    blocks = "```pycon\n>>> 1 + 1\n3\n```\n\n```console\n$ echo new\nold\n```\n"
    page = f"{blocks}\n<!-- findings -->\n\nold\n\n<!-- end -->\n"
    fresh = refresher.refresh(page)
    assert ">>> 1 + 1\n2\n```" in fresh
    assert "$ echo new\nnew\n```" in fresh
    assert "old\n" not in fresh


def test_every_field_and_code_is_on_the_pages():
    """The README has a row for each field of each table, and the page of findings one for each code."""
    readme, findings = read_page("README.md"), read_page("docs/findings.md")
    for name in TABLE_NAMES:
        section = readme.split(f"### `{name}`")[1].split("\n### ")[0]
        assert re.findall(r"^\| `(\w+)` \|", section, re.M) == [
            f["name"] for f in load_schema(name)["fields"]
        ]
    assert set(re.findall(r"^\| `([\w-]+)` \|", findings, re.M)) == set(CODES)


def test_the_links_lead_somewhere():
    """Every relative link of the pages leads to a file of the project."""
    for page in ("README.md", "CHANGELOG.md", "docs/findings.md", "docs/ci.md", "docs/conformance.md"):
        for link in re.findall(r"\]\((?!https?://)([^)#]+)\)", read_page(page)):
            assert (ROOT / page).parent.joinpath(link).exists(), f"{page}: {link}"


def test_the_two_commands_stand_in_the_readme():
    """The set-up is two commands of one line each, which .ci/run takes from here and runs."""
    blocks = re.findall(r"^```sh\n(.*?)^```", read_page("README.md"), re.M | re.S)
    assert [block.count("\n") for block in blocks] == [1, 1]
    assert [block.split(" && ")[-1].strip() for block in blocks] == [
        ".venv/bin/exporter build seeds",
        ".venv/bin/pytest",
    ]


def test_the_constraints_cover_what_is_needed():
    """Every dependency is pinned to one version, without addresses and without exporter itself."""
    lines = read_page("constraints.txt").splitlines()
    assert all(re.fullmatch(r"[\w.-]+==[\w.+]+", line) for line in lines)
    pinned = {re.sub(r"[-_.]+", "-", line.partition("==")[0]).lower() for line in lines}
    project = tomllib.loads(read_page("pyproject.toml"))["project"]
    extras = project["optional-dependencies"]
    needed = [
        *project["dependencies"],
        *(name for extra in ("extract", "test", "train") for name in extras[extra]),
    ]
    names = {re.match(r"[\w.-]+", name)[0].lower().replace("_", "-") for name in needed}
    assert names - {DISTRIBUTION} <= pinned
    assert DISTRIBUTION not in pinned
