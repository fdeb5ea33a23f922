"""Writes what people say into Markdown so that it is read as they wrote it, and makes no markup of its own."""

import re
import unicodedata
from urllib.parse import quote

_MARKUP = re.compile(r"[\\`*\[\]<>|~&#$]")
# Within a word an underscore is one, and nearly every name of a column has it.
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
# What some readers make links of by themselves: addresses, hosts, mail addresses.
_LINKS = re.compile(r":(?=//)|@|(?<=\bwww)\.", re.IGNORECASE)
_LEADING_DIGITS = re.compile(r"\d{1,9}(?=[.)](?: |\Z))")
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_UNSAFE = re.compile(r"[^\w/?:@&=+,#%;~!.$*-]")
_UNSAFE_RELATIVE = re.compile(r"[^\w/.~-]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n")


def escape_line(text: str) -> str:
    """Write text as one line of Markdown, which may also begin a heading, an item of a list or a paragraph."""
    line = " ".join("".join(map(_clean, text)).split())
    line = _MARKUP.sub(r"\\\g<0>", line)
    for pattern in (_UNDERSCORE, _LINKS):
        line = pattern.sub(r"\\\g<0>", line)
    if line[:1] in ("-", "+", "="):
        return f"\\{line}"
    number = _LEADING_DIGITS.match(line)
    return line if number is None else f"{number[0]}\\{line[number.end() :]}"


def escape_paragraphs(text: str) -> str:
    """Write text as paragraphs, which blank lines part."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    paragraphs = (escape_line(paragraph) for paragraph in _PARAGRAPHS.split(lines))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def build_code(text: str) -> str:
    """Write text as code, on one line; no text makes none."""
    line = " ".join("".join(map(_clean, text)).split())
    if not line:
        return ""
    fence = "`" * (max(map(len, re.findall("`+", line)), default=0) + 1)
    inner = f" {line} " if "`" in (line[:1], line[-1:]) else line
    return f"{fence}{inner}{fence}"


def build_link(text: str, address: str) -> str:
    """Write a link to a web address; anything else is taken for a file that lies beside."""
    if is_address(address):
        target = _ENTITY.sub("&amp;", _UNSAFE.sub(_quote, address))
    else:
        target = _UNSAFE_RELATIVE.sub(_quote, address)
    return f"[{escape_line(text)}]({target})"


def build_address(address: str) -> str:
    """Write a web address as a link to itself, and anything else as text."""
    return f"<{_UNSAFE.sub(_quote, address)}>" if is_address(address) else escape_line(address)


def is_address(text: str) -> bool:
    """Tell whether text is a web address."""
    return _ADDRESS.fullmatch(text) is not None


def _quote(match: re.Match[str]) -> str:
    return quote(match[0], safe="", errors="replace")


def _clean(char: str) -> str:
    """Leave out what turns text around, and put a space for what no page can show."""
    if char in _BIDI:
        return ""
    return " " if unicodedata.category(char) in ("Cc", "Cs") else char
