"""Reads off the words around a noun which role somebody has."""

from itertools import takewhile

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from exporter.extraction.entities.index import NameIndex
from exporter.extraction.lexicon import nouns
from exporter.extraction.lexicon.titles import COURTESY, TITLES
from exporter.extraction.text.lemmas import lemmatise
from exporter.extraction.text.syntax import find_child

MODIFIERS = frozenset({"compound", "amod", "nmod"})
NEW = frozenset({"another", "other", "one", "second", "third", "some", "several", "many", "others"})
"""Words that begin a mention of somebody who was not mentioned before."""

# Who is called so has told no role.
_NO_ROLE = frozenset(
    ["person", "people", "man", "men", "woman", "women", "source", "sources", "neighbour", "neighbours"]
) | nouns.list_words("""
    neighbor neighbors guy guys one ones others everyone someone resident residents witness witnesses bystander
    bystanders survivor survivors supporter supporters critic critics ally allies opponent opponents fan fans visitor
    visitors customer customers user users voter voters boy boys girl girls teenager teenagers passer-by patient
    patients authorities analysts
""")
_KIN = frozenset(
    ["cousin", "mother", "father", "son", "daughter", "brother", "sister", "wife", "husband", "uncle"]
) | frozenset(["aunt", "friend", "relative", "parent", "child", "widow", "widower", "partner"])
ORGANIZATION_KINDS = frozenset({"government", "organization"})
# "cabinet minister", "press secretary": part of a role
_NO_ORGANIZATIONS = frozenset({"cabinet", "house", "white", "state", "press", "media", "opposition"})


class RoleReader:
    """Reads roles in one document."""

    def __init__(self, doc: Doc, index: NameIndex) -> None:
        """Take over which token belongs to which named entity."""
        self._doc = doc
        self._entities = index.entities
        self._entity_at = index.entity_at

    def find_role(self, head: Token, piece: DocSpan, entity: int | None) -> str | None:
        """Find the role of whom a phrase names or describes: "chief economist", "senior Calverian official".

        Args:
            head: The head of the phrase.
            piece: The phrase.
            entity: The named entity that it names, if it is one.
        """
        if entity is None or head.i not in self._entity_at:
            is_person = entity is None or self._entities[entity].type == "person"
            if not is_person or head.tag_ == "PRP":
                return None
            return self._find_common_role(head, piece) or self._find_role_behind(head, piece)
        if self._entities[entity].type != "person":
            return None
        before = self._find_role_before(head, piece, entity)
        apposition = find_child(head, "appos")
        if before is None and apposition is not None and self._is_role(apposition):
            return self._find_common_role(apposition, piece)
        return before

    def _find_role_behind(self, head: Token, piece: DocSpan) -> str | None:
        """The role in an apposition: "another witness, a taxi driver", "her son, Ivo Brandt, a former director"."""
        of = find_child(head, "prep") if head.lower_ in nouns.NUMBERS else None
        members = find_child(of, "pobj") if of is not None else None
        beside = [
            *head.rights,
            *(members.rights if members is not None else ()),
        ]  # "one of the three, a taxi driver"
        for behind in (child for child in beside if child.dep_ == "appos" and child.i < piece.end):
            role = (
                self._cut_role(behind, piece)
                if self._is_role(behind)
                else self._find_role_behind(behind, piece)
            )
            if role is not None:
                return role
        return None

    def _find_role_before(self, head: Token, piece: DocSpan, entity: int) -> str | None:
        """The role in front of a name: "Finance Minister" of "Finance Minister Anna Berg"."""
        start = head
        while start.i > piece.start and self._entity_at.get(start.i - 1) == entity:
            start = self._doc[start.i - 1]
        before = self._doc[max(head.left_edge.i, piece.start) : start.i]
        words = [t for t in before if t.dep_ in MODIFIERS and self._is_part(t)]
        if not words or _get_title(words[-1]) in COURTESY:
            return None
        # "Secretary" may lie inside the entity as the recognizer cuts it.
        if nouns.get_kind(words[-1].lower_, is_plural=False) is None and _get_title(words[-1]) not in TITLES:
            return None
        kept = list(takewhile(self._is_part_of_role, reversed(words)))
        return self._doc[kept[-1].i : words[-1].i + 1].text if kept else None

    def _find_common_role(self, head: Token, piece: DocSpan) -> str | None:
        """The noun with what stands before it, but for articles, numbers and organizations: "senior official"."""
        members = find_members(head)
        if members is not None:
            if not self._is_role(members):
                return None
            role = self._cut_role(members, piece)
            is_one = nouns.get_number(head.text) in {None, 1} and head.lower_ not in nouns.PLURAL_PRONOUNS
            return f"{role[: -len(members.text)]}{lemmatise(members) or members.text}" if is_one else role
        return self._cut_role(head, piece) if self._is_role(head) else None

    def _is_role(self, noun: Token) -> bool:
        if noun.i in self._entity_at or noun.lower_ in _NO_ROLE | _KIN | NEW | nouns.COLLECTIVES:
            return False
        kind = nouns.get_kind(noun.lower_, is_plural=False)
        return kind in {"person", "group"} and noun.lower_ not in nouns.NUMBERS

    def _cut_role(self, noun: Token, piece: DocSpan) -> str:
        start = noun.i
        while start - 2 >= piece.start and self._doc[start - 2 : start].text.endswith("-"):
            if self._doc[start - 2].whitespace_ or self._doc[start - 1].whitespace_:
                break
            start -= 2  # "vice-chancellor", however the parser joins it
        first = max(self._doc[start].left_edge.i, piece.start)
        while start - 1 >= first:
            before = self._doc[start - 1]
            if before.text == "-" and start - 2 >= first and not self._doc[start - 2].like_num:
                start -= 2
            elif before.dep_ in MODIFIERS and self._is_part_of_role(before):
                start -= 1
            else:
                break
        return self._doc[start : noun.i + 1].text

    def _is_part_of_role(self, word: Token) -> bool:
        is_title = word.lower_ == "district" and word.nbor().lower_ in {"attorney", "judge"}
        is_organization = word.dep_ != "amod" and is_organization_noun(word) and not is_title
        is_told = word.tag_ in {"VBG", "VBN"} or word.lower_ in NEW | {"old"} or word.like_num
        return self._is_part(word) and not is_organization and not is_told

    def _is_part(self, word: Token) -> bool:
        """Tell whether a word before a noun belongs to the role: common words do, and nationalities."""
        number = self._entity_at.get(word.i)
        return self._entities[number].type == "group" if number is not None else not _is_acronym(word)


def find_members(head: Token) -> Token | None:
    """Find "officials" in "one of the officials"; None where a head is no number of others."""
    is_number = head.lower_ in nouns.NUMBERS or head.lower_ in NEW or head.like_num
    of = next((child for child in head.rights if child.lower_ == "of"), None) if is_number else None
    members = find_child(of, "pobj") if of is not None else None
    return members if members is not None and members.tag_.startswith("NN") else None


def is_organization_noun(token: Token) -> bool:
    """Tell whether a common noun or an acronym means an organization, not part of a role: "bank", not "cabinet"."""
    if _is_acronym(token):
        return True
    return (
        nouns.get_kind(token.lower_, is_plural=False) in ORGANIZATION_KINDS
        and token.lower_ not in _NO_ORGANIZATIONS
    )


def _is_acronym(word: Token) -> bool:
    is_title = _get_title(word) in TITLES  # "MR."
    is_upper = len(word) > 1 and word.text.isupper() and word.text.isalpha()
    is_person = word.lower_ in nouns.PEOPLE  # "CEO"
    return word.tag_.startswith("NNP") and is_upper and not is_title and not is_person


def _get_title(word: Token) -> str:
    return word.lower_.rstrip(".")
