"""Builds CHANGELOG.md of a release: what changed in each version, newest first."""

from collections.abc import Iterator

from exporter.packaging.markdown import build_code, escape_line
from exporter.releases.changes import Difference
from exporter.releases.versions import Level

_HEAD = """\
# Changelog

All versions of {name}, newest first. A new first number can break what was built on the data, a new second
number adds data, a new third number corrects. The differences are computed from the tables.
"""

_TITLES: dict[Level, str] = {"major": "Changed incompatibly", "minor": "Added", "patch": "Corrected"}


def build_changelog(name: str, version: str, date: str | None, difference: Difference, older: str) -> str:
    """Build the changelog of a version by putting it on top of the changelog of the version before.

    Args:
        name: Name of the package.
        version: The version to add.
        date: Its day as 2024-03-05, if known.
        difference: What changed since the version before.
        older: The changelog of the version before, or an empty string for the first.
    """
    title = f"## {version}" + (f" ({date})" if date else "")
    body = "\n\n".join(_iter_groups(difference)) if difference.changes else "First release."
    start = older.find("\n## ")
    rest = older[start:] if start >= 0 else ""
    return f"{_HEAD.format(name=build_code(name))}\n{title}\n\n{body}\n{rest}"


def _iter_groups(difference: Difference) -> Iterator[str]:
    for level, title in _TITLES.items():
        lines = [f"- {escape_line(reason)}" for reason in difference.iter_reasons(level)]
        if lines:
            yield "\n".join((f"### {title}", "", *lines))
