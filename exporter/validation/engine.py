"""The one entry to validation: finds out what kind each target is, has it checked, and builds the report."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

from exporter.validation.files.hashes import FileHashes
from exporter.validation.files.stdin import STDIN, split_stdin
from exporter.validation.model.budget import Budget
from exporter.validation.report.findings_log import LIMIT, Collector, FindingsLog
from exporter.validation.report.report import Report
from exporter.validation.tables.spans import Texts
from exporter.validation.targets.context import Context
from exporter.validation.targets.package import DESCRIPTOR_NAME, check_package
from exporter.validation.targets.releases import CATALOG_NAME, MANIFEST_NAME, check_catalog, check_release

if TYPE_CHECKING:
    from exporter.records import Seed

TargetKind = Literal["catalog", "release", "package", "documents"]
_KINDS: dict[str, TargetKind] = {
    CATALOG_NAME: "catalog",
    MANIFEST_NAME: "release",
    DESCRIPTOR_NAME: "package",
}


def validate(
    target: str | Path,
    *more: str | Path,
    seeds: str | Path | Sequence[str | Path] | None = None,
    limit: int = LIMIT,
    stdin: BinaryIO | None = None,
    budget: Budget | None = None,
    hosts: Iterable[str] = (),
    follow_links: bool = False,
) -> Report:
    """Check documents, packages, releases and catalogs, and report all that was found.

    A folder with versions.json is a catalog, one with manifest.json a release, one with datapackage.json a
    package, and so are these files themselves; everything else is documents. All documents are checked
    together, so that duplicates among them are found. Nothing is written, and nothing
    is fetched but from hosts that are named.

    Args:
        target: What to check; "-" is a descriptor or a document on standard input, and the files that a
            descriptor names are looked for in the working folder.
        more: More of the same, checked in this order, documents last.
        seeds: The documents that packages were made from, to compare spans with where texts are not included.
        limit: How many findings of one code to list; all are counted.
        stdin: What "-" stands for.
        budget: What may be used up; by default sizes have bounds, and time has none.
        hosts: Names of the machines that files of packages may be fetched from; by default none.
        follow_links: Follow links that lead out of a folder of documents; in packages none is ever followed.

    Raises:
        InputError: A target does not exist or holds nothing that can be checked.
    """
    collector = Collector(limit=limit)
    budget = budget or Budget()
    context = Context(
        collector=collector,
        hashes=FileHashes(budget),
        texts=_build_reader(seeds, follow_links=follow_links),
        budget=budget,
        hosts=frozenset(host.lower() for host in hosts),
    )
    documents: list[str | Path] = []
    for item in (target, *more):
        kind, path = find_kind(item)
        content = None
        if item == STDIN and stdin is not None:
            content, stdin = split_stdin(stdin, budget)
            kind = "documents" if content is None else "package"
        if kind == "documents":
            documents.append(item)
        elif kind == "package":
            check_package(path, context, content=content)
        elif kind == "release":
            check_release(path, context)
        else:
            check_catalog(path, context)
    if documents:
        _check_documents(documents, collector, budget, stdin, follow_links=follow_links)
    return collector.build_report()


def find_kind(target: str | Path) -> tuple[TargetKind, Path]:
    """Tell what a target is, and where: the descriptor of a package, the folder of a release or catalog."""
    path = Path(target)
    for name, kind in _KINDS.items():
        if path.name == name and not path.is_dir():
            return kind, path if kind == "package" else path.parent
        # What is there but cannot be read, a pipe for instance, is for the check to tell.
        if path.is_dir() and os.path.lexists(path / name):
            return kind, path / name if kind == "package" else path
    return "documents", path


def _check_documents(
    inputs: Sequence[str | Path],
    collector: Collector,
    budget: Budget,
    stdin: BinaryIO | None = None,
    *,
    follow_links: bool,
) -> None:
    from exporter.documents import iter_seeds
    from exporter.validation.targets.documents import check_seeds

    place = ", ".join(Path(item).as_posix() for item in inputs)
    log = collector.start(name="documents", kind="documents", place=place)
    log.documents = 0
    with log.guard("checking documents"):
        found = iter_seeds(inputs, stdin=stdin, follow_links=follow_links)
        for seed in check_seeds(_count(found, log)):
            for finding in seed.findings:
                log.add_finding(finding)
            budget.check_time()


def _count(seeds: Iterable["Seed"], log: FindingsLog) -> Iterator["Seed"]:
    for seed in seeds:
        log.documents = (log.documents or 0) + (seed.document is not None)
        yield seed


def _build_reader(seeds: str | Path | Sequence[str | Path] | None, *, follow_links: bool) -> Texts | None:
    if seeds is None:
        return None
    inputs = [seeds] if isinstance(seeds, str | Path) else list(seeds)

    @cache
    def read_texts() -> Mapping[str, str]:
        from exporter.documents import iter_seeds

        documents = (seed.document for seed in iter_seeds(inputs, follow_links=follow_links))
        return {item.document_id: item.text for item in documents if item is not None}

    return read_texts
