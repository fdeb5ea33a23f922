"""Streams that cannot be written to: no release is lost, and the exit code tells whether the result was written."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from exporter.cli.streams import Messages

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")

RESULT_LOST = (">/dev/full", ">&-", ">/dev/full 2>/dev/full", "<&- >&- 2>&-")
MESSAGES_LOST = ("2>/dev/full", "<&- 2>&-")


def run_shell(redirection, *arguments):
    """Run the program in a process of its own with streams as a shell redirects them."""
    command = [
        sys.executable,
        "-c",
        "import sys; from exporter.cli import main; sys.exit(main())",
        *arguments,
    ]
    shell = ["sh", "-c", f'exec "$@" {redirection}', "sh", *command]
    return subprocess.run(shell, capture_output=True, text=True, check=False)


def build(redirection, *more):
    """Build the articles by rules, with an article among them that is none, so that there is something to tell."""
    Path("articles/empty.txt").touch()
    return run_shell(redirection, "build", "articles", "--extractor", "rules", "--json", *more)


def check_release(run):
    """Check that the release is there, whole and listed."""
    versions = json.loads(Path("dist/articles/versions.json").read_text(encoding="utf-8"))["versions"]
    assert [entry["version"] for entry in versions] == ["1.0.0"]
    assert run("validate", "dist/articles").exit_code == 0
    assert [path.name for path in Path("dist/articles").iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("redirection", RESULT_LOST)
def test_a_release_whose_report_is_lost_is_there(run, articles, redirection):
    """Where the report cannot be written, the release is whole, the exit code is 3, and stderr tells both."""
    done = build(redirection)
    assert (done.returncode, done.stdout) == (3, "")
    assert "Traceback" not in done.stderr
    if "2>" not in redirection:
        assert "wrote dist/articles/1.0.0" in done.stderr
        assert "error: standard output" in done.stderr
    check_release(run)


@pytest.mark.parametrize("redirection", MESSAGES_LOST)
def test_a_build_whose_messages_are_lost_is_there(run, articles, redirection):
    """Where messages cannot be written, the result and the exit code are as they would be with them."""
    done = build(redirection)
    assert (done.returncode, done.stderr) == (1, "")
    assert json.loads(done.stdout)["left_out"] == 1
    check_release(run)


@pytest.mark.slow
@pytest.mark.parametrize("redirection", [RESULT_LOST[3], MESSAGES_LOST[1]])
def test_processes_do_not_get_the_numbers_of_closed_streams(run, articles, redirection):
    """Also with several processes, no file of a release gets the number of a stream."""
    (articles / "more.txt").write_text("The dam is full, the mayor said.")
    done = build(redirection, "--engine", "processes", "--processes", "2")
    assert done.returncode == (1 if redirection == MESSAGES_LOST[1] else 3)
    check_release(run)


@pytest.mark.parametrize("redirection", RESULT_LOST)
@pytest.mark.parametrize(
    "arguments",
    [["schema"], ["--help"], ["validate", "-h"], ["validate", "articles", "--json"]],
    ids=" ".join,
)
def test_a_lost_result_is_never_0(articles, redirection, arguments):
    """Whatever is to be printed, and whoever prints it, the exit code is 3 if it could not be."""
    done = run_shell(redirection, *arguments)
    assert (done.returncode, done.stdout) == (3, "")
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] in ([], ["error"], ["error", "hint"])


@pytest.mark.parametrize("redirection", MESSAGES_LOST)
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["schema"], 0),
        (["nonsense"], 2),
        (["build"], 2),
        (["validate", "nothing"], 3),
        (["validate", "articles"], 0),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_lost_messages_change_no_exit_code(articles, redirection, arguments, code):
    """Success, wrong usage and failure end as ever where nobody can be told."""
    done = run_shell(redirection, *arguments)
    assert (done.returncode, done.stderr) == (code, "")
    assert bool(done.stdout) == (code == 0)


@pytest.mark.slow
def test_the_other_commands(seeds):
    """No command loses a result without saying so; what goes to files does not need standard output."""
    article = "seeds/bank-rate.md"
    extract = ("extract", article, "--extractor", "rules")
    assert run_shell(">/dev/full", *extract).returncode == 3
    assert run_shell(">&-", *extract).returncode == 3
    assert run_shell(">&- 2>/dev/full", *extract, "--out", "tables").returncode == 0
    assert Path("tables/quotes.csv").exists() or Path("tables/data/quotes.csv").exists()
    evaluate = ("evaluate", "seeds/gold", "seeds/gold", "--bootstrap", "0")
    assert run_shell(">/dev/full", *evaluate).returncode == 3
    assert run_shell("2>/dev/full", *evaluate).returncode == 0
    assert run_shell(">&-", *evaluate, "--out", "scores.md").returncode == 0
    assert run_shell(">&-", "validate", article, "--report", "json=r.json").returncode == 3
    assert json.loads(Path("r.json").read_text(encoding="utf-8"))["valid"] is True


def test_a_reader_that_is_slow_gets_everything(folder):
    """A pipe that does not wait takes no result away."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    code = "import os; from exporter.cli import main; main()"
    command = [sys.executable, "-c", code, "schema", "--markdown"]
    with subprocess.Popen(command, stdout=writing) as process:
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8") as pipe:
            text = pipe.read()
        assert process.wait() == 0
    assert text.endswith("|\n")


def test_a_terminal_that_hung_up_takes_no_message():
    """A terminal that has gone while the bar is drawn costs the bar."""
    terminal, handle = os.openpty()
    os.close(terminal)
    messages = io.TextIOWrapper(io.BufferedWriter(Messages(handle, "wb")), line_buffering=True)
    messages.write("Reading  [####] 1/1\n")
    messages.close()
