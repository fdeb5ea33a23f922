"""Zones: whole lines marked as headline, byline, body or boilerplate, and never a paragraph lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.documents import find_zones

LONG = (
    "PORT ALDANE (Reuters) — Dockers voted to strike on Tuesday after talks with the harbour company failed, "
    "the union said, and no ship will be unloaded before Friday."
)


def cut(text: str, title: str | None = None) -> list[tuple[str, str]]:
    """Cut a text and show every zone with its text."""
    return [(zone.kind, text[zone.start : zone.end]) for zone in find_zones(text, title=title)]


def test_article_with_everything() -> None:
    """Headline, byline, body and boilerplate follow each other and touch."""
    head = "\n  Dockers vote to strike\n\nBy Mara Quist\nUpdated 5 March 2024\n\n"
    body = f"{LONG}\n\nRead more: The port\n\nThe company did not answer.\n\n"
    text = f"{head}{body}© 2024 Aldane Courier\n\n"
    assert cut(text) == [
        ("headline", "  Dockers vote to strike\n\n"),
        ("byline", "By Mara Quist\nUpdated 5 March 2024\n\n"),
        ("body", f"{LONG}\n\n"),
        ("boilerplate", "Read more: The port\n\n"),
        ("body", "The company did not answer.\n\n"),
        ("boilerplate", "© 2024 Aldane Courier"),
    ]


@pytest.mark.parametrize(
    ("text", "title", "headline"),
    [
        pytest.param(f"Dockers vote\n\n{LONG}", None, "Dockers vote\n\n", id="before-blank"),
        pytest.param(f"Dockers vote\n{LONG}", None, "Dockers vote\n", id="before-long-paragraph"),
        pytest.param("Dockers vote\nBy Mara Quist\nThey did.", None, "Dockers vote\n", id="before-byline"),
        pytest.param("# Is it over?\nYes.", None, "# Is it over?\n", id="heading"),
        pytest.param("Dockers “vote”.\nYes.", 'dockers "VOTE"', "Dockers “vote”.\n", id="title"),
        pytest.param("By Mara Quist\n\nDockers vote\n\nYes.", None, "Dockers vote\n\n", id="after-byline"),
        pytest.param(
            "Advertisement\nDockers vote\n\nYes.", None, "Dockers vote\n\n", id="after-advertisement"
        ),
        pytest.param("Dockers vote.\n\nYes.", None, None, id="sentence"),
        pytest.param("Dockers vote\nYes.", None, None, id="short-lines"),
        pytest.param("Dockers vote", None, None, id="alone"),
        pytest.param(f"{'Dockers ' * 14}vote\n\nYes.", None, None, id="too-long"),
        pytest.param("“No,” they say:\n\nYes.", "Another story", None, id="colon"),
        pytest.param("The union and the harbour company have not\nmet since May.", None, None, id="wrapped"),
    ],
)
def test_headline(text: str, title: str | None, headline: str | None) -> None:
    """The first line is a headline when the title, a heading mark, or its shape and what follows say so."""
    found = [content for kind, content in cut(text, title) if kind == "headline"]
    assert found == ([] if headline is None else [headline])


@pytest.mark.parametrize("line", ["Staff Writer", "Aldane Courier", "Special to the Aldane Courier"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_what_the_writer_is_belongs_to_the_byline(line: str, gap: str) -> None:
    """What a writer is, or for whom, is byline below one, also where a blank line parts them."""
    kinds = cut(gap.join(["Dockers vote", "By Mara Quist", line, LONG]))
    assert [kind for kind, _ in kinds] == ["headline", "byline", "body"]
    assert line in kinds[1][1]


def test_a_label_of_speech_is_no_byline() -> None:
    """A name below a byline that comes again is a label."""
    kinds = cut(f"Dockers vote\n\nBy Mara Quist\n\nANNA LIND\n\n{LONG}\n\nANNA LIND\n\n{LONG}")
    assert "ANNA LIND" not in kinds[1][1]


def test_dateline_in_the_first_paragraph_is_body() -> None:
    """A place and agency that open a paragraph do not make it a byline."""
    assert cut(f"Dockers vote\n\n{LONG}")[1] == ("body", LONG)


def test_appeal_takes_what_follows() -> None:
    """A message to the readers at the end goes to boilerplate whole, also the lines that no rule fits."""
    appeal = (
        "A Message from The Aldane Courier:\nDear readers,\n"
        "The harbour company has sued us four times in as many years for what we print.\n"
        "Your support keeps our newsroom going. Give what you can.\nThe first ship sailed in 1841."
    )
    assert cut(f"{LONG}\n{appeal}") == [("body", f"{LONG}\n"), ("boilerplate", appeal)]


def test_article_goes_on_after_an_appeal() -> None:
    """Article text after an appeal in the middle is body again."""
    appeal = "Support us\nYour support keeps our newsroom going.\n"
    rest = (
        "The company said on Wednesday that the gates would stay shut until the court had ruled.\nIt rained."
    )
    assert cut(f"{LONG}\n{appeal}{rest}") == [("body", f"{LONG}\n"), ("boilerplate", appeal), ("body", rest)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"Dear readers,\n\n{LONG}\n\nSupport our newsroom, I wrote.", id="letter-as-article"),
        pytest.param(
            f"{LONG}\n\nA message from the sea\n\nThe bottle was green.\n\nIt held a map.", id="subheading"
        ),
        pytest.param(
            f"{LONG}\nBefore you go\nTake a coat to the harbour in March, for it is cold.", id="advice"
        ),
    ],
)
def test_headings_without_an_appeal_are_body(text: str) -> None:
    """A line that could head an appeal takes nothing with it where none follows or no article goes before."""
    assert [kind for kind, _ in cut(text)] == ["body"]


def test_wrapped_paragraphs_stay_whole() -> None:
    """In a text with lines of fixed width, a line that looks like a rule's inside a sentence stays body."""
    text = (
        "The poster at the gate of the old harbour asked\nAll readers to go on and\nread more\nabout the sea."
    )
    assert cut(f"{LONG}\n\n{text}")[-1] == ("body", f"{LONG}\n\n{text}")


def test_wrapped_boilerplate_is_whole() -> None:
    """A wrapped sentence of boilerplate goes with its second line."""
    notice = "This article was first published by the Aldane Courier, the paper\nof the northern coast."
    assert cut(f"{LONG}\n\n{notice}")[-1] == ("boilerplate", notice)


def test_blank_text_has_no_zones() -> None:
    """Nothing but white space has no zones."""
    assert cut("") == cut(" \n\t\n") == []


LINES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["Dockers vote", "By Mara Quist", "PORT ALDANE", "Read more: The port", "Advertisement"]),
    st.sampled_from(["Dear readers,", "Support us", "Your support keeps our newsroom going.", "and so on"]),
    st.sampled_from(["", " ", "# Heading", LONG]),
)


@given(st.lists(LINES, max_size=15).map("\n".join), st.one_of(st.none(), LINES))
def test_zones_cover_the_text_in_whole_lines(text: str, title: str | None) -> None:
    """Zones are in order, touch, differ from their neighbours, and span from the first line to the last.

    A page break and other rare breaks end a line, too.
    """
    zones = find_zones(text, title=title)
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:index]) for index in range(len(lines))]
    filled = [(start, start + len(line)) for start, line in zip(starts, lines, strict=True) if line.strip()]
    assert bool(zones) == bool(filled)
    if zones:
        assert (zones[0].start, zones[-1].end) == (filled[0][0], filled[-1][1])
    starts += [number for number, letter in enumerate(text) if letter in "\v\f\x1c\x1d\x1e\x85\u2028\u2029"]
    assert all(zone.start in starts and zone.start < zone.end for zone in zones)
    for zone, after in pairwise(zones):
        assert zone.end == after.start
        assert zone.kind != after.kind


@pytest.mark.parametrize(
    "piece", ["1-", "A ", "a. ", "By A", "(reporting by ", "©", "if you like our ", "“", "make a a ", "5:"]
)
def test_long_lines_are_cut_quickly(piece: str) -> None:
    """Lines made to mislead the patterns are judged without trying every way to divide them."""
    for line in (piece * 1000, "By " + piece * 300, piece * (590 // len(piece)) + "\x00"):
        assert find_zones(f"{line}\n\n{line}")[-1].end == 2 * len(line.rstrip("\n")) + 2
