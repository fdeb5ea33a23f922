"""Reading articles in several processes from the command line, and what happens when one of them fails."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

MAIN = "from exporter.cli import main; main()"


@pytest.fixture
def many(articles):
    """Give a folder with enough good articles for two processes."""
    for number in range(17):
        (articles / f"{number:02}.txt").write_text(f"Rain fell on day {number}, Mara Quist said.\n", "utf-8")
    return articles


def list_files(folder):
    """Map every file below a folder to its bytes."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("command", ["build", "extract"])
@pytest.mark.parametrize("option", ["--processes", "--threads"])
@pytest.mark.parametrize("value", ["0", "-1", "two"])
def test_a_number_must_be_one_or_more(run, many, command, option, value):
    """What is no number of 1 or more is wrong usage."""
    result = run(command, "articles", option, value)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"Invalid value for '{option}'" in result.stderr


@pytest.mark.slow
def test_the_release_does_not_depend_on_processes(run, many):
    """With any number of processes and threads every file of a release is the same, manifest included."""
    common = ("build", "articles", "--created", "2026-11-23", "--out")
    one = run(*common, "one", "--processes", "1", "--threads", "1")
    two = run(*common, "two", "--processes", "2", "--threads", "3")
    assert (one.exit_code, two.exit_code) == (0, 0)
    assert list_files(Path("one")) == list_files(Path("two"))


def test_an_article_that_fails_is_left_out(run, many, faulty):
    """An article on which extraction fails is named as it was given, and the others are published."""
    (many / "05.txt").write_text("Then RAISE, he said.\n", "utf-8")
    (many / "07.md").write_text("---\nurl: 7\n---\nThen he spoke.\n", "utf-8")
    (many / "09.txt").write_text("Then RAISE again, he said.\n", "utf-8")
    result = run("build", "articles", "--pipeline", faulty, "--json")
    report = json.loads(result.stdout)
    assert (result.exit_code, report["documents"], report["left_out"]) == (1, 16, 3)
    expected = [
        ("articles/05.txt", "extraction-failed"),
        ("articles/07.md", "document-metadata"),
        ("articles/09.txt", "extraction-failed"),
    ]
    assert [(finding["path"], finding["code"]) for finding in report["findings"]] == expected
    errors = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
    assert [line.split(":")[1].strip() for line in errors] == [
        "articles/07.md, url",
        "articles/05.txt",
        "articles/09.txt",
    ]
    assert run("extract", "articles", "--pipeline", faulty).exit_code == 1


def test_strict_ends_with_an_article_that_fails(run, many, faulty):
    """With --strict nothing is published when extraction fails on an article."""
    (many / "05.txt").write_text("Then RAISE, he said.\n", "utf-8")
    result = run("build", "articles", "--pipeline", faulty, "--strict")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("error: articles/05.txt: it cannot be read")
    assert not Path("dist").exists()


def test_nothing_is_published_when_all_articles_fail(run, articles, faulty):
    """Where extraction fails on every article there is no release."""
    (articles / "bridge.txt").write_text("RAISE\n", "utf-8")
    result = run("build", "articles", "--pipeline", faulty)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "no usable document (expected at least one, found 1 with errors)" in result.stderr
    assert not Path("dist").exists()


def test_a_failure_shows_its_traceback_on_demand(run, articles, faulty):
    """Where in the program extraction failed is shown with -vv only."""
    (articles / "worse.txt").write_text("RAISE\n", "utf-8")
    assert "in fail_on_demand" not in run("build", "articles", "--pipeline", faulty).stderr
    assert "in fail_on_demand" in run("build", "articles", "--pipeline", faulty, "-vv").stderr


@pytest.mark.slow
def test_a_killed_process_costs_one_article(run, many, faulty):
    """An article on which a process is killed, also when it is read alone, is left out; others are published."""
    (many / "05.txt").write_text("DIE\n", "utf-8")
    result = run("build", "articles", "--pipeline", faulty, "--processes", "2", "--json")
    report = json.loads(result.stdout)
    assert (result.exit_code, report["documents"], report["left_out"]) == (1, 17, 1)
    (finding,) = report["findings"]
    assert (finding["path"], finding["code"]) == ("articles/05.txt", "extraction-failed")
    assert "found 'a worker process was killed before its work was done (SIGKILL)'" in finding["message"]


@pytest.mark.slow
def test_an_interrupt_ends_all_processes(many, faulty, faulty_folder):
    """Ctrl-C, which reaches every process of a terminal, ends all of them with one line and no release."""
    for path in many.iterdir():
        path.write_text(f"SLEEP {path.name}\n", "utf-8")
    arguments = ["build", "articles", "--pipeline", faulty, "--processes", "2"]
    running = subprocess.Popen(
        [sys.executable, "-c", MAIN, *arguments],
        env={**os.environ, "PYTHONPATH": str(faulty_folder)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with running:
        while len(asleep := list(Path().glob("*.asleep"))) < 2 and running.poll() is None:
            time.sleep(0.05)
        os.killpg(running.pid, signal.SIGINT)
        assert running.communicate()[1] == "interrupted\n"
    assert running.returncode == 130
    for path in asleep:
        with pytest.raises(ProcessLookupError):
            os.kill(int(path.stem), 0)
    assert not Path("dist").exists()
