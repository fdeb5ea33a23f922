"""Addressees: to whom something was said, as printed and as an entity."""

import pytest

from exporter.records import Quote


def read_quote(read_text, text: str) -> Quote:
    """Read the last quote of a text."""
    return read_text(text).quotes[-1]


@pytest.mark.parametrize(
    ("addressee", "text"),
    [
        ("reporters", "Mara Quist told reporters that the dam was safe."),
        ("reporters", "Mara Quist informed reporters that the dam was safe."),
        ("the Halm Courier", "“The dam is safe,” Mara Quist told the Halm Courier on Monday."),
        ("the council", "Mara Quist said to the council that the dam was safe."),
        ("the mayor", "Mara Quist asked the mayor whether the dam was safe."),
        ("residents", "Mara Quist warned residents that the dam was unsafe."),
        ("farmers", "The minister assured farmers that the dam was safe."),
        ("the mayor", "Mara Quist wrote to the mayor that the dam was safe."),
        ("the Halm Courier", "Mara Quist said in an interview with the Halm Courier that the dam was safe."),
        ("the council", "In a letter to the council, Mara Quist said that the dam was safe."),
        ("the council", "Mara Quist sent a letter to the council saying that the dam was safe."),
        ("farmers in Halm", "Speaking to farmers in Halm, Mara Quist said that the dam was safe."),
        ("reporters", "Mara Quist told reporters at a news conference that the dam was safe."),
        ("reporters", "“The dam is safe,” Mara Quist told reporters after the meeting."),
        ("Ben Okoro", "Mara Quist told Ben Okoro, who runs the dam, that it was safe."),
        ("co-host Ben Okoro", "Mara Quist told co-host Ben Okoro that the dam was safe."),
        ("Ben Okoro and Jan Voss", "Mara Quist told Ben Okoro and Jan Voss that the dam was safe."),
        ("the court", "Mara Quist told the court that the dam was safe."),
        ("him", "Mara Quist told him that the dam was safe."),
    ],
)
def test_finds_the_addressee(read_text, addressee, text):
    """Whoever is told, asked or written to is the addressee, without clauses, days and occasions behind."""
    assert read_quote(read_text, text).addressee == addressee


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Mara Quist told a news conference that the dam was safe.", id="press conference"),
        pytest.param("Mara Quist told a rally in Halm that the dam was safe.", id="rally"),
        pytest.param("Mara Quist told herself that the dam was safe.", id="reflexive"),
        pytest.param("Mara Quist said that she had told the mayor.", id="in the content"),
        pytest.param("“I told the mayor,” Mara Quist said.", id="in the marks"),
        pytest.param("Mara Quist said on Monday that the dam was safe.", id="day"),
        pytest.param("Mara Quist said in an interview on Monday that the dam was safe.", id="interview"),
        pytest.param("Mara Quist referred to the dam as safe.", id="another to"),
        pytest.param("Mara Quist said with a smile that the dam was safe.", id="another with"),
    ],
)
def test_finds_no_addressee(read_text, text):
    """An occasion is a channel and nobody; neither are words of the content, or who speaks to himself."""
    assert all(quote.addressee is None for quote in read_text(text).quotes)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("Mara Quist told Ben Okoro that the dam was safe.", "Ben Okoro", id="name"),
        pytest.param(
            "Ben Okoro came to Halm. Mara Quist told Okoro that the dam was safe.", "Ben Okoro", id="surname"
        ),
        pytest.param("Mr. Okoro came home. Ms. Quist told him that the dam was safe.", "Okoro", id="pronoun"),
        pytest.param(
            "Ms. Quist told the Halm Gazette that the dam was safe. She told the newspaper that the road was closed.",
            "Halm Gazette",
            id="outlet",
        ),
        pytest.param(
            "Ms. Quist told Halm Magazine that the dam was safe. She told the tabloid that the road was closed.",
            "Halm Magazine",
            id="another noun for an outlet",
        ),
        pytest.param(
            "The Finance Ministry is in Halm. Ms. Quist told the ministry that the road was closed.",
            "Finance Ministry",
            id="last word of a name",
        ),
        pytest.param(
            "Senator Anna Berg came to Halm. Ben Okoro told the senator that the road was closed.",
            "Anna Berg",
            id="title",
        ),
    ],
)
def test_finds_the_entity_of_an_addressee(read_texts, text, name):
    """A name, "him", "the newspaper" and the like go back to the one entity that fits."""
    found = read_texts(text)
    names = {entity.entity_id: entity.name for entity in found.entities}
    assert names[found.documents[0].quotes[-1].addressee_id] == name


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Mara Quist told reporters that the dam was safe.", id="common noun"),
        pytest.param("Ben Okoro’s lawyer is here. Mara Quist told a lawyer that it was safe.", id="new"),
        pytest.param(
            "Mr. Okoro met Mr. Voss. Ms. Quist told him that the dam was safe.", id="either of two men"
        ),
        pytest.param("Ms. Quist came. Ms. Quist told her that the dam was safe.", id="not who speaks"),
        pytest.param("Mr. Okoro came. Ms. Quist told them that the dam was safe.", id="them"),
        pytest.param(
            "The Finance Ministry fought the Defence Ministry. Quist told the ministry that it was safe.",
            id="either of two ministries",
        ),
        pytest.param("Mara Quist told the newspaper that the dam was safe.", id="no newspaper named"),
        pytest.param("Mara Quist told Ben Okoro and Jan Voss that the dam was safe.", id="two"),
    ],
)
def test_addressee_is_no_entity(read_text, text):
    """Where nobody with a name, or more than one, can be meant, nothing is claimed."""
    quote = read_quote(read_text, text)
    assert quote.addressee is not None
    assert quote.addressee_id is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("A Finance Ministry official said that it rained.", "Finance Ministry", id="name"),
        pytest.param(
            "A spokesman for the Bank of Norland said that it rained.", "Bank of Norland", id="behind"
        ),
        pytest.param(
            "The Finance Ministry is in Halm. The ministry’s spokesman said that it rained.",
            "Finance Ministry",
            id="last word of a name",
        ),
        pytest.param(
            "The National Bank of Norland is in Halm. The bank’s spokesman said that it rained.",
            "National Bank of Norland",
            id="word before of",
        ),
    ],
)
def test_finds_the_entity_of_an_affiliation(read_texts, text, name):
    """The body that an affiliation names is the entity of that name."""
    found = read_texts(text)
    names = {entity.entity_id: entity.name for entity in found.entities}
    (source,) = found.documents[0].sources
    assert names[source.affiliation_id] == name
    assert source.affiliation_id != source.entity_id


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("A ministry official said that it rained.", id="no name"),
        pytest.param(
            "The Finance Ministry fought the Defence Ministry. A ministry official said that it rained.",
            id="either of two",
        ),
        pytest.param(
            "A ministry official said that it rained. The Finance Ministry is in Halm.", id="named only later"
        ),
        pytest.param("The Bank of Norland is in Halm. A ministry official said that it rained.", id="other"),
        pytest.param(
            "Officials at the Bank of Norland and the Finance Ministry said that it rained.", id="two bodies"
        ),
    ],
)
def test_affiliation_is_no_entity(read_text, text):
    """A body without a name, or one of several, is no entity."""
    (source,) = read_text(text).sources
    assert source.affiliation is not None
    assert source.affiliation_id is None
