"""The command `publish`: copies releases to another catalog."""

import click

from exporter.cli import options
from exporter.cli.output import print_json, print_text, say_unless_quiet

_EPILOG = """\b
Example:
  exporter publish dist/seeds public/seeds
"""


@options.add_help
@click.command("publish", epilog=_EPILOG)
@click.argument("catalog")
@click.argument("target")
@options.as_json
@options.verbosity
def command(*, catalog: str, target: str, as_json: bool) -> None:
    """Copy to TARGET the versions of CATALOG that it lacks.

    Both are folders of one package, with versions.json in it. Every file is checked against its checksum on the
    way, each version arrives whole or not at all, and what TARGET has already is never changed.

    Prints the target.
    """
    from exporter.releases import copy_releases

    copied = copy_releases(catalog, target)
    path = copied.path.as_posix()
    try:
        if as_json:
            versions = {"copied": list(copied.copied), "skipped": list(copied.skipped)}
            print_json({"name": copied.name, "path": path, **versions})
        else:
            print_text(path)
    finally:  # They are copied, whatever becomes of the result.
        for version in copied.copied:
            say_unless_quiet(f"wrote {path}/{version}")
        if not copied.copied:
            say_unless_quiet(f"{path} has every version already, so nothing was written")
