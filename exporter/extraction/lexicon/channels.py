"""The words for the channels in which something is said: "interview", "press conference", "by telephone"."""

from collections.abc import Collection

from exporter.extraction.lexicon.entries import ChannelEntry
from exporter.extraction.lexicon.load import DATA, load_entries
from exporter.extraction.lexicon.nouns import FORMS, NOUNS, list_words
from exporter.records import Channel

CHANNELS = load_entries(DATA / "channels.toml", ChannelEntry)
_BY_NOUN = {form: noun.channel for form, noun in FORMS.items() if noun.channel is not None}
# What a noun names where another stands before it; a channel above may be named by it, too.
_COMPOUNDS = {form: noun.compounds for form, noun in FORMS.items() if noun.compounds}
_ON_AIR = frozenset(noun.word for noun in NOUNS.values() if noun.on_air)
_DISTANT = list_words("by via over")
LAST_WORDS = frozenset(_BY_NOUN) | frozenset(_COMPOUNDS) | _ON_AIR | list_words("ed eds mail mails x x.")
"""The last words, lower case, of all names of channels as the tokenizer parts them: "op-ed", "e-mail", "X."."""

# "On television", "in court"; "in order" and "in post" are no such places.
_BARE = frozenset(noun.word for noun in NOUNS.values() if noun.bare)
# Those who publish them are called so, too; "the paper" is as often a study.
_OUTLETS = frozenset(form for form, noun in FORMS.items() if noun.outlet and noun.channel == "publication")


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
    return channel if preposition in CHANNELS[channel].prepositions else None


def get_paper(noun: str, before: Collection[str]) -> Channel | None:
    """Tell which channel a source is that is itself a text: "the report said", "according to a letter".

    Args:
        noun: The head of the source, lower case.
        before: The words that stand before it in its phrase, lower case.
    """
    channel = None if noun in _OUTLETS else get_channel(noun, before)
    if channel is None:
        return None
    return channel if CHANNELS[channel].paper or noun == "speech" else None
