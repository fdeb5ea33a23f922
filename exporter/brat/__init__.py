"""Brat standoff: texts with their attributions, as annotators and the field's tools read and write them."""

from exporter.brat.corpus import read_corpus
from exporter.brat.texts import AnnotatedText, Attribution, EntityCluster, SourceCluster
from exporter.brat.writing import build_files

__all__ = ["AnnotatedText", "Attribution", "EntityCluster", "SourceCluster", "build_files", "read_corpus"]
