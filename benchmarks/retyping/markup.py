"""Marks of other languages in the text: HTML entities and tags, Markdown."""

import re
from collections.abc import Callable
from html.entities import codepoint2name

from benchmarks.retyping.breaks import list_paragraphs
from benchmarks.retyping.characters import space_some_by
from benchmarks.retyping.choosing import NAME, Form, build_chance, each_line, insert
from benchmarks.retyping.marks import CURLY, STRAIGHT, surround, type_marks

_LINK = "https://example.org/people/{}"


def _escape(name: Callable[[str], str], wanted: str) -> Form:
    return lambda text: re.sub(wanted, lambda found: name(found.group()), text)


def _name(character: str) -> str:
    name = codepoint2name.get(ord(character))
    return f"&{name};" if name else f"&#{ord(character)};"


_STRAIGHT_NAMES = {'"': "&quot;", "'": "&#39;", "&": "&amp;"}


def name_entities(text: str) -> str:
    """Type curly marks, dashes, accented letters, ampersands and some spaces as named entities."""
    spaced = space_some_by("\u00a0", share=0.1)(type_marks(CURLY)(text))
    return _escape(_name, r"[&\u00a0-\uffff]")(spaced)


def number_entities(text: str) -> str:
    """Type curly marks, dashes and accented letters as numbered entities, some of them in hexadecimal."""
    chance = build_chance(text)
    return _escape(
        lambda each: chance.choice((f"&#{ord(each)};", f"&#x{ord(each):x};")), r"[&\u00a0-\uffff]"
    )(type_marks(CURLY)(text))


def quote_entities(text: str) -> str:
    """Type straight marks and ampersands as entities, as what escapes attributes does."""
    return _escape(_STRAIGHT_NAMES.__getitem__, "[\"'&]")(type_marks(STRAIGHT)(text))


def tag_paragraphs(text: str) -> str:
    """Type paragraphs in tags."""
    return "\n".join(f"<p>{each}</p>" for each in list_paragraphs(text))


def break_by_tags(text: str) -> str:
    """Part paragraphs by tags, all on one line."""
    return "<br><br>".join(list_paragraphs(text))


def surround_names(*around: tuple[str, str], share: float = 0.5) -> Form:
    """Set a share of the names in one of these pairs; {} in a closing one becomes a word of a link."""

    def retype(paragraph: str) -> str:
        chance = build_chance(paragraph)
        additions = []
        for found in NAME.finditer(paragraph):
            if chance.random() < share:
                slug = re.sub(r"\W+", "-", found.group().casefold())
                opening, closing = (each.format(_LINK.format(slug)) for each in chance.choice(around))
                additions += [(found.start(), opening), (found.end(), closing)]
        return insert(paragraph, additions)

    return each_line(retype)


def surround_quoted(*around: tuple[str, str]) -> Form:
    """Set every other thing that is said in one of these pairs."""
    return surround(
        lambda number: around[number // 2 % len(around)][0],
        lambda number: around[number // 2 % len(around)][1],
    )


def tag_inline(text: str) -> str:
    """Type names and what is said in tags of bold and italic type, and links."""
    said = surround_quoted(("<i>", "</i>"), ("<em>", "</em>"))(text)
    return surround_names(("<b>", "</b>"), ("<strong>", "</strong>"), ('<a href="{}">', "</a>"))(said)


def bullet(mark: str) -> Form:
    """Type a bullet before each paragraph that ends as a sentence does."""
    return each_line(lambda line: f"{mark} {line}" if re.search(r"[.!?…][”\"’']*$", line) else line)
