"""Channels: where something was said, if the words around the cue tell."""

from typing import get_args

import pytest

from exporter.extraction.lexicon.channels import CHANNELS, get_channel, get_paper, get_place
from exporter.extraction.lexicon.nouns import NOUNS
from exporter.extraction.lexicon.spelling import list_noun_forms
from exporter.records import Channel, Quote
from exporter.schemas import load_schema

NAMES = [(form, noun.channel) for noun in NOUNS.values() if noun.channel for form in list_noun_forms(noun)]


def read_quote(read_text, text: str) -> Quote:
    """Read the one quote of a text."""
    (quote,) = read_text(text).quotes
    return quote


@pytest.mark.parametrize(
    ("channel", "text"),
    [
        ("interview", "Mara Quist said in an interview with the Halm Courier that the dam was safe."),
        ("interview", "“The dam is safe,” Mara Quist said in a telephone interview on Monday."),
        ("interview", "In an interview on Norland television, Mara Quist said that the dam was safe."),
        ("statement", "The ministry said in a statement on Monday that the dam was safe."),
        ("statement", "“The dam is safe,” the ministry said in a press release."),
        ("statement", "The council issued a statement saying that the dam was safe."),
        ("statement", "Mara Quist denied in a statement that the dam had moved."),
        ("statement", "The statement said that the dam was safe."),
        ("press_conference", "Mara Quist told a news conference in Halm that the dam was safe."),
        ("press_conference", "Mara Quist warned a news conference that the dam was unsafe."),
        ("press_conference", "“The dam is safe,” Mara Quist told reporters at a press conference."),
        ("press_conference", "At a briefing on Monday, Mara Quist said that the dam was safe."),
        ("post", "Mara Quist wrote on X that the dam was safe."),
        ("post", "“The dam is safe,” Mara Quist said in a post on Facebook."),
        ("post", "Mara Quist tweeted that the dam was safe."),
        ("post", "“The dam is safe,” she skeeted."),
        ("post", "Mara Quist posted that the dam was safe."),
        ("post", "In a series of tweets, Mara Quist said that the dam was safe."),
        ("post", "Mara Quist took to Twitter to say that the dam was safe."),
        ("post", "In a Facebook message posted on Friday, Mara Quist said that the dam was safe."),
        ("post", "Mara Quist said on social media that the dam was safe."),
        ("message", "Mara Quist said by email that the dam was safe."),
        ("message", "Mara Quist emailed reporters, saying that the dam was safe."),
        ("message", "In a text message to the mayor, Mara Quist said that the dam was safe."),
        ("message", "Mara Quist said in an e-mail that the dam was safe."),
        ("letter", "In a letter to the council, Mara Quist said that the dam was safe."),
        ("letter", "The letter said that the dam was safe."),
        ("letter", "Mara Quist sent a letter to the council saying that the dam was safe."),
        ("call", "“The dam is safe,” Mara Quist said by telephone."),
        ("call", "Mara Quist said in a call with reporters that the dam was safe."),
        ("video_link", "Speaking by video link, Mara Quist said that the dam was safe."),
        ("video_link", "Mara Quist said via Zoom that the dam was safe."),
        ("broadcast", "Mara Quist said on television that the dam was safe."),
        ("broadcast", "“The dam is safe,” Mara Quist said on the Morning Show."),
        ("broadcast", "In a video, Mara Quist said that the dam was safe."),
        ("speech", "In a speech on Monday, Mara Quist said that the dam was safe."),
        ("speech", "Speaking at a rally in Halm, Mara Quist said that the dam was safe."),
        ("speech", "Mara Quist, speaking at a rally in Halm, said that the dam was safe."),
        ("speech", "Mara Quist told parliament that the dam was safe."),
        ("event", "Mara Quist told a meeting of farmers that the dam was safe."),
        ("event", "Mara Quist said at a conference in Halm that the dam was safe."),
        ("event", "During the debate, Mara Quist said that the dam was safe."),
        ("event", "At a town hall on Monday, Mara Quist said that the dam was safe."),
        ("testimony", "Mara Quist testified that the dam was safe."),
        ("testimony", "Mara Quist told the inquiry that the dam was safe."),
        ("testimony", "Mara Quist said in court that the dam was safe."),
        ("testimony", "At a hearing on Monday, Mara Quist said that the dam was safe."),
        ("filing", "Mara Quist said in a lawsuit that the dam was unsafe."),
        ("filing", "The bank said in court papers that the dam was unsafe."),
        ("filing", "According to the indictment, the dam was unsafe."),
        ("report", "According to a report by the ministry, the dam was unsafe."),
        ("report", "The study found that the dam was unsafe."),
        ("report", "In a report published on Monday, the institute said that the dam was unsafe."),
        ("publication", "In an op-ed in the Halm Courier, Mara Quist said that the dam was safe."),
        ("publication", "Mara Quist says in her book that the dam was safe."),
        ("publication", "The ministry said on its website that the dam was safe."),
    ],
)
def test_finds_the_channel(read_text, channel, text):
    """Words that belong to the cue, or that are the source, name the channel."""
    assert read_quote(read_text, text).channel == channel


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Mara Quist said the interview was a mistake.", id="interview in the content"),
        pytest.param("“I was asked in an interview,” Mara Quist said.", id="interview in the marks"),
        pytest.param("Mara Quist said the statement was false.", id="statement in the content"),
        pytest.param("Mara Quist said she had missed the press conference.", id="press conference missed"),
        pytest.param("After the press conference, Mara Quist said that the dam was safe.", id="after it"),
        pytest.param("Mara Quist said she had seen the post.", id="post in the content"),
        pytest.param("Mara Quist informed the council that the dam was safe.", id="informed"),
        pytest.param("The Evening Post said that the dam was safe.", id="post in a name"),
        pytest.param("Mara Quist said she had read the email.", id="message in the content"),
        pytest.param("Mara Quist said that she would write a letter to the council.", id="letter to come"),
        pytest.param("Mara Quist said she called the mayor by phone.", id="call told of"),
        pytest.param("Mara Quist said the video link had failed.", id="video link in the content"),
        pytest.param("The host of the show said that the dam was safe.", id="show in the source"),
        pytest.param("The woman in the video said that the dam was safe.", id="video in the source"),
        pytest.param("Mara Quist, who appeared on television, said that the dam was safe.", id="television"),
        pytest.param("Mara Quist said she would speak at a rally.", id="speech to come"),
        pytest.param("Before the meeting, Mara Quist said that the dam was safe.", id="before a meeting"),
        pytest.param("In the debate over the dam, Mara Quist said that it was safe.", id="a quarrel"),
        pytest.param("Mara Quist said the court was wrong.", id="court in the content"),
        pytest.param("Mara Quist said the lawsuit had failed.", id="lawsuit in the content"),
        pytest.param("Mara Quist denied the report.", id="report denied"),
        pytest.param("Mara Quist, who had tweeted, said that the dam was safe.", id="tweeted before"),
        pytest.param("The author of the report said that the dam was safe.", id="author of a report"),
        pytest.param("Mara Quist said the book was false.", id="book in the content"),
        pytest.param("The newspaper said that the dam was safe.", id="outlet"),
        pytest.param("Mara Quist told reporters that the dam was safe.", id="reporters alone"),
        pytest.param("Mara Quist said in English that the dam was safe.", id="another in"),
        pytest.param("Mara Quist said on Monday that the dam was safe.", id="another on"),
    ],
)
def test_finds_no_channel(read_text, text):
    """Neither words of the content nor those that only describe somebody or another time name a channel."""
    assert read_quote(read_text, text).channel is None


def test_carrier_gives_way(read_text):
    """Of two channels the one that is carried by the other is given, whichever comes first."""
    text = "On television, Mara Quist said in an interview that the dam was safe."
    assert read_quote(read_text, text).channel == "interview"


def test_what_goes_on_has_the_same_channel(read_text):
    """Who goes on with "adding" is still where the first was said; another sentence is not."""
    text = "“The dam is safe,” Mara Quist said in a statement, adding that the road was closed."
    assert [quote.channel for quote in read_text(text).quotes] == ["statement", "statement"]
    text = "In her speech, Mara Quist praised the dam and denied that the road was closed."
    assert [quote.channel for quote in read_text(text).quotes] == ["speech", "speech"]
    text = "In a letter, Mara Quist said that the dam was safe. Later she said that the road was closed."
    assert [quote.channel for quote in read_text(text).quotes] == ["letter", None]


@pytest.mark.parametrize(("noun", "channel"), NAMES)
def test_every_noun_names_its_channel(noun, channel):
    """Every noun of the lists is a channel behind each of its prepositions but "of"."""
    assert get_channel(noun) == channel
    places = {
        get_place(word, noun, (), has_article=True)
        for word in CHANNELS[channel].prepositions
        if word not in {"in", "by"}
    }
    assert places <= {channel, "video_link"}
    assert get_place("of", noun, (), has_article=True) is None


@pytest.mark.parametrize(
    ("before", "noun", "channel", "alone"),
    [
        ("press", "conference", "press_conference", "event"),
        ("video", "conference", "video_link", "event"),
        ("video", "call", "video_link", "call"),
        ("telephone", "conversation", "call", None),
        ("satellite", "link", "video_link", None),
        ("facebook", "page", "post", None),
        ("telegram", "channel", "post", None),
        ("social", "media", "post", None),
        ("video", "message", "broadcast", "message"),
        ("court", "documents", "filing", "report"),
        ("senate", "committee", "testimony", None),
        ("town", "hall", "event", None),
        ("campaign", "stop", "event", None),
    ],
)
def test_compounds(before, noun, channel, alone):
    """The word before a noun can make it another channel, or one at all."""
    assert get_channel(noun, ["a", before]) == channel
    assert get_channel(noun, ["a"]) == alone


@pytest.mark.parametrize(
    ("place", "channel"),
    [
        (("on", "show", True), "broadcast"),
        (("at", "show", True), None),
        (("on", "air", False), "broadcast"),
        (("on", "show", False), None),
        (("by", "video", False), "video_link"),
        (("in", "video", True), "broadcast"),
        (("by", "phone", False), "call"),
        (("in", "phone", True), None),
        (("in", "court", False), "testimony"),
        (("in", "statement", False), None),
        (("in", "post", False), None),
    ],
)
def test_place_needs_its_preposition_and_article(place, channel):
    """What is "on the show" is on air, "at the show" is not; "in a post" is a channel, "in post" is an office."""
    preposition, noun, has_article = place
    assert get_place(preposition, noun, (), has_article=has_article) == channel


def test_papers_are_sources_themselves():
    """A report may say something, an interview or a newspaper's site is no paper."""
    assert get_paper("report", ()) == "report"
    assert get_paper("speech", ()) == "speech"
    assert get_paper("interview", ()) is None
    assert get_paper("website", ()) is None


def test_enumeration_is_that_of_the_records():
    """The schema lists the channels of the records, each with its meaning; each has its entry and some nouns."""
    (field,) = (each for each in load_schema("quotes")["fields"] if each["name"] == "channel")
    assert tuple(field["constraints"]["enum"]) == get_args(Channel) == tuple(field["categories"])
    assert all(f"{channel}: " in field["description"] for channel in get_args(Channel))
    assert set(CHANNELS) == set(get_args(Channel)) == {channel for _, channel in NAMES}
