"""Resources of a package as records: fields, keys, schema and dialect, built from a descriptor that obeys the rules."""

from dataclasses import dataclass, field
from typing import Any

from exporter.validation.model.json_types import JsonObject, JsonValue

_MEDIA_TYPES = {
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/vnd.apache.parquet": "parquet",
    "application/x-parquet": "parquet",
    "application/json": "json",
    "application/x-ndjson": "ndjson",
    "application/jsonl": "jsonl",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a Table Schema.

    Attributes:
        name: As in the header.
        type: One of the types of Data Package v2; "any" when none is given.
        format: "default" when none is given.
        missing_values: Texts that mean null; its own, else those of the schema, else the empty text.
        constraints: As the descriptor has them.
        categories: The values that are allowed, or none when all are.
        options: The whole descriptor of the field, for what only one type needs.
        pointer: Where it stands in the descriptor.
    """

    name: str
    type: str = "any"
    format: str = "default"
    missing_values: tuple[str, ...] = ("",)
    constraints: JsonObject = field(default_factory=dict)
    categories: tuple[Any, ...] = ()
    options: JsonObject = field(default_factory=dict)
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
    """How a table is written, as Table Dialect v2 has it.

    Attributes:
        quote: Empty when cells are never quoted.
        escape: The character that takes the meaning from the next, or empty.
        line_end: What ends a row; both usual ends do where one of them is given, and by default.
        null: What stands for null in every field, or None.
        header_rows: The rows that the names are in; none if there is no header.
        comment_rows: Rows that are none of the data.
        comment: What such rows start with, or empty.
        rows_property: Where in JSON the rows are, or empty.
        item_type: What each row of JSON is, array or object, or empty for either.
        item_keys: The keys of JSON objects that are the columns, or none for all.
    """

    delimiter: str = ","
    quote: str = '"'
    double_quote: bool = True
    escape: str = ""
    line_end: str = "\r\n"
    null: str | None = None
    skips_space: bool = False
    header_rows: tuple[int, ...] = (1,)
    header_join: str = " "
    comment_rows: frozenset[int] = frozenset()
    comment: str = ""
    rows_property: str = ""
    item_type: str = ""
    item_keys: tuple[str, ...] = ()

    @property
    def has_plain_ends(self) -> bool:
        """Tell whether rows end as usual, in a line feed with or without a carriage return before it."""
        return self.line_end in ("\n", "\r\n")

    @property
    def is_plain(self) -> bool:
        """Tell whether all rows after the header and the comments are as RFC 4180 has them, whatever the characters."""
        chars = (self.delimiter, self.quote) if self.quote else (self.delimiter,)
        is_usual = all(len(char) == 1 and char.isascii() and char not in "\r\n\0" for char in chars)
        has_more = self.escape or self.comment or self.skips_space or not self.double_quote
        return is_usual and self.has_plain_ends and not has_more and self.delimiter != self.quote

    @property
    def lead(self) -> int:
        """Tell how many rows at the start have to be looked at one by one."""
        return max((*self.header_rows, *self.comment_rows), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One resource of a package.

    Attributes:
        paths: One or more files, whose bytes follow one another; empty when the data is in the descriptor.
        format: "csv", "parquet", or whatever else is given or the file name ends in, in lower case.
        compression: "gz", "zip" or None; bytes and hash are those of the compressed file.
        schema: Or None when there is none.
        data: What stands in the descriptor itself, if there are no paths.
        is_tabular: Whether it says of itself that it is a table.
        pointer: Where it stands in the descriptor.
    """

    name: str
    paths: tuple[str, ...]
    format: str
    compression: str | None = None
    encoding: str = "utf-8"
    hash: str | None = None
    bytes: int | None = None
    schema: TableSchema | None = None
    dialect: Dialect = Dialect()
    data: JsonValue = None
    is_tabular: bool = False
    pointer: str = ""


def build_resource(descriptor: JsonObject, pointer: str, schema: TableSchema | None = None) -> Resource:
    """Build a resource from a descriptor that obeys the rules, with its dialect in place.

    Args:
        descriptor: What the package says of it.
        pointer: Where it stands.
        schema: Its schema, if that was built before; otherwise it is built from the descriptor.
    """
    paths = _build_names(descriptor.get("path", ()))
    name = paths[0].lower() if paths else ""
    compression = str(descriptor.get("compression") or "").lower()
    if not compression and name.endswith((".gz", ".zip")):
        compression = name.rpartition(".")[2]
    format_ = _find_format(descriptor, name.removesuffix(f".{compression}") if compression else name)
    if format_ in ("gz", "zip"):  # An archive that is published as such.
        compression = ""
    dialect = descriptor.get("dialect") or {}
    if schema is None and isinstance(descriptor.get("schema"), dict):
        schema = build_schema(descriptor["schema"], f"{pointer}/schema")
    if format_ == "tsv":
        dialect = {"delimiter": "\t", **dialect}
    return Resource(
        name=descriptor["name"],
        paths=paths,
        format="csv" if format_ == "tsv" else format_,
        compression=compression if compression in ("gz", "zip") else None,
        encoding=descriptor.get("encoding", "utf-8"),
        hash=descriptor.get("hash"),
        bytes=None if descriptor.get("bytes") is None else int(descriptor["bytes"]),
        schema=schema,
        dialect=_build_dialect(dialect) if isinstance(dialect, dict) else Dialect(),
        data=descriptor.get("data"),
        is_tabular=descriptor.get("type") == "table" or descriptor.get("profile") == "tabular-data-resource",
        pointer=pointer,
    )


def _find_format(descriptor: JsonObject, name: str) -> str:
    """Find the format that is given, or else the one that the name of a file, or the media type, stands for."""
    if descriptor.get("format"):
        return str(descriptor["format"]).lower()
    suffix = name.rpartition("/")[2].partition(".")[2].rpartition(".")[2]
    media = str(descriptor.get("mediatype") or "").partition(";")[0].strip().lower()
    return suffix if suffix in _MEDIA_TYPES.values() else _MEDIA_TYPES.get(media, suffix)


def build_schema(descriptor: JsonObject, pointer: str = "") -> TableSchema:
    """Build a schema from a descriptor that obeys the rules."""
    missing = build_missing(descriptor.get("missingValues", [""]))
    match = descriptor.get("fieldsMatch", "exact")
    return TableSchema(
        fields=tuple(
            build_field(item, missing, f"{pointer}/fields/{index}")
            for index, item in enumerate(descriptor["fields"])
        ),
        match=match if isinstance(match, str) else match[0],
        primary_key=_build_names(descriptor.get("primaryKey", ())),
        unique_keys=tuple(tuple(names) for names in descriptor.get("uniqueKeys", ())),
        foreign_keys=tuple(
            ForeignKey(
                fields=_build_names(item["fields"]),
                resource=item["reference"].get("resource", ""),
                reference=_build_names(item["reference"]["fields"]),
                index=index,
            )
            for index, item in enumerate(descriptor.get("foreignKeys", ()))
            if "package" not in item["reference"]
        ),
    )


def build_field(descriptor: JsonObject, missing: tuple[str, ...] = ("",), pointer: str = "") -> Field:
    """Build a field from a descriptor that obeys the rules; missing is what the schema says of missing values."""
    categories = descriptor.get("categories", ())
    return Field(
        name=descriptor["name"],
        type=descriptor.get("type", "any"),
        # Version 0 wrote patterns of dates with this prefix.
        format=descriptor.get("format", "").removeprefix("fmt:") or "default",
        missing_values=build_missing(descriptor["missingValues"])
        if "missingValues" in descriptor
        else missing,
        constraints=descriptor.get("constraints", {}),
        categories=tuple(item["value"] if isinstance(item, dict) else item for item in categories),
        options=descriptor,
        pointer=pointer,
    )


def _build_dialect(descriptor: JsonObject) -> Dialect:
    rows = tuple(descriptor.get("headerRows") or (1,)) if descriptor.get("header", True) else ()
    escape = descriptor.get("escapeChar") or ""
    # The two exclude each other, so the default of one gives way to the other.
    quote = descriptor.get("quoteChar", "" if escape else '"') or ""
    return Dialect(
        delimiter=descriptor.get("delimiter", ","),
        quote=quote,
        double_quote=descriptor.get("doubleQuote", True),
        escape=escape,
        line_end=descriptor.get("lineTerminator") or "\r\n",
        null=descriptor.get("nullSequence"),
        skips_space=descriptor.get("skipInitialSpace", False),
        header_rows=rows,
        header_join=descriptor.get("headerJoin", " "),
        comment_rows=frozenset(descriptor.get("commentRows") or ()),
        comment=descriptor.get("commentChar") or "",
        rows_property=descriptor.get("property") or "",
        item_type=descriptor.get("itemType") or "",
        item_keys=tuple(descriptor.get("itemKeys") or ()),
    )


def build_missing(values: JsonValue) -> tuple[str, ...]:
    """Build the texts that mean null from a list of texts or of objects with a value."""
    return tuple(item["value"] if isinstance(item, dict) else item for item in values)


def _build_names(names: JsonValue) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)
