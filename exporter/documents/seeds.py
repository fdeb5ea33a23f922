"""Reads documents: every input becomes seeds, each a document or the findings that say why there is none."""

import hashlib
import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from exporter.documents.decoding import check_text, decode_text, normalise
from exporter.documents.files import MAX_BYTES, iter_lines, open_file, read_bytes
from exporter.documents.folders import COLLECTION_SUFFIXES
from exporter.documents.frontmatter import (
    find_declared_encoding,
    find_sidecars,
    note_spare_sidecars,
    read_sidecar,
    split_front_matter,
)
from exporter.documents.inputs import STDIN, Item, find_items
from exporter.documents.languages import detect_language, is_foreign, name_language
from exporter.documents.metadata import drop_absent, find_unknown, merge_metadata, type_metadata
from exporter.documents.notes import Note, RefusedError, build_finding, show
from exporter.documents.strict import MalformedError, parse_json
from exporter.documents.styles import check_style
from exporter.documents.zones import find_zones
from exporter.errors import InputError
from exporter.records import Document, Seed

logger = logging.getLogger("exporter")

_BOM = b"\xef\xbb\xbf"
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
_JSON_START = re.compile(rb'\s*\{\s*(?:["}]|\Z)')


def iter_seeds(inputs: Sequence[str | Path], *, stdin: BinaryIO | None = None) -> Iterator[Seed]:
    """Read documents from files, folders, patterns and standard input.

    Everything is listed before this returns; files are opened one by one as the seeds are asked for, and a
    collection (`.jsonl`, `.ndjson`) is never held whole. Seeds come in the order of the inputs, within a
    folder by posix path, within a collection by line. A real file that is reached twice is read once. Folders
    of annotated texts (with brat's annotation.conf) below a named folder are passed over.

    Standard input is taken as JSON Lines when its first line that is not blank starts with "{" and then a
    quotation mark, "}" or the end of the line; else it is one plain text.

    `Seed.path` and the paths of findings are as the user would name the file; `Document.path` is relative to
    the folder that was named, or the file's name, with folders before it only where two would be the same.
    A seed without a document whose findings are all warnings is a remark about a folder, not a failure.

    Args:
        inputs: Files, folders (with all below them, but hidden ones), patterns with * ? [] and **, or "-".
        stdin: What "-" stands for.

    Raises:
        InputError: An input does not exist or holds no documents, or "-" is named and stdin is not given.
    """
    items = find_items(inputs)
    if stdin is None and any(item.path == STDIN for item in items):
        raise InputError("-: standard input was not given", hint="pass stdin=sys.stdin.buffer")
    return chain.from_iterable(_iter_item(item, stdin) for item in items)


def build_seed(
    text: str,
    metadata: dict[str, Any],
    *,
    path: str,
    name: str,
    notes: Sequence[Note] = (),
    row: int | None = None,
) -> Seed:
    """Build the seed of a normalised text and its metadata; a text that cannot be a document's gives none."""
    try:
        check_text(text)
    except RefusedError as error:
        return _build_failed(path, [*notes, error.note._replace(row=row)])
    own_id, fields, typing_notes = type_metadata(metadata)
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    document = Document(
        document_id=own_id or f"d_{digest[:12]}",
        path=name,
        text=text,
        sha256=digest,
        zones=find_zones(text, title=fields["title"]),
        detected_language=detect_language(text),
        metadata=metadata,
        **fields,
    )
    findings = (
        build_finding(note if row is None else note._replace(row=row), path)
        for note in (*notes, *typing_notes, *_check_language(document), *check_style(text))
    )
    return Seed(path=path, document=document, findings=tuple(findings))


def _check_language(document: Document) -> Iterator[Note]:
    # Where the text is too short to tell, what the metadata say is all there is.
    found = document.detected_language or document.language
    if found is not None and is_foreign(found):
        message = "text is in a language that is not read: leave the document out, or do not trust its rows"
        message += f" (expected English, found {name_language(found)[:60]})"
        yield Note("document-language", message, field=None if document.detected_language else "language")


def _iter_item(item: Item, stdin: BinaryIO | None) -> Iterator[Seed]:
    if item.note is not None:
        yield _build_failed(item.path, [item.note])
    elif item.path == STDIN and stdin is not None:
        yield from _iter_stdin(stdin)
    elif item.name.casefold().endswith(COLLECTION_SUFFIXES):
        yield from _iter_collection(item)
    else:
        yield _read_file(item)


def _build_failed(path: str, notes: Iterable[Note]) -> Seed:
    shown = path.encode("utf-8", "backslashreplace").decode("utf-8")
    return Seed(path=shown, document=None, findings=tuple(build_finding(note, shown) for note in notes))


def _read_file(item: Item) -> Seed:
    logger.debug("reading %r", item.path)
    try:
        _check_name(item.path)
        return _read_document(item)
    except RefusedError as error:
        return _build_failed(item.path, [error.note])


def _check_name(path: str) -> None:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError as error:
        raise RefusedError(
            "document-unreadable", "cannot be named (expected a file name in UTF-8)"
        ) from error


def _read_document(item: Item) -> Seed:
    path = Path(item.path)
    sidecars = find_sidecars(path)
    side = drop_absent(read_sidecar(sidecars[0])) if sidecars else {}
    data = read_bytes(path)
    has_front_matter = path.suffix.casefold() == ".md"
    declared = (find_declared_encoding(data) if has_front_matter else None) or side.get("encoding")
    text, notes = decode_text(data, declared=declared if isinstance(declared, str) else None)
    front, text = split_front_matter(text) if has_front_matter else ({}, text)
    metadata, merge_notes = merge_metadata(drop_absent(front), side)
    notes = (*notes, *note_spare_sidecars(sidecars), *merge_notes, *find_unknown(metadata))
    return build_seed(text, metadata, path=item.path, name=item.name, notes=notes)


def _iter_collection(item: Item) -> Iterator[Seed]:
    try:
        _check_name(item.path)
        with open_file(Path(item.path)) as stream:
            yield from _iter_rows(iter_lines(stream), item)
    except RefusedError as error:
        yield _build_failed(item.path, [error.note])


def _iter_rows(lines: Iterable[bytes | None], item: Item) -> Iterator[Seed]:
    known: set[str] = set()
    number = 0
    is_empty = True
    for number, line in enumerate(lines, start=1):
        if line is not None and number == 1 and line.startswith(_WIDE_BOMS):
            raise RefusedError(
                "encoding-invalid", "collection cannot be decoded (expected UTF-8, found UTF-16 or UTF-32)"
            )
        if line is None or line.removeprefix(_BOM if number == 1 else b"").strip():
            is_empty = False
            yield _read_row(line, number, item, known)
    if is_empty:
        raise RefusedError(
            "document-empty", f"no documents (expected one a line, found {number} blank lines)"
        )


def _read_row(line: bytes | None, number: int, item: Item, known: set[str]) -> Seed:
    path = f"{item.path}#{number}"
    try:
        if line is None:
            message = f"line is too long (expected at most {MAX_BYTES} bytes)"
            raise RefusedError("document-too-long", message)
        text, metadata, notes = _parse_row(line)
    except RefusedError as error:
        return _build_failed(path, [error.note._replace(row=number)])
    # In a collection all lines share their keys: one warning tells as much as thousands.
    unknown = [note for note in find_unknown(metadata) if note.field not in known]
    if len(known) < 10_000:
        known.update(note.field for note in unknown if note.field is not None)
    return build_seed(
        text, metadata, path=path, name=f"{item.name}#{number}", notes=(*notes, *unknown), row=number
    )


def _parse_row(line: bytes) -> tuple[str, dict[str, Any], tuple[Note, ...]]:
    decoded, notes = decode_text(line)
    try:
        row = parse_json(decoded)
    except MalformedError as error:
        raise RefusedError("json-malformed", f"line is not one plain JSON object ({error.reason})") from error
    text = row.pop("text", None)
    if not isinstance(text, str):
        found = "none" if text is None else show(text)
        raise RefusedError(
            "document-text-invalid", f"no text (expected a string under the key 'text', found {found})"
        )
    return normalise(text), drop_absent(row), notes


def _iter_stdin(stdin: BinaryIO) -> Iterator[Seed]:
    item = Item(STDIN, STDIN)
    try:
        lines = iter_lines(stdin)
        head = _take_head(lines)
        first = (head[-1] or b"") if head else b""
        if _JSON_START.match(first.removeprefix(_BOM)):
            yield from _iter_rows(chain(head, lines), item)
        else:
            text, notes = decode_text(_join_bounded(chain(head, lines)))
            yield build_seed(text, {}, path=STDIN, name=STDIN, notes=notes)
    except RefusedError as error:
        yield _build_failed(STDIN, [error.note])


def _take_head(lines: Iterator[bytes | None]) -> list[bytes | None]:
    """Take the blank lines and the first other one, within the bound of one document."""
    head: list[bytes | None] = []
    size = 0
    for line in lines:
        head.append(line)
        size += len(line or b"")
        if line is None or line.removeprefix(_BOM).strip() or size > MAX_BYTES:
            break
    return head


def _join_bounded(lines: Iterable[bytes | None]) -> bytes:
    joined = bytearray()
    for line in lines:
        if line is None or len(joined) + len(line) > MAX_BYTES:
            raise RefusedError("document-too-long", f"text is too long (expected at most {MAX_BYTES} bytes)")
        joined += line
    return bytes(joined)
