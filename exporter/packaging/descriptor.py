"""Builds the descriptor of a package: datapackage.json of Data Package v2."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from exporter.packaging.credits import GEONAMES
from exporter.packaging.files import FORMATS
from exporter.packaging.metadata import Metadata

_PROFILES = "https://datapackage.org/profiles/2.0"

Descriptor = dict[str, Any]


def build_descriptor(
    resources: Iterable[Descriptor], *, metadata: Metadata, version: str, created: datetime | None
) -> Descriptor:
    """Build the descriptor of a package from its resources; what is not given is left out, but GeoNames credited.

    Args:
        resources: What build_resource built, in order.
        metadata: What a person says about the package.
        version: MAJOR.MINOR.PATCH.
        created: When the package was made; a time without a zone is taken as UTC.
    """
    properties = replace(metadata, sources=(*metadata.sources, GEONAMES)).to_dict()
    head: Descriptor = {
        key: properties.pop(key) for key in ("name", "id", "title", "description") if key in properties
    }
    dates = {"created": format_datetime(created)} if created else {}
    profile = {"$schema": f"{_PROFILES}/datapackage.json"}
    return {**profile, **head, "version": version, **dates, **properties, "resources": list(resources)}


def build_resource(name: str, schema: Mapping[str, Any], *, kind: str, digest: str, size: int) -> Descriptor:
    """Build the description of one table of a package.

    Args:
        name: Name of the table; its file is data/NAME.KIND.
        schema: Its Table Schema with title and description; these two move to the resource.
        kind: How the file is written, one of FORMATS.
        digest: "sha256:" and the digest of the file.
        size: Bytes of the file.
    """
    format_ = FORMATS[kind]
    resource = {
        "name": name,
        "type": "table",
        "path": f"data/{name}.{kind}",
        "title": schema["title"],
        "description": schema["description"],
        "format": kind,
        "mediatype": format_.mediatype,
        **({"encoding": format_.encoding} if format_.encoding else {}),
        "bytes": size,
        "hash": digest,
        **({"dialect": dict(format_.dialect)} if format_.dialect else {}),
    }
    inline = {key: value for key, value in schema.items() if key not in ("name", "title", "description")}
    return resource | {"schema": inline}


def format_datetime(moment: datetime) -> str:
    """Format a moment as RFC 3339 in UTC, to the second: 2024-03-05T06:30:00Z."""
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return moment.replace(tzinfo=None, microsecond=0).isoformat() + "Z"


def hash_file(path: Path) -> str:
    """Compute "sha256:" and the digest of a file's bytes."""
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
