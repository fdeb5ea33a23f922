"""Builds CITATION.cff, the citation of a release in Citation File Format 1.2.0."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import yaml

from exporter.packaging.metadata import Metadata

# The format knows a closed list of SPDX identifiers; these are in use for data. Others go by address.
_SPDX = (
    *("CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0"),
    *("CC-BY-NC-ND-4.0", "CC-BY-3.0", "CC-BY-SA-3.0", "ODbL-1.0", "ODC-By-1.0", "PDDL-1.0"),
    *("MIT", "Apache-2.0", "BSD-3-Clause", "BSD-2-Clause", "GPL-3.0-or-later", "GPL-3.0-only"),
)
_LICENCES = {name.lower(): name for name in _SPDX}
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.\d{4,9}(?:\.\d+)?/[A-Za-z0-9:/_;.()\[\]\\-]+)")
_ORCID = re.compile(r"https?://orcid\.org/(\d{4}-\d{4}-\d{4}-\d{3}[\dX])/?")
_URL = re.compile(r"https?://\S+")
_YAML_BREAKS = "\x85\u2028\u2029"  # Written as they are, they are read as the end of a line.
_MAKERS = {"author", "creator"}

Cff = dict[str, Any]


def build_citation(metadata: Metadata, *, version: str, created: datetime | None) -> str:
    """Build the YAML text of CITATION.cff.

    The format wants an author, so a package that names nobody is cited as by its contributors.
    """
    cff: Cff = {
        "cff-version": "1.2.0",
        "message": "If you use these data, please cite them as below.",
        "type": "dataset",
        "title": metadata.title or metadata.name,
        "authors": [_build_author(author) for author in list_authors(metadata)],
        "version": version,
    }
    if created:
        cff["date-released"] = f"{created:%Y-%m-%d}"
    if metadata.description:
        cff["abstract"] = metadata.description
    if metadata.keywords:
        cff["keywords"] = list(metadata.keywords)
    if metadata.homepage and _URL.fullmatch(metadata.homepage):
        cff["url"] = metadata.homepage
    cff |= _build_identifier(metadata.id) | _build_licence(metadata)
    text = str(yaml.safe_dump(cff, allow_unicode=True, sort_keys=False, width=10_000))
    if any(mark in text for mark in _YAML_BREAKS):
        return str(yaml.safe_dump(cff, sort_keys=False, width=10_000))
    return text


def list_authors(metadata: Metadata) -> list[Mapping[str, Any]]:
    """List the contributors to cite, each with a title: authors and creators, else all, else a stand-in."""
    makers = [c for c in metadata.contributors if _MAKERS & {role.lower() for role in c.get("roles", ())}]
    named = [_with_title(contributor) for contributor in makers or metadata.contributors]
    authors = [contributor for contributor in named if contributor["title"]]
    return authors or [{"title": f"Contributors to {metadata.title or metadata.name}"}]


def _with_title(contributor: Mapping[str, Any]) -> Mapping[str, Any]:
    names = [contributor[key] for key in ("givenName", "familyName") if key in contributor]
    title = contributor.get("title") or " ".join(names) or contributor.get("organization", "")
    return {**contributor, "title": title}


def _build_author(contributor: Mapping[str, Any]) -> Cff:
    is_person = "familyName" in contributor or "givenName" in contributor
    if is_person:
        keys = {"family-names": "familyName", "given-names": "givenName", "affiliation": "organization"}
        author = {key: contributor[name] for key, name in keys.items() if name in contributor}
    else:
        author = {"name": contributor["title"]}
    orcid = _ORCID.fullmatch(contributor.get("path", ""))
    if orcid:
        return author | {"orcid": f"https://orcid.org/{orcid[1]}"}
    is_address = _URL.fullmatch(contributor.get("path", ""))
    return author | ({"website": contributor["path"]} if is_address else {})


def _build_identifier(identifier: str | None) -> Cff:
    if not identifier:
        return {}
    doi = _DOI.fullmatch(identifier)
    if doi:
        return {"doi": doi[1]}
    kind = "url" if _URL.fullmatch(identifier) else "other"
    return {"identifiers": [{"type": kind, "value": identifier}]}


def _build_licence(metadata: Metadata) -> Cff:
    names = [_LICENCES.get(licence.get("name", "").lower()) for licence in metadata.licenses]
    known = list(dict.fromkeys(name for name in names if name))
    if known and len(known) == len(set(names)):
        return {"license": known[0] if len(known) == 1 else known}
    paths = [
        path for path in (licence.get("path", "") for licence in metadata.licenses) if _URL.fullmatch(path)
    ]
    return {"license-url": paths[0]} if paths else {}
