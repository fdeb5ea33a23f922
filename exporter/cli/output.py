"""What is written where: results on stdout, everything else on stderr."""

import json
import logging
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from exporter.findings import Finding
    from exporter.records import Document

_VERBOSITY = "exporter.verbosity"
_STYLES: dict[str, dict[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow"},
    "hint": {"fg": "cyan"},
    "place": {"bold": True},
    "summary": {"fg": "green"},
}


def paint(kind: str, words: str) -> str:
    """Colour words; where the output is no terminal, or NO_COLOR is set, the colour is taken off again."""
    return click.style(words, **_STYLES[kind]) if kind in _STYLES else words


def say(message: str, *, label: str = "", style: str = "", keep_lines: bool = False) -> None:
    """Write one line to stderr; control characters, as names of files may hold them, are shown escaped.

    Args:
        message: What to say.
        label: A word to put before it, in its colour.
        style: The colour of the message.
        keep_lines: The message may have several lines.
    """
    lines = message.splitlines() if keep_lines else [message]
    shown = "\n".join(_escape(line) for line in lines)
    click.echo(f"{paint(label, label + ':')} {shown}" if label else paint(style, shown), err=True)


def say_unless_quiet(message: str) -> None:
    """Write one line to stderr, unless -q was given."""
    if get_verbosity() >= 0:
        say(message)


def say_finding(finding: "Finding") -> None:
    """Write one finding to stderr; with -q only errors."""
    if finding.level == "error" or get_verbosity() >= 0:
        text = _escape(f"{finding} [{finding.code}]")
        click.echo(f"{paint(finding.level, finding.level + ':')} {text}", err=True)


def print_text(text: str) -> None:
    """Write a result to stdout, as UTF-8; colours go where they are not wanted."""
    context = click.get_current_context(silent=True)
    if not sys.stdout.isatty() or (context is not None and context.color is False):
        text = click.unstyle(text)
    print_bytes([(text + "\n").encode("utf-8", "backslashreplace")])


def print_json(value: Any) -> None:  # noqa: ANN401 - any JSON value
    """Write a JSON value to stdout."""
    print_text(build_json(value))


def build_json(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """Format a JSON value for people and machines."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def print_bytes(pieces: Iterable[bytes]) -> None:
    """Write a result to stdout as it is."""
    for piece in pieces:
        click.echo(piece, nl=False)


def flush() -> None:
    """Write out what waits, so that a closed pipe shows here and not when Python ends."""
    sys.stdout.flush()


def add_verbosity(steps: int) -> None:
    """Make the running command more talkative, or less."""
    meta = click.get_current_context().meta
    meta[_VERBOSITY] = meta.get(_VERBOSITY, 0) + steps


def get_verbosity() -> int:
    """Tell how talkative the running command is: -1 with -q, 0, 1 with -v, 2 with -vv."""
    context = click.get_current_context(silent=True)
    return 0 if context is None else int(context.meta.get(_VERBOSITY, 0))


def apply_no_color(context: click.Context) -> None:
    """Honour NO_COLOR: any text in it switches colours off."""
    if os.environ.get("NO_COLOR"):
        context.color = False


@contextmanager
def logged() -> Iterator[None]:
    """Show the log of the core on stderr while a command runs, as far as -v and -q ask for it."""
    logger = logging.getLogger("exporter")
    handler, level = _Echo(), logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


class Progress:
    """A bar on stderr, if that is a terminal and -q was not given; findings are said above it.

    Attributes:
        errors: How many of the findings were errors.
    """

    def __init__(self, label: str) -> None:
        """Take the word that stands before the bar."""
        self._label = label
        self._bar: ProgressBar[int] | None = None
        self.errors = 0

    def on_total(self, total: int) -> None:
        """Show the bar for so many documents."""
        if sys.stderr.isatty() and get_verbosity() >= 0:
            self._bar = click.progressbar(length=total, label=self._label, file=sys.stderr)
            self._bar.render_progress()

    def on_document(self, _: "Document") -> None:
        """Move the bar on by one document."""
        if self._bar is not None:
            self._bar.update(1)

    def on_finding(self, finding: "Finding") -> None:
        """Write a finding in the place of the bar, which comes again below it."""
        self.errors += finding.level == "error"
        if self._bar is not None:
            click.echo("\r\x1b[2K", nl=False, err=True)
        say_finding(finding)

    def stop(self) -> None:
        """End the line of the bar."""
        if self._bar is not None:
            self._bar.render_finish()


@contextmanager
def show_progress(label: str) -> Iterator[Progress]:
    """Give a bar that ends with the block."""
    progress = Progress(label)
    try:
        yield progress
    finally:
        progress.stop()


class _Echo(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        least = (logging.WARNING, logging.INFO, logging.DEBUG)[min(max(get_verbosity(), 0), 2)]
        if record.levelno >= (logging.ERROR if get_verbosity() < 0 else least):
            label = "warning" if record.levelno == logging.WARNING else record.levelname.lower()
            say(record.getMessage(), label=label)


def _escape(text: str) -> str:
    shown = "".join(
        char if char.isprintable() else char.encode("unicode_escape", "surrogatepass").decode()
        for char in text
    )
    return shown.replace("##[", "##\\[")  # A CI runner would take it for the start of a command.
