"""Guesses what was meant: names that are nearly right, or right but in another place."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

_LONGEST = 40
_SHORT = 5
_LONG = 9
_MANY = 1000

_TYPES = {
    "integer": "int int8 int16 int32 int64 uint8 bigint smallint tinyint long short whole count id",
    "number": "float float32 float64 double decimal numeric real num currency percent",
    "string": "str text varchar char character nvarchar word enum category factor url uri email uuid binary",
    "boolean": "bool bit logical flag yes/no",
    "datetime": "timestamp timestamptz date-time date_time instant",
    "object": "json dict map struct record jsonb",
    "array": "vector tuple",
    "list": "set",
    "duration": "interval timedelta period",
    "geopoint": "point geo_point latlon lonlat coordinates",
    "geojson": "geometry geography geo",
    "yearmonth": "month year-month year_month gyearmonth",
    "year": "gyear",
    "any": "unknown mixed null none object|string",
}
TYPE_HINTS: Mapping[str, str] = {word: name for name, words in _TYPES.items() for word in words.split()}
"""What types are called elsewhere, in lower case, and what the standard calls them."""


class Suggester:
    """Finds the known name that was probably meant by another, in time that does not grow with their number."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take the known names; the first wins where two are as near."""
        self._names = names
        self._index: dict[str, str] | None = None
        self._longest = 0

    def find(self, name: str) -> str | None:
        """Find the name that differs only in case, separators or a letter or two, if there is one."""
        bare = _normalize(name)
        if not bare or len(name) > _LONGEST:
            return None
        if self._index is None:
            self._index = self._build_index()
            self._longest = max(map(len, self._index), default=0) + 2
        if len(bare) > self._longest:
            return None
        return next((self._index[form] for form in _iter_forms(bare) if form in self._index), None)

    def _build_index(self) -> dict[str, str]:
        index: dict[str, str] = {}
        known = [name for name in islice(self._names, _MANY) if len(name) <= _LONGEST]
        for name in known:
            index.setdefault(_normalize(name), name)
        for name in known:
            for form in _iter_forms(_normalize(name)):
                index.setdefault(form, name)
        return index


def _normalize(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").replace(" ", "")


def _iter_forms(bare: str) -> Iterator[str]:
    """Yield a name as it is and with letters left out: none, one or two by its length; if short, in another order."""
    if len(bare) < _SHORT:
        yield from (bare, f"{bare[0]} {''.join(sorted(bare))}")
        return
    forms = [bare]
    for _ in range(1 + (len(bare) >= _LONG)):
        yield from forms
        forms = list(dict.fromkeys(form[:at] + form[at + 1 :] for form in forms for at in range(len(form))))
    yield from forms


def build_hint(meant: str | None) -> str:
    """Put a guess into words that follow a message, or none."""
    return f"; did you mean {meant}?" if meant else ""
