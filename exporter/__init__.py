"""Turns folders of news articles into datasets people can trust.

    import exporter

    exporter.validate("seeds/").valid
    exporter.extract("seeds/").quotes                      # an Arrow table
    built = exporter.build("seeds/", out="dist")
    exporter.open("dist/seeds").quotes_with_sources()      # a pandas DataFrame
    exporter.publish("dist/seeds", "public/seeds")

Nothing is imported before it is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from exporter.version import __version__

if TYPE_CHECKING:
    from exporter.errors import (
        ExporterError,
        ExtractionError,
        InputError,
        ModelError,
        PackageError,
        PublishError,
        SchemaError,
        TableError,
        VersionExistsError,
    )
    from exporter.evaluation import Evaluation, evaluate
    from exporter.findings import Finding
    from exporter.pipeline import Built, build, extract
    from exporter.records import Document
    from exporter.releases import Copied, Published, Release
    from exporter.releases import copy_releases as publish
    from exporter.releases import open_release as open  # noqa: A004 - `exporter.open` says what it does
    from exporter.tables import Tables
    from exporter.validation import Report, validate

_HOMES = {
    "build": "exporter.pipeline",
    "evaluate": "exporter.evaluation",
    "extract": "exporter.pipeline",
    "open": "exporter.releases:open_release",
    "publish": "exporter.releases:copy_releases",
    "validate": "exporter.validation",
    "Built": "exporter.pipeline",
    "Copied": "exporter.releases",
    "Document": "exporter.records",
    "Evaluation": "exporter.evaluation",
    "Finding": "exporter.findings",
    "Published": "exporter.releases",
    "Release": "exporter.releases",
    "Report": "exporter.validation",
    "Tables": "exporter.tables",
    "ExporterError": "exporter.errors",
    "ExtractionError": "exporter.errors",
    "InputError": "exporter.errors",
    "ModelError": "exporter.errors",
    "PackageError": "exporter.errors",
    "PublishError": "exporter.errors",
    "SchemaError": "exporter.errors",
    "TableError": "exporter.errors",
    "VersionExistsError": "exporter.errors",
}

__all__ = [
    "Built",
    "Copied",
    "Document",
    "Evaluation",
    "ExporterError",
    "ExtractionError",
    "Finding",
    "InputError",
    "ModelError",
    "PackageError",
    "PublishError",
    "Published",
    "Release",
    "Report",
    "SchemaError",
    "TableError",
    "Tables",
    "VersionExistsError",
    "__version__",
    "build",
    "evaluate",
    "extract",
    "open",
    "publish",
    "validate",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name not in _HOMES:
        raise AttributeError(f"module 'exporter' has no attribute {name!r}")
    module, _, attribute = _HOMES[name].partition(":")
    value = getattr(import_module(module), attribute or name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
