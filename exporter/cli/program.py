"""The program `exporter`: its commands and what happens when one of them fails."""

import gc
from typing import Any

import click

from exporter.cli import build, evaluate, extract, publish, schema, train, validate
from exporter.cli.failures import NOT_VALID, find_code, find_exit_code
from exporter.cli.options import add_help, verbosity
from exporter.cli.output import apply_no_color, flush, logged
from exporter.cli.streams import guard_streams
from exporter.version import __version__

_OBJECTS = 20_000
"""So many are made before garbage is looked for: what is imported is none, and to look takes a tenth of start-up."""

_EPILOG = """\b
Exit codes:
  0  done and valid
  1  done, but not everything is valid: see the findings
  2  wrong usage
  3  could not be done, or the result could not be written

\b
Example:
  exporter build seeds
"""


class Program(click.Group):
    """A group of commands that ends with one line instead of a traceback, whatever happens."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as Click has it
        """Run a command; an exception becomes a message on stderr and an exit code."""
        apply_no_color(ctx)
        with logged():
            try:
                result = super().invoke(ctx)
                flush()
            except (click.ClickException, click.exceptions.Exit, click.Abort):
                raise
            except (Exception, KeyboardInterrupt) as error:
                ctx.exit(find_exit_code(error))
        return result

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order of the work."""
        return list(self.commands)


@add_help
@click.group(cls=Program, epilog=_EPILOG)
@click.version_option(__version__, prog_name="exporter", message="%(prog)s %(version)s")
@verbosity
def program() -> None:
    """Turn folders of news articles into datasets that people can trust: who said what, and where it stands."""


for _module in (build, validate, extract, publish, evaluate, train, schema):
    program.add_command(_module.command)


def main() -> None:
    """Run the program with the arguments of this process; never returns.

    Where a result could not be written to standard output, whatever wrote it, the exit code says so.
    """
    gc.set_threshold(_OBJECTS)
    output = guard_streams()
    try:
        program(prog_name="exporter")
    except SystemExit as done:
        code = done.code
    except OSError as error:  # Of Click itself, as when it prints help.
        code = find_exit_code(error)
    if output is not None and output.failure is not None and code in (None, 0, NOT_VALID):
        code = find_code(output.failure)
    raise SystemExit(code)
