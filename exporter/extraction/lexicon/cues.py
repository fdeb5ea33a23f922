"""The cues: words that attribute, what kind of act they tell of, and which complements they attribute.

The words were chosen by looking at which verbs, nouns and adjectives cue attributions in annotated news, and in which
construction; the acts follow Semino and Short (2004), Corpus Stylistics: speech, writing and thought presentation, with
intention split off from belief.
"""

from exporter.extraction.lexicon.entries import AddresseeTie, Adjective, Complement, Verb
from exporter.extraction.lexicon.load import DATA, load_entries
from exporter.extraction.lexicon.nouns import FORMS, NOUNS
from exporter.extraction.lexicon.spelling import inflect, list_verb_forms
from exporter.records import Act, Channel

VERBS = load_entries(DATA / "verbs.toml", Verb, list_verb_forms)
_ADJECTIVES = load_entries(DATA / "adjectives.toml", Adjective)


def _is_cue(verb: Verb) -> bool:
    return verb.act != "other" or bool(verb.takes or verb.about)


def _list_taking(complement: Complement) -> frozenset[str]:
    return frozenset(verb.word for verb in VERBS.values() if complement in verb.takes)


def _list_addressing(tie: AddresseeTie) -> frozenset[str]:
    return frozenset(verb.word for verb in VERBS.values() if tie in verb.addressee)


VERB_LEMMAS: dict[str, str] = {
    form: verb.word for verb in VERBS.values() if _is_cue(verb) for form in list_verb_forms(verb)
}
"""Every form of every cue verb, with its lemma."""

NOUN_LEMMAS: dict[str, str] = {form: noun.word for form, noun in FORMS.items() if noun.reports}
"""Every form of every cue noun, with its lemma."""

ADJECTIVES = frozenset(adjective.word for adjective in _ADJECTIVES.values() if adjective.reports)

NOUN_ACTS: dict[str, Act] = {noun.word: noun.act for noun in NOUNS.values() if noun.act is not None}
ACTS: dict[str, Act] = (
    NOUN_ACTS
    | {adjective.word: adjective.act for adjective in _ADJECTIVES.values()}
    | {verb.word: verb.act for verb in VERBS.values() if verb.act != "other"}
)
"""What kind of act a word tells of; that of the verb where a noun is spelt alike."""

INTENDING = frozenset(verb.word for verb in VERBS.values() if verb.intends or verb.act == "intention")
"""Verbs that tell of an intention where "to" and a verb follow."""

LIGHT = frozenset(verb.word for verb in VERBS.values() if verb.light)
"""Verbs that leave the act to the words beside them: "made a promise"."""

SPEECH_VERBS = frozenset(verb.word for verb in VERBS.values() if verb.act in {"speech", "writing"})
TAKES_THAT = _list_taking("that")
TAKES_TO = _list_taking("to")
TAKES_ONLY_AS = _list_taking("object_as")
TAKES_OBJECT = _list_taking("object") | TAKES_ONLY_AS
TAKES_PASSIVE = _list_taking("passive")
TAKES_PREPOSITION: dict[str, frozenset[str]] = {
    verb.word: verb.about for verb in VERBS.values() if verb.about
}
OBJECT_TAILS: dict[str, frozenset[str]] = {verb.word: verb.tail for verb in VERBS.values() if verb.tail}
"""The prepositions behind the object of a verb that belong to what is attributed: "blamed her for"."""

URGING = frozenset(verb.word for verb in VERBS.values() if verb.urges)
"""Verbs whose object belongs to what is attributed: "urged Congress to act"."""

TELLING = _list_addressing("object")
"""Verbs whose object is who is told: "tell"."""

TELLING_OF = (TELLING | _list_addressing("passive")) & SPEECH_VERBS
"""Verbs the subject of whose passive is who is told: "she was told", "she was promised"."""

HEARING = _list_addressing("subject")
"""Verbs whose subject is who is told, if it is there to listen: "the court heard"."""

SAYING_TO = _list_addressing("to")
"""Verbs behind which "to" names who is told: "say"."""

TALKING_FORMS = frozenset(
    form for lemma in _list_addressing("with") for form in list_verb_forms(VERBS[lemma])
)
"""Forms of verbs that name in a clause beside the cue who is told: "speaking with her, he said"."""

CHANNELS: dict[str, Channel] = {
    verb.word: verb.channel for verb in VERBS.values() if verb.channel is not None
}
"""Verbs that tell the channel by themselves: "tweet"."""

ISSUING_FORMS = frozenset(form for verb in VERBS.values() if verb.issues for form in list_verb_forms(verb))
"""Forms of verbs whose object may be the channel: "issued a statement"."""

ASIDE_FORMS = frozenset(
    form for verb in VERBS.values() for tense in verb.aside for form in inflect(verb)[tense]
)
"""Forms of verbs that tell the channel beside the cue: "speaking at a rally, she said"."""
