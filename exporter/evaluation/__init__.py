"""Measures attributions against those of annotators: precision, recall, intervals, calibration."""

from exporter.evaluation.comparing import Evaluation, build_evaluation, evaluate
from exporter.evaluation.counts import Counts, add_counts
from exporter.evaluation.results import Evaluated
from exporter.evaluation.scores import Scores, bootstrap, list_bins, list_main, summarise
from exporter.evaluation.scoring import find_right, score_document

__all__ = [
    "Counts",
    "Evaluated",
    "Evaluation",
    "Scores",
    "add_counts",
    "bootstrap",
    "build_evaluation",
    "evaluate",
    "find_right",
    "list_bins",
    "list_main",
    "score_document",
    "summarise",
]
