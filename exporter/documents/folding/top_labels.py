"""Finds the labels that some files have before their parts: "Headline:", "Subtitle:", "Date:"."""

import re
from collections.abc import Iterator
from itertools import islice

from exporter.documents.folding.fold import Edit

_HEADLINES = r"headline|title|head|hed"
_TEXTS = (
    r"sub-?titles?|sub-?head(?:ing|line)?s?|standfirst|deck|dek|strapline|lead|lede|summary|abstract|description"
    r"|teaser|(?:full |main |article )?text|(?:article )?body|content|article|story"
)
_DATA = (
    r"(?:publication |publish(?:ed|ing)? )?date|published(?: (?:on|at|by))?"
    r"|publish(?:er|ed by)|authors?|byline|url|link"
    r"|source|tags?|keywords?|sections?|categor(?:y|ies)|language|outlet|newspaper|publication|updated|copyright"
    r"|word count|length|edition|page|website|domain|id"
)
_LABEL = re.compile(
    r"[ \t]*(?:#{1,6}[ ]+)?[*_]{0,3}"
    rf"(?:(?P<headline>{_HEADLINES})|(?P<text>{_TEXTS})|(?P<data>{_DATA}))"
    r"[*_]{0,3}[ \t]*:[*_]{0,3}(?:[ \t]+|$)",
    re.IGNORECASE | re.MULTILINE,
)
_LINE = re.compile(r"^[^\n]*\S[^\n]*", re.MULTILINE)
_TOP_LINES = 20
_FEWEST = 2
_ALONE = ("headline",)


def find_top_labels(text: str) -> tuple[list[Edit], list[int]]:
    """Find the labels at the top of a text, and what takes their place: the start of a line of its own.

    Two labels are enough, or "Headline:" on the first line; labels of data, as "Date:", stay where they are.

    Returns:
        The edits, and the offsets of the words of the headline.
    """
    labels = list(_iter_labels(text))
    is_first = bool(labels) and not text[: labels[0].start()].strip()
    is_alone = is_first and _cut_key(labels[0]) in _ALONE
    if not is_alone and (
        len(labels) < _FEWEST or not any(each["headline"] or each["text"] for each in labels)
    ):
        return [], []
    headlines = [each.end() for each in labels if each["headline"]]
    return [
        Edit(each.start(), each.start() if each["data"] else each.end(), "\n") for each in labels
    ], headlines[:1]


def _iter_labels(text: str) -> Iterator[re.Match[str]]:
    for line in islice(_LINE.finditer(text), _TOP_LINES):
        label = _LABEL.match(text, line.start(), line.end())
        if label is not None:
            yield label


def _cut_key(label: re.Match[str]) -> str:
    return (label["headline"] or "").casefold()
