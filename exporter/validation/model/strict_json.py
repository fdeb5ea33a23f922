"""Parses JSON strictly: UTF-8, no repeated key, no half character, only finite numbers, nothing without bounds."""

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from exporter.validation.model.json_types import JsonValue
from exporter.validation.model.messages import name_type, quote

DEPTH = 100
"""How many objects and arrays may stand within one another."""
SIZE = 64 << 20
"""How many bytes a JSON file may have."""
VALUES = 2_000_000
"""How many values a JSON object in a file may have, all that is in it counted; each takes much more memory there."""
DIGITS = 1000
"""How many digits an integer may have."""

# A violation is looked for token by token, which is slow, so only as far as this; beyond, its place is not named.
_SEARCHED = 4_000_000
_MARKS = {
    b"\xef\xbb\xbf": "a byte order mark",
    b"\xff\xfe\0\0": "UTF-32",
    b"\0\0\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|-?[A-Za-z]+|[\[\]{},:]', re.DOTALL)
_LAST_COMMA = re.compile(r",\s*(?=[}\]])")
_BETWEEN = re.compile(r'"(?:[^"\\]|\\.)*+"?|(,)', re.DOTALL)
_HALF = re.compile(r"\\u[dD][89a-fA-F]")


class _StrictError(ValueError):
    """JSON that the parser would accept and we do not."""


def parse_json(data: bytes) -> dict[str, Any]:
    """Parse a JSON object strictly, as parse_text does.

    Raises:
        ValueError: It is not UTF-8, starts with a byte order mark, is too long, is not strict JSON or is not an
            object; the message has the form of a finding's, with line and column.
    """
    if len(data) > SIZE:
        raise ValueError(f"the file is too long (expected at most {SIZE} bytes, found {len(data)})")
    text = _decode(data)
    if text.count(",") > VALUES and (number := _count_commas(text)) > VALUES:
        raise ValueError(f"too many values (expected at most {VALUES:,}, found at least {number:,})")
    value = parse_text(text)
    if not isinstance(value, dict):
        raise ValueError(f"not an object (expected an object, found {_name(value)})")
    return value


def parse_text(text: str) -> JsonValue:
    """Parse any JSON value strictly.

    Raises:
        ValueError: It is not JSON, repeats a key, holds NaN, infinity, half a surrogate pair, a number beyond the
            range of floats, an integer of more than DIGITS digits or more than DEPTH levels; the message has the
            form of a finding's, with line and column.
    """
    try:
        value = _DECODER.decode(text)
        _check_depth(value, text)
        _check_characters(value, text)
    except json.JSONDecodeError as error:
        placed = _place_behind_comma(error)
        raise ValueError(
            f"not JSON at line {placed.lineno}, column {placed.colno} ({_explain(placed)})"
        ) from error
    except (_StrictError, RecursionError) as error:
        found = next(_iter_violations(text[:_SEARCHED]), None)
        fallback = f"nested too deeply (expected at most {DEPTH} levels)"
        message = str(error) if isinstance(error, _StrictError) else fallback
        raise ValueError(message if found is None else _locate(text, *found)) from error
    return value


def _count_commas(text: str) -> int:
    """Count the commas outside of texts."""
    return sum(1 for match in _BETWEEN.finditer(text) if match[1])


def _decode(data: bytes) -> str:
    for mark, name in _MARKS.items():
        if data.startswith(mark):
            raise ValueError(f"not plain UTF-8 (expected UTF-8 without a mark, found {name})")
    if data[:1] == b"\0" or data[1:2] == b"\0":
        raise ValueError("not UTF-8 (expected text, found NUL as in UTF-16)")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        message = (
            f"not UTF-8 at line {line}, byte {column} (expected text, found byte {data[error.start]:#04x})"
        )
        raise ValueError(message) from error


def _place_behind_comma(error: json.JSONDecodeError) -> json.JSONDecodeError:
    """Place a comma before the end at the end, as Python before 3.13 does; since then it is told at the comma."""
    comma = _LAST_COMMA.match(error.doc, error.pos)
    return error if comma is None else json.JSONDecodeError(error.msg, error.doc, comma.end())


def _explain(error: json.JSONDecodeError) -> str:
    if error.doc.startswith(("//", "/*", "#"), error.pos):
        return "JSON has no comments"
    if error.doc.startswith("'", error.pos):
        return "expected double quotation marks"
    if error.doc[error.pos : error.pos + 1] in ("}", "]") and error.doc[: error.pos].rstrip().endswith(","):
        return "a comma stands before the end"
    if error.msg == "Expecting value":
        rest = error.doc[error.pos : error.pos + 20].split("\n")[0]
        return f"expected a value, found {quote(rest) if rest else 'nothing'}"
    return error.msg


def _name(value: object) -> str:
    kind = name_type(value)
    return kind if kind == "null" else f"a{'n' * (kind[0] in 'aio')} {kind}"


def _build_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    built = dict(pairs)
    if len(built) < len(pairs):
        seen: set[str] = set()
        repeated = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise _StrictError(f"a key is repeated (expected it once, found {quote(repeated)} twice)")
    return built


def _refuse_constant(name: str) -> NoReturn:
    raise _StrictError(f"a number is not finite (expected JSON numbers, found {name})")


def _read_float(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise _StrictError(f"a number is too large (expected at most 1.8e308, found {quote(text)[1:-1]})")
    return value


def _read_integer(text: str) -> int:
    if len(text) > DIGITS:
        raise _StrictError(f"a number is too long (expected at most {DIGITS} digits, found {len(text)})")
    return int(text)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_build_object,
    parse_constant=_refuse_constant,
    parse_float=_read_float,
    parse_int=_read_integer,
)


def _check_depth(value: object, text: str) -> None:
    if text.count("[") + text.count("{") <= DEPTH:
        return
    level = [value]
    for _ in range(DEPTH):
        level = [inner for item in level for inner in _iter_inner(item)]
        if not level:
            return
    raise _StrictError(f"nested too deeply (expected at most {DEPTH} levels)")


def _iter_inner(value: object) -> Iterator[object]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return (item for item in inner if isinstance(item, dict | list))


def _check_characters(value: object, text: str) -> None:
    if not _HALF.search(text):
        return
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise _StrictError("a text holds half of a surrogate pair (expected whole characters)") from error


def _locate(text: str, position: int, pointer: str, message: str) -> str:
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    words, _, rest = message.partition(" (")
    place = f", in {pointer}" if pointer else ""
    return f"{words} at line {line}, column {column}{place} ({rest}"


def _iter_violations(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the position, the pointer of what it stands in, and the message of what a strict parser refuses.

    The text is JSON apart from that, at least up to the first violation.
    """
    stack: list[_Container] = []
    for match in _TOKEN.finditer(text):
        token, top = match.group(), stack[-1] if stack else None
        try:
            if token in "{[":
                stack.append(_Container(token == "{"))
                if len(stack) > DEPTH:
                    raise _StrictError(f"nested too deeply (expected at most {DEPTH} levels)")
            elif token in "}]":
                stack.pop()
            elif top is not None and token in ",:":
                top.move(token)
            else:
                _check_scalar(token, top)
        except _StrictError as error:
            yield match.start(), _build_place(stack), str(error)
        except (IndexError, ValueError):
            return


class _Container:
    """An object or array while its tokens are read: which keys it has had, and where in it the reader is."""

    __slots__ = ("at", "expects_key", "is_object", "keys")

    def __init__(self, is_object: bool) -> None:
        self.is_object = self.expects_key = is_object
        self.at: str | int = "" if is_object else 0
        self.keys: set[str] = set()

    def move(self, token: str) -> None:
        if self.is_object:
            self.expects_key = token == ","
        else:
            self.at = int(self.at) + 1


def _check_scalar(token: str, top: _Container | None) -> None:
    value = _DECODER.decode(token)
    if not isinstance(value, str):
        return
    if _HALF.search(token):
        _check_characters(value, token)
    if top is not None and top.expects_key:
        top.at = value
        if value in top.keys:
            raise _StrictError(f"a key is repeated (expected it once, found {quote(value)} twice)")
        top.keys.add(value)


def _build_place(stack: list[_Container]) -> str:
    parts = (str(item.at).replace("~", "~0").replace("/", "~1") for item in stack[:10])
    return quote("".join(f"/{part}" for part in parts))[1:-1]
