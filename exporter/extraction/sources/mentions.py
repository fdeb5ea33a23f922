"""Reads one mention of a source: what it is called, how many it means, what it is and where it belongs."""

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from exporter.extraction.entities.index import NameIndex
from exporter.extraction.entities.model import Name
from exporter.extraction.lexicon import nouns
from exporter.extraction.lexicon.names import is_word
from exporter.extraction.sources.affiliations.reader import AffiliationReader
from exporter.extraction.sources.model import SourceMention
from exporter.extraction.sources.phrases import (
    DEFINITE,
    NEW_WORDS,
    OPEN,
    ORDINALS,
    count_people,
    find_form,
    find_phrase,
    get_head_word,
    gives_name,
    is_of_number,
    is_plural_noun,
    list_conjuncts,
    list_members,
)
from exporter.extraction.sources.roles import RoleReader, find_members
from exporter.extraction.sources.speaking_names import find_named
from exporter.extraction.text.syntax import find_child, trim_space
from exporter.records import SourceKind, Span

_BEING = frozenset({"is", "was", "became"})
_LEADING = frozenset({"cc", "punct", "preconj", "advmod"})
_CLAUSES = frozenset({"relcl", "acl", "appos", "advcl", "conj", "cc", "punct", "ccomp"})


class MentionReader:
    """Reads the mentions of sources in one document."""

    def __init__(self, doc: Doc, text: str, index: NameIndex) -> None:
        """Take over which token belongs to which named entity."""
        self.doc = doc
        self.text = text
        self.entities = index.entities
        self._index = index
        self._at = index.entity_at
        self._roles = RoleReader(doc, index)
        self._affiliations = AffiliationReader(doc, index)

    def read(self, span: Span) -> SourceMention | None:
        """Read the mention at a span; None where the span holds no word."""
        found = find_phrase(self.doc, span)
        if found is None:
            return None
        return replace(self._read(found.piece, found.head, found.joined), whole=_to_span(found.whole))

    def read_name(self, name: Name) -> SourceMention | None:
        """Read the phrase around a name: "Labour Minister Sander Voight", "Uwe Kallas, the chairman of the league"."""
        piece = self.doc.char_span(name.span.start, name.span.end, alignment_mode="expand")
        if piece is None:
            return None
        head = piece.root
        while head.dep_ in {"compound", "flat"}:
            head = head.head
        if head.dep_ == "appos" and head.head.tag_.startswith("NN"):
            head = head.head
        behind = (child for child in head.rights if child.dep_ == "appos" or child.lower_ == "of")
        last = next((child.right_edge.i for child in behind), head.i)
        phrase = self.doc[head.left_edge.i : max(last, piece.end - 1) + 1]
        return self._read(phrase, head, [])

    def read_predicate(self, name: Name) -> SourceMention | None:
        """Read what a sentence says that a person is or leads: "Berg, 29, is the captain of the club"."""
        piece = self.doc.char_span(name.span.start, name.span.end, alignment_mode="expand")
        if piece is None:
            return None
        subject = (
            piece.root.head if piece.root.dep_ == "appos" else piece.root
        )  # "his sister, Vera Holm, leads it"
        if subject.dep_ != "nsubj":
            return None
        verb = subject.head
        led = self._affiliations.find_led(verb)
        if led is not None:
            return replace(self._read(piece, piece.root, []), affiliation=led)
        if verb.lower_ not in _BEING:
            return None
        role = find_child(verb, "attr")
        if role is None or role.i < verb.i or role.tag_ != "NN" or find_child(verb, "neg") is not None:
            return None
        return self._read(self.doc[role.left_edge.i : role.right_edge.i + 1], role, [])

    def is_subject(self, offset: int) -> bool:
        """Tell whether a name at an offset is the subject of a clause, or the first word of one."""
        piece = self.doc.char_span(offset, offset + 1, alignment_mode="expand")
        token = piece.root if piece is not None else None
        while token is not None and token.dep_ in {"compound", "nmod", "amod"}:
            token = token.head
        return token is not None and token.dep_ in {"nsubj", "nsubjpass"}

    def find_named(self, span: Span) -> int | None:
        """Find the position of the entity that a phrase names: "Quist", "her colleague Mara Quist"."""
        piece = self.doc.char_span(span.start, span.end, alignment_mode="expand")
        if piece is None or list_conjuncts(piece.root, piece):
            return None
        number = self._at.get(piece.root.i)
        if number is None and piece[-1].i in self._at:
            number = self._at[piece[-1].i]
            before = next((token for token in reversed(piece) if self._at.get(token.i) != number), piece[-1])
            number = number if before.tag_ == "NN" else None
        return number

    def read_common(self, span: Span) -> SourceMention | None:
        """Read a phrase that has a pronoun or a common noun for its head; None of others."""
        piece = self.doc.char_span(span.start, span.end, alignment_mode="expand")
        if piece is None or piece.root.tag_.startswith("NNP") or piece.root.i in self._at:
            return None
        return None if list_conjuncts(piece.root, piece) else self._read(piece, piece.root, [])

    def read_members(self, span: Span) -> list[SourceMention]:
        """Read the members of "a diplomat and a source close to the ministry", each by itself."""
        piece = self.doc.char_span(span.start, span.end, alignment_mode="expand")
        if piece is None:
            return []
        return [self._read(piece, head, []) for head in list_members(piece)]

    def _read(self, piece: DocSpan, head: Token, joined: Sequence[Token]) -> SourceMention:
        core = self._core(head, piece)
        if head.i < piece.root.i and not joined:
            core = Span(start=core.start, end=piece.end_char)
        entity, named_by = self._find_entity(head, piece)
        is_plural = bool(joined) or is_plural_noun(head)
        kind = self._find_kind(head, entity, is_plural=is_plural)
        if joined and kind == "person":
            kind = "group"
        is_named = entity is not None or any(
            self._index.find_type(each) == "person" for each in [head, *joined]
        )
        is_named = is_named or gives_name(head)
        if joined:
            entity = None
            core = Span(start=core.start, end=max(core.end, self._core(joined[-1], piece).end))
        count = sum(count_people(each) for each in [head, *joined])
        span = self._name_span(core, entity, named_by)
        return SourceMention(
            span=span,
            whole=_to_span(piece),
            text=self.text[span.start : span.end],
            head=get_head_word(head),
            form="name" if entity is not None else find_form(head),
            kind=kind,
            is_plural=is_plural,
            count=count,
            gender=self._find_gender(piece, entity),
            entity=entity,
            role=self._roles.find_role(head, piece, entity),
            affiliation=self._affiliations.find_affiliation([head, *joined], piece, entity),
            is_named=is_named,
            is_member=find_members(head) is not None,
            is_open=head.lower_ in OPEN and not is_plural and find_members(head) is None,
            modifiers=frozenset(
                t.lower_
                for t in self.doc[head.left_edge.i : head.i]
                if is_word(t.text) and t.lower_ not in (DEFINITE | NEW_WORDS) - ORDINALS
            ),
        )

    def _find_gender(self, piece: DocSpan, entity: int | None) -> str | None:
        stated = next(
            (g for g in map(nouns.get_gender, (t.text for t in piece if t.tag_ != "PRP$")) if g), None
        )
        return stated or (self.entities[entity].gender if entity is not None else None)

    def _core(self, head: Token, piece: DocSpan) -> Span:
        """The phrase of a head without clauses and appositions behind it."""
        start, end = max(head.left_edge.i, piece.start), head.i + 1
        if start > piece.start and self.doc[start - 1].tag_ in {"DT", "PRP$"}:
            start -= 1  # of a phrase that the parser cut
        for child in head.rights:
            if child.dep_ in _CLAUSES or child.i >= piece.end:
                break
            end = min(child.right_edge.i + 1, piece.end)
        # "one of the officials, who works at the bank": the clause may hang on the officials.
        who = (t.i for t in self.doc[head.i + 1 : end] if t.tag_ in {"WP", "WDT", "WP$"})
        end = next((i - 1 for i in who if self.doc[i - 1].text == ","), end)
        start, end = trim_space(self.doc, (start, end))
        while start < end - 1 and self.doc[start].dep_ in _LEADING and self.doc[start + 1].text != "-":
            start, end = trim_space(self.doc, (start + 1, end))
        while end - start > 1 and self.doc[end - 1].tag_ == "POS":
            end -= 1
        return Span(start=self.doc[start].idx, end=self.doc[end - 1].idx + len(self.doc[end - 1]))

    def _find_entity(self, head: Token, piece: DocSpan) -> tuple[int | None, Token]:
        """The named entity that the mention is: its head, or what stands beside its head."""
        named = find_named(head, piece, self._index.find_type)
        if named is not None:
            return self._at[named.i], named
        for token in piece:
            # "Finance Minister Anna Berg" read as one long compound, with another head.
            is_beside = self.doc[token.left_edge.i - 1].text == "," and token.left_edge.i - 2 == head.i
            is_called = head.tag_.startswith("NNP") or is_beside or self._index.find_type(token) == "person"
            is_called = is_called and head.lower_ not in nouns.DOCUMENTS
            if token.i in self._at and token.head == head and token.dep_ in {"appos", "flat"} and is_called:
                return self._at[token.i], token
        return None, head

    def _name_span(self, core: Span, entity: int | None, named_by: Token) -> Span:
        if entity is None:
            return core
        name = self._index.name_at[named_by.i]
        return name.span if name.span.start <= named_by.idx < name.span.end else core

    def _find_kind(self, head: Token, entity: int | None, *, is_plural: bool) -> SourceKind | None:
        if entity is not None:
            return self._kind_of_entity(entity)
        if head.lower_ in {"he", "she", "i", "who", "his", "her", "my"}:
            return "person"
        if head.lower_ in {"they", "we", "those", "their", "our", "others"}:
            return "group"
        if head.lower_ in OPEN and (head.lower_ != "one" or is_of_number(head)):
            return "person"
        if head.i in self._at and self.entities[self._at[head.i]].type == "group":
            return "group" if is_plural else "person"
        if head.lower_ in nouns.NUMBERS or head.lower_ in nouns.COLLECTIVES:
            of = find_child(head, "prep")
            members = find_child(of, "pobj") if of is not None else None
            if members is not None and members.lower_ in nouns.NUMBERS:
                return "group" if is_plural else "person"  # "one of the pair"
            if members is not None and members.tag_ != "PRP":
                return nouns.get_kind(members.lower_, is_plural=is_plural)
        return nouns.get_kind(head.lower_, is_plural=is_plural)

    def _kind_of_entity(self, entity: int) -> SourceKind:
        named = self.entities[entity]
        if named.type == "person":
            return "person"
        if named.type == "place" or named.is_metonym or nouns.is_government_name(named.full_name.text):
            return "government"
        if named.type == "work":
            return "document"
        return {"organization": "organization", "group": "group"}.get(named.type, "other")  # type: ignore[return-value]


def _to_span(piece: DocSpan) -> Span:
    return Span(start=piece.start_char, end=piece.end_char)
