"""Finds the tags of HTML and the signs of Markdown in a plain text, which say how it looked and not what it says."""

import re
from collections.abc import Iterator, Sequence

from exporter.documents.folding.fold import Edit
from exporter.records import Span

_BLOCK_TAGS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_INLINE_TAGS = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "embed",
        "font",
        "i",
        "iframe",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "link",
        "mark",
        "meta",
        "noscript",
        "object",
        "picture",
        "q",
        "s",
        "samp",
        "small",
        "source",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "video",
        "wbr",
    ]
)
_TAG = re.compile(
    r"<!--.*?-->|<(?P<hidden>script|style)\b[^<>]*>.*?</(?P=hidden)\s*>|<!doctype[^<>]*>"
    r"|</?(?P<name>[a-z][a-z0-9]*)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE | re.DOTALL,
)
_EMPHASISING = re.compile(
    r"<(?P<name>b|strong|i|em|h[1-6])(?:\s[^<>]{0,200})?>(?P<words>(?:[^<]|<(?!/?(?P=name)\b)){1,2000}?)</(?P=name)\s*>",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?P<image>!?)\[(?P<words>[^\[\]\n]{0,500}(?:\n[^\[\]\n]{1,200})?)\]"
    r"\(\s*<?[^()\s<>]{1,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?>?(?:\s+[\"'][^\"'\n]{0,200}[\"'])?\s*\)"
)
_HEADING = re.compile(r"^[ ]{0,3}#{1,6}[ ]+(?=\S)|(?<=\S)[ ]+#{1,6}[ ]*$", re.MULTILINE)
_LINE_START = re.compile(
    r"^[ ]{0,3}(?P<block>(?:>[ ]?)+)?(?P<bullet>[ ]{0,6}[*+•▪▸‣◦●■][ ]+(?=\S))?", re.MULTILINE
)
_DASHED = re.compile(r"^(?P<dash>[ ]{0,6}[-–—][ ]+)(?=\S)(?P<words>.*)", re.MULTILINE)
_QUOTING = re.compile(r"[“”„«»\"]|(?<!\w)[‘']\w")
_LEAST_QUOTING = 0.1
_EMPHASIS = re.compile(
    r"(?<![\w*_\\])(?P<sign>\*{1,3}|_{1,3})(?=[^\s*_])(?P<words>[^*_\n]{1,2000}?(?:\n[^*_\n]{1,200}?){0,7})(?<=[^\s*_])"
    r"(?P=sign)(?![\w*_])"
)
_ESCAPE = re.compile(r"\\(?=[\"'*_\[\]()#>~`.!+-])")


def find_tags(text: str) -> Iterator[Edit]:
    """Find the tags of HTML; where one starts a block a line starts. Other words in angle brackets stay."""
    for found in _TAG.finditer(text) if "<" in text else ():
        name = (found["name"] or "").lower()
        if found["name"] and name not in _BLOCK_TAGS and name not in _INLINE_TAGS:
            continue
        yield Edit(found.start(), found.end(), "\n" if name in _BLOCK_TAGS else "")


def find_tagged(text: str) -> list[Span]:
    """Find the stretches in tags of HTML that put them in bold, in italics or in a heading."""
    found = _EMPHASISING.finditer(text) if "</" in text else ()
    return [Span(start=each.start("words"), end=each.end("words")) for each in found]


def find_links(text: str) -> Iterator[Edit]:
    """Find what stands around the words of links, "[" and "](https://example.org)", breaks within, and whole images."""
    for found in _LINK.finditer(text) if "](" in text else ():
        if found["image"]:
            yield Edit(found.start(), found.end(), "")
        else:
            first, last = found.span("words")
            yield Edit(found.start(), first, "")
            if (newline := text.find("\n", first, last)) >= 0:
                yield Edit(newline, newline + 1, " ")
            yield Edit(last, found.end(), "")


def find_line_signs(text: str) -> Iterator[Edit]:
    """Find the signs before lines: ">" of what is quoted, bullets of lists, "#" of headings."""
    edits = [
        Edit(*found.span(name), "")
        for found in _LINE_START.finditer(text)
        for name in ("block", "bullet")
        if found[name]
    ]
    edits += [Edit(*found.span(), "") for found in _HEADING.finditer(text)] if "#" in text else []
    yield from sorted([*edits, *_iter_dashes(text)])


def _iter_dashes(text: str) -> Iterator[Edit]:
    """Find the dashes before lines that are bullets: where speech stands in quotation marks, dashes are no speech."""
    dashed = list(_DASHED.finditer(text))
    quoting = sum(_QUOTING.search(each["words"]) is not None for each in dashed)
    if quoting and quoting >= _LEAST_QUOTING * len(dashed):
        yield from (Edit(*each.span("dash"), "") for each in dashed)


def find_headings(text: str) -> list[int]:
    """Find the offsets of the lines that a "#" marks as headings."""
    return [found.start() for found in _HEADING.finditer(text) if found[0].lstrip().startswith("#")]


def find_emphasis(text: str) -> tuple[Sequence[Edit], Sequence[Span]]:
    """Find the signs around emphasised words, "**so**" and "_so_", and backslashes before signs.

    Returns:
        The signs, and the words between them.
    """
    if not any(sign in text for sign in "*_\\"):
        return [], []
    edits, words = [], []
    for found in _EMPHASIS.finditer(text):
        start, end = found.span("words")
        edits += [Edit(found.start(), start, ""), Edit(end, found.end(), "")]
        words.append(Span(start=start, end=end))
    taken = {edit.start for edit in edits}
    edits += [Edit(*found.span(), "") for found in _ESCAPE.finditer(text) if found.start() not in taken]
    return sorted(edits), words
