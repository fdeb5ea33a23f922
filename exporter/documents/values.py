"""Types the values of metadata: authors and dates."""

import re
from datetime import UTC, datetime
from typing import NamedTuple

_BY = re.compile(r"by(?:[: ]\s*|\Z)", re.IGNORECASE)
_WITH_COMMAS = re.compile(r"\s*,\s*(?:and|&)\s+|\s+(?:and|&)\s+|\s*,\s*")
_PARTICLES = {
    "al",
    "bin",
    "da",
    "de",
    "del",
    "den",
    "der",
    "di",
    "dos",
    "du",
    "el",
    "la",
    "le",
    "ter",
    "van",
    "von",
}
# The form that schemas/document.schema.json promises; what has another form is for the schema to report.
_MOMENT = re.compile(
    r"(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))"
    r"(?:[Tt ]((?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)(?:[.,]\d+)?"
    r"(?: ?([Zz]|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?))?)?",
    re.ASCII,
)


class Moment(NamedTuple):
    """A point in time in UTC; is_naive when the time zone was not given with the time of day."""

    at: datetime
    is_naive: bool


def parse_authors(value: object) -> tuple[str, ...]:
    """Split authors into names, in order.

    A list is taken as it is. A string is cut at semicolons; at "and", "&" and the commas before them only
    when every piece looks like a person's full name, so that "Staff and wire reports" and "Quist, Mara" stay
    whole. A comma alone never separates: what follows it is as often an outlet as a person.
    """
    if isinstance(value, str):
        pieces = [name for piece in value.split(";") for name in _split_names(_strip_by(piece))]
        return tuple(piece for piece in pieces if piece)
    if isinstance(value, list):
        return tuple(item.strip() for item in value if isinstance(item, str) and item.strip())
    return ()


def parse_moment(value: object) -> Moment | None:
    """Read an ISO date or date and time; None when it is neither.

    A date alone is midnight in UTC and counts as complete; fractions of a second are cut.

    Raises:
        ValueError: It has the form of a date, but there is no such day or time.
    """
    match = _MOMENT.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        return None
    day, time, zone = match.groups()
    zone = (zone or "Z").upper()
    try:
        return Moment(
            datetime.fromisoformat(f"{day}T{time or '00:00'}{zone}").astimezone(UTC), _is_naive(match)
        )
    except OverflowError as error:
        raise ValueError("out of range") from error


def _is_naive(match: re.Match[str]) -> bool:
    return match.group(2) is not None and match.group(3) is None


def _strip_by(piece: str) -> str:
    piece = piece.strip()
    match = _BY.match(piece)
    return piece[match.end() :] if match else piece


def _split_names(piece: str) -> list[str]:
    if not re.search(r"\s(?:and|&)\s", piece):
        return [piece]
    names = _WITH_COMMAS.split(piece)
    return names if all(_is_full_name(name) for name in names) else [piece]


def _is_full_name(name: str) -> bool:
    words = name.split()
    return 2 <= len(words) <= 5 and all(word[0].isupper() or word.lower() in _PARTICLES for word in words)
