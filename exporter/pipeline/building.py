"""From documents to a release."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePath
from typing import Any

from exporter.extras import check_extra
from exporter.findings import Finding
from exporter.options import ExtractionOptions, Listener, Resources
from exporter.packaging import Metadata, Provenance, choose_metadata
from exporter.pipeline.extracting import read_tables
from exporter.pipeline.inputs import Inputs, find_seeds, read_documents
from exporter.pipeline.seed_findings import SeedFindings
from exporter.pipeline.withheld import check_none_withheld
from exporter.releases import Published, check_publishable, publish_tables


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseOptions:
    """What release is wanted.

    Attributes:
        out: The folder in which the folder of the package lies; it is made if it does not exist.
        name: Name of the package; by default that of the metadata, else made from the folder's name.
        version: MAJOR.MINOR.PATCH; by default the least that the changes allow.
        created: When the release is made, in UTC; by default what SOURCE_DATE_EPOCH says, else it stays open.
        metadata: What a person says of it, or a file of that; by default datapackage.yaml in the folder.
        allow_missing: Release without documents of the release before that are there but cannot be read now.
    """

    out: str | Path = "dist"
    name: str | None = None
    version: str | None = None
    created: datetime | None = None
    metadata: Metadata | str | Path | None = None
    allow_missing: bool = False


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


def build_release(
    inputs: Inputs,
    wanted: ReleaseOptions,
    options: ExtractionOptions,
    resources: Resources,
    listener: Listener,
) -> Built:
    """Build a release of documents in out/name/version; what would be refused at the end is refused before the work.

    Raises:
        ExporterError: As exporter.build says.
    """
    check_extra("extract")
    seeds = find_seeds(inputs)
    metadata = choose_metadata(
        inputs.list_sorted(), wanted.metadata, wanted.name, follow_links=inputs.follow_links
    )
    catalog = Path(wanted.out) / metadata.name
    check_publishable(catalog, wanted.version)
    found = SeedFindings(strict=inputs.strict, listener=listener)
    documents = read_documents(seeds, found)
    if not wanted.allow_missing:
        check_none_withheld(catalog, metadata.name, documents, found.withheld)
    tables = read_tables(documents, found, options, resources)
    release = publish_tables(
        tables,
        catalog,
        metadata=metadata,
        version=wanted.version,
        created=wanted.created,
        provenance=describe_provenance(options),
    )
    return Built(
        release=release,
        rows={name: table.num_rows for name, table in tables},
        findings=found.list_all(),
        documents=tables.documents.num_rows,
        left_out=found.count_errors(),
    )


def describe_provenance(options: ExtractionOptions) -> Provenance:
    """Describe what made the tables, for the manifest of their release.

    Raises:
        ModelError: The pipeline or the model is not installed.
    """
    from exporter.extraction import describe_extractor, describe_pipeline

    facts = describe_pipeline(options.pipeline)
    facts["extractor"] = describe_extractor(options.extractor)
    # A pipeline can be a folder, too; where that lies is nobody's business.
    name = PurePath(facts.pop("name")).name
    return Provenance(
        pipeline=name,
        pipeline_version=facts.pop("version"),
        configuration={**facts, "with_text": options.with_text},
    )


def _build_json(finding: Finding) -> dict[str, Any]:
    values = {"code": finding.code, "level": finding.level, **asdict(finding)}
    return {key: value for key, value in values.items() if value is not None}
