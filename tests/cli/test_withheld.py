"""What cannot be read for a reason that may pass: a release never tells that it was removed."""

import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import exporter

ARTICLES = {
    "bridge.txt": "The bridge is safe, the mayor said.\n",
    "sub/dam.txt": "The dam is full, the minister said.\n",
    "sub/deep/mill.txt": "The mill is shut, Ana Ruiz said.\n",
    "wire.jsonl": '{"text": "It rained, the police said."}\n{"text": "It snowed, the police said."}\n',
}


@pytest.fixture
def built(run, articles):
    """Build a release of articles in several folders and files, and give their folder."""
    for name, text in ARTICLES.items():
        (articles / name).parent.mkdir(parents=True, exist_ok=True)
        (articles / name).write_text(text, encoding="utf-8")
    assert build(run).exit_code == 0
    return articles


def build(run, *arguments, named="articles"):
    """Build by rules."""
    return run("build", named, "--extractor", "rules", "--created", "2026-11-23", *arguments)


@pytest.fixture
def refuse(monkeypatch):
    """Give what lets the operating system refuse, for one path, the first call of a kind or all that follow."""

    def refuse_at(call, name, number):
        real = getattr(os, call)

        def fail(path, *arguments, **options):
            if isinstance(path, str | Path) and Path(path).name == name:
                raise OSError(number, os.strerror(number), str(path))
            return real(path, *arguments, **options)

        monkeypatch.setattr(os, call, fail)

    return refuse_at


REASONS = (errno.EACCES, errno.EIO, errno.EMFILE, errno.ESTALE, errno.ENOENT, errno.ETIMEDOUT)


@pytest.mark.parametrize("number", REASONS, ids=errno.errorcode.get)
@pytest.mark.parametrize(
    ("call", "name", "count"),
    [
        ("open", "bridge.txt", "a document"),
        ("open", "mill.txt", "a document"),
        ("open", "wire.jsonl", "2 documents"),
        ("scandir", "sub", "2 documents"),
        ("scandir", "deep", "a document"),
    ],
)
def test_what_cannot_be_read_now_stops_the_build(run, built, refuse, call, name, count, number):
    """A file or folder that cannot be read, and that the release before has, ends the run, which says what to do."""
    refuse(call, name, number)
    result = build(run)
    assert (result.exit_code, result.stdout) == (3, "")
    error, hint = result.stderr.splitlines()[-2:]
    assert f"{name}: " in error
    assert os.strerror(number) in error
    assert f"version 1.0.0 has {count} of it" in error
    assert "--allow-missing" in hint
    assert [path.name for path in Path("dist/articles").iterdir() if path.is_dir()] == ["1.0.0"]
    result = build(run, "--allow-missing")
    assert (result.exit_code, result.stdout) == (1, "dist/articles/2.0.0\n")


@pytest.mark.parametrize("named", ["articles/**", "articles/*", "articles/*/*.txt"])
def test_patterns_tell_it_too(run, built, refuse, named):
    """What a pattern cannot see into is not taken for empty."""
    assert build(run, "--name", "p", named=named).exit_code == 0
    refuse("scandir", "sub", errno.EIO)
    result = build(run, "--name", "p", named=named)
    assert result.exit_code == 3
    assert "articles/sub" in result.stderr
    assert "cannot be listed (Input/output error)" in result.stderr


def test_a_file_that_the_package_never_had_is_a_finding(run, built, refuse):
    """A new file that cannot be read is named and left out; the others are published."""
    (built / "new.txt").write_text("The gate is open, Ben Okoro said.")
    (built / "more.txt").write_text("The gate is shut, Ben Okoro said.")
    refuse("open", "new.txt", errno.EACCES)
    result = build(run)
    assert (result.exit_code, result.stdout) == (1, "dist/articles/1.1.0\n")


def test_what_is_taken_away_is_removed(run, built, refuse):
    """A file and a folder that are gone are a removal as ever, also where something else cannot be read."""
    (built / "new.txt").write_text("The gate is open, Ben Okoro said.")
    refuse("open", "new.txt", errno.EACCES)
    (built / "bridge.txt").unlink()
    shutil.rmtree(built / "sub")
    result = build(run)
    assert (result.exit_code, result.stdout) == (1, "dist/articles/2.0.0\n")


def test_a_text_that_is_there_under_another_name_is_not_lost(run, built, refuse):
    """A document that was moved, and whose old name cannot be read, is still in the release."""
    (built / "moved.txt").write_text(ARTICLES["bridge.txt"])
    refuse("open", "bridge.txt", errno.EIO)
    result = build(run)
    assert (result.exit_code, result.stdout.startswith("dist/articles/1.")) == (1, True)


@pytest.mark.parametrize("kind", ["unreadable", "unknown"])
def test_a_sidecar_that_cannot_be_read_stops_the_build(run, built, refuse, kind):
    """An article whose metadata cannot be read is withheld like its text."""
    (built / "bridge.meta.json").write_text('{"id": "bridge"}')
    assert build(run).stdout == "dist/articles/2.0.0\n"
    if kind == "unreadable":
        refuse("open", "bridge.meta.json", errno.EIO)
    else:
        refuse("stat", "bridge.meta.json", errno.EIO)
    result = build(run)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "bridge.txt: " in result.stderr


def test_a_link_that_is_not_followed_any_more(run, built):
    """A document that came by a link is not removed because the option was forgotten."""
    (built / "bridge.txt").rename("far.txt")
    (built / "bridge.txt").symlink_to("../far.txt")
    assert "nothing changed" in build(run, "--follow-links").stderr
    result = build(run)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "--follow-links" in result.stderr.splitlines()[-2]


def test_documents_of_several_folders_are_told_apart(run, folder, refuse):
    """Where names had folders put before them, a folder that cannot be listed is found by them."""
    for place in ("2023", "2024"):
        (folder / place / "in").mkdir(parents=True)
        (folder / place / "in/a.txt").write_text(f"It rained in {place}, the mayor said.")
        (folder / place / f"{place}.txt").write_text(f"It snowed in {place}, the mayor said.")
    arguments = ("build", "2023", "2024", "--name", "x", "--extractor", "rules")
    assert run(*arguments).exit_code == 0
    scandir = os.scandir

    def fail(path):
        if str(path).endswith("2023/in"):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return scandir(path)

    os.scandir, result = fail, None
    try:
        result = run(*arguments)
    finally:
        os.scandir = scandir
    assert result.exit_code == 3
    assert "2023/in: folder cannot be listed" in result.stderr


def test_python_says_the_same(built, refuse):
    """In Python it is an InputError, and an argument goes on."""
    refuse("open", "bridge.txt", errno.EACCES)
    arguments = {"extractor": "rules", "name": "articles"}
    with pytest.raises(exporter.InputError, match="has a document of it") as caught:
        exporter.build("articles", **arguments)
    assert "allow_missing=True" in caught.value.hint
    assert exporter.build("articles", allow_missing=True, **arguments).release.version == "2.0.0"


@pytest.mark.skipif(shutil.which("setpriv") is None or os.name != "posix", reason="needs another user")
@pytest.mark.parametrize("shut", ["bridge.txt", "sub", "sub/deep"])
def test_another_user_may_not_read_it(run, built, shut):
    """As a user without permission, in a process of its own, the build stops; the operating system itself refuses."""
    if os.getuid() != 0:
        pytest.skip("needs to become another user")
    with tempfile.TemporaryDirectory() as place:  # The folders of tests are for their user only.
        shutil.copytree(built.parent, place, dirs_exist_ok=True)
        for path in (Path(place), *Path(place).rglob("*")):
            os.chown(path, 12345, 12345)
        os.chown(Path(place, "articles", shut), 0, 0)
        Path(place, "articles", shut).chmod(0)
        code = "from exporter.cli import main; main()"
        command = [sys.executable, "-c", code, "build", "articles", "--extractor", "rules", "--json"]
        user = ["setpriv", "--reuid=12345", "--regid=12345", "--clear-groups", "--inh-caps=-all"]
        done = subprocess.run([*user, *command], capture_output=True, text=True, check=False, cwd=place)
        versions = json.loads(Path(place, "dist/articles/versions.json").read_text())["versions"]
    if "Error" in done.stderr:
        pytest.skip("the other user cannot run Python here")
    assert (done.returncode, done.stdout) == (3, ""), done.stderr
    assert "Permission denied" in done.stderr
    assert "--allow-missing" in done.stderr
    assert [entry["version"] for entry in versions] == ["1.0.0"]
