"""The command `extract`: tables without a release."""

from dataclasses import replace

import click

from exporter.cli import options
from exporter.cli.failures import NOT_VALID
from exporter.cli.output import print_bytes, say_unless_quiet, show_progress
from exporter.exports import WRITERS
from exporter.options import ExtractionOptions, Resources
from exporter.schemas import TABLE_NAMES

_FOLDER_ONLY = [name for name, writer in WRITERS.items() if not writer.is_printable]
_FOLDERS = {name: writer.holds for name, writer in WRITERS.items()}
_EPILOG = f"""{options.list_choices("Formats, with --out", _FOLDERS)}
\b
Example:
  exporter extract seeds/bank-rate.md --table quotes --format jsonl
"""


@options.add_help
@click.command("extract", epilog=_EPILOG)
@options.articles
@click.option(
    "--format",
    "kind",
    type=click.Choice(list(WRITERS)),
    default=next(iter(WRITERS)),
    show_default=True,
    help=f"Of the tables; {' and '.join(_FOLDER_ONLY)} need --out.",
)
@click.option("--table", type=click.Choice(TABLE_NAMES), help="The table to print.  [default: quotes]")
@options.out(metavar="FOLDER", help="Write all tables into a new folder instead of printing one.")
@options.strict
@options.follow_links
@options.extraction
@options.verbosity
@click.pass_context
def command(
    context: click.Context,
    *,
    articles: tuple[str, ...],
    kind: str,
    table: str | None,
    out: str | None,
    strict: bool,
    follow_links: bool,
    extraction: ExtractionOptions,
    resources: Resources,
) -> None:
    """Read ARTICLES into tables, to look at or to work with, without making a release.

    Prints one table. With --out all tables are written into a folder. Articles with an error are left out and
    named, and the exit code is 1 then.
    """
    if kind in _FOLDER_ONLY and out is None:
        raise click.UsageError(f"{kind.capitalize()} cannot be printed: add --out FOLDER.")
    if table is not None and out is not None:
        raise click.UsageError("--out writes all tables: leave --table out.")
    from exporter.exports.writing import check_folder, iter_lines, write_tables
    from exporter.pipeline.extracting import extract_tables
    from exporter.pipeline.inputs import Inputs

    if out is not None:
        check_folder(out)
    inputs = Inputs(
        paths=articles, stdin=options.find_stdin(articles), strict=strict, follow_links=follow_links
    )
    if WRITERS[kind].needs_text:
        extraction = replace(extraction, with_text=True)
    with show_progress("Reading") as progress:
        tables = extract_tables(inputs, extraction, resources, progress)
    if out is None:
        print_bytes(iter_lines(getattr(tables, table or "quotes"), kind))
    else:
        write_tables(tables, out, kind)
        say_unless_quiet(f"wrote {out}")
    context.exit(NOT_VALID if progress.errors else 0)
