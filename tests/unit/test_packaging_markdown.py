"""What people say of a package stays what they said, wherever a release repeats it: read by two readers of Markdown."""

import re
from datetime import UTC, datetime
from html import unescape
from urllib.parse import unquote

import marko.ext.gfm
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from exporter.packaging import Metadata, Provenance, build_card, build_citation
from exporter.packaging.markdown import (
    build_address,
    build_code,
    build_link,
    escape_line,
    escape_paragraphs,
)
from exporter.releases.changelog import build_changelog
from exporter.releases.changes import Change, build_difference
from exporter.tables import build_tables

HOSTILE = {
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "comment": "<!-- hidden",
    "processing": "<?php x ?> <![CDATA[x]]>",
    "link": "[click](javascript:alert(1))",
    "image": "![pixel](https://evil.example/p.png)",
    "reference": "[a][b] [b]: https://evil.example",
    "footnote": "[^1]: a note[^1]",
    "address in brackets": "<https://evil.example> <a@evil.example>",
    "bare address": "see https://evil.example/x or www.evil.example, HTTP://EVIL.EXAMPLE, ftp://evil.example",
    "emphasis": "*stars* **bold** _under_ __lines__ ***all*** snake_case_ok _a_b_",
    "strike": "~~gone~~ ~one~",
    "code": "`code` ``two`` ` lone",
    "fence": "``` sh",
    "tildes": "~~~ sh",
    "heading": "# Heading ## again #",
    "bullet": "- a list",
    "plus": "+ a list",
    "star": "* a list",
    "numbers": "1. a list",
    "bracket numbers": "12) a list",
    "quotation": "> quoted",
    "rule": "---",
    "equals": "===",
    "table": "| a | b |",
    "task": "[ ] to do",
    "entity": "&lt;b&gt; &amp; &#60; AT&T &copy;",
    "backslash": "\\ \\\\ \\* ends in a backslash \\",
    "math": "$x$ $$y$$ costs $5",
    "quotes": "\"double\" 'single' “curly”",
    "other scripts": "Ünïcode, 新聞, أخبار, e\u0301 🦀",
}
each_hostile = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
BREAKS = {
    "line feed": "\n",
    "blank line": "\n\n",
    "heading below": "\n===\n",
    "rule below": "\n---\n",
    "carriage return": "\r",
    "line separator": "\u2028",
    "form feed": "\x0c",
    "next line": "\x85",
    "indented": "\n\n    ",
    "tab": "\n\n\t",
}


def render(text):
    """Render Markdown as a page would show it, and as GitHub does."""
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text), marko.ext.gfm.gfm(text)


def read(html):
    """Read the words of a page."""
    return unescape(re.sub("<[^>]*>", "", html)).strip()


def list_tags(html):
    """List the tags of a page with what they have in them, mail addresses, which GitHub always links, left out."""
    html = re.sub(r'<a href="mailto:[^"]*">(.*?)</a>', r"\1", html)
    return re.findall("<[^>]+>", html)


@each_hostile
@pytest.mark.parametrize("before", ["", "# ", "- ", "> "], ids=["paragraph", "heading", "item", "quotation"])
def test_a_line_is_read_as_it_was_written(text, before):
    """Wherever it stands, a line is the words that were given, and makes no tag of its own."""
    plain = [list_tags(html) for html in render(f"{before}words")]
    for html, tags in zip(render(before + escape_line(text)), plain, strict=True):
        assert read(html) == text
        assert list_tags(html) == tags


@pytest.mark.parametrize("brk", BREAKS.values(), ids=BREAKS)
def test_a_line_is_one_line(brk):
    """Whatever breaks lines somewhere is a space here."""
    assert escape_line(f"one{brk}# two").replace("\\", "").split() in (
        ["one", "#", "two"],
        ["one", "===", "#", "two"],
        ["one", "---", "#", "two"],
    )
    assert "\n" not in escape_line(f"one{brk}two")


def test_what_turns_text_around_is_left_out():
    """Characters that change the direction of text, and those that no page shows, are not repeated."""
    assert escape_line("a\u202eb\u2066c\u200fd\x00e\x1b[2J") == "abcd e \\[2J"
    assert escape_line("نمی\u200cخواهم 👩\u200d🚀") == "نمی\u200cخواهم 👩\u200d🚀"


@given(st.text(alphabet=st.sampled_from("ab 1.)-+=*_`~#<>[]()!&;:/\\|$\n\r\t@w'\"{}^"), max_size=40))
def test_any_line_is_read_as_it_was_written(text):
    """No run of marks, breaks and letters gets out of a line."""
    words = " ".join(text.split())
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(f"- {escape_line(text)}")
    assert " ".join(read(html).split()) == words
    assert set(re.findall("</?([a-z0-9]+)", html)) <= {"ul", "li"}


@given(st.text(alphabet=st.sampled_from("ab 1.-=*_`#<>[]()!&\\|\n\r\t"), max_size=60))
def test_any_paragraphs_are_read_as_they_were_written(text):
    """No text of several lines makes anything but paragraphs."""
    html = MarkdownIt("commonmark").enable("table").render(f"# T\n\n{escape_paragraphs(text)}\n\n## U")
    assert set(re.findall("</?([a-z0-9]+)", html)) <= {"h1", "h2", "p"}
    assert "".join(read(html).split()) == "T" + "".join(text.split()) + "U"


@given(st.text(alphabet="ab` \n<*", max_size=20))
def test_any_code_is_code(text):
    """Whatever stands in a code span, it does not end it."""
    html = MarkdownIt("commonmark").render(f"x {build_code(text)} y")
    assert set(re.findall("</?([a-z0-9]+)", html)) <= {"p", "code"}
    assert " ".join(read(html).split()) == " ".join(f"x {text} y".split())


ADDRESSES = {
    "plain": ("https://example.org/a?b=c&d=e#f", "https://example.org/a?b=c&d=e#f"),
    "brackets": ("https://example.org/a_(b)", "https://example.org/a_%28b%29"),
    "tag": ("https://a><img/src=x>", "https://a%3E%3Cimg/src=x%3E"),
    "quotes": ("https://a\"onclick='x", "https://a%22onclick=%27x"),
    "backslash": ("https://a\\](b", "https://a%5C%5D%28b"),
    "turned around": ("https://a/\u202egpj", "https://a/%E2%80%AEgpj"),
}


@pytest.mark.parametrize(("address", "target"), ADDRESSES.values(), ids=ADDRESSES)
def test_addresses_lead_where_they_say(address, target):
    """A web address stays one, whatever stands in it, and adds nothing to the page."""
    for markdown in (build_link("[x](y)", address), build_address(address)):
        for html in render(markdown):
            (tag,) = [tag for tag in list_tags(html) if tag not in ("<p>", "</p>", "</a>")]
            found = unescape(re.fullmatch('<a href="([^"]*)">', tag)[1])
            assert unquote(found) == unquote(target)


def test_an_address_that_holds_an_entity_keeps_it():
    """What stands for a character in HTML is plain text in an address."""
    html = MarkdownIt("commonmark").render(build_link("x", "https://a/?x&lt;y"))
    assert 'href="https://a/?x&amp;lt;y"' in html


@pytest.mark.parametrize(
    "path",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "mailto:a@b.c",
        "vbscript:x",
        "//evil",
    ],
)
def test_what_is_no_web_address_runs_nothing(path):
    """A path that starts like something a browser runs is the name of a file."""
    for html in render(build_link("x", path)):
        assert re.search('href="(?![a-z]+:)', html)
    for html in render(build_address(path)):
        assert "href" not in re.sub('<a href="mailto:[^"]*">', "", html)


def build_texts(text):
    """Build a card, a changelog and a citation of a package of which everything is said in one text."""
    metadata = Metadata(
        name="x",
        id=text,
        title=text,
        description=f"{text}\n\n{text}",
        homepage="https://example.org/><script>",
        licenses=({"name": "X", "title": text, "path": "javascript:alert(1)"}, {"name": "Y", "title": text}),
        contributors=({"title": text, "organization": text, "email": "a@b.example", "roles": [text]},),
        sources=({"title": text},),
        keywords=(text,),
    )
    return metadata, Provenance(pipeline=text, pipeline_version=text, configuration={"model": text})


@each_hostile
def test_a_card_has_only_our_own_marks(text, build_records):
    """Whatever the metadata say, the card is laid out as that of plain words, and says it."""
    tables = build_tables(build_records(("a",)))
    pages = []
    for words in ("words", text):
        metadata, provenance = build_texts(words)
        card = build_card(
            tables,
            metadata=metadata,
            version="1.0.0",
            created=datetime(2026, 1, 1, tzinfo=UTC),
            provenance=provenance,
        )
        pages.append(render(card))
    for plain, html in zip(*pages, strict=True):
        assert list_tags(html) == list_tags(plain)
        assert read(html).count(text) >= read(plain).count("words: ") + 6


@each_hostile
def test_a_changelog_has_only_our_own_marks(text):
    """Ids of people's own making stand in the changelog as they are."""
    pages = []
    for words in ("words", text):
        changes = build_difference([Change(level="minor", message=f"documents: 1 row added ({words})")])
        pages.append(render(build_changelog("x", "1.0.0", "2026-01-01", changes, "")))
    for plain, html in zip(*pages, strict=True):
        assert list_tags(html) == list_tags(plain)
        assert f"({text})" in read(html)


@pytest.mark.parametrize(
    "text", [*HOSTILE.values(), *(f"a{brk}b: c" for brk in BREAKS.values()), "null", "2024-01-01", "a\x07b"]
)
def test_a_citation_says_what_was_said(text):
    """YAML gives back every word as text."""
    cff = yaml.safe_load(build_citation(build_texts(text)[0], version="1.0.0", created=None))
    assert (cff["title"], cff["keywords"], cff["authors"][0]["name"]) == (text, [text], text)
    assert cff["abstract"] == f"{text}\n\n{text}"
