"""Brat standoff as it is written: the lines, the configuration, and that reading gives back the same."""

import re
from pathlib import Path

import pytest
from attributions import annotated, attribution, span
from hypothesis import given

from exporter.brat import AnnotatedText, EntityCluster, SourceCluster, build_files, read_corpus
from exporter.brat.clusters import build_clusters
from exporter.brat.standoff import build_attributions, read_lines
from exporter.brat.writing import CONFIGURATION, build_standoff, split_pieces

TEXT = "“It rained,” he said on Monday, “and\n\n it will rain.”\nSo it did.\n"


def test_the_lines_are_those_that_brat_writes():
    """One line for each role, a trigger on the cue, the event, then what is said of it."""
    told = attribution(
        [(0, 12), (32, 36)], [(16, 20)], [(13, 15)], type="direct", act="speech", confidence=0.75
    )
    assert build_standoff(TEXT, [told]) == (
        "T1\tSource 13 15\the\n"
        "T2\tCue 16 20\tsaid\n"
        "T3\tContent 0 12;32 36\t“It rained,” “and\n"
        "T4\tAttribution 16 20\tsaid\n"
        "E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3\n"
        "A1\tQuoteType E1 direct\n"
        "A2\tAct E1 speech\n"
        "#1\tConfidence E1\t0.75\n"
    )


def test_without_a_cue_the_trigger_is_the_content():
    """An event needs a trigger; without a cue that is the content, and the event has no cue."""
    assert build_standoff(TEXT, [attribution([(0, 12)])]) == (
        "T1\tContent 0 12\t“It rained,”\nT2\tAttribution 0 12\t“It rained,”\nE1\tAttribution:T2 Content:T1\n"
    )


def test_no_piece_crosses_a_line_break():
    """A piece over several lines is cut at each, and white space at the cuts is left out."""
    assert split_pieces(TEXT, [span(32, 52)]) == (span(32, 36), span(39, 52))
    assert split_pieces(TEXT, [span(36, 39)]) == ()
    assert split_pieces("a b", [span(0, 2)]) == (span(0, 2),)
    assert split_pieces("a\u2028b\x85c", [span(0, 5)]) == (span(0, 1), span(2, 3), span(4, 5))


def test_a_content_of_line_breaks_alone_is_left_out():
    """There is nothing to write of it."""
    assert build_standoff(TEXT, [attribution([(36, 38)])]) == ""


@given(annotated())
def test_what_was_written_is_read_again(drawn):
    """Reading gives back every attribution, its pieces cut at line breaks."""
    text, attributions = drawn
    written = build_standoff(text, attributions)
    expected = [
        (*(split_pieces(text, role) for role in (a.content, a.cue, a.source)), a.type, a.act, a.confidence)
        for a in attributions
        if split_pieces(text, a.content)
    ]
    read = build_attributions(read_lines(written, text, "x.ann"))
    assert [(a.content, a.cue, a.source, a.type, a.act, a.confidence) for a in read] == expected


@given(annotated())
def test_every_reader_sees_the_same_lines(drawn):
    """Each line is one line for readers that know other line ends, too, and each text is what stands there."""
    text, attributions = drawn
    written = build_standoff(text, attributions)
    assert written.splitlines() == written.split("\n")[:-1]
    for _, bounds, words in re.findall(r"^T\d+\t(\w+) ([\d ;]+)\t(.*)$", written, re.M):
        pairs = [list(map(int, pair.split())) for pair in bounds.split(";")]
        assert " ".join(text[start:end] for start, end in pairs) == words


def test_the_files_of_a_folder():
    """First the configuration, then text and annotations of each text, of the first annotator only."""
    told, other = attribution([(0, 12)]), attribution([(13, 15)])
    texts = [
        AnnotatedText(name="a", text=TEXT, by_annotator={"x": (told,), "y": (other,)}),
        AnnotatedText(name="b", text="", by_annotator={"": ()}),
    ]
    files = list(build_files(texts))
    assert [name for name, _ in files] == ["annotation.conf", "a.txt", "a.ann", "b.txt", "b.ann"]
    assert dict(files)["a.txt"] == TEXT
    assert dict(files)["a.ann"] == build_standoff(TEXT, [told])
    assert dict(files)["b.ann"] == ""


@pytest.mark.parametrize("section", ["entities", "relations", "events", "attributes"])
def test_the_configuration_has_every_section(section):
    """Brat wants all four sections, also empty ones."""
    assert f"\n[{section}]\n" in CONFIGURATION


def test_the_configuration_names_all_that_is_written():
    """Types of spans, roles, attributes and their values stand in the configuration."""
    assert re.search(r"^Attribution\tSource\?:Source, Cue\?:Cue, Content:Content$", CONFIGURATION, re.M)
    assert re.search(r"^QuoteType\tArg:Attribution, Value:direct\|indirect\|mixed$", CONFIGURATION, re.M)
    acts = r"^Act\tArg:Attribution, Value:speech\|writing\|belief\|intention\|other$"
    assert re.search(acts, CONFIGURATION, re.M)
    assert re.search(r"^Kind\tArg:Source, Value:person\|group\|organization\|", CONFIGURATION, re.M)
    assert re.search(r"^Naming\tArg:Source, Value:named\|unnamed$", CONFIGURATION, re.M)
    assert "\nPerson\nOrganization\nPlace\n" in CONFIGURATION


def test_sources_and_entities_are_read_again():
    """Mentions stay together, those of an attribution on its own span; what is said of a source is kept."""
    told, more = attribution([(0, 12)], [(16, 20)], [(13, 15)]), attribution([(39, 52)], [], [(13, 15)])
    he = SourceCluster(
        mentions=((span(13, 15),), (span(57, 59),)),
        kind="person",
        naming="unnamed",
        count=200,
        role="weather man",
        affiliation="the station",
        anonymity_reason="because it rained",
    )
    rain = EntityCluster(type="event", mentions=(span(1, 3), span(39, 41)))
    written = build_standoff(TEXT, [told, more], [he], [rain])
    assert build_clusters(read_lines(written, TEXT, "x.ann")) == ((he,), (rain,))
    assert "*\tCoref T1 T5 T8\n" in written
    assert len(build_attributions(read_lines(written, TEXT, "x.ann"))) == 2


def test_the_annotated_seeds_are_written_and_read_again(tmp_path):
    """All that the gold of the seeds says comes back: attributions, sources, entities."""
    gold = read_corpus(Path(__file__).parents[2] / "seeds" / "gold")
    for name, content in build_files(gold):
        (tmp_path / name).write_text(content, encoding="utf-8", newline="")
    assert read_corpus(tmp_path) == gold
