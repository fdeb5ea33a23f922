"""The one place that turns exceptions into messages and exit codes."""

import errno
import os
import sys
import traceback

from exporter.cli.output import get_verbosity, say
from exporter.errors import ExporterError

NOT_VALID = 1
"""Done, but something is not valid."""

FAILED = 3
"""Could not be done."""

_INTERRUPTED = 128 + 2
_PIPE_CLOSED = 128 + 13

_HINTS = {
    errno.ENOSPC: "free some space, then run it again",
    errno.EDQUOT: "free some space, then run it again",
    errno.EACCES: "check the permissions",
    errno.EPERM: "check the permissions",
    errno.EROFS: "choose a place that can be written to",
}


def find_code(error: BaseException) -> int:
    """Give the exit code for what went wrong: a reader that has gone is none that waits for more."""
    return _PIPE_CLOSED if isinstance(error, BrokenPipeError) else FAILED


def find_exit_code(error: BaseException) -> int:
    """Say on stderr what went wrong and what to do, and give the exit code for it."""
    if isinstance(error, BrokenPipeError):
        _mute_stdout()
        return find_code(error)
    if isinstance(error, KeyboardInterrupt):
        say("interrupted", style="error")
        return _INTERRUPTED
    message, hint = _describe(error)
    if get_verbosity() >= 2:
        say("".join(traceback.format_exception(error)).rstrip(), keep_lines=True)
    say(message, label="error")
    if hint:
        say(hint, label="hint")
    return FAILED


def describe_failure(error: BaseException) -> tuple[str, str]:
    """Give the code and the message of the finding that says in a report why there is no other.

    What an unforeseen exception says is left out: it may quote anything.
    """
    if isinstance(error, KeyboardInterrupt):
        return "validation-failed", "interrupted"
    if isinstance(error, ExporterError) or (isinstance(error, OSError) and error.strerror):
        return "validation-failed", _describe(error)[0]
    return "internal-error", f"validation failed (expected a result, found {type(error).__name__})"


def _describe(error: BaseException) -> tuple[str, str]:
    if isinstance(error, ExporterError):
        return str(error), error.hint
    if isinstance(error, OSError) and error.strerror:
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{error.strerror}", _HINTS.get(error.errno or 0, "")
    text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return (
        f"unexpected {text}",
        "this is a fault of exporter: run it again with -vv and report what it prints",
    )


def _mute_stdout() -> None:
    """Let nothing more be written to a pipe that nobody reads, not even when Python ends."""
    try:
        handle = os.open(os.devnull, os.O_WRONLY)
        os.dup2(handle, sys.stdout.fileno())
    except (OSError, ValueError):  # Not a real stream.
        return
