"""What a name itself and the words around it tell of its type, beside what the tagger takes it for."""

from collections import Counter
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from exporter.extraction.nouns import BODIES, GOVERNMENT
from exporter.records import EntityType


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PLACES = _words("""
    bridge point river lake street square bay island islands airport station port harbour harbor mountain mountains
    valley park road avenue beach coast sea ocean strait canal peninsula province county district village airfield
    reef falls desert forest hill hills cemetery stadium tower plaza boulevard highway creek gulf cape
""")
_PLACES_FIRST = _words("lake mount cape fort gulf port river strait isle")
_OUTLETS = _words("""
    gazette courier times post herald tribune wire journal chronicle observer mirror news telegraph guardian
    examiner inquirer dispatch bulletin radio television tv weekly daily
""")
_EVENTS = _words("""
    regatta festival cup championship championships games olympics marathon fair summit derby carnival war
    tournament grand-prix awards
""")
# Also surnames: Anita Hill, Emily Post. They tell of a place only behind "the", "in" ...
_SURNAMES = _words("hill hills park lake street post bay forest bridge cape field road herald fair cup war")
_WITHIN = _words("in near outside inside across throughout around off")
_OF_STATES = _words("""
    government army parliament president economy capital border foreign prime finance coast navy ambassador leader
    military police ministry king queen minister currency constitution
""")
_BODY_WORDS = (BODIES | GOVERNMENT) - _words(
    "house white street downing state city country nation service group"
)
_SMALL = _words("at in on for with who what is are")  # of titles, not of places
_NOT_OF_PLACES = _words(
    "christian christians lutheran lutherans victorian victorians elizabethan freudian orwellian"
)
# "Calverian" of Calveria, "Norlander" of Norland, "Veltish" of Velt.
_OF_PLACES = ("ians", "ian", "ans", "an", "ns", "n", "ers", "er", "ish", "ese", "is", "i")
_SHORTEST_STEM = 4
_LONGEST_CALL = 8  # tokens of "a residents' association"

FIRM, FAINT = 5, 3
"""How many guesses of the tagger a sign weighs: one that is in the name, and one that is beside it."""


def collect_votes(
    doc: Doc, names: Iterable[tuple[int, str]], groups: Iterable[str]
) -> dict[str, Counter[EntityType]]:
    """Collect what speaks for each type of each name.

    Args:
        doc: The text.
        names: Offset and text of every name.
        groups: The names of groups in the text, such as nationalities.
    """
    stems = frozenset(_iter_stems(groups))
    votes: dict[str, Counter[EntityType]] = {}
    for start, name in names:
        counted = votes.setdefault(name, Counter())
        words = name.casefold().split()
        kind = _read_name(words)
        if kind is not None and (
            words[-1] not in _SURNAMES or _has_before(doc, start, _WITHIN | {"the", "at", "on"})
        ):
            counted[kind] += FIRM
        elif name.casefold() in stems:
            counted["place"] += FIRM
        elif _is_called_body(doc, start, start + len(name)):
            counted["organization"] += FIRM
        elif _stands_as_place(doc, start, start + len(name)):
            counted["place"] += FAINT
    return votes


def _iter_stems(groups: Iterable[str]) -> Iterator[str]:
    """Yield the places that nationalities may be made of: calveria, calveri, calver ... for "Calverians"."""
    for group in groups:
        word = group.casefold()
        for ending in () if word in _NOT_OF_PLACES else _OF_PLACES:
            stem = word.removesuffix(ending)
            if stem != word and len(stem) >= _SHORTEST_STEM:
                yield from (stem, f"{stem}a", f"{stem}e", f"{stem}ia", f"{stem}y", f"{stem}ey", f"{stem}land")


def _read_name(words: list[str]) -> EntityType | None:
    """Read the type off the last word of a name, or the first: "Halm Bridge", "Lake Orrin"."""
    if len(words) < 2 or any(word in _SMALL for word in words):
        return None
    last = words[-1].rstrip(".")
    is_body = last in _BODY_WORDS and "of" not in words
    if is_body or last in _OUTLETS or words[:2] in (["university", "of"], ["bank", "of"]):
        return "organization"
    if last in _EVENTS:
        return "event"
    return "place" if last in _PLACES or words[0] in _PLACES_FIRST else None


def _stands_as_place(doc: Doc, start: int, end: int) -> bool:
    """Tell whether a name stands as only places do: "in Sandhill", "Drovia's government"."""
    piece = doc.char_span(start, end, alignment_mode="expand")
    if piece is None:
        return False
    after = [token.lower_ for token in doc[piece.end : piece.end + 2]]
    is_owner = bool(after) and after[0] in {"'s", "’s", "'", "’"}
    if is_owner:
        return len(after) > 1 and after[1] in _OF_STATES
    return _has_before(doc, start, _WITHIN)


def _is_called_body(doc: Doc, start: int, end: int) -> bool:
    """Tell whether an apposition calls a name a body: "the Friends of Lake Orrin, a residents' association"."""
    piece = doc.char_span(start, end, alignment_mode="expand")
    if piece is None or piece.end + 2 >= len(doc) or doc[piece.end].text != ",":
        return False
    first = doc[piece.end + 1]
    if first.lower_ not in {"a", "an", "the"}:
        return False
    noun = next((t for t in first.ancestors if t.tag_ in {"NN", "NNS"}), None)
    return noun is not None and noun.i < piece.end + _LONGEST_CALL and noun.lower_ in BODIES | GOVERNMENT


def _has_before(doc: Doc, start: int, words: frozenset[str]) -> bool:
    """Tell whether one of some words stands before an offset."""
    piece = doc.char_span(start, start + 1, alignment_mode="expand")
    return piece is not None and piece.start > 0 and doc[piece.start - 1].lower_ in words
