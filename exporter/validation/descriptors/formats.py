"""Tells which texts are dates, times, URLs, email addresses and regular expressions, as the standards have them."""

import re
from collections.abc import Callable
from datetime import date, datetime
from urllib.parse import urlsplit


def is_date(value: str) -> bool:
    """Tell whether a text is a date like 2024-03-05.

    Raises:
        ValueError: There is no such day.
    """
    date.fromisoformat(value)
    return re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII) is not None


def is_datetime(value: str) -> bool:
    """Tell whether a text is a time as RFC 3339 has it.

    Raises:
        ValueError: There is no such time.
    """
    form = r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})"
    # RFC 3339 allows leap seconds, Python does not.
    datetime.fromisoformat(re.sub(r"(\d\d:\d\d):60", r"\1:59", re.sub(r"\.\d+", "", value.upper())))
    return re.fullmatch(form, value, re.ASCII) is not None


def is_uri(value: str) -> bool:
    """Tell whether a text is an absolute URL.

    Raises:
        ValueError: Its host is malformed.
    """
    parts = urlsplit(value)
    return bool(parts.scheme and (parts.netloc or parts.path)) and not re.search(r"[\s<>\"{}|\\^`]", value)


def is_email(value: str) -> bool:
    """Tell whether a text has the form of an email address."""
    return re.fullmatch(r"[^@\s]+@[^@\s]+", value) is not None


def is_regex(value: str) -> bool:
    """Tell whether a text is a regular expression."""
    # Arrow takes long to import, and few descriptors have patterns.
    from exporter.validation.values.constraints.patterns import is_regex

    return is_regex(value)


FORMAT_CHECKS: dict[str, tuple[Callable[[str], bool], tuple[type[Exception], ...]]] = {
    "date": (is_date, (ValueError,)),
    "date-time": (is_datetime, (ValueError,)),
    "uri": (is_uri, (ValueError,)),
    "email": (is_email, ()),
    "regex": (is_regex, ()),
}
"""The formats of JSON Schema that are checked: the function, and the errors by which it says no, too."""
