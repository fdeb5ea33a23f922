"""Tells what kind of act a cue tells of: speech, writing, belief, intention or other.

After Semino and Short (2004), Corpus Stylistics: speech, writing and thought presentation, with intention split off
from belief. What presents none of them ("the law requires", "the council imposed") is other.
"""

from collections.abc import Iterable

from exporter.extraction.lexicon import cues
from exporter.extraction.lexicon.channels import CHANNELS
from exporter.records import Act, Channel


def get_act(lemma: str | None, *, takes_to: bool = False, beside: Iterable[str] = ()) -> Act:
    """Tell what kind of act a verb or an adjective tells of.

    Args:
        lemma: Its dictionary form; None where there is no cue or it is not known, which is taken for speech.
        takes_to: Whether "to" and a verb follow: "he promised to" is intention, "he promised that" speech.
        beside: The dictionary forms of the other words of the cue, which tell where the first does not: "made fun of".
    """
    if lemma is None:
        return "speech"
    if takes_to and lemma in cues.INTENDING:
        return "intention"
    if lemma in cues.LIGHT:
        return next((cues.ACTS[word] for word in beside if word in cues.ACTS), cues.ACTS.get(lemma, "other"))
    return cues.ACTS.get(lemma, "other")


def get_noun_act(lemma: str) -> Act:
    """Tell what kind of act a noun that reports tells of."""
    return cues.NOUN_ACTS.get(lemma) or cues.ACTS.get(lemma, "other")


def write_act(act: Act, channel: Channel | None, *, is_paper: bool) -> Act:
    """Turn speech into writing where it stands written: "said in a letter", "the study found".

    Args:
        act: What the cue tells of.
        channel: Where it was said.
        is_paper: Whether the source is itself a text; what a text is said to believe stands in it.
    """
    if is_paper:
        return "writing" if act in {"speech", "belief"} else act
    return "writing" if act == "speech" and channel and CHANNELS[channel].written else act
