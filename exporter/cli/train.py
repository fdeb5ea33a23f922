"""The command `train`: from annotated texts to a model."""

import time
from typing import TYPE_CHECKING

import click

from exporter.cli import options
from exporter.cli.output import print_json, print_text, say_unless_quiet
from exporter.extras import check_extra

if TYPE_CHECKING:
    from exporter.training import Progress, Trained

_EPILOG = """\b
Example:
  exporter train corpus --out models/mine
"""


@options.add_help
@click.command("train", epilog=_EPILOG)
@click.argument("corpus")
@options.out(metavar="FOLDER", required=True, help="Where to write the model: a new folder.")
@click.option("--name", default="attributions", show_default=True, help="Name of the model.")
@click.option("--model-version", "version", default="1", show_default=True, help="Version of the model.")
@click.option(
    "--epochs", type=click.IntRange(min=1), metavar="N", help="How often to read the corpus. By default 8."
)
@click.option("--seed", type=int, metavar="N", help="Seed of all chance. By default 1.")
@click.option("--device", metavar="NAME", help="cpu, cuda ... By default a GPU if there is one.")
@options.threads
@options.as_json
@options.verbosity
def command(
    *,
    corpus: str,
    out: str,
    name: str,
    version: str,
    epochs: int | None,
    seed: int | None,
    device: str | None,
    threads: int | None,
    as_json: bool,
) -> None:
    """Train a model that finds attributions on CORPUS, and write it to a new folder.

    CORPUS is a folder of brat files: NAME.txt with NAME.ann, or text/NAME.txt with
    attributions/NAME_ANNOTATOR.ann. Every twelfth text is not learnt from but kept to choose and to score on.
    Extraction uses the model with --extractor FOLDER. Needs pip install 'news-exporter[train]'.
    """
    check_extra("train")
    from exporter.training import Recipe, set_threads, train

    given = {"epochs": epochs, "seed": seed}
    recipe = Recipe(**{key: value for key, value in given.items() if value is not None})
    if threads is not None:
        set_threads(threads)
    trained = train(
        corpus, out, name=name, version=version, recipe=recipe, device=device, on_step=_Teller().tell
    )
    say_unless_quiet(f"wrote {trained.folder}")
    if as_json:
        print_json(_build_json(trained))
    else:
        print_text((trained.folder / "README.md").read_text(encoding="utf-8").rstrip())


class _Teller:
    """Says on stderr how far training is, about every twentieth of it."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def tell(self, progress: "Progress") -> None:
        """Say one line, if it is time."""
        every = max(progress.steps // 20, 1)
        if progress.step % every == 0:
            spent = time.monotonic() - self._start
            left = spent / progress.step * (progress.steps - progress.step)
            say_unless_quiet(
                f"step {progress.step:,} of {progress.steps:,}, loss {progress.loss:.2f}, {left / 60:.0f} min left"
            )


def _build_json(trained: "Trained") -> dict[str, object]:
    from exporter.evaluation import list_main

    return {
        "folder": trained.folder.as_posix(),
        "texts": trained.texts,
        "held_out": trained.held_out,
        "scores": list_main(trained.scores),
    }
