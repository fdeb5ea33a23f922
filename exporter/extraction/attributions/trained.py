"""Finds attributions with the trained model, and reads off the parse what the model does not tell."""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from spacy.tokens import Doc, Token

from exporter.extraction.attribution import Attribution
from exporter.extraction.attributions.anonymity_requests import asks_for_anonymity
from exporter.extraction.attributions.circumstances import acts
from exporter.extraction.attributions.circumstances.addressees import add_circumstances
from exporter.extraction.attributions.floating_quotes import settle_floating
from exporter.extraction.attributions.followed_quotes import settle_followed
from exporter.extraction.attributions.model.encoder import AttributionModel, Found
from exporter.extraction.attributions.signed_quotes import sign_quotes
from exporter.extraction.attributions.strays import drop_strays
from exporter.extraction.lexicon import cues
from exporter.extraction.text.lemmas import lemmatise
from exporter.extraction.text.quotation_marks import Quoted
from exporter.extraction.text.syntax import is_verb
from exporter.records import Act, Span

_WORD = re.compile(
    r"""(?:(?:the|a|this|that)\s+)?(?:word|term|phrase|expression)s?\s+[“"‘'«][^“"‘'«”’»]{1,40}[”"’'»]""",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?:(?<=\d:)[0-5]\d|^\d{1,2}:[0-5]\d)(?i:\s?[ap]\.?m\b\.?)?\s+(?=\W*[A-Z])", re.MULTILINE
)
_PARTED = re.compile(r"(?<!\w)[^\W\d_]+['’ʼʻ](?!(?:[stdm]|re|ll|ve)\b)[^\W\d_]+", re.IGNORECASE)
_LONGEST_PARTED = 30  # characters
_SYMBOLS = frozenset({"So", "Sk", "Cf", "Cn", "Co"})


class TrainedExtractor:
    """Finds attributions with a trained model; works on any Doc, and tells more where there is a parse."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        """Load the model of a folder.

        Raises:
            ModelError: The model is missing, damaged or does not fit.
        """
        self._model = AttributionModel(folder, threads=threads)

    def find(self, doc: Doc, paragraphs: Sequence[Span], quoted: Sequence[Quoted]) -> list[Attribution]:
        """Find the attributions of a text, in order of their contents.

        Args:
            doc: The text, tokenised; tags and parse are used where it has them.
            paragraphs: The paragraphs to look at, in order.
            quoted: What stands in quotation marks there, in order.
        """
        text: str = doc.text
        found = [_build(doc, text, each) for each in self._model.find(text, paragraphs, quoted)]
        found = [each for each in found if not (asks_for_anonymity(text, each) or _is_word(text, each))]
        found = settle_followed(doc, text, drop_strays(doc, found, quoted), quoted)
        found = settle_floating(found, doc, text, paragraphs, quoted)
        found = sign_quotes(found, doc, text, paragraphs, quoted)
        return sorted(found, key=lambda each: (each.start, each.end, each.head))


def _build(doc: Doc, text: str, found: Found) -> Attribution:
    head = _find_head(doc, found)
    lemma = get_lemma(head) or lemmatise(head) if found.cue else None
    attribution = Attribution(
        content=_skip_clock(text, found.content),
        cue=found.cue,
        source=_clean_source(text, _skip_clock(text, _keep_subject(doc, found))),
        head=head.i,
        rule="model",
        lemma=lemma,
        act=_get_act(doc, head, lemma, found, takes_to=text.startswith("to ", found.content[0].start)),
        confidence=found.confidence,
    )
    return add_circumstances(doc, attribution)


def _skip_clock(text: str, pieces: tuple[Span, ...]) -> tuple[Span, ...]:
    """Leave the time of an entry, "10:42", out of pieces that start with it or in the middle of it."""
    if not pieces:
        return pieces
    first = pieces[0]
    clock = _CLOCK.match(text, first.start, first.end)
    return (Span(start=clock.end(), end=first.end), *pieces[1:]) if clock else pieces


def _keep_subject(doc: Doc, found: Found) -> tuple[Span, ...]:
    """Keep the pieces of a source that hang on the subject of its cue: "officials" of "Ships sink, officials say"."""
    if len(found.source) == 1:
        return found.source
    pieces = [_tokens(doc, piece) for piece in found.source]
    cue = {token.i for piece in found.cue for token in _tokens(doc, piece)}
    subjects = [t for piece in pieces for t in piece if t.dep_ == "nsubj" and t.head.i in cue]
    if len(subjects) != 1:
        return found.source
    kept = [
        span
        for span, piece in zip(found.source, pieces, strict=True)
        if any(token == subjects[0] or subjects[0].is_ancestor(token) for token in piece)
    ]
    return tuple(kept)


def _clean_source(text: str, pieces: tuple[Span, ...]) -> tuple[Span, ...]:
    """Leave out what is no source: symbols, and the "what" of "what say you?"; keep names whole."""
    cut = (_complete_names(text, _cut_symbols(text, piece)) for piece in pieces)
    return tuple(piece for piece in cut if text[piece.start : piece.end].casefold() != "what")


def _cut_symbols(text: str, piece: Span) -> Span:
    """Cut emoji and other symbols off the ends of a source."""
    words = [at for at in range(piece.start, piece.end) if not _is_symbol(text[at])]
    return Span(start=words[0], end=words[-1] + 1) if words else piece


def _complete_names(text: str, piece: Span) -> Span:
    """Let a source hold the names whole that it holds in part: of "N'Dour" the model reads three words."""
    start, end = piece.start, piece.end
    for edge in (start, end):
        for name in _PARTED.finditer(text, max(edge - _LONGEST_PARTED, 0), edge + _LONGEST_PARTED):
            if name.start() < edge < name.end():
                start, end = min(start, name.start()), max(end, name.end())
    return Span(start=start, end=end)


def _is_symbol(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in _SYMBOLS or character == "\ufe0f"


def _is_word(text: str, attribution: Attribution) -> bool:
    """Tell whether a content is a word that is spoken of: 'the word "pause"' is nobody's statement."""
    return _WORD.fullmatch(text, attribution.start, attribution.end) is not None


def _find_head(doc: Doc, found: Found) -> Token:
    """The word of the cue that says what is done, else its syntactic head, else the first word of the content."""
    if not found.cue:
        return _tokens(doc, found.content[0])[0]
    tokens = [token for piece in found.cue for token in _tokens(doc, piece)]
    known = [token for token in tokens if get_lemma(token) is not None]
    inside = {token.i for token in tokens}
    verbs = [token for token in known if is_verb(token)]
    tops = [token for token in tokens if token.head.i not in inside or token.head == token]
    return next(iter([*verbs, *known, *tops, *tokens]))


def _tokens(doc: Doc, span: Span) -> list[Token]:
    piece = doc.char_span(span.start, span.end, alignment_mode="expand")
    return list(piece) if piece is not None else []


def get_lemma(token: Token) -> str | None:
    """Get the dictionary form of a word that attributes, None of other words."""
    lower = token.lower_
    if lower == "according":
        return "accord"
    if lower in cues.VERB_LEMMAS and (is_verb(token) or not token.tag_ or lower not in cues.NOUN_LEMMAS):
        return cues.VERB_LEMMAS[lower]
    return cues.NOUN_LEMMAS.get(lower) or (lower if lower in cues.ADJECTIVES else None)


def _get_act(doc: Doc, head: Token, lemma: str | None, found: Found, *, takes_to: bool) -> Act:
    if lemma is not None and head.tag_.startswith("NN"):
        return acts.get_noun_act(lemma)
    tokens = [token for piece in found.cue for token in _tokens(doc, piece) if token != head]
    beside = (get_lemma(token) or lemmatise(token) for token in tokens)
    return acts.get_act(lemma, takes_to=takes_to, beside=filter(None, beside))
