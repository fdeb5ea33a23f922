"""Names compared, nouns looked up, identifiers built."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import examples

from exporter.extraction.ids import Anchors, build_id
from exporter.extraction.lexicon.names import (
    get_initials,
    get_key,
    get_person_words,
    get_words,
    is_surname,
    is_word,
    strip_name,
)
from exporter.extraction.lexicon.nouns import get_gender, get_kind, get_number
from exporter.extraction.text.paragraphs import find_paragraphs


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        pytest.param("Mara Quist", "Mara Quist", id="bare"),
        pytest.param("Mr. Quist", "Quist", id="title"),
        pytest.param("Foreign Minister Mara Quist", "Mara Quist", id="two titles"),
        pytest.param("former President Mara Quist", "Mara Quist", id="former"),
        pytest.param("Quist's", "Quist", id="possessive"),
        pytest.param("Quist’s", "Quist", id="curly possessive"),
        pytest.param("the Dockers'", "Dockers", id="plural possessive"),
        pytest.param("the Quists", "Quists", id="article"),
        pytest.param("Mayor", "Mayor", id="nothing but a title"),
        pytest.param("The", "The", id="nothing but an article"),
        pytest.param("'s", "'s", id="nothing but a possessive"),
    ],
)
def test_strips_titles_articles_and_possessives_off_persons(printed, name):
    """What belongs to the sentence and not to the person's name is cut off; a word always remains."""
    left, right = strip_name(printed, is_person=True)
    assert printed[left : len(printed) - right] == name


@pytest.mark.parametrize("word", ["Quist", "O'Malley", "Nuku’alofa", "Kaʻiulani", "Tyrone-O'Rourke", "Čapek"])
def test_apostrophes_and_hyphens_stand_within_words(word):
    """A name is one word with an apostrophe or a hyphen in it, but not with one at its end or with a figure."""
    assert is_word(word)
    assert not is_word(f"{word}'")
    assert not is_word(f"-{word}")
    assert not is_word(f"{word}2")


@pytest.mark.parametrize(
    ("word", "is_one"),
    [
        ("O'Malley", True),
        ("D’Angelo", True),
        ("N'Golo", True),
        ("Mc'Quade", True),
        ("O’Rourke-Tyrone", True),
        ("Ma'an", False),
        ("L'Avenir", False),
        ("It's", False),
        ("Quist", False),
    ],
)
def test_a_capital_behind_an_apostrophe_makes_a_surname(word, is_one):
    """Only a surname can be written so; a town or a newspaper may have an apostrophe elsewhere."""
    assert is_surname(word) is is_one


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        pytest.param("the Bank of Norland", "Bank of Norland", id="article"),
        pytest.param("Norland Bank's", "Norland Bank", id="possessive"),
        pytest.param("Foreign Ministry", "Foreign Ministry", id="words that are titles of people"),
    ],
)
def test_strips_no_titles_off_other_names(printed, name):
    """Of names that are no persons' only article and possessive are cut."""
    left, right = strip_name(printed, is_person=False)
    assert printed[left : len(printed) - right] == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Mara Quist", "Mara B. Quist", id="initial in the middle"),
        pytest.param("Mara Quist", "MARA QUIST", id="capitals"),
        pytest.param("Ben Okoro", "Ben Okoro Jr.", id="junior"),
        pytest.param("Mara Quist", "Dr. Mara Quist", id="title"),
        pytest.param("José Alder", "Jose\u0301 Alder", id="composed and decomposed"),
        pytest.param("José Alder", "Jose Alder", id="accent left out"),
        pytest.param("Jean-Marc Alder", "Jean Marc Alder", id="hyphen left out"),
        pytest.param("Omar Al-Rashid", "Omar al Rashid", id="hyphen of an article"),
        pytest.param("Oleh Velsky", "Oleh Velskyy", id="ending of another alphabet"),
        pytest.param("Oleh Velskiy", "Oleh Velskij", id="two more of them"),
        pytest.param("Liam O'Hara", "Liam O’Hara", id="apostrophes"),
    ],
)
def test_forms_of_one_person_have_one_key(one, other):
    """Initials, case, titles, suffixes and ways of encoding do not make another person."""
    assert get_key(one, is_person=True) == get_key(other, is_person=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Katrin Rell", "Tomas Rell", id="first names"),
        pytest.param("Mara Quist", "Mara Quint", id="surnames"),
        pytest.param("Mara Quist", "Quist", id="surname alone"),
        pytest.param("Mara Quisty", "Mara Quiste", id="last letters"),
        pytest.param("Ana Alder", "Anna Alder", id="double letters"),
    ],
)
def test_different_persons_have_different_keys(one, other):
    """Another first name, surname or letter is another key."""
    assert get_key(one, is_person=True) != get_key(other, is_person=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("U.S.", "United States", id="United States"),
        pytest.param("the EU", "European Union", id="European Union"),
        pytest.param("The Bank of Norland", "Bank of Norland", id="article"),
        pytest.param("N.B.C.", "NBC", id="stops"),
    ],
)
def test_forms_of_one_institution_have_one_key(one, other):
    """Articles, stops and a few well-known acronyms do not make another institution or place."""
    assert get_key(one) == get_key(other)


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        pytest.param("International Harbour Fund", "IHF", id="capitals"),
        pytest.param("Bank of Norland", "BN", id="small words do not count"),
        pytest.param("Norland-Calveria Pact", "NCP", id="hyphen"),
        pytest.param("harbour fund", "", id="no capitals"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_initials_are_of_capitalised_words(name, initials):
    """An acronym is made of the first letters of the capitalised words."""
    assert get_initials(name) == initials


@given(name=st.text(max_size=30))
@examples(2)
def test_any_name_can_be_compared(name):
    """Whatever a name is made of, comparing does not fail, and words are never empty."""
    assert all(get_words(name))
    assert all(get_person_words(name))
    assert get_key(unicodedata.normalize("NFD", name)) == get_key(unicodedata.normalize("NFC", name))
    left, right = strip_name(name, is_person=True)
    assert left + right <= len(name)


@pytest.mark.parametrize(
    ("word", "number"),
    [
        pytest.param("seven", 7, id="word"),
        pytest.param("Seven", 7, id="capital"),
        pytest.param("12", 12, id="figure"),
        pytest.param("1,200", 1200, id="thousands"),
        pytest.param("dozens", 24, id="two dozen at least"),
        pytest.param("both", 2, id="both"),
        pytest.param("999999999", 999_999_999, id="most that fits"),
        pytest.param("9999999999", None, id="too many for 32 bits"),
        pytest.param("seventh", None, id="ordinal"),
        pytest.param("²", None, id="digit that is no figure"),
        pytest.param("٣", None, id="other digits"),
        pytest.param("", None, id="nothing"),
        pytest.param(",", None, id="comma"),
    ],
)
def test_reads_numbers(word, number):
    """Numbers are read from words and figures, and nothing else is a number."""
    assert get_number(word) == number


@pytest.mark.parametrize(
    ("noun", "is_plural", "kind"),
    [
        pytest.param("official", False, "person", id="person"),
        pytest.param("Officials", True, "group", id="people"),
        pytest.param("ministry", False, "government", id="government"),
        pytest.param("company", False, "organization", id="organisation"),
        pytest.param("report", False, "document", id="document"),
        pytest.param("flautist", False, "person", id="agent ending"),
        pytest.param("flautists", True, "group", id="plural agent ending"),
        pytest.param("bridge", False, None, id="thing"),
    ],
)
def test_tells_the_kind_of_a_source_from_its_noun(noun, is_plural, kind):
    """A common noun tells a person, a group, a body or a document, or nothing."""
    assert get_kind(noun, is_plural=is_plural) == kind


@pytest.mark.parametrize(
    ("word", "gender"),
    [("Mr.", "m"), ("Mrs", "f"), ("spokeswoman", "f"), ("King", "m"), ("Dr.", None), ("minister", None)],
    ids=["mr", "mrs", "spokeswoman", "king", "doctor", "minister"],
)
def test_tells_gender_where_the_word_does(word, gender):
    """Titles and nouns tell a gender only where they are said of one."""
    assert get_gender(word) == gender


def test_id_is_a_prefix_and_sixteen_hexadecimal_digits():
    """An identifier is short, lower-case ASCII and says of which table it is."""
    assert re.fullmatch(r"q_[0-9a-f]{16}", build_id("q", "Ünïcode 🙂", 3))


def test_id_is_pinned():
    """An identifier stays what it was when it was first published: the SHA-256 of the joined parts."""
    # printf 'd\x1fsaid' | sha256sum
    assert build_id("q", "d", "said") == "q_fd6b8f50a89eea62"


def test_ids_differ_with_any_part():
    """Parts, their order and where one ends all count."""
    ids = [
        build_id("q", "ab", "c"),
        build_id("q", "a", "bc"),
        build_id("q", "bc", "a"),
        build_id("q", "abc"),
        build_id("q", "ab", "c", ""),
    ]
    assert len(set(ids)) == len(ids)


def test_id_does_not_depend_on_the_encoding_of_accents():
    """Composed and decomposed letters give one identifier."""
    assert build_id("e", "José") == build_id("e", "Jose\u0301")


TEXT = "Rain fell.\n\nThe ferry stayed.\n\nRain fell.\n"


def build_anchors(text):
    """Name the places of a text of which all is read."""
    paragraphs = find_paragraphs(text)
    return Anchors(text, paragraphs, range(len(paragraphs)))


def test_anchor_is_the_paragraph_and_the_distance():
    """An offset is named by its paragraph's words and how many letters of them stand before it."""
    anchors = build_anchors(TEXT)
    (first, start), (second, inside) = anchors.locate(12), anchors.locate(16)
    assert (first, second) == (1, 1)
    assert start.endswith("+0")
    assert inside == start.removesuffix("+0") + "+3"


def test_paragraphs_keep_their_numbers_in_the_document():
    """Where some paragraphs are not read, the others are numbered as in the document."""
    anchors = Anchors(TEXT, find_paragraphs(TEXT)[1:], (1, 2))
    assert [anchors.locate(offset)[0] for offset in (12, 31)] == [1, 2]


def test_equal_paragraphs_have_names_of_their_own():
    """A paragraph that comes again is told from the first."""
    anchors = build_anchors(TEXT)
    assert [anchors.locate(offset)[0] for offset in (0, 31)] == [0, 2]
    assert anchors.locate(0)[1] != anchors.locate(31)[1]


def test_anchor_stays_when_another_paragraph_changes():
    """Words put into one paragraph or before it do not rename places in another."""
    changed = "New.\n\n" + TEXT.replace("Rain fell.", "Much rain fell.", 1)
    before, after = build_anchors(TEXT), build_anchors(changed)
    assert before.locate(TEXT.index("ferry"))[1] == after.locate(changed.index("ferry"))[1]


def test_anchor_of_no_paragraph_is_the_offset():
    """Where there are no paragraphs there is still an answer."""
    assert build_anchors("").locate(0) == (0, "0")
