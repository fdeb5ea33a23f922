"""Reads documents: files, folders and streams in, seeds out."""

from exporter.documents.seeds import iter_seeds
from exporter.documents.zones import find_zones

__all__ = ["find_zones", "iter_seeds"]
