"""Reads the conformance cases, which are data: one YAML file a chapter, one rule an entry, two packages a rule.

A rule has an id, a sentence, the section of the standard that it is from, the formats it is made for, and what its
packages have in common. `valid` and `invalid` hold what each of the two has of its own; a key that is the name of a
format holds what is different in that format. `for` makes many rules of one: every {name} in it is filled in.

What a package is made of (see conformance_packages):
    field, fields, schema, dialect, resource, package, other, without, files: parts of the descriptor and more files.
    cells or rows: what stands in the table, as CSV has it; natives: the same as JSON and Parquet have it.
    text, encode, cut, types, compress: the file itself.
And what is to be found: code (or codes), at (one place or more: row, field, pointer).
"""

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import yaml

FOLDER = Path(__file__).parent
TWINS = ("valid", "invalid")
FORMATS = ("csv", "parquet", "arrays", "objects", "csv.gz", "csv.zip")
STANDARD = "https://datapackage.org/"
_PAGES = {
    **dict.fromkeys(
        ("data-package", "data-resource", "table-schema", "table-dialect", "glossary"), f"{STANDARD}standard/"
    ),
    "compression-of-resources": f"{STANDARD}recipes/",
}
_OWN = ("id", "rule", "see", "formats", "judgement", "for", *TWINS)


class Judged(NamedTuple):
    """What frictionless says of a package, and why that is not what the standard says, if so.

    The verdict is valid, invalid, partly (invalid, but some wrong rows are missed), crash or "not run".
    """

    verdict: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One package in one format.

    Attributes:
        chapter: The title of its chapter.
        rule: The id of its rule; the name of the case is made of it, the verdict and the format.
        sentence: The rule in words.
        see: The section of the standard, as page#section, or of an RFC.
        judgement: Why the verdict is ours to make, or nothing when the standard is clear.
        verdict: What the standard says: valid or invalid.
        format: One of FORMATS.
        parts: What the package is made of.
        codes: Of the errors that must be found, no others being allowed.
        places: Where they must be found, as far as that is clear: each is the place of one error.
        frictionless: What frictionless says.
    """

    chapter: str
    rule: str
    sentence: str
    see: str
    judgement: str
    verdict: str
    format: str
    parts: Mapping[str, Any]
    codes: frozenset[str] = frozenset()
    places: tuple[Mapping[str, Any], ...] = ()
    frictionless: Judged = field(default=Judged(""))

    @property
    def name(self) -> str:
        """Name it as the tests and the list of frictionless' differences do."""
        return f"{self.rule}/{self.verdict}:{self.format}"


def iter_cases() -> Iterator[Case]:
    """Yield every case, by chapter, rule, verdict and format."""
    differences = read_differences()
    for path in sorted((FOLDER / "cases").glob("*.yaml")):
        chapter = yaml.safe_load(path.read_text(encoding="utf-8"))
        for given in chapter["rules"]:
            for rule in _iter_filled(given):
                yield from _iter_packages(chapter, rule, differences)


def read_version() -> str:
    """Read which version of frictionless the differences are of, without its last number."""
    return str(_read_record()["version"])


def read_differences() -> dict[str, Judged]:
    """Read where frictionless differs from the standard, by the name of the case, with or without its format."""
    groups = _read_record()["differences"]
    pairs = [(name, Judged(group["verdict"], group["why"])) for group in groups for name in group["cases"]]
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a case stands twice in the list of differences")
    return found


def _read_record() -> Any:
    return yaml.safe_load((FOLDER / "frictionless.yaml").read_text(encoding="utf-8"))


def build_url(see: str) -> str:
    """Give the address of a section of the standard, or of an RFC."""
    page, _, section = see.partition("#")
    if page.startswith("rfc"):
        return f"https://www.rfc-editor.org/rfc/{page}#section-{section}"
    return f"{_PAGES[page]}{page}/#{section}"


def _iter_packages(
    chapter: Mapping[str, Any], rule: Mapping[str, Any], differences: Mapping[str, Judged]
) -> Iterator[Case]:
    shared = {key: value for key, value in rule.items() if key not in _OWN}
    formats = rule.get("formats", chapter.get("formats", ["csv"]))
    for verdict, format_ in itertools.product(TWINS, formats):
        if verdict not in rule:
            continue
        own = {**shared, **rule[verdict]}
        parts = {key: value for key, value in own.items() if key not in FORMATS} | own.get(format_, {})
        if verdict == "invalid":
            parts = _lead_with_a_good_cell(parts, {**shared, **rule["valid"]})
        name = f"{rule['id']}/{verdict}"
        known = differences.get(f"{name}:{format_}") or differences.get(name)
        code, at = parts.pop("code", ()), parts.pop("at", ())
        yield Case(
            chapter=chapter["title"],
            rule=rule["id"],
            sentence=rule["rule"],
            see=rule.get("see", chapter.get("see", "")),
            judgement=rule.get("judgement", chapter.get("judgement", "")),
            verdict=verdict,
            format=format_,
            parts=parts,
            codes=frozenset((code,) if isinstance(code, str) else code),
            places=tuple((at,) if isinstance(at, dict) else at),
            frictionless=known or Judged(verdict),
        )


def _lead_with_a_good_cell(parts: dict[str, Any], valid: Mapping[str, Any]) -> dict[str, Any]:
    """Where only cells are given, put one of the valid ones first, and expect an error in every other row."""
    parts = dict(parts)
    if "cells" not in parts or "at" in parts:
        return parts
    count = len(parts["cells"])
    for name in ("cells", "natives"):
        if name in parts:
            parts[name] = [valid.get(name, valid["cells"])[0], *parts[name]]
    parts["at"] = [{"row": index + 3, "field": "value"} for index in range(count)]
    return parts


def _iter_filled(rule: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Make one rule for each line of its `for`, a list of mappings, or the rule itself when it has none."""
    for names in rule.get("for", [{}]):
        yield _fill({key: value for key, value in rule.items() if key != "for"}, names)


def _fill(value: Any, names: Mapping[str, Any]) -> Any:
    if isinstance(value, dict):
        return {_fill(key, names): _fill(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [_fill(item, names) for item in value]
    if not isinstance(value, str) or not names:
        return value
    whole = re.fullmatch(r"\{(\w+)\}", value)
    if whole and whole[1] in names:
        return names[whole[1]]
    return re.sub(r"\{(\w+)\}", lambda match: str(names.get(match[1], match[0])), value)
