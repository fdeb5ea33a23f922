"""Translates the character classes of XML Schema's regular expressions to RE2."""

import sys
import unicodedata
from functools import cache
from typing import NamedTuple

from exporter.validation.values.constraints.unicode_blocks import BLOCKS

Ranges = list[tuple[int, int]]
_LAST = sys.maxunicode
_DEPTH = 20
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v", "a": "\a"}
_HEX_LENGTHS = {"x": 2, "u": 4, "U": 8}
_SUBCATEGORIES = {"L": "ultmo", "M": "nce", "N": "dlo", "P": "cdseifo", "S": "mcko", "Z": "slp", "C": "cfnos"}
_CATEGORIES = {name + part for name, parts in _SUBCATEGORIES.items() for part in ("", *parts)}
_FOREIGN = ("C", "Cn")
"""RE2 does not know which characters are not assigned."""
_NAMES = {"d": ("Nd",), "w": ("L", "M", "N", "S")}
_NAME_START = (
    "::AZ__azÀÖØöø\u02ff\u0370\u037d\u037f\u1fff\u200c\u200d\u2070\u218f\u2c00\u2fef\u3001\ud7ff\uf900\ufdcf"
    "\ufdf0\ufffd\U00010000\U000effff"
)
_NAME = _NAME_START + "--..09··\u0300\u036f\u203f\u2040"


class Categories(NamedTuple):
    """A set of characters that is given by the names of categories: those that are in one of them, or in none."""

    names: tuple[str, ...]
    is_negative: bool = False

    def write(self) -> str | None:
        """Write it as RE2 does within brackets, or give None if it has no way to."""
        if set(self.names) & set(_FOREIGN) or (self.is_negative and len(self.names) > 1):
            return None
        return "".join(rf"\{'P' if self.is_negative else 'p'}{{{name}}}" for name in self.names)

    def find_ranges(self) -> Ranges:
        """Find its characters."""
        ranges = merge([pair for name in self.names for pair in find_category(name)])
        return invert(ranges) if self.is_negative else ranges


Item = Ranges | Categories


class PatternError(ValueError):
    """A pattern is not a regular expression; the message says what is wrong."""


class UnsupportedError(ValueError):
    """A pattern has what cannot be run; the message names it."""


def write_char(char: str) -> str:
    """Write a character so that RE2 takes it as it is."""
    return char if char.isalnum() else rf"\x{{{ord(char):x}}}"


def escape_set(pattern: str, at: int) -> tuple[str, int]:
    r"""Read an escape after its backslash: a plain character, or an RE2 class for a set such as \d.

    Returns:
        The character or class, and the place after it.
    """
    char = pattern[at : at + 1]
    if not char:
        raise PatternError("a \\ before nothing")
    if char.lower() in "dwsicp":
        item, at = _read_set(pattern, at)
        return f"[{_write_items([item])}]", at
    return _read_char(pattern, at)


def _read_char(pattern: str, at: int) -> tuple[str, int]:
    char = pattern[at]
    if char in _CONTROLS:
        return _CONTROLS[char], at + 1
    if char in _HEX_LENGTHS:
        digits = pattern[at + 1 : at + 1 + _HEX_LENGTHS[char]]
        try:
            return chr(int(digits, 16)), at + 1 + len(digits)
        except (ValueError, OverflowError) as error:
            raise PatternError(f"no character of the number {digits!r}") from error
    if char.isdigit():
        raise UnsupportedError("a backreference")
    if char.isalnum():
        raise UnsupportedError(f"the escape \\{char}")
    return char, at + 1


def _read_set(pattern: str, at: int) -> tuple[Item, int]:
    char = pattern[at]
    is_negative = char.isupper()
    if char in "dDwW":
        return Categories(_NAMES[char.lower()], is_negative), at + 1
    if char not in "pP":
        ranges, at = _find_plain(char.lower()), at + 1
        return (invert(ranges) if is_negative else ranges), at
    end = pattern.find("}", at)
    if pattern[at + 1 : at + 2] != "{" or end < 0:
        raise PatternError(f"a \\{char} without a name in braces")
    name = pattern[at + 2 : end]
    if name in _CATEGORIES:
        return Categories((name,), is_negative), end + 1
    block = BLOCKS.get(name.removeprefix("Is").lower()) if name.startswith("Is") else None
    if block is None:
        raise PatternError(f"no category or block of the name {name!r}")
    return (invert([block]) if is_negative else [block]), end + 1


def _find_plain(letter: str) -> Ranges:
    if letter == "s":
        return [(9, 10), (13, 13), (32, 32)]
    points = [ord(char) for char in (_NAME_START if letter == "i" else _NAME)]
    return merge(list(zip(points[::2], points[1::2], strict=True)))


def _find_ranges(items: list[Item]) -> Ranges:
    found = (item.find_ranges() if isinstance(item, Categories) else item for item in items)
    return merge([pair for ranges in found for pair in ranges])


def _write_items(items: list[Item]) -> str:
    texts = [item.write() if isinstance(item, Categories) else write_ranges(item) for item in items]
    # Finding the characters of a category takes long, and is left to RE2 where that knows it.
    if None in texts:
        return write_ranges(_find_ranges(items))
    return "".join(text or "" for text in texts)


@cache
def _find_categories() -> dict[str, Ranges]:
    """Find the ranges of all categories, in one walk over all characters."""
    found: dict[str, Ranges] = {}
    start, current = 0, unicodedata.category("\0")
    for point in range(1, _LAST + 2):
        category = unicodedata.category(chr(point)) if point <= _LAST else ""
        if category != current:
            found.setdefault(current, []).append((start, point - 1))
            start, current = point, category
    return found


@cache
def find_category(name: str) -> Ranges:
    """Find the characters of a category, or of all that start with its one letter."""
    found = _find_categories()
    return merge([pair for key, ranges in found.items() if key == name or key[0] == name for pair in ranges])


def merge(ranges: Ranges) -> Ranges:
    """Put ranges in order and join those that touch."""
    merged: Ranges = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged


def invert(ranges: Ranges) -> Ranges:
    """Find all characters that are not in these ranges, which are in order."""
    inverted, start = [], 0
    for first, last in ranges:
        if first > start:
            inverted.append((start, first - 1))
        start = last + 1
    return [*inverted, (start, _LAST)] if start <= _LAST else inverted


def write_ranges(ranges: Ranges) -> str:
    """Write ranges as RE2 does within brackets."""
    return "".join(
        rf"\x{{{first:x}}}" if first == last else rf"\x{{{first:x}}}-\x{{{last:x}}}" for first, last in ranges
    )


def parse_class(pattern: str, at: int) -> tuple[str, int]:
    """Read a class in brackets, and write it for RE2.

    Returns:
        The class, and the place after it.
    """
    items, removed, is_negative, end = _parse_items(pattern, at, 0)
    if removed is None:
        return f"[{'^' * is_negative}{_write_items(items)}]", end
    ranges = _subtract(items, removed, is_negative=is_negative)
    return (f"[{write_ranges(ranges)}]" if ranges else r"[^\x{0}-\x{10ffff}]"), end


def _subtract(items: list[Item], removed: Ranges | None, *, is_negative: bool) -> Ranges:
    ranges = _find_ranges(items)
    ranges = invert(ranges) if is_negative else ranges
    return invert(merge(invert(ranges) + removed)) if removed else ranges


def _parse_items(pattern: str, at: int, depth: int) -> tuple[list[Item], Ranges | None, bool, int]:
    """Read a class up to its bracket: what is in it, what it leaves out, whether it is negative, and its end."""
    start, at = at, at + 1
    is_negative = pattern[at : at + 1] == "^"
    at += is_negative
    items: list[Item] = []
    while not items or pattern[at : at + 1] != "]":
        if at >= len(pattern) or depth > _DEPTH:
            raise PatternError(f"a [ that is not closed at {start + 1}")
        if items and pattern.startswith("-[", at):
            inner, more, is_inner_negative, at = _parse_items(pattern, at + 1, depth + 1)
            if pattern[at : at + 1] != "]":
                raise PatternError(f"more after what a class leaves out at {at + 1}")
            return items, _subtract(inner, more, is_negative=is_inner_negative), is_negative, at + 1
        item, at = _parse_item(pattern, at)
        items.append(item)
    return items, None, is_negative, at + 1


def _parse_item(pattern: str, at: int) -> tuple[Item, int]:
    if pattern[at] == "\\" and pattern[at + 1 : at + 2].lower() in tuple("dwsicp"):
        return _read_set(pattern, at + 1)
    first, at = _parse_point(pattern, at)
    if pattern[at : at + 1] != "-" or pattern[at + 1 : at + 2] in ("]", "[", ""):
        return [(first, first)], at
    last, end = _parse_point(pattern, at + 1)
    if last < first:
        raise PatternError(f"a range from more to less: {pattern[at - 1 : end]}")
    return [(first, last)], end


def _parse_point(pattern: str, at: int) -> tuple[int, int]:
    if pattern[at] != "\\":
        return ord(pattern[at]), at + 1
    if at + 1 >= len(pattern):
        raise PatternError("a \\ before nothing")
    char, at = _read_char(pattern, at + 1)
    return ord(char), at
