"""Finds names that the recognizer passed over: by their shape, or because it saw them elsewhere."""

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from exporter.extraction.entities.model import Name
from exporter.extraction.entities.typing import may_be_shortened, read_type
from exporter.extraction.lexicon.gender import is_first_name
from exporter.extraction.lexicon.names import is_surname
from exporter.extraction.lexicon.nouns import get_gender, get_kind
from exporter.extraction.lexicon.titles import TITLES
from exporter.records import Span

_CAMPAIGN = re.compile(
    r"\b(?:Save|Stop|Keep|Protect|Reclaim) (?:Our|The|the)(?: [A-Z]\w+){1,3}"
    r"|\b(?:Neighbou?rs|Friends|Citizens|Parents|Mothers|Residents|People|Families|Workers|Doctors|Farmers|Women)"
    r" (?:[Ff]or|[Aa]gainst) (?:the |The |a )?[A-Z]\w+(?: [A-Z]\w+)?"
)
_CALLED = re.compile(
    r"(?:(?<=\n)|(?<=[.”\"] ))(?!The )(?:[A-Z]\w+ ){1,4}[A-Z]\w+"
    r"(?=, (?:a|an) (?:[\w’'-]+ ){0,3}(?:group|charity|union|association|company|campaign|network|firm|pollster)\b)"
)
_SHORTEST_REPEATED = 3


def add_missed(doc: Doc, text: str, names: Sequence[Name]) -> list[Name]:
    """Add the organizations that the recognizer passed over, or saw in part, by the shape of their names.

    These are "Galter Energy" by its end, "Save Our Moor" by its start, "Light Up Quorv, a charity" by what follows.
    """
    found = [
        Name(span=Span(start=called.start(), end=called.end()), text=called[0], type="organization")
        for pattern in (_CAMPAIGN, _CALLED)
        for called in pattern.finditer(text)
    ]
    whole = _leave_out_within(list({name.span: name for name in found}.values()), names)
    kept = [*_leave_out_within(names, whole), *whole]
    taken = {offset for name in kept for offset in range(name.span.start, name.span.end)}
    return [*kept, *_find_runs(doc, taken), *_find_surnames(doc, taken)]


def _leave_out_within(names: Sequence[Name], others: Sequence[Name]) -> list[Name]:
    """Leave out the names that lie within one of others."""
    ends = {offset: name.span.end for name in others for offset in range(name.span.start, name.span.end)}
    return [name for name in names if ends.get(name.span.start, -1) < name.span.end]


def _find_runs(doc: Doc, taken: set[int]) -> Iterator[Name]:
    run: list[Token] = []
    for token in doc:
        is_proper = token.tag_ in {"NNP", "NNPS"} and token.text[0].isupper()
        if is_proper and not token.ent_type and token.idx not in taken:
            run.append(token)
            continue
        yield from _read_run(doc, run)
        run = []
    yield from _read_run(doc, run)


def _read_run(doc: Doc, run: Sequence[Token]) -> Iterator[Name]:
    if len(run) > 1 and read_type([token.lower_ for token in run]) == "organization":
        words = doc[run[0].i : run[-1].i + 1]
        span = Span(start=words.start_char, end=words.end_char)
        yield Name(span=span, text=words.text, type="organization")


def _find_surnames(doc: Doc, taken: set[int]) -> Iterator[Name]:
    """Find the people whose surnames tell by their spelling that they are some: "Rita D’Souza"."""
    for token in doc:
        if not is_surname(token.text) or token.ent_type_ or token.idx in taken:
            continue
        start = token.i
        while start > 0 and doc[start - 1].idx not in taken and _is_before_surname(doc[start - 1]):
            start -= 1
        words = doc[start : token.i + 1]
        yield Name(span=Span(start=words.start_char, end=words.end_char), text=words.text, type="person")


def _is_before_surname(token: Token) -> bool:
    is_title = token.lower_.rstrip(".") in TITLES or get_kind(token.lower_, is_plural=False) is not None
    is_proper = token.tag_ == "NNP" and token.dep_ == "compound" and token.text.istitle() and not is_title
    return is_proper or is_first_name(token.text)


def find_repeated(doc: Doc, names: Sequence[Name]) -> Iterator[Name]:
    """Find names the recognizer saw once and missed later: again, a person by surname, a company by its first word."""
    forms: dict[str, Name] = {}
    shortened: dict[str, Name] = {}
    for name in names:
        words = name.text.split()
        if len(words) > 1 or (
            name.type in {"place", "organization"} and len(name.text) >= _SHORTEST_REPEATED
        ):
            forms.setdefault(name.text, name)
            if name.type == "person" and len(words) > 1:
                forms.setdefault(words[-1], name)
            elif may_be_shortened(name):
                shortened.setdefault(words[0], name)
    forms = shortened | forms
    if not forms:
        return
    taken = {token.i for ent in doc.ents for token in ent}
    for name in names:
        piece = doc.char_span(name.span.start, name.span.end, alignment_mode="expand")
        taken.update(token.i for token in piece or ())
    longest = max(len(form.split()) for form in forms)
    for token in doc:
        is_name = token.tag_ in {"NNP", "NNPS"} or not token.is_sent_start or _is_owner(token)
        if token.i in taken or not token.text[:1].isupper() or not is_name:
            continue
        for length in range(longest, 0, -1):
            piece = doc[token.i : token.i + length]
            if piece.text in forms and taken.isdisjoint(range(piece.start, piece.end)):
                taken.update(range(piece.start, piece.end))
                span = Span(start=piece.start_char, end=piece.end_char)
                before = doc[token.i - 1].text.rstrip(".") if token.i else ""
                title = before if get_gender(before) else None
                yield Name(span=span, text=piece.text, type=forms[piece.text].type, title=title)
                break


def _is_owner(token: Token) -> bool:
    return token.i + 1 < len(token.doc) and token.nbor().lower_ in {"'s", "’s"}
