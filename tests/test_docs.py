"""The pages tell the truth: what they show is what the program does today."""

import importlib.util
import re
import tomllib
from pathlib import Path

import pytest

from exporter.findings import CODES
from exporter.schemas import TABLE_NAMES, load_schema

ROOT = Path(__file__).parents[1]


def load_refresher():
    """Load docs/refresh.py, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("refresh", ROOT / "docs" / "refresh.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


refresher = load_refresher()

SLOW = {"README.md"} | {
    f"docs/{name}.md" for name in ("articles", "conformance", "python", "releases", "spacy", "training")
}


def read_page(name):
    """Read a page of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def list_pages():
    """List the pages that people read on the project, by path from its root."""
    patterns = ("*.md", "docs/*.md", "benchmarks/*.md", "seeds/**/*README.md", "exporter/**/README.md")
    found = {path.relative_to(ROOT).as_posix() for pattern in patterns for path in ROOT.glob(pattern)}
    assert found >= {"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", *refresher.PAGES}
    return sorted(found)


def strip_code(text):
    """Take out of a page what is shown as code, where nothing is a link or a heading."""
    return re.sub(r"`[^`\n]+`", "`", re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S))


def list_anchors(text):
    """List the anchors of the headings of a page, as GitHub makes them."""
    text = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
    headings = (re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", each) for each in re.findall(r"^#+ (.+)$", text, re.M))
    return [re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings]


def find_links(text):
    """Find the relative links in the prose of a page, as file and anchor, of which one may be empty."""
    return re.findall(r"\]\((?!https?:)([^)#\s]*)#?([^)\s]*)\)", strip_code(text))


@pytest.mark.parametrize(
    "page", [pytest.param(page, marks=[pytest.mark.slow] * (page in SLOW)) for page in refresher.PAGES]
)
def test_nothing_on_a_page_is_stale(page):
    """Running every block again and building every table again gives the page as it stands."""
    assert refresher.refresh(read_page(page)) == read_page(page), "run: python docs/refresh.py"


def test_a_stale_page_would_be_seen():
    """The refresher replaces what a block and a table show, so that the test above can fail."""
    blocks = "```pycon\n>>> 1 + 1\n3\n```\n\n```console\n$ echo new\nold\n```\n"
    page = f"{blocks}\n<!-- findings -->\n\nold\n\n<!-- end -->\n"
    fresh = refresher.refresh(page)
    assert ">>> 1 + 1\n2\n```" in fresh
    assert "$ echo new\nnew\n```" in fresh
    assert "old\n" not in fresh


def test_every_field_and_code_is_on_the_pages():
    """The page of tables has a row for each field of each table, and the page of findings one for each code."""
    tables, findings = read_page("docs/tables.md"), read_page("docs/findings.md")
    for name in TABLE_NAMES:
        section = tables.split(f"### `{name}`")[1].split("\n### ")[0]
        assert re.findall(r"^\| `(\w+)` \|", section, re.M) == [
            f["name"] for f in load_schema(name)["fields"]
        ]
    assert set(re.findall(r"^\| `([\w-]+)` \|", findings, re.M)) == set(CODES)


@pytest.mark.parametrize("page", list_pages())
def test_the_links_lead_somewhere(page):
    """Every relative link of a page leads to a file of the project, and its anchor to a heading there."""
    for target, anchor in find_links(read_page(page)):
        path = (ROOT / page).parent / target if target else ROOT / page
        assert path.exists(), f"{page}: {target}"
        assert not anchor or anchor in list_anchors(path.read_text(encoding="utf-8")), (
            f"{page}: {target}#{anchor}"
        )


def test_a_link_that_leads_nowhere_would_be_seen():
    """Links and anchors are found in prose, not in code, so that the test above can fail."""
    page = "# On `it`, 2\n\n[a](b.md#c), [d](#on-it-2) `[e](f)` <https://g> [h](https://i)\n\n```sh\n# [j](k)\n```\n"
    assert find_links(page) == [("b.md", "c"), ("", "on-it-2")]
    assert list_anchors(page) == ["on-it-2"]


def test_every_page_is_linked_from_the_readme():
    """The README leads to every page in docs/, and its table of contents to every section."""
    links = find_links(read_page("README.md"))
    assert {target for target, _ in links} >= set(refresher.PAGES) - {"README.md"}
    sections = list_anchors(read_page("README.md"))[1:]
    assert [anchor for target, anchor in links if not target] == sections


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
    parts = project["optional-dependencies"]
    needed = [*project["dependencies"]]
    needed += (name for part in ("extract", "gazetteer", "test", "train") for name in parts[part])
    names = {re.match(r"[\w.-]+", name)[0].lower().replace("_", "-") for name in needed}
    assert names - {project["name"]} <= pinned
    assert not pinned & {project["name"], "exporter"}
