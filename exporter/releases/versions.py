"""Version numbers of releases: MAJOR.MINOR.PATCH."""

import re
from typing import Literal, NamedTuple

from exporter.errors import PublishError

Level = Literal["major", "minor", "patch"]

_FORM = re.compile(r"(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})")


class Version(NamedTuple):
    """A version number; compares by number, so 1.10.0 is newer than 1.9.0."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        """Write it as MAJOR.MINOR.PATCH."""
        return f"{self.major}.{self.minor}.{self.patch}"


FIRST = Version(1, 0, 0)
"""The version of a first release for which none is wanted."""


def is_version(text: str) -> bool:
    """Tell whether a text is a version number."""
    return _FORM.fullmatch(text) is not None


def parse_version(text: str) -> Version:
    """Parse a version number.

    Raises:
        PublishError: It is not three numbers without leading zeros, joined by full stops.
    """
    match = _FORM.fullmatch(text)
    if match is None:
        problem = f"{text!r:.60}: no version (expected MAJOR.MINOR.PATCH, found {text!r:.60})"
        raise PublishError(problem, hint="write it like 1.0.0")
    return Version(*(int(part) for part in match.groups()))


def bump_version(version: Version, level: Level) -> Version:
    """Return the least version that tells of a change of this level."""
    match level:
        case "major":
            return Version(version.major + 1, 0, 0)
        case "minor":
            return Version(version.major, version.minor + 1, 0)
        case "patch":
            return Version(version.major, version.minor, version.patch + 1)
