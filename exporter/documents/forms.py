"""Tells of texts that are read otherwise than they are written, or in which something is lost that reading needs."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

from exporter.documents.folding import ChangeKind, FoldedText
from exporter.documents.notes import Note
from exporter.records import Span

_STAYS = "and the text itself stays as it is"
_FEWEST_LINES = 3
_FEWEST_UNPAIRED = 3
_SHOWN = 40
_AROUND = 20
_WORD_BEFORE = re.compile(r"\S*$")
_WORD_AFTER = re.compile(r"\S*")
_LOST = re.compile(r"\ufffd+")
_ASKED = re.compile(r"\?(?:(?<=[A-Za-z]\?)(?=[a-z])|(?<!\S\?)(?=[A-Za-z]))")
_ADDRESS = re.compile(r"[/=@&]|www\.")
_TURNING = re.compile("[\u202d\u202e]")
_INCHES = re.compile(r"\d\"")


class _Form(NamedTuple):
    """How a change is told: by which code, from how many places on, and in which words.

    Attributes:
        message: With the first place as {shown} and how many there are as {count}.
        is_of_markup: Whether it is how a text in a language of markup is written.
    """

    code: str
    message: str
    fewest: int = 1
    is_of_markup: bool = False


_FORMS: Mapping[ChangeKind, _Form] = {
    "encoding": _Form(
        "document-mojibake",
        f"text was once read in a wrong encoding: it is read as if mended, {_STAYS} (expected characters as they were "
        "written, found {shown}; places: {count})",
    ),
    "entity": _Form(
        "document-entities",
        f"text holds entities of HTML: they are read as what they stand for, {_STAYS} (expected plain text, found "
        "{shown}; entities: {count})",
        is_of_markup=True,
    ),
    "tag": _Form(
        "document-tags",
        f"text holds tags of HTML: they are left out in reading, {_STAYS}; better save the words that a browser shows "
        "(expected plain text, found {shown}; tags: {count})",
        is_of_markup=True,
    ),
    "line": _Form(
        "document-wrapped",
        f"lines are broken within paragraphs: they are joined in reading, {_STAYS} (expected a paragraph a line, found "
        "lines that go on in the next: {count})",
        fewest=_FEWEST_LINES,
    ),
    "page": _Form(
        "document-pages",
        f"lines stand between pages: they are left out in reading, {_STAYS} (expected an article without headers and "
        "numbers of pages, found {shown}; lines: {count})",
    ),
    "token": _Form(
        "document-tokenized",
        f"spaces stand before commas and full stops: they are left out in reading, {_STAYS} (expected a text as it is "
        "printed, found {shown}; spaces: {count})",
    ),
}


def check_forms(text: str, folded: FoldedText, *, is_markup: bool = False) -> Iterator[Note]:
    """Yield a note for each way in which a text is written that is not how it is read.

    Args:
        text: A normalised text.
        folded: The text as fold_text gives it.
        is_markup: Whether tags and entities are how its format is written.
    """
    for kind, form in _FORMS.items():
        change = folded.changes.get(kind)
        if change is not None and change.count >= form.fewest and not (is_markup and form.is_of_markup):
            shown = _show(text, kind, change.first)
            yield Note(form.code, form.message.format(shown=shown, count=change.count))
    yield from _check_lost(folded.fold.text)
    yield from _check_direction(text)
    yield from _check_marks(folded.fold.text)


def _show(text: str, kind: ChangeKind, place: Span) -> str:
    """Show a place in one line, with the words around it; a line between pages stands for itself."""
    start, end = place.start, place.end
    if kind != "page":
        start -= len(_WORD_BEFORE.search(text[max(0, start - _AROUND) : start])[0])  # type: ignore[index]
        end += len(_WORD_AFTER.match(text[end : end + _AROUND])[0])  # type: ignore[index]
    return repr(" ".join(text[start:end].split())[:_SHOWN])


def _check_lost(text: str) -> Iterator[Note]:
    lost = [found.span() for found in _LOST.finditer(text)] if "\ufffd" in text else []
    lost += [found.span() for found in _ASKED.finditer(text) if not _is_in_address(text, found.start())]
    if lost:
        shown = _show(text, "encoding", Span(start=lost[0][0], end=lost[0][1]))
        message = "characters of the text are lost: do not trust the names and quotes in which they stood"
        message += f" (expected letters and quotation marks, found {shown}; places: {len(lost)})"
        yield Note("document-characters-lost", message)


def _is_in_address(text: str, offset: int) -> bool:
    before = text[max(0, offset - 200) : offset].rsplit(maxsplit=1)
    after = text[offset : offset + 200].split(maxsplit=1)
    return any(_ADDRESS.search(part) for part in (*before[-1:], *after[:1]))


def _check_direction(text: str) -> Iterator[Note]:
    if found := _TURNING.search(text):
        message = "a character turns the order in which letters are shown: what is read is not what is seen"
        message += f" (expected none, found U+{ord(found[0]):04X} at {found.start()})"
        yield Note("document-bidi", message)


def _check_marks(text: str) -> Iterator[Note]:
    unpaired = list(_iter_unpaired([line for line in text.split("\n") if line]))
    if len(unpaired) >= _FEWEST_UNPAIRED:
        shown = repr(unpaired[0][:_SHOWN])
        message = (
            "quotation marks lack their partners: do not trust how far the quotes of these paragraphs reach"
        )
        message += f" (expected an opening and a closing one, found otherwise in {len(unpaired)} paragraphs, the first"
        yield Note("document-marks-unpaired", f"{message} starting {shown})")


def _iter_unpaired(paragraphs: Sequence[str]) -> Iterator[str]:
    """Yield the paragraphs in which a double mark lacks its partner; one may go on in the next, which opens again."""
    is_directed = any("“" in paragraph for paragraph in paragraphs) and not any(
        "„" in each for each in paragraphs
    )
    for paragraph, after in zip_longest(paragraphs, paragraphs[1:], fillvalue=""):
        opening, closing, straight, low = map(paragraph.count, '“”"„')
        if after.startswith(("“", '"')) and (straight % 2 or opening == closing + 1):
            continue
        is_odd = (straight + opening + closing + low) % 2
        is_open = is_directed and opening and closing and opening != closing and not straight
        if is_open or (is_odd and not _INCHES.search(paragraph)):
            yield paragraph
