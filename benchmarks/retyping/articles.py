"""The articles that are typed again."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from exporter.documents import iter_seeds
from exporter.records import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A clean article: what it is called, and its text, a paragraph a line."""

    name: str
    text: str


def read_articles(inputs: Sequence[str | Path]) -> list[Article]:
    """Read the articles of files and folders, in order.

    Every second one is given without its headline and byline, as articles are whose metadata tell them.
    """
    documents = [seed.document for seed in iter_seeds(inputs) if seed.document is not None]
    return [
        Article(name=document.path, text=_drop_head(document) if number % 2 else document.text)
        for number, document in enumerate(documents)
    ]


def _drop_head(document: Document) -> str:
    head = takewhile(lambda zone: zone.kind in ("headline", "byline"), document.zones)
    return document.text[max((zone.end for zone in head), default=0) :].lstrip()
