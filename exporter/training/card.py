"""Writes the card of a trained model: what it learnt from, how, and how well it does."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

from exporter.brat import AnnotatedText
from exporter.evaluation import Scores
from exporter.training.fitting import Recipe

_ROWS: Mapping[str, Callable[[Scores], float]] = {
    "content words F1": lambda scores: scores.words.f1,
    "exact F1": lambda scores: scores.exact.f1,
    "soft F1": lambda scores: scores.soft.f1,
    "end-to-end F1": lambda scores: scores.end_to_end.f1,
    "source right": lambda scores: scores.source_right,
    "cue right": lambda scores: scores.cue_right,
    "direct recall": lambda scores: scores.direct_recall,
    "indirect recall": lambda scores: scores.indirect_recall,
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
    rows = {label: (read(scores), read(before)) for label, read in _ROWS.items()}
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
        *(f"| {label} | {100 * after:.1f} | {100 * full:.1f} |" for label, (after, full) in rows.items()),
        "",
        "Recipe: " + ", ".join(f"{key} {value}" for key, value in asdict(recipe).items()) + ".",
        "",
    ]
    return "\n".join(lines)
