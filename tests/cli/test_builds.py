"""Building again: the same articles make the same release, wherever the release lies and whatever lies beside it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from exporter.cli import program

ARTICLE = 'The dam is full, the mayor said on Monday. "We opened every gate," said Ana Ruiz, an engineer.\n'


def build(run, *arguments):
    """Build by rules, which need no model, and give the folder that is printed and what is said."""
    result = run("build", *arguments, "--extractor", "rules", "--created", "2026-11-23")
    assert result.exit_code == 0, result.output
    return result.stdout.strip(), result.stderr


OUTS = [
    "articles/dist",
    "articles",
    "articles/",
    "./articles/./deep/er/dist/",
    "articles/../articles/dist",
    ".",
    "",
    "link",
    "articles/inner",
    "articles/outer",
]


@pytest.mark.parametrize("out", OUTS)
@pytest.mark.parametrize("named", ["articles", ".", "absolute", "link", "articles/**/*.[tm]*"])
def test_a_build_never_reads_what_it_wrote(run, articles, out, named):
    """Built three times into any folder, the second and third time say that nothing changed."""
    Path("link").symlink_to("articles")
    Path("elsewhere").mkdir()
    Path("articles/real").mkdir()
    Path("articles/inner").symlink_to("real")
    Path("articles/outer").symlink_to("../elsewhere")
    named = str(articles.absolute()) if named == "absolute" else named
    arguments = (named, "--name", "news", "--out", out)
    first, said = build(run, *arguments)
    assert first.endswith("news/1.0.0")
    assert "1 document," in said
    for _ in range(2):
        again, said = build(run, *arguments)
        assert (again, "nothing changed" in said) == (first, True)


def test_a_build_beside_the_articles(run, articles):
    """The catalog may be the very folder of the articles."""
    for _ in range(3):
        path, said = build(run, "articles", "--out", ".")
        assert path == "articles/1.0.0"
    assert "nothing changed" in said
    (articles / "2024.1.15").mkdir()
    (articles / "2024.1.15/dam.txt").write_text(ARTICLE)  # No version, but a day.
    assert build(run, "articles", "--out", ".")[0] == "articles/1.1.0"
    assert "nothing changed" in build(run, "articles", "--out", ".")[1]


def test_releases_of_other_packages_are_not_read(run, articles):
    """A release of another package among the articles changes nothing, nor do tables that were extracted there."""
    first, _ = build(run, "articles")
    build(run, "articles", "--out", "articles/other", "--name", "other")
    assert run("extract", "articles", "--out", "articles/tables", "--format", "jsonl").exit_code == 0
    assert build(run, "articles")[0] == first
    assert "input-ignored" not in build(run, "articles")[1]


def test_what_a_killed_build_left_is_not_read(run, articles):
    """Neither the hidden folder of a killed build nor a version that it did not list is an article."""
    first, _ = build(run, "articles", "--out", "articles")
    shutil.copytree(first, "articles/articles/.publishing-x1")
    Path("articles/articles/versions.json").unlink()
    path, said = build(run, "articles", "--out", "articles")
    assert (path, "nothing changed" in said) == (first, True)


@pytest.mark.skipif(os.name != "posix", reason="mounts as Linux has them")
def test_a_folder_that_is_mounted_in_itself(run, articles):
    """Where the folder of the articles is mounted below itself, each is read once, and no release is."""
    Path("articles/mounted").mkdir()
    command = ["mount", "--bind", "articles", "articles/mounted"]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        _, said = build(run, "articles", "--out", "articles/mounted")
        assert "1 document," in said
        assert "nothing changed" in build(run, "articles", "--out", "articles/mounted")[1]
    finally:
        subprocess.run(["umount", "articles/mounted"], check=True)


@pytest.mark.parametrize("command", ["build", "extract", "validate"])
def test_links_are_followed_if_asked_for(run, articles, command):
    """Each command tells a link out of the folder with the option that follows it, and has that option."""
    Path("far.txt").write_text(ARTICLE)
    (articles / "near.txt").symlink_to("../far.txt")
    result = run(command, "articles")
    assert result.exit_code == 0
    assert "input-link" in result.output
    assert "--follow-links" in result.output
    assert "input-link" not in run(command, "articles", "--follow-links").output
    assert "--follow-links" in [name for option in program.commands[command].params for name in option.opts]


def test_metadata_that_are_a_link_out_of_the_folder(run, articles):
    """A description of the package elsewhere is not read by itself, but by its name or if links are followed."""
    Path("about.yaml").write_text("name: about\n")
    (articles / "datapackage.yaml").symlink_to("../about.yaml")
    result = run("build", "articles")
    assert result.exit_code == 3
    assert "--metadata articles/datapackage.yaml" in result.stderr
    assert build(run, "articles", "--follow-links")[0] == "dist/about/1.0.0"
    assert build(run, "articles", "--metadata", "articles/datapackage.yaml")[0] == "dist/about/1.0.0"
