"""The whole way from documents to tables, and on to a release, each step done by its own room."""

from exporter.pipeline.api import build, extract
from exporter.pipeline.building import Built

__all__ = ["Built", "build", "extract"]
