"""Tells whether standard input holds the descriptor of a package or documents."""

import io
import json
from typing import BinaryIO, cast

from exporter.validation.model.budget import Budget
from exporter.validation.model.strict_json import SIZE

STDIN = "-"


def split_stdin(stdin: BinaryIO, budget: Budget | None = None) -> tuple[bytes | None, BinaryIO]:
    """Give the descriptor on standard input, or None if there are documents; and a stream to read those from.

    What starts as a JSON object and speaks of resources is a descriptor, whether it is right or not, unless its
    first line is a document of its own.
    """
    head = stdin.read(SIZE + 1)
    if len(head) <= SIZE:
        return (head if _is_descriptor(head) else None), io.BytesIO(head)
    return None, cast(BinaryIO, io.BufferedReader(_Joined(head, stdin, budget or Budget())))


def _is_descriptor(content: bytes) -> bool:
    text = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text.startswith(b"{") or b'"resources"' not in text:
        return False
    try:
        first = json.loads(text.splitlines()[0])
    except (ValueError, RecursionError):
        return True
    return not isinstance(first, dict) or "text" not in first or "resources" in first


class _Joined(io.RawIOBase):
    """What was read already, and then the rest, as long as there is time: it may have no end."""

    def __init__(self, head: bytes, rest: BinaryIO, budget: Budget) -> None:
        self._head, self._rest, self._budget = io.BytesIO(head), rest, budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._budget.check_time()
        data = self._head.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
