"""Readings are collected on disk, and records are made of them as often as they are asked for."""

import gc
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.errors import ExtractionError
from exporter.extraction import Reading, RecordsCollector, join_entities
from exporter.extraction.entities.model import LocalEntity, Name
from exporter.extraction.rows import LocalMention, ReadEntity
from exporter.records import Document, Source, Span

TEXTS = ("Mara Quist", "Quist", "Mara B. Quist", "Aldane", "Aldane", "Aldane")


@pytest.fixture
def build_reading(build_document):
    """Give a function that builds what was read from a document of a name, once as a person, then as places."""

    def build(number, text=TEXTS[0], **fields):
        document = build_document(number, text, **fields)
        kind = "person" if number < 4 else "place"
        span = Span(start=0, end=len(text))
        mention = LocalMention(mention_id=f"m_{number}", span=span, text=text, kind="name")
        entity = LocalEntity(type=kind, names=[Name(span=span, text=text, type=kind)])
        source = Source(
            source_id=f"s_{number}",
            document_id=document.document_id,
            entity_id=None,
            name=text,
            kind="person",
            naming="named",
            count=1,
            role=None,
            affiliation=None,
            anonymity_reason=None,
            quote_count=1,
            start=0,
            end=len(text),
        )
        return Reading(
            document=document,
            sources=(source,),
            quotes=(),
            entities=(ReadEntity(entity=entity, mentions=(mention,)),),
            entity_of={source.source_id: 0},
        )

    return build


@pytest.fixture
def readings(build_reading):
    """Give the readings of several documents."""
    return [build_reading(number, text) for number, text in enumerate(TEXTS)]


NAMES = (
    "Mara Quist",
    "Quist",
    "Anna Quist",
    "Norland Harbour Fund",
    "NHF",
    "Harbour Fund",
    "Aldane",
    "Americans",
)
TYPES = ("person", "organization", "place", "group")
documents_of_names = st.lists(
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(TYPES), st.integers(1, 3)), max_size=5),
    max_size=6,
)


def make_reading(number, names):
    """Build what was read from a document that has so many mentions of entities of a type."""
    entities = []
    for place, (text, kind, times) in enumerate(names):
        spans = [
            Span(start=1000 * place + 50 * each, end=1000 * place + 50 * each + 9) for each in range(times)
        ]
        mentions = [
            LocalMention(mention_id=f"m_{number}_{span.start}", span=span, text=text, kind="name")
            for span in spans
        ]
        entity = LocalEntity(type=kind, names=[Name(span=span, text=text, type=kind) for span in spans])
        entities.append(ReadEntity(entity=entity, mentions=tuple(mentions)))
    document = Document(document_id=f"doc-{number}", path=f"{number}.txt", text="", sha256="", zones=())
    return Reading(document=document, sources=(), quotes=(), entities=tuple(entities), entity_of={})


def collect(readings):
    """Collect the records of readings."""
    collector = RecordsCollector()
    for reading in readings:
        collector.add(reading)
    return collector.collect()


def test_documents_can_be_gone_through_again(readings):
    """The records of documents come in order, have a length, and are the same each time, even two at once."""
    documents = collect(readings).documents
    first = list(documents)
    assert [each.document for each in first] == [reading.document for reading in readings]
    assert len(documents) == len(first) == 6
    assert list(zip(documents, documents, strict=True)) == [(each, each) for each in first]
    assert first[2] in documents
    assert TEXTS[0] not in documents


def test_joining_in_memory_gives_the_same(readings):
    """join_entities gives what collecting does, and the readings stay as they are."""
    before = deepcopy(readings)
    records, expected = join_entities(readings), collect(readings)
    assert records.documents == tuple(expected.documents)
    assert records.entities == expected.entities
    assert readings == before


def test_sources_and_mentions_have_the_entities_of_the_package(readings):
    """Names that agree have one entity, of the type that most of them have, in sources and mentions."""
    records = collect(readings)
    found = {
        entity.entity_id: (entity.name, entity.type, entity.document_count) for entity in records.entities
    }
    expected = [("Mara B. Quist", "person", 3)] * 3 + [("Aldane", "place", 3)] * 3
    assert [found[each.mentions[0].entity_id] for each in records.documents] == expected
    assert [found[each.sources[0].entity_id] for each in records.documents] == expected


def test_documents_of_one_text_share_a_cluster(readings):
    """The documents that print the same words have the same cluster_id."""
    ids = [each.cluster_id for each in collect(readings).documents]
    assert len(set(ids)) == 4
    assert len(set(ids[3:])) == 1


def test_metadata_stay_behind(build_reading):
    """Metadata that cannot be written to a file do no harm."""
    (found,) = collect([build_reading(1, metadata={"f": lambda: 1})]).documents
    assert found.document.metadata == {}


def test_no_reading_stays_in_memory(build_reading):
    """However many readings are collected, none of their mentions is in memory."""
    collector = RecordsCollector()
    for number in range(50):
        collector.add(build_reading(number))
    records = collector.collect()
    assert next(iter(records.documents)).mentions
    gc.collect()
    assert not [each for each in gc.get_objects() if type(each) is LocalMention]


def test_lack_of_room_ends_the_collection(build_reading, full_disk):
    """A full disk ends the work with what to do."""
    with pytest.raises(ExtractionError, match="No space left") as caught:
        collect([build_reading(number) for number in range(20)])
    assert "TMPDIR" in caught.value.hint


@given(documents=documents_of_names, chance=st.randoms(use_true_random=False))
def test_the_order_of_documents_changes_nothing(documents, chance):
    """In any order the entities are the same, and so is what each document has."""
    readings = [make_reading(number, names) for number, names in enumerate(documents)]
    expected = join_entities(readings)
    chance.shuffle(readings)
    found = join_entities(readings)
    assert found.entities == expected.entities
    assert sorted(found.documents, key=get_id) == sorted(expected.documents, key=get_id)


@given(documents=documents_of_names)
def test_entities_count_their_mentions_and_documents(documents):
    """The counts of an entity are those of the mentions that have it; every mention has one."""
    records = join_entities([make_reading(number, names) for number, names in enumerate(documents)])
    mentions = [mention for each in records.documents for mention in each.mentions]
    assert len(mentions) == sum(times for names in documents for _, _, times in names)
    counts = {}
    for mention in mentions:
        counts.setdefault(mention.entity_id, []).append(mention.document_id)
    found = {each.entity_id: (each.mention_count, each.document_count) for each in records.entities}
    assert found == {entity_id: (len(ids), len(set(ids))) for entity_id, ids in counts.items()}


def get_id(read):
    """Give the id of the document of records."""
    return read.document.document_id
