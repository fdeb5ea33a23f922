"""Cuts the words for an organization out of a text, and tells which named entity it is."""

from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from exporter.extraction.entities.index import NameIndex
from exporter.extraction.lexicon import affiliation_words as terms
from exporter.extraction.lexicon import nouns
from exporter.extraction.sources.roles import ORGANIZATION_KINDS, is_organization_noun
from exporter.extraction.text.syntax import find_child
from exporter.records import EntityType

ORGANIZATION_TYPES: frozenset[EntityType] = frozenset({"organization", "place", "group"})
_CLAUSES = frozenset({"relcl", "acl", "appos", "punct"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Affiliation:
    """An organization that somebody belongs to.

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


class OrganizationReader:
    """Reads the words for organizations in one document."""

    def __init__(self, doc: Doc, index: NameIndex) -> None:
        """Take over which token belongs to which named entity."""
        self._doc = doc
        self._entities = index.entities
        self._entity_at = index.entity_at

    def is_organization(self, token: Token, entity: int | None) -> bool:
        """Tell whether a word is an organization: a common noun for one, or an entity other than the one given."""
        number = self._entity_at.get(token.i)
        if number is not None:
            return number != entity and self._entities[number].type == "organization"
        return is_organization_noun(token)

    def is_institution(self, noun: Token, tie: Token) -> bool:
        """Tell whether a noun behind a preposition is an organization: not a land, of which somebody is minister."""
        number = self._entity_at.get(noun.i)
        if number is not None:
            return self._entities[number].type == "organization"
        if noun.lower_ in terms.TERRITORIES:
            return False
        if noun.tag_ == "NNS" and any(child.dep_ == "nummod" for child in noun.lefts):
            return False  # "a survey of 240 firms"
        is_bare = noun.tag_ == "NN" and noun.left_edge.i == noun.i  # "in court", "at school"
        return is_organization_noun(noun) and not is_bare

    def cut(self, noun: Token, piece: DocSpan) -> Affiliation:
        """The phrase of an organization without article and clauses; of "the party's headquarters" the party."""
        owner = find_child(noun, "poss") if noun.lower_ in terms.PARTS else None
        if owner is not None and self.is_organization(owner, None):
            noun, piece = owner, self._doc[piece.start : owner.i + 1]
        end = max(min(noun.right_edge.i + 1, piece.end), self.find_end(noun) + 1)
        clause = next((each.left_edge.i for each in noun.rights if each.dep_ in _CLAUSES), end)
        clause = next((each.i for each in self._doc[noun.i + 1 : clause] if each.text in {",", "("}), clause)
        others = [each for each in noun.conjuncts if noun.i < each.i < clause]
        if others and not self.is_organization(others[0], None):  # "the university and the study's author"
            joint = next((each.i for each in noun.rights if each.dep_ == "cc"), clause)
            clause = min(clause, joint)
        end = min(end, clause)
        while end - 1 > noun.i and self._doc[end - 1].dep_ in {"cc", "punct"}:
            end -= 1
        clause = end
        first = self.widen(noun.left_edge.i, noun.i)
        while self._doc[first].dep_ == "det" and first < noun.i:
            first += 1
        return self.build(self._doc[first : max(min(end, clause), noun.i + 1)], noun)

    def widen(self, first: int, place: int) -> int:
        """Let a name that begins before a phrase stay whole: "the University of Marenholt historian"."""
        number = self._entity_at.get(place)
        while number is not None and first > 0 and self._entity_at.get(first - 1) == number:
            first -= 1
        return first

    def find_end(self, token: Token) -> int:
        """Find the last token of the name that a token belongs to, or the token itself."""
        number, last = self._entity_at.get(token.i), token.i
        while number is not None and self._entity_at.get(last + 1) == number:
            last += 1
        return last

    def build(self, words: DocSpan, noun: Token) -> Affiliation:
        """Read which entity some words name: the one of their head, "White House" for "White House press"."""
        if noun.tag_ == "POS" and noun.i > words.start:
            noun = self._doc[noun.i - 1]
        number = self._get_organization(noun)
        is_organization = (
            nouns.get_kind(noun.lower_, is_plural=False) in ORGANIZATION_KINDS and noun.lower_ != "press"
        )
        if number is None and noun.i == words.end - 1 and not is_organization:
            numbers = (self._get_organization(token) for token in reversed(words))
            number = next((n for n in numbers if n is not None and self._entities[n].type != "place"), None)
        if any(words.start <= each.i < words.end for each in noun.conjuncts):
            number = None  # "the bank and the ministry" are two
        is_common = is_organization and noun.lower_ not in terms.NO_ONE_BODY and self._is_known(words)
        return Affiliation(
            text=words.text,
            entity=number,
            noun=noun.lower_ if is_common else None,
            start=words.start_char,
        )

    def _is_known(self, words: DocSpan) -> bool:
        """Tell whether the words for an organization tell nothing that is new: "bank", "the Aldane-based bank"."""
        before = self._doc[words.start - 1].lower_ if words.start > 0 else ""
        return len(words) == 1 or (
            before == "the"
            and all(word.text[0].isupper() or word.lower_ in {"-", "based"} for word in words[:-1])
        )

    def _get_organization(self, token: Token) -> int | None:
        number = self._entity_at.get(token.i)
        return number if number is not None and self._entities[number].type in ORGANIZATION_TYPES else None
