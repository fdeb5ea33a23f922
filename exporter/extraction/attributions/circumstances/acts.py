"""Tells what kind of act a cue tells of: speech, writing, belief, intention or other.

After Semino and Short (2004), Corpus Stylistics: speech, writing and thought presentation, with intention split off
from belief. What presents none of them ("the law requires", "the council imposed") is other.
"""

from collections.abc import Iterable

from exporter.extraction.lexicon import cues
from exporter.extraction.lexicon.nouns import list_words
from exporter.records import Act, Channel

# Beside the cues, words that the rules make no attribution of, but the trained model does.
_SPEECH = cues.SPEECH | list_words("""
    accord endorse encourage highlight promote attack charge point reference debate grill implore hail compare liken
    chastise press compliment pound poohe weigh poke taunt salute bash hammer lash scold confront pepper
    invoke chant preach lobby petition reproach fault skewer trash insult scoff sneer trumpet herald eulogize eulogise
    nickname confide confess converse chat sing testify beg cheer paint rip chide tease heckle boo lecture push order
    urge greet shame exhort brand recite disagree repudiate bristle champion offer put rate

    phrase term endorsement assessment advice disagreement disclosure call

    case jab fun pronouncement condemnation rebuke retort answer question comment criticism message rhetoric argument
    discussion speech remarks mention conversation plea appeal threat testimony denunciation supporter defender critic
    advocate proponent outspoken vocal critical coy silent objection response announcement word
""")
_WRITING = cues.WRITING | list_words("type author inscribe cable headline caption chronicle text pen")
_BELIEF = cues.BELIEF | list_words("""
    mind judge rejoice dislike despise hate loathe dread perceive sense remember forget ponder contemplate presume
    suppose deduce infer guess marvel mourn grieve enjoy accept tolerate embrace value dream wish yearn discover notice
    watch hear distrust mistrust fathom disdain care desire interested

    idea thought impression feeling faith enthusiasm anger anxiety unease suspicion assumption despair passionate
    sympathy skepticism scepticism eagerness attitude distaste frustration relief support willingness
""")
_INTENTION = cues.INTENTION | list_words(
    "try strive prepare resolve commit opt vie attempt plot pursue decision intention goal effort bid ambition refusal"
)
_NOUNS: dict[str, Act] = {
    **dict.fromkeys(
        list_words("""
            doubt hope concern fear belief conviction view opinion expectation worry confidence optimism desire illusion
        """),
        "belief",
    ),
    **dict.fromkeys(list_words("pledge vow promise proposal"), "intention"),
}
# These say nothing themselves: "is critical of", "made a promise".
_LIGHT = list_words("be have make go take give get come do use hold keep remain stay issue sound express")
_WRITTEN: frozenset[Channel] = frozenset({"post", "message", "letter", "filing", "report", "publication"})


def get_act(lemma: str | None, *, takes_to: bool = False, beside: Iterable[str] = ()) -> Act:
    """Tell what kind of act a verb or an adjective tells of.

    Args:
        lemma: Its dictionary form; None where there is no cue or it is not known, which is taken for speech.
        takes_to: Whether "to" and a verb follow: "he promised to" is intention, "he promised that" speech.
        beside: The dictionary forms of the other words of the cue, which tell where the first does not: "made fun of".
    """
    if lemma is None:
        return "speech"
    if takes_to and lemma in _INTENTION:
        return "intention"
    if lemma in _LIGHT:
        return next((act for act in map(_look_up, beside) if act != "other"), _look_up(lemma))
    return _look_up(lemma)


def get_noun_act(lemma: str) -> Act:
    """Tell what kind of act a noun that reports tells of."""
    return _look_up_noun(lemma) or _look_up(lemma)


def write_act(act: Act, channel: Channel | None, *, is_paper: bool) -> Act:
    """Turn speech into writing where it stands written: "said in a letter", "the study found".

    Args:
        act: What the cue tells of.
        channel: Where it was said.
        is_paper: Whether the source is itself a text; what a text is said to believe stands in it.
    """
    if is_paper:
        return "writing" if act in {"speech", "belief"} else act
    return "writing" if act == "speech" and channel in _WRITTEN else act


def _look_up(lemma: str) -> Act:
    if lemma in _SPEECH:
        return "speech"
    if lemma in _WRITING:
        return "writing"
    if lemma in _BELIEF or lemma in cues.ADJECTIVES:
        return "belief"
    if lemma in _INTENTION:
        return "intention"
    return _look_up_noun(lemma) or "other"


def _look_up_noun(lemma: str) -> Act | None:
    return _NOUNS.get(lemma) or ("speech" if lemma in cues.NOUN_LEMMAS else None)
