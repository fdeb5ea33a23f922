"""Names of files as no keyboard makes them: each costs its own file at most, and never the build."""

import json
import os
import unicodedata
from pathlib import Path

import pytest

from exporter.brat.names import name_documents

pytestmark = pytest.mark.skipif(os.name != "posix", reason="names as POSIX has them")
LONGEST = 255
GOOD = {
    "as long as can be": b"x" * (LONGEST - 4) + b".txt",
    "too long for a sidecar": b"x" * (LONGEST - 9) + b".txt",
    "long in two bytes a letter": "é".encode() * 124 + b".txt",
    "a long collection": b"x" * (LONGEST - 6) + b".jsonl",
    "long Markdown": b"x" * (LONGEST - 3) + b".md",
    "line feed": b"line\nfeed.txt",
    "escape": b"\x1b[2J.txt",
    "blank": b" .txt",
    "quotation marks": b"\"'`.txt",
    "a pattern": b"*[a]?.txt",
    "a number": b"a#1.txt",
    "an option": b"-x.txt",
    "turned around": "\u202e.txt".encode(),
}
BAD = {"not UTF-8": b"caf\xe9.txt", "not UTF-8 in a folder": b"\xff/in.txt"}


def write(folder, name, number=0):
    """Write an article of its own under a name in bytes."""
    path = Path(os.fsdecode(os.fsencode(folder) + b"/" + name))
    path.parent.mkdir(parents=True, exist_ok=True)
    text = f"The dam holds, the mayor of town {number} said."
    text = json.dumps({"text": text}) if name.endswith(b".jsonl") else text
    path.write_text(text, encoding="utf-8")


def build(run, *arguments):
    """Build by rules and give the exit code and the report."""
    result = run("build", "articles", "--extractor", "rules", "--created", "2026-11-23", "--json", *arguments)
    return result.exit_code, json.loads(result.stdout)


@pytest.mark.parametrize("name", GOOD.values(), ids=GOOD)
def test_an_odd_name_is_read(run, articles, name):
    """A file of an odd name is an article like any other, in every command and format, and its release is valid."""
    write(articles, name)
    code, report = build(run)
    assert (code, report["documents"]) == (0, 2)
    assert build(run)[1]["status"] == "unchanged"
    assert run("validate", "articles").exit_code == 0
    assert run("validate", "dist/articles", "--seeds", "articles").exit_code == 0
    for kind in ("brat", "jsonl"):
        done = run("extract", "articles", "--extractor", "rules", "--format", kind, "--out", kind)
        assert done.exit_code == 0, done.output


@pytest.mark.parametrize("name", BAD.values(), ids=BAD)
def test_a_name_that_cannot_be_written_costs_its_file(run, articles, name):
    """A file whose name is no text is an error that says so; the others are published."""
    write(articles, name)
    code, report = build(run)
    assert (code, report["documents"], report["left_out"]) == (1, 1, 1)
    assert "file name in UTF-8" in report["findings"][0]["message"]


def test_a_folder_that_is_not_utf8_beside_another(run, folder):
    """Where folders are put before the names of files to tell them apart, they must be text, too."""
    for name in (b"\xff/in", b"other/in"):
        write(folder, name + b"/a.txt", len(name))
    result = run("extract", os.fsdecode(b"\xff/in"), "other/in", "--table", "documents", "--format", "csv")
    assert result.exit_code == 1
    assert "file name in UTF-8" in result.stderr
    assert result.stdout.count("a.txt") == 1


def test_a_path_longer_than_the_system_takes(run, articles):
    """A folder so deep that its path cannot be named costs what is below it."""
    here = os.open(articles, os.O_RDONLY)
    for number in range(25):
        os.mkdir("d" * 200, dir_fd=here)
        below = os.open("d" * 200, os.O_RDONLY, dir_fd=here)
        file = os.open("deep.txt", os.O_WRONLY | os.O_CREAT, dir_fd=below)
        os.write(file, f"The dam of town {number} holds, the mayor said.".encode())
        os.close(file)
        os.close(here)
        here = below
    os.close(here)
    code, report = build(run)
    assert (code, report["left_out"]) == (1, 1)
    assert report["documents"] > 15
    assert "File name too long" in report["findings"][0]["message"]


def test_names_that_only_look_alike_are_two(run, articles):
    """Names that differ only in case, or in how their letters are written, are two articles and two files of brat."""
    for number, name in enumerate(("Ca\u0301fe.txt", "C\u00e1fe.txt", "c\u00e1fe.txt", "C\u00c1FE.TXT")):
        write(articles, name.encode(), number)
    assert build(run)[1]["documents"] == 5
    names = name_documents(["Ca\u0301fe.txt", "C\u00e1fe.txt", "c\u00e1fe.txt", "e\u0301.txt"])
    assert len({unicodedata.normalize("NFC", name).casefold() for name in names}) == 4


def test_a_report_may_have_the_longest_name(run, articles):
    """A file that is written aside first may have a name that leaves no room for more."""
    name = "r" * LONGEST
    assert run("validate", "articles", "--out", name).exit_code == 0
    assert Path(name).read_text(encoding="utf-8").startswith("valid")
    assert run("validate", "articles", "--out", name + "r").exit_code == 3
