"""The command `evaluate`: how good are these attributions?"""

from collections.abc import Sequence
from pathlib import Path

import click

from exporter.cli import options
from exporter.cli.output import build_json, get_verbosity, print_text, say, say_unless_quiet

_EPILOG = """\b
Example:
  exporter evaluate dist/seeds seeds/gold
"""


@options.add_help
@click.command("evaluate", epilog=_EPILOG)
@click.argument("predictions")
@click.argument("gold")
@click.option("--per-document", is_flag=True, help="Give the scores of every document, too.")
@click.option(
    "--bootstrap",
    "resamples",
    type=click.IntRange(min=0),
    default=1000,
    show_default=True,
    metavar="N",
    help="How often to draw the documents again for the 95 % intervals; 0 for none.",
)
@options.as_json
@options.out(metavar="FILE", help="Write the report to a file instead of standard output.")
@options.verbosity
def command(
    *, predictions: str, gold: str, per_document: bool, resamples: int, as_json: bool, out: str | None
) -> None:
    """Compare the attributions in PREDICTIONS with those that annotators marked in GOLD.

    PREDICTIONS is a package, release or catalog, or a folder of brat files. GOLD is a folder of brat files:
    NAME.txt with NAME.ann, or text/NAME.txt with attributions/NAME_ANNOTATOR.ann, of which the first annotator
    counts. Documents are matched by name, and must have the same text. One without prediction counts as if
    nothing was found in it; one without gold does not count. Both are named.

    Prints the scores in percent, as Markdown.
    """
    from exporter.evaluation import evaluate

    evaluation = evaluate(predictions, gold, resamples=resamples)
    _tell("without prediction, counted as if nothing was found", evaluation.missing)
    _tell("without gold, not counted", evaluation.extra)
    if as_json:
        text = build_json(evaluation.to_json(per_document=per_document))
    else:
        text = evaluation.to_text(per_document=per_document)
    if out is None:
        print_text(text)
    else:
        Path(out).write_bytes((text + "\n").encode("utf-8", "backslashreplace"))
        say_unless_quiet(f"wrote {out}")


def _tell(what: str, names: Sequence[str]) -> None:
    if names and get_verbosity() >= 0:
        few = ", ".join(names if get_verbosity() > 0 else names[:3])
        more = ", ..." if len(names) > 3 and get_verbosity() == 0 else ""
        documents = "1 document" if len(names) == 1 else f"{len(names):,} documents"
        say(f"{documents} {what}: {few}{more}", label="warning")
