"""Links: inside a folder they are other names of what is there, out of it they are told and left."""

import os
from pathlib import Path

import pytest

from exporter.documents import iter_seeds
from exporter.errors import InputError
from exporter.records import Seed

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links as POSIX has them")


def fill(folder: Path, *names: str) -> Path:
    """Make files that hold their own names, with the folders above them."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"It rained in {name}, he said.", encoding="utf-8")
    return folder


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    """Give a folder with one article."""
    return fill(tmp_path / "in", "own.txt")


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Give a folder with two articles beside it."""
    return fill(tmp_path / "out", "far.txt", "sub/deep.txt")


def names_of(seeds: list[Seed]) -> list[str]:
    """List the names of the documents."""
    return [seed.document.path for seed in seeds if seed.document is not None]


def left(seeds: list[Seed]) -> list[str]:
    """List the names of the links that were not followed."""
    return [
        Path(seed.path).name for seed in seeds for finding in seed.findings if finding.code == "input-link"
    ]


def link_all(inside: Path, outside: Path) -> None:
    """Link a file, a folder, a link, a file above and a file that is gone into a folder, and one that is no article."""
    (inside / "file.txt").symlink_to(outside / "far.txt")
    (inside / "folder").symlink_to(outside / "sub")
    (inside / "chain.txt").symlink_to(inside / "file.txt")
    (inside / "up.md").symlink_to("../out/far.txt")
    (inside / "gone.txt").symlink_to(outside / "gone.txt")
    (inside / "photo.png").symlink_to(outside / "photo.png")


@pytest.mark.parametrize("shown", ["in", "in/", "in/.", "./in", "in/../in", "in/*", "in/**", "in/**/*.[tm]*"])
def test_links_out_of_the_folder_are_left(
    inside: Path, outside: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shown: str
) -> None:
    """However the folder is named, links out of it are told one by one, with the option that follows them."""
    link_all(inside, outside)
    monkeypatch.chdir(tmp_path)
    seeds = list(iter_seeds([shown]))
    assert names_of(seeds) == ["own.txt"]
    assert left(seeds) == ["chain.txt", "file.txt", "folder", "gone.txt", "up.md"]
    assert all(seed.is_withheld for seed in seeds if left([seed]))
    assert all("--follow-links" in seed.findings[0].message for seed in seeds if left([seed]))


def test_links_out_of_the_folder_are_followed_if_asked_for(inside: Path, outside: Path) -> None:
    """With the option they are read, each file once."""
    link_all(inside, outside)
    (inside / "gone.txt").unlink()
    seeds = list(iter_seeds([inside], follow_links=True))
    assert names_of(seeds) == ["chain.txt", "folder/deep.txt", "own.txt"]
    assert left(seeds) == []


@pytest.mark.parametrize("named", ["file.txt", "folder", "folder/deep.txt", "f*r/*.txt"])
def test_a_link_that_is_named_is_followed(inside: Path, outside: Path, named: str) -> None:
    """What the user names is followed; what a pattern finds behind a link is not."""
    link_all(inside, outside)
    if "*" in named:
        with pytest.raises(InputError, match="matches nothing"):
            iter_seeds([f"{inside}/{named}"])
    else:
        (seed,) = iter_seeds([inside / named])
        assert seed.document is not None


def test_links_within_the_folder_are_other_names(inside: Path) -> None:
    """A file and a folder that have links beside them are read once, by their own names, without a word."""
    fill(inside, "sub/a.txt")
    (inside / "a-link.txt").symlink_to("sub/a.txt")
    (inside / "a-folder").symlink_to("sub")
    (inside / "sub/to-own.txt").symlink_to(inside / "own.txt")
    seeds = list(iter_seeds([inside]))
    assert (names_of(seeds), len(seeds)) == (["own.txt", "sub/a.txt"], 2)


def test_a_folder_of_links_only_says_how_to_follow_them(inside: Path, outside: Path) -> None:
    """Where nothing but links is there, the run ends, and the hint is the option."""
    (inside / "own.txt").unlink()
    (inside / "file.txt").symlink_to(outside / "far.txt")
    with pytest.raises(InputError, match="1 links out of it") as caught:
        iter_seeds([inside])
    assert "--follow-links" in caught.value.hint


def test_a_sidecar_out_of_the_folder_is_not_read(inside: Path, outside: Path) -> None:
    """An article whose sidecar is a link out of the folder is an error, not an article without metadata."""
    (outside / "meta.json").write_text('{"id": "mine"}')
    (inside / "own.meta.json").symlink_to(outside / "meta.json")
    for named in (inside, inside / "own.txt", f"{inside}/*.txt"):
        (seed,) = iter_seeds([named])
        assert (seed.document, seed.findings[0].code, seed.is_withheld) == (None, "sidecar-malformed", True)
        assert "--follow-links" in seed.findings[0].message
        (seed,) = iter_seeds([named], follow_links=True)
        assert seed.document is not None
        assert seed.document.document_id == "mine"


def test_a_folder_that_is_there_twice_is_read_once(inside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is mounted at two places is known by its number, which no path tells."""
    fill(inside, "one/a.txt", "two/a.txt")
    stat = os.stat

    def find(path, **options):
        path = str(path)
        return stat(path.replace("two", "one") if path.endswith("two") else path, **options)

    monkeypatch.setattr("exporter.documents.folders.os.stat", find)
    assert len(names_of(list(iter_seeds([inside])))) == 2
