"""Reads off the words around a noun which organization somebody belongs to, or which one published a document."""

from collections.abc import Iterable, Iterator
from itertools import takewhile

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from exporter.extraction.entities.index import NameIndex
from exporter.extraction.entities.typing import is_outlet
from exporter.extraction.lexicon import affiliation_words as terms
from exporter.extraction.lexicon import nouns
from exporter.extraction.sources.affiliations.organizations import Affiliation, OrganizationReader
from exporter.extraction.sources.roles import MODIFIERS, NEW, find_members, is_organization_noun
from exporter.extraction.text.syntax import find_agent, find_child

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_LONGEST_BRACKET = 8  # tokens
_FAR = 60  # tokens that "its" may lie behind what it stands for


class AffiliationReader:
    """Reads affiliations in one document."""

    def __init__(self, doc: Doc, index: NameIndex) -> None:
        """Take over which token belongs to which named entity."""
        self._doc = doc
        self._entities = index.entities
        self._entity_at = index.entity_at
        self._organizations = OrganizationReader(doc, index)

    def find_affiliation(
        self, heads: Iterable[Token], piece: DocSpan, entity: int | None
    ) -> Affiliation | None:
        """Find the organization that somebody belongs to or that published a document: "a palace official".

        Args:
            heads: The heads of the phrase: several where they are joined by "and".
            piece: The phrase.
            entity: The named entity that it names, if it is one.
        """
        return next(self._iter_affiliations(heads, piece, entity), None)

    def _iter_affiliations(
        self, heads: Iterable[Token], piece: DocSpan, entity: int | None
    ) -> Iterator[Affiliation]:
        for head in heads:
            piece = self._extend(piece, head)
            for noun in _iter_appositions(head, piece):
                members = find_members(noun)
                found = self._find_affiliation(noun if members is None else members, piece, entity)
                if found:
                    yield found
            of = find_child(head, "prep") if nouns.get_number(head.text) == 1 else None
            two = find_child(of, "pobj") if of is not None else None
            if two is not None and two.tag_ == "CD":  # "one of the two, who works at the bank"
                found = self._find_employer(two, self._extend(piece, two))
                if found:
                    yield found

    def _extend(self, piece: DocSpan, head: Token) -> DocSpan:
        """Let a phrase go on to "who left the ministry" and "at the party's headquarters", where it was cut before."""
        end = piece.end
        for child in head.rights:
            is_tie = child.dep_ == "prep" and child.lower_ in terms.TIES
            is_told = child.dep_ == "relcl" and child.lower_ in terms.LEADS | terms.LEFT | terms.WORKS
            is_told = is_told or (child.dep_ == "acl" and child.lower_ in terms.PUBLISHING)
            if child.left_edge.i <= end + 1 and (is_tie or is_told):
                end = max(end, child.right_edge.i + 1)
        return self._doc[piece.start : end]

    def _find_affiliation(self, noun: Token, piece: DocSpan, entity: int | None) -> Affiliation | None:
        number = self._entity_at.get(noun.i)
        kind = nouns.get_kind(noun.lower_, is_plural=False) if number is None else None
        if noun.lower_ in terms.OUTSIDERS:
            return None
        if kind == "document":
            published = self._find_publisher(noun, piece) or self._find_owner(noun)  # "its annual report"
            # A newspaper prints a leaked draft, but asks in a poll.
            if published is not None and (noun.lower_ in terms.ASKING or not self._is_outlet(published)):
                return published
            return self._find_before(noun, entity)
        is_named_person = number is not None and number == entity and self._entities[number].type == "person"
        is_open = noun.lower_ in NEW and number is None  # "a third, who left the ministry"
        is_open = is_open or (
            kind is None and self._is_beside_person(noun)
        )  # "Dr Ivo Brandt, a GP at the surgery"
        if kind not in {"person", "group"} and not is_named_person and not is_open:
            return None
        before, after = self._find_before(noun, entity), self._find_after(noun, piece)
        if before is not None and before.entity is None and after is not None and after.entity is not None:
            return after  # "an airline analyst at Marsh Securities"
        return (
            before
            or after
            or self._find_owner(noun)
            or self._find_employer(noun, piece)
            or self._find_bracketed(noun)
            or self._find_headed(noun)
            or (self._find_before_comma(noun, entity) if is_named_person else None)
        )

    def _find_before_comma(self, name: Token, entity: int | None) -> Affiliation | None:
        """The organization of "its chairwoman, Judge Alma Holm", where the parser does not join the two."""
        first = self._organizations.widen(name.i, name.i)
        while first > 1 and self._doc[first - 1].tag_ == "NNP" and name.i - first < terms.LONGEST_TITLE:
            first -= 1
        if first < 2 or self._doc[first - 1].text != ",":
            return None
        role = self._doc[first - 2]
        is_role = role.tag_ == "NN" and nouns.get_kind(role.lower_, is_plural=False) == "person"
        is_joined = role.is_ancestor(name) or name.is_ancestor(role)
        return self._find_owner(role) if is_role and not is_joined else None

    def _is_outlet(self, organization: Affiliation) -> bool:
        is_told = organization.text.split()[0].lower() in nouns.BEFORE_OUTLETS  # "the daily El Faro"
        return is_told or (organization.entity is not None and is_outlet(self._entities[organization.entity]))

    def _is_beside_person(self, noun: Token) -> bool:
        number = self._entity_at.get(noun.head.i) if noun.dep_ == "appos" else None
        return number is not None and self._entities[number].type == "person"

    def _find_before(self, noun: Token, entity: int | None) -> Affiliation | None:
        """The organization in front: "a palace official", "CIPH director Farah Denholm", "the ministry's spokesman"."""
        if noun.lower_ in {"minister", "ministers"}:
            return None  # "the infrastructure minister" is a post
        found: list[Token] = []
        for token in self._doc[noun.left_edge.i : noun.i]:
            is_trade = (
                token.lower_ in terms.TRADES and token.nbor(-1).lower_ in {"a", "an"} if token.i else False
            )
            is_portfolio = self._doc[token.i + 1].lower_ in {"minister", "ministers", "attorney", "judge"}
            is_other = is_trade or is_portfolio
            if (
                token.dep_ in {*MODIFIERS, "poss"}
                and self._organizations.is_organization(token, entity)
                and not is_other
            ):
                found.append(token)
        if not found or self._doc[found[-1].i + 1].text == "-":
            return None
        first, last = (
            self._organizations.widen(found[0].left_edge.i, found[0].i),
            self._organizations.find_end(found[-1]),
        )
        while (
            self._doc[first].dep_ in {"det", "poss"}
            and first < last
            and self._doc[first].tag_ in {"DT", "PRP$"}
        ):
            first += 1
        while self._doc[first].lower_ in NEW | terms.RANKS and first < last:
            first += 1
        if first > noun.left_edge.i and self._is_people(first - 1) and found[0].lower_ in nouns.GOVERNMENT:
            first -= 1  # "a Danish government official"
        return self._organizations.build(self._doc[first : last + 1], self._doc[last])

    def _is_people(self, place: int) -> bool:
        number = self._entity_at.get(place)
        return number is not None and self._entities[number].type == "group"

    def _find_after(self, noun: Token, piece: DocSpan) -> Affiliation | None:
        """The organization behind: "a spokesman for the bank", "a physician at the hospital in Lower Tarn"."""
        ties = [child for child in noun.rights if child.dep_ == "prep" and child.lower_ in terms.TIES]
        found = self._find_tied(((tie, find_child(tie, "pobj")) for tie in ties), piece)
        if found is not None or not noun.lower_.startswith("spokes"):
            return found
        # Whoever has a spokeswoman and is nobody known is an organization, whatever the recognizer sees in its name.
        organizations = (find_child(tie, "pobj") for tie in ties if tie.lower_ == "for")
        organization = next((each for each in organizations if each is not None and each.tag_ == "NNP"), None)
        return (
            self._organizations.cut(organization, piece)
            if organization is not None and organization.i not in self._entity_at
            else None
        )

    def _find_owner(self, noun: Token) -> Affiliation | None:
        """The organization that "whose" or "its" stands for: "the party, whose leader", "its director"."""
        owner = find_child(noun, "poss")
        if owner is None or owner.lower_ not in {"whose", "its", "their"}:
            return None
        if owner.lower_ == "whose":
            clause = noun
            while clause.dep_ != "relcl" and clause.head != clause:
                clause = clause.head
            is_organization = clause.dep_ == "relcl" and self._organizations.is_organization(
                clause.head, None
            )
            return self._organizations.cut(clause.head, self._doc[:]) if is_organization else None
        before = self._doc[max(owner.i - _FAR, 0) : owner.i]
        first = owner.sent.start
        first = self._doc[first - 1].sent.start if first > 0 else first
        organizations = [token for token in reversed(before) if self._may_own(token)]
        near = [organization for organization in organizations if organization.i >= first] or organizations
        if owner.lower_ == "their":  # "the Greens ... their leader", but not the people who spoke
            near = [
                organization
                for organization in near
                if organization.i in self._entity_at and organization.tag_ == "NNPS"
            ]
        organization = max(near, key=self._measure_topic, default=None)
        return self._organizations.cut(organization, before) if organization is not None else None

    def _measure_topic(self, organization: Token) -> tuple[bool, bool, bool]:
        """Tell how much a text speaks of an organization: as subject of a sentence, of a clause, by its name."""
        start = self._organizations.widen(organization.i, organization.i)
        subject = next(
            (token for token in self._doc[start : organization.i + 1] if token.dep_ in _SUBJECTS), None
        )
        is_main = subject is not None and subject.head.dep_ == "ROOT"
        return is_main, organization.i in self._entity_at, subject is not None

    def _may_own(self, token: Token) -> bool:
        """Tell whether "its" may stand for a noun: for an organization that is named, or "the company" as a subject."""
        number = self._entity_at.get(token.i)
        if number is not None:
            is_end = self._entity_at.get(token.i + 1) != number
            return is_end and self._entities[number].type == "organization"
        is_known = any(child.lower_ == "the" for child in token.lefts)
        return is_known and token.dep_ in _SUBJECTS and token.tag_ == "NN" and is_organization_noun(token)

    def _find_employer(self, noun: Token, piece: DocSpan) -> Affiliation | None:
        """The organization of "who works in the mayor's office"."""
        for clause in (child for child in noun.rights if child.dep_ in {"relcl", "acl"}):
            # "who studies wolves at the institute": the tie may hang on the object.
            within = (
                token for token in clause.subtree if token.dep_ in {"prep", "dative"} and token.i < piece.end
            )
            ties = [
                (tie, find_child(tie, "pobj"))
                for tie in within
                if tie.lower_ in terms.TIES - {"of", "to", "on"}
            ]
            led = find_child(clause, "dobj") if clause.lower_ in terms.LEADS | terms.LEFT else None
            if led is not None and led.i < piece.end and self._may_be_led(led):
                return self._organizations.cut(led, piece)
            if clause.lower_ in {"employed", "hired"} and find_agent(clause) is not None:
                ties = [(clause, find_agent(clause))]
            elif clause.lower_ not in terms.WORKS:
                ties = [
                    (tie, organization)
                    for tie, organization in ties
                    if organization is not None and organization.i in self._entity_at
                ]
            found = self._find_tied(ties, piece)
            if found:
                return found
        return None

    def find_led(self, verb: Token) -> Affiliation | None:
        """The organization that the subject of a verb leads: "Ida Holm leads the Reform Union"."""
        led = (
            find_child(verb, "dobj")
            if verb.lower_ in terms.LEADS - {"ran", "runs", "owned", "owns"}
            else None
        )
        return (
            self._organizations.cut(led, self._doc[:]) if led is not None and self._may_be_led(led) else None
        )

    def _may_be_led(self, noun: Token) -> bool:
        """Tell whether the object of "who heads" is an organization that is known, not "a bakery"."""
        number = self._entity_at.get(noun.i)
        if number is not None:
            return self._entities[number].type != "person"
        owner = find_child(noun, "poss") if noun.lower_ in terms.PARTS else None
        is_part = owner is not None and self._organizations.is_organization(owner, None)
        return is_part or (
            is_organization_noun(noun) and not any(child.lower_ in {"a", "an"} for child in noun.lefts)
        )

    def _find_bracketed(self, noun: Token) -> Affiliation | None:
        """The organization in brackets behind a name: "Joan Ridley (Thornby First)"."""
        first = self._organizations.find_end(noun) + 2
        if first >= len(self._doc) or self._doc[first - 1].text != "(":
            return None
        inside = list(takewhile(lambda token: token.text != ")", self._doc[first : first + _LONGEST_BRACKET]))
        number = self._entity_at.get(first)
        is_organization = number is not None and self._entities[number].type == "organization"
        is_name = len(inside) > 1 and all(token.tag_ in {"NNP", "NNPS", "POS"} for token in inside)
        if not inside or len(inside) == _LONGEST_BRACKET or not (is_organization or is_name):
            return None
        return self._organizations.build(self._doc[first : first + len(inside)], inside[-1])

    def _find_headed(self, noun: Token) -> Affiliation | None:
        """The organization that was the subject before "a spokesman", "the chief executive", "Governor Berg"."""
        words = self._doc[noun.left_edge.i : noun.i + 1]
        is_head = any(word.lower_ in terms.HEADING for word in words)
        is_head = is_head or (len(words) > 1 and words[0].text == "Chief" and words[1].tag_ == "NNP")
        is_elsewhere = any(word.dep_ == "poss" for word in words) or any(
            c.lower_ in {"of", "for", "at", "with"} for c in noun.rights
        )
        if not is_head or is_elsewhere:
            return None
        first = noun.sent.start
        first = self._doc[first - 1].sent.start if first > 0 else first
        for token in reversed(self._doc[max(first, words.start - _FAR) : words.start]):
            if token.dep_ in _SUBJECTS and self._may_be_headed(token):
                return self._organizations.cut(token, self._doc[: token.right_edge.i + 1])
        return None

    def _may_be_headed(self, subject: Token) -> bool:
        """Tell whether a subject is an organization, but for outlets, which are quoted rather than spoken for."""
        number = self._entity_at.get(subject.i)
        if number is None:
            return is_organization_noun(subject) and subject.tag_ in {"NN", "NNP"}
        entity = self._entities[number]
        return entity.type == "organization" and not entity.is_metonym and not is_outlet(entity)

    def _find_publisher(self, noun: Token, piece: DocSpan) -> Affiliation | None:
        """The organization of "a report published in January by the bank", "a filing at the patent office"."""
        return self._find_tied(
            (
                (child, _find_tied_noun(child))
                for child in self._iter_ties(noun, piece)
                if child.dep_ in {"acl", "relcl"}
                or (child.dep_ == "prep" and child.lower_ in terms.PUBLISHED)
            ),
            piece,
        )

    def _iter_ties(self, noun: Token, piece: DocSpan) -> Iterator[Token]:
        """What hangs on a noun; and "by", which the parser hangs on another: "a poll of adults by the bank"."""
        yield from noun.rights
        for of in (child for child in noun.rights if child.lower_ == "of"):
            for token in of.subtree:
                is_by = token.lower_ == "by" and token.dep_ == "prep"
                is_published = token.dep_ in {"acl", "relcl"} and token.lower_ in terms.PUBLISHING
                if (is_by or is_published) and token.i < piece.end:
                    yield token

    def _find_unknown_name(self, noun: Token, piece: DocSpan) -> Affiliation | None:
        """The name that follows a noun for an organization, if it was not recognised: "the charity Clinics At Sea"."""
        end = noun.i + 1
        while end < piece.end and self._doc[end].text[0].isupper() and end not in self._entity_at:
            end += 1
        if noun.i in self._entity_at or not is_organization_noun(noun) or end == noun.i + 1:
            return None
        words = self._doc[noun.i + 1 : end]
        return Affiliation(text=words.text, entity=None, noun=None, start=words.start_char)

    def _find_tied(self, pairs: Iterable[tuple[Token, Token | None]], piece: DocSpan) -> Affiliation | None:
        """The first organization among words and the nouns that they tie to another."""
        for tie, target in pairs:
            if target is None or target.i >= piece.end:
                continue
            beside = find_child(target, "appos") if target.i not in self._entity_at else None
            if (
                beside is not None
                and beside.i < piece.end
                and self._organizations.is_institution(beside, tie)
            ):
                target = beside  # "for the manufacturer, the Norland company Galter Motors"
            # "the pollster Veda", "the conservation group Wild Ridge"
            named = self._entity_at.get(target.i + 1) if target.i not in self._entity_at else None
            if (
                named is not None
                and self._entities[named].type == "organization"
                and target.i + 1 < piece.end
            ):
                last = self._organizations.find_end(self._doc[target.i + 1])
                return self._organizations.build(self._doc[target.i + 1 : last + 1], self._doc[last])
            unknown = self._find_unknown_name(target, piece) if named is None else None
            if unknown is not None:
                return unknown
            owner = find_child(target, "poss")  # "by the council's officers", "at the party's headquarters"
            is_part = (
                owner is not None
                and target.lower_ in terms.PARTS
                and self._organizations.is_organization(owner, None)
            )
            if is_part or self._organizations.is_institution(target, tie):
                return self._organizations.cut(target, piece)
        return None


def _iter_appositions(head: Token, piece: DocSpan) -> Iterator[Token]:
    """Yield a head and the nouns that stand beside it: "his brother", "Ivo", "an heir and the club's director"."""
    if head.i < piece.end:
        yield head
        for beside in (child for child in head.rights if child.dep_ == "appos"):
            for noun in (beside, *beside.conjuncts):
                yield from _iter_appositions(noun, piece)


def _find_tied_noun(tie: Token) -> Token | None:
    """Find who published in "published by the bank", "that the bank published", "of the bank"."""
    if tie.dep_ == "prep":
        return find_child(tie, "pobj")
    if tie.lower_ not in terms.PUBLISHING:
        return None
    return find_agent(tie) or find_child(tie, "nsubj")
