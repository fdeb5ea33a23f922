"""How often each rule is right, measured on annotated news; see benchmarks/quality.md."""

from exporter.records import QuoteType

_MEASURED: dict[tuple[str, QuoteType], float] = {
    ("that", "direct"): 0.94,
    ("that", "mixed"): 0.84,
    ("that", "indirect"): 0.77,
    ("neighbour", "direct"): 0.76,
    ("according", "indirect"): 0.83,
    ("according", "mixed"): 0.80,
    ("object", "mixed"): 0.71,
    ("object", "indirect"): 0.56,
    ("to", "mixed"): 0.81,
    ("to", "indirect"): 0.56,
    ("about", "indirect"): 0.57,
    ("noun", "indirect"): 0.44,
    ("passive", "indirect"): 0.78,
    ("adjective", "indirect"): 0.57,
    ("parenthesis", "indirect"): 0.75,
    ("parenthesis", "mixed"): 0.87,
    ("follow-on", "direct"): 0.39,
    ("bare", "direct"): 0.52,
}
_OTHERWISE = 0.5


def get_confidence(rule: str, kind: QuoteType) -> float:
    """Return the share of a rule's attributions of one type that annotators made too, with the same source.

    Of "bare", which claims no source, the content alone is judged. Pairs of which fewer than twenty were
    seen get 0.5.
    """
    return _MEASURED.get((rule, kind), _OTHERWISE)
