"""The lexicon: entries are checked when they are read, and a word needs one line in one file."""

import re

import pytest

from exporter.extraction.lexicon.cues import NOUN_LEMMAS, VERB_LEMMAS, VERBS
from exporter.extraction.lexicon.entries import Adjective, ChannelEntry, Noun, Title, Verb
from exporter.extraction.lexicon.load import DATA, load_entries
from exporter.extraction.lexicon.nouns import NOUNS, get_kind, may_replace
from exporter.extraction.lexicon.spelling import inflect, list_noun_forms, list_plurals, list_verb_forms

FILES = {
    "verbs.toml": (Verb, list_verb_forms),
    "nouns.toml": (Noun, list_noun_forms),
    "adjectives.toml": (Adjective, None),
    "channels.toml": (ChannelEntry, None),
    "titles.toml": (Title, None),
}


@pytest.fixture
def load(tmp_path):
    """Load entries of verbs, or of another kind, from a text."""

    def load(text, entry=Verb, list_forms=list_verb_forms):
        path = tmp_path / "words.toml"
        path.write_text(text, encoding="utf-8")
        return load_entries(path, entry, list_forms)

    return load


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('[a]\nsay = { act = "speech" }', Verb(word="say", act="speech"), id="one attribute"),
        pytest.param("[a]\nsay = {}", Verb(word="say"), id="no attribute"),
        pytest.param(
            '[a]\nsay = { takes = "that", past = "said" }',
            Verb(word="say", takes=frozenset({"that"}), past=("said",)),
            id="one value for a list",
        ),
        pytest.param(
            '[a]\nsay = { takes = ["that", "passive"], light = true, channel = "post" }',
            Verb(word="say", takes=frozenset({"that", "passive"}), light=True, channel="post"),
            id="a list",
        ),
        pytest.param('# For all.\n\n[a]\n"say" = { light = false }', Verb(word="say"), id="quoted word"),
    ],
)
def test_reads_an_entry(load, text, expected):
    """An entry has the attributes that stand there, and of the others what they are without being named."""
    assert load(text) == {"say": expected}


def test_reads_tables_and_numbers(load):
    """Compounds are a table within the entry, a count is a number; entries keep their order over groups."""
    text = '[a]\ncall = { compounds = { video = "video_link" } }\n[b]\nbus = { count = 2, kind = ["thing"] }'
    assert list(load(text, Noun, list_noun_forms).values()) == [
        Noun(word="call", compounds={"video": "video_link"}),
        Noun(word="bus", count=2, kind=("thing",)),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            "[a]\nsay = {}\n\nsay = {}", "words.toml:4: Cannot overwrite", id="duplicate in a group"
        ),
        pytest.param(
            "[a]\nsay = {}\n# More\n[b]\nadd = {}\nsay = {}",
            "words.toml:6: 'say' is duplicated",
            id="duplicate in another group",
        ),
        pytest.param(
            '[a]\nfind = { past = "found" }\n[b]\nfound = {}',
            "words.toml:4: 'found' is duplicated (its form 'found' is one of 'find', too)",
            id="form of another word",
        ),
        pytest.param(
            "[a]\nsay = {}\nadd = { chanel = 'post' }",
            "words.toml:3: 'add' has an unknown attribute (expected one of act, ",
            id="unknown attribute",
        ),
        pytest.param(
            "[a]\nsay = { word = 'add' }", "words.toml:2: 'say' has an unknown attribute", id="no attribute"
        ),
        pytest.param(
            "[a]\nsay = { act = 'talking' }",
            "words.toml:2: 'say' has a wrong value of act (expected 'speech' or 'writing' or 'belief' or "
            "'intention' or 'other', found 'talking')",
            id="unknown value",
        ),
        pytest.param(
            "[a]\nsay = { takes = ['that', 'so'] }",
            "words.toml:2: 'say' has a wrong value of takes (expected 'that' or 'to'",
            id="unknown value in a list",
        ),
        pytest.param(
            "[a]\nsay = { light = 1 }",
            "words.toml:2: 'say' has a wrong value of light",
            id="number for a truth",
        ),
        pytest.param(
            "[a]\nsay = { past = 1 }", "words.toml:2: 'say' has a wrong value of past", id="number for a word"
        ),
        pytest.param("[a]\nsay = 'speech'", "words.toml:2: 'say' is no entry", id="no table"),
        pytest.param("[a]\nsay = {", "words.toml:2: ", id="no TOML"),
    ],
)
def test_refuses_what_is_wrong_with_file_and_line(load, text, message):
    """Duplicates, and attributes and values that there are not, are refused where they stand."""
    with pytest.raises(ValueError, match=re.escape(message)):
        load(text)


@pytest.mark.parametrize("compounds", ["'post'", "{ video = 'film' }"])
def test_refuses_wrong_compounds(load, compounds):
    """Compounds name channels, each behind the word that makes it."""
    with pytest.raises(ValueError, match=re.escape("words.toml:2: 'call' has a wrong value of compounds")):
        load(f"[a]\ncall = {{ compounds = {compounds} }}", Noun, list_noun_forms)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("[a]\ndr = {}\n[b]\ndr = {}", "words.toml:4: 'dr' is duplicated", id="duplicate"),
        pytest.param(
            "[a]\ndr = { short = true }",
            "words.toml:2: 'dr' has an unknown attribute (expected one of courtesy, personal, gender, spelled_out, "
            "keeps_stop; found short)",
            id="unknown attribute",
        ),
        pytest.param(
            "[a]\nmr = { gender = 'male' }",
            "words.toml:2: 'mr' has a wrong value of gender (expected 'm' or 'f', found 'male')",
            id="unknown gender",
        ),
        pytest.param(
            "[a]\ndr = { spelled_out = true }",
            "words.toml:2: 'dr' has a wrong value of spelled_out",
            id="no word",
        ),
    ],
)
def test_refuses_wrong_titles(load, text, message):
    """A title stands there once, with attributes of titles."""
    with pytest.raises(ValueError, match=re.escape(message)):
        load(text, Title, None)


@pytest.mark.parametrize("name", FILES)
def test_the_shipped_files_load(name):
    """Every entry is right, stands in one line, and in a group for which a comment says what it is for."""
    text = (DATA / name).read_text(encoding="utf-8")
    entries = load_entries(DATA / name, *FILES[name])
    assert len(re.findall(r"^\S+ = \{.*\}$", text, re.MULTILINE)) == len(entries) > 10
    assert len(re.findall(r"^# .+\n\[\w+\]$", text, re.MULTILINE)) == len(
        re.findall(r"^\[", text, re.MULTILINE)
    )


def test_every_form_leads_back_to_its_word():
    """What a verb, a noun that reports or a noun of a kind is called in any form, it is found by."""
    for lemma in set(VERB_LEMMAS.values()):
        assert {VERB_LEMMAS[form] for form in list_verb_forms(VERBS[lemma])} == {lemma}
    for noun in NOUNS.values():
        forms = list_noun_forms(noun)
        assert not noun.reports or {NOUN_LEMMAS[form] for form in forms} == {noun.word}
        kinds = {get_kind(form, is_plural=False) for form in forms}
        assert not noun.kind or kinds == {None if noun.kind[0] == "thing" else noun.kind[0]}


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("said", "say"),
        ("rated", "rate"),
        ("addresses", "address"),
        ("pooh", "pooh"),
        ("vying", "vie"),
        ("rumored", "rumor"),
    ],
)
def test_every_verb_that_tells_an_act_is_a_cue(form, lemma):
    """Whatever tells of speech, writing, belief or intention is known in all forms."""
    assert VERB_LEMMAS[form] == lemma


@pytest.mark.parametrize("form", ["was", "made", "issued", "sayed", "planed", "seed"])
def test_light_verbs_and_wrong_forms_are_no_cues(form):
    """A verb that says nothing itself is no cue, nor is what only looks like a form of one: "seed" is not of "see"."""
    assert form not in VERB_LEMMAS


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        (Verb(word="add"), ["add", "adds", "added", "adding"]),
        (Verb(word="note"), ["note", "notes", "noted", "noting"]),
        (Verb(word="deny"), ["deny", "denies", "denied", "denying"]),
        (Verb(word="say", past=("said",)), ["say", "says", "said", "saying"]),
        (Verb(word="press"), ["press", "presses", "pressed", "pressing"]),
        (Verb(word="agree"), ["agree", "agrees", "agreed", "agreeing"]),
        (Verb(word="quip", doubles=True), ["quip", "quips", "quipped", "quipping"]),
        (Verb(word="vie", ing=("vying",)), ["vie", "vies", "vied", "vying"]),
        (Verb(word="have", third=("has",), past=("had",)), ["have", "has", "had", "having"]),
    ],
)
def test_inflects_verbs(verb, forms):
    """Spelling gives the forms of a verb but for those that its entry gives."""
    assert list(list_verb_forms(verb)) == forms
    assert inflect(verb)["base"] == (verb.word,)


@pytest.mark.parametrize(
    ("noun", "plurals"),
    [
        (Noun(word="claim"), ("claims",)),
        (Noun(word="agency"), ("agencies",)),
        (Noun(word="boy"), ("boys",)),
        (Noun(word="coach"), ("coaches",)),
        (Noun(word="spokesman"), ("spokesmen",)),
        (Noun(word="person", plural=("people", "persons")), ("people", "persons")),
        (Noun(word="police", number="plural"), ()),
        (Noun(word="staff", number="singular"), ()),
        (Noun(word="he", pronoun=True), ()),
        (Noun(word="dozen", count=12), ()),
    ],
)
def test_makes_plurals(noun, plurals):
    """Spelling gives the plural of a noun, unless its entry gives it or says that there is none."""
    assert list_plurals(noun) == plurals


def test_a_reporting_verb_is_one_line(tmp_path):
    """A line more in the file of the verbs is all that a new verb needs to be known in every form."""
    path = tmp_path / "verbs.toml"
    line = 'zibble = { act = "writing", takes = "that", addressee = "to", channel = "post" }\n'
    text = (DATA / "verbs.toml").read_text(encoding="utf-8")
    path.write_text(text.replace("[writing]\n", f"[writing]\n{line}"), encoding="utf-8")
    entries = load_entries(path, Verb, list_verb_forms)
    assert entries.keys() - VERBS.keys() == {"zibble"}
    assert (entries["zibble"].channel, entries["zibble"].act) == ("post", "writing")
    assert list(list_verb_forms(entries["zibble"])) == ["zibble", "zibbles", "zibbled", "zibbling"]


@pytest.mark.parametrize(
    ("noun", "other"),
    [
        ("survey", "poll"),
        ("polls", "surveys"),
        ("studies", "analyses"),
        ("paper", "newspaper"),
        ("sources", "people"),
        ("staff", "employees"),
        ("river", "river"),
    ],
)
def test_nouns_of_one_meaning_replace_each_other(noun, other):
    """A survey may return as the poll, surveys as the polls; a staff is employees."""
    assert may_replace(noun, other)
    assert may_replace(other, noun)


@pytest.mark.parametrize(
    ("noun", "other"), [("survey", "polls"), ("newspaper", "report"), ("staff", "worker"), ("river", "poll")]
)
def test_other_nouns_do_not_replace_each_other(noun, other):
    """Neither nouns of another number nor of another meaning return for each other."""
    assert not may_replace(noun, other)
    assert not may_replace(other, noun)
