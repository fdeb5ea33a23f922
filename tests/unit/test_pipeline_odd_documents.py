"""Documents that are no plain articles, read with the model through the public function: sane rows."""

import pytest
from seed_files import write

import exporter


@pytest.fixture
def read_odd(tmp_path):
    """Give a function that reads a text: its quotes with the names of their sources, its sources, its entities."""

    def read(text):
        write(tmp_path / "odd.txt", text)
        tables = exporter.extract(tmp_path / "odd.txt", processes=1)
        sources = tables.sources.to_pylist()
        names = {row["source_id"]: row["name"] for row in sources}
        quotes = [
            (names.get(row["source_id"]), row["type"], row["text"]) for row in tables.quotes.to_pylist()
        ]
        return quotes, sources, {row["name"]: row["type"] for row in tables.entities.to_pylist()}

    return read


def list_direct(quotes):
    """List who is quoted in their own words with what."""
    return [(name, text) for name, kind, text in quotes if kind == "direct"]


def test_transcript(read_odd):
    """Every turn is a direct quote of the person whom the introduction names in full."""
    quotes, sources, entities = read_odd(
        "The harbour hearing\n\nSenator Jane Quist questioned the engineer Robert Okafor on Monday.\n\n"
        "QUIST: When did you see the cracks?\n\n"
        "OKAFOR: In March. I told the mayor that the bridge was old. [laughter]\n\n"
        "QUIST: [applause] And what did she say?\n\n"
        "OKAFOR: She said that money was short.\n\nI kept the letter.\n\n"
        "MR. DELACROIX: I object.\n"
    )
    assert list_direct(quotes) == [
        ("Jane Quist", "When did you see the cracks?"),
        ("Robert Okafor", "In March. I told the mayor that the bridge was old."),
        ("Jane Quist", "And what did she say?"),
        ("Robert Okafor", "She said that money was short.\n\nI kept the letter."),
        ("DELACROIX", "I object."),
    ]
    assert ("Robert Okafor", "indirect", "that the bridge was old") in quotes
    assert {name for name, kind, text in quotes if text == "that money was short"}.isdisjoint(
        {"Jane Quist", "Robert Okafor"}
    )
    naming = {row["name"]: (row["kind"], row["naming"], row["affiliation"]) for row in sources}
    assert naming["DELACROIX"] == ("person", "named", None)
    assert [entities[name] for name in ("Jane Quist", "Robert Okafor", "DELACROIX")] == ["person"] * 3


def test_interview_with_one_person(read_odd):
    """Behind "A" stands who is introduced; "Q" has no name."""
    quotes, sources, entities = read_odd(
        "Lena Holm has sat on the court for eleven years.\n\n"
        "Q: Why did you write the book?\n\nA: Because nobody else would.\n\n"
        "Q: What comes next?\n\nA: A garden. I think that it will rain.\n"
    )
    assert {name for name, text in list_direct(quotes)} == {"Q", "Lena Holm"}
    assert {name for name, kind, _ in quotes if kind == "indirect"} <= {"Lena Holm"}
    assert {row["name"]: row["naming"] for row in sources} == {"Q": "unnamed", "Lena Holm": "named"}
    assert "A" not in entities


def test_interview_with_somebody_of_two(read_odd):
    """Where two people are introduced, nobody is guessed."""
    quotes, sources, _ = read_odd(
        "Lena Holm and Sven Berg met in the court.\n\n"
        "Q: Why did you come?\n\nA: Because I had to.\n\nQ: And now?\n\nA: I go.\n"
    )
    assert [name for name, _ in list_direct(quotes)] == ["Q", "A", "Q", "A"]
    assert {row["naming"] for row in sources if row["name"] in {"Q", "A"}} == {"unnamed"}


def test_interview_by_an_outlet(read_odd):
    """The outlet that asks is an organisation, the surname that answers is the person of the introduction."""
    quotes, sources, entities = read_odd(
        "The biologist Ingrid Holm has worked on the coast for years. The Courier met her.\n\n"
        "The Courier: What do you find?\n\nHolm: Everything. “Clean” is a slogan.\n\nThe Courier: Do you eat fish?\n"
    )
    assert list_direct(quotes) == [
        ("Courier", "What do you find?"),
        ("Ingrid Holm", "Everything. “Clean” is a slogan."),
        ("Courier", "Do you eat fish?"),
    ]
    assert {row["name"]: row["kind"] for row in sources} == {
        "Courier": "organization",
        "Ingrid Holm": "person",
    }
    assert (entities["Courier"], entities["Ingrid Holm"]) == ("organization", "person")


def test_roles_and_strangers(read_odd):
    """A role that speaks again is one source, a stranger each time another."""
    _, sources, entities = read_odd(
        "MODERATOR: Good evening to you all.\n\nREPORTER: Is the cod gone?\n\nMODERATOR: Who are you?\n\n"
        "REPORTER: Why do you ask?\n\nPROTESTERS: Shame on you!\n"
    )
    counted = [(row["name"], row["kind"], row["naming"], row["quote_count"]) for row in sources]
    assert counted == [
        ("MODERATOR", "person", "unnamed", 2),
        ("REPORTER", "person", "unnamed", 1),
        ("REPORTER", "person", "unnamed", 1),
        ("PROTESTERS", "group", "unnamed", 1),
    ]
    assert entities == {}


def test_names_before_quotes_of_an_article(read_odd):
    """A list of reactions is no transcript: its quotes stand in marks, and notes are nobody's words."""
    quotes, _, _ = read_odd(
        "Leaders of three parties reacted on Friday.\n\nKarel Dvor: “A great day for all fishermen.”\n\n"
        "Mina Sato: “We have given away our seas.”\n\nNote: The treaty takes effect in May.\n"
    )
    assert list_direct(quotes) == [
        ("Karel Dvor", "“A great day for all fishermen.”"),
        ("Mina Sato", "“We have given away our seas.”"),
    ]


def test_capitals(read_odd):
    """Quotes, speakers and names are read, and every text is as printed."""
    quotes, sources, entities = read_odd(
        "THE PORT COUNCIL VOTED ON TUESDAY TO BUILD A NEW BRIDGE IN NORHAVEN.\n\n"
        '"THIS IS A GOOD DAY FOR THE ISLAND," SAID MAYOR ELSA BRANDT.\n\n'
        "BRANDT TOLD REPORTERS THAT THE OLD BRIDGE WOULD BE TORN DOWN.\n"
    )
    assert ("ELSA BRANDT", "direct", '"THIS IS A GOOD DAY FOR THE ISLAND,"') in quotes
    assert ("ELSA BRANDT", "indirect", "THAT THE OLD BRIDGE WOULD BE TORN DOWN") in quotes
    (mayor,) = (row for row in sources if row["name"] == "ELSA BRANDT")
    assert (mayor["kind"], mayor["naming"], mayor["role"].lower()) == ("person", "named", "mayor")
    assert entities["Elsa Brandt"] == "person"
    assert not any("BRIDGE" in name.upper() for name in entities)


def test_small_letters(read_odd):
    """Quotes, speakers and names are read, below a byline that is told from the text, and every text is as printed."""
    quotes, sources, entities = read_odd(
        "port council votes for bridge\n\nby martha jones\n\n"
        "the port council voted on tuesday to build a new bridge in norhaven.\n\n"
        '"this is a good day for the island," said mayor elsa brandt, who owns shares in the bbc.\n\n'
        "brandt told reporters that the old bridge would be torn down.\n"
    )
    assert ("elsa brandt", "direct", '"this is a good day for the island,"') in quotes
    assert ("elsa brandt", "indirect", "that the old bridge would be torn down") in quotes
    (mayor,) = (row for row in sources if row["name"] == "elsa brandt")
    assert (mayor["kind"], mayor["naming"], mayor["role"].lower()) == ("person", "named", "mayor")
    assert {"Elsa Brandt": "person", "BBC": "organization"}.items() <= entities.items()
    assert "Martha Jones" not in entities


def test_lists(read_odd):
    """An item of a list ends a quote, and its bullet is no part of a name."""
    quotes, _, entities = read_odd(
        "What is known\n\n• Water rose by three metres in Kestrel Bay on Monday\n"
        "• Police chief Anna Koss said two bridges were closed\n- Schools stay shut until Friday\n"
        "* The Harbour Trust promised help\n1. Call the hotline\n2. Keep off the roads\n3) Help others\n"
    )
    assert ("Anna Koss", "indirect", "two bridges were closed") in quotes
    assert all("\n" not in text for _, _, text in quotes)
    assert all(name[0].isalpha() for name in entities)


def test_poem(read_odd):
    """What a poem asks is nobody's name."""
    _, sources, entities = read_odd(
        "The lamp goes round, the lamp goes round,\n  and nothing in the dark is found\n"
        "but gulls asleep upon the rail\n  and one old man who mends a sail.\n\n"
        "O keeper, keeper, what say you?\n  “I say the night is never through,\n"
        "I say the sea is never fed,\n  and keep a candle by my bed.”\n"
    )
    assert "what" not in {row["name"] for row in sources}
    assert entities == {}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Мэр города Анна Петрова заявила, что мост откроют в мае. По словам жителей, он стар.", id="ru"
        ),
        pytest.param(
            "Ο δήμαρχος Γιώργος Παπαδάκης είπε ότι η γέφυρα θα ανοίξει τον Μάιο, και έφυγε.", id="el"
        ),
        pytest.param("قالت رئيسة البلدية إن الجسر سيفتح في شهر مايو بعد سنوات من العمل.", id="ar"),
        pytest.param("市长王丽周一表示，大桥将于五月开放。交通部发言人拒绝置评。", id="zh"),
    ],
)
def test_other_alphabets(read_odd, text):
    """In a text that is not read no phrase is taken for a name."""
    _, _, entities = read_odd(text)
    assert entities == {}


def test_names_in_other_alphabets(read_odd):
    """In an English text names are names in any alphabet."""
    _, sources, entities = read_odd(
        "Workers held up banners that read «Верните нам зарплату» on Tuesday.\n\n"
        '"We have not been paid since May," said Олег Сидоренко, a welder.\n\n'
        "王丽, an investor, told reporters that she would buy the yard.\n"
    )
    assert {"Олег Сидоренко", "王丽"} <= {row["name"] for row in sources if row["naming"] == "named"}
    assert {name for name in entities if not name.isascii()} == {"Олег Сидоренко", "王丽"}


@pytest.mark.parametrize(
    "name",
    [pytest.param("Q" + "u" * 499, id="one word"), pytest.param("Anna " * 99 + "Quist", id="many words")],
)
def test_endless_names(read_odd, name):
    """Nobody and nothing is called by 500 characters."""
    quotes, _, entities = read_odd(f"{name} said that the bridge was safe.\n\nThe ferry sailed on Monday.\n")
    assert all(len(each) <= 100 for each in entities)
    assert [text for _, _, text in quotes] == ["that the bridge was safe"]


def test_a_title_alone_is_no_name(read_odd):
    """The mayor of a headline is somebody, but named by nobody."""
    _, sources, entities = read_odd("Mayor says bridge will open\n")
    assert [(row["kind"], row["naming"]) for row in sources] == [("person", "unnamed")]
    assert entities == {}


def test_emoji(read_odd):
    """Emoji are no part of a name."""
    _, sources, _ = read_odd("“We did it 😀,” said Mayor Elsa Brandt 🎉👩‍🚒.\n")
    assert [(row["name"], row["kind"], row["naming"]) for row in sources] == [
        ("Elsa Brandt", "person", "named")
    ]


def test_times_of_a_live_page(read_odd):
    """The time of an entry is not said."""
    quotes, _, _ = read_odd("10:15 The storm has reached Skarvik, the weather service said.\n")
    assert [text for _, _, text in quotes] == ["The storm has reached Skarvik"]


def test_who_speaks_at_a_time_of_a_live_page(read_odd):
    """The time of an entry is no part of who speaks."""
    quotes, sources, _ = read_odd("11:40 Mayor Lena Falk told reporters that the harbour was closed.\n")
    assert [text for _, _, text in quotes] == ["that the harbour was closed"]
    assert [row["name"] for row in sources] == ["Lena Falk"]


def test_tables(read_odd):
    """No name reaches over two cells."""
    _, _, entities = read_odd(
        "District\tParty\tVotes\nNorhaven\tLabour\t12,034\nSkarvik\tGreen Alliance\t3,112\nOresund\tCentre\t7,031\n"
    )
    assert all("\t" not in name for name in entities)
