"""Nothing that was made from documents is read as documents, whatever leads to it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from exporter.documents import iter_seeds
from exporter.documents.made import is_made
from exporter.errors import InputError
from exporter.exports.writing import write_tables
from exporter.records import Records
from exporter.releases import Published
from exporter.tables import build_tables


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Give a folder with an article in it."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("It rained, he said.")
    return folder


@pytest.fixture
def release(publish: Callable[..., Published]) -> Path:
    """Give the catalog of a package with a release in it."""
    return publish("text").path.parent


def names_of(*inputs: str | Path) -> list[str]:
    """List the names of the documents in what is named."""
    return [seed.document.path for seed in iter_seeds(inputs) if seed.document is not None]


def keep(_: Path) -> None:
    """Leave a catalog as it is."""


def lose(*names: str) -> Callable[[Path], None]:
    """Give what takes files of a catalog away, as a copy that was broken off leaves them out."""
    return lambda catalog: [(catalog / name).unlink() for name in names]  # type: ignore[return-value]


@pytest.mark.parametrize(
    "harm",
    [
        keep,
        lose("versions.json"),
        lose("1.0.0/manifest.json"),
        lose("1.0.0/SHA256SUMS"),
        lose("1.0.0/manifest.json", "1.0.0/SHA256SUMS", "versions.json"),
        lambda catalog: (catalog / "1.0.0/manifest.json").write_bytes(b"{"),
        lambda catalog: [
            lose("versions.json", "1.0.0/SHA256SUMS")(catalog),
            (catalog / "1.0.0/manifest.json").write_bytes(b""),
        ],
        lambda catalog: (catalog / "1.0.0").rename(catalog / "the newest"),
    ],
    ids=[
        "whole",
        "not listed",
        "no manifest",
        "no checksums",
        "neither",
        "damaged",
        "damaged and alone",
        "renamed",
    ],
)
@pytest.mark.parametrize("place", ["dist/x", "x", "a/b/c/x"])
def test_releases_are_no_documents(
    articles: Path, release: Path, place: str, harm: Callable[[Path], object]
) -> None:
    """A release in the folder of articles is passed over, of whatever package, and also what is left of one."""
    shutil.copytree(release, articles / place)
    harm(articles / place)
    for named in (articles, f"{articles}/**", f"{articles}/**/*", f"{articles}/*"):
        assert [seed.path for seed in iter_seeds([named])] == [(articles / "a.txt").as_posix()]
    (articles / place / "news.txt").write_text(
        "It snowed, he said."
    )  # A catalog may have articles beside it.
    assert names_of(articles) == sorted(["a.txt", f"{place}/news.txt"])


@pytest.mark.parametrize("kind", ["csv", "parquet", "jsonl"])
@pytest.mark.parametrize("part", [".", "data"])
def test_tables_are_no_documents(articles: Path, records: Records, kind: str, part: str) -> None:
    """What extract has written into the folder of articles is passed over, as a package and as bare tables."""
    write_tables(build_tables(records), articles / "out", kind)
    if kind != "jsonl":
        assert is_made(articles / "out" / part)
    assert [seed.path for seed in iter_seeds([articles])] == [(articles / "a.txt").as_posix()]


def test_a_release_that_is_named_holds_no_documents(release: Path) -> None:
    """A release that is named itself is refused, and so is a file in it."""
    with pytest.raises(InputError, match="found a release"):
        iter_seeds([release / "1.0.0"])
    with pytest.raises(InputError, match="no documents"):
        iter_seeds([release / "1.0.0/CHANGELOG.md"])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("manifest.json", {"name": "My app", "icons": []}),
        ("manifest.json", []),
        ("versions.json", ["1.0.0", "2.0.0"]),
        ("datapackage.json", {"name": "x", "resources": [{"name": "a", "path": "a.txt"}]}),
    ],
)
@pytest.mark.parametrize("place", ["site", "site/1.0.0"])
def test_files_of_the_same_names_hide_nothing(articles: Path, name: str, content: object, place: str) -> None:
    """A manifest of a web page, or a list of versions of something else, makes no folder a release."""
    (articles / place).mkdir(parents=True)
    (articles / "site" / name).write_text(json.dumps(content))
    (articles / place / "news.txt").write_text("It snowed, he said.")
    assert names_of(articles) == ["a.txt", f"{place}/news.txt"]
