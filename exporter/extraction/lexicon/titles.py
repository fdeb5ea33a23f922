"""Titles: what stands before a name and is no part of it, and what each one tells of who has it."""

from exporter.extraction.lexicon.entries import Title
from exporter.extraction.lexicon.load import DATA, load_entries

_ENTRIES = load_entries(DATA / "titles.toml", Title)
TITLES = frozenset(_ENTRIES)
"""All titles and words of titles, lower case, without their stops."""

COURTESY = frozenset(title.word for title in _ENTRIES.values() if title.courtesy)
"""Those that tell no role."""

PERSONAL = frozenset(title.word for title in _ENTRIES.values() if title.personal)
"""Those with which only names of people begin."""

WITH_STOPS = frozenset(f"{title.word.capitalize()}." for title in _ENTRIES.values() if title.keeps_stop)
"""As they are printed, those whose stop the pipeline would take for the end of a sentence."""

GENDERS = {title.word: title.gender for title in _ENTRIES.values() if title.gender is not None}
"""What titles tell of the gender of who has them."""


def spell_out(title: str) -> str:
    """Give the noun for a title in short, without its stop: "senator" for "sen"; any other word as it is."""
    entry = _ENTRIES.get(title)
    return entry.spelled_out if entry is not None and entry.spelled_out is not None else title
