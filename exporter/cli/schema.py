"""The command `schema`: what is promised about documents, tables and packages."""

import json

import click

from exporter.cli import options
from exporter.cli.markdown import build_table
from exporter.cli.output import print_text
from exporter.schemas import TABLE_NAMES, find_schemas, load_schema

_EPILOG = """\b
Example:
  exporter schema quotes --markdown
"""


@options.add_help
@click.command("schema", epilog=_EPILOG)
@click.argument("name", required=False)
@click.option("--markdown", is_flag=True, help="Print the fields of tables as Markdown.")
@options.verbosity
def command(*, name: str | None, markdown: bool) -> None:
    """List the schemas, or print the one called NAME.

    Those of tables are Table Schemas of Data Package v2, all others are JSON Schemas.
    """
    known = find_schemas()
    if name is not None and name not in known:
        raise click.BadParameter(f"{name!r} is not one of {', '.join(known)}.", param_hint="NAME")
    if markdown:
        if name is not None and name not in TABLE_NAMES:
            raise click.UsageError(f"--markdown is for tables: {', '.join(TABLE_NAMES)}.")
        print_text("\n\n".join(build_table(table) for table in ([name] if name else TABLE_NAMES)))
    elif name is not None:
        print_text(json.dumps(load_schema(name), ensure_ascii=False, indent=2))
    else:
        width = max(map(len, known))
        print_text("\n".join(f"{one:{width}}  {load_schema(one)['title']}" for one in known))
