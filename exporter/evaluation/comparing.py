"""Compares predictions with gold, document by document."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from exporter.brat import AnnotatedText, read_corpus
from exporter.evaluation.counts import Counts, add_counts
from exporter.evaluation.identities import IdentityCounts, add_identity_counts, count_identities
from exporter.evaluation.identity_scores import summarise_identities
from exporter.evaluation.predictions import Predicted, list_predictions, match_predictions
from exporter.evaluation.rendering import render_text
from exporter.evaluation.results import Evaluated, Results
from exporter.evaluation.scores import TIMES, bootstrap, list_bins, summarise
from exporter.evaluation.scoring import score_document
from exporter.tables import Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation(Results):
    """How good predictions are, measured by gold, with the ways to read it."""

    def to_text(self, *, per_document: bool = False) -> str:
        """Write the scores as tables for people, in Markdown, all in percent."""
        return render_text(self, per_document=per_document)

    def to_json(self, *, per_document: bool = False) -> dict[str, Any]:
        """Build the scores as JSON values: all from 0 to 1, intervals as pairs."""
        values: dict[str, Any] = {
            "documents": len(self.documents),
            "scores": asdict(self.scores),
            "intervals": {name: [each.low, each.high] for name, each in self.intervals.items()},
            "bins": [asdict(each) for each in self.bins],
            "counts": asdict(self.counts),
            "identities": None if self.identities is None else asdict(self.identities),
            "missing": list(self.missing),
            "extra": list(self.extra),
        }
        if per_document:
            values["per_document"] = [asdict(each) for each in self.documents]
        return values


def evaluate(predictions: str | Path | Tables, gold: str | Path, *, resamples: int = TIMES) -> Evaluation:
    """Compare predicted attributions with those of annotators.

    Documents are matched by name: that of the file, without suffix; briefs-2 is the second line of
    briefs.jsonl. A prediction counts only on the very text that was annotated. A document of the gold without
    prediction counts as if nothing was found in it, one without gold does not count.

    Args:
        predictions: A folder of brat files, or of a package, release or catalog; or what extract gave.
        gold: A folder of brat files, as read_corpus reads; of several annotators the first by name counts.
        resamples: How often documents are drawn again to compute the intervals; 0 for no intervals.

    Raises:
        InputError: A folder holds nothing of the kind, a file is malformed, a prediction was made on another
            text, or no prediction has gold.
        PackageError: The package, release or catalog of the predictions is damaged.
    """
    texts = read_corpus(gold)
    matched, extra = match_predictions(list_predictions(predictions), texts)
    counts = {each.name: _score(each, matched.get(each.name)) for each in texts}
    missing = [each.name for each in texts if each.name not in matched]
    evaluation = build_evaluation(counts, resamples=resamples, missing=missing, extra=extra)
    identities = add_identity_counts(_count_identities(each, matched.get(each.name)) for each in texts)
    return replace(evaluation, identities=summarise_identities(identities))


def build_evaluation(
    counts: Mapping[str, Counts],
    *,
    resamples: int = TIMES,
    missing: Iterable[str] = (),
    extra: Iterable[str] = (),
) -> Evaluation:
    """Build the result of what was counted in each document, by name; the order decides about the intervals."""
    total = add_counts(counts.values())
    return Evaluation(
        documents=tuple(
            Evaluated(name=name, counts=each, scores=summarise(each)) for name, each in counts.items()
        ),
        counts=total,
        scores=summarise(total),
        intervals=bootstrap(list(counts.values()), times=resamples),
        bins=list_bins(total),
        missing=tuple(missing),
        extra=tuple(extra),
    )


def _count_identities(gold: AnnotatedText, predicted: Predicted | None) -> IdentityCounts:
    found = ((), ()) if predicted is None else (predicted.sources, predicted.entities)
    return count_identities(gold.text, (gold.sources, gold.entities), found)


def _score(gold: AnnotatedText, predicted: Predicted | None) -> Counts:
    found = () if predicted is None else predicted.attributions
    return score_document(gold.text, gold.attributions, found, [each.confidence for each in found])
