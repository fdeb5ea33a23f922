r"""Runs the regular expressions of XML Schema 1.0 in linear time, by translating them to RE2.

Data Package v2 asks for this notation, in which a pattern stands for the whole of a value. Its own example
anchors a pattern by ^ and $, which are plain characters in XML Schema; so they are anchors here at the start and end
of a branch, and plain characters elsewhere. Beyond the notation, what others write and RE2 reads alike is
understood: groups that are not captured or have a name, lazy quantifiers, (?i), \A, \Z and \xHH.
"""

import re
from functools import lru_cache
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from exporter.validation.values.arrays import TEXT, build_array, build_scalar, match_whole
from exporter.validation.values.constraints.character_classes import (
    PatternError,
    UnsupportedError,
    escape_set,
    parse_class,
    write_char,
)

_COST = 1000
"""How many copies of characters the repetitions of a pattern may make, as RE2 makes them."""
_DEPTH = 50
_QUANTIFIER = re.compile(r"[?*+]|\{([0-9]*)(,?)([0-9]*)\}")
_GROUP = re.compile(r"\(\?(?::|P?<[A-Za-z_]\w*>)")
_REFUSED = {
    "=": "lookahead",
    "!": "lookahead",
    "<": "lookbehind",
    ">": "an atomic group",
    "(": "a condition",
    "P": "a backreference",
}


class Matcher(NamedTuple):
    """A pattern as RE2, and how long a value may be where RE2 is not asked to count that."""

    pattern: str
    least: int = 0
    most: int | None = None

    def find_others(self, values: pa.Array) -> pa.Array:
        """Tell which values are not like the pattern as a whole."""
        wrong = pc.invert(match_whole(values, self.pattern))
        if self.least:
            short = pc.less(pc.utf8_length(values), build_scalar(self.least, pa.int64()))
            wrong = pc.or_(wrong, short)
        if self.most is not None:
            long = pc.greater(pc.utf8_length(values), build_scalar(self.most, pa.int64()))
            wrong = pc.or_(wrong, long)
        return wrong


def build_matcher(pattern: str) -> Matcher:
    """Translate a pattern.

    Raises:
        PatternError: It is not a regular expression.
        UnsupportedError: It is one, but not of XML Schema, and cannot run in linear time; or it is too large.
    """
    found = _find_matcher(pattern)
    if not isinstance(found, Matcher):
        raise found.with_traceback(None)
    return found


@lru_cache(maxsize=1024)
def _find_matcher(pattern: str) -> Matcher | PatternError | UnsupportedError:
    """Translate a pattern, or give the error; once, because RE2 may take long to build a large one."""
    try:
        matcher = _Parser(pattern).parse()
        match_whole(build_array([""], TEXT), matcher.pattern)
    except (PatternError, UnsupportedError) as error:
        return error
    except pa.ArrowInvalid:
        return UnsupportedError("something that RE2 does not know, or too much of it")
    return matcher


def is_regex(pattern: str) -> bool:
    """Tell whether a text is a regular expression, be it one that cannot run here."""
    try:
        build_matcher(pattern)
    except PatternError:
        return False
    except UnsupportedError:
        pass
    return True


class _Piece(NamedTuple):
    text: str
    cost: int
    is_char: bool = False


class _Parser:
    """Reads a pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0
        self._lone: tuple[str, int, int | None] | None = None

    def parse(self) -> Matcher:
        flags = "(?i)" if self._take("(?i)") else ""
        whole = self._parse_branches(0)
        if self._at < len(self._pattern):
            raise PatternError(f"a ) that closes nothing at {self._at + 1}")
        if whole.cost <= _COST:
            return Matcher(flags + whole.text)
        if self._lone is None:
            raise UnsupportedError(f"repetitions of more than {_COST} characters")
        char, least, most = self._lone
        return Matcher(f"{flags}{char}*", least, most)

    def _take(self, text: str) -> bool:
        if not self._pattern.startswith(text, self._at):
            return False
        self._at += len(text)
        return True

    def _peek(self) -> str:
        return self._pattern[self._at : self._at + 1]

    def _parse_branches(self, depth: int) -> _Piece:
        if depth > _DEPTH:
            raise UnsupportedError(f"groups in more than {_DEPTH} groups")
        branches = [self._parse_branch(depth)]
        while self._take("|"):
            branches.append(self._parse_branch(depth))
        if len(branches) > 1:
            self._lone = None
        return _Piece("|".join(piece.text for piece in branches), sum(piece.cost for piece in branches))

    def _parse_branch(self, depth: int) -> _Piece:
        texts: list[str] = []
        cost, lone = 0, None
        while self._at < len(self._pattern) and self._peek() not in "|)":
            is_start = all(text == r"\A" for text in texts)
            atom = self._parse_atom(depth, is_start=is_start)
            least, most = self._parse_quantifier()
            # A quantifier makes a plain character of an anchor.
            if atom.text in (r"\A", r"\z") and (least, most) != (1, 1):
                atom = _Piece(write_char("^" if atom.text == r"\A" else "$"), 1, True)
            texts.append(atom.text + _write_quantifier(least, most))
            cost += atom.cost * max(1, least if most is None else most)
            if atom.cost:
                lone = (atom.text, least, most) if atom.is_char and not lone and cost else ("", 0, 0)
        self._lone = lone if lone and lone[0] else None
        return _Piece("".join(texts), cost)

    def _parse_atom(self, depth: int, *, is_start: bool) -> _Piece:
        char = self._peek()
        if char == "(":
            return self._parse_group(depth)
        if char == "[":
            text, self._at = parse_class(self._pattern, self._at)
            return _Piece(text, 1, True)
        self._at += 1
        if char == "\\":
            return self._parse_escape()
        if char == ".":
            return _Piece(r"[^\n\r]", 1, True)
        if char in "?*+":
            raise PatternError(f"a {char} after nothing at {self._at}")
        if char == "^" and is_start:
            return _Piece(r"\A", 0)
        if char == "$" and self._peek() in ("", "|", ")"):
            return _Piece(r"\z", 0)
        return _Piece(write_char(char), 1, True)

    def _parse_group(self, depth: int) -> _Piece:
        start = self._at
        found = _GROUP.match(self._pattern, self._at)
        if found:
            self._at = found.end()
        elif self._take("(?"):
            raise UnsupportedError(
                _REFUSED.get(self._peek(), "a group of a kind that XML Schema does not have")
            )
        else:
            self._at += 1
        inner = self._parse_branches(depth + 1)
        self._lone = None
        if not self._take(")"):
            raise PatternError(f"a ( that is not closed at {start + 1}")
        return _Piece(f"(?:{inner.text})", inner.cost)

    def _parse_escape(self) -> _Piece:
        char = self._peek()
        if char and char in "AZz":
            self._at += 1
            return _Piece(r"\A" if char == "A" else r"\z", 0)
        found, self._at = escape_set(self._pattern, self._at)
        return _Piece(found if len(found) > 1 else write_char(found), 1, True)

    def _parse_quantifier(self) -> tuple[int, int | None]:
        found = _QUANTIFIER.match(self._pattern, self._at)
        if not found or found[0] in ("{}", "{,}"):
            return 1, 1
        self._at = found.end()
        if self._peek() == "+":
            raise UnsupportedError("a possessive quantifier")
        self._take("?")
        if _QUANTIFIER.match(self._pattern, self._at):
            raise PatternError(f"two quantifiers at {self._at + 1}")
        if found[0] in "?*+":
            return {"?": (0, 1), "*": (0, None), "+": (1, None)}[found[0]]
        least = int(found[1][:18] or 0)
        most = least if not found[2] else int(found[3][:18]) if found[3] else None
        if most is not None and most < least:
            raise PatternError(f"a quantifier from more to less: {found[0]}")
        return least, most


def _write_quantifier(least: int, most: int | None) -> str:
    if most is None:
        return {0: "*", 1: "+"}.get(least, f"{{{least},}}")
    if (least, most) in ((1, 1), (0, 1)):
        return "?" if least == 0 else ""
    return f"{{{least}}}" if least == most else f"{{{least},{most}}}"
