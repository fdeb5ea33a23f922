"""The whole way from documents to tables, and on to a release, each step done by its own room."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import takewhile
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from exporter.documents import iter_seeds
from exporter.errors import InputError, PublishError
from exporter.findings import Finding
from exporter.packaging import METADATA_NAMES, Metadata, Provenance, build_name, read_metadata
from exporter.records import Document, Seed
from exporter.releases import Published, publish_tables
from exporter.releases.versions import parse_version
from exporter.tables import Tables, build_tables
from exporter.validation import check_seeds

OnFinding = Callable[[Finding], None]
OnDocument = Callable[[Document], None]
OnTotal = Callable[[int], None]

_MAGIC = frozenset("*?[")


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What building a release came to.

    Attributes:
        release: Name, version and folder of the release, and whether it was made or stood already.
        rows: Number of rows of each table.
        findings: Everything that was found in the documents, in order of path.
        documents: How many documents are in the release.
        left_out: How many were left out because of an error.
    """

    release: Published
    rows: Mapping[str, int]
    findings: tuple[Finding, ...]
    documents: int
    left_out: int

    @property
    def valid(self) -> bool:
        """Tell whether every document that was named is in the release."""
        return self.left_out == 0

    def to_json(self) -> dict[str, Any]:
        """Build the report as JSON values; what a finding does not have is left out of it."""
        release = self.release
        return {
            "valid": self.valid,
            "name": release.name,
            "version": release.version,
            "path": release.path.as_posix(),
            "status": release.status,
            "reasons": list(release.reasons),
            "documents": self.documents,
            "left_out": self.left_out,
            "rows": dict(self.rows),
            "findings": [_build_json(finding) for finding in self.findings],
        }


def extract(
    *inputs: str | Path,
    pipeline: str | None = None,
    with_text: bool = False,
    strict: bool = False,
    stdin: BinaryIO | None = None,
    on_finding: OnFinding | None = None,
    on_document: OnDocument | None = None,
    on_total: OnTotal | None = None,
) -> Tables:
    """Read documents into tables, without publishing anything.

    Documents with an error are left out. They are sorted by path, so the order of the inputs does not matter.

    Args:
        inputs: Files, folders, patterns with * ? [] and **, or "-" for stdin.
        pipeline: Name of an installed spaCy pipeline for English; the small one if None.
        with_text: Keep the whole text of every document in the documents table.
        strict: Stop at the first error that is found in a document.
        stdin: What "-" stands for.
        on_finding: Called with everything that is found, before extraction starts.
        on_document: Called with each document when it has been read into records.
        on_total: Called once with the number of documents that will be.

    Raises:
        InputError: An input does not exist, no document is usable, or strict is set and one has an error.
        ModelError: The pipeline is not installed or does not fit.
    """
    reading = _read(_list_seeds(inputs, stdin), strict=strict, on_finding=on_finding)
    return _extract(reading, pipeline, with_text, on_document, on_total)


def build(
    *inputs: str | Path,
    out: str | Path = "dist",
    name: str | None = None,
    version: str | None = None,
    created: datetime | None = None,
    metadata: Metadata | str | Path | None = None,
    pipeline: str | None = None,
    with_text: bool = False,
    strict: bool = False,
    stdin: BinaryIO | None = None,
    on_finding: OnFinding | None = None,
    on_document: OnDocument | None = None,
    on_total: OnTotal | None = None,
) -> Built:
    """Build a release of documents in out/name/version.

    Documents with an error are left out and reported. If the tables are those of the newest version, nothing
    is written. The same documents, options and versions of the tools make the same tables.

    Args:
        inputs: Files, folders, patterns with * ? [] and **, or "-" for stdin; their order does not matter.
        out: The folder in which the folder of the package lies; it is made if it does not exist.
        name: Name of the package; by default that of the metadata, else made from the folder's name.
        version: The version that is wanted, MAJOR.MINOR.PATCH; by default the least that the changes allow.
        created: When the release is made, in UTC; by default what SOURCE_DATE_EPOCH says, else it stays open.
        metadata: Title, licences and so on, or a file of them; by default datapackage.yaml in the folder.
        pipeline: Name of an installed spaCy pipeline for English; the small one if None.
        with_text: Publish the whole text of every document, too.
        strict: Stop at the first error that is found in a document; nothing is written then.
        stdin: What "-" stands for.
        on_finding: Called with everything that is found, before extraction starts.
        on_document: Called with each document when it has been read into records.
        on_total: Called once with the number of documents that will be.

    Raises:
        InputError: An input does not exist, no document is usable, the package has no name, or strict is set
            and a document has an error.
        SchemaError: The metadata are not valid.
        ModelError: The pipeline is not installed or does not fit.
        PublishError: The release cannot be written, or the version is taken or too small.
    """
    seeds = _list_seeds(inputs, stdin)
    described = _choose_metadata(inputs, metadata, name)
    catalog = Path(out) / described.name
    _check_early(catalog, version)
    reading = _read(seeds, strict=strict, on_finding=on_finding)
    tables = _extract(reading, pipeline, with_text, on_document, on_total)
    release = publish_tables(
        tables,
        catalog,
        metadata=described,
        version=version,
        created=created,
        provenance=_describe_making(pipeline, with_text),
    )
    return Built(
        release=release,
        rows={table_name: table.num_rows for table_name, table in tables},
        findings=reading.findings,
        documents=len(reading.documents),
        left_out=reading.left_out,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]
    left_out: int


def _list_seeds(inputs: Sequence[str | Path], stdin: BinaryIO | None) -> Iterator[Seed]:
    # The inputs are sorted, too, because a file that two of them name is called after the first.
    return iter_seeds(sorted(inputs, key=lambda item: PurePath(item).as_posix()), stdin=stdin)


def _read(seeds: Iterable[Seed], *, strict: bool, on_finding: OnFinding | None) -> _Reading:
    documents: list[Document] = []
    findings: list[Finding] = []
    left_out = 0
    for seed in check_seeds(sorted(seeds, key=_build_key)):
        for finding in seed.findings:
            findings.append(finding)
            if strict and finding.level == "error":
                hint = "correct it, or leave strict out to build without that document"
                raise InputError(f"{finding} [{finding.code}]", hint=hint)
            if on_finding is not None:
                on_finding(finding)
        if seed.is_valid and seed.document is not None:
            documents.append(seed.document)
        left_out += any(finding.level == "error" for finding in seed.findings)
    if not documents:
        raise InputError(
            f"no usable document (expected at least one, found {left_out} with errors)",
            hint="correct the errors that were found, or name other documents",
        )
    return _Reading(documents=tuple(documents), findings=tuple(findings), left_out=left_out)


def _build_key(seed: Seed) -> tuple[str, int, str]:
    path = seed.document.path if seed.document is not None else seed.path
    head, _, number = path.rpartition("#")
    if head and number.isascii() and number.isdigit():
        return head, int(number), seed.path
    return path, 0, seed.path


def _extract(
    reading: _Reading,
    pipeline: str | None,
    with_text: bool,
    on_document: OnDocument | None,
    on_total: OnTotal | None,
) -> Tables:
    # Only here, so that a mistake in the inputs is told before seconds are spent on loading spaCy.
    from exporter.engines import extract_records
    from exporter.extraction import DEFAULT_PIPELINE

    if on_total is not None:
        on_total(len(reading.documents))
    records = extract_records(
        reading.documents, pipeline=pipeline or DEFAULT_PIPELINE, on_document=on_document
    )
    return build_tables(records, with_text=with_text)


def _describe_making(pipeline: str | None, with_text: bool) -> Provenance:
    from exporter.extraction import DEFAULT_PIPELINE, describe_pipeline

    facts = describe_pipeline(pipeline or DEFAULT_PIPELINE)
    # A pipeline can be a folder, too; where that lies is nobody's business.
    name = PurePath(facts.pop("name")).name
    return Provenance(
        pipeline=name, pipeline_version=facts.pop("version"), configuration={**facts, "with_text": with_text}
    )


def _choose_metadata(
    inputs: Sequence[str | Path], given: Metadata | str | Path | None, name: str | None
) -> Metadata:
    if name is not None and name != build_name(name):
        problem = f"{name!r:.60}: no name for a package (expected lower-case letters, digits and hyphens)"
        raise InputError(problem, hint=f"try {build_name(name)}")
    if given is None:
        metadata = _find_metadata(inputs, name)
    else:
        metadata = given if isinstance(given, Metadata) else read_metadata(given)
    return metadata if name is None else replace(metadata, name=name)


def _find_metadata(inputs: Sequence[str | Path], name: str | None) -> Metadata:
    folders = list({folder.resolve(): folder for folder in _iter_folders(inputs)}.values())
    described = [folder for folder in folders if any((folder / file).is_file() for file in METADATA_NAMES)]
    if len(described) > 1:
        found = " and ".join(folder.as_posix() for folder in described[:2])
        raise InputError(
            f"more than one description of the package (expected one, found {METADATA_NAMES[0]} in {found})",
            hint=f"choose one with --metadata {(described[0] / METADATA_NAMES[0]).as_posix()}",
        )
    candidates = described or folders
    if len(candidates) == 1:
        return read_metadata(candidates[0])
    if name is None:
        raise InputError(
            f"no name for the package (expected one folder to take it from, found {len(folders)})",
            hint="add --name NAME",
        )
    return Metadata(name=name)


def _iter_folders(inputs: Sequence[str | Path]) -> Iterator[Path]:
    """Yield the folder that each input is or lies in, in order of the inputs' names."""
    for given in sorted(inputs, key=lambda item: PurePath(item).as_posix()):
        path = Path(given)
        if str(given) == "-":
            continue
        if path.is_dir():
            yield path
        elif os.path.lexists(path):
            yield path.parent
        else:
            base = Path(*takewhile(lambda part: not _MAGIC & set(part), path.parts))
            yield base if base.is_dir() else base.parent


def _check_early(catalog: Path, version: str | None) -> None:
    """Refuse before the long work what would be refused after it."""
    if version is not None:
        parse_version(version)
    place = next(folder for folder in (catalog, *catalog.parents) if os.path.lexists(folder))
    if not place.is_dir():
        raise PublishError(
            f"{place}: is no folder (expected a folder to write to)", hint="choose another --out"
        )
    if not os.access(place, os.W_OK | os.X_OK):
        raise PublishError(f"{place}: cannot be written to", hint="choose a folder that you may write to")


def _build_json(finding: Finding) -> dict[str, Any]:
    values = {"code": finding.code, "level": finding.level, **asdict(finding)}
    return {key: value for key, value in values.items() if value is not None}
