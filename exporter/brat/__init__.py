"""Brat standoff: texts with their attributions, as annotators and the field's tools read and write them."""

from exporter.brat.corpus import read_corpus
from exporter.brat.texts import AnnotatedText, Attribution
from exporter.brat.writing import build_files

__all__ = ["AnnotatedText", "Attribution", "build_files", "read_corpus"]
