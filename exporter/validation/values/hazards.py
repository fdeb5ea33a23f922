"""Finds what is allowed in cells but hurts users: formulas, hidden characters, broken encodings, mixed zones.

A clean column costs next to nothing: its bytes are searched as a whole for what hazards start with, and cells are
looked at only where something is there.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from exporter.validation.model.package import Field
from exporter.validation.values.arrays import (
    TEXT,
    build_mask,
    build_numbers,
    keep,
    map_unique,
    read_bytes,
    read_mask,
    read_valid,
)

Places = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]

_TEXTUAL = ("string", "any", "list")
_OPAQUE = ("binary", "uuid")
_STARTS = np.zeros(256, np.bool_)
_STARTS[list(b"=+-@\t\r")] = True
# Signed numbers, phone numbers, lone signs and names of accounts, which run nothing.
_HARMLESS = re.compile(
    r"=|@[\w.-]*|[+-]*|[+-](?:[0-9.,][0-9 .,:()/-]*%?|[0-9][0-9.,]*[eE][+-]?[0-9]+|(?i:inf|nan))"
)
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile(
    "[\u00ad\u180e\u200b\u2060-\u2064\ufeff]|(?<![\U0001f3f4\U000e0020-\U000e007e])[\U000e0000-\U000e007f]"
)
# Characters of Windows-1252 (or controls, by Latin-1) that continue a character of UTF-8 when it is misread.
_MARKS = "\x80-\x9f€‚ƒ„†‡ˆ‰Š‹ŒŽ˜™š›œžŸ"
_QUOTES = "‘’“”•–—…»«"
_SIGNS = "\xa0-\xaa\xac-\xba\xbc-\xbf"
_ANY = f"{_MARKS}{_QUOTES}{_SIGNS}"
_MOJIBAKE = re.compile(
    f"\ufffd|ï»¿|Ã[{_MARKS}{_SIGNS}]|[ÄÅ][{_MARKS}\xa1-\xaa\xac-\xb3\xb5\xb6\xb8-\xba\xbc-\xbf]|Ã[{_QUOTES}](?=[a-zß-ÿ])|Â[{_SIGNS}«»\x80-\x9f]"
    f"|â[{_MARKS}][{_ANY}]|ð[Ÿ\x9f][{_ANY}]{{2}}|(?:[ÐÑ][{_ANY}]){{2}}|(?:[ÎÏ][{_ANY}]){{2}}"
)
# What the second and third byte make of a character from U+2000 to U+207F: 1 changes direction, 2 is not seen.
_GENERAL = np.zeros(512, np.uint8)
_GENERAL[0xAA:0xAF] = _GENERAL[256 + 0xA6 : 256 + 0xAA] = 1
_GENERAL[0x8B] = _GENERAL[256 + 0xA0 : 256 + 0xA5] = 2
_FIRST_LEAD = 0xC2
_SUSPECTS = np.zeros(1 << 16, np.bool_)
_SUSPECTS[[0xC2AD, 0xE1A0, 0xE280, 0xE281, 0xEFBB, 0xEFBF, 0xF3A0]] = True
_SUSPECTS[[0xC300 | low for low in (0x82, 0x83, 0x84, 0x85, 0x8E, 0x8F, 0x90, 0x91, 0xA2, 0xAF, 0xB0)]] = True
_FOLLOWERS = np.zeros(256, np.bool_)
_FOLLOWERS[[0xC2, 0xC5, 0xC6, 0xCB, 0xE2]] = True


class Hazard(NamedTuple):
    """One kind of hazard in a column: its code, which cells have it, and the start of the message for each."""

    code: str
    mask: pa.Array
    message: str


def find_hazards(field: Field, cells: pa.Array, values: pa.Array) -> list[Hazard]:
    """Find the hazards of one batch of a column; zones are compared within it.

    Args:
        field: The field.
        cells: Cells of text, null where missing; or any other array, in which nothing is looked for.
        values: What they were cast to.
    """
    return HazardFinder(field).find(cells, values)


class HazardFinder:
    """Finds the hazards of a column batch by batch."""

    def __init__(self, field: Field) -> None:
        """Start; no zone is known yet."""
        self._field = field
        self._zone: str | None = None

    def find(self, cells: pa.Array, values: pa.Array) -> list[Hazard]:
        """Find the hazards of the next batch."""
        found: list[Hazard] = []
        if self._field.type == "number":
            _add(found, "value-infinite", _find_infinite(values), "is not finite (expected a number")
        if cells.type != TEXT or not len(cells):
            return found
        if self._field.type == "datetime" and self._field.format == "default":
            mask = self._find_zones(keep(cells, pc.is_valid(values)))
            _add(found, "time-zones-mixed", mask, f"is in another zone (expected {self._name_zone()}")
        elif self._field.type in _TEXTUAL and self._field.format not in _OPAQUE:
            found += _find_in_text(cells)
        return found

    def _name_zone(self) -> str:
        return f"{self._zone} as in the first row" if self._zone else "no zone as in the first row"

    def _find_zones(self, cells: pa.Array) -> pa.Array | None:
        offsets, data = read_bytes(cells)
        valid = read_valid(cells) & (np.diff(offsets) > 0)
        if not valid.any():
            return None
        lasts = data[offsets[1:][valid] - 1]
        if self._zone in (None, "Z") and (lasts == ord("Z")).all():
            self._zone = "Z"
            return None
        zones = pc.replace_substring_regex(cells, r"(?s)\A.*?(Z|[+-][0-9]{2}:[0-9]{2})?\z", r"\1")
        if self._zone is None:
            self._zone = zones[int(np.flatnonzero(valid)[0])].as_py()
        return map_unique(zones, lambda zone: zone != self._zone, pa.bool_())


def _add(found: list[Hazard], code: str, mask: pa.Array | None, message: str) -> None:
    if mask is not None and pc.any(mask, min_count=0).as_py():
        found.append(Hazard(code, mask, message))


def _find_infinite(values: pa.Array) -> pa.Array | None:
    if values.type == pa.float64():
        return pc.invert(pc.is_finite(values))
    return pc.match_substring_regex(values, r"\A(?:NaN|-?INF)\z") if values.type == TEXT else None


def _find_in_text(cells: pa.Array) -> list[Hazard]:
    offsets, data = read_bytes(cells)
    found: list[Hazard] = []
    if not len(data):
        return found
    formulas = np.flatnonzero(_STARTS.take(data.take(offsets[:-1], mode="clip")))
    formulas = formulas[offsets[formulas + 1] - offsets[formulas] > 1]
    message = "may run as a formula in a spreadsheet (expected text that starts otherwise"
    _confirm(found, "cell-formula", cells, formulas, _is_formula, message)
    turning, unseen, broken = _sort_suspects(data)
    message = "holds a character that changes the direction of text (expected none"
    _confirm(found, "cell-bidi", cells, _locate(offsets, turning), _has(_BIDI), message)
    places = _locate(offsets, unseen)
    message = "holds a character that is not seen (expected none"
    _confirm(found, "cell-invisible", cells, places, _has(_INVISIBLE), message)
    message = "looks like text that was read in a wrong encoding (expected whole characters"
    _confirm(found, "cell-mojibake", cells, _locate(offsets, broken), _has(_MOJIBAKE), message)
    return found


def _is_formula(text: str) -> bool:
    return _HARMLESS.fullmatch(text) is None


def _has(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.search(text) is not None


def _locate(offsets: Places, places: Places) -> Places:
    """Find the cells that bytes are in."""
    return np.unique(np.searchsorted(offsets, places, side="right") - 1)


def _confirm(
    found: list[Hazard],
    code: str,
    cells: pa.Array,
    candidates: Places,
    is_bad: Callable[[str], bool],
    message: str,
) -> None:
    """Look at cells that may have a hazard."""
    if not len(candidates):
        return
    are_bad = map_unique(pc.take(cells, build_numbers(candidates)), is_bad, pa.bool_())
    mask = np.zeros(len(cells), np.bool_)
    mask[candidates[read_mask(are_bad)]] = True
    _add(found, code, build_mask(mask), message)


def _find_suspects(data: Bytes) -> Places:
    """Find the bytes that, with the one after them, may start what is looked for; few, in most languages."""
    places = np.flatnonzero(data[: max(0, len(data) - 1)] >= _FIRST_LEAD)
    found: Places = places[_SUSPECTS[data[places].astype(np.intp) << 8 | data[places + 1]]]
    return found


def _sort_suspects(data: Bytes) -> tuple[Places, Places, Places]:
    """Find the characters that change the direction of text, those that are not seen, and what may be mojibake."""
    places = _find_suspects(data)
    leads, seconds = data[places], data[places + 1]
    thirds = data[np.minimum(places + 2, len(data) - 1)]
    kinds = np.where(leads == 0xE2, _GENERAL[(seconds & 1).astype(np.intp) << 8 | thirds], 0)
    hidden = (leads == 0xC2) | ((leads == 0xE1) & (thirds == 0x8E)) | ((leads == 0xF3) & (thirds <= 0x81))
    hidden |= (leads == 0xEF) & (seconds == 0xBB) & (thirds == 0xBF)
    broken = (leads == 0xC3) & _FOLLOWERS[thirds]
    broken |= (leads == 0xEF) & (seconds == 0xBF) & (thirds == 0xBD)
    return places[kinds == 1], places[(kinds == 2) | hidden], places[broken]
