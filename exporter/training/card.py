"""Writes the card of a trained model: what it learnt from, how, and how well it does."""

from collections.abc import Sequence
from dataclasses import asdict

from exporter.brat import AnnotatedText
from exporter.evaluation import Scores
from exporter.training.fitting import Recipe


def build_card(
    name: str, version: str, texts: Sequence[AnnotatedText], scores: Scores, recipe: Recipe
) -> str:
    """Build the card as Markdown.

    Args:
        name: Name of the model.
        version: Its version.
        texts: The whole corpus.
        scores: On the texts that were not learnt from.
        recipe: How it was trained.
    """
    count = sum(len(found) for text in texts for found in text.by_annotator.values())
    rows = {
        "content words F1": scores.words.f1,
        "exact F1": scores.exact.f1,
        "soft F1": scores.soft.f1,
        "end-to-end F1": scores.end_to_end.f1,
        "source right": scores.source_right,
        "cue right": scores.cue_right,
        "direct recall": scores.direct_recall,
        "indirect recall": scores.indirect_recall,
    }
    lines = [
        f"# {name} {version}",
        "",
        "Finds who said what in English news: contents, cues and sources. Trained with `exporter train`.",
        "",
        f"* Start: all-MiniLM-L6-v2 (Apache-2.0). Corpus: {len(texts)} texts, {count} attributions by all annotators.",
        "* Every twelfth text was kept to choose the threshold and to calibrate the confidence; on these:",
        "",
        "| score | % |",
        "|---|---|",
        *(f"| {label} | {100 * value:.1f} |" for label, value in rows.items()),
        "",
        "Recipe: " + ", ".join(f"{key} {value}" for key, value in asdict(recipe).items()) + ".",
        "",
    ]
    return "\n".join(lines)
