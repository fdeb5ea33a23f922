"""Finds attributions whose content is a clause or a phrase governed by the cue."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from exporter.extraction.attribution import Attribution
from exporter.extraction.attributions.circumstances import acts
from exporter.extraction.attributions.circumstances.hearers import find_hearer
from exporter.extraction.lexicon import cues
from exporter.extraction.lexicon.nouns import get_kind
from exporter.extraction.text.syntax import (
    Range,
    find_agent,
    find_child,
    find_subject,
    get_cue,
    get_phrase,
    is_noun,
    is_verb,
    subtract,
    to_span,
    trim,
    trim_content,
)
from exporter.records import Act

_EXPLETIVES = frozenset({"it", "there", "this", "that"})
_ADDRESSED = cues.TELLING - cues.URGING  # what is urged includes who shall do it
_CONJUNCTIONS = frozenset(
    {"if", "when", "while", "because", "although", "after", "before", "that", "how", "where"}
)
_DIVIDERS = frozenset({",", "-", "--", "—", "–", ".", "”", '"', "''", ";", "?", "!"})
_UNREAL = frozenset({"to", "must", "should", "can", "could", "would", "might", "may", "ca"})
_YARDSTICKS = frozenset({"plan", "plans", "law", "schedule", "rules", "custom", "tradition", "size", "age"})
_NOBODY = frozenset({"nobody", "none"})
_SMALL_CLAUSE = frozenset({"oprd", "acomp"})


def find_clause_attributions(doc: Doc) -> Iterator[Attribution]:
    """Find the attributions whose cue is a verb, noun or adjective with a complement, in order of the cue."""
    for token in doc:
        lower = token.lower_
        if is_verb(token):
            if lower == "according" or lower not in cues.VERB_LEMMAS:
                found = _by_source_phrase(token) if lower == "according" else None
            else:
                found = _by_verb(token, cues.VERB_LEMMAS[lower])
        elif lower == "according":
            found = _by_source_phrase(token)
        elif lower in cues.NOUN_LEMMAS and token.tag_.startswith("NN"):
            found = _by_noun(token, cues.NOUN_LEMMAS[lower])
        elif lower in cues.ADJECTIVES:
            found = _by_adjective(token, lower)
        else:
            found = None
        if found is not None:
            yield found


def _by_verb(verb: Token, lemma: str) -> Attribution | None:
    is_told = find_hearer(verb, lemma) is not None
    if find_child(verb, "nsubjpass") is not None and not is_told:
        return _by_passive(verb, lemma)
    clause = _find_clause(verb)
    takes_that = lemma in cues.TAKES_THAT or is_told
    if clause is not None and takes_that:
        return _build(verb, lemma, "that", _clause_ranges(verb, clause))
    if takes_that and _is_parenthesis(verb):
        return _build(verb, lemma, "parenthesis", _surrounding_ranges(verb))
    if is_told and (found := _by_told(verb, lemma)) is not None:
        return found
    if not _is_asserted(verb):
        return None
    open_clause = _find_open_clause(verb)
    if open_clause is not None and lemma in cues.TAKES_TO:
        start = min([open_clause.left_edge.i, *_object_start(verb, lemma)])
        return _build(
            verb, lemma, "to", [(max(start, verb.i + 1), open_clause.right_edge.i + 1)], takes_to=True
        )
    if lemma in cues.TAKES_OBJECT:
        ranges = _object_ranges(verb, lemma)
        if ranges:
            return _build(verb, lemma, "object", ranges)
    return _by_preposition(verb, lemma)


def _by_told(verb: Token, lemma: str) -> Attribution | None:
    """Read "was told by a teacher that ..." where the parser tied the clause to the teacher."""
    targets = (find_child(child, "pobj") for child in verb.rights if child.dep_ in {"agent", "prep"})
    clauses = (find_child(target, "relcl", "acl", "ccomp") for target in targets if target is not None)
    clause = next((each for each in clauses if each is not None and each.left_edge.lower_ == "that"), None)
    if clause is None:
        return None
    content = [(clause.left_edge.i, clause.right_edge.i + 1)]
    act = acts.get_act(lemma)
    return _assemble(
        verb.doc, "that", content, cue=get_cue(verb), source=None, head=verb, lemma=lemma, act=act
    )


def _is_asserted(verb: Token) -> bool:
    """Tell whether somebody is told to have done it: "she opposed", not "to oppose" or "she might oppose"."""
    helpers = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    if helpers & _UNREAL or verb.dep_ in {"amod", "xcomp"}:
        return False
    return find_subject(verb) is not None


def _find_clause(verb: Token) -> Token | None:
    clauses = [child for child in verb.children if child.dep_ == "ccomp"]
    after = [clause for clause in clauses if clause.i > verb.i]
    return next(iter(after or clauses), None)


def _find_open_clause(verb: Token) -> Token | None:
    clause = next(
        (child for child in verb.children if child.dep_ in {"xcomp", "ccomp"} and child.i > verb.i), None
    )
    if clause is None or not any(child.tag_ == "TO" for child in clause.children):
        return None
    return clause


def _object_start(verb: Token, lemma: str) -> list[int]:
    """Where "urged Congress to act" starts: what is urged includes who shall do it."""
    target = find_child(verb, "dobj") if lemma in cues.URGING else None
    return [target.left_edge.i] if target is not None and target.i > verb.i else []


def _is_parenthesis(verb: Token) -> bool:
    """Tell whether "he said" or "as he said" stands between commas or ends the sentence after one."""
    if verb.dep_ not in {"parataxis", "ccomp", "advcl"} or verb.tag_ == "VBG" or not is_verb(verb.head):
        return False
    marks = {child.lower_ for child in verb.children if child.dep_ in {"mark", "advmod"}} - {"as"}
    if find_child(verb, "nsubj") is None or marks & _CONJUNCTIONS:
        return False
    start, end = verb.left_edge.i, verb.right_edge.i + 1
    before = {verb.doc[start].text, verb.doc[start - 1].text} if start > 0 else set()
    after = verb.doc[end].text if end < len(verb.doc) else "."
    return bool(before & _DIVIDERS) and (after in _DIVIDERS or verb.doc[end - 1].text in _DIVIDERS)


def _own_range(verb: Token, clause: Token | None = None) -> Range:
    """The words of the attributing clause itself: the verb and its dependents but for the content."""
    own = [verb]
    for child in verb.children:
        if child != clause and child.dep_ not in {"ccomp", "punct", "conj", "cc", "parataxis"}:
            own += [child.left_edge, child.right_edge]
    return min(token.i for token in own), max(token.i for token in own) + 1


def _clause_ranges(verb: Token, clause: Token) -> list[Range]:
    start, end = clause.left_edge.i, clause.right_edge.i + 1
    if clause.i > verb.i:
        start = max(start, verb.i + 1)
        return [(start, _extend_over_conjuncts(verb, clause, end))]
    own = _own_range(verb, clause)
    if verb.dep_ == "ROOT":
        start = min(start, verb.sent.start) if own[0] > clause.i else start
    return subtract((start, end), [own]) if end > own[0] else [(start, own[0])]


def _extend_over_conjuncts(verb: Token, clause: Token, end: int) -> int:
    """Include "and prices would fall" where the parser hung it on the cue instead of the content."""
    for child in verb.children:
        joined = child.dep_ == "conj" and child.i > clause.i and child.lower_ not in cues.VERB_LEMMAS
        if joined and find_child(child, "nsubj") is not None:
            end = max(end, child.right_edge.i + 1)
    return end


def _surrounding_ranges(verb: Token) -> list[Range]:
    head = verb.head
    return subtract((head.left_edge.i, head.right_edge.i + 1), [(verb.left_edge.i, verb.right_edge.i + 1)])


def _object_ranges(verb: Token, lemma: str) -> list[Range]:
    target = find_child(verb, "dobj", "ccomp") or find_child(verb, *_SMALL_CLAUSE)
    if target is None or target.i < verb.i or lemma in _ADDRESSED:
        return []
    tails = cues.OBJECT_TAILS.get(lemma, ())
    ends = [target.right_edge.i]
    if lemma in cues.TAKES_ONLY_AS:
        seen_as = [t for t in verb.subtree if t.dep_ == "prep" and t.lower_ == "as" and t.i > target.i]
        if not seen_as:
            return []
        ends.append(seen_as[0].right_edge.i)
    for child in verb.children:
        is_tail = child.dep_ in _SMALL_CLAUSE or (child.dep_ == "prep" and child.lower_ in tails)
        if is_tail and child.i > target.i:
            ends.append(child.right_edge.i)
    return [(target.left_edge.i, max(ends) + 1)]


def _by_preposition(verb: Token, lemma: str) -> Attribution | None:
    for child in verb.children:
        if (
            child.dep_ == "prep"
            and child.lower_ in cues.TAKES_PREPOSITION.get(lemma, ())
            and child.i > verb.i
        ):
            target = find_child(child, "pobj", "pcomp")
            if target is not None:
                return _build(verb, lemma, "about", [(target.left_edge.i, target.right_edge.i + 1)], child.i)
    return None


def _by_passive(verb: Token, lemma: str) -> Attribution | None:
    subject, clause = find_child(verb, "nsubjpass"), find_child(verb, "xcomp", "ccomp")
    if subject is None or clause is None or lemma not in cues.TAKES_PASSIVE or clause.i < verb.i:
        return None
    ranges = [(max(clause.left_edge.i, verb.i + 1), clause.right_edge.i + 1)]
    if subject.lower_ not in _EXPLETIVES:
        ranges.insert(0, get_phrase(subject, not_over=verb))
    return _build(verb, lemma, "passive", ranges)


def _by_source_phrase(token: Token) -> Attribution | None:
    """Read "according to the ministry"; the content is the clause it hangs on."""
    to = token.nbor() if token.i + 1 < len(token.doc) else None
    target = find_child(to, "pobj") if to is not None and to.lower_ == "to" else None
    if to is None or target is None or target.lower_ in _YARDSTICKS:
        return None
    head = token.head
    while head.head != head and not is_verb(head):
        head = head.head
    phrase = (token.i, target.right_edge.i + 1)
    content = subtract((head.left_edge.i, head.right_edge.i + 1), [phrase])
    return _assemble(
        token.doc,
        "according",
        content,
        cue=(token.i, to.i + 1),
        source=get_phrase(target),
        head=token,
        lemma="accord",
    )


def _by_noun(noun: Token, lemma: str) -> Attribution | None:
    clause = find_child(noun, "acl", "ccomp")
    if clause is None or clause.i < noun.i:
        return None
    marks = {child.lower_ for child in clause.children if child.dep_ in {"mark", "aux"}}
    if not marks & {"that", "to"}:
        return None
    owner = find_child(noun, "poss")
    of = next(
        (c for c in noun.children if c.dep_ == "prep" and c.lower_ in {"of", "by", "from", "among"}), None
    )
    if owner is None and of is not None:
        owner = find_child(of, "pobj")
    if owner is None and noun.dep_ == "dobj" and is_verb(noun.head):
        owner = find_subject(noun.head)
    source = get_phrase(owner, not_over=noun) if owner is not None else None
    content = [(max(clause.left_edge.i, noun.i + 1), clause.right_edge.i + 1)]
    act = acts.get_noun_act(lemma)
    return _assemble(
        noun.doc, "noun", content, cue=(noun.i, noun.i + 1), source=source, head=noun, lemma=lemma, act=act
    )


def _by_adjective(adjective: Token, lemma: str) -> Attribution | None:
    clause = find_child(adjective, "ccomp")
    verb = adjective.head
    if clause is None or clause.i < adjective.i or not is_verb(verb):
        return None
    subject = find_subject(verb)
    if subject is None or subject.lower_ in _EXPLETIVES:
        return None
    content = [(max(clause.left_edge.i, adjective.i + 1), clause.right_edge.i + 1)]
    source = get_phrase(subject, not_over=verb)
    cue = (min(get_cue(verb)[0], adjective.i), adjective.i + 1)
    return _assemble(
        adjective.doc, "adjective", content, cue=cue, source=source, head=adjective, lemma=lemma, act="belief"
    )


def _build(
    verb: Token,
    lemma: str,
    rule: str,
    content: list[Range],
    cue_end: int | None = None,
    *,
    takes_to: bool = False,
) -> Attribution | None:
    cue = get_cue(verb)
    if cue_end == cue[1]:
        cue = (cue[0], cue_end + 1)
    subject = find_subject(verb) if rule != "passive" else find_agent(verb)
    if subject is not None and subject.lower_ in _NOBODY:
        return None
    if subject is not None and subject.lower_ in _EXPLETIVES and subject.lower_ != "it":
        subject = None
    source = get_source(subject, verb) if subject is not None and is_noun(subject) else None
    told = _find_told(verb, lemma)
    act = acts.get_act(lemma, takes_to=takes_to)
    return _assemble(
        verb.doc, rule, content, cue=cue, source=source, head=verb, lemma=lemma, act=act, told=told
    )


def get_source(subject: Token, verb: Token) -> Range:
    """Get the phrase of a subject without a relative clause that reports something itself."""
    start, end = get_phrase(subject, not_over=verb)
    for clause in subject.rights:
        reports = any(
            token.lower_ in cues.VERB_LEMMAS and find_child(token, "ccomp") for token in clause.subtree
        )
        if clause.dep_ == "relcl" and (clause == verb or reports):
            end = min(end, clause.left_edge.i)
    if subject.conjuncts and subject.i < verb.i:
        start = _find_list_start(subject.doc, start)
    return trim(subject.doc, (start, end)) if start < end else (subject.i, subject.i + 1)


def _find_list_start(doc: Doc, start: int) -> int:
    """Find where "officials in the court, the ministry and the bank" starts if the parser cut it at the comma."""
    if start < 2 or doc[start - 1].text != ",":
        return start
    place = doc[start - 2]
    if place.dep_ != "pobj" or place.head.lower_ not in {"in", "at", "of", "from"}:
        return start
    people = place.head.head
    before = people.left_edge.i - 1
    is_cut = people.tag_ == "NNS" and before >= 0 and people.doc[before].text == ","
    return before + 1 if is_cut and get_kind(people.lower_, is_plural=True) == "group" else start


def _find_told(verb: Token, lemma: str) -> Range | None:
    """Find to whom something is told, which is no part of the content: the object of "tell", or "said to"."""
    target = find_child(verb, "dobj", "dative") if lemma in _ADDRESSED else None
    if target is not None and target.dep_ == "dative" and target.tag_ == "TO":
        target = find_child(target, "pobj")
    if target is None and lemma in cues.SPEECH_VERBS:
        to = next((c for c in verb.children if c.dep_ in {"prep", "dative"} and c.lower_ == "to"), None)
        target = (
            find_child(to, "pobj") if to is not None and lemma in {"say", "write", "speak", "talk"} else None
        )
    return get_phrase(target, not_over=verb) if target is not None and is_noun(target) else None


def _assemble(
    doc: Doc,
    rule: str,
    content: Sequence[Range],
    *,
    cue: Range,
    source: Range | None,
    head: Token,
    lemma: str,
    act: Act = "speech",
    told: Range | None = None,
) -> Attribution | None:
    holes = [cue] + ([source] if source else []) + ([told] if told else [])
    pieces = [piece for tokens in content for piece in subtract(tokens, holes)]
    ranges = [piece for piece in (trim_content(doc, tokens) for tokens in pieces) if _has_words(doc, piece)]
    if not ranges:
        return None
    source = trim(doc, source) if source else None
    return Attribution(
        content=tuple(to_span(doc, tokens) for tokens in ranges),
        cue=(to_span(doc, cue),),
        source=(to_span(doc, source),) if source and source[0] < source[1] else (),
        head=head.i,
        rule=rule,
        lemma=lemma,
        act=act,
    )


def _has_words(doc: Doc, tokens: Range) -> bool:
    return any(char.isalnum() for char in doc[tokens[0] : tokens[1]].text)
