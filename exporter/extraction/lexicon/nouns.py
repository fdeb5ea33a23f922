"""What common nouns tell of a source: a person, a body, a document; how many; of which gender."""

import re

from exporter.extraction.lexicon.entries import Noun, NounKind
from exporter.extraction.lexicon.load import DATA, load_entries
from exporter.extraction.lexicon.spelling import list_noun_forms
from exporter.extraction.lexicon.titles import GENDERS
from exporter.records import SourceKind

_YEAR = re.compile(r"(?:19|20)\d\d")


def list_words(text: str) -> frozenset[str]:
    """List the words of a text, as the lists of this package are written."""
    return frozenset(text.split())


NOUNS = load_entries(DATA / "nouns.toml", Noun, list_noun_forms)

FORMS: dict[str, Noun] = {form: noun for noun in NOUNS.values() for form in list_noun_forms(noun)}
"""Every form of every noun, with its entry."""

_KINDS: dict[str, tuple[NounKind, ...]] = {form: noun.kind for form, noun in FORMS.items() if noun.kind}


def _list_kind(kind: NounKind) -> frozenset[str]:
    return frozenset(form for form, kinds in _KINDS.items() if kind in kinds)


PEOPLE = _list_kind("person")
BODIES = _list_kind("organization")
GOVERNMENT = _list_kind("government")
DOCUMENTS = _list_kind("document")
CREWS = _list_kind("group")
"""Every form of the nouns of a kind, in lower case; a noun may be of several."""

_GENDERS = {noun.word: noun.gender for noun in NOUNS.values() if noun.gender is not None}
NUMBERS: dict[str, int] = {noun.word: noun.count for noun in NOUNS.values() if noun.count is not None}
PLURAL_PRONOUNS = frozenset(noun.word for noun in NOUNS.values() if noun.pronoun and noun.number == "plural")
COLLECTIVES = frozenset(noun.word for noun in NOUNS.values() if noun.collective)
LISTENERS = frozenset(form for form, noun in FORMS.items() if noun.listens)
"""Who may be told something beside people: an audience, a court."""

OUTLETS = frozenset(noun.word for noun in NOUNS.values() if noun.outlet is not None)
PAPERS = frozenset(noun.word for noun in NOUNS.values() if noun.outlet == "paper")
WIRES = frozenset(noun.word for noun in NOUNS.values() if noun.outlet in {"agency", "any"})
"""What outlets, newspapers and news agencies are called: "the newspaper"."""

BEFORE_OUTLETS = frozenset(noun.word for noun in NOUNS.values() if noun.before_name)
OUTLET_ENDINGS = frozenset(noun.word for noun in NOUNS.values() if noun.ends_outlet)
"""The words before the names of outlets only, and those that end their names."""

_AGENT_ENDINGS = ("ist", "er", "or", "man", "woman", "ian", "ee", "ant", "ess")
_AGENT_ENDINGS_PLURAL = ("ists", "ers", "ors", "men", "women", "ians", "ees", "ants", "people")


_STATE = frozenset(form for form, noun in FORMS.items() if noun.state)
_STATE_NAMES = ("white house", "downing street")


# Of a crew there are many, though it is one word: "the staff" are employees.
_MEANINGS = {
    form: frozenset((meaning, form != noun.word or "group" in noun.kind) for meaning in noun.means)
    for form, noun in FORMS.items()
    if noun.means
}


def get_number(word: str) -> int | None:
    """Return the number that a word or figure says, or None; a year is no number of people."""
    if _YEAR.fullmatch(word):
        return None
    digits = word.replace(",", "")
    if digits.isascii() and digits.isdigit() and len(digits) <= 9:
        return int(digits)
    return NUMBERS.get(word.lower())


def get_kind(noun: str, *, is_plural: bool) -> SourceKind | None:
    """Tell what kind of source a common noun names, or None if it does not tell.

    A noun on no list that ends like "juror" or "chemist" is taken for a person: it is asked only of sources.
    """
    lower = noun.lower()
    if lower in _KINDS:
        return _get_listed_kind(_KINDS[lower][0], is_plural=is_plural)
    if lower.endswith(_AGENT_ENDINGS_PLURAL):
        return "group" if is_plural else "person"
    return "person" if lower.endswith(_AGENT_ENDINGS) else None


def _get_listed_kind(kind: NounKind, *, is_plural: bool) -> SourceKind | None:
    if kind == "thing":
        return None
    return "group" if kind == "person" and is_plural else kind


def get_singular(noun: str) -> str:
    """Cut the plural off a noun for people: "officials", "secretaries", "spokesmen"."""
    if noun.endswith("men"):
        return f"{noun[:-3]}man"
    return f"{noun[:-3]}y" if noun.endswith("ies") else noun.removesuffix("s")


def may_replace(noun: str, other: str) -> bool:
    """Tell whether one noun may return for the other in the same number: "survey" for "poll"."""
    return noun == other or not _MEANINGS.get(noun, frozenset()).isdisjoint(_MEANINGS.get(other, ()))


def is_government_name(name: str) -> bool:
    """Tell whether a name is that of a part of a state: "Finance Ministry", "White House"."""
    lower = name.lower()
    return not _STATE.isdisjoint(lower.split()) or any(words in lower for words in _STATE_NAMES)


def get_gender(word: str) -> str | None:
    """Return "m" or "f" where a noun, a pronoun or a title, with or without its stop, tells it."""
    lower = word.lower()
    return _GENDERS.get(lower) or GENDERS.get(lower.removesuffix("."))
