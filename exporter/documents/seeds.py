"""Reads documents: every input becomes seeds, each a document or the findings that say why there is none."""

import hashlib
import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from exporter.documents.decoding import BOM, check_text, decode_text
from exporter.documents.files import MAX_BYTES, iter_lines, open_file, read_bytes
from exporter.documents.folding import fold_text
from exporter.documents.forms import check_forms
from exporter.documents.frontmatter import (
    find_sidecars,
    note_spare_sidecars,
    read_sidecar,
)
from exporter.documents.inputs import STDIN, Item, find_items
from exporter.documents.languages import detect_language, is_foreign, name_language
from exporter.documents.metadata import drop_absent, find_unknown, merge_metadata, type_metadata
from exporter.documents.notes import Note, RefusedError, build_finding
from exporter.documents.prose import check_addresses, check_prose
from exporter.documents.readers import Reader, find_reader, json_lines
from exporter.documents.readers.content import Content, Row
from exporter.documents.styles import check_style
from exporter.documents.zones import find_zones
from exporter.errors import InputError
from exporter.records import Document, Seed

logger = logging.getLogger("exporter")

_JSON_START = re.compile(rb'\s*\{\s*(?:["}]|\Z)')


def iter_seeds(
    inputs: Sequence[str | Path], *, stdin: BinaryIO | None = None, follow_links: bool = False
) -> Iterator[Seed]:
    """Read documents from files, folders, patterns and standard input.

    Everything is listed before this returns; files are opened one by one as the seeds are asked for, and a
    collection, a file of many documents, is never held whole. Seeds come in the order of the inputs, within a
    folder by posix path, within a collection as they stand there. A real file that is reached twice is read
    once. Folders of annotated texts (with brat's annotation.conf) below a named folder are passed over, and so are
    releases and other tables that were made from documents, wherever they lie.

    Standard input is taken as JSON Lines when its first line that is not blank starts with "{" and then a
    quotation mark, "}" or the end of the line; else it is one plain text.

    `Seed.path` and the paths of findings are as the user would name the file; `Document.path` is relative to
    the folder that was named, or the file's name, with folders before it only where two would be the same.
    A seed without a document whose findings are all warnings is a remark about a folder, not a failure.

    Args:
        inputs: Files, folders (with all below them, but hidden ones), patterns with * ? [] and **, or "-".
        stdin: What "-" stands for.
        follow_links: Follow links that lead out of a folder; without it they are told, and only what is named itself
            may be such a link.

    Raises:
        InputError: An input does not exist or holds no documents, or "-" is named and stdin is not given.
    """
    items = find_items(inputs, follow_links=follow_links)
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
    is_markup: bool = False,
) -> Seed:
    """Build the seed of a normalised text and its metadata; a text that cannot be a document's gives none."""
    try:
        check_text(text)
        check_addresses(text)
    except RefusedError as error:
        return _build_failed(path, [*notes, error.note._replace(row=row)])
    own_id, fields, typing_notes = type_metadata(metadata)
    folded = fold_text(text)
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    document = Document(
        document_id=own_id or f"d_{digest[:12]}",
        path=name,
        text=text,
        sha256=digest,
        zones=find_zones(text, title=fields["title"], folded=folded),
        detected_language=detect_language(text),
        metadata=metadata,
        **fields,
    )
    findings = (
        build_finding(note if row is None else note._replace(row=row), path)
        for note in (
            *notes,
            *typing_notes,
            *_check_language(document),
            *check_style(text),
            *check_forms(text, folded, is_markup=is_markup),
            *check_prose(document),
        )
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
    elif (reader := find_reader(item.path)) is not None and reader.holds_many:
        yield from _iter_collection(item)
    else:
        yield _read_file(item)


def _build_failed(path: str, notes: Sequence[Note]) -> Seed:
    shown = path.encode("utf-8", "backslashreplace").decode("utf-8")
    findings = tuple(build_finding(note, shown) for note in notes)
    is_withheld = any(note.is_withheld for note in notes)
    return Seed(path=shown, document=None, findings=findings, is_withheld=is_withheld)


def _read_file(item: Item) -> Seed:
    logger.debug("reading %r", item.path)
    try:
        _check_name(item)
        return _read_document(item)
    except RefusedError as error:
        return _build_failed(item.path, [error.note])


def _check_name(item: Item) -> None:
    try:
        f"{item.path}{item.name}".encode()  # A name may have folders before it that the path has not.
    except UnicodeEncodeError as error:
        raise RefusedError(
            "document-unreadable", "cannot be named (expected a file name in UTF-8)"
        ) from error


def _read_document(item: Item) -> Seed:
    path = Path(item.path)
    sidecars = find_sidecars(path, within=item.within)
    side = drop_absent(read_sidecar(sidecars[0])) if sidecars else {}
    declared = side.get("encoding")
    reader = _find_reader(item)
    data = read_bytes(path, limit=reader.max_bytes)
    content: Content = _load_module(reader).read(data, declared if isinstance(declared, str) else None)
    metadata, merge_notes = merge_metadata(content.metadata, side)
    notes = (*content.notes, *note_spare_sidecars(sidecars), *merge_notes, *find_unknown(metadata))
    return build_seed(
        content.text, metadata, path=item.path, name=item.name, notes=notes, is_markup=reader.is_markup
    )


def _find_reader(item: Item) -> Reader:
    reader = find_reader(item.path)
    assert reader is not None, item.path  # Without one there is a note instead of something to read.
    return reader


def _load_module(reader: Reader) -> Any:  # noqa: ANN401 - a module
    return import_module(f"exporter.documents.readers.{reader.module}")


def _iter_collection(item: Item) -> Iterator[Seed]:
    try:
        _check_name(item)
        with open_file(Path(item.path)) as stream:
            yield from _iter_rows(_load_module(_find_reader(item)).iter_rows(stream), item)
    except RefusedError as error:
        yield _build_failed(item.path, [error.note])


def _iter_rows(rows: Iterable[Row], item: Item) -> Iterator[Seed]:
    known: set[str] = set()
    for number, content in rows:
        path = f"{item.path}#{number}"
        if isinstance(content, Note):
            yield _build_failed(path, [content._replace(row=number)])
            continue
        text, metadata, notes = content
        notes = (*notes, *_find_new(metadata, known))
        yield build_seed(text, metadata, path=path, name=f"{item.name}#{number}", notes=notes, row=number)


def _find_new(metadata: dict[str, Any], known: set[str]) -> list[Note]:
    """Find unknown keys that were not told before: in a collection one warning tells as much as thousands."""
    unknown = [note for note in find_unknown(metadata) if note.field not in known]
    if len(known) < 10_000:
        known.update(note.field for note in unknown if note.field is not None)
    return unknown


def _iter_stdin(stdin: BinaryIO) -> Iterator[Seed]:
    item = Item(STDIN, STDIN)
    try:
        lines = iter_lines(stdin)
        head = _take_head(lines)
        first = (head[-1] or b"") if head else b""
        if _JSON_START.match(first.removeprefix(BOM)):
            yield from _iter_rows(json_lines.iter_line_rows(chain(head, lines)), item)
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
        if line is None or line.removeprefix(BOM).strip() or size > MAX_BYTES:
            break
    return head


def _join_bounded(lines: Iterable[bytes | None]) -> bytes:
    joined = bytearray()
    for line in lines:
        if line is None or len(joined) + len(line) > MAX_BYTES:
            raise RefusedError("document-too-long", f"text is too long (expected at most {MAX_BYTES} bytes)")
        joined += line
    return bytes(joined)
