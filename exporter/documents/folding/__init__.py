"""Folds texts: what is read is a copy without what only the layout says, and every offset leads back to the source."""

from exporter.documents.folding.changes import Change, ChangeKind
from exporter.documents.folding.fold import Edit, Fold
from exporter.documents.folding.folding import FoldedText, fold_text

__all__ = ["Change", "ChangeKind", "Edit", "Fold", "FoldedText", "fold_text"]
