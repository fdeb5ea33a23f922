"""Trains the model that finds attributions; needs torch, which extraction does not."""

from exporter.training.fitting import Progress, Recipe
from exporter.training.training import Trained, set_threads, train

__all__ = ["Progress", "Recipe", "Trained", "set_threads", "train"]
