"""Where the reports of a validation go: one to standard output or a file, others to files of their own."""

import errno
import os
import secrets
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from exporter.cli.failures import describe_failure
from exporter.cli.output import paint, print_text, say_unless_quiet
from exporter.validation.report.formats import REPORTERS

if TYPE_CHECKING:
    from exporter.validation.report.report import Report


class Target(NamedTuple):
    """One report to write: its format, and the file, or None for standard output."""

    kind: str
    file: str | None


def parse_reports(_: click.Context, __: click.Parameter, values: Sequence[str]) -> list[Target]:
    """Take apart what --report was given: KIND=FILE."""
    targets = []
    for value in values:
        kind, *rest = value.split("=", 1)
        file = rest[0] if rest else ""
        if kind not in REPORTERS or not file:
            raise click.BadParameter(f"{value!r} (expected KIND=FILE, KIND one of {', '.join(REPORTERS)})")
        targets.append(Target(kind, file))
    return targets


def check_files(files: Sequence[str]) -> None:
    """Make sure before the work that files can be written, as far as that can be told.

    Raises:
        UsageError: Two of them are the same.
        OSError: A folder is missing, or stands where the file should be.
    """
    full = [os.path.realpath(file) for file in files]
    for index, file in enumerate(files):
        if full[index] in full[:index]:
            raise click.UsageError(f"{file!r} is named twice (expected a file for each report)")
        if Path(file).is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), file)
        if not Path(full[index]).parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), file)


def render_reports(report: "Report", targets: Sequence[Target]) -> list[tuple[Target, str]]:
    """Make a report ready in all its formats."""
    return [(target, _render(report, target)) for target in targets]


def write_reports(ready: Sequence[tuple[Target, str]]) -> None:
    """Write what is ready, standard output last, and that even if a file cannot be written."""
    try:
        for target, text in ready:
            if target.file is not None:
                write_file(target.file, text + "\n")
    finally:
        for target, text in ready:
            if target.file is None:
                print_text(text)


def write_failure(error: BaseException, place: str, targets: Sequence[Target]) -> None:
    """Write for programs that there is no report, and why; people are told on standard error.

    A format that cannot even say that is left out, for it must not take the others with it.
    """
    from exporter.validation.report.report import build_failure

    code, message = describe_failure(error)
    report = build_failure(code, message, place)
    for target in targets:
        if target.kind == "text":
            continue
        with suppress(Exception):  # It may be the very thing that failed.
            text = _render(report, target)
            if target.file is None:
                print_text(text)
            else:
                write_file(target.file, text + "\n")


def write_file(file: str, text: str) -> None:
    """Write a file whole or not at all; what is no regular file, a pipe for instance, is written to as it is."""
    path = Path(os.path.realpath(file))
    data = text.encode("utf-8", "backslashreplace")
    if path.exists() and not stat.S_ISREG(path.stat().st_mode):
        path.write_bytes(data)
        return
    aside = path.with_name(
        f".exporter-{secrets.token_hex(8)}.part"
    )  # The file's own name may be of the longest.
    try:
        with aside.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(path)
    except BaseException as error:
        with suppress(OSError):
            aside.unlink()
        if isinstance(error, OSError):
            raise OSError(error.errno, error.strerror, file) from error
        raise
    say_unless_quiet(f"wrote {file}")


def _render(report: "Report", target: Target) -> str:
    if target.kind == "text" and target.file is None:
        return report.to_text(style=paint)
    return report.to(target.kind)
