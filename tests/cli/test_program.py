"""The program as a whole: help, exit codes, streams, what happens when something fails."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest

from exporter.cli import program
from exporter.cli.options import choose_date

ROOT = Path(__file__).parents[2]
COMMANDS = ("build", "validate", "extract", "publish", "evaluate", "train", "schema")
HEAVY = ("spacy", "pandas", "pyarrow", "numpy", "jsonschema", "yaml")

in_subprocess = [sys.executable, "-c", "from exporter.cli import main; main()"]


def list_names(folder):
    """List what is in a folder."""
    return sorted(path.name for path in folder.iterdir())


def find_example(text):
    """Find the command in the last line of a help text."""
    heading, line = text.rstrip().splitlines()[-2:]
    assert heading.strip() == "Example:"
    return line.strip()


def test_the_commands_are_those_of_the_help(run):
    """There are seven commands, and both -h and --help list them in the order of the work."""
    assert tuple(program.commands) == COMMANDS
    output = run("-h").stdout
    assert output == run("--help").stdout
    assert re.findall(r"^  (\w+)  ", output.split("Commands:")[1].split("Exit codes")[0], re.M) == list(
        COMMANDS
    )


@pytest.mark.parametrize("command", ["", *(name for name in COMMANDS if name != "train")])
def test_every_example_works(run, seeds, command):
    """The example at the end of each help text runs as it stands and succeeds, on copies of the seeds and of dist."""
    if command in ("validate", "publish", "evaluate"):
        shutil.copytree(ROOT / "dist", "dist")
    example = find_example(run(*filter(None, [command]), "--help").stdout)
    name, *arguments = shlex.split(example)
    assert name == "exporter"
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    assert result.stdout


def test_the_version_is_printed(run):
    """--version prints the name and the version of the tool."""
    assert re.fullmatch(r"exporter \d+\.\d+\.\d+\n", run("--version").stdout)


@pytest.mark.parametrize("arguments", [["--help"], ["build", "-h"], ["--version"], ["schema"]], ids=" ".join)
def test_help_is_quick(arguments, folder):
    """Help, version and the list of schemas load nothing heavy."""
    code = f"""
import sys
from exporter.cli import main
try:
    main()
finally:
    print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    assert done.stderr == "[]\n"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["build"],
        ["build", "seeds", "--created", "yesterday"],
        ["build", "seeds", "--nonsense"],
        ["extract", "seeds", "--format", "parquet"],
        ["extract", "seeds", "--out", "out", "--table", "quotes"],
        ["extract", "seeds", "--table", "nonsense"],
        ["schema", "nonsense"],
        ["schema", "document", "--markdown"],
        ["publish", "dist/seeds"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_2(run, seeds, arguments):
    """Wrong usage ends with 2, says so on stderr, and prints and writes nothing."""
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Usage: exporter")
    assert list_names(seeds.parent) == ["seeds"]


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["build", "nope"], "'nope': no such file or folder", "check the name and the working folder"),
        (["extract", "nope/*.txt"], "nope/*.txt", ""),
        (["validate", "nope"], "'nope': no such file or folder", "check the name"),
        (["publish", "articles", "copy"], "no catalog", "exporter build"),
        (["build", "articles", "--name", "A b"], "'A b': no name for a package", "try a-b"),
        (["build", "articles", "--release-version", "1"], "'1': no version", "like 1.0.0"),
        (["build", "articles", "--metadata", "nope.yaml"], "nope.yaml: no such file", "check the path"),
        (
            ["extract", "articles", "--pipeline", "no_such"],
            "'no_such': no such pipeline",
            "pip install no-such",
        ),
        (["validate", "articles", "--out", "no/report.txt"], "no/report.txt: No such file", ""),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_done_is_3(run, articles, arguments, message, hint):
    """What cannot be done ends with 3 and one line that says what is wrong, and another with what to do."""
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (3, "")
    lines = result.stderr.splitlines()
    assert [line.partition(":")[0] for line in lines] in (["error"], ["error", "hint"])
    assert message in lines[0]
    assert hint in lines[-1]
    assert list_names(articles.parent) == ["articles"]


@pytest.fixture
def broken(monkeypatch):
    """Let the command `schema` raise whatever the test puts in."""

    def break_with(error):
        def fail(**_):
            raise error

        monkeypatch.setattr(program.commands["schema"], "callback", fail)

    return break_with


def test_the_unexpected_is_one_line(run, broken):
    """An exception that nobody foresaw is one line and 3; only -vv shows where it came from."""
    broken(ZeroDivisionError("one\ntwo"))
    result = run("schema")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.splitlines()[0] == "error: unexpected ZeroDivisionError: one\\ntwo"
    assert "Traceback" not in result.stderr
    assert "-vv" in result.stderr.splitlines()[1]
    assert "Traceback" in run("schema", "-vv").stderr
    assert "Traceback" in run("-vv", "schema").stderr


@pytest.mark.parametrize(
    ("error", "code"), [(KeyboardInterrupt(), 130), (BrokenPipeError(), 141)], ids=["^C", "pipe"]
)
def test_being_stopped_is_no_failure(run, broken, error, code):
    """An interrupt ends with 130 and a word, a closed pipe with 141 and silence."""
    broken(error)
    result = run("schema")
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr == ("interrupted\n" if code == 130 else "")


@pytest.mark.skipif(os.name != "posix", reason="signals and pipes as POSIX has them")
def test_a_real_closed_pipe_is_quiet(folder):
    """Printing into a pipe whose reader has gone says nothing, not even when Python ends."""
    process = subprocess.Popen([*in_subprocess, "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 141


@pytest.mark.skipif(os.name != "posix", reason="signals and pipes as POSIX has them")
def test_a_real_interrupt_leaves_nothing(folder):
    """An interrupt while standard input is awaited ends with 130, one word, and no files."""
    process = subprocess.Popen(
        [*in_subprocess, "-vv", "build", "-", "--name", "x"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdin.write(b"A line of an article.\n" * 20_000)  # More than a pipe holds: it is being read now.
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=20)
    assert (process.returncode, output, errors) == (130, b"", b"interrupted\n")
    assert list_names(folder) == []


def test_names_of_files_cannot_write_to_the_terminal(run, articles):
    """Control characters in the name of a file are shown escaped, on one line."""
    (articles / "evil\x1b[2J\nname.txt").write_bytes(b"")
    result = run("extract", "articles")
    assert "\x1b" not in result.stderr
    assert "evil\\x1b[2J\\nname.txt: no text" in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(("value", "has_colour"), [("", True), ("1", False)], ids=["unset", "NO_COLOR"])
def test_no_color_is_honoured(run, folder, monkeypatch, value, has_colour):
    """On a terminal errors are coloured, unless NO_COLOR is set."""
    monkeypatch.setenv("NO_COLOR", value)
    assert ("\x1b[" in run("build", "nope", color=True).stderr) is has_colour


def test_results_are_never_coloured_in_a_pipe(run, articles):
    """A report that does not go to a terminal is plain."""
    assert run("validate", "articles", color=True).stdout == click.unstyle(run("validate", "articles").stdout)


def test_today_is_the_date_only_where_none_is_given(folder, monkeypatch):
    """A date of one's own counts, then SOURCE_DATE_EPOCH, which the core reads, and then today at midnight."""
    from datetime import UTC, datetime

    given = datetime(2024, 3, 5, tzinfo=UTC)
    assert choose_date(given) == given
    today = choose_date(None)
    assert (today.tzinfo, today.hour, today.minute, today.microsecond) == (UTC, 0, 0, 0)
    assert abs((datetime.now(UTC) - today).total_seconds()) < 2 * 86_400
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert choose_date(None) is None
