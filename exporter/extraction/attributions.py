"""Finds who said what in one parsed text, by rules over the parse and the quotation marks."""

from collections.abc import Sequence

from spacy.tokens import Doc

from exporter.extraction.attribution import Attribution
from exporter.extraction.clauses import find_clause_attributions
from exporter.extraction.marks import find_quoted
from exporter.extraction.paragraphs import find_paragraphs
from exporter.extraction.quotations import QuotationRules
from exporter.records import Span


def find_attributions(doc: Doc, paragraphs: Sequence[Span] | None = None) -> list[Attribution]:
    """Find the attributions of a text, in order of their contents.

    Args:
        doc: A parsed text; tags, dependencies and sentence starts are read.
        paragraphs: Where to look, in order; all paragraphs of the text if None.
    """
    if paragraphs is None:
        paragraphs = find_paragraphs(doc.text)
    quoted = find_quoted(doc.text, paragraphs)
    rules = QuotationRules(doc, quoted, paragraphs)
    found = rules.attribute(list(find_clause_attributions(doc)))
    outermost = [each for each in found if not _is_nested(doc[each.head].idx, each, found)]
    return sorted(outermost, key=lambda each: (each.start, each.end, each.head))


def _is_nested(cue: int, attribution: Attribution, found: Sequence[Attribution]) -> bool:
    """Tell whether the cue stands in what somebody else is reported to have said."""
    return any(
        other is not attribution and any(piece.start <= cue < piece.end for piece in other.content) for other in found
    )
