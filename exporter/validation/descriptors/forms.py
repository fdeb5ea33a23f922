"""The forms of plain values that Data Package v2 asks for: texts, names, paths, times, numbers."""

import codecs
import re
from urllib.parse import urlsplit

from exporter.validation.descriptors.formats import is_datetime, is_email, is_uri
from exporter.validation.descriptors.hints import TYPE_HINTS, Suggester
from exporter.validation.descriptors.shape import DOUBTFUL, Form
from exporter.validation.model.json_types import JsonValue

# Beyond this, a number is no length of anything and too large for the machine's integers.
_LARGEST = 2**53 - 1
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")
_SCHEMES = ("http", "https", "ftp", "ftps")
_DIGITS = {"md5": 32, "sha1": 40, "sha256": 64, "sha512": 128}
_SEMANTIC = re.compile(r"\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?", re.ASCII)


def find_path_violation(path: str) -> str | None:
    """Tell what a text must be to be a URL or a path as the standard has it, if it is neither."""
    scheme = _SCHEME.match(path)
    if scheme:
        if scheme[1].lower() not in _SCHEMES:
            return "a URL with http, https, ftp or ftps"
        return None if is_url(path) else "a URL with a host"
    if path.startswith(("/", "~")) or "\\" in path or ".." in path.split("/") or re.match("[A-Za-z]:", path):
        return "a relative path within the package, with /"
    if any(part.startswith(".") and part != "." for part in path.split("/")):
        return "a path without hidden folders or files"
    return None


def is_url(value: str) -> bool:
    """Tell whether a text is a URL that could be fetched."""
    try:
        is_known = value.lower().startswith(tuple(f"{name}://" for name in _SCHEMES))
        return is_uri(value) and is_known and bool(urlsplit(value).hostname)
    except ValueError:
        return False


def is_hash(value: str) -> bool:
    """Tell whether a text is a hash; without the name of its algorithm it is one of MD5."""
    name, _, digits = value.rpartition(":")
    algorithm = name.lower().replace("-", "")
    if algorithm in _DIGITS or not name:
        return len(digits) == _DIGITS[algorithm or "md5"] and re.fullmatch("[0-9A-Fa-f]+", digits) is not None
    return re.fullmatch("[A-Za-z0-9_-]+", name) is not None and bool(digits)


def is_encoding(name: str) -> bool:
    """Tell whether an encoding of that name exists and makes text of bytes."""
    try:
        found = codecs.lookup(name) if len(name) <= 40 and name.isascii() else None
    except (LookupError, ValueError):
        return False
    return found is not None and found._is_text_encoding


def guess_type(value: JsonValue) -> str | None:
    """Guess which type was meant by a name that is none."""
    if not isinstance(value, str):
        return None
    bare = re.sub(r"\(.*|\[.*", "", value.lower()).strip() if len(value) <= 40 else ""
    return TYPE_HINTS.get(bare) or _TYPE_SUGGESTER.find(bare)


def _guess_item(value: JsonValue) -> str | None:
    meant = guess_type(value)
    return meant if meant in ITEM_TYPES else None


def guess_of(*names: str) -> "Form":
    """Build the form of a text that is one of some names, with a guess when it is nearly one."""
    return Form(
        ("string",), f"one of {', '.join(names)}", lambda value: value in names, Suggester(names).find
    )


def guess_tab(value: str) -> str | None:
    """Guess whether a tab was meant by a text of more than one character."""
    return {"\\t": "a tab, which JSON writes as \\t with one backslash", "tab": "a tab"}.get(value.lower())


_ENCODING_SUGGESTER = Suggester(
    ("utf-8", "utf-16", "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252", "windows-1251", "gb18030")
)


def _guess_encoding(value: str) -> str | None:
    names = {"utf8bom": "utf-8-sig", "ansi": "windows-1252", "unicode": "utf-16"}
    return names.get(value.lower().replace("-", "")) or _ENCODING_SUGGESTER.find(value)


TYPES = (
    "string", "number", "integer", "boolean", "object", "array", "list", "datetime", "date", "time", "year",
    "yearmonth", "duration", "geopoint", "geojson", "any",
)  # fmt: skip
_TYPE_SUGGESTER = Suggester(TYPES)
ITEM_TYPES = ("string", "integer", "boolean", "number", "datetime", "date", "time")

ANY = Form()
TEXT = Form(("string",))
FILLED = Form(("string",), "at least 1 character", bool)
ONE_CHARACTER = Form(("string",), "1 character", lambda value: len(value) == 1, guess_tab)
BOOLEAN = Form(("boolean",))
LENGTH = Form(("integer",), f"at most {_LARGEST}", lambda value: abs(value) <= _LARGEST)
SIZE = Form(("integer",), "at least 0", lambda value: value >= 0)
POSITION = Form(("integer",), "at least 1", lambda value: 1 <= value <= _LARGEST)
BOUND = Form(("number", "string"))
TYPE = Form(("string",), f"one of {', '.join(TYPES)}", lambda value: value in TYPES, guess_type)
ITEM_TYPE = Form(
    ("string",), f"one of {', '.join(ITEM_TYPES)}", lambda value: value in ITEM_TYPES, _guess_item
)
SOFT_URL = Form(("string",), "an absolute URL", is_url, code=DOUBTFUL)
URI = Form(("string",), "an absolute URI", is_uri)
LOCATION = Form(
    ("string",), "a URL or a relative path", lambda value: value != "" and find_path_violation(value) is None
)
EMAIL = Form(("string",), "an email address", is_email)
TIME = Form(("string",), "a time like 2024-03-05T06:30:00Z", is_datetime)
VERSION = Form(
    ("string",), "a version like 1.0.0", lambda value: _SEMANTIC.fullmatch(value) is not None, code=DOUBTFUL
)
MEDIATYPE = Form(
    ("string",), "a media type like text/csv", lambda value: re.fullmatch(r"[^/\s]+/\S.*", value) is not None
)
ENCODING = Form(("string",), "an encoding that exists, like utf-8", is_encoding, _guess_encoding)
COMPRESSION = Form(
    (),
    "gz or zip, which alone can be read",
    lambda value: not value or str(value).lower() in ("gz", "zip", "no"),
    lambda value: "gz" if str(value).lower() in ("gzip", ".gz") else None,
    code=DOUBTFUL,
)
HASH = Form(("string",), "a hexadecimal MD5, or sha1:, sha256: or sha512: and a hexadecimal value", is_hash)
LICENSE = Form(
    ("string",),
    "an identifier like CC-BY-4.0",
    lambda value: re.fullmatch("[-a-zA-Z0-9._]+", value) is not None,
)
