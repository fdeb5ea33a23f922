"""Writes the card of a trained model: what it learnt from, how, and how well it does."""

from collections.abc import Sequence
from dataclasses import asdict

from exporter.brat import AnnotatedText
from exporter.evaluation import Scores, list_main
from exporter.training.fitting import Recipe

_LABELS = {
    "words": "content words F1",
    "exact": "exact F1",
    "soft": "soft F1",
    "end_to_end": "end-to-end F1",
    "source_right": "source right",
    "cue_right": "cue right",
    "direct_recall": "direct recall",
    "indirect_recall": "indirect recall",
}


def build_card(
    name: str,
    version: str,
    texts: Sequence[AnnotatedText],
    recipe: Recipe,
    scores: Scores,
    before: Scores,
) -> str:
    """Build the card as Markdown.

    Args:
        name: Name of the model.
        version: Its version.
        texts: The whole corpus.
        recipe: How it was trained.
        scores: On the texts that were not learnt from.
        before: The same, before weights were rounded to integers of 8 bits.
    """
    count = sum(len(found) for text in texts for found in text.by_annotator.values())
    rounded, full = list_main(scores), list_main(before)
    lines = [
        f"# {name} {version}",
        "",
        "Finds who said what in English news: contents, cues and sources. Trained with `exporter train`.",
        "",
        f"* Start: all-MiniLM-L6-v2 (Apache-2.0). Corpus: {len(texts)} texts, {count} attributions by all annotators.",
        "* Every twelfth text was kept to choose the threshold and to calibrate the confidence; on these:",
        "",
        "| score | % | before weights were rounded to 8 bits |",
        "|---|---:|---:|",
        *(f"| {_LABELS[name]} | {100 * rounded[name]:.1f} | {100 * full[name]:.1f} |" for name in rounded),
        "",
        "Recipe: " + ", ".join(f"{key} {value}" for key, value in asdict(recipe).items()) + ".",
        "",
    ]
    return "\n".join(lines)
