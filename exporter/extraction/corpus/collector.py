"""Collects what is read from one document after the other into the records of a package."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from exporter.extraction.corpus.entity_resolution import EntityResolver, ResolvedEntities
from exporter.extraction.corpus.near_duplicates import NearDuplicateFinder
from exporter.extraction.corpus.spill import Spill
from exporter.extraction.rows import Reading
from exporter.records import DocumentRecords, Mention, Records


class RecordsCollector:
    """Collects readings on disk; in memory is only what entity resolution and near-duplicates need of them."""

    def __init__(self) -> None:
        """Begin without any readings.

        Raises:
            ExtractionError: No temporary file can be made.
        """
        self._readings: Spill[Reading] = Spill()
        self._entities = EntityResolver()
        self._near_duplicates = NearDuplicateFinder()

    def add(self, reading: Reading) -> None:
        """Add what was read from a document. Its metadata are left behind, which may hold anything.

        Raises:
            ExtractionError: There is no room for a temporary file.
        """
        self._readings.append(replace(reading, document=replace(reading.document, metadata={})))
        self._entities.add(reading)
        self._near_duplicates.add(reading.document)

    def collect(self) -> Records:
        """Build the records of all documents, in the order in which they were added."""
        resolved = self._entities.resolve()
        documents = _CollectedDocuments(
            readings=self._readings, resolved=resolved, cluster_ids=self._near_duplicates.find()
        )
        return Records(documents=documents, entities=resolved.entities)


def join_entities(readings: Iterable[Reading]) -> Records:
    """Build the records of all documents, in their order, in memory."""
    collector = RecordsCollector()
    for reading in readings:
        collector.add(reading)
    records = collector.collect()
    return replace(records, documents=tuple(records.documents))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _CollectedDocuments(Collection[DocumentRecords]):
    """The records of documents, made of their readings each time they are gone through."""

    readings: Spill[Reading]
    resolved: ResolvedEntities
    cluster_ids: Sequence[str]

    def __len__(self) -> int:
        return len(self.readings)

    def __iter__(self) -> Iterator[DocumentRecords]:
        for reading, cluster_id in zip(self.readings, self.cluster_ids, strict=True):
            yield _build_records(reading, self.resolved, cluster_id)

    def __contains__(self, item: object) -> bool:
        return any(each == item for each in self)


def _build_records(reading: Reading, resolved: ResolvedEntities, cluster_id: str) -> DocumentRecords:
    document_id = reading.document.document_id
    ids = [resolved.get_id(read) for read in reading.entities]
    mentions = [
        Mention(
            mention_id=mention.mention_id,
            entity_id=entity_id,
            document_id=document_id,
            start=mention.span.start,
            end=mention.span.end,
            text=mention.text,
            kind=mention.kind,
        )
        for read, entity_id in zip(reading.entities, ids, strict=True)
        for mention in read.mentions
    ]
    return DocumentRecords(
        document=reading.document,
        cluster_id=cluster_id,
        sources=tuple(
            replace(
                source,
                entity_id=_get_id(ids, reading.entity_of, source.source_id),
                affiliation_id=_get_id(ids, reading.affiliation_of, source.source_id),
            )
            for source in reading.sources
        ),
        quotes=tuple(
            replace(quote, addressee_id=_get_id(ids, reading.addressee_of, quote.quote_id))
            for quote in reading.quotes
        ),
        mentions=tuple(sorted(mentions, key=lambda mention: (mention.start, mention.end))),
    )


def _get_id(ids: Sequence[str], places: Mapping[str, int], key: str) -> str | None:
    """The identifier of the entity that a source or a quote is tied to, if it is tied to one."""
    return ids[places[key]] if key in places else None
