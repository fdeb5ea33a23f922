"""Finds the channel in which something is said, off the words that belong to its cue or its source."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from exporter.extraction.attribution import Attribution
from exporter.extraction.lexicon import cues
from exporter.extraction.lexicon.channels import CHANNELS, LAST_WORDS, get_channel, get_paper, get_place
from exporter.extraction.lexicon.nouns import LISTENERS, list_words
from exporter.extraction.text.syntax import is_verb
from exporter.records import Channel, Span

_REACH = 60  # tokens before and behind the cue in which its channel may be named
_MOST_JOINED = 3  # verbs before the one that cues
_CLIMB = 8  # words from a preposition up to the verb that it belongs to
_ARTICLES = frozenset({"det", "poss", "nummod", "amod", "compound", "nmod"})
_PARTS = list_words("series string flurry number couple pair lot barrage volley spate set")
_JOINED = frozenset({"advcl", "xcomp", "conj", "acl", "ccomp"})
_TAKES = list_words("took takes taking take taken")
_PASSED = frozenset({"DATE", "TIME", "GPE", "LOC", "FAC"})
_TOLD = cues.TELLING | {"address"}
_NETWORK = "X"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Where something is said.

    Attributes:
        channel: The channel.
        noun: What names it; None where the verb alone tells: "tweeted".
        is_source: Whether it is the source itself: "the report said".
    """

    channel: Channel
    noun: Token | None = None
    is_source: bool = False


def find_occasion(doc: Doc, attribution: Attribution) -> Occasion | None:
    """Find the channel of an attribution: "said in a statement", "told a news conference", "the report said".

    Only words that the parse ties to the cue count, and none within the content. Of several the first is given, but
    for mere carriers: "in an interview on television" is an interview.
    """
    if not attribution.cue:
        return None
    head = doc[attribution.head]
    paper = _read_source(doc, attribution)
    if paper is not None:
        return paper
    verbs = _list_verbs(doc, attribution, head)
    found = list(_iter_occasions(doc, attribution, head, verbs))
    if found:
        return min(found, key=lambda each: CHANNELS[each.channel].carrier)
    channels = (cues.CHANNELS.get(cues.VERB_LEMMAS.get(doc[number].lower_, "")) for number in sorted(verbs))
    channel = next((each for each in channels if each is not None), None)
    return None if channel is None else Occasion(channel=channel)


def is_gathering(noun: Token) -> bool:
    """Tell whether a noun names an occasion and not who is there: "told a news conference"."""
    return _is_held(_name_channel(noun)) and noun.lower_ not in LISTENERS


def iter_side_clauses(verb: Token) -> Iterator[Token]:
    """Yield the verbs of clauses beside a verb or behind its subject: "speaking at a rally, Quist said"."""
    for child in verb.children:
        if child.dep_ in {"advcl", "prep", "ccomp", "dep"} and is_verb(child):
            yield child
        elif child.dep_ == "nsubj":
            yield from (
                clause for clause in child.rights if clause.dep_ in {"acl", "advcl"} and is_verb(clause)
            )


def _iter_occasions(doc: Doc, attribution: Attribution, head: Token, verbs: set[int]) -> Iterator[Occasion]:
    """Yield what is named in the sentence of the cue and belongs to it, in order."""
    is_thought = attribution.act == "belief"
    for token in _list_near(doc, head):
        if token.lower_ not in LAST_WORDS or _lies_in(token, attribution.content):
            continue
        if not token.tag_.startswith(("NN", "UH", "NFP", "FW")):
            continue
        channel = _find_place(token, attribution, verbs) or _find_object(token, attribution, verbs, head)
        if channel is not None and not (is_thought and CHANNELS[channel].gathering):
            yield Occasion(channel=channel, noun=token)


def _list_near(doc: Doc, head: Token) -> list[Token]:
    """The tokens of the sentence of a cue, as far as they are near."""
    start = head.i
    while start > max(head.i - _REACH, 0) and not doc[start].is_sent_start:
        start -= 1
    end = head.i + 1
    while end < min(head.i + _REACH, len(doc)) and not doc[end].is_sent_start:
        end += 1
    return list(doc[start:end])


def _list_verbs(doc: Doc, attribution: Attribution, head: Token) -> set[int]:
    """Numbers of the words that tell of the same act: the cue, "speaking at ...", what "adding" goes on from."""
    found = {head.i}
    for piece in attribution.cue:
        tokens = doc.char_span(piece.start, piece.end, alignment_mode="expand")
        found |= {token.i for token in tokens or () if is_verb(token)}
    is_open = head.tag_ == "VBG" or any(child.tag_ == "TO" for child in head.lefts)
    if head.dep_ in {"xcomp", "advcl"} and is_open:
        found.add(head.head.i)
    if head.dep_ == "acl" and head.head.head.lower_ in cues.ISSUING_FORMS:
        found.add(head.head.head.i)
    if head.dep_ == "pobj":  # "denied in a statement that ...", where the noun is taken for the cue
        found.add(head.head.head.i)
    sides = [side for number in found for side in iter_side_clauses(doc[number])]
    found |= {side.i for side in sides if side.lower_ in cues.ASIDE_FORMS and _is_aside(side, attribution)}
    return found


def _is_aside(side: Token, attribution: Attribution) -> bool:
    """Tell whether a clause tells how it was said, not who: "Quist, speaking at a rally, said", with commas."""
    if _lies_in(side, attribution.content):
        return False
    return not _lies_in(side, attribution.source) or side.doc[side.left_edge.i - 1].text == ","


def _list_joined(head: Token) -> set[int]:
    """Numbers of the verbs that a cue is joined to: "urged ... and criticized"; what stands before them is common."""
    found = set()
    for _ in range(_MOST_JOINED):
        if head.dep_ != "conj" or not is_verb(head.head):
            break
        head = head.head
        found.add(head.i)
    return found


# -- "in a statement", "on Facebook"


def _find_place(noun: Token, attribution: Attribution, verbs: set[int]) -> Channel | None:
    """Read the channel of a noun behind a preposition that belongs to the cue."""
    preposition = _find_preposition(noun)
    if preposition is None or _lies_in(preposition, attribution.content):
        return None
    if _lies_in(preposition, attribution.source) and preposition.head.i not in verbs:
        return None
    channel = _read_place(noun, preposition)
    if channel is None or _has_topic(noun, channel):
        return None
    return channel if _belongs(preposition, attribution, verbs) else None


def _find_preposition(noun: Token) -> Token | None:
    """The word before "a statement", also before "a series of tweets"."""
    head = noun.head
    if head.lower_ == "of" and head.head.lower_ in _PARTS:
        head = head.head.head
    is_tied = noun.dep_ in {"pobj", "npadvmod", "dobj"} and head.dep_ in {
        "prep",
        "dative",
        "agent",
        "pcomp",
        "aux",
    }
    return head if is_tied or (noun.dep_ == "pobj" and head.tag_ in {"IN", "TO"}) else None


def _read_place(noun: Token, preposition: Token) -> Channel | None:
    before = _list_before(noun)
    word = preposition.lower_
    if preposition.lower_ == "to" and preposition.head.lower_ in _TAKES:
        word = "on"
    if word == "on" and noun.text.rstrip(".") == _NETWORK:
        return "post"
    has_article = noun.tag_ in {"NNS", "NNPS"} or any(child.dep_ in _ARTICLES for child in noun.lefts)
    name = _get_noun(noun)
    if word == "in" and name in {"television", "radio"}:
        return None
    return get_place(word, name, before, has_article=has_article or noun.head.head.lower_ in _PARTS)


def _is_held(channel: Channel | None) -> bool:
    return channel is not None and CHANNELS[channel].held


def _name_channel(noun: Token) -> Channel | None:
    return get_channel(_get_noun(noun), _list_before(noun))


def _get_noun(noun: Token) -> str:
    """A noun in lower case, put together again where the tokenizer parted it: "op-ed", "e-mail"."""
    if noun.i > 1 and noun.nbor(-1).text == "-" and noun.lower_ in {"ed", "eds", "mail", "mails"}:
        return f"{noun.nbor(-2).lower_}-{noun.lower_}"
    return noun.lower_


def _list_before(noun: Token) -> list[str]:
    """The words before a noun in its phrase, and what is told behind it: "a message posted on Facebook"."""
    return [token.lower_ for token in noun.doc[max(noun.left_edge.i, noun.i - 6) : noun.i]]


def _has_topic(noun: Token, channel: Channel) -> bool:
    """Tell whether what is meant is a quarrel, not a gathering: "in the debate over the dam"."""
    return channel == "event" and any(
        child.dep_ == "prep" and child.lower_ in {"over", "about"} for child in noun.rights
    )


def _belongs(preposition: Token, attribution: Attribution, verbs: set[int]) -> bool:
    """Tell whether the parse ties a preposition to the cue, if need be by way of day, place or source."""
    token = preposition.head
    joined = _list_joined(preposition.doc[attribution.head])
    for _ in range(_CLIMB):
        if token.i in verbs or (token.i in joined and preposition.i < token.i):
            return True
        if _lies_in(token, attribution.content):
            return _stands_beside(preposition, attribution)
        if is_verb(token):
            return token.dep_ in _JOINED and token.head.i in verbs and token.lower_ in cues.ASIDE_FORMS
        if token.head == token or not _is_passed(token, attribution):
            return False
        token = token.head
    return False


def _is_passed(token: Token, attribution: Attribution) -> bool:
    """Tell whether a word between a preposition and its verb is no more than a day, a place, the source or a hearer."""
    if (
        token.ent_type_ in _PASSED
        or token.tag_ in {"IN", "TO", "RB", "RBR", "JJ"}
        or _lies_in(token, attribution.source)
    ):
        return True
    return token.dep_ in {"dobj", "dative"} or token.head.dep_ == "dative"


def _stands_beside(preposition: Token, attribution: Attribution) -> bool:
    """Tell whether a phrase that the parser tied to a word of the content stands at the edge of it all."""
    doc = preposition.doc
    pieces = (*attribution.cue, *attribution.source, *attribution.content)
    ends = {piece.end for piece in pieces}
    place = preposition.i - 1
    while place > 0 and doc[place].is_space:
        place -= 1
    before = doc[max(place, 0)]
    return before.idx + len(before) in ends or preposition.is_sent_start is True


# -- "told a news conference", "issued a statement saying"


def _find_object(noun: Token, attribution: Attribution, verbs: set[int], head: Token) -> Channel | None:
    """Read the channel of a noun that is told something, or that is issued with what is said."""
    top = noun
    if noun.head.lower_ == "of" and noun.head.head.lower_ in _PARTS:
        top = noun.head.head
    if top.dep_ not in {"dobj", "dative"} or _lies_in(noun, attribution.source) or top.head.i not in verbs:
        return None
    channel = _name_channel(noun)
    verb = top.head.lower_
    if cues.VERB_LEMMAS.get(verb) in _TOLD:
        return channel if _is_held(channel) else None
    if (
        verb in cues.ISSUING_FORMS
        and channel != "event"
        and _get_noun(noun) != "message"
        and (top.head != head or _lies_in(noun, attribution.cue))
    ):
        return channel
    return None


# -- "the report said"


def _read_source(doc: Doc, attribution: Attribution) -> Occasion | None:
    """Read the channel off a source that is a paper itself."""
    if not attribution.source:
        return None
    first = attribution.source[0]
    piece = doc.char_span(first.start, first.end, alignment_mode="expand")
    if piece is None or piece.root.tag_ not in {"NN", "NNS"}:
        return None
    channel = get_paper(_get_noun(piece.root), _list_before(piece.root))
    return None if channel is None else Occasion(channel=channel, noun=piece.root, is_source=True)


def _lies_in(token: Token, pieces: tuple[Span, ...]) -> bool:
    return any(piece.start <= token.idx < piece.end for piece in pieces)
