"""The one place for the names of metadata keys: aliases, conflicts, unknown keys, typed fields."""

from collections.abc import Mapping
from datetime import datetime
from difflib import get_close_matches
from typing import Any, NamedTuple, TypedDict

from exporter.documents.notes import Note, show
from exporter.documents.values import parse_authors, parse_moment

FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("id",),
    "title": ("title", "headline"),
    "publisher": ("publisher", "outlet", "source"),
    "authors": ("authors", "author", "byline"),
    "url": ("url", "link"),
    "published_at": ("published_at", "published", "date"),
    "language": ("language", "lang"),
    "license": ("license", "licence"),
    "encoding": ("encoding",),
}
"""Every field of the metadata with the keys that may name it; where several are given, the earlier counts."""

_FIELD_OF = {key: name for name, keys in FIELDS.items() for key in keys}


class Fields(TypedDict):
    """The typed fields of a document that come from metadata."""

    title: str | None
    publisher: str | None
    authors: tuple[str, ...]
    url: str | None
    published_at: datetime | None
    language: str | None
    license: str | None


class Typed(NamedTuple):
    """Metadata read: the document's own id, its typed fields, and what was noted."""

    own_id: str | None
    fields: Fields
    notes: tuple[Note, ...]


class Merged(NamedTuple):
    """Metadata of two places made one."""

    metadata: dict[str, Any]
    notes: tuple[Note, ...]


def drop_absent(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out keys whose value says nothing: null, or a string of white space."""
    return {
        key: value
        for key, value in metadata.items()
        if value is not None and not (isinstance(value, str) and not value.strip())
    }


def merge_metadata(front: Mapping[str, Any], side: Mapping[str, Any]) -> Merged:
    """Add a sidecar's metadata to the front matter's, which wins where both name one field."""
    merged, notes = dict(front), []
    key_of = {_FIELD_OF.get(key, key): key for key in front}
    for key, value in side.items():
        rival = key_of.get(_FIELD_OF.get(key, key))
        if rival is None:
            merged[key] = value
        elif front[rival] != value:
            message = f"front matter wins over the sidecar (expected one value, found {show(front[rival])}"
            notes.append(Note("sidecar-conflict", f"{message} and {show(value)})", field=rival))
    return Merged(merged, tuple(notes))


def type_metadata(metadata: Mapping[str, Any]) -> Typed:
    """Read the typed fields out of metadata; a value of a wrong type counts as absent."""
    values, notes = _resolve_aliases(metadata)
    published_at, date_notes = _type_date(values)
    fields = Fields(
        title=_type_string(values, "title"),
        publisher=_type_string(values, "publisher"),
        authors=parse_authors(values.get("authors", (None, None))[1]),
        url=_type_string(values, "url"),
        published_at=published_at,
        language=_type_string(values, "language"),
        license=_type_string(values, "license"),
    )
    return Typed(_type_id(values), fields, (*notes, *date_notes))


def find_unknown(metadata: Mapping[str, Any]) -> tuple[Note, ...]:
    """Find keys that mean nothing here, with the known key that is probably meant."""
    return tuple(_note_unknown(key) for key in metadata if key not in _FIELD_OF)


def _note_unknown(key: str) -> Note:
    near = get_close_matches(key[:40].lower(), _FIELD_OF, n=1, cutoff=0.75)
    expected = f"expected {near[0]!r}" if near else f"expected one of {', '.join(_FIELD_OF)}"
    if key == "text":
        expected = "expected none, for the text is the file's own"
    return Note("metadata-unknown", f"unknown metadata key ({expected}, found {show(key)})", field=key)


def _resolve_aliases(metadata: Mapping[str, Any]) -> tuple[dict[str, tuple[str, Any]], list[Note]]:
    values: dict[str, tuple[str, Any]] = {}
    notes = []
    for name, keys in FIELDS.items():
        present = [key for key in keys if key in metadata and not _is_foreign(key, metadata[key])]
        if present:
            values[name] = (present[0], metadata[present[0]])
        for rival in present[1:]:
            if metadata[rival] != metadata[present[0]]:
                message = f"{present[0]!r} wins over {rival!r} (expected one value for {name}"
                message += f", found {show(metadata[present[0]])} and {show(metadata[rival])})"
                notes.append(Note("metadata-alias-conflict", message, field=rival))
    return values, notes


def _is_foreign(key: str, value: object) -> bool:
    # Other tools describe a file's origin under "source", and say under "published" whether a page is.
    return (key == "source" and not isinstance(value, str)) or (
        key == "published" and isinstance(value, bool)
    )


def _type_string(values: Mapping[str, tuple[str, Any]], name: str) -> str | None:
    value = values.get(name, (name, None))[1]
    return (value.strip() or None) if isinstance(value, str) else None


def _type_id(values: Mapping[str, tuple[str, Any]]) -> str | None:
    value = values.get("id", ("id", None))[1]
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else None


def _type_date(values: Mapping[str, tuple[str, Any]]) -> tuple[datetime | None, list[Note]]:
    key, value = values.get("published_at", ("published_at", None))
    try:
        moment = parse_moment(value)
    except ValueError as error:
        message = (
            f"no such date (expected a day of the calendar and a time of day, found {show(value)}: {error})"
        )
        return None, [Note("metadata-date-invalid", message, field=key)]
    if moment is None:
        return None, []
    if not moment.is_naive:
        return moment.at, []
    message = f"time zone is missing and taken as UTC (expected one such as '+02:00', found {show(value)})"
    return moment.at, [Note("metadata-date-naive", message, field=key)]
