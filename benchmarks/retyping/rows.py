"""The rows of one article in two forms, compared in folded text: which are the same, and what of them is."""

import html
import re
import unicodedata
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.retyping.breaks import drop_furniture
from exporter.documents.seeds import build_seed
from exporter.engines.reader import Reader
from exporter.extraction import Reading
from exporter.records import Quote, Source

FACTS = ("source", "naming", "type", "act", "role", "affiliation", "channel", "addressee")
"""What is compared of a row that is in both forms."""

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LINK = re.compile(r"\]\([^()\s]*\)")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
_NOT_KEPT = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One quote, with its source, in folded text.

    Attributes:
        content: The words that are attributed.
        cue: The words that attribute them.
        facts: What is told of it, by name; None where nothing is.
        shown: The content as it stands in the text.
    """

    content: str
    cue: str
    facts: Mapping[str, str | None]
    shown: str

    def __str__(self) -> str:
        """Show the beginning of it."""
        return f"{' '.join(self.shown.split())[:70]!r} ({self.cue or 'no cue'}; {self.facts['source']})"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRows:
    """What was read in one article: its rows, in order, or why it could not be read."""

    rows: tuple[Row, ...] = ()
    failure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The rows of a clean article beside those of another form of it."""

    kept: tuple[tuple[Row, Row], ...]
    dropped: tuple[Row, ...]
    added: tuple[Row, ...]
    failure: str | None = None

    def list_changes(self, fact: str) -> list[tuple[Row, Row]]:
        """List the rows that are in both forms and differ in a fact."""
        return [(clean, other) for clean, other in self.kept if clean.facts[fact] != other.facts[fact]]

    def list_differences(self) -> list[str]:
        """List all that differs, a line each: first what drops out, then what comes, then what changes."""
        lines = [f"cannot be read: {self.failure}"] if self.failure else []
        lines += [f"dropped: {row}" for row in self.dropped]
        lines += [f"added: {row}" for row in self.added]
        lines += [
            f"{fact}: {clean.facts[fact]} became {other.facts[fact]} in {clean}"
            for fact in FACTS
            for clean, other in self.list_changes(fact)
        ]
        return lines


def fold(text: str) -> str:
    """Fold a stretch of text to small ASCII letters and digits; what no form may change stays.

    Tags, entities, targets of links and page headers go; other letters go in every form, because broken encoding makes
    others of them.
    """
    text = _LINK.sub("] ", _TAG.sub(" ", drop_furniture(text)))
    text = unicodedata.normalize("NFC", html.unescape(text))
    for ligature, letters in _LIGATURES.items():
        text = text.replace(ligature, letters)
    return _NOT_KEPT.sub("", text.casefold())


def read_rows(reader: Reader, texts: Sequence[str]) -> list[ReadRows]:
    """Read texts as .txt files that hold them would be."""
    seeds = [
        build_seed(text, {}, path=f"{number}.txt", name=f"{number}.txt") for number, text in enumerate(texts)
    ]
    documents = [seed.document for seed in seeds if seed.document is not None]
    outcomes = iter(reader.read(documents))
    return [_build_article(seed.document and next(outcomes)) for seed in seeds]


def _build_article(outcome: object) -> ReadRows:
    if not isinstance(outcome, Reading):
        return ReadRows(failure=getattr(outcome, "message", "it is no document"))
    sources = {source.source_id: source for source in outcome.sources}
    return ReadRows(
        rows=tuple(_build_row(quote, sources.get(quote.source_id or "")) for quote in outcome.quotes)
    )


def _build_row(quote: Quote, source: Source | None) -> Row:
    spoken = (fold(quote.speaker or ""), fold(source.name), source.naming, source.kind) if source else ()
    facts = {
        "source": " / ".join(spoken) or None,
        "naming": source.naming if source else None,
        "type": quote.type,
        "act": quote.act,
        "role": fold(source.role) if source and source.role else None,
        "affiliation": fold(source.affiliation) if source and source.affiliation else None,
        "channel": quote.channel,
        "addressee": fold(quote.addressee) if quote.addressee else None,
    }
    content = "".join(span.text for span in quote.spans if span.role == "content")
    return Row(content=fold(content), cue=fold(quote.cue or ""), facts=facts, shown=quote.text)


def compare_rows(clean: ReadRows, other: ReadRows) -> Comparison:
    """Compare an article with another form of it: a row is kept if one of the same content and cue is there."""
    waiting: defaultdict[tuple[str, str], deque[Row]] = defaultdict(deque)
    for row in other.rows:
        waiting[row.content, row.cue].append(row)
    kept, dropped = [], []
    for row in clean.rows:
        same = waiting[row.content, row.cue]
        if same:
            kept.append((row, same.popleft()))
        else:
            dropped.append(row)
    added = [row for rows in waiting.values() for row in rows]
    return Comparison(kept=tuple(kept), dropped=tuple(dropped), added=tuple(added), failure=other.failure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """How much of the rows of some articles is the same in another form, from 0 to 1.

    Attributes:
        rows: How many rows the clean form has.
        kept: Rows that are in the other form, too, of those.
        added: Rows that only the other form has, for each of those.
        changed: How many of the rows kept differ in a fact, by fact.
        same: Rows kept that do not, by fact.
    """

    rows: int
    kept: float
    added: float
    changed: Mapping[str, int]
    same: Mapping[str, float]


def count_shares(comparisons: Iterable[Comparison]) -> Shares:
    """Count how much is the same in all articles together; 1 where there is nothing."""
    every = list(comparisons)
    kept = sum(len(each.kept) for each in every)
    rows = kept + sum(len(each.dropped) for each in every)
    changed = {fact: sum(len(each.list_changes(fact)) for each in every) for fact in FACTS}
    return Shares(
        rows=rows,
        kept=kept / rows if rows else 1,
        added=sum(len(each.added) for each in every) / max(rows, 1),
        changed=changed,
        same={fact: 1 - count / kept if kept else 1 for fact, count in changed.items()},
    )
