"""Options that several commands share, as decorators."""

import errno
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, BinaryIO, TypeVar

import click

from exporter.cli.output import add_verbosity

C = TypeVar("C", bound=click.Command)
F = TypeVar("F", bound=Callable[..., Any])

seeds = click.argument("seeds", nargs=-1, required=True, metavar="SEEDS...")

pipeline = click.option(
    "--pipeline",
    metavar="NAME",
    help="An installed spaCy pipeline for English. By default the small one that comes along.",
)
extractor = click.option(
    "--extractor",
    metavar="NAME",
    help="What finds who said what: model, rules, or the folder of a model of your own.  [default: model]",
)
with_text = click.option("--with-text", is_flag=True, help="Put the whole text of every document in, too.")
strict = click.option(
    "--strict", is_flag=True, help="Stop at the first error in a document instead of leaving it out."
)
processes = click.option(
    "--processes",
    metavar="N",
    type=click.IntRange(min=1),
    help="How many processes read the articles. By default what the machine has, if there is enough to read.",
)
threads = click.option(
    "--threads",
    metavar="N",
    type=click.IntRange(min=1),
    help="How many threads each process may use. By default the cores divided by the processes.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print a report as JSON.")


def add_help(command: C) -> C:
    """Let -h ask for help as --help does."""
    command.context_settings["help_option_names"] = ["-h", "--help"]
    return command


def verbosity(function: F) -> F:
    """Add -v and -q; they count at the command and before it."""
    return _verbose(_quiet(function))


def find_stdin(inputs: Sequence[str]) -> BinaryIO | None:
    """Give standard input if it is among the inputs."""
    if "-" not in inputs:
        return None
    if sys.stdin is None:  # What Python makes of a stream that is closed.
        raise OSError(errno.EBADF, "standard input is closed")
    return sys.stdin.buffer


def choose_date(given: datetime | None) -> datetime | None:
    """Give the date of a release: the one given, else the one in SOURCE_DATE_EPOCH (as None), else today."""
    if given is not None or os.environ.get("SOURCE_DATE_EPOCH"):
        return given
    return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _quieten(_: click.Context, __: click.Parameter, value: bool) -> None:
    add_verbosity(-1 if value else 0)


def _raise_voice(_: click.Context, __: click.Parameter, value: int) -> None:
    add_verbosity(value)


_quiet = click.option(
    "-q", "--quiet", is_flag=True, expose_value=False, callback=_quieten, help="Show errors only."
)
_verbose = click.option(
    "-v",
    "--verbose",
    count=True,
    expose_value=False,
    callback=_raise_voice,
    help="Show more; -vv shows everything, and a traceback if something fails.",
)
