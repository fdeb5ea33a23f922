"""What the words of a noun phrase tell of who is meant: the head, how many, whether somebody is new."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from exporter.extraction.entities.recognition import LONGEST_NAME
from exporter.extraction.lexicon import nouns
from exporter.extraction.lexicon.names import is_month
from exporter.extraction.lexicon.titles import TITLES
from exporter.extraction.sources.model import Form
from exporter.extraction.sources.roles import NEW, find_members
from exporter.extraction.text.lemmas import lemmatise
from exporter.extraction.text.syntax import find_antecedent, find_child, is_verb
from exporter.records import Span

DEFINITE = frozenset({"the", "this", "that", "these", "those", "his", "her", "its", "their"})
NEW_WORDS = NEW | {"a", "an"}
_PRONOUNS = {"his": "he", "her": "she", "their": "they", "its": "it", "my": "i", "our": "we"} | {
    "him": "he", "them": "they", "me": "i", "us": "we",
}  # fmt: skip

_DETERMINERS = frozenset({"DT", "PRP$", "JJ"})

OPEN = frozenset({"one", "other", "another", "second", "third", "fourth", "fifth"})
"""Heads that leave to the text before them what somebody is: "the other", "one of the two"."""

ORDINALS = frozenset({"second", "third"})
_GIVES_NAME = re.compile(
    r"\b(?:g[ai]ve[sn]? (?:his|her) (?:first )?name (?:only |just )?as|identified (?:him|her)self (?:only |just )?as"
    r"|g[ai]ve[sn]? only (?:his|her) first name,|asked that only (?:his|her) first name,"
    r"|goes by(?: the name(?: of)?)?|asked to be called) [A-Z]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """The phrase that a mention of a source is.

    Attributes:
        piece: The words that tell who is meant.
        head: The noun that heads them.
        joined: The other heads, where several are joined by "and".
        whole: All words of the mention; "who" and what follows is not the phrase, but what it stands for.
    """

    piece: DocSpan
    head: Token
    joined: Sequence[Token]
    whole: DocSpan


def find_phrase(doc: Doc, span: Span) -> Phrase | None:
    """Find the phrase at a span; None where the span holds no word."""
    piece = doc.char_span(span.start, span.end, alignment_mode="expand")
    if piece is None or not any(char.isalnum() for char in piece.text):
        return None
    head = find_list_head(piece) or find_subject(piece) or _find_cut_head(piece) or piece.root
    antecedent = find_antecedent(head)
    if antecedent is not None:
        phrase = doc[antecedent.left_edge.i : max(piece.start, antecedent.i + 1)]
        return Phrase(piece=phrase, head=antecedent, joined=list_conjuncts(antecedent, phrase), whole=piece)
    joined = list_conjuncts(head, piece) if head == piece.root else []
    return Phrase(piece=piece, head=head, joined=joined, whole=piece)


def _find_cut_head(piece: DocSpan) -> Token | None:
    """Find "lawsuit" in "the lawsuit claims staff lied", which the parser took for a lawsuit's claims staff."""
    if piece.root.tag_ not in _DETERMINERS:
        return None
    loose = (
        token
        for token in piece
        if token.tag_.startswith("NN") and not piece.start <= token.head.i < piece.end
    )
    head = next(loose, None)
    # Of "its growth" it is the body that speaks.
    speaks = head is not None and nouns.get_kind(head.lower_, is_plural=head.tag_ == "NNS") is not None
    return head if speaks or piece.root.tag_ != "PRP$" else None


def list_members(piece: DocSpan) -> list[Token]:
    """List the heads of "a diplomat and a source close to the ministry"; none where there is only one."""
    heads = [piece.root, *list_conjuncts(piece.root, piece)]
    return heads if len(heads) > 1 else []


def is_of_number(head: Token) -> bool:
    """Tell whether a head is one "of the two" or "of them", who are people where they speak."""
    of = find_child(head, "prep")
    members = find_child(of, "pobj") if of is not None else None
    return members is not None and members.tag_ in {"CD", "PRP"}


def get_head_word(head: Token) -> str:
    """The word by which a mention may return: "executive" of "one of the executives"."""
    behind = find_child(head, "appos")
    if head.lower_ in OPEN and behind is not None and behind.tag_ == "NN":
        return behind.lower_  # "another, a finance employee"
    members = find_members(head)
    if members is not None and nouns.get_number(head.text) == 1:
        return lemmatise(members) or members.lower_
    return _PRONOUNS.get(head.lower_, head.lower_)


def find_subject(piece: DocSpan) -> Token | None:
    """Find the subject where a verb was taken for part of a source: "a poll, which asked 900 voters, found"."""
    if not is_verb(piece.root):
        return None
    subject = find_child(piece.root, "nsubj")
    if subject is not None and piece.start <= subject.i < piece.end:
        return subject
    # "a survey published by ...": the first noun that is no part of another's name.
    return next((token for token in piece if token.tag_[:2] == "NN" and token.dep_ != "compound"), None)


def may_be_name(head: Token) -> bool:
    """Tell whether a proper noun may name somebody: a title alone does not, nor what is too long for a name."""
    is_addressed = head.i > 0 and nouns.get_gender(head.nbor(-1).text) is not None  # "Mr. King"
    is_title = head.lower_.rstrip(".") in TITLES and not is_addressed
    return head.text[0].isupper() and not is_title and not is_month(head.text) and len(head) <= LONGEST_NAME


def find_list_head(piece: DocSpan) -> Token | None:
    """Find "officials" in "officials in the court, the ministry and the bank" where the parser cut the list."""
    for token in piece[: piece.root.i - piece.start]:
        is_loose = not piece.start <= token.head.i < piece.end and token.tag_ == "NNS"
        if is_loose and nouns.get_kind(token.lower_, is_plural=True) == "group":
            return token
    return None


def list_conjuncts(head: Token, piece: DocSpan) -> list[Token]:
    """Heads joined to a head by "and", as far as they are sources themselves, not two institutions of one."""
    found = [token for token in head.conjuncts if piece.start <= token.i < piece.end and token.i > head.i]
    return [token for token in found if token.tag_.startswith(("NN", "PRP", "CD"))]


def is_plural_noun(head: Token) -> bool:
    """Tell whether a head means more than one: "officials", "a group of officials", "several"."""
    if head.lower_ in nouns.COLLECTIVES and any(child.lower_ == "of" for child in head.rights):
        return True
    if nouns.NUMBERS.get(head.lower_, 1) > 1 or head.lower_ in nouns.CREWS:
        return True
    return head.tag_ in {"NNS", "NNPS"} or head.lower_ in nouns.PLURAL_PRONOUNS


def count_people(head: Token) -> int:
    """Count the least number of people that a head means: two where it is plural and tells none."""
    number = next((child for child in head.children if child.dep_ == "nummod"), None)
    stated = nouns.get_number(number.text) if number is not None else None
    if stated is None:
        stated = next((n for n in (nouns.get_number(c.text) for c in head.lefts) if n), None)
    if stated is None and head.lower_ in nouns.NUMBERS:
        of = find_child(head, "prep")
        stated = nouns.NUMBERS[head.lower_] if of is not None or head.lower_ != "one" else 1
    if not is_plural_noun(head):
        return stated if stated is not None and head.lower_ in nouns.NUMBERS else 1
    return max(stated or 2, 1)


def find_form(head: Token) -> Form:
    """Tell by what stands before a head whether it is a pronoun, somebody known or somebody new."""
    if head.tag_ in {"PRP", "PRP$", "WP", "WDT"} or head.lower_ in {"he", "she", "they", "it"}:
        return "pronoun"
    lefts = {child.lower_ for child in head.lefts} | {head.doc[head.left_edge.i].lower_}
    before = head.doc[max(head.left_edge.i - 1, 0)]
    if before.tag_ in _DETERMINERS:  # of a phrase that the parser cut
        lefts.add(before.lower_)
    is_known = bool(lefts & DEFINITE) and (lefts & NEW_WORDS) <= ORDINALS
    if (lefts & NEW_WORDS and not is_known) or head.lower_ in NEW_WORDS:
        return "indefinite"
    if lefts & DEFINITE:
        return "definite"
    numbered = any(child.dep_ == "nummod" for child in head.children)
    return "indefinite" if numbered else "bare"


def find_one_named(head: Token) -> Token | None:
    """Find "Ivo Brandt" in "one of the eleven, Ivo Brandt", however the parser joins him."""
    of = find_child(head, "prep") if nouns.get_number(head.text) == 1 else None
    members = find_child(of, "pobj") if of is not None else None
    if members is None:
        return None
    one = find_child(members, "appos")
    if one is None and any(child.text == "," for child in members.lefts):
        one = members
    return one


def gives_name(head: Token) -> bool:
    """Tell whether somebody is known by the one name that they gave: "a baker who gave his name only as Ivo"."""
    return _GIVES_NAME.search(head.doc[head.i : head.right_edge.i + 1].text) is not None
