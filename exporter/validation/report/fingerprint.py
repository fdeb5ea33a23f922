"""What makes a finding the same finding in another run: everything but its row, and where in the file it is."""

import hashlib
import json
from typing import NamedTuple

from exporter.findings import Finding
from exporter.validation.report.escaping import escape


class Key(NamedTuple):
    """All that stays the same when rows are added, removed or moved; texts are escaped."""

    path: str | None
    resource: str | None
    code: str
    field: str | None = None
    pointer: str | None = None
    cell: str | None = None


def build_key(finding: Finding, path: str | None) -> Key:
    """Build the key of a finding, with its path as it is named everywhere."""
    texts = (path, finding.resource, finding.code, finding.field, finding.pointer, finding.cell)
    return Key._make(None if text is None else escape(text) for text in texts)


def build_digest(finding: Finding, path: str | None) -> str:
    """Digest the key of a finding."""
    key = build_key(finding, finding.path if path is None else path)
    return hashlib.sha256(json.dumps(key).encode()).hexdigest()[:32]
