"""Which of the proposed attributions stand beside each other, and the spans that they become."""

import itertools
import random

import numpy as np
import pytest
from encoding import build_words, read, texts
from hypothesis import given
from hypothesis import strategies as st

from exporter.extraction.attributions.model.frames import (
    Frame,
    build_spans,
    choose_frames,
    find_anchors,
    split_runs,
)


def frame(content, cue=(), source=(), *, anchor=None, score=1.0, goes_on=False):
    """Build a frame; its anchor is the first word of its cue."""
    return Frame(
        anchor=cue[0] if anchor is None else anchor,
        content=tuple(content),
        cue=tuple(cue),
        source=tuple(source),
        cue_score=score,
        label_score=-1.0,
        goes_on=goes_on,
    )


def choose(frames, text, threshold=0.0):
    """Choose frames of a text cut at spaces; list their contents as text, a | between the pieces."""
    words = build_words(text)
    return [
        "|".join(text[span.start : span.end] for span in build_spans(text, words, each.content))
        for each in choose_frames(frames, words, threshold)
    ]


TEN = "a b c d e f g h i j"


@pytest.mark.parametrize(
    ("cues", "anchors"),
    [
        pytest.param([], [], id="no words"),
        pytest.param([0.1, 0.2], [], id="none"),
        pytest.param([0.9], [0], id="one word"),
        pytest.param([0.5, 0.9, 0.6, 0.1, 0.7], [1, 4], id="the likeliest of each run"),
        pytest.param([0.7, 0.7], [0], id="the first of equal ones"),
        pytest.param([0.3, 0.2, 0.3], [0, 2], id="the threshold itself counts"),
    ],
)
def test_finds_one_anchor_in_every_run(cues, anchors):
    """The likeliest word of a run of likely words is its anchor."""
    assert find_anchors(cues, 0.3) == anchors


@given(st.lists(st.floats(0, 1), max_size=30), st.floats(0, 1))
def test_anchors_are_likely_words_apart(cues, threshold):
    """Between two anchors there is an unlikely word, and every likely word is in the run of an anchor."""
    anchors = find_anchors(cues, threshold)
    assert all(cues[anchor] >= threshold for anchor in anchors)
    runs = sum(value >= threshold and (n == 0 or cues[n - 1] < threshold) for n, value in enumerate(cues))
    assert len(anchors) == runs
    for before, after in itertools.pairwise(anchors):
        assert min(cues[before:after]) < threshold


def test_keeps_frames_in_the_order_of_their_anchors():
    """Frames beside each other all stay, those below the threshold do not."""
    frames = [frame([7, 8], [6], score=3), frame([1, 2], [0]), frame([4], [3], score=-0.1)]
    assert choose(frames, TEN) == ["b c", "h i"]
    assert choose(frames, TEN, -0.1) == ["b c", "e", "h i"]


def test_a_cue_is_used_once():
    """Of two frames with the same cue the surer one stays."""
    frames = [frame([4, 5], [2, 3], score=1), frame([0, 1], [2, 3], anchor=3, score=2)]
    assert choose(frames, TEN) == ["a b"]


def test_what_is_said_inside_a_content_is_left_out():
    """No frame is found inside the content of a surer one."""
    frames = [frame([1, 2, 3, 4, 5], [0], score=2), frame([4, 5], [3], score=1)]
    assert choose(frames, TEN) == ["b c d e f"]


def test_a_frame_that_is_less_sure_loses_the_words_that_both_have():
    """Words in two contents go to the surer frame; the other keeps the rest."""
    frames = [frame([1, 2, 3], [0], score=2), frame([3, 4, 5, 6], [7], score=1)]
    assert choose(frames, TEN) == ["b c d", "e f g"]


def test_a_frame_that_loses_half_of_its_content_is_left_out():
    """A frame stays only if more than half of its content is its own."""
    frames = [frame([1, 2, 3], [0], score=2), frame([2, 3, 4, 5], [6], score=1)]
    assert choose(frames, TEN) == ["b c d"]


def test_a_frame_with_a_quotation_of_its_own_is_kept():
    """A frame that loses most of its content keeps a quotation of which no other has a word."""
    text = "“a b c” said one “d e” said two"
    sure = frame(range(3), [3], [4], score=2.0)
    assert choose([sure, frame([0, 1, 2, 5, 6], [7], [8])], text) == ["“a b c”", "“d e”"]


def test_a_content_loses_the_cue_of_a_surer_frame():
    """The words by which a surer frame was found are in no other content."""
    frames = [frame([8, 9], [6, 7], score=2), frame([3, 4, 5, 6], [2], score=1)]
    assert choose(frames, TEN) == ["d e f", "i j"]


def test_a_quotation_is_given_whole():
    """A frame with some words of a quotation gets all of them, the marks included."""
    assert choose([frame([1, 2], [5])], "“a b c d” says x") == ["“a b c d”"]


def test_both_halves_of_a_split_quotation_can_be_one_content():
    """A content may have words of two quotations, and gets both whole."""
    assert choose([frame([0, 5], [2])], "“a b,” she says, “c d e.” F") == ["“a b,”|“c d e.”"]


def test_a_source_is_not_inside_the_quotation_that_it_is_given():
    """Words of a quotation that a frame has some of are its content, not its source or cue."""
    text = "“a b,” says X, “c d e.” F"
    frames = [frame([0, 1, 5], [2, 4], [3, 6], anchor=2)]
    assert choose(frames, text) == ["“a b,”|“c d e.”"]
    (chosen,) = choose_frames(frames, build_words(text), 0)
    assert (chosen.cue, chosen.source) == ((2,), (3,))


def test_what_is_attributed_inside_of_a_quotation_keeps_cue_and_source():
    """A frame found in a quotation keeps what it has there."""
    (chosen,) = choose_frames([frame([3, 4], [2], [1])], build_words("“ X says a b ”"), 0)
    assert (chosen.cue, chosen.source) == ((2,), (1,))


def test_a_quotation_that_goes_on_is_given_over_paragraphs():
    """A quote that goes on in the next paragraphs belongs to one frame whole."""
    text = "He says: “a b\n“c d\n“e f” g"
    assert choose([frame([2, 3], [1], [0])], text) == ["“a b|“c d|“e f”"]


def test_a_quotation_does_not_grow_over_what_others_have():
    """Content, cue and source of other frames stay theirs when a quotation is given whole."""
    frames = [frame([0, 1], [2], score=2), frame([5, 6], [4], [3], score=1)]
    assert choose(frames, "“a b says x told c d e”") == ["“a b|e”", "c d"]


def test_a_content_keeps_to_the_paragraph_of_its_cue():
    """Words of another paragraph are dropped from contents and sources, quoted ones are not."""
    text = "a b says c\nd “e f” g"
    frames = [frame([0, 3, 4, 5, 7], [2], [1])]
    assert choose(frames, text) == ["a|c|“e f”"]
    (chosen,) = choose_frames([frame([0], [2], [1, 4])], build_words(text), 0)
    assert chosen.source == (1,)


def test_a_frame_whose_content_is_all_elsewhere_is_left_out():
    """A cue whose content stands in another paragraph without marks is none."""
    assert choose([frame([2, 3], [1])], "a says\nb c") == []


def test_a_content_that_goes_on_gets_the_rest_of_its_paragraph():
    """Where reading ended inside a content, it goes on to the end of the paragraph, or to what others have."""
    text = "x says a b c d\ne f"
    assert choose([frame([2, 3], [1], [0], goes_on=True)], text) == ["a b c d"]
    assert choose([frame([2, 3], [1], [0])], text) == ["a b"]
    assert choose([frame([2, 3, 4, 5], [1], [0], goes_on=True)], text) == ["a b c d"]
    frames = [frame([2], [1], [0], goes_on=True), frame([5], [4], score=2)]
    assert choose(frames, text) == ["a b", "d"]
    assert choose([frame([6, 7], [1], anchor=6, goes_on=True)], text) == ["e f"]


def test_a_content_that_goes_on_into_a_quotation_gets_it_whole():
    """A quotation that a content reaches only as it goes on is given over paragraphs, too."""
    text = "x says a b “c\n“d” e"
    assert choose([frame([2, 3], [1], [0], goes_on=True)], text) == ["a b “c|“d”"]


def test_a_content_does_not_go_on_when_its_end_is_dropped():
    """What reached the end of reading only in another paragraph does not go on in its own."""
    assert choose([frame([2, 6], [1], [0], goes_on=True)], "x says a b c d\ne f") == ["a"]


def test_a_content_does_not_go_on_behind_its_marks():
    """A quotation in which reading ended is given whole, and no more."""
    assert choose([frame([2, 3], [1], [0], goes_on=True)], "X says: “a b c.” He left.") == ["“a b c.”"]


@st.composite
def proposals(draw):
    """Draw a text and frames in it, each with another anchor."""
    rng = random.Random(draw(st.integers(0, 2**32)))
    text = "".join(
        rng.choice(["a", "b", "“c", "d”", "“e”", "f,"]) + rng.choice([" ", " ", " ", "\n"])
        for _ in range(rng.randint(1, 25))
    ).strip()
    count = len(build_words(text))
    frames = []
    for anchor in rng.sample(range(count), rng.randint(0, min(count, 6))):
        labels = [rng.choice([0, 1, 1, 2, 3]) for _ in range(count)]
        start = rng.randint(0, count - 1)
        end = rng.randint(start + 1, count)
        parts = [tuple(n for n in range(start, end) if labels[n] == label) for label in (1, 3, 2)]
        if parts[0]:
            frames.append(frame(*parts, anchor=anchor, score=rng.randint(-2, 4), goes_on=rng.random() < 0.3))
    return text, frames, rng


@given(proposals())
def test_chosen_frames_stand_beside_each_other(drawn):
    """No word is in two contents, contents ascend and are not empty, and no anchor is in another's content."""
    text, frames, _ = drawn
    chosen = choose_frames(frames, build_words(text), 0)
    contents = [set(each.content) for each in chosen]
    assert all(list(each.content) == sorted(set(each.content)) != [] for each in chosen)
    assert sum(map(len, contents)) == len(set().union(*contents))
    assert [each.anchor for each in chosen] == sorted(each.anchor for each in chosen)
    assert all(each.cue_score >= 0 for each in chosen)
    assert all(word < len(build_words(text)) for content in contents for word in content)


@given(proposals())
def test_the_choice_does_not_depend_on_the_order_of_frames(drawn):
    """Frames are chosen by what they are, not by where they stand in the list."""
    text, frames, rng = drawn
    words = build_words(text)
    expected = choose_frames(frames, words, 0)
    rng.shuffle(frames)
    assert choose_frames(frames, words, 0) == expected
    assert choose_frames(reversed(frames), words, 0) == expected


@given(proposals())
def test_a_lone_frame_never_ends_inside_marks(drawn):
    """The content of a frame without rivals has all or nothing of every quotation, but for its own cue and source."""
    text, frames, _ = drawn
    words = build_words(text)
    for each in frames:
        for chosen in choose_frames([each], words, -9):
            own = {*chosen.content, *each.cue, *chosen.source}
            for number in {int(words.quotes[word]) for word in chosen.content} - {-1}:
                assert set(np.flatnonzero(words.quotes == number).tolist()) <= own


@pytest.mark.parametrize(
    ("text", "numbers", "spans"),
    [
        pytest.param("It rains .", [0, 1, 2], ["It rains"], id="full stop"),
        pytest.param("— it rains ,", [0, 1, 2, 3], ["it rains"], id="dash and comma"),
        pytest.param(", ; : - -- – … # it", list(range(9)), ["it"], id="all that is trimmed"),
        pytest.param("“ It rains . ” she", [0, 1, 2, 3, 4], ["“ It rains . ”"], id="full stop inside marks"),
        pytest.param("“It rains .", [0, 1, 2], ["“It rains ."], id="full stop inside an unclosed quotation"),
        pytest.param(
            "“A .\n“B .”", [0, 1, 2, 3], ["“A .", "“B .”"], id="full stop where a quotation goes on"
        ),
        pytest.param(
            "“It rains , it snows", [0, 1, 2], ["“It rains"], id="comma where an unclosed one does not end"
        ),
        pytest.param("a , b", [0, 1, 2], ["a , b"], id="comma inside"),
        pytest.param("a b c d", [0, 1, 3], ["a b", "d"], id="two runs"),
        pytest.param("a b\nc d", [0, 1, 2, 3], ["a b", "c d"], id="two paragraphs"),
        pytest.param("a . b", [1], [], id="only a full stop"),
        pytest.param("a “ ” b", [1, 2], [], id="only marks"),
        pytest.param("a ” . b", [0, 1, 3], ["a ”", "b"], id="what is between is not covered"),
        pytest.param("is it ?", [0, 1, 2], ["is it ?"], id="question mark stays"),
        pytest.param("5 % of it", [0, 1], ["5 %"], id="a digit is enough"),
        pytest.param("a b", [], [], id="nothing"),
    ],
)
def test_builds_spans(text, numbers, spans):
    """Each run of words of a paragraph is a span, without commas, stops and dashes around it."""
    found = build_spans(text, build_words(text), numbers)
    assert [text[span.start : span.end] for span in found] == spans


@pytest.mark.parametrize(
    ("text", "span"),
    [("He left the U.S.", "He left the U.S."), ("It is 5 p.m.", "It is 5 p.m."), ("He left.", "He left")],
)
def test_the_stop_of_an_abbreviation_stays(text, span):
    """A full stop at the end is cut off, but not where it follows a single letter after another stop."""
    words = read(text)
    (found,) = build_spans(text, words, range(len(words)))
    assert text[found.start : found.end] == span


@given(texts(), st.integers(0, 2**32))
def test_spans_lie_apart_and_hold_a_word(text, seed):
    """Spans of any words ascend, never touch, never cross the end of a paragraph, and hold a letter or digit."""
    words = read(text)
    rng = random.Random(seed)
    numbers = [n for n in range(len(words)) if rng.random() < 0.7]
    spans = build_spans(text, words, numbers)
    assert all(any(char.isalnum() for char in text[span.start : span.end]) for span in spans)
    begins = words.starts[words.breaks == 1].tolist()
    assert not any(span.start < start < span.end for span in spans for start in begins)
    assert all(before.end <= after.start for before, after in itertools.pairwise(spans))
    letters = {
        place for n in numbers for place in range(words.starts[n], words.ends[n]) if text[place].isalnum()
    }
    assert letters == {
        place for span in spans for place in range(span.start, span.end) if text[place].isalnum()
    }


def test_splits_runs():
    """Numbers are split where one is missing and where a break is marked."""
    numbers = np.array([1, 2, 4, 5, 6])
    assert [run.tolist() for run in split_runs(numbers)] == [[1, 2], [4, 5, 6]]
    assert [run.tolist() for run in split_runs(numbers, np.array([1, 0, 0, 0, 1]))] == [[1, 2], [4, 5], [6]]
    assert split_runs(np.array([], dtype=np.int64)) == []
