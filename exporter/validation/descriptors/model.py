"""What a descriptor says about one resource, once its shape is known to be right."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = Mapping[str, Any]
Value = Any
"""Any JSON value."""

_NOT_CHECKED = ("escapeChar", "nullSequence", "skipInitialSpace", "commentChar", "headerRows", "commentRows")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a Table Schema.

    Attributes:
        name: As in the header.
        type: One of the types of Data Package v2; "any" when none is given.
        format: "default" when none is given.
        missing_values: Texts that mean null; its own, else those of the schema, else the empty text.
        constraints: As given.
        categories: The values that are allowed, or none when all are.
        options: The whole descriptor of the field, for what only one type needs.
        pointer: Where it stands in the descriptor.
    """

    name: str
    type: str = "any"
    format: str = "default"
    missing_values: tuple[str, ...] = ("",)
    constraints: Json = field(default_factory=dict)
    categories: tuple[Any, ...] = ()
    options: Json = field(default_factory=dict)
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """A foreign key.

    Attributes:
        fields: The fields that point.
        resource: Where they point; empty for their own table.
        reference: The fields that they point at.
        index: Which foreign key of the schema it is, from 0; those into other packages are not built.
    """

    fields: tuple[str, ...]
    resource: str
    reference: tuple[str, ...]
    index: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSchema:
    """A Table Schema."""

    fields: tuple[Field, ...]
    match: str = "exact"
    primary_key: tuple[str, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a CSV file is written; unknown names what is given but not understood here."""

    delimiter: str = ","
    quote: str = '"'
    header: bool = True
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One resource of a package.

    Attributes:
        paths: One or more files, whose bytes follow one another; empty when the data is in the descriptor.
        format: "csv", "parquet", or whatever else is given or the file name ends in, in lower case.
        schema: Or None when there is none.
        pointer: Where it stands in the descriptor.
    """

    name: str
    paths: tuple[str, ...]
    format: str
    encoding: str = "utf-8"
    hash: str | None = None
    bytes: int | None = None
    schema: TableSchema | None = None
    dialect: Dialect = Dialect()
    pointer: str = ""


def build_resource(given: Json, pointer: str, schema: TableSchema | None = None) -> Resource:
    """Build a resource from a descriptor that obeys the rules, with its dialect in place.

    Args:
        given: The descriptor.
        pointer: Where it stands.
        schema: Its schema, if that was built before; otherwise it is built from the descriptor.
    """
    paths = _build_names(given.get("path", ()))
    format_ = str(given.get("format") or (paths[0].rpartition(".")[2] if paths else "")).lower()
    dialect = given.get("dialect") or {}
    if schema is None and isinstance(given.get("schema"), dict):
        schema = build_schema(given["schema"], f"{pointer}/schema")
    if format_ == "tsv":
        dialect = {"delimiter": "\t", **dialect}
    return Resource(
        name=given["name"],
        paths=paths,
        format="csv" if format_ == "tsv" else format_,
        encoding=given.get("encoding", "utf-8"),
        hash=given.get("hash"),
        bytes=None if given.get("bytes") is None else int(given["bytes"]),
        schema=schema,
        dialect=_build_dialect(dialect) if isinstance(dialect, dict) else Dialect(),
        pointer=pointer,
    )


def build_schema(given: Json, pointer: str = "") -> TableSchema:
    """Build a schema from a descriptor that obeys the rules."""
    missing = build_missing(given.get("missingValues", [""]))
    match = given.get("fieldsMatch", "exact")
    return TableSchema(
        fields=tuple(
            build_field(item, missing, f"{pointer}/fields/{index}")
            for index, item in enumerate(given["fields"])
        ),
        match=match if isinstance(match, str) else match[0],
        primary_key=_build_names(given.get("primaryKey", ())),
        unique_keys=tuple(tuple(names) for names in given.get("uniqueKeys", ())),
        foreign_keys=tuple(
            ForeignKey(
                fields=_build_names(item["fields"]),
                resource=item["reference"].get("resource", ""),
                reference=_build_names(item["reference"]["fields"]),
                index=index,
            )
            for index, item in enumerate(given.get("foreignKeys", ()))
            if "package" not in item["reference"]
        ),
    )


def build_field(given: Json, missing: tuple[str, ...] = ("",), pointer: str = "") -> Field:
    """Build a field from a descriptor that obeys the rules; missing is what the schema says of missing values."""
    categories = given.get("categories", ())
    return Field(
        name=given["name"],
        type=given.get("type", "any"),
        # Version 0 wrote patterns of dates with this prefix.
        format=given.get("format", "").removeprefix("fmt:") or "default",
        missing_values=build_missing(given["missingValues"]) if "missingValues" in given else missing,
        constraints=given.get("constraints", {}),
        categories=tuple(item["value"] if isinstance(item, dict) else item for item in categories),
        options=given,
        pointer=pointer,
    )


def _build_dialect(given: Json) -> Dialect:
    unknown = [name for name in _NOT_CHECKED if given.get(name) not in (None, "", False, [])]
    if given.get("headerRows") == [1]:
        unknown.remove("headerRows")
    if not given.get("doubleQuote", True):
        unknown.append("doubleQuote")
    delimiter, quote = given.get("delimiter", ","), given.get("quoteChar", '"')
    unknown += [
        name for name, char in (("delimiter", delimiter), ("quoteChar", quote)) if not _is_plain(char)
    ]
    return Dialect(delimiter=delimiter, quote=quote, header=given.get("header", True), unknown=tuple(unknown))


def _is_plain(char: str) -> bool:
    return len(char) == 1 and char.isascii() and char not in "\r\n\0"


def build_missing(given: Value) -> tuple[str, ...]:
    """Build the texts that mean null from a list of texts or of objects with a value."""
    return tuple(item["value"] if isinstance(item, dict) else item for item in given)


def _build_names(given: Value) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)
