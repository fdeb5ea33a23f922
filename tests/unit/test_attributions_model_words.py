"""How a text becomes the words and windows that the trained model reads."""

import dataclasses
import itertools

import numpy as np
import pytest
from encoding import build_sized, load_tokenizer, read, texts
from hypothesis import given
from hypothesis import strategies as st

from exporter.extraction.attributions.model import words as words_module
from exporter.extraction.attributions.model.words import (
    CASES,
    MARKS,
    cut_inputs,
    cut_windows,
    read_words,
    share_words,
)
from exporter.extraction.text.paragraphs import find_paragraphs
from exporter.extraction.text.quotation_marks import find_quoted

sizes = st.lists(st.integers(1, 100), max_size=80)


def list_words(text):
    """List the words of a text as they stand there."""
    words = read(text)
    return [text[start:end] for start, end in zip(words.starts, words.ends, strict=True)]


def list_marks(text):
    """List where each word stands to quotation marks, and the number of its quotation."""
    words = read(text)
    return [MARKS[mark] for mark in words.marks], words.quotes.tolist()


@given(texts())
def test_words_lie_apart_in_order_and_in_their_paragraphs(text):
    """Words ascend without overlap, hold no white space, and each lies in one paragraph."""
    words, paragraphs = read(text), find_paragraphs(text)
    bounds = list(zip(words.starts.tolist(), words.ends.tolist(), strict=True))
    assert all(start < end for start, end in bounds)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(bounds))
    owners = [
        [n for n, each in enumerate(paragraphs) if each.start <= start and end <= each.end]
        for start, end in bounds
    ]
    assert all(len(owner) == 1 for owner in owners)
    assert not any(char.isspace() for start, end in bounds for char in text[start:end])
    firsts = [n == 0 or owners[n] != owners[n - 1] for n in range(len(owners))]
    assert words.breaks.tolist() == [int(first) for first in firsts]


@given(texts())
def test_words_do_not_depend_on_how_much_is_tokenised_at_once(text):
    """A long paragraph that is cut between words has the words, pieces and breaks that it has as a whole."""
    whole = read(text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(words_module, "_AT_ONCE", 3)
        cut = read(text)
    for field in dataclasses.fields(whole):
        assert getattr(cut, field.name).tolist() == getattr(whole, field.name).tolist()


@given(texts())
def test_no_letter_is_outside_of_words(text):
    """Every letter and digit of a paragraph belongs to a word."""
    words = read(text)
    covered = {n for start, end in zip(words.starts, words.ends, strict=True) for n in range(start, end)}
    assert [n for n, char in enumerate(text) if char.isalnum() and n not in covered] == []


@given(texts())
def test_columns_of_words_fit_together(text):
    """There is one value for each word in every column, and every word has at least one piece."""
    words = read(text)
    count = len(words)
    for values in (words.starts, words.ends, words.marks, words.quotes, words.cases, words.breaks):
        assert values.shape == (count,)
        assert values.dtype == np.int64
    assert words.firsts.shape == (count + 1,)
    assert (np.diff(words.firsts) >= 1).all()
    assert words.firsts[0] == 0
    assert words.firsts[-1] == len(words.pieces)
    assert set(words.marks.tolist()) <= set(range(len(MARKS)))
    assert set(words.cases.tolist()) <= set(range(len(CASES)))


@given(texts())
def test_marks_and_quotes_agree_with_the_quotes_found(text):
    """A word has the number of a quotation exactly where its characters lie between the marks."""
    words = read(text)
    quoted = find_quoted(text, find_paragraphs(text))
    for start, end, mark, number in zip(words.starts, words.ends, words.marks, words.quotes, strict=True):
        inside = any(each.start < end and start < each.end for each in quoted)
        assert (number >= 0) == inside
        assert (MARKS[mark] != "outside") == inside


@given(texts(), texts())
def test_words_of_a_paragraph_do_not_depend_on_the_others(text, other):
    """A paragraph is cut in the same way whatever stands before it."""
    alone = read_words(text, find_paragraphs(text), [], load_tokenizer())
    joined = f"{other}\n\n{text}"
    shift = len(other) + 2
    paragraphs = [each for each in find_paragraphs(joined) if each.start >= shift]
    if [(each.start - shift, each.end - shift) for each in paragraphs] == [
        (each.start, each.end) for each in find_paragraphs(text)
    ]:
        beside = read_words(joined, paragraphs, [], load_tokenizer())
        assert (beside.starts - shift).tolist() == alone.starts.tolist()
        assert (beside.ends - shift).tolist() == alone.ends.tolist()
        assert beside.pieces.tolist() == alone.pieces.tolist()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("", [], id="empty"),
        pytest.param(" \n ", [], id="white space"),
        pytest.param("Rain", ["Rain"], id="one word"),
        pytest.param("”", ["”"], id="one mark"),
        pytest.param("It’s 3.5", ["It", "’", "s", "3", ".", "5"], id="punctuation apart"),
        pytest.param("''No,'' she", ["'", "'", "No", ",", "'", "'", "she"], id="two apostrophes"),
        pytest.param("Cafe\u0301 Noir", ["Cafe\u0301", "Noir"], id="accent at the end of a word"),
        pytest.param("a\u0301\u0302.", ["a\u0301\u0302", "."], id="two accents"),
        pytest.param("Zoë", ["Zoë"], id="composed letter"),
        pytest.param("❤\ufe0f now", ["❤\ufe0f", "now"], id="variation selector"),
        pytest.param("👩\u200d👧 now", ["👩\u200d👧", "now"], id="joined emoji"),
        pytest.param("市长说。", ["市", "长", "说", "。"], id="Chinese"),
        pytest.param("שָׁלוֹם, עולם", ["שָׁלוֹם", ",", "עולם"], id="Hebrew with points"),
        pytest.param("العبارة في", ["العبارة", "في"], id="Arabic"),
    ],
)
def test_cuts_words(text, words):
    """Words are cut at white space and at every mark; what belongs to a letter stays with it."""
    assert list_words(text) == words


def test_a_very_long_word_is_one_word_of_one_piece():
    """A word of 5,000 characters is a word of one piece."""
    words = read("x" * 5000 + " he said")
    assert (words.ends - words.starts).tolist() == [5000, 2, 4]
    assert np.diff(words.firsts)[0] == 1


@pytest.mark.parametrize(
    ("text", "marks", "quotes"),
    [
        pytest.param(
            "“No,” I", ["opening", "inside", "inside", "closing", "outside"], [0] * 4 + [-1], id="curly"
        ),
        pytest.param('"No" I', ["opening", "inside", "closing", "outside"], [0, 0, 0, -1], id="straight"),
        pytest.param(
            "''No'' I",
            ["opening"] * 2 + ["inside"] + ["closing"] * 2 + ["outside"],
            [0] * 5 + [-1],
            id="double",
        ),
        pytest.param("I “no", ["outside", "opening", "inside"], [-1, 0, 0], id="unclosed"),
        pytest.param(
            "“A” I “B”",
            ["opening", "inside", "closing", "outside", "opening", "inside", "closing"],
            [0, 0, 0, -1, 1, 1, 1],
            id="two",
        ),
        pytest.param(
            "“A\n“B” I",
            ["opening", "inside", "opening", "inside", "closing", "outside"],
            [0, 0, 0, 0, 0, -1],
            id="goes on in the next paragraph",
        ),
        pytest.param(
            "“A\nB “C”",
            ["opening", "inside", "outside", "opening", "inside", "closing"],
            [0, 0, -1, 1, 1, 1],
            id="does not go on",
        ),
        pytest.param(
            '"A\n" B "C"',
            ["opening", "inside", "outside", "outside", "opening", "inside", "closing"],
            [0, 0, -1, -1, 1, 1, 1],
            id="a mark that cannot open does not go on",
        ),
        pytest.param(
            "“A\n“B\n“C” “D”",
            ["opening", "inside"] * 2 + ["opening", "inside", "closing"] * 2,
            [0] * 7 + [1] * 3,
            id="goes on twice",
        ),
    ],
)
def test_tells_where_words_stand_to_quotation_marks(text, marks, quotes):
    """Marks open or close, words stand inside or outside, and a quote that goes on keeps its number."""
    assert list_marks(text) == (marks, quotes)


@pytest.mark.parametrize(
    "mark", ['"', "“", "”", "''", "``", "«", "»", "„", "‘", "’", "'", "＂", " “", "” ", ' "x']
)
def test_thousands_of_unbalanced_marks_are_read(mark):
    """A text of 4,000 marks of one kind is cut into words, each in at most one quotation."""
    text = (mark * 4000).strip()
    words = read(text)
    assert "".join(list_words(text)) == "".join(text.split())
    assert set(np.diff(words.quotes[words.quotes >= 0]).tolist()) <= {0, 1}


@pytest.mark.parametrize(
    ("word", "case"),
    [
        ("bridge", "lower"),
        ("Bridge", "capitalised"),
        ("A", "capitalised"),
        ("NATO", "capitals"),
        ("McQuist", "mixed"),
        ("2019", "mixed"),
        (",", "lower"),
    ],
)
def test_tells_how_a_word_is_written(word, case):
    """Capitals, which the vocabulary does not tell apart, are an input of their own."""
    assert CASES[read(word).cases[0]] == case


@given(sizes, st.integers(100, 400), st.integers(0, 99))
def test_windows_cover_all_words_and_keep_their_length(counts, length, overlap):
    """Windows ascend, hold every word, and never more pieces than they may."""
    words = build_sized(counts)
    windows = cut_windows(words, length, overlap)
    assert {word for start, end in windows for word in range(start, end)} == set(range(len(counts)))
    assert all(words.firsts[end] - words.firsts[start] <= length for start, end in windows)
    for (start, end), (next_start, next_end) in itertools.pairwise(windows):
        assert start < next_start <= end <= next_end


@given(sizes, st.integers(100, 400), st.integers(0, 99))
def test_every_word_belongs_to_one_window(counts, length, overlap):
    """Each word is owned by exactly one window, and that window holds it."""
    windows = cut_windows(build_sized(counts), length, overlap)
    shares = share_words(windows)
    assert [word for start, end in shares for word in range(start, end)] == list(range(len(counts)))
    for (start, end), (own_start, own_end) in zip(windows, shares, strict=True):
        assert start <= own_start <= own_end <= end


@given(sizes)
def test_windows_share_what_they_are_told_to(counts):
    """Two windows in a row share at most 96 pieces, and fewer only by less than a word."""
    words = build_sized(counts)
    windows = cut_windows(words, 318, 96)
    for (_, end), (start, _) in itertools.pairwise(windows):
        shared = words.firsts[end] - words.firsts[start]
        assert shared <= 96
        assert words.firsts[end] - words.firsts[start - 1] > 96


def test_a_word_longer_than_a_window_is_a_window():
    """What is too long for a window still moves on."""
    assert cut_windows(build_sized([500, 1, 500]), 100, 50) == [(0, 1), (1, 2), (2, 3)]


@pytest.mark.parametrize("count", [1000, 100_000])
def test_the_number_of_windows_grows_with_the_text(count):
    """Each window brings at least 218 new pieces, so that reading is linear."""
    windows = cut_windows(build_sized([1 + n % 4 for n in range(count)]), 318, 96)
    assert len(windows) <= count / ((318 - 96 - 4) / 2.5) + 1


@given(texts(250))
def test_no_window_has_more_pieces_than_the_encoder_knows_places(text):
    """A window with the encoder's own two pieces never has more than 320, and so never more than 512."""
    words = read(text * 4)
    for start, end in cut_windows(words, 318, 96):
        inputs = cut_inputs(words, start, end)
        assert {len(values) for values in inputs} == {words.firsts[end] - words.firsts[start] + 2}
        assert len(inputs[0]) <= 320


def test_cuts_what_the_encoder_reads():
    """Every piece of a word has what is known of the word, and one piece is put before and after."""
    words = build_sized([1, 3, 2, 1])
    pieces, marks, cases, breaks = cut_inputs(words, 1, 3)
    assert pieces.tolist() == [101, 1001, 1002, 1003, 1004, 1005, 102]
    assert marks.tolist() == [0, 1, 1, 1, 2, 2, 0]
    assert cases.tolist() == [0, 1, 1, 1, 1, 1, 0]
    assert breaks.tolist() == [0] * 7
