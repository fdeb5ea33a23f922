"""The command `validate`: is this right?"""

from pathlib import Path

import click

from exporter.cli import options
from exporter.cli.failures import NOT_VALID
from exporter.cli.output import build_json, paint, print_text, say_unless_quiet

_EPILOG = """\b
Example:
  exporter validate dist/seeds --seeds seeds
"""


@options.add_help
@click.command("validate", epilog=_EPILOG)
@click.argument("targets", nargs=-1, required=True, metavar="TARGET...")
@click.option("--seeds", metavar="PATH", multiple=True, help="Articles to compare the spans of tables with.")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Of the report.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--output", metavar="FILE", help="Write the report to a file instead of standard output.")
@options.verbosity
@click.pass_context
def command(
    context: click.Context,
    *,
    targets: tuple[str, ...],
    seeds: tuple[str, ...],
    kind: str,
    as_json: bool,
    output: str | None,
) -> None:
    """Check articles, packages, releases and catalogs.

    A folder with versions.json is a catalog, one with manifest.json a release, one with datapackage.json a
    package made by anyone; everything else is taken for articles. Nothing is fetched and nothing is changed.

    Prints a report. The exit code is 1 if there are errors; warnings change nothing.
    """
    from exporter.validation import validate

    report = validate(*targets, seeds=seeds or None)
    if as_json or kind == "json":
        text = build_json(report.to_json())
    else:
        text = report.to_text(style=None if output else paint)
    if output is None:
        print_text(text)
    else:
        Path(output).write_bytes((text + "\n").encode("utf-8", "backslashreplace"))
        say_unless_quiet(f"wrote {output}")
    context.exit(0 if report.valid else NOT_VALID)
