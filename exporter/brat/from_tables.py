"""Turns tables back into annotated texts, which is what brat shows and evaluation compares."""

from collections.abc import Iterator
from dataclasses import fields

import pyarrow as pa

from exporter.brat.names import name_documents
from exporter.brat.texts import AnnotatedText, Attribution, EntityCluster, SourceCluster
from exporter.errors import TableError
from exporter.records import Span
from exporter.tables import Tables

_SAID = tuple(field.name for field in fields(SourceCluster) if field.name != "mentions")


def build_annotated_texts(tables: Tables) -> Iterator[AnnotatedText]:
    """Yield each document with its quotes, sources and entities, in the order of the table, under a name of its own.

    Raises:
        TableError: The tables were built without texts.
    """
    if "text" not in tables.documents.column_names:
        raise TableError("documents: no texts (expected a field 'text')", hint="extract with_text=True")
    found = build_attributions(tables.quotes, tables.quote_spans)
    sources = build_source_clusters(tables.sources, tables.quotes, tables.quote_spans)
    entities = build_entity_clusters(tables.entities, tables.mentions)
    documents = tables.documents.select(["document_id", "path", "text"]).to_pylist()
    names = name_documents([row["path"] for row in documents])
    for name, row in zip(names, documents, strict=True):
        yield AnnotatedText(
            name=name,
            text=row["text"] or "",
            by_annotator={"": found.get(row["document_id"], ())},
            sources=sources.get(row["document_id"], ()),
            entities=entities.get(row["document_id"], ()),
        )


def build_attributions(quotes: pa.Table, quote_spans: pa.Table) -> dict[str, tuple[Attribution, ...]]:
    """Build the attributions of each document, by its id, in the order of the quotes.

    A quote without a piece of content is left out.
    """
    pieces = _collect_pieces(quote_spans)
    found: dict[str, list[Attribution]] = {}
    for row in quotes.select(["quote_id", "document_id", "type", "act", "confidence"]).to_pylist():
        content, cue, source = (
            tuple(pieces.get((row["quote_id"], role), ())) for role in ("content", "cue", "source")
        )
        if content:
            attribution = Attribution(
                content=content,
                cue=cue,
                source=source,
                type=row["type"],
                act=row["act"],
                confidence=row["confidence"],
            )
            found.setdefault(row["document_id"], []).append(attribution)
    return {document_id: tuple(attributions) for document_id, attributions in found.items()}


def build_source_clusters(
    sources: pa.Table, quotes: pa.Table, quote_spans: pa.Table
) -> dict[str, tuple[SourceCluster, ...]]:
    """Build the sources of each document, by its id, in the order of the table.

    The mentions of a source are the pieces of its quotes that name it; a source without such a piece is left out.
    """
    source_of = dict(zip(*(quotes[name].to_pylist() for name in ("quote_id", "source_id")), strict=True))
    mentions: dict[str, set[tuple[Span, ...]]] = {}
    for (quote_id, role), spans in _collect_pieces(quote_spans).items():
        if role == "source":
            mentions.setdefault(source_of[quote_id], set()).add(tuple(spans))
    found: dict[str, list[SourceCluster]] = {}
    for row in sources.to_pylist():
        if row["source_id"] in mentions:
            said = {name: row[name] for name in _SAID}
            ordered = sorted(mentions[row["source_id"]], key=lambda each: (each[0].start, each[0].end))
            found.setdefault(row["document_id"], []).append(SourceCluster(mentions=tuple(ordered), **said))
    return {document_id: tuple(clusters) for document_id, clusters in found.items()}


def _collect_pieces(quote_spans: pa.Table) -> dict[tuple[str, str], list[Span]]:
    """Collect the pieces of each role of each quote, by its id and the role, in the order of the table."""
    pieces: dict[tuple[str, str], list[Span]] = {}
    for row in quote_spans.select(["quote_id", "role", "start", "end"]).to_pylist():
        span = Span(start=row["start"], end=row["end"])
        pieces.setdefault((row["quote_id"], row["role"]), []).append(span)
    return pieces


def build_entity_clusters(entities: pa.Table, mentions: pa.Table) -> dict[str, tuple[EntityCluster, ...]]:
    """Build the entities of each document with their mentions by name, by its id, in order of their first mentions."""
    type_of = dict(zip(*(entities[name].to_pylist() for name in ("entity_id", "type")), strict=True))
    spans: dict[tuple[str, str], list[Span]] = {}
    for row in mentions.select(["document_id", "entity_id", "kind", "start", "end"]).to_pylist():
        if row["kind"] == "name":
            span = Span(start=row["start"], end=row["end"])
            spans.setdefault((row["document_id"], row["entity_id"]), []).append(span)
    found: dict[str, list[EntityCluster]] = {}
    for (document_id, entity_id), named in spans.items():
        cluster = EntityCluster(type=type_of[entity_id], mentions=tuple(named))
        found.setdefault(document_id, []).append(cluster)
    return {document_id: tuple(clusters) for document_id, clusters in found.items()}
