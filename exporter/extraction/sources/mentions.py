"""Reads one mention of a source: what it is called, how many it means, what it is and where it belongs."""

from collections.abc import Iterable
from dataclasses import replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from exporter.extraction.entities.model import LocalEntity, Name
from exporter.extraction.lexicon import nouns
from exporter.extraction.lexicon.gender import get_gender_of_name
from exporter.extraction.lexicon.names import TITLES, get_key, has_letters_behind
from exporter.extraction.sources.affiliations.reader import AffiliationReader
from exporter.extraction.sources.model import Speaker
from exporter.extraction.sources.phrases import (
    DEFINITE,
    NEW_WORDS,
    OPEN,
    ORDINALS,
    count_people,
    find_form,
    find_list_head,
    find_one_named,
    find_subject,
    get_head_word,
    gives_name,
    is_of_number,
    is_plural_noun,
    list_conjuncts,
    may_be_name,
)
from exporter.extraction.sources.roles import PostReader, find_members
from exporter.extraction.text.syntax import find_antecedent, find_child, trim_space
from exporter.records import EntityType, SourceKind, Span

_BEING = frozenset({"is", "was", "became"})
_LEADING = frozenset({"cc", "punct", "preconj", "advmod"})
_CLAUSES = frozenset({"relcl", "acl", "appos", "advcl", "conj", "cc", "punct", "ccomp"})


class SpeakerReader:
    """Reads the mentions of sources in one document."""

    def __init__(self, doc: Doc, text: str, entities: list[LocalEntity]) -> None:
        """Note which token belongs to which named entity.

        Speakers that the tagger gave no type are added to entities, and to added with the offsets of their names.
        """
        self.doc = doc
        self.text = text
        self.entities = entities
        self.added: list[tuple[int, int]] = []
        self._at: dict[int, int] = {}
        self._name_at: dict[int, Name] = {}
        self._called: dict[str, int] = {}
        self._posts = PostReader(doc, entities, self._at)
        self._affiliations = AffiliationReader(doc, entities, self._at)
        for number, entity in enumerate(entities):
            self._note_call(entity, number)
            for name in entity.names:
                piece = doc.char_span(name.span.start, name.span.end, alignment_mode="expand")
                self._note_place(piece if piece is not None else (), name, number)
                if piece is not None and has_letters_behind(doc[piece.start : piece.end + 1].text):
                    self._note_place(doc[piece.end : piece.end + 1], name, number)  # "KC"

    def read(self, span: Span) -> Speaker | None:
        """Read the mention at a span; None where the span holds no word."""
        piece = self.doc.char_span(span.start, span.end, alignment_mode="expand")
        if piece is None or not any(token.is_alpha or token.like_num for token in piece):
            return None
        head = find_list_head(piece) or find_subject(piece) or piece.root
        antecedent = find_antecedent(head)
        if antecedent is not None:
            phrase = self.doc[antecedent.left_edge.i : max(piece.start, antecedent.i + 1)]
            return replace(
                self._read(phrase, antecedent, list_conjuncts(antecedent, phrase)), whole=_to_span(piece)
            )
        return self._read(piece, head, list_conjuncts(head, piece) if head == piece.root else [])

    def read_name(self, name: Name) -> Speaker | None:
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

    def read_predicate(self, name: Name) -> Speaker | None:
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
        post = find_child(verb, "attr")
        if post is None or post.i < verb.i or post.tag_ != "NN" or find_child(verb, "neg") is not None:
            return None
        return self._read(self.doc[post.left_edge.i : post.right_edge.i + 1], post, [])

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

    def read_common(self, span: Span) -> Speaker | None:
        """Read a phrase that has a pronoun or a common noun for its head; None of others."""
        piece = self.doc.char_span(span.start, span.end, alignment_mode="expand")
        if piece is None or piece.root.tag_.startswith("NNP") or piece.root.i in self._at:
            return None
        return None if list_conjuncts(piece.root, piece) else self._read(piece, piece.root, [])

    def read_members(self, span: Span) -> list[Speaker]:
        """Read the members of "a diplomat and a source close to the ministry", each by itself."""
        piece = self.doc.char_span(span.start, span.end, alignment_mode="expand")
        if piece is None:
            return []
        heads = [piece.root, *list_conjuncts(piece.root, piece)]
        return [self._read(piece, head, []) for head in heads] if len(heads) > 1 else []

    def _read(self, piece: DocSpan, head: Token, joined: list[Token]) -> Speaker:
        core = self._core(head, piece)
        if head.i < piece.root.i and not joined:
            core = Span(start=core.start, end=piece.end_char)
        entity, named_by = self._find_entity(head, piece)
        is_plural = bool(joined) or is_plural_noun(head)
        kind = self._find_kind(head, entity, is_plural=is_plural)
        if joined and kind == "person":
            kind = "group"
        is_named = entity is not None or any(self._type_at(each) == "person" for each in [head, *joined])
        is_named = is_named or gives_name(head)
        if joined:
            entity = None
            core = Span(start=core.start, end=max(core.end, self._core(joined[-1], piece).end))
        count = sum(count_people(each) for each in [head, *joined])
        span = self._name_span(core, entity, named_by)
        return Speaker(
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
            role=self._posts.find_role(head, piece, entity),
            affiliation=self._affiliations.find_affiliation([head, *joined], piece, entity),
            is_named=is_named,
            is_member=find_members(head) is not None,
            is_open=head.lower_ in OPEN and not is_plural and find_members(head) is None,
            modifiers=frozenset(
                t.lower_
                for t in self.doc[head.left_edge.i : head.i]
                if t.is_alpha and t.lower_ not in (DEFINITE | NEW_WORDS) - ORDINALS
            ),
        )

    def _find_gender(self, piece: DocSpan, entity: int | None) -> str | None:
        told = next(
            (g for g in map(nouns.get_gender, (t.text for t in piece if t.tag_ != "PRP$")) if g), None
        )
        return told or (self.entities[entity].gender if entity is not None else None)

    def _core(self, head: Token, piece: DocSpan) -> Span:
        """The phrase of a head without clauses and appositions behind it."""
        start, end = max(head.left_edge.i, piece.start), head.i + 1
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
        """The named entity that the mention is: its head, or an apposition to its head."""
        if head.i in self._at and not self._is_modifier_of_people(head):
            return self._at[head.i], head
        apposition = find_child(head, "appos")
        named = apposition is not None and apposition.i < piece.end and self._type_at(apposition) == "person"
        named = named and head.lower_ not in nouns.DOCUMENTS
        if apposition is not None and named:
            return self._at[apposition.i], apposition
        one = find_one_named(head)
        if one is not None and one.i < piece.end and self._type_at(one) == "person":
            return self._at[one.i], one
        # In headlines the tagger takes names for other words: "Quist questions the vote".
        is_called = len(piece) == 1 and get_key(head.text, is_person=True) in self._called
        is_name = (head.tag_ in {"NNP", "NNPS"} or is_called) and head.i not in self._at and may_be_name(head)
        if is_name and head.lower_ not in nouns.PEOPLE | nouns.DOCUMENTS:
            return self._add_entity(head, piece), head
        for token in piece:
            # "Finance Minister Anna Berg" read as one long compound, with another head.
            is_beside = self.doc[token.left_edge.i - 1].text == "," and token.left_edge.i - 2 == head.i
            is_called = head.tag_.startswith("NNP") or is_beside or self._type_at(token) == "person"
            is_called = is_called and head.lower_ not in nouns.DOCUMENTS
            if token.i in self._at and token.head == head and token.dep_ in {"appos", "flat"} and is_called:
                return self._at[token.i], token
        return None, head

    def _type_at(self, token: Token) -> EntityType | None:
        return self.entities[self._at[token.i]].type if token.i in self._at else None

    def _add_entity(self, head: Token, piece: DocSpan) -> int:
        """Make an entity of a proper noun that the tagger gave no type: somebody who speaks has a name here."""
        start = head.i
        while start - 1 >= piece.start and self.doc[start - 1].tag_ == "NNP" and start - 1 not in self._at:
            start -= 1
        words = self.doc[start : head.i + 1]
        kind: EntityType = "person" if self._is_person(words, piece) else "organization"
        name = Name(span=Span(start=words.start_char, end=words.end_char), text=words.text, type=kind)
        made = LocalEntity(type=kind, names=[name])
        number = self._called.get(made.key, self._called.get(get_key(words.text, is_person=True)))
        if number is None:
            number = len(self.entities)
            self.entities.append(made)
            self._note_call(made, number)
        else:
            self.entities[number].add(name)
        self._note_place(words, name, number)
        self.added.append((name.span.start, number))
        return number

    def _is_person(self, words: DocSpan, piece: DocSpan) -> bool:
        """Tell whether a title, a first name, or a post in the same phrase makes a proper noun a person."""
        if nouns.get_gender(words[0].text.rstrip(".")) or get_gender_of_name(words.text):
            return True
        before = self.doc[words.start - 1].lower_.rstrip(".") if words.start > 0 else ""
        if before in TITLES and words.start > piece.start:
            return True
        if (
            words.end + 1 < len(self.doc)
            and self.doc[words.end].text == ","
            and self.doc[words.end + 1].like_num
        ):
            return True  # an age
        others = (token for token in piece if not words.start <= token.i < words.end and token.tag_ == "NN")
        return any(
            nouns.get_kind(token.lower_, is_plural=False) == "person"
            and (token.dep_ in {"appos", "compound"} or words.root.dep_ == "appos")
            for token in others
        )

    def _note_call(self, entity: LocalEntity, number: int) -> None:
        """Note how an entity may be called: by its name or, if it is a person, by the last parts of it."""
        words = entity.key.split(" ")
        parts = len(words) if entity.type == "person" else 1
        for start in range(parts):
            self._called.setdefault(" ".join(words[start:]), number)

    def _note_place(self, tokens: Iterable[Token], name: Name, number: int) -> None:
        for token in tokens:
            if self._at.get(token.i) != number:
                self._at[token.i], self._name_at[token.i] = number, name

    def _is_modifier_of_people(self, head: Token) -> bool:
        """Whether a nationality stands for people: "Swedes" and "Conservatives" name a group, but no source by name."""
        return self.entities[self._at[head.i]].type == "group"

    def _name_span(self, core: Span, entity: int | None, named_by: Token) -> Span:
        if entity is None:
            return core
        name = self._name_at[named_by.i]
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
