"""What validation can find: one finding, and the table of all codes."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

Level = Literal["error", "warning"]


class Code(NamedTuple):
    """One kind of finding: how bad it is and what it means, in one sentence."""

    level: Level
    meaning: str


CODES: dict[str, Code] = {
    # documents
    "input-ignored": Code("warning", "Files in a folder were passed over because they are no documents."),
    "input-loop": Code("warning", "A link leads back to a folder above it, and was not followed."),
    "input-link": Code(
        "warning",
        "A link leads out of the folder that was named, and was not followed: add `--follow-links`.",
    ),
    "input-companion": Code(
        "warning", "A file that goes with documents, such as a sidecar, was named as if it were one."
    ),
    "document-format-unknown": Code(
        "error", "A file that was named has a suffix that stands for no known format."
    ),
    "document-unreadable": Code(
        "error", "A file or folder cannot be read, or is a pipe, a socket or a device."
    ),
    "document-binary": Code("error", "A file is not text: it holds NUL or many control characters."),
    "document-damaged": Code(
        "error", "A file is not of the format of its suffix, is damaged, or is encrypted."
    ),
    "document-empty": Code(
        "error", "A document has no text but white space, or a collection has no documents."
    ),
    "document-too-long": Code(
        "error", "A text has more than 1,000,000 characters, or its file or line 8,000,000 bytes."
    ),
    "document-text-invalid": Code("error", "A line of a collection has no string under the key `text`."),
    "encoding-bom": Code("warning", "A text starts with a byte order mark, which was removed."),
    "encoding-converted": Code("warning", "A text is in another encoding than UTF-8, and was converted."),
    "encoding-invalid": Code("error", "A text cannot be decoded, or names an encoding that does not exist."),
    "frontmatter-malformed": Code(
        "error", "The front matter of a document is not closed or not a plain YAML mapping."
    ),
    "sidecar-malformed": Code("error", "The sidecar of a document cannot be read or is not a plain mapping."),
    "sidecar-conflict": Code(
        "warning", "Front matter and sidecar give a field different values; the front matter's counts."
    ),
    "sidecar-ignored": Code("warning", "A document has more than one sidecar; only the first is read."),
    "sidecar-orphan": Code("warning", "A sidecar has no document beside it."),
    "json-malformed": Code("error", "A line of a collection is not one plain JSON object."),
    "metadata-unknown": Code(
        "warning", "A metadata key means nothing to exporter; its value is kept but not used."
    ),
    "metadata-alias-conflict": Code(
        "warning", "Two keys that name one field have different values; the first counts."
    ),
    "metadata-date-invalid": Code(
        "error", "A date of publication has the right form, but there is no such day or time."
    ),
    "metadata-date-naive": Code("warning", "A time of publication has no time zone, and was taken as UTC."),
    "document-language": Code(
        "warning",
        "A text is not in English, the only language that is read: leave the document out, or do not trust its rows.",
    ),
    "document-capitals": Code(
        "warning",
        "A text is in capitals: it is read as if in small letters, and names are told from other words less surely.",
    ),
    "document-small-letters": Code(
        "warning",
        "A text is in small letters throughout: it is read as if names had capitals, and these are found less surely.",
    ),
    "document-unpunctuated": Code(
        "warning",
        "Most of a text has no sentence ends, so that its quotes may reach too far.",
    ),
    "document-wordless": Code("warning", "A text has no letters, so that nothing is read in it."),
    "document-mojibake": Code(
        "warning", "A text was once read in a wrong encoding; it is read as if mended, and stays as it is."
    ),
    "document-characters-lost": Code(
        "warning",
        "Characters of a text became question marks or replacement characters, so that names and quotes are not sure.",
    ),
    "document-entities": Code(
        "warning", "A plain text holds entities of HTML; they are read as the characters that they stand for."
    ),
    "document-tags": Code("warning", "A plain text holds tags of HTML; they are left out in reading."),
    "document-wrapped": Code(
        "warning", "A text has line breaks within its paragraphs; these lines are joined in reading."
    ),
    "document-pages": Code(
        "warning", "A text has numbers or headers of pages between its lines; they are left out in reading."
    ),
    "document-tokenized": Code(
        "warning", "A text has spaces before commas and full stops; they are left out in reading."
    ),
    "document-bidi": Code(
        "warning",
        "A text holds a character that turns the order of letters, so that it is not what it seems.",
    ),
    "document-marks-unpaired": Code(
        "warning",
        "Quotation marks of several paragraphs lack their partners, so that quotes may reach too far or be missed.",
    ),
    "document-addresses": Code(
        "error", "A text is a list of addresses of pages and no article; they are not fetched."
    ),
    "document-not-prose": Code(
        "warning",
        "A text does not look like an article but like a table, code or another list: its rows are not to be trusted.",
    ),
    "document-unread": Code(
        "warning",
        "Most of a text is taken for bylines, appeals and the like, which are not read.",
    ),
    # validation: documents
    "document-metadata": Code(
        "error",
        "The metadata of a document breaks a rule of schemas/document.schema.json.",
    ),
    "document-id-duplicate": Code(
        "error",
        "Two documents have the same id, because it was given twice or because their texts are the same.",
    ),
    "document-text-duplicate": Code("warning", "Two documents with different ids have the same text."),
    # validation: files
    "path-unsafe": Code(
        "error",
        "A path is absolute, contains `..` or leads out of the package through a link.",
    ),
    "path-missing": Code("error", "A file that is named does not exist."),
    "path-not-a-file": Code("error", "A path leads to something that is not a regular file."),
    "path-remote": Code(
        "warning",
        "A path is a URL, which is not fetched, so nothing behind it was checked.",
    ),
    "remote-unreadable": Code(
        "error", "A file on a host that was allowed cannot be fetched as it is asked for."
    ),
    "file-hash": Code("error", "A file does not have the hash that was declared."),
    "file-bytes": Code("error", "A file does not have the number of bytes that was declared."),
    "hash-not-checked": Code(
        "warning",
        "A hash is of an algorithm that is not known here and was not checked.",
    ),
    # validation: descriptors
    "json-syntax": Code(
        "error",
        "A JSON file is not one strict object: it cannot be parsed, repeats a key, holds NaN or knows no measure.",
    ),
    "descriptor-rule": Code(
        "error",
        "A descriptor breaks a rule of Data Package v2 about a property's presence, type or form.",
    ),
    "descriptor-property": Code(
        "warning",
        "A property means nothing to the standard where it stands, but nearly the same or the same elsewhere does.",
    ),
    "descriptor-doubtful": Code(
        "warning",
        "A descriptor is allowed to say what it says, but it is discouraged, has no effect or contradicts itself.",
    ),
    "profile-not-checked": Code(
        "warning",
        "A descriptor names a profile that is not of the standard; it is not fetched and its rules are not checked.",
    ),
    "descriptor-name": Code(
        "warning",
        "A name is allowed but not plain: lower-case letters, digits, dots, dashes and underscores.",
    ),
    "resource-duplicate": Code("error", "Two resources of a package have the same name."),
    "field-duplicate": Code("error", "Two fields of a schema have the same name."),
    "key-unknown": Code("error", "A key names a field or resource that does not exist."),
    "constraint-unfit": Code(
        "error",
        "A constraint does not apply to the type of its field or has a value that is not of it.",
    ),
    # validation: tables
    "table-not-checked": Code(
        "warning",
        "The rows of a resource were not checked, because its format or dialect is not known here.",
    ),
    "compression-error": Code(
        "error",
        "A compressed file is damaged, becomes larger than allowed, or does not hold exactly one file.",
    ),
    "budget-count": Code(
        "error",
        "There is more of something than is checked by default: columns, keys, faults; the message says of what.",
    ),
    "budget-time": Code("error", "The time that validation may take was up before everything was checked."),
    "encoding-error": Code("error", "A file holds bytes that are not text in the declared encoding."),
    "csv-bom": Code(
        "warning",
        "A CSV file starts with a byte order mark, which is not part of the first name.",
    ),
    "csv-nul": Code("error", "A CSV row holds a NUL character."),
    "csv-quote": Code(
        "error",
        "A CSV file breaks the rules of quoting, so that what follows cannot be told apart.",
    ),
    "csv-line-end": Code(
        "error",
        "A CSV file has a carriage return outside quotes that does not end a line.",
    ),
    "csv-line-ends-mixed": Code(
        "warning", "A CSV file ends some lines in a line feed and others in carriage return and line feed."
    ),
    "csv-row-length": Code(
        "error",
        "A CSV row is longer than allowed, perhaps because a quote is left open; reading ended there.",
    ),
    "csv-blank-row": Code("error", "A CSV row is empty."),
    "csv-ragged-row": Code("error", "A CSV row has more or fewer cells than the header."),
    "data-ragged-row": Code(
        "error", "A row of a table that is JSON has more or fewer values than the header."
    ),
    "csv-header-missing": Code("error", "A CSV file has no header, because it is empty or ends before it."),
    "csv-header-name": Code("error", "A name in a CSV header is empty or repeated."),
    "parquet-parts-differ": Code("error", "The Parquet files of one resource do not have the same columns."),
    "parquet-syntax": Code("error", "A file is not Parquet, or is damaged."),
    "field-missing": Code("error", "A field of the schema is not in the data."),
    "field-extra": Code("error", "A column of the data is not in the schema."),
    "field-order": Code("error", "The columns of the data are not in the order of the schema."),
    "field-type": Code(
        "error",
        "A Parquet column has a physical type that does not fit the type of its field.",
    ),
    "cell-length": Code("error", "A cell is longer than is allowed, 16 MiB by default."),
    "type-error": Code("error", "A cell is not of the type of its field."),
    "constraint-required": Code("error", "A cell is null although its field is required."),
    "constraint-unique": Code("error", "A value stands twice in a field that is unique."),
    "constraint-min-length": Code("error", "A value is shorter than allowed."),
    "constraint-max-length": Code("error", "A value is longer than allowed."),
    "constraint-minimum": Code("error", "A value is smaller than allowed."),
    "constraint-maximum": Code("error", "A value is larger than allowed."),
    "constraint-pattern": Code("error", "A value does not match the pattern of its field as a whole."),
    "constraint-json-schema": Code("error", "A value does not conform to the JSON Schema of its field."),
    "key-not-checked": Code(
        "warning",
        "A key was not checked, because the data, as the schema allows, lack a column of it.",
    ),
    "constraint-not-checked": Code(
        "warning", "A constraint was not checked, because it cannot run here safely or in linear time."
    ),
    "constraint-enum": Code("error", "A value is not in the list of allowed values."),
    "constraint-categories": Code("error", "A value is not one of the categories of its field."),
    "primary-key-null": Code("error", "A part of a primary key is null."),
    "primary-key-duplicate": Code("error", "A primary key stands twice."),
    "unique-key-duplicate": Code("error", "A unique key stands twice."),
    "foreign-key": Code("error", "A foreign key points at a row that does not exist."),
    "cell-formula": Code("warning", "A cell starts with what makes a spreadsheet run it as a formula."),
    "cell-bidi": Code(
        "warning", "A cell holds a character that changes the direction in which text is shown."
    ),
    "cell-invisible": Code(
        "warning", "A cell holds a character that is not seen, so that it is not what it seems."
    ),
    "cell-mojibake": Code("warning", "A cell looks like text that was read in a wrong encoding."),
    "value-infinite": Code("warning", "A number is infinite or not a number, which many readers refuse."),
    "time-zones-mixed": Code(
        "warning", "A time is in another zone than the first of its column, or only one of them has a zone."
    ),
    "key-lookalike": Code(
        "warning",
        "A key cannot be told by eye from another, being the same but for how its characters are written.",
    ),
    # validation: spans
    "spans-not-checked": Code(
        "warning",
        "Spans were not compared with the texts, because the texts are not at hand.",
    ),
    "span-bounds": Code("error", "A span ends before it starts or lies outside its document."),
    "span-text": Code("error", "The text of a span is not what its document has at that place."),
    "document-hash": Code("error", "The hash of a document's text is not the one in the documents table."),
    "document-length": Code(
        "error",
        "The number of characters of a document's text is not the one in the documents table.",
    ),
    # validation: releases
    "manifest-rule": Code(
        "error",
        "A manifest or catalog breaks a rule about a property's presence, type or form.",
    ),
    "file-rows": Code("error", "A table does not have the number of rows that was declared."),
    "file-unlisted": Code("error", "A file lies in a release but is not in its manifest."),
    "checksum-syntax": Code("error", "A line of SHA256SUMS is not a checksum and a path."),
    "checksum-mismatch": Code("error", "A file does not have the checksum that SHA256SUMS gives."),
    "checksum-missing": Code(
        "error",
        "A file of a release is not in SHA256SUMS, or SHA256SUMS itself is not there.",
    ),
    "release-incomplete": Code("error", "A release lacks its CSV or its Parquet package."),
    "release-tables-differ": Code(
        "error",
        "The CSV and the Parquet package of a release do not hold the same values.",
    ),
    "table-digest": Code("error", "A table does not have the content digest that was declared."),
    "catalog-mismatch": Code(
        "error",
        "A catalog and the manifest of a release that it lists do not say the same.",
    ),
    "catalog-unlisted": Code("error", "A release lies in the folder of a catalog that does not list it."),
    "catalog-order": Code(
        "error",
        "The versions of a catalog are repeated or not in order, the newest last.",
    ),
    # extraction
    "extraction-failed": Code(
        "error",
        "A document made extraction fail: by a fault of exporter or of the language pipeline, or for want of memory.",
    ),
    "extraction-no-quotes": Code(
        "warning",
        "An article of more than 150 words has no quotes at all, so that something may be wrong with it.",
    ),
    # any
    "validation-failed": Code(
        "error",
        "Validation could not be done, for instance because what was named does not exist.",
    ),
    "internal-error": Code(
        "error",
        "A check failed in a way that is a fault of exporter, so its result is not known.",
    ),
}
"""Every code there is. A code is permanent: it may get a better sentence, never another meaning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing validation found.

    Attributes:
        code: A key of CODES.
        message: One line that says what is wrong, what was expected and what was found.
        path: The file or folder concerned, as the user would name it.
        resource: The table concerned, if any.
        row: The number of the record, the header being 1; the first row of a Parquet file is 2.
        field: The column or metadata key concerned, if any.
        pointer: A JSON pointer into the descriptor or metadata, if any.
        cell: What stands in the cell, as text and cut to a sane length, if one cell is concerned.
        byte: How many bytes of the file, decompressed, stand before the place, if it is known.
    """

    code: str
    message: str
    path: str
    resource: str | None = None
    row: int | None = None
    field: str | None = None
    pointer: str | None = None
    cell: str | None = None
    byte: int | None = None

    @property
    def level(self) -> Level:
        """Tell whether this is an error, which makes the input invalid, or a warning, which informs."""
        return CODES[self.code].level

    def __str__(self) -> str:
        """Write it in one line: the place and what is wrong there."""
        row = None if self.row is None else f"row {self.row}"
        place = ", ".join(part for part in (self.path, self.resource, row, self.field) if part)
        return f"{place}: {self.message}"
