"""Finds to whom something is said: "told reporters", "wrote to the mayor", "in an interview with the Courier"."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from exporter.extraction.attribution import Attribution
from exporter.extraction.attributions.circumstances.acts import write_act
from exporter.extraction.attributions.circumstances.channels import (
    Occasion,
    find_occasion,
    is_gathering,
    iter_side_clauses,
)
from exporter.extraction.attributions.circumstances.hearers import (
    TOLD,
    find_hearer,
    is_body_or_people,
    settle_hearer,
)
from exporter.extraction.lexicon import cues, nouns
from exporter.extraction.text.syntax import Range, find_child, get_phrase, is_noun, is_verb, to_span, trim
from exporter.records import Span

_TO = frozenset({"to", "before"})
_WITH = frozenset({"with", "to", "before"})
_NOBODY = nouns.list_words("""
    himself herself themselves itself myself yourself yourselves ourselves oneself it this that what which each other
    himselves another
""")
_TIMES = frozenset({"DATE", "TIME"})
_RELATIVES = frozenset({"WP", "WDT", "WP$", "WRB"})
_CUT = frozenset(
    {"relcl", "acl", "advcl", "punct", "npadvmod", "advmod", "ccomp", "xcomp", "cc", "conj", "appos"}
)
_AFTERWARDS = nouns.list_words(
    "after before during on via by through since as when while following over about in at"
)
_LONGEST = 30  # tokens before and behind its head that belong to an addressee
_LONGEST_CALL = 8  # tokens of a title in quotation marks: "CNN's “The Lead”"
_OPENING, _CLOSING = frozenset({'"', "“", "``", "‘"}), frozenset({'"', "”", "''", "’"})


def add_circumstances(doc: Doc, attribution: Attribution) -> Attribution:
    """Add addressee and channel to an attribution that was found without them, and what they tell of its act.

    Who is told is no longer its source, as the subject of "the jury was told" may have been taken for.
    """
    attribution = settle_hearer(doc, attribution)
    occasion = find_occasion(doc, attribution)
    channel, is_paper = (None, False) if occasion is None else (occasion.channel, occasion.is_source)
    return replace(
        attribution,
        addressee=find_addressee(doc, attribution, occasion),
        channel=channel,
        act=write_act(attribution.act, channel, is_paper=is_paper),
    )


def find_addressee(doc: Doc, attribution: Attribution, occasion: Occasion | None) -> Span | None:
    """Find to whom an attribution was said; None where the text does not tell, or tells it within content or source.

    Args:
        doc: The text, with tags and a parse.
        attribution: Its cue says what to look at.
        occasion: Where it was said: whom an interview was given to was told all that was said in it.
    """
    verb = doc[attribution.head]
    if not attribution.cue or attribution.lemma is None:
        return None
    for target in _iter_targets(verb, attribution.lemma, occasion):
        if _may_be_addressed(target):
            span = _cut(doc, target, verb, attribution)
            if span is not None:
                return span
    return None


def _find_told(verb: Token, lemma: str) -> Token | None:
    """Find the object of "tell" or "ask", or who "was told": whoever that is, it is no part of what is told."""
    hearer = find_hearer(verb, lemma)
    if hearer is not None or lemma not in cues.TELLING or find_child(verb, "nsubjpass") is not None:
        return hearer
    target = find_child(verb, "dative", "dobj")
    if target is not None and target.dep_ == "dative" and target.tag_ in {"TO", "IN"}:
        target = find_child(target, "pobj")
    return target


def _iter_targets(verb: Token, lemma: str, occasion: Occasion | None) -> Iterator[Token]:
    """Yield who may be told, the surest first."""
    if is_verb(verb):
        told = _find_told(verb, lemma)
        if told is not None:
            yield told
        if lemma in cues.SAYING_TO:
            yield from _iter_tied(verb, _TO)
    if occasion is not None and occasion.noun is not None:
        yield from _iter_tied(occasion.noun, _WITH)
        issuing = occasion.noun.head
        if is_verb(issuing) and occasion.noun.dep_ == "dobj":
            yield from _iter_tied(issuing, _TO)
    for child in iter_side_clauses(verb):
        if child.lower_ in cues.TALKING_FORMS:
            yield from _iter_tied(child, _WITH)


def _iter_tied(token: Token, prepositions: frozenset[str]) -> Iterator[Token]:
    for child in token.children:
        if child.dep_ in {"prep", "dative"} and child.lower_ in prepositions and child.i > token.i:
            target = find_child(child, "pobj")
            if target is not None and (child.lower_ == "with" or is_body_or_people(target)):
                yield target


def _may_be_addressed(target: Token) -> bool:
    lower = target.lower_
    if not is_noun(target) or lower in _NOBODY | TOLD or target.tag_ == "WDT":
        return False
    return not is_gathering(target) and target.ent_type_ not in _TIMES | {"MONEY", "PERCENT"}


def _cut(doc: Doc, target: Token, verb: Token, attribution: Attribution) -> Span | None:
    """The phrase of an addressee without clauses and circumstances behind it, without words of content or source."""
    start, end = get_phrase(target, not_over=verb)
    start, end = max(start, target.i - _LONGEST), min(end, target.i + _LONGEST)
    for child in target.rights:
        is_outside = child.dep_ in _CUT or (child.dep_ == "prep" and _is_circumstance(child))
        if is_outside and not _is_joined_name(child):
            end = min(end, max(child.left_edge.i, target.i + 1))
            break
    end = next((token.i for token in doc[target.i + 1 : end] if token.tag_ in _RELATIVES), end)
    start, end = _complete(doc, trim(doc, (start, end)))
    taken = (*attribution.content, *attribution.source)
    for place in range(start, end):
        if any(piece.start <= doc[place].idx < piece.end for piece in taken):
            end = place if place > target.i else start
            break
    start, end = trim(doc, (start, end))
    while end - start > 1 and _is_possessive(doc[end - 1]):
        end -= 1
    return to_span(doc, (start, end)) if start < end else None


def _is_circumstance(preposition: Token) -> bool:
    """Tell whether a phrase tells when or where something was said, though the parser ties it to the hearer."""
    if preposition.lower_ not in _AFTERWARDS:
        return False
    target = find_child(preposition, "pobj")
    return target is None or preposition.lower_ not in {"in", "at"} or is_gathering(target)


def _is_joined_name(token: Token) -> bool:
    """Tell whether more addressees follow: "told Berg and Quist"."""
    return token.dep_ in {"cc", "conj"} and is_noun(next(iter(token.head.conjuncts), token))


def _complete(doc: Doc, tokens: Range) -> Range:
    """Let a name stay whole that the parser cut: "CBS This Morning", "co-host Ben Okoro", "CNN's “The Lead”"."""
    start, end = tokens
    while start < end < min(len(doc), start + 2 * _LONGEST):
        last, following = doc[end - 1], doc[end]
        if (
            following.text == "-"
            and not last.whitespace_
            and not following.whitespace_
            and end + 1 < len(doc)
        ):
            end += 2
        elif _goes_on(doc, start, end):
            end += 1
        elif _is_possessive(following) or (_is_possessive(last) and following.text in _OPENING):
            closing = _find_closing(doc, end + (_is_possessive(following)))
            if closing is None:
                break
            end = closing
        else:
            break
    return start, end


def _is_possessive(token: Token) -> bool:
    return token.tag_ == "POS" or token.text in {"'s", "’s"}


def _goes_on(doc: Doc, start: int, end: int) -> bool:
    """Tell whether the next word belongs to the name that a phrase ends with, or closes the marks opened in it."""
    last, following = doc[end - 1], doc[end]
    if following.text in _OPENING | _CLOSING:
        return (
            following.text in _CLOSING and sum(t.text in _OPENING | _CLOSING for t in doc[start:end]) % 2 == 1
        )
    if following.ent_iob_ == "I" and last.ent_type_:
        return True
    return last.tag_ in {"NN", "NNP"} and following.tag_ == "NNP" and following.ent_type_ not in _TIMES


def _find_closing(doc: Doc, opening: int) -> int | None:
    """The token number behind a short title in quotation marks that opens at a token."""
    if opening >= len(doc) or doc[opening].text not in _OPENING:
        return None
    for place in range(opening + 2, min(opening + _LONGEST_CALL, len(doc))):
        if doc[place].text in _CLOSING:
            return place + 1
    return None
