"""Reads what a program found, from brat standoff or from tables, and matches it with the texts of the gold."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from exporter.brat import AnnotatedText, Attribution, EntityCluster, SourceCluster, read_corpus
from exporter.brat.corpus import is_corpus
from exporter.brat.from_tables import build_attributions, build_entity_clusters, build_source_clusters
from exporter.brat.names import name_documents
from exporter.errors import InputError, PackageError
from exporter.packaging.package import DESCRIPTOR_NAME
from exporter.releases import open_release
from exporter.releases.catalog import CATALOG_NAME
from exporter.releases.manifest import MANIFEST_NAME
from exporter.tables import Tables

_MARKS = (CATALOG_NAME, MANIFEST_NAME, DESCRIPTOR_NAME)
_TABLES = ("documents", "quotes", "quote_spans", "sources", "entities", "mentions")
_EXPECTED = "a folder of brat files, a package, a release or a catalog"


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicted:
    """What was found in one document.

    Attributes:
        name: As the gold may call it.
        sha256: Hash of its normalised text.
        attributions: Who said what.
        sources: The sources that were told apart.
        entities: Likewise the entities.
    """

    name: str
    sha256: str
    attributions: tuple[Attribution, ...]
    sources: tuple[SourceCluster, ...] = ()
    entities: tuple[EntityCluster, ...] = ()


def read_predictions(path: str | Path) -> list[Predicted]:
    """Read predictions from a folder of brat files, or from a package, release or catalog that exporter wrote.

    Raises:
        InputError: There is nothing of the kind, or the brat files are malformed.
        PackageError: The package is damaged or lacks a table.
    """
    folder = Path(path)
    if any((folder / name).is_file() for name in _MARKS):
        release = open_release(folder)
        try:
            return build_predictions(*map(release.table, _TABLES))
        except KeyError as error:
            problem = f"{folder}: no tables of quotes ({error.args[0]})"
            raise PackageError(problem, hint=f"check it with: exporter validate {folder}") from error
    if not is_corpus(folder):
        found = "other files" if folder.is_dir() else "a file" if folder.exists() else "nothing"
        problem = f"{folder}: no predictions (expected {_EXPECTED}; found {found})"
        raise InputError(problem, hint="name another folder")
    return [
        Predicted(
            name=each.name,
            sha256=hash_text(each.text),
            attributions=each.attributions,
            sources=each.sources,
            entities=each.entities,
        )
        for each in read_corpus(folder)
    ]


def build_predictions(
    documents: pa.Table,
    quotes: pa.Table,
    quote_spans: pa.Table,
    sources: pa.Table,
    entities: pa.Table,
    mentions: pa.Table,
) -> list[Predicted]:
    """Build predictions from the tables of a package."""
    attributions = build_attributions(quotes, quote_spans)
    told_apart = build_source_clusters(sources, quotes, quote_spans)
    named = build_entity_clusters(entities, mentions)
    rows = documents.select(["document_id", "path", "sha256"]).to_pylist()
    names = name_documents([row["path"] for row in rows])
    return [
        Predicted(
            name=name,
            sha256=row["sha256"],
            attributions=attributions.get(row["document_id"], ()),
            sources=told_apart.get(row["document_id"], ()),
            entities=named.get(row["document_id"], ()),
        )
        for name, row in zip(names, rows, strict=True)
    ]


def list_predictions(predictions: str | Path | Tables) -> list[Predicted]:
    """List predictions, wherever they are."""
    if isinstance(predictions, Tables):
        return build_predictions(*(getattr(predictions, name) for name in _TABLES))
    return read_predictions(predictions)


def match_predictions(
    predictions: Sequence[Predicted], gold: Sequence[AnnotatedText]
) -> tuple[Mapping[str, Predicted], list[str]]:
    """Match predictions with the texts of the gold: by name if the texts are the same, else by their texts.

    Returns:
        For each name of the gold that has one the prediction, and the names of predictions without gold.

    Raises:
        InputError: A prediction was made on another text than the gold of the same name, and on no other of the
            gold; or none has gold at all.
    """
    hashes = {each.name: hash_text(each.text) for each in gold}
    names = {digest: name for name, digest in reversed(hashes.items())}
    matched: dict[str, Predicted] = {}
    rest = []
    for each in predictions:
        if hashes.get(each.name) == each.sha256:
            matched[each.name] = each
        else:
            rest.append(each)
    extra = []
    for each in rest:
        name = names.get(each.sha256)
        if name is not None and name not in matched:
            matched[name] = each
        elif each.name in hashes:
            raise _refuse_text(each, hashes[each.name])
        else:
            extra.append(each.name)
    if not matched:
        found = ", ".join(repr(name) for name in extra[:3]) or "none"
        expected = ", ".join(repr(name) for name in list(hashes)[:3])
        problem = f"no prediction has gold (expected documents such as {expected}, found {found})"
        raise InputError(
            problem, hint="predict on the texts of the gold, under the names that they have there"
        )
    return matched, sorted(extra)


def hash_text(text: str) -> str:
    """Hash a normalised text as the documents table does."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _refuse_text(predicted: Predicted, expected: str) -> InputError:
    problem = f"{predicted.name!r}: predicted on another text (expected sha256 {expected:.12}..., found "
    return InputError(
        f"{problem}{predicted.sha256:.12}...)",
        hint="predict again on the texts of the gold, or give the documents other names",
    )
