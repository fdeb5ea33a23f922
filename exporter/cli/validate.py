"""The command `validate`: is this right?"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from exporter.cli import options
from exporter.cli.failures import FAILED, NOT_VALID
from exporter.cli.output import say_unless_quiet
from exporter.cli.reports import (
    Target,
    check_files,
    parse_reports,
    render_reports,
    write_failure,
    write_file,
    write_reports,
)
from exporter.validation.report.formats import REPORTERS

if TYPE_CHECKING:
    from exporter.validation import Report

_EPILOG = f"""{options.list_choices("Formats", REPORTERS)}
\b
Example:
  exporter validate dist/seeds --seeds seeds
"""


@options.add_help
@click.command("validate", epilog=_EPILOG)
@click.argument("targets", nargs=-1, required=True, metavar="TARGET...")
@click.option("--seeds", metavar="PATH", multiple=True, help="Articles to compare the spans of tables with.")
@options.follow_links
@click.option("--nearest", is_flag=True, help="Check the packages that the targets are files of.")
@click.option("--format", "kind", type=click.Choice(list(REPORTERS)), help="Of the report.  [default: text]")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@options.out(metavar="FILE", help="Write the report to a file instead of standard output.")
@click.option(
    "--report",
    "reports",
    metavar="KIND=FILE",
    multiple=True,
    callback=parse_reports,
    help="Write another report to a file, in any of the formats; may be given several times.",
)
@click.option(
    "--limit",
    metavar="N",
    type=click.IntRange(min=0),
    default=1000,
    show_default=True,
    help="How many findings of one code are listed; all are counted.",
)
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    help="Stop reading after so long; what is not checked by then is an error.",
)
@click.option(
    "--allow-host",
    "hosts",
    metavar="HOST",
    multiple=True,
    help="Fetch files of packages from this machine, which is never done otherwise; may be given several times.",
)
@click.option("--baseline", metavar="FILE", help="Accept the findings in this file, and fail on others only.")
@click.option(
    "--write-baseline", metavar="FILE", help="Accept all that is found now: make this file, or make it anew."
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    default="error",
    show_default=True,
    help="What makes the exit code 1.",
)
@options.verbosity
@click.pass_context
def command(
    context: click.Context,
    *,
    targets: tuple[str, ...],
    seeds: tuple[str, ...],
    follow_links: bool,
    nearest: bool,
    kind: str | None,
    as_json: bool,
    out: str | None,
    reports: list[Target],
    limit: int,
    timeout: float | None,
    hosts: tuple[str, ...],
    baseline: str | None,
    write_baseline: str | None,
    fail_on: str,
) -> None:
    """Check articles, packages, releases and catalogs.

    A folder with versions.json is a catalog, one with manifest.json a release, one with datapackage.json a
    package made by anyone; everything else is taken for articles. - is a descriptor or an article on standard
    input. Nothing is fetched but from hosts that are allowed by name, and nothing is changed but the files that
    the options name.

    Prints a report; in every format but text also when there is nothing to report on, with one error that says
    why. The exit code is 1 if there are errors, and 3 if a check could not be done.
    """
    if as_json and kind not in (None, "json"):
        raise click.UsageError(f"--json and --format {kind} exclude one another")
    outputs = [*reports, Target("json" if as_json else kind or "text", out)]
    files = [file for file in (*(target.file for target in outputs), write_baseline) if file]
    try:
        check_files(files)
        report = _check(targets, seeds, limit, timeout, hosts, nearest=nearest, follow_links=follow_links)
        report = _accept(report, baseline, write_baseline)
        ready = render_reports(report, outputs)
    except click.ClickException:
        raise
    except (Exception, KeyboardInterrupt) as error:
        write_failure(error, targets[0], outputs)
        raise
    write_reports(ready)
    context.exit(_find_exit_code(report, fail_on))


def _check(
    targets: tuple[str, ...],
    seeds: tuple[str, ...],
    limit: int,
    timeout: float | None,
    hosts: tuple[str, ...],
    *,
    nearest: bool,
    follow_links: bool,
) -> "Report":
    from exporter.cli.memory import bound_memory, save_memory
    from exporter.validation import Report, find_packages, validate
    from exporter.validation.model.budget import Budget

    found = find_packages(targets) if nearest else list(targets)
    if not found:
        say_unless_quiet("no target is a file of a package, so nothing was checked")
        return Report(tasks=())
    save_memory()
    with bound_memory():
        return validate(
            *found,
            seeds=seeds or None,
            limit=limit,
            stdin=options.find_stdin(targets),
            budget=Budget(seconds=timeout),
            hosts=hosts,
            follow_links=follow_links,
        )


def _accept(report: "Report", baseline: str | None, write_baseline: str | None) -> "Report":
    if write_baseline is not None:
        from exporter.validation.report.baseline import accept, build_baseline

        made = build_baseline(report, Path(write_baseline).parent)
        write_file(write_baseline, made.to_text())
        if made.unlisted:
            number = sum(made.unlisted.values())
            say_unless_quiet(f"{number:,} findings are accepted by number only; a larger --limit lists them")
        return accept(report, made)
    if baseline is None:
        return report
    from exporter.validation.report.baseline import accept, read_baseline

    report = accept(report, read_baseline(baseline))
    if report.stale:
        say_unless_quiet(f"{baseline} accepts what is not found any more; --write-baseline makes it anew")
    return report


def _find_exit_code(report: "Report", fail_on: str) -> int:
    if not report.finished:
        return FAILED
    if fail_on == "never":
        return 0
    bad = not report.valid or (fail_on == "warning" and report.warnings > 0)
    return NOT_VALID if bad else 0
