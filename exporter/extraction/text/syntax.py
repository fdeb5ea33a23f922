"""Reads what the rules need off a dependency parse: subjects, noun phrases, clauses, as token ranges."""

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from exporter.records import Span

Range = tuple[int, int]
"""Token numbers, half-open."""

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_RELATIVES = frozenset({"who", "which", "that"})
_CUE_PARTS = frozenset({"aux", "auxpass", "neg", "prt"})
_TRIMMED = frozenset({",", ";", ":", ".", "-", "--", "—", "–", "...", "…"})
_QUOTATION_MARKS = frozenset({'"', "“", "”", "''", "``", "‘"})
_JOINERS = frozenset({"and", "but", "while", "as", "or"})


def is_verb(token: Token) -> bool:
    """Tell whether the tagger took the token for a verb form."""
    return token.tag_.startswith("VB")


def is_noun(token: Token) -> bool:
    """Tell whether the tagger took the token for a noun, a name or a pronoun."""
    return token.tag_.startswith("NN") or token.tag_ in {"PRP", "WP", "DT", "CD"}


def find_child(token: Token, *deps: str) -> Token | None:
    """Find the first dependent that stands in one of the relations."""
    return next((child for child in token.children if child.dep_ in deps), None)


def find_subject(verb: Token, depth: int = 0) -> Token | None:
    """Find the head of the phrase that does what the verb says, inherited from the governing clause if need be."""
    subject = find_child(verb, "nsubj")
    if subject is not None:
        if subject.lower_ in _RELATIVES and verb.dep_ == "relcl":
            return verb.head
        return subject
    if find_child(verb, "nsubjpass") is not None:
        return find_agent(verb)
    if depth < 4 and verb.dep_ in {"conj", "xcomp"} and (is_verb(verb.head)):
        return find_subject(verb.head, depth + 1) or find_child(verb.head, "nsubjpass")
    if depth < 4 and verb.dep_ in {"advcl", "prep", "pcomp"} and verb.tag_ == "VBG" and is_verb(verb.head):
        return find_subject(verb.head, depth + 1) or find_child(verb.head, "nsubjpass")
    if verb.dep_ in {"acl", "relcl"} and verb.tag_ == "VBG" and is_noun(verb.head):
        return verb.head
    return find_agent(verb)


def find_antecedent(pronoun: Token) -> Token | None:
    """Find the noun to which "who", "which" or "that" at the head of a relative clause refers back."""
    if pronoun.tag_ not in {"WP", "WDT"} or pronoun.lower_ not in _RELATIVES:
        return None
    clause = next((verb for verb in pronoun.ancestors if verb.dep_ == "relcl"), None)
    noun = clause.head if clause is not None else _find_noun_before(pronoun)
    return noun if noun is not None and noun.i < pronoun.i and noun.tag_ not in {"WP", "WDT"} else None


def _find_noun_before(pronoun: Token) -> Token | None:
    """The noun in front of a pronoun, but for a comma: where the parser has not seen that a clause hangs on it."""
    before = pronoun.i - 1
    while before > pronoun.sent.start and pronoun.doc[before].text in _TRIMMED | _QUOTATION_MARKS:
        before -= 1
    noun = pronoun.doc[before] if before >= pronoun.sent.start else None
    return noun if noun is not None and noun.tag_.startswith("NN") else None


def find_agent(verb: Token) -> Token | None:
    """Find the doer of a passive: "by the ministry"."""
    agent = find_child(verb, "agent")
    return find_child(agent, "pobj") if agent is not None else None


def get_phrase(head: Token, *, not_over: Token | None = None) -> Range:
    """Get the noun phrase of a head with its modifiers, cut before or after a token that it must not reach over."""
    start, end = head.left_edge.i, head.right_edge.i + 1
    if not_over is not None:
        if not_over.i > head.i:
            end = min(end, not_over.i)
        else:
            start = max(start, not_over.i + 1)
    start, end = trim(head.doc, (start, end))
    while start < end and head.doc[start].text in _QUOTATION_MARKS:
        start, end = trim(head.doc, (start + 1, end))
    if end - start > 1 and head.doc[end - 1].lower_ in _RELATIVES:
        start, end = trim(head.doc, (start, end - 1))
    return start, end


def get_cue(verb: Token) -> Range:
    """Get the verb with its auxiliaries and particle where they stand beside it."""
    start, end = verb.i, verb.i + 1
    parts = {child.i for child in verb.children if child.dep_ in _CUE_PARTS}
    while start - 1 in parts:
        start -= 1
    while end in parts:
        end += 1
    return start, end


def trim(doc: Doc, tokens: Range) -> Range:
    """Cut white space, commas and stops off both ends, and joining words off the start."""
    start, end = tokens
    while start < end and (doc[start].is_space or doc[start].text in _TRIMMED):
        start += 1
    while start < end and (doc[end - 1].is_space or doc[end - 1].text in _TRIMMED):
        end -= 1
    return start, end


def trim_space(doc: Doc, tokens: Range) -> Range:
    """Cut white space off both ends; one token remains."""
    start, end = tokens
    while start < end - 1 and doc[start].is_space:
        start += 1
    while start < end - 1 and doc[end - 1].is_space:
        end -= 1
    return start, end


def trim_content(doc: Doc, tokens: Range) -> Range:
    """Cut what does not belong to a content off its ends: see trim, and "and", "but" at the start."""
    start, end = trim(doc, tokens)
    while start < end and doc[start].lower_ in _JOINERS and doc[start].dep_ in {"cc", "mark"}:
        start, end = trim(doc, (start + 1, end))
    return start, end


def subtract(tokens: Range, holes: Iterable[Range]) -> list[Range]:
    """Take holes out of a range; what remains, in order."""
    start, end = tokens
    rest = []
    for low, high in sorted(holes):
        if low > start:
            rest.append((start, min(low, end)))
        start = max(start, high)
    if start < end:
        rest.append((start, end))
    return [(low, high) for low, high in rest if low < high]


def to_span(doc: Doc, tokens: Range) -> Span:
    """Turn a range of tokens into offsets."""
    start, end = tokens
    return Span(start=doc[start].idx, end=doc[end - 1].idx + len(doc[end - 1]))
