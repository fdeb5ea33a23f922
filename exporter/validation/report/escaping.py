"""Makes text of anyone's safe to show: in a terminal, in the log of a CI run, in XML and in JSON."""

import json
import re
from typing import Any

# What is not plain ASCII is looked at one by one; and a CI runner takes `##[` for the start of a command.
_SUSPECTS = re.compile(r"[^\n\x20-\x7e]|##\[")


def escape(text: str) -> str:
    """Show on one line what cannot be printed: control and bidi characters, surrogates, odd spaces.

    What comes out is legal in XML, has no escape sequences for terminals, and no commands for a CI runner.
    """
    if text.isprintable() and "##[" not in text:
        return text
    shown = "".join(char if char.isprintable() else _name(char) for char in text)
    return shown.replace("##[", "##\\[")


def _name(char: str) -> str:
    return char.encode("unicode_escape", "surrogatepass").decode()


def write_json(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """Write a JSON value for people and machines, all that cannot be printed escaped.

    Half a surrogate pair, which stops many readers, becomes the six characters that name it.
    """
    return escape_json(json.dumps(value, ensure_ascii=False, indent=2))


def escape_json(text: str) -> str:
    """Escape all that cannot be printed in a JSON text."""
    return _SUSPECTS.sub(_escape_json, text)


def _escape_json(match: re.Match[str]) -> str:
    text = match[0]
    if text == "##[":
        return "##\\u005b"
    if "\ud800" <= text <= "\udfff":
        return "\\" + _name(text)
    return text if text.isprintable() else json.dumps(text)[1:-1]
