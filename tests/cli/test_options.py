"""Options that several commands share: how they are spelled, and that registries alone say what may be chosen."""

from pathlib import Path

import click
import pytest

from exporter.cli import program
from exporter.engines import ENGINES
from exporter.exports import WRITERS
from exporter.validation.report.formats import REPORTERS


@pytest.mark.parametrize(
    ("command", "option", "names"),
    [
        ("build", "engine", ENGINES),
        ("extract", "engine", ENGINES),
        ("extract", "kind", WRITERS),
        ("validate", "kind", REPORTERS),
    ],
)
def test_choices_are_those_of_the_registry(command, option, names):
    """An option offers what its registry names, and the help says of each what it is."""
    chosen = program.commands[command]
    (choices,) = (list(each.type.choices) for each in chosen.params if each.name == option)
    assert choices == list(names)
    shown = " ".join(chosen.get_help(click.Context(chosen)).split())
    for name, entry in names.items():
        assert name in shown
        assert (entry.holds if hasattr(entry, "holds") else entry) in shown


@pytest.mark.parametrize("command", ["build", "extract", "validate", "evaluate", "train"])
def test_help_shows_one_spelling(run, command):
    """Where a result goes is spelled --out in the help of every command."""
    text = run(command, "--help").stdout
    assert " --out F" in text
    assert "--output" not in text


@pytest.mark.parametrize("option", ["--out", "--output"])
def test_both_spellings_work(run, articles, option):
    """What commands wrote with --output before is written there still."""
    assert run("build", "articles", option, "made").exit_code == 0
    assert run("extract", "articles", "--extractor", "rules", option, "tables").exit_code == 0
    assert run("validate", "made/articles", option, "report.txt").exit_code == 0
    assert Path("made/articles/1.0.0/manifest.json").is_file()
    assert Path("tables/datapackage.json").is_file()
    assert Path("report.txt").read_text("utf-8").startswith("made/articles")


def test_an_engine_can_be_chosen(run, articles):
    """The engine changes nothing in what is printed, and one that cannot be is told in one line."""
    chosen = run("extract", "articles", "--engine", "processes", "--processes", "1")
    assert chosen.stdout == run("extract", "articles").stdout
    result = run("extract", "articles", "--engine", "here", "--processes", "2")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.splitlines()[0].startswith("error: the engine 'here' is one process")
