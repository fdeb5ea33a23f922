"""The command `build`: from documents to a release."""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from exporter.cli import options
from exporter.cli.failures import NOT_VALID
from exporter.cli.output import print_json, print_text, say_unless_quiet, show_progress
from exporter.options import ExtractionOptions, Resources

if TYPE_CHECKING:
    from exporter.pipeline import Built

_EPILOG = """\b
Example:
  exporter build seeds --out dist --created 2026-11-23
"""


@options.add_help
@click.command("build", epilog=_EPILOG)
@options.articles
@options.out(metavar="FOLDER", default="dist", show_default=True, help="Where packages lie.")
@click.option("--name", help="Name of the package. By default that of datapackage.yaml, else of the folder.")
@click.option("--release-version", metavar="VERSION", help="Version to give, if larger than needed.")
@click.option(
    "--created",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ"]),
    help="Date of the release, in UTC. By default SOURCE_DATE_EPOCH, else today.",
)
@click.option("--metadata", metavar="FILE", help="Title, licences and so on. By default datapackage.yaml.")
@click.option(
    "--allow-missing",
    is_flag=True,
    help="Go on where articles of the release before are there but cannot be read, instead of stopping.",
)
@options.strict
@options.follow_links
@options.extraction
@options.as_json
@options.verbosity
@click.pass_context
def command(
    context: click.Context,
    *,
    articles: tuple[str, ...],
    out: str,
    name: str | None,
    release_version: str | None,
    created: datetime | None,
    metadata: str | None,
    allow_missing: bool,
    strict: bool,
    follow_links: bool,
    extraction: ExtractionOptions,
    resources: Resources,
    as_json: bool,
) -> None:
    """Build a release of ARTICLES: files, folders, patterns or - for standard input.

    The release is a new folder out/name/version. It is written whole or not at all, and never changed. Nothing
    is written if nothing changed. Articles with an error are left out and named, and the exit code is 1 then. An
    article that the release before has and that cannot be read now, as for want of permission, stops the build.

    Prints the folder of the release.
    """
    from exporter.pipeline.building import ReleaseOptions, build_release
    from exporter.pipeline.inputs import Inputs

    inputs = Inputs(
        paths=articles, stdin=options.find_stdin(articles), strict=strict, follow_links=follow_links
    )
    wanted = ReleaseOptions(
        out=out,
        name=name,
        version=release_version,
        created=options.choose_date(created),
        metadata=metadata,
        allow_missing=allow_missing,
    )
    with show_progress("Reading") as progress:
        built = build_release(inputs, wanted, extraction, resources, progress)
    _report(built, as_json)
    context.exit(0 if built.valid else NOT_VALID)


def _report(built: "Built", as_json: bool) -> None:
    try:
        if as_json:
            print_json(built.to_json())
        else:
            print_text(built.release.path.as_posix())
    finally:  # The release is there, whatever becomes of the result.
        _tell(built)


def _tell(built: "Built") -> None:
    path = built.release.path.as_posix()
    if built.release.status == "created":
        counts = f"{_count(built.documents, 'document')}, {_count(built.rows['quotes'], 'quote')}"
        say_unless_quiet(f"wrote {path} ({counts}; {built.release.reasons[0]})")
    else:
        say_unless_quiet(f"nothing changed since {path}, so nothing was written")
    if built.left_out:
        say_unless_quiet(f"left out {_count(built.left_out, 'document')} with errors, named above")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
