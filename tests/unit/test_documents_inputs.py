"""What the inputs name: folders, patterns, links, and files that are no documents."""

import os
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.documents import iter_seeds
from exporter.errors import InputError
from exporter.records import Seed


def fill(folder: Path, *names: str) -> Path:
    """Make files that hold their own names, with the folders above them."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        is_collection = path.suffix in (".jsonl", ".ndjson")
        path.write_text(f'{{"text": "{name}"}}' if is_collection else name, encoding="utf-8")
    return folder


def paths_of(seeds: list[Seed]) -> list[str]:
    """List the paths of the documents."""
    return [seed.document.path for seed in seeds if seed.document is not None]


def codes_of(seeds: list[Seed]) -> list[str]:
    """List the codes of all findings."""
    return [finding.code for seed in seeds for finding in seed.findings]


def test_folder_is_read_in_order(tmp_path: Path) -> None:
    """A folder is read with all below it, by posix path, without hidden files, companions and strangers."""
    fill(tmp_path, "b.txt", "a/z.md", "a-b.TXT", "c/d/e.ndjson", ".hidden.txt", ".git/x.txt", "a/.x/y.txt")
    fill(
        tmp_path, "b.meta.json", "datapackage.yaml", "a/datapackage.json", "README.md", "LICENSE.txt", "b.ann"
    )
    fill(tmp_path, "annotation.conf", "a/p.PDF", "a/q.PDF", "notes")
    (tmp_path / "b.meta.json").write_text("{}")
    seeds = list(iter_seeds([tmp_path]))
    assert paths_of(seeds) == ["a-b.TXT", "a/z.md", "b.txt", "c/d/e.ndjson#1"]
    assert codes_of(seeds) == ["input-ignored"]
    assert seeds[0].path == tmp_path.as_posix()
    assert "3 files passed over" in seeds[0].findings[0].message
    assert "2 .PDF, 1 no suffix" in seeds[0].findings[0].message


def test_annotated_texts_below_a_folder_are_no_documents(tmp_path: Path) -> None:
    """A folder with brat's configuration is passed over, but read when it is named itself."""
    fill(tmp_path, "a.txt", "gold/a.txt", "gold/a.ann", "gold/annotation.conf")
    assert paths_of(list(iter_seeds([tmp_path]))) == ["a.txt"]
    assert paths_of(list(iter_seeds([tmp_path / "gold"]))) == ["a.txt"]


def test_links_cannot_trap_the_walk(tmp_path: Path) -> None:
    """A link back to a folder above or to itself is reported once, and every file is read once."""
    fill(tmp_path, "real/one.txt", "real/deep/two.txt")
    outside = fill(tmp_path.parent / f"{tmp_path.name}-outside", "three.txt")
    (tmp_path / "real/deep/up").symlink_to(tmp_path / "real")
    (tmp_path / "aaa").symlink_to(tmp_path / "real")
    (tmp_path / "one.txt").symlink_to(tmp_path / "real/one.txt")
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "linked").symlink_to(outside)
    (outside / "back").symlink_to(tmp_path)
    seeds = list(iter_seeds([tmp_path], follow_links=True))
    assert paths_of(seeds) == ["linked/three.txt", "real/deep/two.txt", "real/one.txt"]
    assert codes_of(seeds) == ["input-loop", "input-loop"]
    assert [Path(seed.path).name for seed in seeds[:2]] == ["up", "self"]


def test_many_links_are_walked_once(tmp_path: Path) -> None:
    """Folders that all link to each other are entered once each."""
    for n in range(12):
        fill(tmp_path, f"{n:02}/a.txt")
        for other in range(12):
            (tmp_path / f"{n:02}" / f"to-{other:02}").symlink_to(tmp_path / f"{other:02}")
    seeds = list(iter_seeds([f"{tmp_path}/**/*.txt"]))
    assert paths_of(seeds) == [f"{n:02}/a.txt" for n in range(12)]


def test_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder below that refuses is an error finding; the named folder itself stops the run."""
    fill(tmp_path, "a.txt", "shut/b.txt")
    scandir = os.scandir

    def refuse(folder):
        if Path(folder).name == "shut":
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr("exporter.documents.folders.os.scandir", refuse)
    seeds = list(iter_seeds([tmp_path]))
    assert (codes_of(seeds), paths_of(seeds)) == (["document-unreadable"], ["a.txt"])
    assert "Permission denied" in seeds[0].findings[0].message
    with pytest.raises(InputError, match="Permission denied"):
        iter_seeds([tmp_path / "shut"])


@pytest.mark.parametrize(
    ("pattern", "paths"),
    [
        pytest.param("*.txt", ["a.txt", "b.txt"], id="star"),
        pytest.param("?.txt", ["a.txt", "b.txt"], id="question-mark"),
        pytest.param("[!b].txt", ["a.txt"], id="class"),
        pytest.param("**/*.md", ["x/c.md", "x/y/d.md"], id="any-depth"),
        pytest.param("x/**", ["x/c.md", "x/y/d.md"], id="everything-below"),
        pytest.param("*", ["a.txt", "b.txt", "x/c.md", "x/y/d.md"], id="files-and-folders"),
        pytest.param("**/**/d.*", ["x/y/d.md"], id="twice-any-depth"),
        pytest.param("*/*.md", ["x/c.md"], id="one-level"),
    ],
)
def test_patterns(tmp_path: Path, pattern: str, paths: list[str]) -> None:
    """A pattern names documents relative to the folder before its first special character."""
    fill(tmp_path, "a.txt", "b.txt", "x/c.md", "x/y/d.md", ".h.txt", ".h/e.md", "README.md", "a.ann")
    base = "x/" if pattern.startswith("x/") else ""
    seeds = list(iter_seeds([f"{tmp_path}/{pattern}"]))
    assert paths_of(seeds) == [path.removeprefix(base) for path in paths]
    assert codes_of(seeds) == []


def test_existing_name_beats_pattern(tmp_path: Path) -> None:
    """A file whose name looks like a pattern is read as itself."""
    fill(tmp_path, "a[1].txt", "a1.txt")
    assert paths_of(list(iter_seeds([tmp_path / "a[1].txt"]))) == ["a[1].txt"]


def test_relative_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seeds are named as the user would, documents relative to the folder."""
    fill(tmp_path, "seeds/x/a.txt")
    monkeypatch.chdir(tmp_path)
    for named, shown, name in (
        ("seeds", "seeds/x/a.txt", "x/a.txt"),
        ("./seeds/", "seeds/x/a.txt", "x/a.txt"),
        (".", "seeds/x/a.txt", "seeds/x/a.txt"),
        ("seeds/*/a.txt", "seeds/x/a.txt", "x/a.txt"),
        (Path("seeds/x/a.txt"), "seeds/x/a.txt", "a.txt"),
    ):
        (seed,) = iter_seeds([named])
        assert (seed.path, paths_of([seed])) == (shown, [name])


def test_same_names_are_told_apart(tmp_path: Path) -> None:
    """Documents that would share a path get the folders above, whatever the order; others keep theirs."""
    fill(tmp_path, "2023/en/a.txt", "2024/en/a.txt", "2024/en/b.txt")
    inputs = [tmp_path / "2023/en", tmp_path / "2024/en"]
    there = paths_of(list(iter_seeds(inputs)))
    back = paths_of(list(iter_seeds(inputs[::-1])))
    assert there == ["2023/en/a.txt", "2024/en/a.txt", "b.txt"]
    assert sorted(back) == sorted(there)


def test_file_named_twice_is_read_once(tmp_path: Path) -> None:
    """A file that several inputs reach is read once, under its first name."""
    fill(tmp_path, "a/b.txt")
    seeds = list(iter_seeds([tmp_path / "a/b.txt", tmp_path, f"{tmp_path}/a/*.txt", str(tmp_path / "a")]))
    assert paths_of(seeds) == ["b.txt"]


def test_files_of_no_known_format(tmp_path: Path) -> None:
    """A strange file that was named is an error, a companion only a warning, and neither stops the rest."""
    fill(tmp_path, "a.txt", "b.pdf", "c", "a.meta.yaml", "README.md")
    (tmp_path / "a.meta.yaml").write_text("title: T")
    names = ["b.pdf", "c", "a.meta.yaml", "README.md", "a.txt"]
    seeds = list(iter_seeds([tmp_path / name for name in names]))
    assert codes_of(seeds) == ["document-format-unknown", "document-format-unknown", "input-companion"]
    assert paths_of(seeds) == ["README.md", "a.txt"]
    assert ".pdf" in seeds[0].findings[0].message


def test_name_that_is_not_utf_8(tmp_path: Path) -> None:
    """A file whose name no table can hold is an error with a printable path."""
    fill(tmp_path, "a.txt")
    try:
        (tmp_path / os.fsdecode(b"\xff.txt")).write_text("x")
    except OSError:
        pytest.skip("this file system refuses such names")
    seeds = list(iter_seeds([tmp_path]))
    assert codes_of(seeds) == ["document-unreadable"]
    assert seeds[1].path.encode("utf-8").endswith(b"\\udcff.txt")


@pytest.mark.parametrize(
    ("names", "inputs", "message"),
    [
        pytest.param([], ["missing.txt"], "no such file", id="missing"),
        pytest.param([], [""], "no such file", id="empty-name"),
        pytest.param([], ["a\0b"], "no such file", id="nul"),
        pytest.param([], [], "no input", id="none"),
        pytest.param([], ["."], "no documents", id="empty-folder"),
        pytest.param(["a.pdf", "README.md"], ["."], "no documents", id="no-documents"),
        pytest.param([], ["*.txt"], "matches nothing", id="pattern"),
        pytest.param(["a.pdf"], ["*.pdf"], "matches no documents", id="pattern-of-others"),
        pytest.param(["a.ann"], ["a.ann"], "no documents", id="companions-only"),
        pytest.param(["a.txt"], ["a.txt", "missing"], "no such file", id="one-of-two"),
    ],
)
def test_inputs_that_name_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: list[str], inputs: list[str], message: str
) -> None:
    """An input that names no documents stops the run at once, with a hint."""
    fill(tmp_path, *names)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=message) as caught:
        iter_seeds(inputs)
    assert caught.value.hint


@given(st.randoms(use_true_random=False))
def test_order_of_listing_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, source: random.Random
) -> None:
    """Whatever order the file system lists a folder in, the seeds are the same."""
    folder = fill(tmp_path_factory.mktemp("any"), "b.txt", "a/c.txt", "a.b/d.md", "e.jsonl", "f.pdf")
    (folder / "link").symlink_to(folder / "a")
    (folder / "g.txt").symlink_to(folder / "b.txt")
    expected = list(iter_seeds([folder]))
    scandir = os.scandir

    class Shuffled:
        def __init__(self, path) -> None:
            with scandir(path) as entries:
                self.entries = list(entries)
            source.shuffle(self.entries)

        def __enter__(self):
            return iter(self.entries)

        def __exit__(self, *_: object) -> None:
            pass

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("exporter.documents.folders.os.scandir", Shuffled)
        assert list(iter_seeds([folder])) == expected
