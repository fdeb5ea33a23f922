"""What the lexicon knows of a word: the attributes that an entry of `data/*.toml` may have, and what each one means."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from exporter.records import Act, Channel

Complement = Literal["that", "to", "object", "object_as", "passive"]
AddresseeTie = Literal["object", "passive", "subject", "to", "with"]
Tense = Literal["base", "third", "past", "ing"]
NounKind = Literal["person", "group", "organization", "government", "document", "thing"]
Outlet = Literal["paper", "broadcaster", "agency", "website", "any"]
Number = Literal["singular", "plural"]
Gender = Literal["m", "f"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A verb of `verbs.toml`.

    Attributes:
        word: Its dictionary form.
        act: What kind of act it tells of; "other" of none that is said, written, thought or meant.
        intends: Whether it tells of an intention where "to" and a verb follow: "promised to leave".
        takes: What follows it, or stands before it in the passive, and is attributed: a clause ("said that"),
            "to" and a verb ("vowed to"), an object ("praised the plan"), an object only with "as" ("saw it as"), or the
            subject of its passive ("was said to").
        about: The prepositions before what it is about, which is attributed: "complained of".
        tail: The prepositions behind its object that still belong to what is attributed: "blamed her for".
        addressee: What ties to it who is addressed: its object ("told her"), only the subject of its passive ("she was
            promised that"), its subject, if that is there to listen ("the court heard"), "to" or "before" ("said to
            her"), or, in a clause beside the cue, also "with" ("speaking with her, he said").
        urges: Whether its object belongs to what is attributed: "urged Congress to act".
        channel: The channel that it tells by itself: "tweeted".
        issues: Whether its object may be the channel: "issued a statement saying".
        aside: The forms in which it may stand beside a cue and tell the channel: "speaking at a rally, she said".
        light: Whether it leaves the act to the words beside it: "made a promise".
        past: Its past forms where spelling does not give them.
        ing: Its forms in -ing where spelling does not give them.
        third: Its forms of the third person where spelling does not give them.
        doubles: Whether its last letter is doubled: "admitted".
    """

    word: str
    act: Act = "other"
    intends: bool = False
    takes: frozenset[Complement] = frozenset()
    about: frozenset[str] = frozenset()
    tail: frozenset[str] = frozenset()
    addressee: frozenset[AddresseeTie] = frozenset()
    urges: bool = False
    channel: Channel | None = None
    issues: bool = False
    aside: frozenset[Tense] = frozenset()
    light: bool = False
    past: tuple[str, ...] = ()
    ing: tuple[str, ...] = ()
    third: tuple[str, ...] = ()
    doubles: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """A noun or pronoun of `nouns.toml`; bare, on_air, collective, count and gender hold of the singular only.

    Attributes:
        word: Its singular, or its only form.
        kind: What it names as a source, the likeliest first; "thing" of what ends like "juror" but is no person.
        act: What kind of act it tells of as a cue; None where it is none.
        reports: Whether rules look for it as a cue: "the claim that".
        channel: The channel that it names: "in an interview".
        compounds: Words before it with which it names a channel, maybe another one: "press conference".
        bare: Whether it names its channel without an article, too: "on television".
        on_air: Whether something may be said on it: "on the show".
        outlet: Which kind of outlet is called so: "the newspaper", "the station"; "any" of a word for all of them.
        before_name: Whether only outlets have it before their names: "the daily El Faro", but "Network Rail".
        ends_outlet: Whether names of outlets end with it: "Aldane Courier".
        listens: Whether it may be addressed: "told the court".
        state: Whether a name with it is that of a part of a state: "Finance Ministry".
        collective: Whether "of" and those who are meant may follow: "a handful of".
        means: What it shares with other nouns for which it may return: "poll" of "the survey".
        count: How many it says.
        gender: What it tells of the gender of one person.
        pronoun: Whether it stands for a noun.
        number: The only number it has; None of what has both, and of number words.
        plural: Its plurals where spelling does not give them.
    """

    word: str
    kind: tuple[NounKind, ...] = ()
    act: Act | None = None
    reports: bool = False
    channel: Channel | None = None
    compounds: Mapping[str, Channel] = field(default_factory=dict)
    bare: bool = False
    on_air: bool = False
    outlet: Outlet | None = None
    before_name: bool = False
    ends_outlet: bool = False
    listens: bool = False
    state: bool = False
    collective: bool = False
    means: frozenset[str] = frozenset()
    count: int | None = None
    gender: Gender | None = None
    pronoun: bool = False
    number: Number | None = None
    plural: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A spelling of a title of `titles.toml`: what stands before a name, in small letters and without its stop.

    Attributes:
        word: The title.
        courtesy: Whether who has it has told no role.
        personal: Whether a name of two or three words that begins with it can only be that of a person.
        gender: What it tells of the gender of who has it.
        spelled_out: The noun by which who has it may return, where that is another: "the senator" for "sen".
        keeps_stop: Whether the pipeline is told that its stop ends no sentence: "Capt. Holm". Of some, such as
            "Gen.", it knows already, and knows more of them than that.
    """

    word: str
    courtesy: bool = False
    personal: bool = False
    gender: Gender | None = None
    spelled_out: str | None = None
    keeps_stop: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjective:
    """An adjective of `adjectives.toml`.

    Attributes:
        word: The adjective.
        act: What kind of act it tells of.
        reports: Whether rules look for it as a cue: "was confident that".
    """

    word: str
    act: Act
    reports: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelEntry:
    """A channel of `channels.toml`.

    Attributes:
        word: The channel.
        prepositions: Those that make its noun the place of what is said: "in an interview".
        written: Whether what is said in it is written.
        paper: Whether it may be the source itself: "the report said".
        held: Whether it is an occasion that can be told something: "told a news conference".
        gathering: Whether much is thought and learnt there that was not said there.
        carrier: Whether it gives way to another channel that is named: "in an interview on television".
    """

    word: str
    prepositions: frozenset[str]
    written: bool = False
    paper: bool = False
    held: bool = False
    gathering: bool = False
    carrier: bool = False
