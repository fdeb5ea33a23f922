"""What a name itself and the words around it tell of its type, beside what the recognizer takes it for."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from exporter.extraction.entities.model import LocalEntity, Name
from exporter.extraction.entities.toponyms import Countries, is_people_name, is_place_name, is_well_known
from exporter.extraction.lexicon.gazetteer import find_places
from exporter.extraction.lexicon.gender import get_gender_of_name, is_first_name
from exporter.extraction.lexicon.names import KNOWN_BODIES, get_key, get_words
from exporter.extraction.lexicon.nouns import BODIES, GOVERNMENT, OUTLET_ENDINGS, OUTLETS, WIRES, list_words
from exporter.extraction.lexicon.titles import TITLES
from exporter.records import EntityType

_PLACES = list_words("""
    bridge point river lake street square bay island islands airport station port harbour harbor mountain mountains
    valley park road avenue beach coast sea ocean strait canal peninsula province county district village airfield
    lane quay wharf crescent terrace reef falls desert forest hill hills cemetery stadium tower plaza
    boulevard highway creek gulf cape aquifer glacier
""")
_PLACES_FIRST = list_words("lake mount cape fort gulf port river strait isle")
_COMPANY_ENDINGS = list_words("""
    inc incorporated corp corporation llc ltd limited plc gmbh holdings industries motors airways airlines energy
    rail railway railways railroad stores foods metals mining steel shipping lines telecom pictures studios systems
    engineering engineers architects construction developments realty networks software capital research analytics
    consulting associates pharma biotech polling insurance assurance mutual financial logistics aerospace aviation
    ceramics textiles plastics glass dairies farms fisheries timber tobacco oil gas petroleum resources minerals water
    recycling publishing power electric telephone games toys apparel automotive machinery tools tyres tires cement
    concrete shipyard shipyards chemicals breweries surgery pharmacies hotels marine ferries
    technologies pharmaceuticals electronics enterprises partners brothers ventures securities
""")
_CLUBS = list_words("rovers united wanderers albion hotspur athletic fc afc")
_EVENTS = list_words("""
    regatta festival cup championship championships games olympics marathon fair summit derby carnival war
    tournament grand-prix awards
""")
# Also surnames: Anita Hill, Emily Post. They tell of a place only behind "the", "in" ...
_SURNAMES = list_words(
    "hill hills park lake street post bay forest bridge cape field road herald fair cup war"
)
_WITHIN = list_words("in near outside inside across throughout around off")
_BEFORE_PLACES = _WITHIN | {"the", "at", "on"}
_HELD = list_words("shares share stake stakes stock investors investment confidence holding trust faith")
_COMMON = list_words("""
    national royal united first north south east west new great american british european central federal international
    general global independent democratic republican social labour labor liberal conservative green reform people
    popular public old young free world northern southern eastern western upper lower city county state town supreme
    high grand foreign prime health finance defence defense justice interior home education business sports daily
""")
_PUBLIC = list_words("""
    council police county city court authority department ministry commission parliament government agency board
    district bureau trust association fire assembly senate
""")
_OF_TOWNS = list_words("university hospital college school cathedral church museum library theatre theater")
_OF_STATES = list_words("""
    government army parliament president economy capital border foreign prime finance coast navy ambassador leader
    military police ministry king queen minister currency constitution trade interior defence defense health education
    transport economy energy agriculture justice ruling opposition
""")
_BODIES = BODIES | GOVERNMENT
# Journals are as often those of scholars, sites are built on, and "the publication" may be anybody's.
_MEDIA = OUTLETS - list_words("journal site publication")
_AGENCIES = frozenset(
    {"reuters", "ap", "associated press", "afp", "agence france presse", "tass", "xinhua", "dpa", "bloomberg"}
)
_KNOWN = frozenset(KNOWN_BODIES.values()) | list_words("""
    twitter facebook google amazon microsoft netflix instagram youtube whatsapp tiktok reddit linkedin reuters bloomberg
    politico politifact cnn msnbc nbc cbs abc npr rt tass xinhua dpa uber tesla boeing airbus samsung huawei
""")
_GENERIC = _MEDIA | list_words("""
    company firm group organization organisation airline carrier charity retailer maker manufacturer supplier
    developer lender insurer operator carmaker automaker chipmaker drugmaker brewer miner utility shipbuilder builder
    grocer chain producer bottler shipper
""")
_CALLED_BY_NAME = {
    "party": list_words(
        "party union movement democrats front list alliance bloc coalition labour conservatives liberals greens"
    ),
    "union": list_words("union federation association alliance brotherhood guild"),
    "group": list_words(
        "association federation alliance society league trust foundation campaign friends save"
    ),
    "agency": list_words(
        "agency administration service authority office organization organisation bureau survey"
    ),
    "regulator": list_words("authority agency office commission bureau regulator administration"),
    "watchdog": list_words("authority agency office commission bureau watchdog watch"),
    "organization": list_words("organization organisation foundation federation society league network"),
    "charity": list_words("trust foundation society fund"),
    "club": _CLUBS | {"city", "town", "county"},
}
"""Words of the names of organizations that are called by another: "the party" may be a "Reform Union"."""
_ASSOCIATED = frozenset().union(*_CALLED_BY_NAME.values()) - {"group"}
_COMPANIES = list_words(
    "bank airline airlines company firm group manufacturer maker operator utility startup insurer"
)
_OF_COMPANIES = list_words(
    "shares stock profit profits sales revenue products customers workers employees factory plant"
)
_FIRMS = list_words("""
    administrators liquidators receivers engineers architects auditors accountants brokers consultants lawyers builders
    surveyors pollsters
""")
_WINNERS = frozenset({"champion", "champions", "winners", "side"})
_CHAIRS = frozenset({"chairs", "chaired", "chairing"})
_CALLED = (_BODIES | {"pollster", "weekly", "daily"}) - list_words(
    "house white street downing state city country nation"
)
_ORGANIZATION_WORDS = _BODIES - list_words(
    "house white street downing state city country nation service group district"
)
_SMALL = list_words("at in on for with who what is are")  # of titles, not of places
_NOT_OF_PLACES = list_words(
    "christian christians lutheran lutherans victorian victorians elizabethan freudian orwellian"
)
# "Calverian" of Calveria, "Norlander" of Norland, "Veltish" of Velt.
_OF_PLACES = ("ians", "ian", "ans", "an", "ns", "n", "ers", "er", "ish", "ese", "is", "i")
_OLDEST = 115
_SHORTEST_STEM = 4
_LONGEST_CALL = 8  # tokens of "a residents' association"

FIRM, FAINT = 5, 3
"""How many guesses of the recognizer a sign weighs: one that is in the name, and one that is beside it."""


def collect_votes(
    doc: Doc, names: Iterable[tuple[int, str]], groups: Iterable[str], countries: Countries
) -> dict[str, Counter[EntityType]]:
    """Collect what speaks for each type of each name.

    Args:
        doc: The text.
        names: Offset and text of every name.
        groups: The names of groups in the text, such as nationalities.
        countries: The countries that the text tells of.
    """
    stems = frozenset(_iter_stems(groups))
    votes: dict[str, Counter[EntityType]] = {}
    for start, name in names:
        counted = votes.setdefault(name, Counter())
        words = name.casefold().split()
        piece = doc.char_span(start, start + len(name), alignment_mode="expand")
        kind = read_type(words)
        if get_key(name) in _KNOWN:
            counted["organization"] += FIRM
        elif kind is not None and (words[-1] not in _SURNAMES or _has_before(piece, _BEFORE_PLACES)):
            counted[kind] += FIRM
        elif len(words) > 1 and (_has_title_before(piece) or _is_told_by_who(piece)):
            counted["person"] += FIRM
        elif get_gender_of_name(name) is not None or _has_age(piece):
            counted["person"] += FAINT
        elif name.casefold() in stems:
            counted["place"] += FIRM
        elif _is_called_organization(piece) or _stands_beside_organization(piece):
            counted["organization"] += FIRM
        elif is_people_name(name):
            counted["group"] += FIRM
        elif stands_as_place(piece) or is_place_name(name, countries):
            counted["place"] += FAINT
        elif _is_told_by_which(piece) and not find_places(name):
            counted["organization"] += FAINT
        elif is_first_name(name) and not find_places(name):
            counted["person"] += FAINT
    return votes


def _iter_stems(groups: Iterable[str]) -> Iterator[str]:
    """Yield the places that nationalities may be made of: calveria, calveri, calver ... for "Calverians"."""
    for group in groups:
        word = group.casefold()
        for ending in () if word in _NOT_OF_PLACES else _OF_PLACES:
            stem = word.removesuffix(ending)
            if stem != word and len(stem) >= _SHORTEST_STEM:
                yield from (stem, f"{stem}a", f"{stem}e", f"{stem}ia", f"{stem}y", f"{stem}ey", f"{stem}land")


def read_type(words: list[str]) -> EntityType | None:
    """Read the type off the last word of a name, or the first: "Halm Bridge", "Lake Orrin"."""
    if len(words) < 2 or any(word in _SMALL for word in words):
        return None
    last = words[-1].rstrip(".")
    if last == "district" and words[-2] in {"school", "fire", "police", "water", "hospital"}:
        return "organization"
    if words[:2] == ["journal", "of"]:
        return "work"
    is_organization = last in _COMPANY_ENDINGS | _CLUBS or (last in _ORGANIZATION_WORDS and "of" not in words)
    if (
        is_organization
        or last in OUTLET_ENDINGS
        or words[:2] in (["university", "of"], ["bank", "of"], ["friends", "of"])
    ):
        return "organization"
    if last in _EVENTS:
        return "event"
    return "place" if last in _PLACES or words[0] in _PLACES_FIRST else None


_UNSURE = frozenset({"person", "place", "other"})


def follow_companies(doc: Doc, names: Iterable[Name]) -> list[Name]:
    """Take "Galter" for a company where the text has "Galter Energy", but no person and no place of that name."""
    names = _turn_to_companies(doc, names)
    companies = {form for name in names for form in _list_short_forms(name)}
    typed = (name for name in names if read_type(name.text.casefold().split()) == "organization")
    sure = [name for name in typed if name.text.casefold().split()[-1] not in _OF_TOWNS]
    certain = {form for name in sure for form in _list_short_forms(name)}
    others = {name.text.split()[-1] for name in names if name.type == "person" and " " in name.text}
    short = [name for name in names if name.text in companies - others and name.type in _UNSURE]
    same: dict[str, list[Name]] = {}
    for name in short:
        same.setdefault(name.text, []).append(name)
    followed = {text for text in same if not _is_place_too(doc, same[text], is_certain=text in certain)}
    return [
        replace(name, type="organization")
        if name.text in followed and name.type in _UNSURE and name.title is None
        else name
        for name in names
    ]


def _is_place_too(doc: Doc, same: Sequence[Name], *, is_certain: bool) -> bool:
    """Tell whether the short form of a company is a place of the text, as well.

    Args:
        doc: The text.
        same: The names that are this short form.
        is_certain: Whether the end of a longer name tells for sure that it is a company's.
    """
    pieces = [doc.char_span(name.span.start, name.span.end, alignment_mode="expand") for name in same]
    if is_well_known(same[0].text) or any(_stands_within(piece) for piece in pieces):
        return True
    return not is_certain and any(name.type == "place" for name in same)


def _turn_to_companies(doc: Doc, names: Iterable[Name]) -> list[Name]:
    """Take for an organization what returns by its first word, as people do not: "Galter Ore", then "Galter"."""
    alone = Counter(
        token.text
        for token in doc
        if token.text[0].isupper() and not (token.i and token.nbor(-1).text[:1].isupper())
        if token.i + 1 == len(doc) or not token.nbor().text[:1].isupper()
    )

    def returns_as_company(name: Name) -> bool:
        words = name.text.split()
        if name.type != "person" or name.title is not None or len(words) < 2:
            return False
        returns = alone[words[0]] > 2 * alone[words[-1]]
        return returns and not is_first_name(words[0]) and get_gender_of_name(name.text) is None

    return [replace(name, type="organization") if returns_as_company(name) else name for name in names]


def _list_short_forms(name: Name) -> list[str]:
    """List the beginnings of a name that may stand for an organization: "St. Brendan" for its hospital."""
    words = name.text.split()
    if name.type != "organization" or "of" in words or words[0].casefold() in _COMMON:
        return []
    first = 1 if may_be_shortened(name) else 2
    forms = (" ".join(words[:length]) for length in range(first, len(words)))
    return [form.removesuffix("'s").removesuffix("’s") for form in forms]


def _stands_within(piece: DocSpan | None) -> bool:
    """Tell whether a name stands as a place: "in Sandhill", but not "shares in Galter"."""
    is_held = piece is not None and piece.start > 1 and piece.doc[piece.start - 2].lower_ in _HELD
    return not is_held and _has_before(piece, _WITHIN)


def may_be_shortened(name: Name) -> bool:
    """Tell whether the first word of an organization's name may stand for it: not in "Harbour Council"."""
    words = name.text.casefold().split()
    is_organization = name.type == "organization" and len(words) > 1 and "of" not in words
    return (
        is_organization
        and len(words[0]) >= _SHORTEST_STEM
        and words[0] not in _COMMON
        and words[-1] not in _PUBLIC
    )


def stands_as_place(piece: DocSpan | None) -> bool:
    """Tell whether a name stands as only places do: "in Sandhill", "Drovia's government"."""
    if piece is None:
        return False
    after = [token.lower_ for token in piece.doc[piece.end : piece.end + 2]]
    is_owner = bool(after) and after[0] in {"'s", "’s", "'", "’"}
    if is_owner:
        return len(after) > 1 and after[1] in _OF_STATES
    # "the Bristol company", "the Halifax crop insurer"
    is_before = piece.root.dep_ in {"compound", "nmod"} and piece.root.head.lower_ in _GENERIC
    is_of_company = is_before and bool(find_places(piece.text))
    return is_of_company or _has_before(piece, _WITHIN)


def _is_called_organization(piece: DocSpan | None) -> bool:
    """Tell whether an apposition calls a name an organization: "the Friends of Lake Orrin, a charity"."""
    if piece is None or piece.end + 2 >= len(piece.doc) or piece.doc[piece.end].text != ",":
        return False
    first = piece.doc[piece.end + 1]
    if first.lower_ not in {"a", "an", "the"}:
        return False
    noun = next((t for t in first.ancestors if t.tag_ in {"NN", "NNS"} and t.dep_ != "poss"), None)
    return noun is not None and noun.i < piece.end + _LONGEST_CALL and noun.lower_ in _BODIES | _WINNERS


def is_outlet(entity: LocalEntity) -> bool:
    """Tell whether a name is that of a newspaper, a station or an agency."""
    words = get_words(entity.full_name.text)
    return bool(words) and (words[-1] in OUTLET_ENDINGS or entity.key in _AGENCIES)


def is_called_organization(entity: LocalEntity, noun: str) -> bool:
    """Tell whether "the company" or "the newspaper" may mean an organization that does not have the word in its name.

    Not if its name calls it something else, such as "Growers' Union", or if it is part of a state.
    """
    words = get_words(entity.full_name.text)
    if entity.type == "organization" and not _CALLED_BY_NAME.get(noun, frozenset()).isdisjoint(words):
        return True
    if entity.type != "organization" or noun not in _GENERIC or entity.is_metonym:
        return False
    if noun in _MEDIA or is_outlet(entity):
        return is_outlet(entity) and noun in (WIRES if entity.key in _AGENCIES else _MEDIA - {"agency"})
    is_free = _BODIES.isdisjoint(words) and _ASSOCIATED.isdisjoint(words)
    return is_free or (noun in {"company", "firm"} and words[-1] in _COMPANIES)


def _has_title_before(piece: DocSpan | None) -> bool:
    """Tell whether a title stands before a name: "President Maral Holm"."""
    before = piece.doc[piece.start - 1] if piece is not None and piece.start > 0 else None
    return before is not None and before.text.istitle() and before.lower_.rstrip(".") in TITLES


def _has_age(piece: DocSpan | None) -> bool:
    """Tell whether an age stands behind a name: "Quorv, 7,"."""
    if piece is None or piece.end + 2 >= len(piece.doc) or piece.doc[piece.end].text != ",":
        return False
    age, behind = piece.doc[piece.end + 1 : piece.end + 3]
    return age.text.isdigit() and 0 < int(age.text[:4]) < _OLDEST and behind.text in {",", "."}


def _is_told_by_who(piece: DocSpan | None) -> bool:
    """Tell whether a clause with "who" tells more of one name, right behind it: "Nadia Quorv, who follows"."""
    if piece is None or piece[-1].tag_ == "NNPS":  # "the Greens, who"
        return False
    return [token.lower_ for token in piece.doc[piece.end : piece.end + 2]] == [",", "who"]


def _is_told_by_which(piece: DocSpan | None) -> bool:
    """Tell whether a clause speaks of a name as of an organization: "which makes", "whose shares", not "who"."""
    if piece is None or piece.end + 1 >= len(piece.doc) or piece.doc[piece.end].text != ",":
        return False
    after = [token.lower_ for token in piece.doc[piece.end + 1 : piece.end + 3]]
    return after[0] == "which" or (after[0] == "whose" and after[-1] in _OF_COMPANIES)


def _stands_beside_organization(piece: DocSpan | None) -> bool:
    """Tell whether a noun before a name means an organization, or it is chaired: "the insurer Helm"."""
    if piece is None or piece.start == 0:
        return False
    before = piece.doc[piece.start - 1]
    is_firm = before.lower_ in _FIRMS and before.i > 0 and before.nbor(-1).lower_ == "the"
    is_chaired = piece.root.dep_ == "dobj" and piece.root.head.lower_ in _CHAIRS and len(piece) > 1
    return (before.tag_ == "NN" and before.lower_ in _CALLED) or is_firm or is_chaired


def _has_before(piece: DocSpan | None, words: frozenset[str]) -> bool:
    """Tell whether one of some words stands before a name."""
    return piece is not None and piece.start > 0 and piece.doc[piece.start - 1].lower_ in words
