"""Subtitles: numbers and times are not read, and sentences go on over them."""

import pytest

from exporter.documents.folding import fold_text
from exporter.records import Span

SRT = """\
1
00:00:01,000 --> 00:00:04,000
QUIST: So tell me, when did
you see the water?

2
00:00:04,500 --> 00:00:07,000
LI: I saw it in the

3
00:00:07,200 --> 00:00:09,000
morning.
"""
VTT = """\
WEBVTT
Kind: captions

00:01.000 --> 00:04.000 align:start
<v Jane Quist>So tell me,
when was it?</v>

00:04.500 --> 00:07.000
<v Li>I saw it.
"""


def list_lines(text):
    """List the lines of a folded text that are not blank."""
    return [line for line in fold_text(text).fold.text.split("\n") if line]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param(
            SRT, ["QUIST: So tell me, when did you see the water?", "LI: I saw it in the morning."], id="srt"
        ),
        pytest.param(VTT, ["Jane Quist: So tell me, when was it?", "Li: I saw it."], id="vtt"),
    ],
)
def test_words_are_joined(text, lines):
    """A speaker's words are a line, without what stands between them."""
    assert list_lines(text) == lines


def test_times_are_no_part_of_what_is_said():
    """What a line was made of is cut where a time stands in it."""
    fold = fold_text(SRT).fold
    start = fold.text.index("I saw")
    pieces = fold.unfold_pieces([Span(start=start, end=start + len("I saw it in the morning."))])
    assert [SRT[piece.start : piece.end] for piece in pieces] == ["I saw it in the", "morning."]


def test_arrows_elsewhere_stay():
    """A text with one arrow has no subtitles."""
    assert list_lines("It rose.\n00:01.000 --> 00:02.000\nIt fell.\n")[1] == "00:01.000 --> 00:02.000"
