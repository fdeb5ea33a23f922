"""The lists that follow from the lexicon are those that stood in the code, but for what is named here."""

import json
from pathlib import Path

import pytest

from exporter.extraction.lexicon import channels, cues, nouns

OLD = json.loads((Path(__file__).parents[1] / "snapshots" / "lexicon.json").read_text(encoding="utf-8"))

# Forms that no English verb has: "sayed".
NO_FORMS = """
    admited admiting begined begining bloged bloging braged braging concured concuring dubed dubing feeled
    finded foreseed knowed planed planing prefered prefering quiped quiping readed refered refering sayed
    seed slamed slaming snaped snaping speaked sweared telled thinked understanded writed
"""
ADDED = {
    "VERB_LEMMAS": "beginning=begin",
    "SPEECH_VERBS": "highlight",  # which tells of speech and takes "that"
    # A verb in all its forms, where some stood in the list.
    "TALKING_FORMS": """
        address addressed addresses speaks spoken talk talks testified testifies testify write writes written
    """,
    "ASIDE_FORMS": "spoken taken",
    "ISSUING_FORMS": """
        blast blasting blasts fire fires firing given hold record recording records share sharing sign
        signing signs submit submits submitting tweet tweeting tweets unleash unleashes unleashing written
    """,
    "ACTS": "pooh=speech",
    # A noun in both numbers, where one stood in the list.
    "BODIES": "centers chambers websites",
    "GOVERNMENT": "departments",
    "DOCUMENTS": """
        briefings columns communiques communiqués complaints lawsuits memos notes op-eds releases rulings
        tweets websites
    """,
    "STATE": "departments governments",
    "LISTENERS": "courts follower listener mourner reader viewer",
    "NOUN_CHANNELS": """
        conferences=event courts=testimony leaflets=publication newspapers=publication remark=speech
    """,
    "COMPOUNDS": """
        accounts=facebook=post accounts=instagram=post accounts=telegram=post accounts=twitter=post
        calls=skype=video_link calls=video=video_link calls=zoom=video_link
        conferences=video=video_link document=charging=filing document=court=filing document=legal=filing
        messages=audio=broadcast messages=facebook=post messages=telegram=post messages=twitter=post
        messages=video=broadcast statements=video=broadcast
    """,
    "OUTLETS": "newspapers",
}
DROPPED = {
    "VERB_LEMMAS": NO_FORMS,
    "INTENDING": "ambition bid decision effort goal intention refusal",  # nouns: no "to" and verb is asked of them
    "ACTS": "poohe=speech remarks=speech",  # no dictionary forms
    # People: they are known to listen.
    "LISTENERS": "reporters supporters",
    # Kinds of source themselves, which tell that they are no things.
    "THINGS": "center centers chamber chambers letter order paper theatre",
}


def list_today():
    """List the words of today's lists by the names of the old ones, pairs joined by equals signs."""
    entries = channels.CHANNELS.values()
    lists = {name: getattr(cues, name) for name in OLD if hasattr(cues, name)}
    lists |= {name: getattr(nouns, name) for name in OLD if hasattr(nouns, name)}
    lists |= {
        "SPEECH_VERBS": cues.SPEECH_VERBS & cues.TAKES_THAT,
        "VERB_CHANNELS": cues.CHANNELS,
        "NOUN_ACTS": {word: act for word, act in cues.NOUN_ACTS.items() if word in cues.NOUN_LEMMAS},
        "STATE": nouns._STATE,
        "THINGS": {form for form, kinds in nouns._KINDS.items() if "thing" in kinds},
        "NOUN_CHANNELS": channels._BY_NOUN,
        "COMPOUNDS": {
            f"{form}={word}": channel
            for form, each in channels._COMPOUNDS.items()
            for word, channel in each.items()
        },
        "ON_AIR": channels._ON_AIR,
        "BARE": channels._BARE,
        "OUTLETS": channels._OUTLETS,
        "PREPOSITIONS": {each.word: each.prepositions for each in entries},
        "PAPERS": {each.word for each in entries if each.paper},
        "WRITTEN": {each.word for each in entries if each.written},
        "HELD": {each.word for each in entries if each.held},
        "GATHERINGS": {each.word for each in entries if each.gathering},
        "CARRIERS": {each.word for each in entries if each.carrier},
    }
    return {name: set(flatten(words)) for name, words in lists.items()}


def flatten(words):
    """Write pairs as `form=lemma`, and one for each of several values."""
    if not isinstance(words, dict):
        return words
    return (
        f"{key}={each}"
        for key, value in words.items()
        for each in (value if isinstance(value, frozenset) else [value])
    )


TODAY = list_today()


@pytest.mark.parametrize("name", OLD)
def test_a_list_is_what_it_was(name):
    """Nothing was lost or won in writing one entry a word, but for forms that were wrong or wanting."""
    new, old = TODAY[name], set(OLD[name].split())
    dropped = {word for word in old if {word, word.split("=")[0]} & set(DROPPED.get(name, "").split())}
    assert (new - old, old - new) == (set(ADDED.get(name, "").split()), dropped)
