"""The cues: words that attribute, what kind of act they tell of, and which complements they attribute.

The lists were drawn up by looking at which verbs, nouns and adjectives cue attributions in annotated news,
and in which construction; the acts follow Semino and Short (2004), Corpus Stylistics: speech, writing and
thought presentation, with intention split off from belief.
"""

from collections.abc import Iterator

_SPEECH = """
    say tell add ask note argue insist acknowledge claim declare warn admit state conclude reveal agree confirm
    predict assure assert complain respond recall remark question joke allege reply concede order discuss deny
    promise propose stress proclaim emphasize emphasise remind maintain vow speculate boast contend reiterate
    answer recommend counter caution pledge testify reaffirm announce explain continue suggest imply quip
    shout yell whisper scream chant mutter retort rejoin interject observe lament urge advise demand request
    swear repeat begin disclose hint estimate forecast project reason recount relate rule signal
    accuse criticize criticise blast denounce condemn praise blame slam mock dismiss decry assail rebuke chide
    deride lambast applaud laud commend congratulate apologize apologise thank tout voice express echo
    call dub label describe characterize characterise mention cite refer quote credit challenge defend decline
    refuse threaten reject dispute refute rebut rail brag gush muse speak talk comment plead appeal protest
    volunteer theorize surmise venture elaborate specify clarify advocate ridicule deplore bemoan berate
    interrupt exclaim cry sigh laugh growl snap bark agonize enthuse concur object vouch counsel instruct invite
"""
_WRITING = (
    "write report tweet post read publish email text retweet blog document detail outline editorialize list"
)
_BELIEF = """
    believe think fear worry wonder suspect hope expect doubt assume know find learn recognize recognise feel
    consider regard view see deem prefer favor favour support oppose endorse back want like love hate regret
    envision foresee reckon figure understand realize realise conclude welcome resent appreciate respect admire
    trust anticipate imagine portray show indicate demonstrate
"""
_INTENTION = """
    plan intend aim hope want decide vow pledge promise threaten seek refuse decline agree offer swear propose
"""

_THAT = """
    say tell add write suggest show ask note argue report announce find explain insist acknowledge claim declare
    tweet warn indicate admit state conclude reveal agree hope confirm predict assure assert imply worry complain
    respond recall fear wonder read remark question recognize joke allege reply learn concede estimate order
    suspect deny promise propose stress proclaim post emphasize rule remind cite maintain vow speculate boast
    contend reiterate answer discover highlight forecast recommend counter caution pledge testify reaffirm
    believe think expect quip demand doubt lament observe swear hint signal disclose reason calculate
    emphasise recognise surmise theorize venture clarify specify advise protest bemoan demonstrate feel
    anticipate foresee understand realize realise reckon figure regret volunteer mention repeat shout yell scream
    exclaim cry retort interject whisper mutter brag object concur dispute
"""
_TO = """
    vow decline promise pledge refuse threaten urge seek hope plan ask order claim offer decide call agree aim
    want expect swear encourage intend propose advise instruct request warn tell invite
"""
_OBJECT = """
    call describe endorse accuse criticize criticise cite announce express oppose urge praise blast blame
    denounce recall question propose explain promise condemn assure mock dismiss note prefer portray warn
    repeat acknowledge slam reiterate tout decry deem echo emphasize emphasise credit lament recount voice
    confirm recommend assail dispute outline rebuke stress characterize characterise applaud disclose dub
    foresee reaffirm predict demand deny reject advocate deride lambast welcome bemoan laud commend
    defend support suggest discuss highlight mention admit favor favour tweet suspect fear doubt deplore
    ridicule berate see view regard
"""
_ABOUT = {
    "accuse": "of",
    "apologize": "for",
    "boast": "about of",
    "brag": "about of",
    "call": "for on",
    "comment": "on",
    "complain": "about of",
    "joke": "about to",
    "push": "for",
    "rail": "against",
    "refer": "to",
    "speak": "about of",
    "talk": "about of",
    "warn": "of against about",
    "insist": "on",
    "worry": "about",
    "elaborate": "on",
    "agree": "with to on",
    "speculate": "about on",
    "wonder": "about",
    "ask": "about for",
    "argue": "for against",
}
_NOUNS = """
    statement suggestion complaint doubt assertion hope remark allegation speculation admission claim promise
    proposal concern fear belief warning argument conviction contention prediction accusation announcement
    acknowledgment acknowledgement insistence view opinion pledge vow call demand desire assurance confirmation
    declaration denial hint expectation worry criticism conclusion confidence optimism observation
    illusion
"""
_ADJECTIVES = """
    hopeful glad shocked upset optimistic concerned confident sure worried afraid convinced adamant pleased
    sceptical skeptical doubtful proud sorry aware certain pessimistic happy disappointed surprised eager reluctant
    grateful alarmed relieved
"""
_IRREGULAR = {
    "say": "said",
    "tell": "told",
    "write": "wrote written",
    "think": "thought",
    "feel": "felt",
    "know": "knew known",
    "find": "found",
    "see": "saw seen",
    "show": "showed shown",
    "swear": "swore sworn",
    "foresee": "foresaw foreseen",
    "read": "read",
    "speak": "spoke spoken",
    "learn": "learnt",
    "understand": "understood",
    "begin": "began begun",
    "cry": "cried",
    "deny": "denied",
    "reply": "replied",
    "quip": "quipped quipping",
    "plan": "planned planning",
    "blog": "blogged blogging",
    "brag": "bragged bragging",
    "concur": "concurred concurring",
    "slam": "slammed slamming",
    "snap": "snapped snapping",
    "refer": "referred referring",
    "prefer": "preferred preferring",
    "specify": "specified",
    "clarify": "clarified",
    "testify": "testified",
    "worry": "worried",
    "decry": "decried",
    "dub": "dubbed dubbing",
    "admit": "admitted admitting",
    "label": "labelled labelling",
    "signal": "signalled signalling",
    "quote": "quoted",
}


def _inflect(lemma: str) -> Iterator[str]:
    yield lemma
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    ends_in_y = lemma.endswith("y") and lemma[-2] not in "aeiou"
    yield (
        lemma[:-1] + "ies" if ends_in_y else lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x")) else "s")
    )
    yield lemma[:-1] + "ied" if ends_in_y else stem + "ed"
    yield lemma + "ing" if lemma.endswith("ee") else stem + "ing"
    yield from _IRREGULAR.get(lemma, "").split()


def _forms(*lists: str) -> dict[str, str]:
    return {form: lemma for words in lists for lemma in words.split() for form in _inflect(lemma)}


VERB_LEMMAS: dict[str, str] = _forms(
    _SPEECH, _WRITING, _BELIEF, _INTENTION, _THAT, _TO, _OBJECT, " ".join(_ABOUT)
)
"""Every form of every cue verb, with its lemma."""

NOUN_LEMMAS: dict[str, str] = {
    form: lemma
    for lemma in _NOUNS.split()
    for form in (lemma, lemma[:-1] + "ies" if lemma.endswith("y") else lemma + "s")
}
ADJECTIVES = frozenset(_ADJECTIVES.split())
SPEECH, WRITING, BELIEF, INTENTION = (
    frozenset(words.split()) for words in (_SPEECH, _WRITING, _BELIEF, _INTENTION)
)
SPEECH_VERBS = (SPEECH | WRITING) - frozenset(["support", "oppose"])
TAKES_THAT = frozenset(_THAT.split())
TAKES_TO = frozenset(_TO.split())
TAKES_OBJECT = frozenset(_OBJECT.split())
TAKES_PREPOSITION: dict[str, frozenset[str]] = {
    verb: frozenset(words.split()) for verb, words in _ABOUT.items()
}
TAKES_PASSIVE = frozenset(
    [
        "expect",
        "say",
        "believe",
        "think",
        "report",
        "allege",
        "accuse",
        "rumor",
        "estimate",
        "criticize",
        "ask",
        "want",
    ]
)
