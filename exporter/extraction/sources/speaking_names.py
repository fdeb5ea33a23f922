"""Makes entities of speakers whom the recognizer passed over: a proper noun that speaks has a name."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from exporter.extraction.attribution import Attribution
from exporter.extraction.entities.index import NameIndex
from exporter.extraction.entities.model import LocalEntity, Name
from exporter.extraction.lexicon import nouns
from exporter.extraction.lexicon.gender import get_gender_of_name
from exporter.extraction.lexicon.names import get_key, is_surname
from exporter.extraction.lexicon.titles import TITLES
from exporter.extraction.sources.phrases import find_one_named, find_phrase, list_members, may_be_name
from exporter.extraction.sources.transcript_speakers import TranscriptSpeakers
from exporter.extraction.text.syntax import find_child
from exporter.records import EntityType, Span


def add_speaking_names(
    doc: Doc, text: str, index: NameIndex, attributions: Iterable[Attribution], transcript: TranscriptSpeakers
) -> NameIndex:
    """Add to the named entities those who speak under a name that the recognizer gave no type.

    Args:
        doc: The text.
        text: The same as it was printed.
        index: The named entities that were recognised.
        attributions: Their sources are looked at, in order of the text.
        transcript: Whose words the turns of the text are; labels of turns are not looked at.

    Returns:
        An index of all, in which those that there were keep their positions.
    """
    speaking = _SpeakingNames(index)
    spans = [each.whole_source for each in attributions if each.whole_source is not None]
    for span in dict.fromkeys(sorted(spans, key=lambda span: span.start)):
        phrase = find_phrase(doc, span)
        if phrase is not None and transcript.find_speaker(span, text[span.start : span.end]) is None:
            speaking.look_at(phrase.head, phrase.piece)
            for member in list_members(phrase.whole):
                speaking.look_at(member, phrase.whole)
    return NameIndex(doc, speaking.list_entities()) if speaking.added else index


def find_named(head: Token, piece: DocSpan, find_type: Callable[[Token], EntityType | None]) -> Token | None:
    """Find the word of a phrase whose entity the phrase is: its head, or a person beside its head.

    Args:
        head: The head of the phrase.
        piece: The phrase.
        find_type: Finds the type of the entity that a token belongs to.
    """
    if find_type(head) not in {None, "group"}:
        return head  # "Swedes" and "Conservatives" name a group, but no source by name.
    apposition = find_child(head, "appos")
    is_near = apposition is not None and apposition.i < piece.end and head.lower_ not in nouns.DOCUMENTS
    if apposition is not None and is_near and find_type(apposition) == "person":
        return apposition
    one = find_one_named(head)
    return one if one is not None and one.i < piece.end and find_type(one) == "person" else None


class _SpeakingNames:
    """The entities of a text while speakers are added."""

    def __init__(self, index: NameIndex) -> None:
        self.added: dict[int, list[Name]] = {}
        self._entities = list(index.entities)
        self._entity_at = dict(index.entity_at)
        self._called: dict[str, int] = {}
        for number, entity in enumerate(index.entities):
            self._note_call(entity, number)

    def list_entities(self) -> list[LocalEntity]:
        return [
            replace(entity, names=(*entity.names, *self.added.get(number, ())))
            for number, entity in enumerate(self._entities)
        ]

    def look_at(self, head: Token, piece: DocSpan) -> None:
        """Make an entity of a head, or a name of one that there is, if it is a proper noun of no known type."""
        if head.i in self._entity_at or find_named(head, piece, self._find_type) is not None:
            return
        # In headlines the tagger takes names for other words: "Quist questions the vote".
        is_called = len(piece) == 1 and get_key(head.text, is_person=True) in self._called
        is_common = head.lower_ in nouns.PEOPLE | nouns.DOCUMENTS
        is_proper = head.tag_ in {"NNP", "NNPS"} or is_surname(head.text)
        if (is_proper or is_called) and may_be_name(head) and not is_common:
            self._add(self._cut_name(head, piece), piece)

    def _find_type(self, token: Token) -> EntityType | None:
        number = self._entity_at.get(token.i)
        return None if number is None else self._entities[number].type

    def _cut_name(self, head: Token, piece: DocSpan) -> DocSpan:
        start = head.i
        while start - 1 >= piece.start and self._may_begin(head.doc[start - 1]):
            start -= 1
        return head.doc[start : head.i + 1]

    def _may_begin(self, token: Token) -> bool:
        return token.tag_ == "NNP" and token.i not in self._entity_at

    def _add(self, words: DocSpan, piece: DocSpan) -> None:
        kind: EntityType = "person" if _is_person(words, piece) else "organization"
        name = Name(span=Span(start=words.start_char, end=words.end_char), text=words.text, type=kind)
        made = LocalEntity(type=kind, names=(name,))
        number = self._called.get(made.key, self._called.get(get_key(words.text, is_person=True)))
        if number is None:
            number = len(self._entities)
            self._entities.append(made)
            self._note_call(made, number)
            self.added[number] = []
        else:
            self.added.setdefault(number, []).append(name)
        self._entity_at.update((token.i, number) for token in words)

    def _note_call(self, entity: LocalEntity, number: int) -> None:
        """Note how an entity may be called: by its name or, if it is a person, by the last parts of it."""
        words = entity.key.split(" ")
        parts = len(words) if entity.type == "person" else 1
        for start in range(parts):
            self._called.setdefault(" ".join(words[start:]), number)


def _is_person(words: DocSpan, piece: DocSpan) -> bool:
    """Tell whether a title, a first name, an age, or a role in the same phrase makes a proper noun a person."""
    doc = words.doc
    if (
        nouns.get_gender(words[0].text.rstrip("."))
        or get_gender_of_name(words.text)
        or is_surname(words.text)
    ):
        return True
    before = doc[words.start - 1].lower_.rstrip(".") if words.start > 0 else ""
    if before in TITLES and words.start > piece.start:
        return True
    if words.end + 1 < len(doc) and doc[words.end].text == "," and doc[words.end + 1].like_num:
        return True
    return any(
        nouns.get_kind(token.lower_, is_plural=False) == "person"
        and (token.dep_ in {"appos", "compound"} or words.root.dep_ == "appos")
        for token in _iter_others(words, piece)
    )


def _iter_others(words: DocSpan, piece: DocSpan) -> Iterator[Token]:
    """Yield the common nouns of a phrase that do not belong to a name in it."""
    return (token for token in piece if not words.start <= token.i < words.end and token.tag_ == "NN")
