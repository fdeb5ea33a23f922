"""Tells which words of other alphabets, and which odd pieces of text, are names: the recognizer knows English only."""

from collections.abc import Iterable, Iterator, Mapping, Set

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from exporter.extraction.attribution import Attribution

_LONGEST = 5  # words
_LONGEST_UNCASED = 6  # characters, where names are not parted by spaces and have no capitals
_LAST_LATIN = "\u02ff"  # of phonetic letters and of those that stand for an apostrophe: "Kaʻahumanu"
_OTHER_LATIN = ("\u1e00", "\u1eff")
_LAYOUT = frozenset("\t•‣▪◦●|")


def find_settled(doc: Doc, attributions: Iterable[Attribution]) -> list[DocSpan]:
    """Find the named entities of a text without those that cannot be a name, and with the names in other alphabets.

    A few words of another alphabet are a name if the words around them are not of it, and if all start with a capital
    where the alphabet has any. A whole phrase or text is not. Names do not reach over tabs and bullets, either, and end
    with their paragraph.

    Args:
        doc: The text, with what the recognizer saw.
        attributions: What was found in it; of words of another alphabet that no recognizer takes for a name, their
            sources are names.
    """
    ents = [part for ent in doc.ents if _LAYOUT.isdisjoint(ent.text) for part in _iter_parts(doc, ent)]
    runs = [] if doc.text.isascii() else list(_iter_runs(doc))
    if not runs:
        return ents
    foreign = {token.i for run in runs for token in run}
    kept = [ent for ent in ents if foreign.isdisjoint(range(ent.start, ent.end))]
    labels = {token.i: ent.label_ for ent in ents for token in ent}
    sources = {at for each in attributions for piece in each.source for at in range(piece.start, piece.end)}
    named = [_label(run, labels, sources) for run in runs if _may_be_name(run)]
    return [*kept, *(each for each in named if each is not None)]


def _iter_parts(doc: Doc, ent: DocSpan) -> Iterator[DocSpan]:
    """Yield the parts of an entity that ends of paragraphs part."""
    start = ent.start
    for token in ent:
        if token.is_space and "\n" in token.text:
            if start < token.i:
                yield DocSpan(doc, start, token.i, label=ent.label_)
            start = token.i + 1
    if start < ent.end:
        yield ent if start == ent.start else DocSpan(doc, start, ent.end, label=ent.label_)


def _iter_runs(doc: Doc) -> Iterator[DocSpan]:
    """Yield the longest stretches of words of other alphabets, hyphens between them included."""
    start = -1
    for token in doc:
        if _is_foreign(token):
            start = token.i if start < 0 else start
        elif start >= 0 and token.text != "-":
            yield doc[start : token.i]
            start = -1
    if start >= 0:
        yield doc[start:]


def _is_foreign(token: Token) -> bool:
    return any(letter.isalpha() and not _is_latin(letter) for letter in token.text)


def _is_latin(letter: str) -> bool:
    return letter <= _LAST_LATIN or _OTHER_LATIN[0] <= letter <= _OTHER_LATIN[1]


def _may_be_name(run: DocSpan) -> bool:
    words = [token.text for token in run if token.text != "-"]
    if len(words) > _LONGEST:
        return False
    if run.text.upper() == run.text.lower():
        return len(run.text) <= _LONGEST_UNCASED
    return all(word[0].isupper() for word in words)


def _label(run: DocSpan, labels: Mapping[int, str], sources: Set[int]) -> DocSpan | None:
    """Give a name the label that the recognizer gave a word of it; without one it is a person, if it is a source."""
    label = next((labels[token.i] for token in run if token.i in labels), None)
    if label is None and run.start_char in sources:
        label = "PERSON"
    return None if label is None else DocSpan(run.doc, run.start, run.end, label=label)
