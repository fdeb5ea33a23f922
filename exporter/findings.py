"""What validation can find: one finding, and the table of all codes."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

Level = Literal["error", "warning"]


class Code(NamedTuple):
    """One kind of finding: how bad it is and what it means, in one sentence."""

    level: Level
    meaning: str


CODES: dict[str, Code] = {}
"""Every code there is. A code is permanent: it may get a better sentence, never another meaning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing validation found.

    Attributes:
        code: A key of CODES.
        message: One line that says what is wrong, what was expected and what was found.
        path: The file or folder concerned, as the user would name it.
        resource: The table concerned, if any.
        row: The row as counted by a text editor on the CSV file (the header is 1), or counted from 2 in Parquet.
        field: The column or metadata key concerned, if any.
        pointer: A JSON pointer into the descriptor or metadata, if any.
    """

    code: str
    message: str
    path: str
    resource: str | None = None
    row: int | None = None
    field: str | None = None
    pointer: str | None = None

    @property
    def level(self) -> Level:
        """Tell whether this is an error, which makes the input invalid, or a warning, which informs."""
        return CODES[self.code].level
