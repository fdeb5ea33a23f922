"""Finds the characters of a text that are read as others than they are: broken, hidden, odd or in two pieces."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from html import unescape
from html.entities import html5

from exporter.documents.folding.fold import Edit

_ENTITY = re.compile(r"&(?:amp;)*(?P<name>#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_HIDDEN = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_SPACES = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_BREAKS = "\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_ODD = re.compile(
    rf"(?P<hidden>[{_HIDDEN}]+)|(?P<break>[{_BREAKS}])|(?P<control>[{_CONTROLS}]+)|(?P<space>[{_SPACES}])"
    r"|(?P<pair>[A-Za-z][\u0300-\u036f]+)|(?P<wide>[\ufb00-\ufb06\uff01-\uff5e])"
)
_ANY_ODD = re.compile(rf"[{_HIDDEN}{_BREAKS}{_CONTROLS}{_SPACES}\u0300-\u036f\ufb00-\ufb06\uff01-\uff5e]")
_REPLACEMENTS: dict[str, Callable[[str], str]] = {
    "hidden": lambda _: "",
    "break": lambda _: "\n",
    "control": lambda _: "",
    "space": lambda _: " ",
    "pair": lambda letters: unicodedata.normalize("NFC", letters),
    "wide": lambda letter: unicodedata.normalize("NFKC", letter),
}

# What bytes of UTF-8 look like that were read in another encoding: the first byte, then one to three others.
_HIGH = "\x80-\xbf\u0152-\u2122"
_BROKEN = re.compile(
    rf"â€[{_HIGH}\ufffd]?|â[{_HIGH}]{{2}}|ð[{_HIGH}]{{3}}|[ÂÃÅÄ][{_HIGH}]|Â(?= )|‚Ä[\u00a0-\u2260]"
)
_PROOF = re.compile(rf"â[€\x80]|â‚¬|ðŸ|Ã[{_HIGH}]|Â[\x80-\xbf]|‚Ä[\u00a0-\u2260]")
_ENCODINGS = ("cp1252", "mac_roman")
# The last byte of a closing mark has no character in Windows-1252, and a no-break space is often made a plain one.
_LOST = {"â€": "”", "â€\ufffd": "”", "Â": ""}

_WINDOWS = re.compile("[\x80-\x9f]")
_WINDOWS_MARK = re.compile("[\x91-\x97]")


def find_broken(text: str) -> Iterator[Edit]:
    """Find characters that are bytes of UTF-8, read as if they were another encoding's: "â€œ" for an opening mark."""
    if not _PROOF.search(text):
        return
    for found in _BROKEN.finditer(text):
        mended = _mend(found[0])
        if mended is not None:
            yield Edit(found.start(), found.end(), mended)


def _mend(letters: str) -> str | None:
    if letters in _LOST:
        return _LOST[letters]
    for encoding in _ENCODINGS:
        try:
            return b"".join(_encode(letter, encoding) for letter in letters).decode("utf-8")
        except UnicodeError:
            continue
    return None


def _encode(letter: str, encoding: str) -> bytes:
    try:
        return letter.encode(encoding)
    except UnicodeEncodeError:
        return letter.encode("latin-1")


def find_stray_bytes(text: str) -> Iterator[Edit]:
    """Find characters of Windows-1252 that were read as control characters, as its quotation marks are in Latin-1."""
    if not _WINDOWS_MARK.search(text):
        return
    for found in _WINDOWS.finditer(text):
        letter = found[0].encode("latin-1").decode("cp1252", "ignore")
        if letter:
            yield Edit(found.start(), found.end(), letter)


def find_entities(text: str) -> Iterator[Edit]:
    """Find the character references of HTML, as "&quot;" and "&#8217;", also those that were escaped twice."""
    for found in _ENTITY.finditer(text) if "&" in text else ():
        if found["name"].startswith("#") or f"{found['name']};" in html5:
            yield Edit(found.start(), found.end(), unescape(f"&{found['name']};"))


def find_odd_characters(text: str) -> Iterator[Edit]:
    """Find what is not seen or seen as something plainer: soft hyphens, no-break spaces, letters with loose accents."""
    for found in _ODD.finditer(text) if _ANY_ODD.search(text) else ():
        assert found.lastgroup is not None
        plain = _REPLACEMENTS[found.lastgroup](found[0])
        if plain != found[0]:
            yield Edit(found.start(), found.end(), plain)
