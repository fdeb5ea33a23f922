"""The words for the channels in which something is said: "interview", "press conference", "by telephone"."""

from collections.abc import Collection

from exporter.extraction.lexicon.nouns import list_words
from exporter.records import Channel

# For each channel, the prepositions that make a noun the place of what is said, and the nouns.
_NOUNS: dict[Channel, tuple[str, str]] = {
    "interview": ("in during at", "interview interviews"),
    "statement": (
        "in via through",
        "statement statements release releases communique communiques communiqué communiqués proclamation",
    ),
    "press_conference": ("at in during", "briefing briefings presser"),
    "post": (
        "in on via through over",
        """post posts tweet tweets retweet blog blogs thread twitter facebook instagram telegram tiktok linkedin
        mastodon bluesky weibo reddit snapchat vkontakte""",
    ),
    "message": ("in by via over through on", "email emails e-mail e-mails message messages sms whatsapp"),
    "letter": ("in by through", "letter letters note notes"),
    "call": ("in on during by over via through", "call calls phone telephone"),
    "video_link": (
        "by via over in on through during",
        "videolink videoconference teleconference zoom skype webinar",
    ),
    "broadcast": (
        "on in during",
        """television tv radio podcast podcasts broadcast broadcasts newscast video videos recording recordings
        cnn msnbc cnbc bbc itv npr c-span""",
    ),
    "speech": (
        "in during at before",
        """speech speeches address lecture sermon homily keynote eulogy remarks rally rallies parliament knesset
        bundestag""",
    ),
    "event": (
        "at in during",
        """meeting meetings conference summit debate debates forum convention ceremony session seminar workshop
        gathering panel event events fundraiser symposium vigil funeral protest demonstration hustings roundtable
        assembly reception""",
    ),
    "testimony": (
        "in at during before under to",
        "testimony hearing hearings court trial inquest inquiry deposition oath tribunal jury",
    ),
    "filing": (
        "in",
        """filing filings lawsuit lawsuits suit complaint complaints indictment affidavit petition motion ruling
        rulings verdict judgment judgement submission writ""",
    ),
    "report": (
        "in",
        """report reports study studies survey surveys poll polls paper papers memo memos memorandum analysis review
        census findings forecast bulletin document documents""",
    ),
    "publication": (
        "in on",
        """article articles column columns op-ed op-eds editorial editorials essay essays book books memoir memoirs
        autobiography newspaper magazine newsletter website websites site webpage journal leaflet brochure""",
    ),
}
_BY_NOUN = {noun: channel for channel, (_, nouns) in _NOUNS.items() for noun in nouns.split()}
_PREPOSITIONS = {channel: list_words(words) for channel, (words, _) in _NOUNS.items()}

# What a noun names where another stands before it; a channel above may be named by it, too.
_COMPOUNDS: dict[str, dict[str, Channel]] = {
    "conference": {
        **dict.fromkeys(["press", "news", "media"], "press_conference"),
        "video": "video_link",
    },
    "conferences": dict.fromkeys(["press", "news", "media"], "press_conference"),
    "call": dict.fromkeys(["video", "zoom", "skype"], "video_link"),
    "conversation": dict.fromkeys(["telephone", "phone"], "call"),
    "link": dict.fromkeys(["video", "satellite"], "video_link"),
    "release": dict.fromkeys(["press", "news", "media"], "statement"),
    "releases": dict.fromkeys(["press", "news", "media"], "statement"),
    "page": {"facebook": "post", "web": "publication"},
    "account": dict.fromkeys(["twitter", "facebook", "instagram", "telegram"], "post"),
    "channel": {"telegram": "post", "youtube": "broadcast"},
    "media": {"social": "post"},
    "social": {"truth": "post"},
    "message": {
        **dict.fromkeys(["facebook", "twitter", "telegram"], "post"),
        **dict.fromkeys(["video", "audio"], "broadcast"),
    },
    "statement": {"video": "broadcast"},
    "papers": dict.fromkeys(["court", "legal", "charging"], "filing"),
    "documents": dict.fromkeys(["court", "legal", "charging"], "filing"),
    "records": {"court": "filing"},
    "brief": dict.fromkeys(["legal", "court"], "filing"),
    "committee": dict.fromkeys(["senate", "house", "parliamentary", "congressional", "select"], "testimony"),
    "hall": {"town": "event"},
    "stop": {"campaign": "event"},
    "news": {"fox": "broadcast", "sky": "broadcast"},
}
_ON_AIR = list_words("show program programme episode air")
_DISTANT = list_words("by via over")
LAST_WORDS = frozenset(_BY_NOUN) | frozenset(_COMPOUNDS) | _ON_AIR | list_words("ed eds mail mails x x.")
"""The last words, lower case, of all names of channels as the tokenizer parts them: "op-ed", "e-mail", "X."."""

# Needs no article: "on television", "in court"; "in order" and "in post" are no such places.
_BARE = list_words(
    """twitter facebook instagram telegram tiktok linkedin mastodon bluesky weibo reddit snapchat vkontakte email
    e-mail sms whatsapp phone telephone video videolink videoconference teleconference zoom skype television tv radio
    cnn msnbc cnbc bbc itv npr c-span parliament knesset bundestag testimony court oath air news social media link
    conferencing"""
)
# Of papers the source itself may be one: "the report said", "according to the poll".
_PAPERS: frozenset[Channel] = frozenset(
    {"statement", "post", "message", "letter", "filing", "report", "publication"}
)
# Those who publish them are called so, too.
_OUTLETS = list_words("newspaper magazine newsletter website websites site webpage journal")
CUES: dict[str, Channel] = {
    "tweet": "post",
    "retweet": "post",
    "blog": "post",
    "email": "message",
    "testify": "testimony",
}
"""Verbs that tell the channel by themselves."""


def get_channel(noun: str, before: Collection[str] = ()) -> Channel | None:
    """Tell which channel a noun names.

    Args:
        noun: The noun, lower case.
        before: The words that stand before it in its phrase, lower case.
    """
    compounds = _COMPOUNDS.get(noun, {})
    return next((compounds[word] for word in before if word in compounds), _BY_NOUN.get(noun))


def get_place(preposition: str, noun: str, before: Collection[str], *, has_article: bool) -> Channel | None:
    """Tell in which channel something is said "in a statement", "by telephone", "on the show".

    Args:
        preposition: The word before the phrase, lower case.
        noun: The head of the phrase, lower case.
        before: The words that stand before it in its phrase, lower case.
        has_article: Whether the phrase has an article, a number or the like, or is in the plural.
    """
    if noun in _ON_AIR:
        return "broadcast" if preposition in {"on", "during"} and (has_article or noun == "air") else None
    if noun == "video" and preposition in _DISTANT:
        return "video_link"
    if noun in {"phone", "telephone"} and preposition == "in":
        return None
    channel = get_channel(noun, before)
    if channel is None or not (has_article or noun in _BARE):
        return None
    return channel if preposition in _PREPOSITIONS[channel] else None


def get_paper(noun: str, before: Collection[str]) -> Channel | None:
    """Tell which channel a source is that is itself a text: "the report said", "according to a letter".

    Args:
        noun: The head of the source, lower case.
        before: The words that stand before it in its phrase, lower case.
    """
    channel = None if noun in _OUTLETS else get_channel(noun, before)
    return channel if channel in _PAPERS or noun == "speech" else None
