"""Compares names: titles, initials, possessives and articles do not make another entity."""

import re
import unicodedata

from exporter.extraction.lexicon.titles import TITLES

_POSSESSIVE = re.compile(r"(?:['’]s|['’])$")
_ENDING = re.compile(r"(?<=[bcdfghjklmnpqrstvwxz])(?:yy|iy|ij|yi|ii|i)$")
_LETTERS_BEHIND = re.compile(r",?(?:\s+(?:KC|QC|MP|MEP|MSP|OBE|CBE|MBE|PhD|MD|Esq\.?))+$")
_ENDING_IN_S = frozenset(
    ["moody's", "mcdonald's", "sotheby's", "christie's", "lloyd's", "macy's", "sainsbury's", "kellogg's"]
)
_APOSTROPHES = re.compile("[’ʼʻ‘]")
_WRITTEN = re.compile(r"[^\W\d_]+(?:['’ʼʻ-][^\W\d_]+)*")
_SURNAME = re.compile(r"(?:[DMNO]|[A-Z][a-z])['’ʼʻ][A-Z]\w+(?:-\w+)*")
_INITIAL = re.compile(r"^\w\.?$")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_COMMON = re.compile(
    r"(?:(?!(?:de|del|della|la|le|el|al|bin|ibn|van|von|da|di|dos|das|den|der|du|ten|ter) )[a-z]+ )+(?=[A-Z])"
)
_MONTH = re.compile(r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?")
_SAME = {
    "us": "united states",
    "usa": "united states",
    "united states of america": "united states",
    "america": "united states",
    "uk": "united kingdom",
    "britain": "united kingdom",
    "great britain": "united kingdom",
    "uae": "united arab emirates",
    "nyc": "new york city",
    "democratic": "democrats",
    "democrat": "democrats",
}
KNOWN_BODIES = {
    "eu": "european union",
    "un": "united nations",
    "nato": "north atlantic treaty organization",
    "imf": "international monetary fund",
    "wto": "world trade organization",
    "who": "world health organization",
    "ecb": "european central bank",
    "icc": "international criminal court",
    "iaea": "international atomic energy agency",
    "osce": "organization for security and co operation in europe",
    "opec": "organization of the petroleum exporting countries",
    "oecd": "organisation for economic co operation and development",
    "fbi": "federal bureau of investigation",
    "cia": "central intelligence agency",
    "nsa": "national security agency",
    "epa": "environmental protection agency",
    "fda": "food and drug administration",
    "irs": "internal revenue service",
    "cdc": "centers for disease control and prevention",
    "nasa": "national aeronautics and space administration",
    "nhs": "national health service",
    "bbc": "british broadcasting corporation",
    "ap": "associated press",
    "afp": "agence france presse",
    "unhcr": "united nations high commissioner for refugees",
    "unicef": "united nations children's fund",
    "aclu": "american civil liberties union",
    "naacp": "national association for the advancement of colored people",
}
"""What acronyms that need no introduction are short for, as keys."""


def strip_name(text: str, *, is_person: bool) -> tuple[int, int]:
    """Return how many characters to cut off the start and the end of a name as printed.

    Cut are articles, common words in front ("federal Industry Department"), the possessive, brackets and, for a person,
    titles; at least one word remains.
    """
    start, end = 0, len(text)
    possessive = _POSSESSIVE.search(text)
    if text.casefold().replace("’", "'") in _ENDING_IN_S:
        possessive = None
    if possessive and possessive.start() > 0 and not text[: possessive.start()].endswith("s'"):
        end = possessive.start()
    behind = _LETTERS_BEHIND.search(text[:end]) if is_person else None
    if behind and behind.start() > 0:
        end = behind.start()
    article = _ARTICLE.match(text)
    if article and article.end() < end and not text.startswith("The Hague"):
        start = article.end()
    common = _COMMON.match(text, start, end)
    start = common.end() if common else start
    while is_person:
        word = re.match(r"(\S+)\s+", text[start:end])
        if word is None or word[1].lower().rstrip(".") not in TITLES:
            break
        start += word.end()
    return start, len(text) - end


def is_word(text: str) -> bool:
    """Tell whether a text is one word of letters, with apostrophes and hyphens only between them: "O'Neill-Hartley"."""
    return _WRITTEN.fullmatch(text) is not None


def is_surname(text: str) -> bool:
    """Tell whether a word has a capital behind an apostrophe as only surnames have: "O'Brien", "D'Souza"."""
    return _SURNAME.fullmatch(text) is not None


def is_month(text: str) -> bool:
    """Tell whether a word is a month as datelines write it: "Jan."."""
    return _MONTH.fullmatch(text) is not None


def has_letters_behind(text: str) -> bool:
    """Tell whether a name has letters behind it that only people have: "Nadia Ferris KC"."""
    return _LETTERS_BEHIND.search(text) is not None


def get_words(name: str) -> list[str]:
    """Split a name into its words for comparing: NFC, no case, no stops; hyphens stay."""
    folded = _APOSTROPHES.sub("'", unicodedata.normalize("NFC", name).casefold())
    return [word for word in (part.strip(".,'()\"“”[]") for part in folded.replace(".", "").split()) if word]


def _strip_accents(name: str) -> str:
    if name.isascii():
        return name
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def get_person_words(name: str) -> list[str]:
    """Split a person's name for comparing, without initials in the middle, titles, "Jr." and accents.

    Spellings of one ending in another alphabet are made one: "-sky", "-skyy", "-skiy", "-skij", "-ski".
    """
    words = [_ENDING.sub("y", word) for word in get_words(_strip_accents(name)) if word not in _SUFFIXES]
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    if len(words) > 2:
        words = [words[0], *(word for word in words[1:-1] if not _INITIAL.match(word)), words[-1]]
    return words


def get_key(name: str, *, is_person: bool = False) -> str:
    """Return what two forms of one name have in common; "U.S." and "United States" have one key.

    Hyphens make no difference: "Al-Rashid" and "Al Rashid".
    """
    words = get_person_words(name) if is_person else get_words(name)
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    key = " ".join(" ".join(words).replace("-", " ").split())
    return key if is_person else _SAME.get(key) or KNOWN_BODIES.get(key, key)


def get_initials(name: str) -> str:
    """Return the first letters of the capitalised words: "IMF" for "International Monetary Fund"."""
    return "".join(word[0] for word in re.split(r"[\s\-]+", name) if word[:1].isupper())
