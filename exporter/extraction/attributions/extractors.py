"""Finds who said what in one text: by the trained model, or by rules."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from spacy.tokens import Doc

from exporter.extraction.attribution import Attribution
from exporter.extraction.attributions.rules.extractor import RulesExtractor
from exporter.extraction.text.quotation_marks import Quoted
from exporter.extras import check_extra
from exporter.options import DEFAULT_EXTRACTOR
from exporter.records import Span

RULES = "rules"


class Extractor(Protocol):
    """Finds the attributions of texts."""

    def find(self, doc: Doc, paragraphs: Sequence[Span], quoted: Sequence[Quoted]) -> list[Attribution]:
        """Find the attributions of a text, in order of their contents.

        Args:
            doc: The text, tokenised and, for the rules, parsed.
            paragraphs: The paragraphs of the text to look at, in order.
            quoted: What stands in quotation marks there, in order.
        """


def load_extractor(name: str = DEFAULT_EXTRACTOR, *, threads: int = 1) -> Extractor:
    """Load an extractor.

    Args:
        name: "model" for the trained model that exporter ships, "rules" for rules without a model, or the folder
            of another model, as exporter train writes it.
        threads: How many threads a model computes with; the result does not depend on it.

    Raises:
        ModelError: The model, or what computes it, is missing, damaged or made for another version of exporter.
    """
    if name == RULES:
        return RulesExtractor()
    check_extra("extract")
    # Only here, so that rules alone load no model.
    from exporter.extraction.attributions.trained import TrainedExtractor

    return TrainedExtractor(_find_model(name), threads=threads)


def describe_extractor(name: str = DEFAULT_EXTRACTOR) -> dict[str, Any]:
    """Return what a release's manifest says of an extractor; loads no weights.

    Raises:
        ModelError: There is no such model, or what computes it is not installed.
    """
    if name == RULES:
        return dict(RulesExtractor.facts)
    check_extra("extract")
    from exporter.extraction.attributions.model.encoder import read_settings

    return read_settings(_find_model(name)).facts


def _find_model(name: str) -> Path:
    """Find the folder of a model: that of the one that exporter ships, or the folder that was named."""
    return Path(__file__).parent / "model" / "weights" if name == DEFAULT_EXTRACTOR else Path(name)
