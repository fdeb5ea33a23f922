"""Reads off the words around a noun which post somebody has, and which body he or it belongs to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from exporter.extraction import nouns
from exporter.extraction.evidence import is_outlet
from exporter.extraction.grammar import find_agent, find_child
from exporter.extraction.lemmas import lemmatise
from exporter.extraction.local_entities import LocalEntity
from exporter.extraction.names import TITLES
from exporter.records import EntityType

_MODIFIERS = frozenset({"compound", "amod", "nmod"})
_TIES = frozenset({"of", "for", "at", "in", "from", "with", "to", "on"})
_PUBLISHED = frozenset({"by", "at", "from", "of"})
_WORKS = frozenset({"work", "works", "worked", "working", "serve", "serves", "served", "employed", "teaches"})
_CLAUSES = frozenset({"relcl", "acl", "appos", "punct"})
NEW = frozenset({"another", "other", "one", "second", "third", "some", "several", "many", "others"})
"""Words that begin a mention of somebody who was not mentioned before."""

_RANKS = frozenset({"high-ranking", "senior", "top"})
# Who is called so has told no post.
_NO_POST = frozenset(
    ["person", "people", "man", "men", "woman", "women", "source", "sources", "neighbour", "neighbours"]
) | frozenset(["neighbor", "neighbors", "guy", "guys", "one", "ones", "others", "everyone", "someone"])
_KIN = frozenset(
    ["cousin", "mother", "father", "son", "daughter", "brother", "sister", "wife", "husband", "uncle"]
) | frozenset(["aunt", "friend", "relative", "parent", "child", "widow", "widower", "partner"])
_HONORIFICS = frozenset({"mr", "mrs", "ms", "miss"})
BODY_TYPES: frozenset[EntityType] = frozenset({"organization", "place", "group"})
_BODY_KINDS = frozenset({"government", "organization"})
# "cabinet minister", "press secretary": part of a post
_NO_BODIES = frozenset({"cabinet", "house", "white", "state", "press", "media", "opposition"})
# Who has one of these posts belongs to the town or country before it; "a Boston dentist" only lives there.
_OF_PLACES = nouns.list_words("""
    official officials mayor governor senator senators minister ministers president ambassador police prosecutor
    prosecutors attorney diplomat diplomats envoy envoys lawmaker lawmakers congressman congresswoman spokesman
    spokeswoman spokesperson leader leaders councillor councillors chief general secretary judge commissioner
    representative representatives delegate delegates delegation negotiator negotiators authorities premier chancellor
    superintendent sheriff inspector deputy king queen parliamentarian officer officers
""")
_NO_ONE_BODY = frozenset({"media", "city", "state", "country", "nation"})
# Who speaks for a body or is at its head.
_HEADING = nouns.list_words("""
    spokesman spokeswoman spokesperson governor chairman chairwoman chair executive ceo director manager editor coach
    principal headteacher treasurer secretary-general curator superintendent lawyer
""")
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_FAR = 60  # tokens that "its" may lie behind what it stands for


@dataclass(frozen=True, slots=True, kw_only=True)
class Affiliation:
    """A body that somebody belongs to.

    Attributes:
        text: The words that tell it.
        entity: Position of the named entity that it is; None where it has no name of its own.
        noun: The head of its words, lower case, where a common noun: "ministry".
        start: Offset of its first character.
    """

    text: str
    entity: int | None
    noun: str | None
    start: int


class PostReader:
    """Reads posts and affiliations in one document."""

    def __init__(self, doc: Doc, entities: Sequence[LocalEntity], entity_at: Mapping[int, int]) -> None:
        """Take over which token belongs to which named entity; both may grow afterwards."""
        self._doc = doc
        self._entities = entities
        self._entity_at = entity_at

    def find_role(self, head: Token, piece: DocSpan, entity: int | None) -> str | None:
        """Find the post of whom a phrase names or describes: "chief economist", "senior Calverian official".

        Args:
            head: The head of the phrase.
            piece: The phrase.
            entity: The named entity that it names, if it is one.
        """
        if entity is None or head.i not in self._entity_at:
            is_person = entity is None or self._entities[entity].type == "person"
            return self._find_post(head, piece) if is_person and head.tag_ != "PRP" else None
        if self._entities[entity].type != "person":
            return None
        before = self._find_post_before(head, piece, entity)
        apposition = find_child(head, "appos")
        if before is None and apposition is not None and self._is_post(apposition):
            return self._find_post(apposition, piece)
        return before

    def find_affiliation(
        self, heads: Iterable[Token], piece: DocSpan, entity: int | None
    ) -> Affiliation | None:
        """Find the body that somebody belongs to or that published a document: "a palace official".

        Args:
            heads: The heads of the phrase: several where they are joined by "and".
            piece: The phrase.
            entity: The named entity that it names, if it is one.
        """
        return next(self._iter_affiliations(heads, piece, entity), None)

    # -- posts

    def _find_post_before(self, head: Token, piece: DocSpan, entity: int) -> str | None:
        """The post in front of a name: "Finance Minister" of "Finance Minister Anna Berg"."""
        start = head
        while start.i > piece.start and self._entity_at.get(start.i - 1) == entity:
            start = self._doc[start.i - 1]
        before = self._doc[max(head.left_edge.i, piece.start) : start.i]
        words = [t for t in before if t.dep_ in _MODIFIERS and self._is_part(t)]
        if not words or _get_title(words[-1]) in _HONORIFICS:
            return None
        # "Secretary" may lie inside the entity as the tagger cuts it.
        if nouns.get_kind(words[-1].lower_, is_plural=False) is None and _get_title(words[-1]) not in TITLES:
            return None
        kept = list(takewhile(self._is_part_of_post, reversed(words)))
        return self._doc[kept[-1].i : words[-1].i + 1].text if kept else None

    def _find_post(self, head: Token, piece: DocSpan) -> str | None:
        """The noun with what stands before it, but for articles, numbers and bodies: "senior official"."""
        members = find_members(head)
        if members is not None:
            if not self._is_post(members):
                return None
            post = self._cut_post(members, piece)
            is_one = nouns.get_number(head.text) in {None, 1} and head.lower_ not in nouns.PLURAL_PRONOUNS
            return f"{post[: -len(members.text)]}{lemmatise(members) or members.text}" if is_one else post
        return self._cut_post(head, piece) if self._is_post(head) else None

    def _is_post(self, noun: Token) -> bool:
        if noun.i in self._entity_at or noun.lower_ in _NO_POST | _KIN | NEW | nouns.COLLECTIVES:
            return False
        kind = nouns.get_kind(noun.lower_, is_plural=False)
        return kind in {"person", "group"} and noun.lower_ not in nouns.NUMBERS

    def _cut_post(self, noun: Token, piece: DocSpan) -> str:
        start = noun.i
        first = max(noun.left_edge.i, piece.start)
        while start - 1 >= first:
            before = self._doc[start - 1]
            if before.text == "-" and start - 2 >= first and not self._doc[start - 2].like_num:
                start -= 2
            elif before.dep_ in _MODIFIERS and self._is_part_of_post(before):
                start -= 1
            else:
                break
        return self._doc[start : noun.i + 1].text

    def _is_part_of_post(self, word: Token) -> bool:
        is_body = word.dep_ != "amod" and self._is_body_noun(word)
        is_told = word.tag_ in {"VBG", "VBN"} or word.lower_ in NEW | {"old"} or word.like_num
        return self._is_part(word) and not is_body and not is_told

    def _is_part(self, word: Token) -> bool:
        """Tell whether a word before a noun belongs to the post: common words do, and nationalities."""
        number = self._entity_at.get(word.i)
        return self._entities[number].type == "group" if number is not None else not _is_acronym(word)

    # -- affiliations

    def _iter_affiliations(
        self, heads: Iterable[Token], piece: DocSpan, entity: int | None
    ) -> Iterator[Affiliation]:
        for head in heads:
            apposition = find_child(head, "appos")
            is_inside = apposition is not None and apposition.i < piece.end
            for noun in [head, apposition] if apposition is not None and is_inside else [head]:
                members = find_members(noun)
                found = self._find_affiliation(noun if members is None else members, piece, entity)
                if found:
                    yield found

    def _find_affiliation(self, noun: Token, piece: DocSpan, entity: int | None) -> Affiliation | None:
        number = self._entity_at.get(noun.i)
        kind = nouns.get_kind(noun.lower_, is_plural=False) if number is None else None
        if kind == "document":
            return self._find_publisher(noun, piece)
        is_named_person = number is not None and number == entity and self._entities[number].type == "person"
        if kind not in {"person", "group"} and not is_named_person:
            return None
        return (
            self._find_before(noun, entity)
            or self._find_after(noun, piece)
            or self._find_owner(noun)
            or self._find_employer(noun, piece)
            or self._find_headed(noun)
        )

    def _find_before(self, noun: Token, entity: int | None) -> Affiliation | None:
        """The body in front: "a palace official", "CIPH director Farah Denholm", "the ministry's spokesman"."""
        found: list[Token] = []
        for token in self._doc[noun.left_edge.i : noun.i]:
            is_tied = token.dep_ in {*_MODIFIERS, "poss"} and self._is_body(token, entity)
            if is_tied and (not self._is_place(token) or noun.lower_ in _OF_PLACES):
                found.append(token)
        if not found or self._doc[found[-1].i + 1].text == "-":
            return None
        first, last = self._widen(found[0].left_edge.i, found[0].i), self._find_end(found[-1])
        while (
            self._doc[first].dep_ in {"det", "poss"}
            and first < last
            and self._doc[first].tag_ in {"DT", "PRP$"}
        ):
            first += 1
        while self._doc[first].lower_ in NEW | _RANKS and first < last:
            first += 1
        return self._build(self._doc[first : last + 1], self._doc[last])

    def _find_after(self, noun: Token, piece: DocSpan) -> Affiliation | None:
        """The body behind: "a spokesman for the bank", "a physician at the hospital in Lower Tarn"."""
        ties = (child for child in noun.rights if child.dep_ == "prep" and child.lower_ in _TIES)
        return self._find_tied(((tie, find_child(tie, "pobj")) for tie in ties), piece)

    def _find_owner(self, noun: Token) -> Affiliation | None:
        """The body that "whose" or "its" stands for: "the party, whose leader", "its director"."""
        owner = find_child(noun, "poss")
        if owner is None or owner.lower_ not in {"whose", "its"}:
            return None
        if owner.lower_ == "whose":
            clause = noun
            while clause.dep_ != "relcl" and clause.head != clause:
                clause = clause.head
            is_body = clause.dep_ == "relcl" and self._is_body(clause.head, None)
            return self._cut_body(clause.head, self._doc[:]) if is_body else None
        for place in range(owner.i - 1, max(owner.i - _FAR, -1), -1):
            number = self._entity_at.get(place)
            if number is not None and self._entities[number].type == "organization":
                name = self._entities[number].full_name
                return Affiliation(text=name.text, entity=number, noun=None, start=name.span.start)
        return None

    def _find_employer(self, noun: Token, piece: DocSpan) -> Affiliation | None:
        """The body of "who works in the mayor's office"."""
        clauses = (
            child for child in noun.rights if child.dep_ in {"relcl", "acl"} and child.lower_ in _WORKS
        )
        ties = (child for clause in clauses for child in clause.rights if child.dep_ == "prep")
        return self._find_tied(((tie, find_child(tie, "pobj")) for tie in ties), piece)

    def _find_headed(self, noun: Token) -> Affiliation | None:
        """The body that was the subject before "a spokesman", "the chief executive", "Governor Berg"."""
        posts = self._doc[noun.left_edge.i : noun.i + 1]
        if not any(word.lower_ in _HEADING for word in posts) or any(word.dep_ == "poss" for word in posts):
            return None
        first = noun.sent.start
        first = self._doc[first - 1].sent.start if first > 0 else first
        for token in reversed(self._doc[max(first, posts.start - _FAR) : posts.start]):
            if token.dep_ in _SUBJECTS and self._may_be_headed(token):
                return self._cut_body(token, self._doc[: token.right_edge.i + 1])
        return None

    def _may_be_headed(self, subject: Token) -> bool:
        """Tell whether a subject is a body, but for outlets, which are quoted rather than spoken for."""
        number = self._entity_at.get(subject.i)
        if number is None:
            return self._is_body_noun(subject) and subject.tag_ in {"NN", "NNP"}
        entity = self._entities[number]
        return entity.type == "organization" and not is_outlet(entity)

    def _find_publisher(self, noun: Token, piece: DocSpan) -> Affiliation | None:
        """The body of "a report published in January by the bank", "a filing at the patent office"."""
        return self._find_tied(
            (
                (child, find_agent(child) if child.dep_ == "acl" else find_child(child, "pobj"))
                for child in noun.rights
                if child.dep_ == "acl" or (child.dep_ == "prep" and child.lower_ in _PUBLISHED)
            ),
            piece,
        )

    def _find_tied(self, pairs: Iterable[tuple[Token, Token | None]], piece: DocSpan) -> Affiliation | None:
        """The first body among words and the nouns that they tie to another."""
        for tie, target in pairs:
            if target is not None and target.i < piece.end and self._is_institution(target, tie):
                return self._cut_body(target, piece)
        return None

    def _is_institution(self, noun: Token, tie: Token) -> bool:
        """Tell whether a noun behind a preposition is a body; a place is one only after "of"."""
        kinds: set[EntityType] = {"organization", "place"} if tie.lower_ == "of" else {"organization"}
        number = self._entity_at.get(noun.i)
        return self._entities[number].type in kinds if number is not None else self._is_body_noun(noun)

    def _is_body(self, token: Token, entity: int | None) -> bool:
        number = self._entity_at.get(token.i)
        if number is not None:
            return number != entity and self._entities[number].type in {"organization", "place"}
        return self._is_body_noun(token)

    def _is_place(self, token: Token) -> bool:
        number = self._entity_at.get(token.i)
        return number is not None and self._entities[number].type == "place"

    def _is_body_noun(self, token: Token) -> bool:
        if _is_acronym(token):
            return True
        return nouns.get_kind(token.lower_, is_plural=False) in _BODY_KINDS and token.lower_ not in _NO_BODIES

    def _widen(self, first: int, place: int) -> int:
        """Let a name that begins before a phrase stay whole: "the University of Marenholt historian"."""
        number = self._entity_at.get(place)
        while number is not None and first > 0 and self._entity_at.get(first - 1) == number:
            first -= 1
        return first

    def _find_end(self, token: Token) -> int:
        number, last = self._entity_at.get(token.i), token.i
        while number is not None and self._entity_at.get(last + 1) == number:
            last += 1
        return last

    def _cut_body(self, noun: Token, piece: DocSpan) -> Affiliation:
        """The phrase of a body without article and without clauses behind it."""
        end = max(min(noun.right_edge.i + 1, piece.end), self._find_end(noun) + 1)
        clause = next((each.left_edge.i for each in noun.rights if each.dep_ in _CLAUSES), end)
        first = self._widen(noun.left_edge.i, noun.i)
        while self._doc[first].dep_ == "det" and first < noun.i:
            first += 1
        return self._build(self._doc[first : max(min(end, clause), noun.i + 1)], noun)

    def _build(self, words: DocSpan, noun: Token) -> Affiliation:
        """Read which entity the words for a body name: the one of their head, "White House" for "White House press"."""
        if noun.tag_ == "POS" and noun.i > words.start:
            noun = self._doc[noun.i - 1]
        number = self._get_body(noun)
        is_body = nouns.get_kind(noun.lower_, is_plural=False) in _BODY_KINDS and noun.lower_ != "press"
        if number is None and noun.i == words.end - 1 and not is_body:
            numbers = (self._get_body(token) for token in reversed(words))
            number = next((n for n in numbers if n is not None and self._entities[n].type != "place"), None)
        if any(words.start <= each.i < words.end for each in noun.conjuncts):
            number = None  # "the bank and the ministry" are two
        is_common = is_body and len(words) == 1 and noun.lower_ not in _NO_ONE_BODY
        return Affiliation(
            text=words.text,
            entity=number,
            noun=noun.lower_ if is_common else None,
            start=words.start_char,
        )

    def _get_body(self, token: Token) -> int | None:
        number = self._entity_at.get(token.i)
        return number if number is not None and self._entities[number].type in BODY_TYPES else None


def find_members(head: Token) -> Token | None:
    """Find "officials" in "one of the officials"; None where a head is no number of others."""
    is_number = head.lower_ in nouns.NUMBERS or head.lower_ in NEW or head.like_num
    of = next((child for child in head.rights if child.lower_ == "of"), None) if is_number else None
    members = find_child(of, "pobj") if of is not None else None
    return members if members is not None and members.tag_.startswith("NN") else None


def _is_acronym(word: Token) -> bool:
    is_title = _get_title(word) in TITLES  # "MR."
    is_upper = len(word) > 1 and word.text.isupper() and word.text.isalpha()
    is_person = word.lower_ in nouns.PEOPLE  # "CEO"
    return word.tag_.startswith("NNP") and is_upper and not is_title and not is_person


def _get_title(word: Token) -> str:
    return word.lower_.rstrip(".")
