"""The command `extract`: tables without a release."""

from typing import TYPE_CHECKING

import click

from exporter.cli import options
from exporter.cli.failures import NOT_VALID
from exporter.cli.output import print_bytes, say_unless_quiet, show_progress
from exporter.schemas import TABLE_NAMES

if TYPE_CHECKING:
    from exporter.exports import Kind
    from exporter.findings import Finding

_EPILOG = """\b
Example:
  exporter extract seeds/bank-rate.md --table quotes --format jsonl
"""


@options.add_help
@click.command("extract", epilog=_EPILOG)
@options.seeds
@click.option(
    "--format",
    "kind",
    type=click.Choice(["csv", "jsonl", "parquet", "brat"]),
    default="csv",
    show_default=True,
    help="Of the tables; parquet and brat need --output.",
)
@click.option("--table", type=click.Choice(TABLE_NAMES), help="The table to print.  [default: quotes]")
@click.option(
    "--output", metavar="FOLDER", help="Write all tables into a new folder instead of printing one."
)
@options.with_text
@options.pipeline
@options.extractor
@options.strict
@options.processes
@options.threads
@options.verbosity
@click.pass_context
def command(
    context: click.Context,
    *,
    seeds: tuple[str, ...],
    kind: "Kind",
    table: str | None,
    output: str | None,
    with_text: bool,
    pipeline: str | None,
    extractor: str | None,
    strict: bool,
    processes: int | None,
    threads: int | None,
) -> None:
    """Read the articles in SEEDS into tables, to look at or to work with, without making a release.

    Prints one table. With --output all tables are written into a folder: as csv or parquet it is a Data
    Package of version 0.0.0, as jsonl one file for each table, as brat the text of each article and who says
    what in it, in the standoff format of the annotation tool brat. Articles with an error are left out and
    named, and the exit code is 1 then.
    """
    if kind in ("parquet", "brat") and output is None:
        raise click.UsageError(f"{kind.capitalize()} cannot be printed: add --output FOLDER.")
    if table is not None and output is not None:
        raise click.UsageError("--output writes all tables: leave --table out.")
    from exporter.exports import check_folder, iter_lines, write_tables
    from exporter.pipeline import extract

    if output is not None:
        check_folder(output)
    errors: list[Finding] = []

    with show_progress("Reading") as progress:

        def take(finding: "Finding") -> None:
            progress.say_finding(finding)
            if finding.level == "error":
                errors.append(finding)

        tables = extract(
            *seeds,
            pipeline=pipeline,
            extractor=extractor,
            with_text=with_text or kind == "brat",
            strict=strict,
            processes=processes,
            threads=threads,
            stdin=options.find_stdin(seeds),
            on_finding=take,
            on_total=progress.start,
            on_document=progress.step,
        )
    if output is None and (kind == "csv" or kind == "jsonl"):
        print_bytes(iter_lines(getattr(tables, table or "quotes"), kind))
    elif output is not None:
        write_tables(tables, output, kind)
        say_unless_quiet(f"wrote {output}")
    context.exit(NOT_VALID if errors else 0)
