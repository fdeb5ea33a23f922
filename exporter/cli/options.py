"""Options that several commands share, as decorators."""

import errno
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import wraps
from typing import Any, BinaryIO, TypeVar, cast

import click

from exporter.cli.output import add_verbosity
from exporter.engines import ENGINES
from exporter.options import DEFAULT_EXTRACTOR, DEFAULT_PIPELINE, ExtractionOptions, Resources

C = TypeVar("C", bound=click.Command)
F = TypeVar("F", bound=Callable[..., Any])

articles = click.argument("articles", nargs=-1, required=True, metavar="ARTICLES...")

_pipeline = click.option(
    "--pipeline",
    metavar="NAME",
    help="An installed spaCy pipeline for English. By default the small one that comes along.",
)
_extractor = click.option(
    "--extractor",
    metavar="NAME",
    help="What finds who said what: model, rules, or the folder of a model of your own.  [default: model]",
)
_with_text = click.option("--with-text", is_flag=True, help="Put the whole text of every document in, too.")
strict = click.option(
    "--strict", is_flag=True, help="Stop at the first error in a document instead of leaving it out."
)
follow_links = click.option(
    "--follow-links", is_flag=True, help="Follow links that lead out of the folders of articles."
)
_engine = click.option(
    "--engine",
    type=click.Choice(list(ENGINES)),
    help=f"Where they are read: {', '.join(f'{name} ({where})' for name, where in ENGINES.items())}. "
    "By default where it is done sooner.",
)
_processes = click.option(
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


class _Renamed(click.Option):
    """An option of several spellings, of which only the first is shown; those that it had before still work."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - as Click has them
        super().__init__(*arguments, **named)
        self._spellings, self.opts = self.opts, self.opts[:1]

    def add_to_parser(self, parser: Any, ctx: click.Context) -> None:  # noqa: ANN401 - Click hides its type
        shown, self.opts = self.opts, self._spellings
        super().add_to_parser(parser, ctx)
        self.opts = shown


def out(**named: Any) -> Callable[[F], F]:  # noqa: ANN401 - as Click has them
    """Add --out, where a result is written; as --output it works, too."""
    return click.option("--out", "--output", "out", cls=_Renamed, **named)


def extraction(function: F) -> F:
    """Add the options of extraction; the command gets them as `extraction` and `resources`."""

    @wraps(function)
    def collect(
        *arguments: Any,  # noqa: ANN401 - as Click has them
        pipeline: str | None,
        extractor: str | None,
        with_text: bool,
        engine: str | None,
        processes: int | None,
        threads: int | None,
        **named: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        options = ExtractionOptions(
            pipeline=pipeline or DEFAULT_PIPELINE,
            extractor=extractor or DEFAULT_EXTRACTOR,
            with_text=with_text,
        )
        resources = Resources(engine=engine, processes=processes, threads=threads)
        return function(*arguments, extraction=options, resources=resources, **named)

    for option in (threads, _processes, _engine, _extractor, _pipeline, _with_text):
        collect = option(collect)
    return cast("F", collect)


def list_choices(title: str, choices: Mapping[str, str]) -> str:
    """List names and what each stands for, for the end of a help text."""
    width = max(map(len, choices))
    lines = [f"  {name:<{width}}  {meaning}" for name, meaning in choices.items()]
    return "\n".join(["\b", f"{title}:", *lines, ""])


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
