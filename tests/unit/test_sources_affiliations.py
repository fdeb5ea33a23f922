"""Bodies that are told in another sentence, by another word, or of the people somebody is one of."""

import pytest

REASON = "because they feared for their jobs"


def read_people(read_text, text: str) -> dict[str, str | None]:
    """Read the affiliations of the sources of a text, by their names."""
    return {source.name: source.affiliation for source in read_text(text).sources}


@pytest.mark.parametrize(
    ("text", "affiliation"),
    [
        pytest.param(
            "Galter Energy cut its prices. Ida Holm, the company's director, said it was late.",
            "Galter Energy",
            id="the company",
        ),
        pytest.param(
            "The Norland Growers' Union (NGU) met. NGU president Ida Holm said it was late.",
            "Norland Growers' Union",
            id="an acronym",
        ),
        pytest.param(
            "The Harbour Ministry closed. Ida Holm, an official at the ministry, said it was late.",
            "Harbour Ministry",
            id="the one ministry",
        ),
        pytest.param(
            "The Harbour Ministry and the Health Ministry met. Ida Holm, an official at the ministry, said it fell.",
            "ministry",
            id="one of two ministries",
        ),
        pytest.param(
            "Galter Energy cut its prices. Ida Holm, the union's director, said it was late.",
            "union",
            id="not what it is called",
        ),
        pytest.param(
            "Galter Energy bought Pell Motors. The company's director, Ida Holm, said it was late.",
            "Galter Energy",
            id="the subject, of two companies",
        ),
        pytest.param(
            "Ida Holm, a director of a company, said it was late.", "company", id="no name in the text"
        ),
    ],
)
def test_a_body_is_told_by_its_full_name(read_text, text, affiliation):
    """The company is the one that the text names and that may be called so; where two may be, the noun stays."""
    assert read_people(read_text, text)["Ida Holm"] == affiliation


@pytest.mark.parametrize(
    ("text", "affiliation"),
    [
        pytest.param(
            "Holm's Reform Union lost. Ida Holm said it was late.", "Reform Union", id="somebody's party"
        ),
        pytest.param(
            "The Reform Union of former mayor Ida Holm lost. Holm said it was late.",
            "Reform Union",
            id="the party of somebody",
        ),
        pytest.param(
            "Ida Holm, 40, is the captain of the Harbour Rovers. Holm said it was late.",
            "Harbour Rovers",
            id="what a sentence says that she is",
        ),
        pytest.param(
            "His sister, Ida Holm, leads the Reform Union. Holm said it was late.",
            "Reform Union",
            id="what she leads",
        ),
        pytest.param("Ida Holm leads the Tour. Holm said it was late.", None, id="a race that she leads"),
        pytest.param(
            "Ida Holm is not a member of the Reform Union. Holm said it was late.", None, id="what she is not"
        ),
        pytest.param("The Reform Union lost to Ida Holm. Holm said it was late.", None, id="no tie"),
        pytest.param(
            "Holm's Aldane Courier interview caused a stir. Ida Holm said it was late.", None, id="an outlet"
        ),
    ],
)
def test_a_body_may_be_told_in_another_sentence(read_text, text, affiliation):
    """What the text says of a person anywhere holds for the source."""
    assert read_people(read_text, text)["Ida Holm"] == affiliation


@pytest.mark.parametrize(
    ("subject", "affiliation"),
    [
        pytest.param("A third, who left the ministry in May,", "ministry", id="who left it"),
        pytest.param("Ida Holm, who wrote for the Aldane Courier,", "Aldane Courier", id="who wrote for it"),
        pytest.param("One of the two, who works at the bank,", "bank", id="clause on the number"),
        pytest.param("An official at the bank's headquarters", "bank", id="a part of it"),
        pytest.param("Four drivers employed by the bank", "bank", id="employed by it"),
        pytest.param("The bank's largest customer", None, id="a customer"),
        pytest.param("A school cook", None, id="a trade"),
        pytest.param("The bank's prosecutor, Ida Holm KC, in court,", "bank", id="a place where one speaks"),
    ],
)
def test_ties_of_people_to_bodies(read_text, subject, affiliation):
    """Clauses, parts and employers tie somebody to a body; customers and places of speech do not."""
    (source,) = read_text(f"{subject} said that the bridge was safe.").sources
    assert source.affiliation == affiliation


@pytest.mark.parametrize(
    ("text", "affiliation"),
    [
        pytest.param(
            "The Aldane Council met. Cllr Ida Holm said it was late.", "Aldane Council", id="councillor"
        ),
        pytest.param(
            "The council met. Councillor Ida Holm said it was late.", "council", id="a council without a name"
        ),
        pytest.param("It rained. Cllr Ida Holm said it was late.", None, id="no council"),
        pytest.param(
            "The Aldane Police Department met. Officer Ida Holm said it was late.",
            "Aldane Police Department",
            id="police officer",
        ),
        pytest.param(
            "The Aldane Police Department and the Pell Police Service met. Officer Ida Holm said it was late.",
            None,
            id="one of two forces",
        ),
        pytest.param(
            "The Aldane Police Department met. Press officer Ida Holm said it was late.",
            None,
            id="not of the police",
        ),
        pytest.param("The Aldane Council met. Mayor Ida Holm said it was late.", None, id="another post"),
    ],
)
def test_seats_and_forces(read_text, text, affiliation):
    """Councillors are of the council, police officers of the force, if the text tells of one."""
    assert read_people(read_text, text)["Ida Holm"] == affiliation


@pytest.mark.parametrize(
    ("text", "affiliation"),
    [
        pytest.param(
            "The Harbour Union and its rivals met. Its chairwoman, Ida Holm, said it was late.",
            "Harbour Union",
            id="the subject",
        ),
        pytest.param(
            "The Harbour Union asked Pell Motors. Its chairwoman, Ida Holm, said it was late.",
            "Harbour Union",
            id="the subject, not what was named last",
        ),
        pytest.param(
            "The company fears that the council may close. Its chairwoman, Ida Holm, said it was late.",
            "company",
            id="the subject of the sentence, not of a clause",
        ),
        pytest.param(
            "Ida Holm, the infrastructure minister, said it was late.", None, id="a portfolio is no body"
        ),
        pytest.param(
            "District Attorney Ida Holm said it was late.", None, id="nor is a district with an attorney"
        ),
    ],
)
def test_its_stands_for_what_is_spoken_of(read_text, text, affiliation):
    """Its chairwoman is that of the subject before."""
    assert read_people(read_text, text)["Ida Holm"] == affiliation


@pytest.mark.parametrize(
    ("document", "affiliation"),
    [
        pytest.param(
            "A poll of 900 adults by the Merrow Institute", "Merrow Institute", id="by, after others"
        ),
        pytest.param("A report by the council's engineers", "council", id="by its engineers"),
        pytest.param("A draft published by the Aldane Courier", None, id="printed by a newspaper"),
        pytest.param("A poll published by the Aldane Courier", "Aldane Courier", id="a newspaper's own poll"),
    ],
)
def test_who_issued_a_document(read_text, document, affiliation):
    """A document is its author's, not that of the newspaper that printed it."""
    (source,) = read_text(f"{document} found that the bridge was safe.").sources
    assert source.affiliation == affiliation


GROUP = f"Four officials at the Harbour Ministry said it fell. They asked not to be named {REASON}. "


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        pytest.param(
            f"{GROUP}One of the officials said it was late.",
            "One of the officials",
            ("Harbour Ministry", REASON),
            id="one of them",
        ),
        pytest.param(
            f"{GROUP}One of them said it was late. A third official said it rained.",
            "A third official",
            ("Harbour Ministry", REASON),
            id="a third of four",
        ),
        pytest.param(
            f"{GROUP}One of them said it was late. A fifth official said it rained.",
            "A fifth official",
            (None, None),
            id="a fifth, of four",
        ),
        pytest.param(
            f"{GROUP}Another official said it was late.",
            "Another official",
            (None, None),
            id="before any of them",
        ),
        pytest.param(
            f"{GROUP}One of them said it was late. A third diplomat said it rained.",
            "A third diplomat",
            (None, None),
            id="somebody else",
        ),
    ],
)
def test_members_have_what_is_told_of_their_group(read_text, text, name, expected):
    """Who is one of four officials has their body and their reason; a fifth and a diplomat have not."""
    (source,) = [each for each in read_text(text).sources if each.name == name]
    assert (source.affiliation, source.anonymity_reason) == expected


@pytest.mark.parametrize(
    ("later", "reason"),
    [
        pytest.param("Another official", REASON, id="may be one of them"),
        pytest.param("A senior official", REASON, id="may be one of them, too"),
        pytest.param("A Drovian official", None, id="of another country"),
        pytest.param("A waiter", None, id="somebody else"),
        pytest.param("The report", None, id="a paper"),
    ],
)
def test_a_reason_for_all_is_theirs_who_spoke_before(read_text, later, reason):
    """They all are those who were told of, and who may be one of them."""
    text = f"Five officials said it fell. They all spoke on condition of anonymity {REASON}. {later} said it was late."
    assert [each.anonymity_reason for each in read_text(text).sources] == [REASON, reason]


def test_the_four_are_the_four_diplomats(read_text):
    """A number with an article returns to as many people."""
    sources = read_text(
        f"Four diplomats said it fell. The four said it rained. The five said it {'snowed'}."
    ).sources
    assert [(each.name, each.quote_count) for each in sources] == [("Four diplomats", 2), ("The five", 1)]


@pytest.mark.parametrize(
    ("text", "naming"),
    [
        pytest.param("A baker who gave his name only as Ivo said it was late.", "named", id="one name"),
        pytest.param("A baker who gave his name to the police said it was late.", "unnamed", id="no name"),
    ],
)
def test_who_gives_a_first_name_is_named(read_text, text, naming):
    """A name given is a name, if it is told."""
    (source,) = read_text(text).sources
    assert source.naming == naming


@pytest.mark.parametrize(
    ("text", "types"),
    [
        pytest.param("Sgt. Luc Amirel said it was late.", {"Luc Amirel": "person"}, id="a rank with a stop"),
        pytest.param(
            "Ida Holm chairs Save Ald Moor (SAM).",
            {"Ida Holm": "person", "Save Ald Moor": "organization"},
            id="introduced by its initials",
        ),
        pytest.param("Save Our Moor said it was late.", {"Save Our Moor": "organization"}, id="a campaign"),
        pytest.param(
            "Hamlin Doyel, the authority's chief executive, said it was late.",
            {"Hamlin Doyel": "person"},
            id="the owner in an apposition is not what a name is",
        ),
    ],
)
def test_types_that_the_words_around_a_name_tell(read_texts, text, types):
    """Ranks, initials and what is said beside a name tell what it is."""
    found = {entity.name: entity.type for entity in read_texts(text).entities}
    assert found == types
