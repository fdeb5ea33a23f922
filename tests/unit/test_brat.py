"""Brat standoff: what is read from folders of annotated texts, and what is refused."""

import importlib.util
import logging
from pathlib import Path

import pytest
from attributions import annotated, attribution
from hypothesis import given
from seed_files import write

from exporter.brat import AnnotatedText, read_corpus
from exporter.brat.standoff import build_attributions, read_lines
from exporter.brat.texts import build_mover, normalise_text
from exporter.errors import InputError

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"

TEXT = "It rained, he said. “It will\nrain again,” she told us.\n"
ANN = (
    "T1\tContent 0 9\tIt rained\nT2\tSource 11 13\the\nT3\tCue 14 18\tsaid\nT4\tAttribution 14 18\tsaid\n"
    "E1\tAttribution:T4 Source:T2 Cue:T3 Content:T1\n"
)
EVENT = attribution([(0, 9)], [(14, 18)], [(11, 13)])


def parse(raw, text=TEXT):
    """Read the lines of one annotation file."""
    return build_attributions(read_lines(raw, text, "x.ann"))


def write_flat(folder, text=TEXT, ann=ANN, name="x"):
    """Write a text with its annotations beside it."""
    write(folder / f"{name}.txt", text)
    write(folder / f"{name}.ann", ann)
    return folder


def test_a_flat_folder_is_read(tmp_path):
    """Texts with annotations beside them come in order of name; other files and hidden ones are no texts."""
    write_flat(tmp_path, name="b")
    write_flat(tmp_path, name="a", ann="")
    write(tmp_path / "annotation.conf", "[entities]\n")
    write(tmp_path / "._b.ann", b"\xff")
    (tmp_path / "c.ann").mkdir()
    first, second = read_corpus(tmp_path)
    assert first == AnnotatedText(name="a", text=TEXT, by_annotator={"": ()})
    assert second == AnnotatedText(name="b", text=TEXT, by_annotator={"": (EVENT,)})
    assert second.attributions == (EVENT,)


def test_several_annotators_are_read(tmp_path):
    """In PolNeAR's layout a text has all its annotators, in order of their files' names; the first one counts."""
    write(tmp_path / "text" / "my_text.txt", TEXT)
    for annotator, ann in (("4e07", ""), ("11ab", ANN)):
        write(tmp_path / "attributions" / f"my_text_{annotator}.ann", ann)
    write(tmp_path / "text" / "other.txt", TEXT)
    write(tmp_path / "attributions" / "other.ann", ANN)
    mine, other = read_corpus(tmp_path)
    assert list(mine.by_annotator.items()) == [("11ab", (EVENT,)), ("4e07", ())]
    assert mine.attributions == (EVENT,)
    assert (mine.name, other.name, list(other.by_annotator)) == ("my_text", "other", [""])


def test_lines_may_come_in_any_order():
    """An event may stand before the spans that it names."""
    lines = ANN.splitlines(keepends=True)
    assert parse("".join(reversed(lines))) == (EVENT,)


def test_pieces_are_in_order_and_apart():
    """Pieces are sorted, those that overlap are joined, and numbered roles belong to their role."""
    raw = "T1\tContent 20 28;10 14\tx\nT2\tContent 12 16\tx\nE1\tSay:T1 Content2:T2 Content:T1\n"
    with_text = raw.replace("\tx\n", "\n")
    assert parse(with_text) == (attribution([(10, 16), (20, 28)]),)


@pytest.mark.parametrize(
    "raw",
    [
        ANN.replace("\n", "\r\n"),
        "\ufeff" + ANN,
        ANN
        + "\n\nR1\tOrg Arg1:T1 Arg2:T2\n*\tCoref T1 T2\nN1\tReference T1 W:1\tx\n#1\tAnnotatorNotes T1\tsure?\n",
        ANN + "E2\tAttribution:T4 \n",
        ANN + "E2\tAttribution:T4 Source:T2 Cue:T3\n",
        ANN + "T9\tDiscard 0 1\tI\n",
        ANN.removesuffix("\n"),
    ],
    ids=["line ends", "mark", "other lines", "no roles", "no content", "other types", "no last line end"],
)
def test_what_is_no_attribution_is_passed_over(raw):
    """Relations, notes, other types, and events without content change nothing, nor do line ends."""
    assert parse(raw) == (EVENT,)


def test_texts_of_spans_may_hold_line_breaks():
    """The rest of a span's text may stand on lines of its own, or be joined by spaces."""
    event = "E1\tAttribution:T1 Content:T1\n"
    expected = (attribution([(20, 41)]),)
    assert parse("T1\tContent 20 41\t“It will\nrain again,”\n\n" + event) == expected
    assert parse("T1\tContent 20 41\t“It will rain again,”\n" + event) == expected


def test_what_exporter_says_of_events_is_read():
    """Type, act and confidence of an event are read where they are of the kind that exporter writes."""
    said = "A1\tQuoteType E1 direct\nA2\tAct E1 belief\n#1\tConfidence E1\t0.25\n"
    assert parse(ANN + said) == (
        attribution([(0, 9)], [(14, 18)], [(11, 13)], type="direct", act="belief", confidence=0.25),
    )
    other = "A1\tQuoteType E1 shouted\nA2\tAct E2 belief\n#1\tConfidence E1\thigh\n#2\tConfidence E1\t7\nA3\tSure E1\n"
    assert parse(ANN + other) == (EVENT,)


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (
            "E1\tAttribution:T1 Content:T2\n",
            "line 1: E1: unknown span (expected the identifier of a T line, ",
        ),
        (
            "\nE1\tContent Source:T2\n",
            "line 2: E1: malformed event (expected arguments such as Content:T1",
        ),
        (ANN + "E1\tAttribution:\n", "line 6: E1: malformed event"),
        (
            "T1\tContent 0 99\tx\n",
            "line 1: T1: offsets outside the text (expected start before end and end at",
        ),
        ("T1\tContent 9 9\tx\n", "found '9 9')"),
        ("T1\tContent 9 2\tx\n", "found '9 2')"),
        ("T1\tContent 0 " + "9" * 5000 + "\tx\n", "offsets outside the text"),
        ("T1\tContent 0 x\tx\n", "line 1: T1: malformed span (expected a type, offsets and a text, found"),
        ("T1\tContent -1 2\tx\n", "malformed span"),
        ("T1\tContent ٠ ٢\tx\n", "malformed span"),
        ("T1\tContent 0 2;\tx\n", "malformed span"),
        ("T1\tContent\n", "malformed span"),
        (ANN + ANN, "line 6: T1: stands twice"),
        (
            "<xml>\n",
            "line 1: no annotation (expected an identifier such as T1 or E1 and a tab, found '<xml>')",
        ),
        (ANN + "so it rained\n", "line 6: no annotation"),
        (
            "T1\tContent 0 2\tXX\n",
            "1 of 1 spans with another text than stands there, first T1 (expected 'It', found 'XX')",
        ),
    ],
)
def test_malformed_annotations_are_refused(raw, problem):
    """What is wrong is told with file, line, what was expected and found, and a hint, in one short line."""
    with pytest.raises(InputError) as caught:
        parse(raw)
    message = str(caught.value)
    assert message.startswith("x.ann")
    assert problem in message
    assert len(message) < 250
    assert "\n" not in message
    assert caught.value.hint


def test_few_strange_texts_are_a_warning(caplog):
    """A span whose text is not what stands there is told of, but read, as long as most others are right."""
    with caplog.at_level(logging.WARNING, "exporter"):
        assert parse(ANN.replace("It rained", "It snowed")) == (EVENT,)
    assert caplog.messages == [
        "x.ann: 1 of 4 spans with another text than stands there, first T1 (expected 'It rained', found 'It snowed')"
    ]


@pytest.mark.parametrize(
    ("files", "problem", "hint"),
    [
        ({}, "no annotations (expected NAME.txt with NAME.ann beside it", "name another folder"),
        ({"a.txt": "x"}, "no annotations", "name another folder"),
        (
            {"dev/attributions/a.ann": "", "train/attributions/a.ann": ""},
            "no annotations",
            "name one of its parts: dev, train",
        ),
        ({"a.ann": ""}, "a.ann: its text is missing (expected a.txt in ", "put the text there"),
        (
            {"attributions/a_x.ann": "", "text/b.txt": "x"},
            "a_x.ann: its text is missing (expected a.txt in ",
            "put the text there",
        ),
        (
            {"a.ann": "", "a.txt": b"caf\xe9"},
            "a.txt: not UTF-8 (found b'\\xe9' at byte 3)",
            "save it as UTF-8",
        ),
        ({"a.ann": b"\xff", "a.txt": "x"}, "a.ann: not UTF-8 (found b'\\xff' at byte 0)", "save it as UTF-8"),
    ],
    ids=["empty", "texts only", "parent", "no text", "no text of annotator", "text in latin", "ann no text"],
)
def test_folders_that_hold_no_corpus_are_refused(tmp_path, files, problem, hint):
    """A folder without annotations, a text that is missing or not UTF-8: told with its place and a hint."""
    for name, content in files.items():
        write(tmp_path / name, content)
    with pytest.raises(InputError) as caught:
        read_corpus(tmp_path)
    assert problem in str(caught.value)
    assert caught.value.hint.startswith(hint)


@pytest.mark.parametrize(("name", "found"), [("nope", "found nothing"), ("file", "found a file")])
def test_what_is_no_folder_is_refused(tmp_path, name, found):
    """A path to nothing, or to a file, is refused."""
    write(tmp_path / "file", "x")
    with pytest.raises(InputError, match=found):
        read_corpus(tmp_path / name)


def test_texts_without_annotations_are_told_of(tmp_path, caplog):
    """A text that was not annotated is passed over with a warning."""
    write(write_flat(tmp_path) / "b.txt", "x")
    with caplog.at_level(logging.WARNING, "exporter"):
        assert [each.name for each in read_corpus(tmp_path)] == ["x"]
    assert caplog.messages == [f"{tmp_path}: passed over 1 text without .ann, first 'b.txt'"]


def test_texts_are_normalised_and_spans_move_along(tmp_path):
    r"""A byte order mark and the \r of line ends go, and every span keeps its words; raw, nothing changes."""
    text = "\ufeffIt rained,\r\nhe said.\rSo.\r\n"
    ann = (
        "T1\tContent 1 10\tIt rained\nT2\tSource 13 15\the\nT3\tCue 16 20\tsaid\nT4\tSay 16 20\tsaid\n"
        "T5\tCue 22 24;25 26\tSo\nT6\tContent 0 1\t\ufeff\n"
        "E1\tSay:T4 Source:T2 Cue:T3 Content:T1\nE2\tSay:T5 Cue:T5 Content:T6\n"
    )
    write_flat(tmp_path, text, ann)
    (moved,) = read_corpus(tmp_path)
    assert moved.text == "It rained,\nhe said.\nSo.\n"
    assert moved.attributions == (attribution([(0, 9)], [(14, 18)], [(11, 13)]),)
    (raw,) = read_corpus(tmp_path, normalised=False)
    assert raw.text == text
    assert raw.attributions[0] == attribution([(1, 10)], [(16, 20)], [(13, 15)])


@given(annotated())
def test_moving_keeps_the_words(drawn):
    """With any line ends, what a span covers is after normalising the same but for the line ends."""
    text, attributions = drawn
    raw = "\ufeff" + text.replace("\n", "\r\n")
    back = {build_mover(raw)(offset): offset for offset in reversed(range(len(raw) + 1))}
    assert sorted(back) == list(range(len(text) + 1))

    def shift(pieces):
        return [(back[piece.start], back[piece.end]) for piece in pieces]

    moved = tuple(
        attribution(shift(a.content), shift(a.cue), shift(a.source), type=a.type, act=a.act)
        for a in attributions
    )
    same = normalise_text(AnnotatedText(name="x", text=raw, by_annotator={"": moved}))
    assert same.text == text
    assert [(a.content, a.cue, a.source) for a in same.attributions] == [
        (a.content, a.cue, a.source) for a in attributions
    ]


def test_the_gold_of_the_seeds_is_read():
    """The twelve annotated seeds are read, with the type of every attribution."""
    texts = read_corpus(ROOT / "seeds" / "gold")
    assert len(texts) == 12
    assert all(each.type is not None for text in texts for each in text.attributions)


@pytest.mark.parametrize(("split", "number", "annotations"), [("dev", 84, 94), ("train", 840, 919)])
def test_a_whole_corpus_is_read_as_the_judge_reads_it(split, number, annotations):
    """Every file of the corpus, where it is at hand, is read, with the spans that the judging script finds."""
    folder, judge = SHARED / "corpora" / "polnear" / split, SHARED / "eval" / "score.py"
    if not (folder.is_dir() and judge.is_file()):
        pytest.skip("the corpus is not here")
    spec = importlib.util.spec_from_file_location("judge", judge)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    texts = read_corpus(folder)
    assert (len(texts), sum(len(text.by_annotator) for text in texts)) == (number, annotations)

    def cover(pairs):
        return {offset for start, end in pairs for offset in range(start, end)}

    expected = module.load_gold(folder)
    for text in texts:
        raw, theirs = expected[text.name]
        assert (text.text, len(text.attributions)) == (raw, len(theirs))
        for mine, each in zip(text.attributions, theirs, strict=True):
            for role in ("content", "cue", "source"):
                pairs = [(piece.start, piece.end) for piece in getattr(mine, role)]
                # Pieces that overlap are joined.
                assert pairs == sorted(each[role]) or cover(pairs) == cover(each[role])
