"""Writes an evaluation for people: tables that can be read in a terminal and pasted as Markdown."""

from collections.abc import Iterator, Sequence

from exporter.evaluation.counts import Counts
from exporter.evaluation.identity_scores import IdentityScores
from exporter.evaluation.results import Evaluated, Results
from exporter.evaluation.scores import Bin, Interval, Score

_NOTHING = "–"
"""What stands where there was nothing to be right or wrong about."""

# Each score with the counts that tell whether there was anything to count.
_TRIPLES = {
    "words": ("gold_words", "predicted_words"),
    "exact": ("gold", "predicted"),
    "soft": ("gold", "predicted"),
    "end_to_end": ("gold", "predicted"),
    "source": ("gold_sources", "predicted_sources"),
    "cue": ("gold_cues", "predicted_cues"),
}
_SINGLES = {
    "source_right": ("matched_sources",),
    "cue_right": ("matched_cues",),
    "direct_recall": ("direct",),
    "indirect_recall": ("indirect",),
    "direct_end_to_end_recall": ("direct",),
    "direct_words_recall": ("direct_words",),
    "indirect_words_recall": ("indirect_words",),
    "quoted_precision": ("quoted",),
    "unquoted_precision": ("unquoted",),
    "calibration_error": (),
}
_DOCUMENT_TRIPLES = ("words", "exact", "soft", "end_to_end")
_DOCUMENT_SINGLES = ("source_right", "cue_right", "direct_recall", "indirect_recall")

_CLUSTERS = ("mentions", "b_cubed", "ceaf", "common_b_cubed")

Row = Sequence[str]


def render_text(evaluation: Results, *, per_document: bool = False) -> str:
    """Write what was compared, the scores, and where there are any the bins of confidence; in percent."""
    parts = [_describe(evaluation.counts), *_iter_score_tables(evaluation)]
    if evaluation.identities is not None:
        parts += _iter_identity_tables(evaluation.identities)
    if evaluation.bins:
        parts.append(_build_bin_table(evaluation.bins))
    if per_document:
        parts.append(_build_document_table(evaluation.documents))
    return "\n\n".join(parts)


def build_table(header: Row, rows: Sequence[Row]) -> str:
    """Build a Markdown table with columns of even width; all but the first are set to the right."""
    cells = [[_escape(cell) for cell in row] for row in (header, *rows)]
    widths = [max(3, *map(len, column)) for column in zip(*cells, strict=True)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    padded = [
        [
            row[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
        ]
        for row in cells
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in (padded[0], rule, *padded[1:]))


def _describe(counts: Counts) -> str:
    gold = f"{counts.gold:,} annotated ({counts.direct:,} direct, {counts.indirect:,} indirect)"
    return (
        f"{_count(counts.documents, 'document')}, {_count(counts.words, 'word')}; "
        f"attributions: {gold}, {counts.predicted:,} predicted"
    )


def _iter_score_tables(evaluation: Results) -> Iterator[str]:
    intervals, counts = evaluation.intervals, evaluation.counts
    more = ("95 % interval",) if intervals else ()
    rows: list[Row] = []
    for name in _TRIPLES:
        score: Score = getattr(evaluation.scores, name)
        numbers = [
            _percent(score.precision, counts, _TRIPLES[name][1:]),
            _percent(score.recall, counts, _TRIPLES[name][:1]),
            _percent(score.f1, counts, _TRIPLES[name]),
        ]
        rows.append((_name(name), *numbers, *(_show(intervals.get(f"{name}_f1"), numbers[-1]) for _ in more)))
    yield build_table(("score", "precision", "recall", "F1", *(f"{one} of F1" for one in more)), rows)
    rows = []
    for name, wholes in _SINGLES.items():
        value: float | None = getattr(evaluation.scores, name)
        if value is not None:
            shown = _percent(value, counts, wholes)
            rows.append((_name(name), shown, *(_show(intervals.get(name), shown) for _ in more)))
    yield build_table(("score", "%", *more), rows)


def _iter_identity_tables(scores: IdentityScores) -> Iterator[str]:
    rows: list[Row] = []
    for kind, clusters in (("source", scores.sources), ("entity", scores.entities)):
        if clusters is not None:
            rows += [_build_score_row(f"{kind} {_name(name)}", getattr(clusters, name)) for name in _CLUSTERS]
    if scores.typing is not None:
        rows.append(_build_score_row("entity typing", scores.typing))
    yield build_table(("sources and entities", "precision", "recall", "F1"), rows)
    if scores.attributes:
        shares = [(_name(name), f"{100 * value:.1f}") for name, value in scores.attributes.items()]
        yield build_table(("attributes of sources", "% right"), shares)


def _build_score_row(name: str, score: Score) -> Row:
    return (name, *(f"{100 * value:.1f}" for value in (score.precision, score.recall, score.f1)))


def _build_bin_table(bins: Sequence[Bin]) -> str:
    rows = [
        (
            f"{100 * one.low:.0f} to {100 * one.high:.0f}",
            f"{one.predicted:,}",
            f"{100 * one.confidence:.1f}",
            f"{100 * one.right:.1f}",
        )
        for one in bins
    ]
    return build_table(("confidence", "predicted", "mean confidence", "right"), rows)


def _build_document_table(documents: Sequence[Evaluated]) -> str:
    header = ["document", "gold", "predicted"]
    header += [f"{_name(name)} F1" for name in _DOCUMENT_TRIPLES] + list(map(_name, _DOCUMENT_SINGLES))
    return build_table(header, list(map(_build_document_row, documents)))


def _build_document_row(document: Evaluated) -> Row:
    scores, counts = document.scores, document.counts
    shares = [_percent(getattr(scores, name).f1, counts, _TRIPLES[name]) for name in _DOCUMENT_TRIPLES]
    shares += [_percent(getattr(scores, name), counts, _SINGLES[name]) for name in _DOCUMENT_SINGLES]
    return (document.name, f"{counts.gold:,}", f"{counts.predicted:,}", *shares)


def _name(field: str) -> str:
    return field.replace("_", " ")


def _percent(share: float, counts: Counts, wholes: Sequence[str]) -> str:
    """Write a share, or a dash if all that it could be a share of is nothing."""
    if wholes and not any(getattr(counts, whole) for whole in wholes):
        return _NOTHING
    return f"{100 * share:.1f}"


def _show(interval: Interval | None, score: str) -> str:
    if interval is None or score == _NOTHING:
        return _NOTHING
    return f"{100 * interval.low:.1f}–{100 * interval.high:.1f}"


def _count(number: float, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _escape(cell: str) -> str:
    return "".join(char if char.isprintable() else " " for char in cell).replace("|", "\\|")
