"""Version numbers of releases: MAJOR.MINOR.PATCH."""

import re
from typing import Literal, NamedTuple

from exporter.errors import PublishError

Level = Literal["major", "minor", "patch"]

_FORM = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")
_DIGITS = 15  # All readers, also those that know floats only, tell such numbers apart.

MOST_WANTED = 999_999_999
"""The largest number that may be wished for; what follows it by counting is far from the end of what can be read."""


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
    match = _FORM.fullmatch(text)
    return match is not None and max(map(len, match.groups())) <= _DIGITS


def parse_version(text: str) -> Version:
    """Parse a version number.

    Raises:
        PublishError: It is not three numbers of at most 15 digits, without leading zeros, joined by full stops.
    """
    match = _FORM.fullmatch(text)
    if match is None:
        problem = f"{text!r:.60}: no version (expected MAJOR.MINOR.PATCH, found {text!r:.60})"
        raise PublishError(problem, hint="write it like 1.0.0")
    if not is_version(text):
        raise PublishError(
            f"{text:.60}: too large a number (expected at most {_DIGITS} digits)", hint="write it like 1.0.0"
        )
    return Version(*(int(part) for part in match.groups()))


def parse_wanted(text: str) -> Version:
    """Parse a version number that somebody wishes for.

    Raises:
        PublishError: It is none, or so large that counting on from it could come to an end.
    """
    version = None if _FORM.fullmatch(text) and not is_version(text) else parse_version(text)
    if version is None or max(version) > MOST_WANTED:
        problem = f"{text:.60}: too large a number (expected at most {MOST_WANTED:,} in each place)"
        raise PublishError(problem, hint="wish for a smaller version: no number is ever used again")
    return version


def bump_version(version: Version, level: Level) -> Version:
    """Return the least version that tells of a change of this level.

    Raises:
        PublishError: There is none, because somebody has written the largest number that can be read into the catalog.
    """
    match level:
        case "major":
            bumped = Version(version.major + 1, 0, 0)
        case "minor":
            bumped = Version(version.major, version.minor + 1, 0)
        case "patch":
            bumped = Version(version.major, version.minor, version.patch + 1)
    if not is_version(str(bumped)):
        problem = f"{version}: no {level} version can follow (expected numbers of at most {_DIGITS} digits)"
        raise PublishError(problem, hint="correct versions.json, or publish under another name")
    return bumped
