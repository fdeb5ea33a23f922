"""Sources: who speaks again and who is new, and what the text tells of them."""

import pytest

from exporter.records import Source


def say(*subjects: str) -> str:
    """Write a sentence for each subject that reports something said."""
    contents = ["the bridge was safe", "the road was closed", "the river was high"]
    return " ".join(
        f"{subject} said that {content}." for subject, content in zip(subjects, contents, strict=False)
    )


def read_source(read_text, text: str) -> Source:
    """Read the one source of a text."""
    (source,) = read_text(text).sources
    return source


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(say("Mara Quist", "Quist"), id="surname"),
        pytest.param(say("Mara O'Dowd", "O'Dowd"), id="surname with an apostrophe"),
        pytest.param(say("Mara O’Dowd", "O’Dowd", "O'Dowd"), id="surname with either apostrophe"),
        pytest.param(say("Tom D’Mello", "D’Mello"), id="surname that the tagger does not know"),
        pytest.param(say("Mara O’Dowd-Quist", "O’Dowd-Quist"), id="surname with apostrophe and hyphen"),
        pytest.param(say("Mara Kaʻano", "Kaʻano"), id="letter for an apostrophe"),
        pytest.param(say("Mara Quist", "Ms. Quist"), id="title and surname"),
        pytest.param(say("Mara Quist", "She"), id="pronoun"),
        pytest.param(say("Mara Quist", "Ms. Quist", "She"), id="all three"),
        pytest.param(say("Mayor Anna Berg", "The mayor"), id="role"),
        pytest.param(say("Sen. Anna Berg", "The senator"), id="shortened title"),
        pytest.param(say("Capt. Anna Berg", "The captain"), id="shortened rank"),
        pytest.param(say("Anna Berg, a doctor,", "The doctor"), id="role in an apposition"),
        pytest.param(say("The Foreign Ministry", "The ministry"), id="last word of a body's name"),
        pytest.param(say("An official", "The official"), id="indefinite, then definite"),
        pytest.param(say("The union", "It"), id="it for a body"),
        pytest.param(say("Two officials", "They"), id="they for a group"),
        pytest.param(say("A spokeswoman", "She"), id="pronoun for somebody without a name"),
        pytest.param(say("A second official", "The second official"), id="ordinal"),
        pytest.param(say("One of the executives", "The executive"), id="one of several"),
        pytest.param(say("A diplomat", "The Norland diplomat"), id="described more closely"),
        pytest.param(say("Brannock Lines", "The company"), id="company"),
        pytest.param(say("The Norland Courier", "The newspaper"), id="newspaper"),
        pytest.param(say("Reuters", "The agency"), id="agency"),
        pytest.param(say("A poll", "The survey"), id="synonym"),
        pytest.param(say("A study", "The paper"), id="synonym with two meanings"),
        pytest.param(say("Another, a finance employee,", "The employee"), id="another, with an apposition"),
        pytest.param(say("A secret memo", "The eight-page memo"), id="document described otherwise"),
        pytest.param(say("A buyer from Marenholt", "The man"), id="the man"),
        pytest.param(say("Edda Vinther, a surgeon,", "Vinther", "The surgeon"), id="post told before"),
        pytest.param(say("The president", "President Rell"), id="title first, then the name"),
        pytest.param(
            "Mara Quist, who said that the bridge was safe, left. She said that the road was closed.",
            id="relative clause of a name",
        ),
        pytest.param(
            "Holm met residents who said that the bridge was unsafe. The residents said the road was closed.",
            id="relative clause of a noun",
        ),
        pytest.param(
            "The board, which said that the bridge was safe, met. The board said that the road was closed.",
            id="which",
        ),
    ],
)
def test_source_returns_under_another_form(read_text, text):
    """A surname, a title, a role or a pronoun goes back to the source that it fits."""
    found = read_text(text)
    assert len(found.sources) == 1
    assert found.sources[0].quote_count == len(found.quotes)
    assert {quote.source_id for quote in found.quotes} == {found.sources[0].source_id}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(say("An official", "Another official"), id="another"),
        pytest.param(say("An official", "A second official"), id="second"),
        pytest.param(say("Two officials", "Three officials"), id="other numbers"),
        pytest.param(say("An official", "A diplomat"), id="other noun"),
        pytest.param(say("Mara Quist", "Ben Okoro"), id="other name"),
        pytest.param(say("Katrin Rell", "Tomas Rell"), id="one surname"),
        pytest.param(say("Two officials", "One of the officials"), id="one of them"),
        pytest.param(say("Mr. Okoro", "She"), id="pronoun of the other gender"),
        pytest.param(say("Peter Okoro", "She"), id="pronoun of the other gender, told by the first name"),
        pytest.param(say("An official", "The second official"), id="ordinal without a first"),
        pytest.param(say("A Drovian diplomat", "The Norland diplomat"), id="described otherwise"),
        pytest.param(say("The Norland Growers' Union", "The company"), id="a union is no company"),
        pytest.param(say("The Norland Courier", "The airline"), id="a newspaper is no airline"),
        pytest.param(say("The Foreign Ministry", "The company"), id="a ministry is no company"),
        pytest.param(say("A report", "The survey"), id="no synonym"),
        pytest.param(say("A spokeswoman", "The man"), id="the man is no woman"),
        pytest.param(
            "Diplomats say the talks failed\n\n" + say("One of the diplomats"),
            id="one of those in the headline",
        ),
        pytest.param(say("Peter Okoro", "The man"), id="whoever has a name is no man"),
        pytest.param(say("The president", "Senator Rell"), id="other title"),
        pytest.param(
            "Residents met an engineer who said that the bridge was safe. The residents said it was not.",
            id="relative clause of the nearer noun",
        ),
    ],
)
def test_new_source_is_not_an_old_one(read_text, text):
    """Whoever is called another, or by another name, noun or number, is somebody else."""
    first, second = read_text(text).quotes
    assert first.source_id != second.source_id


def test_namesakes_are_told_by_their_first_names(read_text):
    """Whoever of them was named last, "Mr. Smith" is the man and "Ms. Smith" the woman."""
    quotes = read_text(
        "John Smith said that the bridge was safe. His wife, Mary Smith, said that the road was closed. "
        "Mr. Smith said that the river was high. Ms. Smith said that the ferry was late."
    ).quotes
    ids = [quote.source_id for quote in quotes]
    assert ids == [ids[0], ids[1], ids[0], ids[1]]
    assert ids[0] != ids[1]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "It was a long day for Mara Quist. On Friday she said that the bridge was safe.", id="person"
        ),
        pytest.param(
            "It was a long day at Brannock Lines. On Friday they said that the ship was safe.", id="body"
        ),
    ],
)
def test_pronoun_means_who_was_named_last_where_nobody_spoke(read_text, text):
    """No source is called by a pronoun where the text has a name for it."""
    source = read_source(read_text, text)
    assert source.name in {"Mara Quist", "Brannock Lines"}
    assert source.naming == "named"


def test_pronoun_remains_where_nobody_is_named(read_text):
    """There is no better name then."""
    assert read_source(read_text, "It was a long day. She said that the bridge was safe.").name == "She"


def test_definite_description_goes_back_to_the_source_that_fits(read_text):
    """A definite "the diplomat" is the diplomat of two sentences ago and not the official in between."""
    quotes = read_text(say("A Norland diplomat", "A senior official", "The diplomat")).quotes
    assert quotes[2].source_id == quotes[0].source_id != quotes[1].source_id


def test_member_of_a_group_is_a_source_apart(read_text):
    """A later "the diplomat" of "a diplomat and a source close to the ministry" is neither the two nor nobody."""
    text = say("A diplomat and a source close to the ministry", "The diplomat")
    both, one = read_text(text).sources
    assert (both.name, both.count, both.kind) == ("A diplomat and a source close to the ministry", 2, "group")
    assert (one.name, one.count, one.kind) == ("A diplomat", 1, "person")


def test_name_of_a_source_is_its_fullest(read_text):
    """The source is called by its full name, wherever it stands, without its title."""
    text = say("Mr. Okoro", "Ben Okoro")
    source = read_source(read_text, text)
    assert (source.name, source.start) == ("Ben Okoro", text.index("Ben"))


@pytest.mark.parametrize(
    ("subject", "kind", "naming", "count"),
    [
        pytest.param("Mara Quist", "person", "named", 1, id="person"),
        pytest.param("An official", "person", "unnamed", 1, id="somebody"),
        pytest.param("A spokesman for the Bank of Norland", "person", "unnamed", 1, id="spokesman"),
        pytest.param("Two officials", "group", "unnamed", 2, id="two"),
        pytest.param("1,200 farmers", "group", "unnamed", 1200, id="figures"),
        pytest.param("Seven officials and three advisers", "group", "unnamed", 10, id="sum"),
        pytest.param("A diplomat and two officials", "group", "unnamed", 3, id="sum with one"),
        pytest.param("Several residents", "group", "unnamed", 2, id="several"),
        pytest.param("Residents", "group", "unnamed", 2, id="bare plural"),
        pytest.param("One of the officials", "person", "unnamed", 1, id="one of several"),
        pytest.param("The two men", "group", "unnamed", 2, id="the two"),
        pytest.param("The company", "organization", "named", 1, id="company"),
        pytest.param("The ministry", "government", "named", 1, id="ministry"),
        pytest.param("The Foreign Ministry", "government", "named", 1, id="ministry with a name"),
        pytest.param("The report", "document", "named", 1, id="document"),
        pytest.param("The authorities", "group", "unnamed", 2, id="authorities"),
        pytest.param("The police", "organization", "named", 1, id="police"),
        pytest.param("The film", "document", "named", 1, id="film"),
        pytest.param("The local chapter", "other", "unnamed", 1, id="a noun that only ends like a person"),
    ],
)
def test_tells_kind_naming_and_number(read_text, subject, kind, naming, count):
    """A source is of one kind, named or not, and of at least so many."""
    source = read_source(read_text, say(subject))
    assert (source.kind, source.naming, source.count) == (kind, naming, count)


@pytest.mark.parametrize(
    ("subject", "count"),
    [
        pytest.param("Dozens of residents", 24, id="dozens"),
        pytest.param("Mara Quist and Ben Okoro", 2, id="two names"),
        pytest.param("Mara Quist and her colleagues", 3, id="somebody and others"),
    ],
)
def test_counts_the_least_that_is_meant(read_text, subject, count):
    """Dozens are two dozen at least, and a plural two."""
    assert read_source(read_text, say(subject)).count == count


@pytest.mark.parametrize(
    ("subject", "name", "role", "affiliation"),
    [
        pytest.param("A senior official", "A senior official", "senior official", None, id="adjective"),
        pytest.param("The harbour master", "The harbour master", "harbour master", None, id="compound"),
        pytest.param("Mayor Anna Berg", "Anna Berg", "Mayor", None, id="title before the name"),
        pytest.param("Anna Berg, the mayor,", "Anna Berg", "mayor", None, id="apposition"),
        pytest.param(
            "A spokesman for the Bank of Norland",
            "A spokesman for the Bank of Norland",
            "spokesman",
            "Bank of Norland",
            id="for",
        ),
        pytest.param(
            "Anna Berg, a spokeswoman for the harbour authority,",
            "Anna Berg",
            "spokeswoman",
            "harbour authority",
            id="for in an apposition",
        ),
        pytest.param("Mara Quist", "Mara Quist", None, None, id="nothing told"),
    ],
)
def test_tells_role_and_affiliation(read_text, subject, name, role, affiliation):
    """Role and affiliation are words of the text, without articles."""
    source = read_source(read_text, say(subject))
    assert (source.name, source.role, source.affiliation) == (name, role, affiliation)


REASON = "because he feared for his job"
BARRED = "because they were not authorised to speak to the press"


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        pytest.param(
            f"The official, who asked not to be named {REASON}, said that the talks had failed.",
            [REASON],
            id="on it",
        ),
        pytest.param(
            f"An official said that the talks had failed. He asked not to be named {REASON}.",
            [REASON],
            id="in the next sentence",
        ),
        pytest.param(
            "A diplomat, who was not authorised to discuss the talks, said that they had failed.",
            ["was not authorised to discuss the talks"],
            id="not authorised",
        ),
        pytest.param(
            "Two officials said that the talks had failed. A diplomat said that they would resume. "
            f"All spoke on condition of anonymity {BARRED}.",
            [BARRED, BARRED],
            id="once for all",
        ),
        pytest.param(
            f"An official said that the talks had failed. A diplomat, who asked not to be named {REASON}, "
            "said that they would resume.",
            [None, REASON],
            id="on one of two",
        ),
        pytest.param(
            f"A driver, who would not give his name {REASON}, said that the talks had failed.",
            [REASON],
            id="no name given",
        ),
        pytest.param(
            f"A driver, who did not want to be identified {REASON}, said that the talks had failed.",
            [REASON],
            id="did not want to be",
        ),
        pytest.param(
            "A buyer, whose name cannot be reported for legal reasons, said that the talks had failed.",
            ["for legal reasons"],
            id="cannot be reported",
        ),
        pytest.param(
            f"An official, who asked not to be named {REASON}, said that the talks had failed. A diplomat said that "
            f"they would resume. The official and the diplomat all spoke on condition of anonymity {BARRED}.",
            [REASON, BARRED],
            id="one's own before that of all",
        ),
        pytest.param(
            "A driver, who would not give his name, said that the talks had failed.",
            [None],
            id="no name and no reason",
        ),
        pytest.param(
            "A driver said that the name of the ship cannot be changed because it is painted on.",
            [None],
            id="name of a ship",
        ),
        pytest.param(
            "An official said on condition of anonymity that the talks had failed.", [None], id="no reason"
        ),
        pytest.param("An official said that the talks had failed.", [None], id="nothing told"),
        pytest.param(
            f"Mara Quist, who asked not to be named {REASON}, said that the talks had failed.",
            [None],
            id="named",
        ),
        pytest.param(
            "The company said that it was not authorised to discuss the matter.", [None], id="organisation"
        ),
    ],
)
def test_tells_why_sources_are_not_named(read_text, text, reasons):
    """A reason for anonymity is told of the sources that it covers, and of nobody who is named."""
    assert [source.anonymity_reason for source in read_text(text).sources] == reasons


def test_source_of_no_quote_is_no_row(read_text):
    """Whoever is only mentioned is an entity and no source."""
    found = read_text("Ben Okoro left the room. Mara Quist said that the bridge was safe.")
    assert [source.name for source in found.sources] == ["Mara Quist"]
    assert {mention.text for mention in found.mentions} == {"Ben Okoro", "Mara Quist"}


def test_pronoun_of_a_named_source_is_a_mention(read_text):
    """Pronouns and descriptions that speak for a name are mentions of its entity."""
    found = read_text(say("Mayor Anna Berg", "She", "The mayor"))
    assert [(mention.text, mention.kind) for mention in found.mentions] == [
        ("Anna Berg", "name"),
        ("She", "pronoun"),
        ("The mayor", "nominal"),
    ]
    assert len({mention.entity_id for mention in found.mentions}) == 1


@pytest.mark.parametrize(
    "subject",
    ["Mara Quist and Ben Okoro", "Mara Quist and her colleagues"],
    ids=["two names", "a name and others"],
)
def test_group_with_a_name_in_it_is_named(read_text, subject):
    """Whoever is named together with others is not anonymous, and a surname is no role."""
    source = read_source(read_text, say(subject))
    assert (source.naming, source.kind, source.role) == ("named", "group", None)
    assert source.count >= 2


def test_reason_ends_where_the_sentence_goes_on(read_text):
    """What the source then said is no part of the reason for not naming it."""
    text = (
        "An official who asked not to be named because he feared for his job said that the talks had failed."
    )
    assert read_source(read_text, text).anonymity_reason == "because he feared for his job"


def test_members_tell_the_kind_of_a_number_of_them(read_text):
    """Two of the advisers are people, though "two" is no noun for people."""
    assert read_source(read_text, say("Two of the advisers")).kind == "group"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("The Finance Ministry", "government"),
        ("The White House", "government"),
        ("The White Star Line", "organization"),
        ("The Harbour State Bank", "organization"),
    ],
)
def test_part_of_a_state_is_known_by_its_name(read_text, name, kind):
    """A ministry is a government; a company that has "white" or "state" in its name is not."""
    assert read_source(read_text, say(name)).kind == kind


def test_she_is_the_speaker_rather_than_somebody_who_may_be(read_text):
    """A pronoun goes to the last speaker of that gender before a person whose gender the text leaves open."""
    found = read_text(
        "The spokeswoman said that the bridge was safe. Ben Okoro left. She said that it was old."
    )
    assert [quote.source_id for quote in found.quotes] == [found.sources[0].source_id] * 2
