"""Bad input through the command line: told in one line, the rest unharmed, nothing half written."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

NESTED = b"---\ntitle: " + b"[" * 5000 + b"]" * 5000 + b"\n---\nThe mayor said it rained.\n"
BOMB = b"---\na: &a [x, x]\nb: [*a, *a]\n---\nThe mayor said it rained.\n"

BAD_FILES = {
    "empty": ("bad.txt", b"", "document-empty"),
    "blank": ("bad.txt", b" \n\t\n", "document-empty"),
    "binary": ("bad.txt", bytes(range(256)) * 40, "document-binary"),
    "nul": ("bad.txt", b"The mayor\0 said\0 so.\0\n" * 9, "document-binary"),
    "wrongly declared": (
        "bad.md",
        b"---\nencoding: utf-8\n---\ncaf\xe9 au lait, he said\n",
        "encoding-invalid",
    ),
    "no such encoding": ("bad.md", b"---\nencoding: klingon\n---\nText, he said.\n", "encoding-invalid"),
    "nested front matter": ("bad.md", NESTED, "frontmatter-malformed"),
    "front matter with anchors": ("bad.md", BOMB, "frontmatter-malformed"),
    "front matter not closed": ("bad.md", b"---\ntitle: x\nText, he said.\n", "frontmatter-malformed"),
    "front matter no mapping": ("bad.md", b"---\n- x\n---\nText, he said.\n", "frontmatter-malformed"),
    "no such day": (
        "bad.md",
        b"---\npublished_at: 2024-02-31\n---\nText, he said.\n",
        "metadata-date-invalid",
    ),
    "metadata against the schema": ("bad.md", b"---\nurl: 7\n---\nText, he said.\n", "document-metadata"),
    "line that is no JSON": ("bad.jsonl", b'{"text": "Rain, he said."\n', "json-malformed"),
    "line without a text": ("bad.jsonl", b'{"title": "Rain"}\n', "document-text-invalid"),
    "addresses": (
        "bad.txt",
        b"https://example.org/rain\nhttps://example.org/bridge\n",
        "document-addresses",
    ),
}

each_bad_file = pytest.mark.parametrize(("name", "content", "code"), BAD_FILES.values(), ids=BAD_FILES)


def list_tree(folder):
    """List everything in a folder, hidden files, too."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def read_build(result):
    """Read the report that build printed."""
    return json.loads(result.stdout)


@each_bad_file
def test_a_bad_document_is_left_out(run, articles, name, content, code):
    """A bad document is named in one line with its code; the others are published, and the exit code is 1."""
    (articles / name).write_bytes(content)
    result = run("build", "articles", "--json")
    assert result.exit_code == 1
    lines = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
    assert len(lines) == 1
    assert lines[0].startswith(f"error: articles/{name}")
    assert lines[0].endswith(f"[{code}]")
    assert len(lines[0]) < 400
    report = read_build(result)
    assert (report["valid"], report["documents"], report["left_out"]) == (False, 1, 1)
    assert [item["code"] for item in report["findings"] if item["level"] == "error"] == [code]
    assert run("validate", "dist/articles", "--seeds", "articles/bridge.txt").exit_code == 0


@each_bad_file
def test_strict_stops_at_a_bad_document(run, articles, name, content, code):
    """With --strict the first bad document ends the run with 3, and nothing is written."""
    (articles / name).write_bytes(content)
    result = run("build", "articles", "--strict")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.splitlines()[-2].startswith(f"error: articles/{name}")
    assert result.stderr.splitlines()[-2].endswith(f"[{code}]")
    assert result.stderr.splitlines()[-1].startswith("hint: correct it")
    assert not Path("dist").exists()


@pytest.mark.parametrize("command", ["build", "extract", "validate"])
def test_every_command_tells_the_same(run, articles, command):
    """build, extract and validate find the same in the same documents, and all end with 1."""
    (articles / "bad.txt").write_bytes(b"\0" * 500)
    result = run(command, "articles")
    assert result.exit_code == 1
    assert "document-binary" in result.output
    assert "articles/bad.txt" in result.output


def test_a_guessed_encoding_is_a_warning(run, articles):
    """A text in another encoding that can be told is converted, reported and published."""
    (articles / "latin.txt").write_bytes("Le café est fermé, Zoë Müller said on Monday.\n".encode("cp1252"))
    result = run("build", "articles", "--json")
    assert result.exit_code == 0
    assert result.stderr.startswith("warning: articles/latin.txt: ")
    assert "[encoding-converted]" in result.stderr
    assert read_build(result)["documents"] == 2
    assert run("build", "articles", "-q").stderr == ""


def test_a_long_article_without_quotes_is_a_warning(run, articles):
    """Both build and extract tell of it, and publish it all the same; a short one is not told of."""
    line = "The river rose in the night, and the quay of the old harbour lay under water until noon.\n\n"
    (articles / "river.txt").write_text(line * 9)
    (articles / "short.txt").write_text(line * 8)
    result = run("build", "articles", "--json")
    assert result.exit_code == 0
    report = read_build(result)
    assert [(item["code"], item["path"]) for item in report["findings"]] == [
        ("extraction-no-quotes", "articles/river.txt")
    ]
    assert "more than 150 words, found none in 162)" in report["findings"][0]["message"]
    assert report["documents"] == 3
    assert "[extraction-no-quotes]" in run("extract", "articles").stderr


@pytest.mark.parametrize("command", ["build", "extract", "validate"])
def test_every_command_tells_how_a_text_is_written(run, articles, command):
    """A broken encoding is a warning with what was done about it, and the quotes are found."""
    (articles / "broken.txt").write_text("â€œIt is safe,â€ Ana Ruiz said on Monday. Itâ€™s open.\n")
    result = run(command, "articles")
    assert result.exit_code == 0
    assert "document-mojibake" in result.output
    assert "read as if mended" in result.output


def test_fifty_megabytes_are_refused(run, articles):
    """A file of 50 MB is refused without being read as a document."""
    with (articles / "big.txt").open("wb") as file:
        file.truncate(50_000_000)
    (articles / "wide.jsonl").write_bytes(b'{"text": "' + b"word " * 2_000_000 + b'"}\n')
    result = run("extract", "articles")
    assert result.exit_code == 1
    errors = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
    assert [line.partition(": ")[2].partition(":")[0] for line in errors] == [
        "articles/big.txt",
        "articles/wide.jsonl#1, row 1",
    ]
    assert all(line.endswith("[document-too-long]") for line in errors)
    assert result.stdout.count("\n") > 1


def test_the_second_of_two_equal_ids_is_left_out(run, articles):
    """Of two documents with one id the first by path stays, in whatever order they are named."""
    for name in ("a", "b"):
        (articles / f"{name}.md").write_text(f"---\nid: same\n---\nIt rained in {name}, Ana Ruiz said.\n")
    first = run("build", "articles/a.md", "articles/b.md", "--json", "--out", "one")
    second = run("build", "articles/b.md", "articles/a.md", "--json", "--out", "two")
    assert (first.exit_code, second.exit_code) == (1, 1)
    assert [item["path"] for item in read_build(first)["findings"]] == ["articles/b.md"]
    assert read_build(first)["findings"][0]["code"] == "document-id-duplicate"
    one, two = Path("one/articles/1.0.0"), Path("two/articles/1.0.0")
    assert (one / "manifest.json").read_bytes() == (two / "manifest.json").read_bytes()
    assert list_tree(one) == list_tree(two)


@pytest.mark.skipif(os.name != "posix", reason="links as POSIX has them")
def test_a_loop_of_links_is_not_followed(run, articles):
    """A link to a folder above it or to itself is a warning; the articles are read once."""
    (articles / "up").symlink_to(articles, target_is_directory=True)
    result = run("build", "articles", "--json")
    assert result.exit_code == 0
    assert [item["code"] for item in read_build(result)["findings"]] == ["input-loop"]
    assert read_build(result)["documents"] == 1
    (articles / "self.txt").symlink_to("self.txt")
    result = run("build", "articles", "--json", "--out", "other")
    assert result.exit_code == 0
    found = {(item["code"], item["path"]) for item in read_build(result)["findings"]}
    assert found == {("input-loop", "articles/self.txt"), ("input-loop", "articles/up")}


def forbid(monkeypatch, path):
    """Let the operating system refuse to open a file, as it does to those who are not root."""
    opened = os.open

    def refuse(name, *arguments, **options):
        if Path(os.fsdecode(name)).name == path:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), os.fsdecode(name))
        return opened(name, *arguments, **options)

    monkeypatch.setattr(os, "open", refuse)


def test_an_unreadable_file_is_left_out(run, articles, monkeypatch):
    """A file that may not be read is named with the system's reason; the others are published."""
    (articles / "secret.txt").write_text("It rained, he said.\n")
    forbid(monkeypatch, "secret.txt")
    result = run("build", "articles", "--json")
    assert result.exit_code == 1
    assert "articles/secret.txt: cannot be read (Permission denied) [document-unreadable]" in result.stderr
    assert read_build(result)["documents"] == 1


def test_no_usable_document_is_3(run, folder):
    """Where every document has an error, there is nothing to publish."""
    (folder / "bad.txt").write_bytes(b"")
    result = run("build", "bad.txt")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "no usable document (expected at least one, found 1 with errors)" in result.stderr
    assert list_tree(folder) == ["bad.txt"]


def test_a_folder_without_documents_is_3(run, folder):
    """A folder that holds no documents cannot be built from."""
    (folder / "empty").mkdir()
    result = run("build", "empty")
    assert result.exit_code == 3
    assert "'empty': no documents" in result.stderr


@pytest.mark.parametrize("command", ["build", "extract", "validate"])
@pytest.mark.parametrize(
    "content", [b"name: [", b"name: x\nversion: 1\n", b"\xff"], ids=["syntax", "rule", "bytes"]
)
def test_bad_metadata_of_the_package_stop_the_build(run, articles, content, command):
    """A bad datapackage.yaml is told before the work; commands that do not read it are not bothered."""
    (articles / "datapackage.yaml").write_bytes(content)
    result = run(command, "articles")
    assert result.exit_code == (3 if command == "build" else 0)
    if command == "build":
        assert result.stderr.startswith("error: articles/datapackage.yaml: ")
        assert result.stderr.splitlines()[1].startswith("hint: ")
        assert not Path("dist").exists()


@pytest.mark.parametrize("place", ["dist", "dist/articles"])
def test_an_output_folder_that_is_a_file_is_refused(run, articles, place):
    """A file where a folder should be is left alone, and named before the work starts."""
    Path(place).parent.mkdir(exist_ok=True)
    Path(place).write_text("mine")
    result = run("build", "articles")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith(f"error: {place}: is no folder")
    assert Path(place).read_text() == "mine"


def test_an_output_folder_that_exists_is_used(run, articles):
    """What lies in the output folder already stays, and a version that is there is not written again."""
    Path("dist/articles/notes").mkdir(parents=True)
    Path("dist/mine.txt").write_text("mine")
    assert run("build", "articles").exit_code == 0
    before = {path: path.stat().st_mtime_ns for path in Path("dist").rglob("*")}
    again = run("build", "articles")
    assert (again.exit_code, again.stdout) == (0, "dist/articles/1.0.0\n")
    assert "nothing changed" in again.stderr
    assert {path: path.stat().st_mtime_ns for path in Path("dist").rglob("*")} == before


def test_a_version_that_is_taken_is_refused(run, articles):
    """A wanted version that exists or is too small is refused with the least one that is allowed."""
    run("build", "articles")
    (articles / "rain.txt").write_text("It rained all day, Ana Ruiz said.\n")
    before = list_tree(Path("dist"))
    result = run("build", "articles", "--release-version", "1.0.0")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.splitlines()[-1] == "hint: use 1.1.0 or newer"
    assert list_tree(Path("dist")) == before


def test_extract_never_writes_over_anything(run, articles):
    """An output folder of extract that holds something is refused, and stays as it was."""
    Path("out").mkdir()
    Path("out/mine.txt").write_text("mine")
    result = run("extract", "articles", "--out", "out")
    assert result.exit_code == 3
    assert result.stderr.splitlines() == [
        "error: out: exists already (expected a new or empty folder)",
        "hint: choose another one",
    ]
    assert list_tree(Path("out")) == ["mine.txt"]


@pytest.fixture
def mount(folder):
    """Give what mounts a small file system of its own at a folder, where that is allowed."""
    mounted = []

    def mount_at(place, *options):
        place.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(place)]
        try:
            subprocess.run(command, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("mounting is not allowed here")
        mounted.append(place)

    yield mount_at
    for place in mounted:
        subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize(
    "command",
    [["build", "articles", "--out", "disk"], ["extract", "articles", "--out", "disk/x"]],
    ids=["build", "extract"],
)
def test_a_real_full_disk(run, articles, mount, command):
    """On a disk that is too small nothing stays, not even a hidden file, and the message says so."""
    mount(articles.parent / "disk", "size=48k")
    result = run(*command)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "cannot be written (No space left on device)" in result.stderr
    assert "hint: free some space, then run it again" in result.stderr
    assert [name for name in list_tree(Path("disk")) if name != "articles"] == []


def test_a_real_read_only_disk(run, articles, mount):
    """A disk that can only be read is refused before the work starts, for root, too."""
    mount(articles.parent / "disk", "size=1m", "ro")
    result = run("build", "articles", "--out", "disk")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.splitlines() == [
        "error: disk: cannot be written to",
        "hint: choose a folder that you may write to",
    ]


@pytest.mark.parametrize(
    "number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO], ids=errno.errorcode.get
)
@pytest.mark.parametrize(
    "command", [["build", "articles"], ["extract", "articles", "--out", "out"]], ids=["build", "extract"]
)
def test_a_disk_that_fails_at_any_write(run, articles, monkeypatch, number, command):
    """Whichever write the system refuses, the run ends with 3 and one line, and leaves no part of a release."""
    calls = [0]
    limit = [10_000]
    synced = os.fsync

    def fail(handle):
        calls[0] += 1
        if calls[0] > limit[0]:
            raise OSError(number, os.strerror(number))
        return synced(handle)

    monkeypatch.setattr(os, "fsync", fail)
    for limit[0] in (0, 3):
        calls[0] = 0
        result = run(*command)
        assert (result.exit_code, result.stdout) == (3, "")
        assert os.strerror(number) in result.stderr
        assert len(result.stderr.splitlines()) == 2
        assert list_tree(Path()) in (
            ["articles", "articles/bridge.txt"],
            ["articles", "articles/bridge.txt", "dist"],
        )


@pytest.mark.slow
def test_a_kill_leaves_no_release(run, articles):
    """A process that is killed while it publishes leaves a hidden folder at most, and the next run clears it."""
    code = """
import os, signal, sys
from exporter.releases import staging
staging._sync_tree = lambda folder: os.kill(os.getpid(), signal.SIGKILL)
from exporter.cli import main
main()
"""
    killed = subprocess.run(
        [sys.executable, "-c", code, "build", "articles"], check=False, capture_output=True
    )
    assert killed.returncode != 0
    assert all(path.name.startswith(".") for path in Path("dist/articles").iterdir())
    done = run("build", "articles")
    assert (done.exit_code, done.stdout) == (0, "dist/articles/1.0.0\n")
    assert sorted(path.name for path in Path("dist/articles").iterdir()) == ["1.0.0", "versions.json"]


@pytest.mark.parametrize(
    ("arguments", "closed", "words"),
    [
        (["validate", "articles", "--json"], "1>&-", "standard output is closed"),
        (["validate", "-"], "0<&-", "standard input is closed"),
    ],
    ids=["output", "input"],
)
@pytest.mark.skipif(os.name != "posix", reason="a shell that closes streams")
def test_a_closed_stream_is_told_in_one_line(articles, arguments, closed, words):
    """A stream that was closed before the start ends the run with 3 and a line that says so."""
    code = "import sys; from exporter.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, *arguments]
    result = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", *command], stderr=subprocess.PIPE, text=True, check=False
    )
    assert result.returncode == 3
    assert result.stderr.splitlines() == [f"error: {words}"]


@pytest.mark.skipif(os.name != "posix", reason="a device that never ends")
def test_standard_input_without_end_ends_with_the_time(articles):
    """With --timeout even a document that never ends does."""
    code = "import sys; from exporter.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "validate", "-", "--timeout", "0.5", "--json"]
    with Path("/dev/zero").open("rb") as endless:
        result = subprocess.run(
            command, stdin=endless, capture_output=True, text=True, check=False, timeout=60
        )
    assert result.returncode == 1
    assert "budget-time" in json.loads(result.stdout)["counts"]
