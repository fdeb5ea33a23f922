"""Entities: which names mean the same, within a document and across documents."""

from itertools import permutations

import pytest

from exporter.extraction import Reading, join_entities
from exporter.extraction.entities.model import LocalEntity, Name
from exporter.extraction.rows import LocalMention, ReadEntity
from exporter.records import Records, Span


def list_entities(records: Records) -> list[tuple[str, str, tuple[str, ...], int]]:
    """List the name, type, aliases and number of mentions of every entity."""
    return [(each.name, each.type, each.aliases, each.mention_count) for each in records.entities]


@pytest.mark.parametrize(
    ("text", "name", "kind", "aliases", "mentions"),
    [
        pytest.param(
            "Mara Quist opened the bridge. Quist thanked the crew.",
            "Mara Quist",
            "person",
            ("Quist",),
            2,
            id="surname",
        ),
        pytest.param(
            "Mara Quist opened the bridge. Ms. Quist thanked the crew.",
            "Mara Quist",
            "person",
            ("Quist",),
            2,
            id="title and surname",
        ),
        pytest.param(
            "Quist thanked the crew. Mara Quist opened the bridge.",
            "Mara Quist",
            "person",
            ("Quist",),
            2,
            id="surname before the full name",
        ),
        pytest.param(
            "Mara Quist's boat sank. Quist’s crew swam ashore.",
            "Mara Quist",
            "person",
            ("Quist",),
            2,
            id="possessives",
        ),
        pytest.param(
            "The International Monetary Fund lent the money. The IMF asked for reforms.",
            "International Monetary Fund",
            "organization",
            ("IMF",),
            2,
            id="acronym",
        ),
        pytest.param(
            "Brannock Airlines cut jobs. Brannock said on Monday that sales fell.",
            "Brannock Airlines",
            "organization",
            ("Brannock",),
            2,
            id="short form of a company",
        ),
        pytest.param(
            "The United States sent a ship. The U.S. also sent a plane.",
            "United States",
            "place",
            ("U.S.",),
            2,
            id="country",
        ),
        pytest.param(
            "Americans voted on Tuesday. An American voter was late.",
            "American",
            "group",
            ("Americans",),
            2,
            id="nationality",
        ),
    ],
)
def test_joins_the_forms_of_one_name(read_texts, text, name, kind, aliases, mentions):
    """Short forms, titles, possessives and acronyms belong to the entity with the full name."""
    assert list_entities(read_texts(text)) == [(name, kind, aliases, mentions)]


def test_keeps_two_people_with_one_surname_apart(read_texts):
    """Two full names with one surname are two people."""
    found = read_texts("Katrin Rell opened the bridge with Tomas Rell. Later Katrin Rell thanked the crew.")
    assert list_entities(found) == [("Katrin Rell", "person", (), 2), ("Tomas Rell", "person", (), 1)]


def test_title_tells_which_of_two_people_is_meant(read_texts):
    """A title of one gender goes to the person of that gender, and not to the one named last."""
    found = read_texts("Mrs. Katrin Rell met Mr. Tomas Rell in London. Mrs. Rell thanked the crew.")
    assert list_entities(found)[0] == ("Katrin Rell", "person", ("Rell",), 2)


def test_mentions_leave_out_what_is_no_name(read_texts):
    """A mention is the name without its title, article and possessive."""
    found = read_texts("Mr. Quist's boat sank off the United States.").documents[0]
    assert [mention.text for mention in found.mentions] == ["Quist", "United States"]


def read_names(document, *entities):
    """Build what would be read from a document: entities, each by its names, parted by a bar, and its type."""
    read = []
    start = 0
    for texts, kind in entities:
        names, mentions = [], []
        for text in texts.split("|"):
            span = Span(start=start, end=start + len(text))
            start = span.end + 1
            mention_id = f"m_{document.document_id}_{span.start}"
            names.append(Name(span=span, text=text, type=kind))
            mentions.append(LocalMention(mention_id=mention_id, span=span, text=text, kind="name"))
        read.append(ReadEntity(entity=LocalEntity(type=kind, names=names), mentions=tuple(mentions)))
    return Reading(
        document=document,
        sources=(),
        quotes=(),
        entities=tuple(read),
        entity_of={},
        affiliation_of={},
        addressee_of={},
    )


@pytest.fixture
def join(build_document):
    """Give a function that joins documents, each given as the names in it with their types."""

    def join_names(*documents):
        readings = []
        for number, names in enumerate(documents):
            text = " ".join(name for name, _ in names)
            readings.append(read_names(build_document(number, text), *names))
        return join_entities(readings)

    return join_names


QUIST, BERG = ("Mara Quist", "person"), ("Anna Berg", "person")


@pytest.mark.parametrize(
    ("documents", "entities"),
    [
        pytest.param(
            [[QUIST], [("Quist", "person")]],
            [("Mara Quist", "person", ("Quist",), 2)],
            id="surname that fits one",
        ),
        pytest.param(
            [[("Katrin Rell", "person")], [("Tomas Rell", "person")], [("Rell", "person")]],
            [("Katrin Rell", "person", (), 1), ("Rell", "person", (), 1), ("Tomas Rell", "person", (), 1)],
            id="surname that fits two",
        ),
        pytest.param(
            [[("Katrin Rell|Rell|Rell", "person")]] * 4 + [[("Tomas Rell", "person")], [("Rell", "person")]],
            [("Katrin Rell", "person", ("Rell",), 13), ("Tomas Rell", "person", (), 1)],
            id="surname of two of whom one is named far more often",
        ),
        pytest.param(
            [[("Katrin Rell|Rell|Rell", "person")], [("Tomas Rell", "person")], [("Rell", "person")]],
            [
                ("Katrin Rell", "person", ("Rell",), 3),
                ("Rell", "person", (), 1),
                ("Tomas Rell", "person", (), 1),
            ],
            id="surname of two who are named too seldom to tell",
        ),
        pytest.param(
            [[QUIST], [("Mara", "person")]],
            [("Mara", "person", (), 1), ("Mara Quist", "person", (), 1)],
            id="first name",
        ),
        pytest.param(
            [[QUIST], [("Mara B. Quist", "person")]],
            [("Mara B. Quist", "person", ("Mara Quist",), 2)],
            id="initial",
        ),
        pytest.param(
            [[("Norland Harbour Fund|NHF", "organization")], [("NHF", "organization")]],
            [("Norland Harbour Fund", "organization", ("NHF",), 3)],
            id="acronym that another document explains",
        ),
        pytest.param(
            [[("Norland Harbour Fund", "organization")], [("NHF", "organization")]],
            [("NHF", "organization", (), 1), ("Norland Harbour Fund", "organization", (), 1)],
            id="acronym that nobody explains",
        ),
        pytest.param(
            [[("World Health Organization", "organization")], [("WHO", "organization")]],
            [("World Health Organization", "organization", ("WHO",), 2)],
            id="acronym that everybody knows",
        ),
        pytest.param(
            [
                [("Norland Harbour Fund|NHF", "organization")],
                [("New Housing Fund|NHF", "organization")],
                [("NHF", "organization")],
            ],
            [
                ("NHF", "organization", (), 1),
                ("New Housing Fund", "organization", ("NHF",), 2),
                ("Norland Harbour Fund", "organization", ("NHF",), 2),
            ],
            id="acronym of two",
        ),
        pytest.param(
            [[("Aldane", "place")], [("Aldane", "place")], [("Aldane", "organization")]],
            [("Aldane", "place", (), 3)],
            id="type of most mentions",
        ),
        pytest.param(
            [[("Aldane", "place")], [("Aldane", "organization")]],
            [("Aldane", "organization", (), 1), ("Aldane", "place", (), 1)],
            id="types that tie",
        ),
        pytest.param(
            [[QUIST], [BERG]],
            [("Anna Berg", "person", (), 1), ("Mara Quist", "person", (), 1)],
            id="two people",
        ),
        pytest.param([[], []], [], id="nobody"),
    ],
)
def test_joins_across_documents(join, documents, entities):
    """Names of one type that agree are one entity; a short form joins if exactly one full name fits."""
    found = list_entities(join(*documents))
    assert sorted(found) == sorted(entities)


def test_spellings_of_a_place_join_across_documents(read_texts):
    """Also where a document names the town only once, and the other tells which country it lies in."""
    found = read_texts(
        "Snow fell in Kiev.",
        "Snow fell in Kyiv.",
        "Ukrainian trams stood still in Kherson.",
        "It rained in Kherson.",
    )
    places = {
        each.name: (each.geonames_id, each.country_code, each.document_count) for each in found.entities
    }
    assert places["Kiev"] == ("703448", "UA", 2)
    assert places["Kherson"] == ("706448", "UA", 2)


def test_namesakes_of_a_place_stay_apart(read_texts):
    """Which of them is meant tells what stands beside it."""
    found = read_texts("It rained in Paris, Texas.", "It rained in Paris, France.")
    assert sorted(each.country_code for each in found.entities if each.name == "Paris") == ["FR", "US"]


def test_a_government_is_no_mention_of_its_city(read_texts):
    """The entity says whose name it has, and is the same in every document."""
    found = read_texts(
        "Ottawa said it would wait.", "Ottawa said it was ready.", "Snow fell in Ottawa on Sunday."
    )
    entities = [each for each in found.entities if each.name == "Ottawa"]
    facts = [(each.type, each.metonym, each.country_code, each.document_count) for each in entities]
    assert sorted(facts) == [("organization", True, "CA", 2), ("place", False, "CA", 1)]
    assert len({each.geonames_id for each in entities}) == 1
    sources = [source for document in found.documents for source in document.sources]
    assert {source.kind for source in sources} == {"government"}


def test_counts_mentions_and_documents(join):
    """An entity counts its mentions and the documents that they stand in."""
    (entity,) = join([QUIST, QUIST], [QUIST]).entities
    assert (entity.mention_count, entity.document_count) == (3, 2)


def test_join_does_not_depend_on_the_order_of_documents(join):
    """Entities, their names, types and counts are the same whatever the order of the documents."""
    documents = [
        [QUIST, ("Aldane", "place"), ("NHF", "organization")],
        [("Quist", "person"), ("Aldane", "organization"), ("Norland Harbour Fund", "organization")],
        [("MARA QUIST", "person"), ("Aldane", "place")],
        [("Tomas Rell", "person"), ("Rell", "person"), ("U.S.", "place")],
        [("Rell", "organization"), ("United States", "place")],
    ]
    expected = join(*documents).entities
    assert all(join(*order).entities == expected for order in permutations(documents))


def test_documents_keep_their_order(join):
    """Entities are by name, and documents as they came."""
    records = join([QUIST], [BERG], [])
    assert [each.document.document_id for each in records.documents] == ["doc-0", "doc-1", "doc-2"]
    assert [entity.name for entity in records.entities] == ["Anna Berg", "Mara Quist"]


def test_every_mention_has_an_entity(join):
    """The entity of each mention is among the entities, also where a short form was joined."""
    records = join([QUIST], [("Quist", "person"), BERG])
    known = {entity.entity_id for entity in records.entities}
    mentions = [mention for each in records.documents for mention in each.mentions]
    assert {mention.entity_id for mention in mentions} == known
    assert len(mentions) == 3


def test_titles_keep_two_people_of_one_surname_apart(read_texts):
    """Mr. Rell and Mrs. Rell are those who were given these titles with their full names."""
    text = "Mrs. Katrin Rell met Mr. Tomas Rell in Sentmar. Mr. Rell left early. Mrs. Rell stayed."
    counts = {
        name: mentions for name, kind, _, mentions in list_entities(read_texts(text)) if kind == "person"
    }
    assert counts == {"Katrin Rell": 2, "Tomas Rell": 2}
