"""Where lines end: paragraphs parted otherwise, wrapped lines, hyphens at line ends, indents, pages, quoted e-mail."""

import re
import textwrap
from collections.abc import Iterator

from benchmarks.retyping.choosing import ABBREVIATION, Form, build_chance
from benchmarks.retyping.marks import find_marks, is_quoted
from exporter.documents import find_zones

_LABEL = re.compile(r"[A-Z][\w .’'-]{0,40}:\s")
_SENTENCE_END = re.compile(r"[.!?…][\"”’']*\s+(?=[\"“‘'A-Z0-9])")
_BREAKABLE = re.compile(r"[^\W\d_]{7,}")
_SYLLABLE = re.compile(r"(?<=[^\W\d_]{3})(?=[bcdfghjklmnpqrstvwxz][aeiouy][^\W\d_])")


def _spread(words: str) -> str:
    """Build the pattern of words with any white space between them."""
    return r"\s+".join(map(re.escape, words.split()))


_PAGES = (
    ("THE LOWMERE COURIER", "Page {}", r"Page\s+\d+"),
    ("Norland Wire  |  Monday, 3 March 2025", "{}", r"\d+"),
    ("Lowmere Courier - News", "- {} -", r"-\s+\d+\s+-"),
    ("03/03/2025, 18:04                    Aldane Evening Post", "{}/{last}", r"\d+/\d+"),
    ("Press review of the Calverian Chamber of Trade", "Page {} of {last}", r"Page\s+\d+\s+of\s+\d+"),
)
"""What stands over a page and below it, and the pattern of the latter."""
_FURNITURE = re.compile(
    "|".join(rf"{_spread(head)}|^[> ]*\n[>\s]*{number}\s*$" for head, _, number in _PAGES),
    re.IGNORECASE | re.MULTILINE,
)


def list_paragraphs(text: str) -> list[str]:
    """List the paragraphs of a clean text, a line each."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def part_by(gap: str) -> Form:
    """Part paragraphs by a gap."""
    return lambda text: gap.join(list_paragraphs(text))


def join_body(text: str) -> str:
    """Type the body as one line; lines of other zones, and turns of a transcript, stay lines."""
    lines: list[str] = []
    goes_on = False
    for zone in find_zones(text):
        for line in list_paragraphs(text[zone.start : zone.end]):
            is_prose = zone.kind == "body" and not _LABEL.match(line)
            if goes_on and is_prose:
                lines[-1] += f" {line}"
            else:
                lines.append(line)
            goes_on = is_prose
    return "\n".join(lines)


def wrap(width: int, *, gap: str = "\n\n", hyphens: bool = False, first: str = "", margin: str = "") -> Form:
    """Wrap paragraphs at a width; where asked, also at the hyphens of compounds.

    Args:
        width: The most characters a line has, with its margin.
        gap: What stands between paragraphs.
        hyphens: Whether lines may end after a hyphen.
        first: What indents the first line of a paragraph.
        margin: What stands before every other line.
    """

    def retype(text: str) -> str:
        wrapped = (
            textwrap.fill(
                each,
                width,
                break_long_words=False,
                break_on_hyphens=hyphens,
                initial_indent=first or margin,
                subsequent_indent=margin,
            )
            for each in list_paragraphs(text)
        )
        return gap.join(wrapped)

    return retype


def hyphenate(width: int, *, gap: str = "\n\n") -> Form:
    """Wrap paragraphs at a width, with long words cut by a hyphen where a line ends."""
    return lambda text: gap.join("\n".join(_iter_cut(each, width)) for each in list_paragraphs(text))


def _iter_cut(paragraph: str, width: int) -> Iterator[str]:
    line = ""
    for whole in paragraph.split():
        word = whole
        if line and len(line) + 1 + len(word) > width:
            head, word = _cut(word, width - len(line) - 2)
            yield f"{line} {head}-" if head else line
            line = ""
        line = f"{line} {word}" if line else word
    yield line


def _cut(word: str, room: int) -> tuple[str, str]:
    """Cut a word so that its first part fits; ("", word) where it cannot be."""
    letters = _BREAKABLE.search(word)
    if letters is None or "-" in word or "/" in word:
        return "", word
    places = [
        letters.start() + found.start()
        for found in _SYLLABLE.finditer(letters.group())
        if letters.start() + found.start() <= room
    ]
    return (word[: places[-1]], word[places[-1] :]) if places else ("", word)


def justify(width: int) -> Form:
    """Wrap paragraphs at a width and stretch all lines but the last to it with spaces."""

    def retype(text: str) -> str:
        blocks = (wrap(width)(each).split("\n") for each in list_paragraphs(text))
        return "\n\n".join(
            "\n".join([*(_stretch(line, width) for line in block[:-1]), block[-1]]) for block in blocks
        )

    return retype


def _stretch(line: str, width: int) -> str:
    words = line.split(" ")
    gaps = len(words) - 1
    if gaps == 0 or len(line) >= width:
        return line
    each, more = divmod(width - len(line), gaps)
    return "".join(
        word + " " * (1 + each + (number < more)) * (number < gaps) for number, word in enumerate(words)
    )


def quote_mail(text: str) -> str:
    """Wrap as a quoted e-mail."""
    return "\n".join(f"> {line}".rstrip() for line in wrap(66)(text).split("\n"))


def paginate(lines: int, wrapped: Form, *, feed: str = "") -> Form:
    """Wrap, and print as pages of some lines, each with a header and a page number.

    Args:
        lines: The lines of a page, its header and number aside.
        wrapped: Wraps the text.
        feed: What stands before a header but the first.
    """

    def retype(text: str) -> str:
        head, foot, _ = build_chance(text).choice(_PAGES)
        typed = wrapped(text).split("\n")
        pages = [typed[first : first + lines] for first in range(0, len(typed), lines)]
        return ("\n" + feed).join(
            "\n".join([head, "", "\n".join(page).strip("\n"), "", foot.format(number, last=len(pages))])
            for number, page in enumerate(pages, start=1)
        )

    return retype


def drop_furniture(text: str) -> str:
    """Take the headers and numbers of pages out of a stretch of text that was printed as pages."""
    return _FURNITURE.sub(" ", text)


def part_sentences(*, sentence: str, paragraph: str) -> Form:
    """Type sentences on lines of their own; one is never ended within quotation marks."""
    return lambda text: paragraph.join(sentence.join(_iter_sentences(each)) for each in list_paragraphs(text))


def _iter_sentences(paragraph: str) -> Iterator[str]:
    marks = find_marks(paragraph)
    first = 0
    for found in _SENTENCE_END.finditer(paragraph):
        if not is_quoted(marks, found.end()) and not ABBREVIATION.search(
            paragraph[first : found.start() + 1]
        ):
            yield paragraph[first : found.end()].strip()
            first = found.end()
    yield paragraph[first:]
