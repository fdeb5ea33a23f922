"""The whole way from documents to tables, and on to a release, each step done by its own room."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from itertools import takewhile
from operator import itemgetter
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from exporter.documents import iter_seeds
from exporter.errors import InputError, PublishError
from exporter.extras import check_extra
from exporter.findings import Finding
from exporter.packaging import METADATA_NAMES, Metadata, Provenance, build_name, read_metadata
from exporter.records import Document, Seed
from exporter.releases import Published, publish_tables
from exporter.releases.versions import parse_version
from exporter.tables import Tables, build_tables
from exporter.validation.targets.documents import check_seeds

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
    extractor: str | None = None,
    with_text: bool = False,
    strict: bool = False,
    processes: int | None = None,
    threads: int | None = None,
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
        extractor: What finds attributions: "model", the trained model, which is used if None; "rules"; or the
            folder of another model, as exporter train writes it.
        with_text: Keep the whole text of every document in the documents table.
        strict: Stop at the first error that is found in a document.
        processes: How many processes read the documents; by default what the machine has, if it is worth it.
            This and the next change nothing in the tables.
        threads: How many threads each process may use; by default the cores divided by the processes.
        stdin: What "-" stands for.
        on_finding: Called with everything that is found, most of it before extraction starts.
        on_document: Called with each document when extraction is done with it.
        on_total: Called once with the number of documents that will be.

    Raises:
        InputError: An input does not exist, no document is usable, strict is set and one has an error, or a
            number of processes or threads is less than 1.
        ModelError: The pipeline, the model or what the extra `extract` installs is missing, or does not fit.
        ExtractionError: Extraction cannot be finished, as when memory runs out.
    """
    check_extra("extract")
    found = _Found(strict=strict, on_finding=on_finding)
    documents = _read(_list_seeds(inputs, stdin), found)
    return _extract(
        documents,
        found,
        with_text=with_text,
        pipeline=pipeline,
        extractor=extractor,
        processes=processes,
        threads=threads,
        on_document=on_document,
        on_total=on_total,
    )


def build(
    *inputs: str | Path,
    out: str | Path = "dist",
    name: str | None = None,
    version: str | None = None,
    created: datetime | None = None,
    metadata: Metadata | str | Path | None = None,
    pipeline: str | None = None,
    extractor: str | None = None,
    with_text: bool = False,
    strict: bool = False,
    processes: int | None = None,
    threads: int | None = None,
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
        extractor: What finds attributions: "model", the trained model, which is used if None; "rules"; or the
            folder of another model, as exporter train writes it.
        with_text: Publish the whole text of every document, too.
        strict: Stop at the first error that is found in a document; nothing is written then.
        processes: How many processes read the documents; by default what the machine has, if it is worth it.
            This and the next change nothing in the tables.
        threads: How many threads each process may use; by default the cores divided by the processes.
        stdin: What "-" stands for.
        on_finding: Called with everything that is found, most of it before extraction starts.
        on_document: Called with each document when extraction is done with it.
        on_total: Called once with the number of documents that will be.

    Raises:
        InputError: An input does not exist, no document is usable, the package has no name, strict is set
            and a document has an error, or a number of processes or threads is less than 1.
        SchemaError: The metadata are not valid.
        ModelError: The pipeline, the model or what the extra `extract` installs is missing, or does not fit.
        ExtractionError: Extraction cannot be finished, as when memory runs out.
        PublishError: The release cannot be written, or the version is taken or too small.
    """
    check_extra("extract")
    seeds = _list_seeds(inputs, stdin)
    described = _choose_metadata(inputs, metadata, name)
    catalog = Path(out) / described.name
    _check_early(catalog, version)
    found = _Found(strict=strict, on_finding=on_finding)
    documents = _read(seeds, found)
    tables = _extract(
        documents,
        found,
        with_text=with_text,
        pipeline=pipeline,
        extractor=extractor,
        processes=processes,
        threads=threads,
        on_document=on_document,
        on_total=on_total,
    )
    release = publish_tables(
        tables,
        catalog,
        metadata=described,
        version=version,
        created=created,
        provenance=_describe_making(pipeline, extractor, with_text),
    )
    return Built(
        release=release,
        rows={table_name: table.num_rows for table_name, table in tables},
        findings=found.list_findings(),
        documents=tables.documents.num_rows,
        left_out=found.count_errors(),
    )


@dataclass(slots=True, kw_only=True)
class _Found:
    """What is found in the seeds, whenever it is; they are numbered in their order."""

    strict: bool
    on_finding: OnFinding | None
    seeds: dict[str, tuple[int, str]] = field(default_factory=dict)  # number and path by id of the document
    findings: list[tuple[int, Finding]] = field(default_factory=list)

    def add(self, number: int, finding: Finding) -> None:
        """Take a finding down and tell it; with strict an error ends all."""
        self.findings.append((number, finding))
        if self.strict and finding.level == "error":
            hint = "correct it, or leave strict out to build without that document"
            raise InputError(f"{finding} [{finding.code}]", hint=hint)
        if self.on_finding is not None:
            self.on_finding(finding)

    def add_late(self, document: Document, finding: Finding) -> None:
        """Take a finding of extraction down, under the path by which the user named the document."""
        number, path = self.seeds[document.document_id]
        self.add(number, replace(finding, path=path))

    def list_findings(self) -> tuple[Finding, ...]:
        """List all findings in order of their seeds."""
        return tuple(finding for _, finding in sorted(self.findings, key=itemgetter(0)))

    def count_errors(self) -> int:
        """Count the seeds in which there is an error."""
        return len({number for number, finding in self.findings if finding.level == "error"})

    def check_any(self, documents: Collection[object]) -> None:
        """Check that there are documents at all."""
        if not documents:
            raise InputError(
                f"no usable document (expected at least one, found {self.count_errors()} with errors)",
                hint="correct the errors that were found, or name other documents",
            )


def _list_seeds(inputs: Sequence[str | Path], stdin: BinaryIO | None) -> Iterator[Seed]:
    # The inputs are sorted, too, because a file that two of them name is called after the first.
    return iter_seeds(sorted(inputs, key=lambda item: PurePath(item).as_posix()), stdin=stdin)


def _read(seeds: Iterable[Seed], found: _Found) -> list[Document]:
    documents = []
    for number, seed in enumerate(check_seeds(sorted(seeds, key=_build_key))):
        for finding in seed.findings:
            found.add(number, finding)
        if seed.is_valid and seed.document is not None:
            documents.append(seed.document)
            found.seeds[seed.document.document_id] = number, seed.path
    found.check_any(documents)
    return documents


def _build_key(seed: Seed) -> tuple[str, int, str]:
    path = seed.document.path if seed.document is not None else seed.path
    head, _, number = path.rpartition("#")
    if head and number.isascii() and number.isdigit():
        return head, int(number), seed.path
    return path, 0, seed.path


def _extract(
    documents: list[Document],
    found: _Found,
    *,
    with_text: bool,
    pipeline: str | None,
    extractor: str | None,
    processes: int | None,
    threads: int | None,
    on_document: OnDocument | None,
    on_total: OnTotal | None,
) -> Tables:
    # Only here, so that a mistake in the inputs is told before seconds are spent on loading spaCy.
    from exporter.engines import extract_records
    from exporter.extraction import DEFAULT_EXTRACTOR, DEFAULT_PIPELINE

    if on_total is not None:
        on_total(len(documents))
    records = extract_records(
        _give_away(documents),
        pipeline=pipeline or DEFAULT_PIPELINE,
        extractor=extractor or DEFAULT_EXTRACTOR,
        processes=processes,
        threads=threads,
        on_document=on_document,
        on_finding=found.add_late,
    )
    found.check_any(records.documents)
    return build_tables(records, with_text=with_text)


def _give_away(documents: list[Document]) -> Iterator[Document]:
    """Empty the list, so that a text is in memory no longer than it takes to read it."""
    documents.reverse()
    while documents:
        yield documents.pop()


def _describe_making(pipeline: str | None, extractor: str | None, with_text: bool) -> Provenance:
    from exporter.extraction import (
        DEFAULT_EXTRACTOR,
        DEFAULT_PIPELINE,
        describe_extractor,
        describe_pipeline,
    )

    facts = describe_pipeline(pipeline or DEFAULT_PIPELINE)
    facts["extractor"] = describe_extractor(extractor or DEFAULT_EXTRACTOR)
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
