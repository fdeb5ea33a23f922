"""What `import exporter` gives: the one place where the options of a run are keywords."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from exporter.findings import Finding
from exporter.options import (
    DEFAULT_EXTRACTOR,
    DEFAULT_PIPELINE,
    Callbacks,
    ExtractionOptions,
    Listener,
    Resources,
    ignore,
)
from exporter.packaging import Metadata
from exporter.pipeline.building import Built, ReleaseOptions, build_release
from exporter.pipeline.extracting import extract_tables
from exporter.pipeline.inputs import Inputs
from exporter.records import Document
from exporter.tables import Tables


def extract(
    *inputs: str | Path,
    pipeline: str | None = None,
    extractor: str | None = None,
    with_text: bool = False,
    strict: bool = False,
    follow_links: bool = False,
    engine: str | None = None,
    processes: int | None = None,
    threads: int | None = None,
    stdin: BinaryIO | None = None,
    on_finding: Callable[[Finding], object] | None = None,
    on_document: Callable[[Document], object] | None = None,
    on_total: Callable[[int], object] | None = None,
) -> Tables:
    """Read documents into tables, without publishing anything.

    Documents with an error are left out. They are sorted by path, so the order of the inputs does not matter.

    Args:
        inputs: Files, folders, patterns with * ? [] and **, or "-" for stdin.
        pipeline: Name of an installed spaCy pipeline for English; the small one if None.
        extractor: What finds attributions: "model", the trained model, which is used if None; "rules"; or the
            folder of another model, as exporter train writes it.
        with_text: Keep the whole text of every document in the documents table.
        strict: Stop at the first error that is found in a document; nothing is made then.
        follow_links: Follow links that lead out of a folder; without it they are found and left, unless an input is
            one itself.
        engine: Where extraction runs: "here", in this process; "processes", in several of this machine; by
            default where it is done sooner. This and the next two change nothing in the tables.
        processes: How many processes read the documents; by default what the machine has, if it is worth it.
        threads: How many threads each process may use; by default the cores divided by the processes.
        stdin: What "-" stands for.
        on_finding: Called with everything that is found, most of it before extraction starts.
        on_document: Called with each document when extraction is done with it.
        on_total: Called once with the number of documents that will be.

    Raises:
        InputError: An input does not exist, no document is usable, strict is set and one has an error, there is
            no such engine, or a number of processes or threads is less than 1.
        ModelError: The pipeline, the model or what the extra `extract` installs is missing, or does not fit.
        ExtractionError: Extraction cannot be finished, as when memory runs out.
    """
    return extract_tables(
        Inputs(paths=inputs, stdin=stdin, strict=strict, follow_links=follow_links),
        _build_options(pipeline, extractor, with_text=with_text),
        Resources(engine=engine, processes=processes, threads=threads),
        _build_listener(on_finding, on_document, on_total),
    )


def build(  # noqa: D417 - those that are not here are explained at extract
    *inputs: str | Path,
    out: str | Path = "dist",
    name: str | None = None,
    version: str | None = None,
    created: datetime | None = None,
    metadata: Metadata | str | Path | None = None,
    allow_missing: bool = False,
    pipeline: str | None = None,
    extractor: str | None = None,
    with_text: bool = False,
    strict: bool = False,
    follow_links: bool = False,
    engine: str | None = None,
    processes: int | None = None,
    threads: int | None = None,
    stdin: BinaryIO | None = None,
    on_finding: Callable[[Finding], object] | None = None,
    on_document: Callable[[Document], object] | None = None,
    on_total: Callable[[int], object] | None = None,
) -> Built:
    """Build a release of documents in out/name/version.

    Documents with an error are left out and reported. If the tables are those of the newest version, nothing
    is written. The same documents, options and versions of the tools make the same tables.

    The arguments from `pipeline` on are those of exporter.extract and are explained there.

    Args:
        inputs: Files, folders, patterns with * ? [] and **, or "-" for stdin; their order does not matter.
        out: The folder in which the folder of the package lies; it is made if it does not exist.
        name: Name of the package; by default that of the metadata, else made from the folder's name.
        version: The version that is wanted, MAJOR.MINOR.PATCH; by default the least that the changes allow.
        created: When the release is made, in UTC; by default what SOURCE_DATE_EPOCH says, else it stays open.
        metadata: Title, licences and so on, or a file of them; by default datapackage.yaml in the folder.
        allow_missing: Go on where files of documents that the newest release has are there but cannot be read, as
            for want of permission; without it the build stops, for the new release would tell that they were removed.

    Raises:
        InputError: As exporter.extract has it, the package has no name, or documents of the newest release cannot be
            read now.
        SchemaError: The metadata are not valid.
        ModelError: As exporter.extract has it.
        ExtractionError: As exporter.extract has it.
        PublishError: The release cannot be written, or the version is taken or too small.
    """
    return build_release(
        Inputs(paths=inputs, stdin=stdin, strict=strict, follow_links=follow_links),
        ReleaseOptions(
            out=out,
            name=name,
            version=version,
            created=created,
            metadata=metadata,
            allow_missing=allow_missing,
        ),
        _build_options(pipeline, extractor, with_text=with_text),
        Resources(engine=engine, processes=processes, threads=threads),
        _build_listener(on_finding, on_document, on_total),
    )


def _build_options(pipeline: str | None, extractor: str | None, *, with_text: bool) -> ExtractionOptions:
    return ExtractionOptions(
        pipeline=pipeline or DEFAULT_PIPELINE, extractor=extractor or DEFAULT_EXTRACTOR, with_text=with_text
    )


def _build_listener(
    on_finding: Callable[[Finding], object] | None,
    on_document: Callable[[Document], object] | None,
    on_total: Callable[[int], object] | None,
) -> Listener:
    return Callbacks(
        on_finding=on_finding or ignore, on_document=on_document or ignore, on_total=on_total or ignore
    )
