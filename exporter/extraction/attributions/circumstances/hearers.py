"""Tells who is told from who says: the subject of "the jury was told" and of "the court heard" says nothing."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from exporter.extraction.attribution import Attribution
from exporter.extraction.attributions.circumstances.channels import is_gathering
from exporter.extraction.lexicon import cues, nouns
from exporter.extraction.text.syntax import (
    find_agent,
    find_antecedent,
    find_child,
    find_subject,
    get_phrase,
    is_noun,
    is_verb,
    to_span,
)
from exporter.records import Span

TOLD = nouns.list_words("""
    truth lie lies story stories tale tales joke jokes question questions anecdote permission help something anything
    nothing everything more much lot half time
""")
"""What is told or asked, not who: "told the truth", "the question was asked"."""

_PEOPLE_TYPES = frozenset({"PERSON", "ORG", "NORP"})
_THINGS = frozenset({"this", "that", "these", "those", "what"})
_HAVING = frozenset({"have", "has", "had", "having", "'ve", "’ve", "'d", "’d"})
_OBJECTS = frozenset({"dobj", "dative", "iobj"})
_MOST_JOINED = 4


def settle_hearer(doc: Doc, attribution: Attribution) -> Attribution:
    """Take who is told out of source and content of an attribution.

    Who tells may be named behind "by" or "from": "he was told by a teacher that he would fail". Else the text does not
    say who it is: "the court heard that he owed rent".
    """
    verb, lemma = doc[attribution.head], attribution.lemma
    hearer = find_hearer(verb, lemma) if attribution.cue and lemma is not None else None
    if hearer is None or lemma is None:
        return attribution
    phrase = to_span(doc, get_phrase(hearer, not_over=verb))
    content = attribution.content
    if lemma not in cues.URGING:  # what is urged includes who shall do it
        content = tuple(piece for piece in content if not _lies_within(piece, phrase))
    if not content:
        return attribution
    source = tuple(
        piece
        for piece in attribution.source
        if not (_lies_within(piece, phrase) or _is_no_teller(doc, piece, hearer))
    )
    teller = None if source else find_teller(verb)
    if teller is not None:
        source = (_find_phrase(doc, teller, verb, content),)
    if source:
        content = tuple(_iter_behind(doc, content, verb, source[0])) or content
    act = "speech" if lemma in cues.HEARING else attribution.act
    return replace(attribution, content=content, source=source, act=act)


def find_hearer(verb: Token, lemma: str) -> Token | None:
    """Find who is told, where that is the subject; None where the subject says or thinks it itself.

    Args:
        verb: The verb that cues.
        lemma: Its dictionary form.
    """
    if not is_verb(verb):
        return None
    if lemma in cues.HEARING:
        hearer = _find_listening(verb, lemma)
    elif lemma not in cues.TELLING_OF:
        hearer = None
    elif _is_passive(verb):
        hearer = _find_patient(verb)
        hearer = hearer if hearer is not None and _may_be_told(hearer, verb) else None
    else:  # "Jury told Pike lied", as headlines have it
        hearer = _find_listening(verb, lemma) if lemma in cues.TELLING and not _has_object(verb) else None
    return hearer


def find_teller(verb: Token) -> Token | None:
    """Find who tells it to a hearer: "was told by a teacher", "heard from a doctor", "heard evidence from Dr Holm"."""
    tied = [verb, *(child for child in verb.children if child.dep_ == "dobj")]
    sources = (
        find_child(child, "pobj")
        for each in tied
        for child in each.children
        if child.dep_ == "prep" and child.lower_ == "from"
    )
    found = (target for target in (find_agent(verb), *sources) if target is not None)
    return next((target for target in found if is_noun(target) and is_body_or_people(target)), None)


def is_body_or_people(target: Token) -> bool:
    """Tell whether a noun can listen and speak: "said to the crowd", not "wrote to a deadline"."""
    if target.tag_ == "PRP" or target.ent_type_ in _PEOPLE_TYPES or target.lower_ in nouns.LISTENERS:
        return True
    if target.tag_ in {"NNP", "NNPS"}:
        return target.ent_type_ not in {"GPE", "LOC", "FAC", "DATE"}
    kind = nouns.get_kind(target.lower_, is_plural=target.tag_ == "NNS")
    return kind is not None and kind != "document"


def _find_listening(verb: Token, lemma: str) -> Token | None:
    """Find an active subject that is there to listen: "the court heard", "jurors have heard", "it heard"."""
    subject = None if _is_passive(verb) else find_subject(verb)
    if subject is None:
        return None
    # A company may learn something and say it; what hears is a court.
    is_court = subject.lower_ == "it" and lemma not in cues.TAKES_THAT
    return subject if is_court or subject.lower_ in nouns.LISTENERS or is_gathering(subject) else None


def _is_passive(verb: Token, depth: int = 0) -> bool:
    """Tell whether a verb is passive, by itself or with the verb that it is joined to: "was sworn in and told"."""
    if any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children):
        return True
    is_participle = verb.tag_ == "VBN" or (verb.tag_ == "VBD" and verb.dep_ == "advcl")
    if not is_participle or _has_object(verb) or find_child(verb, "nsubj") is not None:
        return False
    if verb.dep_ == "conj" and is_verb(verb.head):
        return depth < _MOST_JOINED and _is_passive(verb.head, depth + 1)
    return not any(child.lower_ in _HAVING for child in verb.lefts if child.dep_ == "aux")


def _has_object(verb: Token) -> bool:
    return any(child.dep_ in _OBJECTS and child.i > verb.i for child in verb.children)


def _find_patient(verb: Token, depth: int = 0) -> Token | None:
    """Find whom a passive is done to, in the clause that governs it if need be."""
    subject = find_child(verb, "nsubjpass", "nsubj")
    if subject is not None:
        return find_antecedent(subject) or subject
    if verb.dep_ == "acl" and is_noun(verb.head):
        return verb.head
    if depth < _MOST_JOINED and verb.dep_ in {"conj", "advcl", "xcomp"} and is_verb(verb.head):
        return _find_patient(verb.head, depth + 1)
    return None


def _may_be_told(target: Token, verb: Token) -> bool:
    """Tell whether a subject can be told something; an unknown noun only where a clause says what it is told."""
    if not is_noun(target) or target.lower_ in TOLD or target.lower_ in _THINGS:
        return False
    if is_body_or_people(target) or is_gathering(target) or target.tag_ in {"NNP", "NNPS", "WP"}:
        return True
    kind = nouns.get_kind(target.lower_, is_plural=target.tag_ == "NNS")
    return kind != "document" and find_child(verb, "ccomp", "parataxis") is not None


def _is_no_teller(doc: Doc, piece: Span, hearer: Token) -> bool:
    """Tell whether a piece of a source is who is told, "who" or "which" for him, or by what: "told by text message"."""
    words = doc.char_span(piece.start, piece.end, alignment_mode="expand")
    if words is None:
        return False
    root = words.root
    is_paper = root.head.dep_ == "agent" and nouns.get_kind(root.lower_, is_plural=False) == "document"
    return is_paper or root == hearer or root in hearer.conjuncts or find_antecedent(root) == hearer


def _lies_within(piece: Span, other: Span) -> bool:
    return other.start <= piece.start and piece.end <= other.end


def _find_phrase(doc: Doc, teller: Token, verb: Token, content: tuple[Span, ...]) -> Span:
    """The phrase of who tells up to what he tells, which the parser may tie to him: "by a doctor that he was ill"."""
    phrase = to_span(doc, get_phrase(teller, not_over=verb))
    starts = [piece.start for piece in content if teller.idx < piece.start < phrase.end]
    words = doc.text[phrase.start : min([phrase.end, *starts])]
    return Span(start=phrase.start, end=phrase.start + len(words.rstrip(' ,;:“"')))


def _iter_behind(doc: Doc, content: tuple[Span, ...], verb: Token, source: Span) -> Iterator[Span]:
    """Yield a content without what stands between its cue and its source: "heard evidence from Dr Holm that ..."."""
    for piece in content:
        if piece.end <= verb.idx or piece.start >= source.end:
            yield piece
        elif piece.end > source.end:
            rest = doc.text[source.end : piece.end].lstrip(" ,;:")
            yield Span(start=piece.end - len(rest), end=piece.end)
